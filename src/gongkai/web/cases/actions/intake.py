"""接收与登记: an application comes in by any channel and becomes one case of one list."""

from __future__ import annotations

import base64
import hmac
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.events import Event
from gongkai.law.receipt import CHANNEL_RULES, Channel
from gongkai.sources import CHANNELS_2017, R2019, Article
from gongkai.web.acting import Act, Actor, Refusal, Refused, perform
from gongkai.web.agencies import facts
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.numbers import Series, next_number
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import clockwork, people
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import (
    Case,
    Desk,
    Item,
    Paper,
    Part,
    Party,
    Stamp,
    Step,
    WantedForm,
    Way,
)
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.sealed import fingerprint
from gongkai.web.messages.telling import in_role, told

__all__ = ["Amend", "Confirm", "Register", "Split", "Submit", "TakeIn", "code_of", "submit"]

_CODE = 10
# of an application that is registered after a correction was asked for
_UNDER_WAY = (law.State.CORRECTING, law.State.IN_HAND)


def code_of(token: uuid.UUID | None) -> str:
    """The query code: of a form's token always the same one, so that sending twice shows it again.

    Ten signs without those that are easily mistaken.
    """
    raw = (
        hmac.new(settings.SECRET_KEY.encode(), b"code" + token.bytes, sha256).digest()
        if token is not None
        else secrets.token_bytes(32)
    )
    text = base64.b32encode(raw).decode().translate(str.maketrans("IO", "89"))
    return text[:_CODE]


def submit(
    agency: Agency, actor: Actor, now: datetime, token: uuid.UUID, **values: Any
) -> tuple[Case, str]:
    """An application by the public form: once for a token, however often it is sent.

    The case and its query code; Refused as every act.
    """
    there = Case.objects.filter(token=token, agency=agency).first()
    if there is None:
        try:
            # a second process with the same token waits in it and then fails on the constraint
            row = Case(agency=agency, token=token)
            there = perform(Submit(), actor, row, now=now, **values)
        except IntegrityError:
            there = Case.objects.filter(token=token, agency=agency).first()
            if there is None and Case.objects.filter(token=token).exists():
                raise Refused(
                    Refusal.INPUT, "这张表单已经向其他机关提交过；请重新打开申请页面填写"
                ) from None
            if there is None:
                raise
    return there, code_of(token)


class _Incoming(OnCase):
    """Begins a case: `row` is new and names its body; facts channel, people, agent, what, how."""

    logged = ("agency", "channel", "arrived", "stage", "state")
    proof = True  # identity proof and contact are needed at once

    def check(self, act: Act[Case]) -> Event | None:
        """The channel, the dates, who asks and for what."""
        case, given = act.row, act.facts
        if not case.agency.regime.on_application:
            raise BadInput(
                f"{case.agency}不适用条例第四章，不办理政府信息公开申请；请向其主管部门咨询"
            )
        if case.agency.until is not None and case.agency.until < today(act):
            raise BadInput(f"{case.agency}已经撤销；请向承接其职责的机关提出申请")
        case.channel = self.channel(act).value
        self._channel_is_open(case)
        self.dates(act)
        case.entered = act.now
        self.receipt = clockwork.receipt_of(case)
        self.people = read_people(given, today(act), proof=self.proof)
        case.column = people.column_of(self.people)
        read_wish(case, given, self.people)
        self.items = _items(given, case.description)
        self.state()
        return None

    def channel(self, act: Act[Case]) -> Channel:
        """By which it came."""
        text = act.facts.get("channel", "")
        if text not in Channel._value2member_map_:
            names = "、".join(rule.zh for rule in CHANNEL_RULES)
            raise BadInput(f"没有选择申请渠道；请在以下各项中选择：{names}")
        return Channel(text)

    def _channel_is_open(self, case: Case) -> None:
        """The public form may be closed; what came by post or at the counter is always taken in."""
        if self.does is not Verb.SUBMIT:
            return
        desk = Desk.objects.filter(agency=case.agency).first() or Desk()
        if not desk.online:
            raise Refused(
                Refusal.LAW,
                f"{case.agency}没有开通网上申请；可以当面提交或者邮寄申请",
                Article(CHANNELS_2017),
            )

    def dates(self, act: Act[Case]) -> None:
        """When it arrived and what proves the day of receipt."""
        case = act.row
        case.arrived = past_day(act, "arrived", "提交（到达）日期")
        for key, zh in (("signed", "签收日期"), ("confirmed", "双方确认日期")):
            value = past_day(act, key, zh) if act.facts.get(key) else None
            setattr(case, key, value)
        case.to_office = bool(act.facts.get("to_office", True))
        case.tracking = facts.word(act.facts, "tracking", "邮件编号", 60, needed=False)
        case.evidence = facts.word(act.facts, "evidence", "收到日期的凭证", 300, needed=False)

    def state(self) -> None:
        """Nothing more."""

    def changed(self, act: Act[Case]) -> None:
        """Its number and what the law says at the beginning."""
        case = act.row
        case.stage = Stage.ARRIVED.value
        case.number = next_number(case.agency, Series.CASE, case.arrived)
        self.code = code_of(case.token)
        case.code = fingerprint(self.code)
        calendar = calendar_of(case.agency)
        application = clockwork.play(case, (), calendar)
        clockwork.refresh(case, application, calendar)

    def write(self, act: Act[Case]) -> Paper | None:
        """Who asks, for which things."""
        case = act.row
        write_people(case, self.people)
        Item.objects.bulk_create(
            Item(case=case, order=n, text=text) for n, text in enumerate(self.items, 1)
        )
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The clerks of the body."""
        case = act.row
        kind = "case_arrived" if case.received else "case_unconfirmed"
        clerks = in_role(case.agency, [Role.INTAKE], today(act))
        yield told(act, kind, clerks, number=case.number, title=case.title,
                   url=case.get_absolute_url())  # fmt: skip


def read_people(given: Mapping[str, Any], day: date, *, proof: bool = True) -> list[people.Person]:
    """Applicants in their order and the agent, from facts people (list) and agent."""
    applicants: Sequence[Mapping[str, Any]] = given.get("people") or ()
    if not applicants:
        raise BadInput("没有申请人；请填写姓名或者名称、证件号码、联系方式")
    if len(applicants) > 20:
        raise BadInput(f"一件申请有{len(applicants)}名申请人，最多登记20名；其余请写入内容描述")
    found = [people.read(one, day, proof=proof) for one in applicants]
    if agent := given.get("agent"):
        found.append(people.read(agent, day, Part.AGENT, proof=proof))
    return found


def write_people(case: Case, found: Sequence[people.Person]) -> None:
    """The rows of the parties."""
    order = {Part.APPLICANT: 0, Part.AGENT: 0}
    rows = []
    for one in found:
        order[one.part] += 1
        rows.append(one.row(case, order[one.part]))
    Party.objects.bulk_create(rows)


def read_wish(case: Case, given: Mapping[str, Any], who: Iterable[people.Person | Party]) -> None:
    """What is asked for and how it is wanted (第二十九条第二款第二、三项).

    The title stands in lists and reminders: what was not worded by a clerk names nobody in it.
    """
    case.description = facts.lines(given, "description", "所需信息的内容描述", 10_000)
    case.features = facts.lines(given, "features", "文号或者其他特征", 1_000)
    if not case.description and not case.features:
        raise BadInput("没有写明需要什么信息；请写名称、文号或者便于查询的其他特征，不需要说明用途")
    title = facts.word(given, "title", "申请事项", 120, needed=False)
    plain = title or " ".join((case.features or case.description).split())
    case.title = people.without_people(plain, who)[: 120 if title else 40]
    case.wanted_form = facts.kind(given, "wanted_form", "获取信息的形式", WantedForm).value
    case.way = facts.kind(given, "way", "获取信息的途径", Way).value
    case.assistance = facts.word(given, "assistance", "需要的帮助", 200, needed=False)


def _title(act: Act[Case], who: Iterable[people.Person | Party]) -> str:
    """The title as a clerk words it."""
    title = facts.word(act.facts, "title", "申请事项", 120)
    if people.names_people(title, who):
        raise BadInput("申请事项显示在列表和提醒中，不能写申请人的姓名、证件号码和联系方式；请改写")
    return title


def _items(given: Mapping[str, Any], description: str) -> list[str]:
    texts = [str(text).strip() for text in given.get("items") or ()]
    texts = [text for text in texts if text]
    if len(texts) > 100:
        raise BadInput(f"一件申请列了{len(texts)}项内容，最多100项；请按“一事一申请”分开提出")
    return [text[:2_000] for text in texts] or [description[:2_000] or "见申请"]


class Submit(_Incoming):
    """An application by the public form: no receipt before both sides have confirmed it."""

    does = Verb.SUBMIT

    def channel(self, act: Act[Case]) -> Channel:
        """Always on line."""
        return Channel.ONLINE

    def dates(self, act: Act[Case]) -> None:
        """Now; nothing is confirmed by pressing a button (第三十一条第三项)."""
        case = act.row
        case.arrived, case.signed, case.confirmed = today(act), None, None


class TakeIn(_Incoming):
    """An application that came by counter, post, fax, mail or word of mouth, taken down."""

    does = Verb.TAKE_IN
    proof = False  # what a letter lacks is asked for by way of correction

    def channel(self, act: Act[Case]) -> Channel:
        """Not by the public form."""
        found = super().channel(act)
        if found is Channel.ONLINE:
            raise BadInput("网上申请由申请人自己提交；代为录入的，请选择当面、邮寄等实际渠道")
        return found

    def state(self) -> None:
        """A signed letter has its day of signature; what both confirmed, a record of how."""
        if self.case_confirmed is not None and not self.case_evidence:
            raise BadInput(
                "填写了双方确认日期，没有填写凭证；请写明确认的方式和对象，如“电话确认，申请人本人接听”"
            )
        if Channel(self.case_channel) is Channel.POST_SIGNED and self.receipt.day is None:
            raise BadInput("邮寄（须签收）的申请以签收之日为收到之日；请填写签收日期")

    def dates(self, act: Act[Case]) -> None:
        """As entered."""
        super().dates(act)
        case = act.row
        self.case_channel = case.channel
        self.case_confirmed, self.case_evidence = case.confirmed, case.evidence

    case_channel: str
    case_confirmed: date | None
    case_evidence: str


class Confirm(OnCase):
    """Both sides have confirmed the receipt; facts confirmed (day), evidence (how, with whom)."""

    does = Verb.CONFIRM
    logged = ("stage", "state", "confirmed", "received", "due")

    def check(self, act: Act[Case]) -> Event | None:
        """The day, and what proves it."""
        case = act.row
        case.confirmed = past_day(act, "confirmed", "双方确认日期")
        case.evidence = facts.word(act.facts, "evidence", "确认的方式和对象", 300)
        day = clockwork.receipt_of(case).day
        if day is None:
            raise BadInput("按这一申请渠道还不能确定收到申请之日；请核对签收日期和确认日期")
        return Event(law.Verb.CONFIRM, day)


class Register(OnCase):
    """登记: what the clerk completes; facts title, and people, items, wish where corrected."""

    does = Verb.REGISTER
    logged = ("stage", "state", "title", "column", "registered_by", "due")

    def allowed(self, before: Application) -> None:
        """When a correction was asked for before it is registered, the law has begun already."""
        if before.state not in (*_UNDER_WAY, law.State.UNCONFIRMED):
            super().allowed(before)

    def check(self, act: Act[Case]) -> Event | None:
        """An applicant's kind, a title, at least one item."""
        case = act.row
        if case.received is None:
            raise Refused(
                Refusal.STATE,
                f"{case}还没有确认收到；请先与申请人确认，再登记",
                Article(R2019, 31, 0, 3),
            )
        self.people = None
        if act.facts.get("people"):
            self.people = read_people(act.facts, today(act), proof=False)
            case.column = people.column_of(self.people)
        who: Iterable[people.Person | Party] = self.people or case.parties.all()
        if "description" in act.facts:
            read_wish(case, act.facts, who)
        case.title = _title(act, who)
        self.items = act.facts.get("items")
        if self.before.state in _UNDER_WAY:
            return None  # a correction was asked for before: in law the work has begun
        return Event(law.Verb.REGISTER, max(today(act), case.received))

    people: list[people.Person] | None

    def changed(self, act: Act[Case]) -> None:
        """Who registered it, when."""
        act.row.registered, act.row.registered_by = act.now, act.actor.name

    def write(self, act: Act[Case]) -> Paper | None:
        """People and items as corrected."""
        case = act.row
        if self.people is not None:
            case.parties.all().delete()
            write_people(case, self.people)
        if self.items:
            case.items.all().delete()
            texts = _items({"items": self.items}, case.description)
            Item.objects.bulk_create(
                Item(case=case, order=n, text=text) for n, text in enumerate(texts, 1)
            )
        return None


class Amend(OnCase):
    """Corrects what was registered (facts reason, people, title, wish, repeats, drill)."""

    does = Verb.AMEND
    logged = ("title", "column", "wanted_form", "way", "repeats", "drill")

    def check(self, act: Act[Case]) -> Event | None:
        """With a reason."""
        case = act.row
        facts.word(act.facts, "reason", "更正的理由", 300)
        self.people = None
        if case.stage == Stage.SIGNED and ("people" in act.facts or "description" in act.facts):
            raise Refused(
                Refusal.STATE, f"{case}的答复已经签发；需要更正申请人或者申请内容的，请先退回修改",
                self.row_of_table.article,
            )  # fmt: skip
        if act.facts.get("people"):
            self.people = read_people(act.facts, today(act), proof=False)
            case.column = people.column_of(self.people)
        who: Iterable[people.Person | Party] = self.people or case.parties.all()
        title = case.title
        if "description" in act.facts:
            read_wish(case, act.facts, who)
        case.title = _title(act, who) if act.facts.get("title") else title
        if "repeats" in act.facts:
            earlier = act.facts["repeats"]
            before = people.earlier_of(case).filter(arrived__lte=case.arrived)
            if earlier is not None and not before.filter(pk=earlier.pk).exists():
                raise BadInput("在先申请不是同一申请人此前向本机关提出的；请核对办件编号")
            case.repeats = earlier
        if "drill" in act.facts:
            case.drill = bool(act.facts["drill"])
        return None

    people: list[people.Person] | None

    def write(self, act: Act[Case]) -> Paper | None:
        """People as corrected."""
        if self.people is not None:
            act.row.parties.all().delete()
            write_people(act.row, self.people)
        return None


class Split(OnCase):
    """一事一申请: the items named in the fact `groups` (lists of orders) become cases of their own.

    The first group stays; each other one has the same applicants, channel, dates and steps.
    """

    does = Verb.SPLIT
    logged = ("title",)

    def check(self, act: Act[Case]) -> Event | None:
        """Each item in exactly one group, two groups at least."""
        case = act.row
        facts.word(act.facts, "reason", "分立的理由", 300)
        groups: list[list[int]] = [sorted(set(group)) for group in act.facts.get("groups") or ()]
        groups = [group for group in groups if group]
        orders = sorted(case.items.values_list("order", flat=True))
        if len(groups) < 2:
            raise BadInput("分立至少要分成两件；请把各项内容分到不同的组")
        if sorted(order for group in groups for order in group) != orders:
            raise BadInput("每一项内容应当分到一组，并且只分到一组；请核对分组")
        done = set(case.steps.values_list("verb", flat=True))
        if done - {law.Verb.CONFIRM.value, law.Verb.REGISTER.value}:
            raise Refused(Refusal.STATE, f"{case}已经开始办理，不能再分立", Article(R2019, 29))
        self.groups = groups
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The new cases."""
        case = act.row
        items = {item.order: item for item in case.items.all()}
        parties, steps = list(case.parties.all()), list(case.steps.all())
        stamps = list(case.stamps.all())
        self.made = [self._part(act, items, group, parties, steps, stamps)
                     for group in self.groups[1:]]  # fmt: skip
        for n, order in enumerate(self.groups[0], 1):
            Item.objects.filter(pk=items[order].pk).update(order=n)
        return None

    def _part(
        self, act: Act[Case], items: dict[int, Item], group: list[int],
        parties: list[Party], steps: list[Step], stamps: list[Stamp],
    ) -> Case:  # fmt: skip
        whole = act.row
        part = Case.objects.get(pk=whole.pk)
        part.pk, part._state.adding = None, True
        part.key, part.token, part.code = uuid.uuid4(), None, whole.code
        part.split_from = whole
        part.number = next_number(whole.agency, Series.CASE, whole.arrived)
        text = " ".join(items[group[0]].text.split())
        part.title = people.without_people(text, parties)[:40]
        part.save()
        for rows in (parties, steps, stamps):
            for row in rows:
                row.pk, row.case, row._state.adding = None, part, True
                row.save()
        for n, order in enumerate(group, 1):
            Item.objects.filter(pk=items[order].pk).update(case=part, order=n)
        return part

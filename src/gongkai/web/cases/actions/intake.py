"""接收: an application comes in by any channel and becomes one case of one list."""

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
from gongkai.web.cases.actions.rectifying import keep_proof, read_claim
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import (
    Case,
    Desk,
    Item,
    Paper,
    Part,
    Party,
    WantedForm,
    Way,
)
from gongkai.web.cases.moves import Matter, Stage, Verb
from gongkai.web.cases.sealed import fingerprint
from gongkai.web.messages.telling import in_role, told

__all__ = [
    "Submit", "TakeIn", "code_of", "items_of", "read_people", "read_wish", "submit", "title_of",
    "write_people",
]  # fmt: skip

_CODE = 10


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

    logged = ("agency", "channel", "arrived", "stage", "state", "backlog")
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
        case.matter = facts.kind({"matter": Matter.INFORMATION, **given}, "matter", "事项种类",
                                 Matter).value  # fmt: skip
        case.channel = self.channel(act).value
        self._channel_is_open(case)
        self.dates(act)
        case.entered = act.now
        self.receipt = clockwork.receipt_of(case)
        self.people = read_people(given, today(act), proof=self.proof)
        case.column = people.column_of(self.people)
        read_wish(case, given, self.people)
        self.items = [] if case.rectifies else items_of(given, case.description)
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
        if case.rectifies:
            keep_proof(case, act.facts, needed=self.proof)
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
    if case.rectifies:
        read_claim(case, given, who)
        return
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


def title_of(act: Act[Case], who: Iterable[people.Person | Party]) -> str:
    """The title as a clerk words it."""
    title = facts.word(act.facts, "title", "申请事项", 120)
    if people.names_people(title, who):
        raise BadInput("申请事项显示在列表和提醒中，不能写申请人的姓名、证件号码和联系方式；请改写")
    return title


def items_of(given: Mapping[str, Any], description: str) -> list[str]:
    """What is asked for, one by one; the whole where nobody has divided it."""
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
    """An application that came by counter, post, fax, mail or word of mouth, taken down.

    Fact backlog: from which file it is entered, when it was handled on paper before the body worked
    here (补录); the acts on it may then be entered with the day on which they were done.
    """

    does = Verb.TAKE_IN
    proof = False  # what a letter lacks is asked for by way of correction

    def check(self, act: Act[Case]) -> Event | None:
        """The note of what is entered later stands in the trace and names nobody."""
        event = super().check(act)
        act.row.backlog = people.without_people(act.row.backlog, self.people)
        return event

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
        case.backlog = facts.word(act.facts, "backlog", "补录说明", 200, needed=False)
        if case.backlog:
            self._before_here(case)

    def _before_here(self, case: Case) -> None:
        """Only what came before the body worked here: nothing else is dated back."""
        desk = Desk.objects.filter(agency=case.agency).first() or Desk()
        if desk.began is None:
            raise BadInput("本机关没有设定在本平台办理的起始日；请管理员先在办理设置中填写")
        if case.arrived >= desk.began:
            raise Refused(
                Refusal.LAW,
                f"提交（到达）日期{case.arrived}不早于本机关在本平台办理的起始日{desk.began}，"
                "不是此前的纸质办件，不能补录；请按今天收到的情况登记",
                Article(R2019, 45),
            )

    case_channel: str
    case_confirmed: date | None
    case_evidence: str

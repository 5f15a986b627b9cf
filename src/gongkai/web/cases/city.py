"""样例城市的办件: a past year that is answered, and a lively desk of today; through the actions.

Loaded as often as one likes: what is there already stays as it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from gongkai.law.calendar import Calendar
from gongkai.law.clock import REPLY_DAYS
from gongkai.law.periods import Consulted
from gongkai.web.acting import Actor, perform
from gongkai.web.agencies import city
from gongkai.web.agencies.active import actor_in
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency, Post, Section, on
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import city_acts, city_desks
from gongkai.web.cases import city_facts as of
from gongkai.web.cases.actions import (
    ACTIONS,
    KeepComplaint,
    OpenDispute,
    UpdateDispute,
    submit,
)
from gongkai.web.cases.city_facts import Table, token_of
from gongkai.web.cases.models import Case, Complaint, Desk, Dispute
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.policies import applicant_of
from gongkai.web.messages.models import Message

__all__ = ["PAST", "TODAY", "People", "load", "token_of"]

PAST = "11990000990000084T"  # 云州市人力资源和社会保障局: all of 2024
TODAY = "11990000990000033J"  # 云州市行政审批服务局: its desk as of today


def load(now: datetime, folder: Path = city.FOLDER, *, only: Collection[str] | None = None) -> None:
    """Add the cases that are not there yet, in the caller's transaction.

    `only`: the keys of a few of them, for who cannot wait for all.
    """
    tables = tomllib.loads((folder / "cases.toml").read_text("utf-8"))
    city_desks.load(now, folder)
    past, today = (
        [entry for entry in tables[when] if only is None or entry["key"] in only]
        for when in ("past", "now")
    )
    _past(now, past)
    _today(now, today)


def _past(now: datetime, entries: list[Table]) -> None:
    desk = People(PAST, now)
    for entry in entries:
        if desk.missing(entry):
            desk.answered_in_the_past(entry)
    # what was told years ago has been read since
    old = Message.objects.filter(agency=desk.agency, at__lt=now - timedelta(days=60), read=None)
    old.update(read=F("at"))


def _today(now: datetime, entries: list[Table]) -> None:
    desk = People(TODAY, now)
    for entry in entries:
        if desk.missing(entry):
            desk.bring(entry)
    if not Complaint.objects.filter(agency=desk.agency).exists():
        desk.complaint()


class People:
    """The people of one body, who do what is to be done on the right days."""

    def __init__(self, credit_code: str, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self.agency = Agency.objects.get(credit_code=credit_code)
        self.calendar: Calendar = calendar_of(self.agency)
        self.sections = list(Section.objects.filter(agency=self.agency, until=None))
        posts = Post.objects.filter(on(self.today), agency=self.agency)
        self.posts: dict[str, Post] = {
            post.role: post
            for post in posts.select_related("user", "agency", "section").order_by("-pk")
        }
        self.tick = 0
        self.day = self.today

    # days

    def back(self, days: int) -> date:
        """So many working days before today; a negative number: after."""
        day, left = self.calendar.on_or_before(self.today), abs(days)
        step = timedelta(days=1 if days < 0 else -1)
        while left:
            day += step
            left -= self.calendar.is_working(day)
        return day

    def go(self, day: date) -> None:
        """To that day, or to the working day before it; never past today."""
        day = min(self.calendar.on_or_before(day), self.today)
        if day > self.day or not self.tick:
            self.day, self.tick = day, 0

    def later(self, days: int = 1) -> None:
        """Some working days on."""
        self.go(self.calendar.add(self.day, days))

    def moment(self) -> datetime:
        """A minute after the last act of the day, and not in time to come."""
        self.tick += 1
        at = datetime.combine(self.day, time(9, 10)) + timedelta(minutes=7 * self.tick)
        return min(timezone.make_aware(at), self.now)

    # people

    def actor(self, role: Role) -> Actor:
        """Who holds the post; the system where the body has none."""
        post = self.posts.get(role.value)
        return actor_in(post.user, post) if post else SYSTEM

    def do(self, verb: Verb, case: Case, role: Role | Actor = Role.INTAKE, **facts: Any) -> Case:
        """One act of somebody in that role."""
        actor = self.actor(role) if isinstance(role, Role) else role
        return perform(ACTIONS[verb](), actor, case, now=self.moment(), **facts)

    def missing(self, entry: Table) -> bool:
        """Whether the case is still to be made."""
        return not Case.objects.filter(token=token_of(entry["key"])).exists()

    # coming in

    def come_in(self, entry: Table, received: date) -> Case:
        """By its channel on that day."""
        self.tick = 0
        self.day = received
        facts = of.application_of(entry)
        if entry.get("channel") == "online":
            visitor = Actor(None, "访客")
            return submit(self.agency, visitor, self.moment(), token_of(entry["key"]), **facts)[0]
        channel = entry.get("channel", "in-person")
        if channel == "post-signed":
            facts |= {"signed": received, "tracking": "XA00000000000"}
        if Desk.objects.filter(agency=self.agency, began__gt=received).exists():
            facts["backlog"] = f"据本机关{received.year}年纸质案卷补录"
        row = Case(agency=self.agency, token=token_of(entry["key"]))
        return self.do(Verb.TAKE_IN, row, channel=channel, arrived=received, **facts)

    def registered(self, entry: Table, received: date) -> Case:
        """Confirmed where the channel wants it, and registered."""
        case = self.come_in(entry, received)
        if case.received is None:
            case = self.do(
                Verb.CONFIRM, case, confirmed=received, evidence="与申请人电话确认，已记录"
            )
        return self.do(Verb.REGISTER, case, title=entry["title"])

    # the past

    def answered_in_the_past(self, entry: Table) -> None:
        """From the counter to the reply, as its decision needs."""
        case = self.registered(entry, entry["received"])
        case = self.do(Verb.KEEP, case, skip="所需信息由工作机构掌握，直接办理")
        self.later(3)
        for record in of.RECORDS.get(entry["code"], ()):
            case = self.do(Verb.RECORD, case, day=self.day, **record)
        case = self.decide(case, of.decision_of(entry, self.day))
        self.later(5)
        self.reply(self.review(case))

    # deciding and answering

    def decide(self, case: Case, decision: Table) -> Case:
        """On its one item, with a draft."""
        case = self.do(Verb.DECIDE, case, decisions=[decision], skip="材料齐全")
        return self.do(Verb.DRAFT, case)

    def review(self, case: Case, until: str = "signed") -> Case:
        """Through the reviews, as far as the word says."""
        case = self.do(Verb.SEND_FOR_REVIEW, case, despite="已逐项核对")
        for name, verb, role, facts in of.REVIEWS:
            if until == name:
                return case
            case = self.do(verb, case, role, **facts)
        return case

    def reply(self, case: Case) -> Case:
        """Served to the applicant."""
        return self.do(Verb.SERVE, case, given_form="electronic", **of.NET)

    # today

    def bring(self, entry: Table) -> None:
        """As far as the entry says."""
        received = self.back(entry["received"])
        if entry["key"] == "due-tomorrow":
            received = self.received_for(self.back(-1))
        if entry["to"] in ("unconfirmed", "arrived"):
            self.come_in(entry, received)
            return
        case = self.registered(entry, received)
        for step in _STORIES[entry["to"]]:
            case = step(self, case) or case

    def received_for(self, due: date) -> date:
        """The last working day on which an application is due then."""
        day = self.calendar.on_or_before(due - timedelta(days=1))
        while self.calendar.add(day, REPLY_DAYS.on(day).value) > due:
            day = self.calendar.on_or_before(day - timedelta(days=1))
        return day

    def section(self, name: str) -> Section:
        """One of its sections."""
        return next(one for one in self.sections if one.name == name)

    def assign(self, case: Case) -> Case:
        """To the section that handles most."""
        return self.do(Verb.ASSIGN, case, sections=[self.section("投资项目科")])

    def assign_second(self, case: Case) -> Case:
        """To two sections."""
        both = [self.section("社会事务科"), self.section("投资项目科")]
        return self.do(Verb.ASSIGN, case, sections=both, note="请分别提出意见")

    def opine(self, case: Case) -> Case:
        """The section has spoken."""
        self.later(2)
        return self.do(
            Verb.OPINE, case, Role.HANDLER, opinion="disclose",
            basis="该信息由本科室制作并保存，不涉及不予公开的情形，可以公开",
        )  # fmt: skip

    def draft(self, case: Case) -> Case:
        """Granted."""
        self.later()
        return self.decide(case, of.granted(case.title))

    def ask_correction(self, case: Case) -> Case:
        """The request is not clear."""
        self.later(2)
        return self.do(
            Verb.ASK_CORRECTION, case, items="所需信息的名称或者文号",
            guidance="请写明需要哪一项目、哪一年度的文件", days=15, **of.HAND,
        )  # fmt: skip

    def correct(self, case: Case) -> Case:
        """The applicant did so on line."""
        self.later(3)
        return self.do(
            Verb.SEND_CORRECTION, case, applicant_of(case), text="需要2025年度的批复文件"
        )

    def lapse(self, case: Case) -> Case:
        """Nothing came in time."""
        self.later(22)
        return self.do(Verb.LAPSE_CORRECTION, case, reason="两次电话联系，申请人表示不再补正")

    def consult(self, case: Case) -> Case:
        """A third party is asked."""
        self.later(2)
        return self.do(
            Verb.CONSULT, case, who=Consulted.THIRD_PARTY.value, name="云州示例停车管理有限公司",
            subject="招标投标文件",
            question="是否同意公开贵单位的投标文件；不同意的请说明理由", **of.HAND,
        )  # fmt: skip

    def charge(self, case: Case) -> Case:
        """Many pages."""
        self.later(2)
        fee: Table = {"method_of_fee": "charge_per_page", "manner": "copies", "pages": 230}
        case = self.do(Verb.PROPOSE_LETTER, case, letter=Verb.NOTIFY_FEE.value, **fee)
        case = self.do(Verb.SIGN_LETTER, case, Role.APPROVER, comment="同意收取")
        return self.do(Verb.NOTIFY_FEE, case, **of.HAND)

    def propose(self, case: Case) -> Case:
        """More time is wished for."""
        self.later(10)
        return self.do(
            Verb.PROPOSE_EXTENSION, case, Role.HANDLER, days=10, reason="需要查阅多年档案"
        )

    def extend(self, case: Case) -> Case:
        """And given."""
        self.later(2)
        return self.do(Verb.EXTEND, case, Role.APPROVER, **of.HAND)

    def to_law(self, case: Case) -> Case:
        """Before the legal reviewer."""
        return self.review(case, "law")

    def to_secrecy(self, case: Case) -> Case:
        """Before the secrecy reviewer."""
        return self.review(case, "secrecy")

    def to_signing(self, case: Case) -> Case:
        """Before the approver."""
        return self.review(case, "signing")

    def sign(self, case: Case) -> Case:
        """With number and date."""
        self.later()
        return self.review(case)

    def rate(self, case: Case) -> Case:
        """The applicant is content."""
        self.later(2)
        return self.do(Verb.RATE, case, applicant_of(case), score=5, text="答复清楚")

    def archive(self, case: Case) -> Case:
        """Sealed; the package is made at once, for a sample has no worker."""
        from gongkai.web.cases.archiving import tasks

        self.later(3)
        case = self.do(Verb.ARCHIVE, case, retention="10年")
        tasks.build.call(case.package.pk)
        return case

    def withdraw(self, case: Case) -> Case:
        """Taken back by the applicant."""
        self.later(3)
        return self.do(Verb.WITHDRAW, case, applicant_of(case))

    def dispute(self, case: Case) -> None:
        """Reconsidered and annulled: it is answered anew, and the applicant sues besides."""
        legal = self.actor(Role.LEGAL_REVIEWER)
        self.later(8)
        opened, year = self.day, self.day.year
        review = perform(
            OpenDispute(), legal, Dispute(agency=self.agency, case=case), now=self.moment(),
            forum="reconsideration", numbers=[f"云政复〔{year}〕18号"], body="云州市人民政府",
            opened=opened, copy_came=opened,
        )  # fmt: skip
        self.later(7)
        sent = self.day
        self.later(12)
        review = perform(
            UpdateDispute(), legal, review, now=self.moment(), statement_sent=sent,
            outcomes=["review_annulled"], effective=self.day,
            redo_due=self.calendar.add(self.day, 20),
            lessons="答复没有区分可以公开的内容；今后对整件不公开的，先逐页核对能否区分处理",
        )  # fmt: skip
        self.do(Verb.REDO, case, dispute=review, day=self.day)
        self.go(self.back(3))
        perform(
            OpenDispute(), legal, Dispute(agency=self.agency, case=case), now=self.moment(),
            forum="litigation", numbers=[f"（{year}）云0199行初7号"], body="云州市样例区人民法院",
            opened=self.day, copy_came=self.day, reviewed="decided", after=review,
        )  # fmt: skip

    def complaint(self) -> None:
        """One, still open."""
        self.tick = 0
        self.day = self.back(6)
        perform(
            KeepComplaint(), self.actor(Role.INTAKE), Complaint(agency=self.agency),
            now=self.moment(), kind="complaint", day=self.day, source="12345热线转办",
            text="反映本机关公开指南中的联系电话无人接听", result="", closed=None,
        )  # fmt: skip


_D = People
_DRAFTED = (_D.assign, _D.opine, _D.draft)
_ANSWERED = (*_DRAFTED, _D.sign, _D.reply)
_STORIES: Mapping[str, tuple[Callable[[People, Case], Case | None], ...]] = {
    "registered": (),
    "assigned": (_D.assign,),
    "assigned_second": (_D.assign_second,),
    "correcting": (_D.ask_correction,),
    "corrected": (_D.ask_correction, _D.correct),
    "lapsed": (_D.ask_correction, _D.lapse),
    "consulting": (_D.assign, _D.consult),
    "fee": (_D.assign, _D.charge),
    "extension": (_D.assign, _D.propose),
    "extended": (_D.assign, _D.propose, _D.extend),
    "opined": (_D.assign, _D.opine),
    "drafted": _DRAFTED,
    "law": (*_DRAFTED, _D.to_law),
    "secrecy": (*_DRAFTED, _D.to_secrecy),
    "signing": (*_DRAFTED, _D.to_signing),
    "signed": (*_DRAFTED, _D.sign),
    "answered": (*_ANSWERED, _D.rate),
    "archived": (*_ANSWERED, _D.archive),
    "withdrawn": (_D.withdraw,),
    "returned": (city_acts.ask_by_post, city_acts.come_back),
    "to_charge": (_D.assign, city_acts.propose_to_charge),
    "explained": (city_acts.ask_reasons, city_acts.give_reasons),
    "proposed": (*_ANSWERED, city_acts.propose_publication),
    "disputed": (*_ANSWERED, _D.dispute),
}

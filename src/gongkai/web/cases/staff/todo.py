"""待办: what waits for a person among the applications, by role; and what the search finds.

All groups of one page share one reading of the open cases: three queries, however many groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from django.db.models import (
    Exists,
    Model,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.law.documents.notices import REPLIES
from gongkai.law.periods import Consulted
from gongkai.terms import term
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Assignment, Case, Clock, Inquiry, Paper, Proposal
from gongkai.web.cases.models.rectification import ProposalState
from gongkai.web.cases.moves import UNDER_WAY, PaperState, Stage
from gongkai.web.cases.policies import rows_of
from gongkai.web.cases.staff.dues import Dues
from gongkai.web.cases.staff.listing import ENDED, OPEN, SEALED, SEALED_OF_CASE, find
from gongkai.web.workbench import lookup, tasks
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.tasks import Group, Task
from gongkai.written import day_zh

__all__ = ["SHOWN", "find_cases", "read_desk", "register"]

M = TypeVar("M", bound=Model)
_READ = 500  # open cases of one person that are looked through, the soonest first
# of a case, for the groups below and for its clock: the other forty columns of hundreds take time
_ASKED = (
    "agency", "number", "title", "matter", "stage", "clock", "due", "ended", "replied", "late",
    "channel", "arrived", "signed", "confirmed", "to_office", "must_by", "outcome", "wished_days",
    "correction_came", "reasons_came",
)  # fmt: skip
SHOWN = 10
_ROLES = frozenset({
    Role.INTAKE, Role.HANDLER, Role.SECTION_HEAD, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER,
    Role.APPROVER,
})  # fmt: skip
_WORK = frozenset({Role.INTAKE, Role.HANDLER, Role.SECTION_HEAD})


@dataclass
class _Desk:
    """The open cases that a person sees, on a day."""

    role: Role
    section: int | None
    today: date
    rows: QuerySet[Case]  # all that he sees, the ended ones too
    cases: list[Case]
    dues: Dues

    def left(self, case: Case) -> int | None:
        """Working days left; less than none: late; None while no time runs."""
        if case.clock not in (Clock.RUNS, Clock.PAUSED):
            return None
        return self.dues.of(case).left

    def ours(self, case: Case) -> list[Assignment]:
        """The open assignments, of the person's own section if he has one."""
        return [one for one in _open(case)
                if self.section is None or one.section_id == self.section]  # fmt: skip

    def paper(self, case: Case) -> str:
        """The state of the reply under way."""
        return str(getattr(case, "reply_state", None) or "")

    def of(self, case: str) -> Exists:
        """Whether that column names a case that he sees: asked of each row, for they are few."""
        return Exists(self.rows.filter(pk=OuterRef(case)))

    def waiting(self, state: PaperState) -> list[Case]:
        """Cases whose reply waits so."""
        return [case for case in self.cases if self.paper(case) == state]


def _open(case: Case) -> list[Assignment]:
    """Its assignments that were not taken back, as `read_desk` has read them."""
    found: list[Assignment] = getattr(case, "open_assignments")  # noqa: B009 - put there
    return found


def read_desk(active: Active, day: date) -> _Desk | None:
    """Read once a page."""
    post = active.post
    if post is None or post.role not in _ROLES:
        return None
    kept: _Desk | None = getattr(active, "_desk_of_cases", None)
    if kept is None:
        rows, dues = rows_of(Case, active.actor).defer(*SEALED), Dues(active, day)
        replies = Paper.objects.filter(case=OuterRef("pk"), notice__in=REPLIES, state__in=UNDER_WAY)
        asked = Inquiry.objects.filter(case=OuterRef("pk"), answer="", limit__lt=day)
        asked = asked.order_by("limit")
        open_ = rows.filter(stage__in=OPEN, ended=None).defer(None).only(*_ASKED).annotate(
            reply_state=Subquery(replies.order_by("-pk").values("state")[:1]),
            past_limit=Subquery(asked.values("limit")[:1]),
            past_who=Subquery(asked.values("who")[:1]),
        ).prefetch_related(
            # a list on the case: a manager of each of hundreds takes longer than the rows
            Prefetch("assignments", Assignment.objects.filter(recalled=None).only(
                "case", "section", "due", "opinion"), to_attr="open_assignments"),
        )  # fmt: skip
        cases = list(open_.order_by("due", "pk")[:_READ])
        # a paused clock moves with each day: the steps of those alone
        prefetch_related_objects([one for one in cases if one.clock == Clock.PAUSED], "steps")
        for case in cases:
            if case.agency_id == post.agency_id:
                case.agency = post.agency
        found = dues.soonest(cases)
        kept = _Desk(Role(post.role), post.section_id, day, rows, found, dues)
        active._desk_of_cases = kept  # type: ignore[attr-defined]
    return kept


def _first_of(rows: QuerySet[M]) -> tuple[list[M], int]:
    """The first rows and how many there are; one query while they are few, else two."""
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], len(found) if len(found) <= SHOWN else rows.count()


# groups -------------------------------------------------------------------------------------------


Picked = Callable[[_Desk], Iterable[Case]]


def _task(desk: _Desk, case: Case, note: str) -> Task:
    reading = desk.dues.of(case)
    left = "" if reading.left is None else (
        f"超期{-reading.left}个工作日" if reading.left < 0 else f"剩{reading.left}个工作日"
    )  # fmt: skip
    said = "；".join(filter(None, (left, note)))
    return Task(f"{case.number} {case.title}", case.get_absolute_url(), reading.due, said)


@dataclass(frozen=True)
class _Waiting:
    """One kind of thing that waits: for whom, which cases, what the line says besides."""

    id: str
    zh: str
    roles: frozenset[Role]
    pick: Picked
    note: str | Callable[[_Desk, Case], str] = ""
    query: str = ""

    def __call__(self, active: Active, day: date) -> Group | None:
        """The group, or nothing."""
        desk = read_desk(active, day)
        if desk is None or desk.role not in self.roles:
            return None
        found = list(self.pick(desk))
        if not found:
            return None
        told = [_task(desk, case, self.note(desk, case) if callable(self.note) else self.note)
                for case in found[:SHOWN]]  # fmt: skip
        return Group(self.zh, told, len(found), f"{reverse('cases')}?{self.query}")


def _unconfirmed(desk: _Desk) -> Iterable[Case]:
    """Not confirmed by the working day after: an alarm (第三十一条第三项)."""
    for case in desk.cases:
        if case.clock == Clock.NONE and case.stage == Stage.ARRIVED:
            yield case


def _alarm(desk: _Desk, case: Case) -> str:
    calendar = desk.dues.calendar(case.agency_id)
    days = calendar.count(case.arrived, desk.today)
    return (
        f"{case.get_channel_display()}提交已{days}个工作日，尽快与申请人确认"
        if days
        else "今天提交"
    )


def _to_register(desk: _Desk) -> Iterable[Case]:
    return (c for c in desk.cases if c.stage == Stage.ARRIVED and c.clock != Clock.NONE)


def _to_assign(desk: _Desk) -> Iterable[Case]:
    return (c for c in desk.cases if c.stage == Stage.REGISTERED and c.clock != Clock.FROZEN)


def _to_opine(desk: _Desk) -> Iterable[Case]:
    return (c for c in desk.cases if any(not one.opinion for one in desk.ours(c)))


def _inner(desk: _Desk, case: Case) -> str:
    due = min(one.due for one in desk.ours(case) if not one.opinion)
    late = "，已逾期" if due < desk.today else ""
    return f"科室意见期限{due.month}月{due.day}日{late}"


def _opinions_late(desk: _Desk) -> Iterable[Case]:
    for case in desk.cases:
        if any(not one.opinion and one.due < desk.today for one in _open(case)):
            yield case


def _to_decide(desk: _Desk) -> Iterable[Case]:
    return (c for c in desk.cases
            if c.stage == Stage.DECIDING
            and c.clock in (Clock.RUNS, Clock.PAUSED, Clock.UNTIMED))  # fmt: skip


def _deciding_note(desk: _Desk, case: Case) -> str:
    if desk.paper(case):
        return "已有草稿，待送审"
    if case.rectifies:
        return "更正申请，待拟定处理、拟写告知书"
    return "已拟定处理决定，待拟写答复" if case.outcome else "待拟定处理决定"


def _waited(desk: _Desk) -> Iterable[Case]:
    """Somebody was asked, and the time for it has passed or the answer came."""
    for case in desk.cases:
        online = case.correction_came or case.reasons_came
        if online is not None or _limit(case) is not None:
            yield case


def _limit(case: Case) -> date | None:
    """The limit of a letter to another that has passed."""
    limit: date | None = getattr(case, "past_limit", None)
    return limit


def _waited_note(desk: _Desk, case: Case) -> str:
    if case.correction_came is not None:
        return "申请人在网上提交了补正，请确认收到"
    if case.reasons_came is not None:
        return "申请人在网上说明了理由，请确认收到"
    third = getattr(case, "past_who", "") == Consulted.THIRD_PARTY
    whom = "第三方" if third else "其他机关"
    return f"{whom}的意见期限{day_zh(_limit(case))}已过，请登记结果"


def _frozen(desk: _Desk) -> Iterable[Case]:
    """A correction or a payment is awaited: whether its time has passed is said on the case."""
    return (c for c in desk.cases if c.clock == Clock.FROZEN and c.correction_came is None)


def _wished(desk: _Desk) -> Iterable[Case]:
    return (case for case in desk.cases if case.wished_days)


def _within(desk: _Desk, least: int, most: int) -> Iterable[Case]:
    for case in desk.cases:
        left = desk.left(case)
        if left is not None and least <= left <= most:
            yield case


def _late(desk: _Desk) -> Iterable[Case]:
    return (case for case in desk.cases if (left := desk.left(case)) is not None and left < 0)


_INTAKE = frozenset({Role.INTAKE})
_SECTION = frozenset({Role.HANDLER, Role.SECTION_HEAD})
_APPROVER = frozenset({Role.APPROVER})
_ALL = _WORK | _APPROVER

WAITING: tuple[_Waiting, ...] = (
    _Waiting("late", "已逾期", _ALL, _late, "尽快答复；逾期不免除答复的义务", "clock=late"),
    _Waiting("unconfirmed", "待确认收到", _INTAKE, _unconfirmed, _alarm, "clock=unconfirmed"),
    _Waiting("one", "1个工作日内到期", _ALL, partial(_within, least=0, most=1), "", "clock=1"),
    _Waiting("three", "3个工作日内到期", _ALL, partial(_within, least=2, most=3), "", "clock=3"),
    _Waiting("five", "5个工作日内到期", _ALL, partial(_within, least=4, most=5), "", "clock=5"),
    _Waiting("register", "待登记", _INTAKE, _to_register, "", "stage=arrived"),
    _Waiting("assign", "待转办", _INTAKE, _to_assign, "", "stage=registered"),
    _Waiting("opine", "待提出科室意见", _SECTION, _to_opine, _inner, "stage=with_sections"),
    _Waiting("opinions", "科室意见逾期", _INTAKE, _opinions_late, "", "stage=with_sections"),
    _Waiting("waited", "待登记结果", _WORK, _waited, _waited_note, "stage=open"),
    _Waiting("frozen", "等待补正、缴费", _INTAKE, _frozen, "逾期的可以办结", "clock=paused"),
    _Waiting("decide", "待拟定、拟写答复", _WORK, _to_decide, _deciding_note, "stage=deciding"),
    _Waiting("extension", "待批准延期", _APPROVER, _wished,
             lambda desk, case: f"提请延长{case.wished_days}个工作日", "stage=open"),
    _Waiting("law", "待法规复核", frozenset({Role.LEGAL_REVIEWER}),
             lambda desk: desk.waiting(PaperState.LAW), "", "stage=in_review"),
    _Waiting("secrecy", "待保密审查", frozenset({Role.SECRECY_REVIEWER}),
             lambda desk: desk.waiting(PaperState.SECRECY), "", "stage=in_review"),
    _Waiting("sign", "待签发", _APPROVER,
             lambda desk: desk.waiting(PaperState.SIGNING), "", "stage=in_review"),
    _Waiting("serve", "待送达", _INTAKE,
             lambda desk: desk.waiting(PaperState.SIGNED), "", "stage=signed"),
)  # fmt: skip


def _to_archive(active: Active, day: date) -> Group | None:
    """Answered or closed, the oldest first; two queries."""
    post = active.post
    if post is None or post.role != Role.INTAKE:
        return None
    desk = read_desk(active, day)
    if desk is None:
        return None
    rows = desk.rows.filter(stage__in=ENDED).order_by("ended", "pk")
    first, total = _first_of(rows)
    if not first:
        return None
    told = [Task(f"{one.number} {one.title}", one.get_absolute_url(),
                 note=f"{day_zh(one.ended)}办结", tag=Tag(one.stage_zh, Tone.DONE))
            for one in first]  # fmt: skip
    return Group("已办结，待归档", told, total, f"{reverse('cases')}?stage=ended")


def _proposals(active: Active, day: date) -> Group | None:
    """Proposals to publish: to be examined by who approves, then to be published; one query."""
    desk = read_desk(active, day)
    wanted = {Role.APPROVER: (ProposalState.OPEN, "待审核的主动公开建议"),
              Role.INTAKE: (ProposalState.ACCEPTED, "同意纳入、待主动公开")}  # fmt: skip
    if desk is None or desk.role not in wanted:
        return None
    state, zh = wanted[desk.role]
    rows = Proposal.objects.filter(desk.of("case"), state=state)
    rows = rows.order_by("due", "made", "pk")
    rows = rows.select_related("case").defer("text", "reason", *SEALED_OF_CASE)
    first, total = _first_of(rows)
    if not first:
        return None
    told = [Task(f"{one.case.number} {one.case.title}", one.case.get_absolute_url(), one.due,
                 one.get_origin_display()) for one in first]  # fmt: skip
    return Group(zh, told, total, f"{reverse('proposals')}?state={state.value}")


def find_cases(active: Active, text: str) -> lookup.Found | None:
    """By number, title and number of the reply; never by who asked: that would be an address."""
    rows = rows_of(Case, active.actor).filter(find(text)).defer(*SEALED)
    first, total = _first_of(rows.order_by("-pk"))
    results = [
        lookup.Result(f"{one.number} {one.title}", one.get_absolute_url(), one.stage_zh)
        for one in first
    ]
    found = f"{reverse('cases')}?{urlencode({'q': text})}"
    return lookup.Found(term("disclosure_on_application").zh, results, total, found)


def register() -> None:
    """Make tasks and search known to the workbench."""
    for one in WAITING:
        tasks.provide(f"cases.{one.id}", one)
    tasks.provide("cases.proposals", _proposals)
    tasks.provide("cases.archive", _to_archive)
    lookup.provide("cases", find_cases)

"""提醒: dates that come near or have passed, told once each to those who can do something.

A reminder and its messages are written in one transaction under a unique key: two workers, or one
that is killed and started anew, send nothing twice. Only on working days of the body.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.calendar import Calendar
from gongkai.law.periods import Consulted
from gongkai.web.accounts.models import User
from gongkai.web.agencies.calendars import calendars_of
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import clockwork
from gongkai.web.cases.models import Assignment, Case, Clock, Dispute, Reminder
from gongkai.web.cases.receivers import of_roles, workers_of
from gongkai.web.messages.telling import post_to
from gongkai.web.messages.times import working

__all__ = ["BEFORE", "FROM_HOUR", "remind"]

BEFORE = (5, 3, 1)  # working days before the due date
FROM_HOUR = 8
_WAITING = [
    state.value
    for state in (law.State.CORRECTING, law.State.CONSULTING, law.State.AWAITING_PAYMENT)
]
_LETTERS = {
    law.State.CORRECTING: ("补正", "没有正当理由的视为放弃申请；请核实后办理。"),
    law.State.AWAITING_PAYMENT: ("缴费", "逾期没有缴费的视为放弃申请；请核实后办理。"),
}
_CONSULTED = {
    Consulted.THIRD_PARTY: "第三方意见",
    Consulted.CO_PRODUCER: "共同制作机关意见",
    Consulted.OTHER_BODY: "其他机关意见",
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    """One reminder: its key, what it says, who besides the desk is told."""

    case: Case
    kind: str
    key: str
    message: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    workers: bool = False
    approver: bool = False


def remind(now: datetime) -> int:
    """All that is due; how many reminders went out."""
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    day = local.date()
    open_ = Case.objects.filter(ended=None).order_by()
    redo = _to_redo().order_by()
    bodies = list(
        Agency.objects.filter(Q(pk__in=open_.values("agency")) | Q(pk__in=redo.values("agency")))
    )
    calendars = calendars_of(bodies)
    return sum(
        _of_body(body, calendars[body.pk], day, now)
        for body in bodies
        if working(calendars[body.pk], day)
    )


def _of_body(body: Agency, calendar: Calendar, day: date, now: datetime) -> int:
    late = Assignment.objects.filter(case=OuterRef("pk"), recalled=None, opinion="", due__lt=day)
    cases = list(
        Case.objects.filter(
            Q(received=None) | Q(due__lte=calendar.add(day, max(BEFORE))) | Q(state__in=_WAITING)
            | Q(correction_came__isnull=False) | Q(reasons_came__isnull=False) | Exists(late),
            agency=body, ended=None,
        )
        .select_related("agency", "ordered").defer("ordered__lessons")
        .prefetch_related("steps", "assignments__section")
    )  # fmt: skip
    disputes = list(_to_redo(agency=body).select_related("case__agency"))
    of_disputes = [one.case_id for one in disputes]
    done = set(
        Reminder.objects.filter(Q(case__in=cases) | Q(case__in=of_disputes)).values_list(
            "case", "kind", "key"
        )
    )
    found = [
        one for one in chain(
            (one for case in cases for one in _of_case(case, calendar, day)),
            (one for dispute in disputes for one in _of_redo(dispute, calendar, day)),
        ) if (one.case.pk, one.kind, one.key) not in done
    ]  # fmt: skip
    if not found:
        return 0
    workers = workers_of([one.case for one in found if one.workers], day)
    desk = of_roles(body.pk, [Role.INTAKE], day)
    approvers = of_roles(body.pk, [Role.APPROVER], day)
    count = 0
    for one in found:
        people = [
            *desk,
            *(workers[one.case.pk] if one.workers else ()),
            *(approvers if one.approver else ()),
        ]
        count += _send(one, people, now)
    return count


def _send(one: _Due, people: list[User], now: datetime) -> bool:
    """Whether it went out: not when nobody is there, another was quicker, or the case has moved."""
    case = one.case
    if not people:
        return False
    try:
        with transaction.atomic():
            Reminder.objects.create(case=case, kind=one.kind, key=one.key, at=now)
            if not Case.objects.filter(pk=case.pk, version=case.version).exists():
                transaction.set_rollback(True)
                return False
            post_to(
                people, one.message, uuid.uuid4(), now, agency=case.agency,
                url=case.get_absolute_url(), number=case.number, title=case.title, **one.fields,
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def _to_redo(**where: Any) -> QuerySet[Dispute]:
    """Disputes whose decision set a day for the new reply that nobody has begun."""
    rows = Dispute.objects.filter(
        redo_due__isnull=False, redone=None, ordered=None, case__isnull=False, **where
    )
    return rows.defer("lessons")


def _of_redo(dispute: Dispute, calendar: Calendar, day: date) -> Iterator[_Due]:
    due, case = dispute.redo_due, dispute.case
    if due is None or case is None:  # the query asks for both
        return
    left = calendar.count(day, due) if day <= due else -1
    reached = [before for before in BEFORE if left <= before]
    if not reached:
        return
    words = f"剩{left}个工作日" if left > 0 else "今天到期" if left == 0 else "已经逾期"
    said = {"due": due.isoformat(), "left": words, "ordered": dispute.ordering}
    key = f"{dispute.pk}/{due}/{min(reached) if left >= 0 else 'late'}"
    yield _Due(case, "redo", key, "case_redo", said, approver=True)


# what is due --------------------------------------------------------------------------------------


def _of_case(case: Case, calendar: Calendar, day: date) -> Iterator[_Due]:
    try:
        now = clockwork.play(case, case.steps.all(), calendar)
        deadline = now.deadline(calendar, on=day)
    except GongkaiError:
        _log.warning("the steps of case %s cannot be played", case.pk)
        return
    if now.received is None:
        waited = calendar.count(case.arrived, day)
        if waited > 0:
            yield _Due(case, "unconfirmed", str(_every(waited)), "case_unconfirmed")
        return
    for came, kind in ((case.correction_came, "corrected"), (case.reasons_came, "explained")):
        waited = calendar.count(came, day) if came is not None else 0
        if waited > 0:
            yield _Due(case, kind, f"{came}/{_every(waited)}", f"case_{kind}")
    if deadline is not None and not _paused(now, day):
        yield from _of_deadline(case, deadline.due, calendar, day)
    yield from _of_sections(case, day)
    yield from _of_letters(case, now, day)


def _every(days: int) -> int:
    """On the first and third working day, then every fifth: which of these has come last."""
    return days // 5 * 5 or (3 if days >= 3 else 1)


def _paused(now: Application, day: date) -> bool:
    """Whether somebody is being asked whose time is not over: then no day is lost."""
    open_ = [one for one in now.consultations if one.ended is None]
    return (
        now.state is law.State.CONSULTING
        and now.must_by is None
        and any(one.limit is None or one.limit >= day for one in open_)
    )


def _of_deadline(case: Case, due: date, calendar: Calendar, day: date) -> Iterator[_Due]:
    if day > due:
        said = {"due": due.isoformat()}
        yield _Due(case, "overdue", str(due), "case_overdue", said, workers=True, approver=True)
        return
    left = calendar.count(day, due)
    reached = [before for before in BEFORE if left <= before]
    if reached and case.clock != Clock.STOPPED:
        said = {"left": str(left), "due": due.isoformat()}
        key = f"{due}/{min(reached)}"
        yield _Due(case, "due", key, "case_due", said, workers=True, approver=True)


def _of_sections(case: Case, day: date) -> Iterator[_Due]:
    for one in case.assignments.all():
        if one.recalled is None and not one.opinion and one.due < day:
            said = {"section": one.section.name, "due": one.due.isoformat()}
            key = str(one.pk)
            yield _Due(case, "opinion", key, "case_opinion_late", said, workers=True)


def _of_letters(case: Case, now: Application, day: date) -> Iterator[_Due]:
    until = {
        law.State.CORRECTING: now.correction_until,
        law.State.AWAITING_PAYMENT: now.fee_until,
    }.get(now.state)
    if until is not None and until < day and case.correction_came is None:
        what, then = _LETTERS[now.state]
        yield _unanswered(case, f"{now.state.value}/{until}", what, until, then)
    for one in now.consultations:
        if one.ended is None and one.limit is not None and one.limit < day:
            then = "此后的时间计入答复期限；请登记征求意见结果。"
            key = f"{one.key}/{one.limit}"
            yield _unanswered(case, key, _CONSULTED[one.who], one.limit, then)


def _unanswered(case: Case, key: str, what: str, until: date, then: str) -> _Due:
    said = {"what": what, "until": until.isoformat(), "next": then}
    return _Due(case, "answer", key[:60], "case_unanswered", said, workers=True)

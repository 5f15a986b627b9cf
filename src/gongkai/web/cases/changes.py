"""期限变动: what another calendar made of the due date of an open case, kept as a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gongkai.law.application import Application
from gongkai.law.calendar import Calendar, national
from gongkai.law.recompute import moved
from gongkai.web.agencies.calendars import calendar_at
from gongkai.web.cases.models import Case, DueChange

__all__ = ["note"]

_UNKNOWN = "放假安排有更新"
_NOTICES = 3  # how many of the latest notices may have reached this platform late


def note(
    case: Case, application: Application, calendar: Calendar, now: datetime
) -> DueChange | None:
    """Keep what moved since the date on the case was computed; the case itself is not changed.

    `application` is the case as it stands under `calendar`. None when nothing moved.
    """
    if case.calendar == calendar.version[:100] or case.due is None or case.ended is not None:
        return None
    deadline = application.deadline(calendar)
    if deadline is None or (deadline.due, deadline.provisional) == (case.due, case.provisional):
        return None
    # the date that people saw, then the one that holds now
    answers = iter([(case.due, case.provisional), (deadline.due, deadline.provisional)])
    row = (case.pk, application.start, lambda _: next(answers))
    found = next(moved([row], _known(case, calendar), calendar))
    why = "；".join(str(change) for change in found.why)
    if not why:
        certain = found.was_provisional and not found.provisional
        why = f"{deadline.due.year}年放假通知已经发布" if certain else _UNKNOWN
    return DueChange.objects.create(
        case=case, before=found.before, after=found.after, was_provisional=found.was_provisional,
        provisional=found.provisional, why=why, calendar=calendar.version[:100], at=now,
    )  # fmt: skip


def _known(case: Case, calendar: Calendar) -> Calendar:
    """The calendar by which the date was computed; the present one when it cannot be found."""
    for known in _candidates(case):
        if known.version[:100] == case.calendar:
            return known
    return calendar


def _candidates(case: Case) -> Iterator[Calendar]:
    """As of the last act on the case; then without the latest notices, which may have come late."""
    yield calendar_at(case.agency, case.changed)
    issued: list[date] = sorted({layer.notice.issued for layer in national().layers})
    for day in reversed(issued[-_NOTICES:]):
        yield national().as_of(day - timedelta(days=1))

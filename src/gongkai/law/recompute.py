"""重新计算: which due dates a new notice moves, and by which days (versions of the calendar)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gongkai.law.calendar import WEEKDAYS, Calendar, DayKind, Notice

__all__ = ["DayChange", "Moved", "moved"]

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that is worked in one version of the calendar and not in the other."""

    day: date
    before: DayKind
    after: DayKind
    notice: Notice | None

    def __str__(self) -> str:
        by = f"（{self.notice}）" if self.notice else ""
        weekday = WEEKDAYS[self.day.weekday()]
        return f"{self.day} {weekday}由{self.before.zh}改为{self.after.zh}{by}"


@dataclass(frozen=True, slots=True)
class Moved:
    """One date that moved, or that ceased to be provisional, and why."""

    key: object
    before: date
    after: date
    was_provisional: bool
    provisional: bool
    why: tuple[DayChange, ...]


def moved(
    cases: Iterable[tuple[K, date, Callable[[Calendar], tuple[date, bool]]]],
    before: Calendar,
    after: Calendar,
) -> Iterator[Moved]:
    """Recompute every case: (key, first day of its period, due date and provisional by calendar).

    Yields only those whose date moved or whose standing changed; `why` lists the changed days
    within the period. Closed cases keep the date they were judged by: do not pass them.
    """
    changes = [
        DayChange(day, old, new, after.notice(day)) for day, old, new in before.differences(after)
    ]
    for key, start, compute in cases:
        (old_due, old_mark), (new_due, new_mark) = compute(before), compute(after)
        if old_due == new_due and old_mark == new_mark:
            continue
        end = max(old_due, new_due)
        why = tuple(change for change in changes if start < change.day <= end)
        yield Moved(key, old_due, new_due, old_mark, new_mark, why)

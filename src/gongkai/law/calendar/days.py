"""工作日历的元素: what a day is, and the notice that makes it so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["WEEKDAYS", "Change", "DayKind", "Layer", "Notice"]

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class DayKind(StrEnum):
    """What a day is for counting working days; two of the four are worked."""

    WORKDAY = "workday"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"

    @property
    def zh(self) -> str:
        """The word for it."""
        return _ZH[self]

    @property
    def works(self) -> bool:
        """Whether it counts as a 工作日."""
        return self in (DayKind.WORKDAY, DayKind.MAKE_UP)


_ZH = {
    DayKind.WORKDAY: "工作日",
    DayKind.REST: "休息日",
    DayKind.HOLIDAY: "节假日",
    DayKind.MAKE_UP: "调休上班",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """The document that changes the calendar; `confirmed` when its number and day were read."""

    number: str
    issued: date
    confirmed: bool = True
    title: str = ""

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class Change:
    """One day that a notice makes other than its weekday says."""

    day: date
    kind: DayKind
    name: str = ""  # of the holiday: 春节


@dataclass(frozen=True, slots=True)
class Layer:
    """What one notice says: the year that it announces (0 for none) and the days it changes."""

    notice: Notice
    year: int
    changes: tuple[Change, ...]

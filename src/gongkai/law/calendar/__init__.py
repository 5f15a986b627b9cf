"""工作日历: working days by the State Council's yearly notices, make-up workdays included.

A calendar is a pile of layers, one a notice: the yearly arrangements, an emergency change, a
local holiday. Reading it never guesses: before the first notice it is an error, after the last
one a day is provisional.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from gongkai.errors import NoRuleInForce
from gongkai.law.calendar.days import WEEKDAYS, Change, DayKind, Layer, Notice
from gongkai.law.in_force import InForce, Version
from gongkai.sources import HOLIDAYS, R2019, Article

__all__ = [
    "WEEKDAYS",
    "Calendar",
    "Change",
    "DayKind",
    "Layer",
    "Notice",
    "national",
]

_AHEAD = 5  # years after the last notice for which provisional days are laid out

# 放假办法第二条: the holidays with a fixed solar date, before a notice moves days around them
_FIXED_HOLIDAYS: InForce[tuple[str, ...]] = InForce(
    "fixed_holidays",
    "放假通知发布以前可以预计的法定节日（月、日）",
    "月-日",
    (
        Version(
            date(2004, 1, 1),  # only ever asked of years to come
            ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03"),
            Article(HOLIDAYS, 2),
        ),
    ),
)
WORKING_DAY = InForce(
    "working_day",
    "工作日：非双休日、非法定节假日，加上调休上班日",
    "规则",
    (
        Version(
            date(2004, 1, 1),
            "不是双休日也不是节假日的日子，以及通知要求上班的双休日",
            Article(R2019, 33, 2),
            confirmed=False,
            note="条例未给“工作日”下定义；依放假办法和历年放假通知推定，各地做法一致",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (WORKING_DAY, _FIXED_HOLIDAYS)


class Calendar:
    """Working days from layers of notices; immutable, and named by a hash of what it holds."""

    def __init__(self, layers: Iterable[Layer]) -> None:
        self.layers = tuple(layers)
        years = [layer.year for layer in self.layers if layer.year]
        if not years:
            raise NoRuleInForce("工作日历里没有任何一年的放假通知；请至少提供一年")
        self.first = date(min(years), 1, 1)
        self.announced = date(max(years), 12, 31)
        self.last = date(max(years) + _AHEAD, 12, 31)
        self._notices = {layer.year: layer.notice for layer in self.layers if layer.year}
        self._changes: dict[int, tuple[Change, Notice]] = {}
        for layer in self.layers:
            for change in layer.changes:
                self._changes[change.day.toordinal()] = (change, layer.notice)
        self._origin = self.first.toordinal()
        self._working: list[int] = []  # ordinals of working days, ascending
        self._before: list[int] = []  # by day since `first`: working days before it
        for ordinal in range(self._origin, self.last.toordinal() + 1):
            self._before.append(len(self._working))
            if self._kind(ordinal).works:
                self._working.append(ordinal)
        self._before.append(len(self._working))

    def __repr__(self) -> str:
        return f"Calendar({self.first:%Y}–{self.announced:%Y}, {self.version})"

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change when any day or notice does."""
        lines = (
            f"{layer.notice.number} {layer.notice.issued} {layer.year} "
            + " ".join(f"{change.day}={change.kind}" for change in layer.changes)
            for layer in self.layers
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    # one day

    def kind(self, day: date) -> DayKind:
        """What the day is; NoRuleInForce outside the years laid out."""
        return self._kind(self._ordinal(day))

    def name(self, day: date) -> str:
        """The holiday's name, of the day itself or that a make-up day makes up for, or ''."""
        change = self._changes.get(day.toordinal())
        return change[0].name if change else ""

    def notice(self, day: date) -> Notice | None:
        """The notice that rules the day: one that changes it, else the one of its year."""
        change = self._changes.get(day.toordinal())
        return change[1] if change else self._notices.get(day.year)

    def is_working(self, day: date) -> bool:
        """Whether the day counts as a 工作日."""
        return self.kind(day).works

    def is_provisional(self, day: date) -> bool:
        """Whether no notice has been issued yet for the day's year."""
        return day > self.announced or day.year not in self._notices

    def check_year(self, year: int) -> None:
        """NoRuleInForce unless the whole year is laid out."""
        if not self.first.year <= year <= self.last.year:
            raise NoRuleInForce(
                f"没有 {year} 年的工作日历；现有 {self.first.year} 至 {self.last.year} 年"
            )

    # counting

    def add(self, start: date, count: int) -> date:
        """The count-th working day after `start`, which itself does not count; count ≥ 1."""
        index = self._before[self._ordinal(start) + 1 - self._origin] + count - 1
        if count < 1 or index >= len(self._working):
            raise NoRuleInForce(
                f"{start} 之后第 {count} 个工作日不在日历范围之内（{self.first} 至 {self.last}）；"
                "请补充该年的放假通知"
            )
        return date.fromordinal(self._working[index])

    def count(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; 0 when until ≤ after."""
        if until <= after:
            return 0
        low, high = self._ordinal(after) + 1 - self._origin, self._ordinal(until) + 1 - self._origin
        return self._before[high] - self._before[low]

    def on_or_before(self, day: date) -> date:
        """The last working day not after `day`."""
        index = self._before[self._ordinal(day) + 1 - self._origin] - 1
        if index < 0:
            raise self._outside(day)
        return date.fromordinal(self._working[index])

    def on_or_after(self, day: date) -> date:
        """The first working day not before `day`: where a period of calendar days ends."""
        index = bisect_left(self._working, self._ordinal(day))
        if index == len(self._working):
            raise self._outside(day)
        return date.fromordinal(self._working[index])

    # other versions

    def with_layers(self, *layers: Layer) -> Calendar:
        """The same calendar with more notices on top."""
        return Calendar((*self.layers, *layers))

    def as_of(self, day: date) -> Calendar:
        """The calendar as it was known at the end of `day`: only the notices issued by then."""
        return Calendar(layer for layer in self.layers if layer.notice.issued <= day)

    def differences(self, other: Calendar) -> Iterator[tuple[date, DayKind, DayKind]]:
        """The days that are worked in one calendar and not in the other: (day, here, there)."""
        low, high = max(self.first, other.first), min(self.last, other.last)
        for ordinal in range(low.toordinal(), high.toordinal() + 1):
            here, there = self._kind(ordinal), other._kind(ordinal)
            if here.works is not there.works:
                yield date.fromordinal(ordinal), here, there

    def _kind(self, ordinal: int) -> DayKind:
        change = self._changes.get(ordinal)
        if change is not None:
            return change[0].kind
        if (ordinal + 6) % 7 >= 5:
            return DayKind.REST
        day = date.fromordinal(ordinal)
        if day.year not in self._notices and f"{day:%m-%d}" in _FIXED_HOLIDAYS.on(day).value:
            return DayKind.HOLIDAY
        return DayKind.WORKDAY

    def _ordinal(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise self._outside(day)
        return day.toordinal()

    def _outside(self, day: date) -> NoRuleInForce:
        return NoRuleInForce(
            f"{day} 不在工作日历的范围之内（{self.first} 至 {self.last}）；请核对日期，"
            "或者补充该年的放假通知"
        )


@lru_cache(maxsize=1)
def national() -> Calendar:
    """The State Council's calendar from 2004 on: the kept library's days under their notices."""
    from gongkai.law.calendar.state_council import layers

    return Calendar(layers())

"""全国日历: the days of the kept library, laid under the notices that announced them.

The library knows the days as they came to be; `notices.toml` knows which document announced each
year and which days a later document changed, so that a calendar can also be had as it was known
on an earlier day.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays

from gongkai.law.calendar.days import Change, DayKind, Layer, Notice

__all__ = ["layers"]

_ZH = {holiday.value: holiday.chinese for holiday in Holiday}
_NEW_YEAR = Holiday.new_years_day.value


def layers() -> Iterator[Layer]:
    """One layer a year and one a later change, in the order in which they were issued."""
    with (files("gongkai.law.calendar") / "notices.toml").open("rb") as stream:
        table = tomllib.load(stream)
    final = _days_of_the_library() | {
        entry["day"]: Change(entry["day"], DayKind(entry["kind"]), entry["name"])
        for entry in table.get("correction", [])  # where the library and the notice differ
    }
    amendments = [_amendment(entry, final) for entry in table.get("amendment", [])]
    original = {**final}
    for _, before in reversed(amendments):
        for change in before:
            original[change.day] = change
    by_year: dict[int, list[Change]] = defaultdict(list)
    for day, change in sorted(original.items()):
        if change.kind is not _usual(day):
            by_year[_year_of_notice(change)].append(change)
    notices = {entry["year"]: _notice(entry) for entry in table["notice"]}
    unannounced = sorted(set(by_year) - set(notices))
    if unannounced:  # the library was updated before our table of notices
        notices |= {year: _unknown(year) for year in unannounced}
    found = [Layer(notices[year], year, tuple(by_year[year])) for year in sorted(notices)]
    found += [layer for layer, _ in amendments]
    return iter(sorted(found, key=lambda layer: layer.notice.issued))


def _days_of_the_library() -> dict[date, Change]:
    days = {day: Change(day, DayKind.HOLIDAY, _ZH[name]) for day, name in holidays.items()}
    days |= {day: Change(day, DayKind.MAKE_UP, _ZH[name]) for day, name in workdays.items()}
    return days


def _usual(day: date) -> DayKind:
    return DayKind.REST if day.weekday() >= 5 else DayKind.WORKDAY


def _year_of_notice(change: Change) -> int:
    """New Year's days in December belong to the next year's notice."""
    december = change.day.month == 12 and change.name == _ZH[_NEW_YEAR]
    return change.day.year + december


def _notice(entry: dict[str, Any]) -> Notice:
    return Notice(
        str(entry["number"]),
        entry["issued"],
        bool(entry["confirmed"]),
    )


def _unknown(year: int) -> Notice:
    return Notice(f"{year}年放假通知（文号待补）", date(year - 1, 11, 1), confirmed=False)


def _amendment(
    entry: dict[str, Any], final: dict[date, Change]
) -> tuple[Layer, tuple[Change, ...]]:
    """The later document as a layer, and the days as they stood before it."""
    before = tuple(
        Change(day, DayKind(kind), final[day].name)
        for day, kind in ((date.fromisoformat(d), k) for d, k in entry["before"].items())
    )
    changes = tuple(final[change.day] for change in before)
    return Layer(_notice(entry), 0, changes), before

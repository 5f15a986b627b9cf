"""The table of holiday notices, and the national calendar against three other sources of days."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
import yaml

from gongkai.law.calendar import DayKind, national

YEARS = range(2004, 2027)
TABLE = tomllib.loads((files("gongkai.law.calendar") / "notices.toml").read_text("utf-8"))
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "holidays.yaml").read_text("utf-8"))
NUMBER = re.compile(r"国办?发明电〔(\d{4})〕([1-9]\d*)号")

# days on which the kept library is wrong, and why
LIBRARY_IS_WRONG = {
    date(2005, 12, 31): "国办发明电〔2005〕35号写明“12月31日(星期六)上班”，库里漏收",
}


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))


def all_days() -> Iterator[date]:
    return days(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))


def changed_days() -> list[tuple[dict[str, Any], date, DayKind]]:
    return [
        (entry, date.fromisoformat(day), DayKind(kind))
        for entry in TABLE["amendment"]
        for day, kind in entry["before"].items()
    ]


# the table


def test_every_year_has_exactly_one_notice_in_order() -> None:
    assert [entry["year"] for entry in TABLE["notice"]] == list(YEARS)


@pytest.mark.parametrize("entry", TABLE["notice"], ids=lambda e: str(e["year"]))
def test_a_notice_is_issued_in_the_last_months_before_its_year(entry: dict[str, Any]) -> None:
    assert date(entry["year"] - 1, 10, 1) <= entry["issued"] <= date(entry["year"] - 1, 12, 20)


@pytest.mark.parametrize(
    "entry", TABLE["notice"] + TABLE["amendment"], ids=lambda e: f"{e['year']} {e['number']}"
)
def test_a_number_is_well_formed_and_of_the_year_of_issue(entry: dict[str, Any]) -> None:
    found = NUMBER.fullmatch(entry["number"])
    assert found is not None
    assert int(found[1]) == entry["issued"].year
    assert set(entry) - {"before"} == {"year", "number", "issued", "confirmed"}


def test_no_number_is_used_twice() -> None:
    numbers = [entry["number"] for entry in TABLE["notice"] + TABLE["amendment"]]
    assert len(set(numbers)) == len(numbers)


def test_the_notices_whose_text_was_not_seen_are_marked() -> None:
    unseen = [entry["year"] for entry in TABLE["notice"] if not entry["confirmed"]]
    assert unseen == [2004, 2005, 2008, 2009]
    assert all(entry["confirmed"] for entry in TABLE["amendment"])


# later changes


def test_an_amendment_is_issued_after_its_notice_and_before_the_days_it_changes() -> None:
    issued = {entry["year"]: entry["issued"] for entry in TABLE["notice"]}
    for entry, day, _ in changed_days():
        assert issued[entry["year"]] < entry["issued"] < day
        assert day.year == entry["year"]


@pytest.mark.parametrize(
    ("entry", "day", "before"), changed_days(), ids=[str(day) for _, day, _ in changed_days()]
)
def test_an_amendment_changes_the_day_from_what_it_was_to_what_the_library_says(
    entry: dict[str, Any], day: date, before: DayKind
) -> None:
    calendar = national()
    assert calendar.as_of(entry["issued"] - timedelta(1)).kind(day) is before
    assert calendar.as_of(entry["issued"]).kind(day) is calendar.kind(day)
    assert calendar.kind(day) is not before
    assert calendar.kind(day).works is chinese_calendar.is_workday(day)
    notice = calendar.notice(day)
    assert notice is not None
    assert (notice.number, notice.issued) == (entry["number"], entry["issued"])


def test_only_the_three_known_documents_change_announced_days() -> None:
    calendar = national()
    for entry in TABLE["amendment"]:
        before = calendar.as_of(entry["issued"] - timedelta(1))
        after = calendar.as_of(entry["issued"])
        worked = {day for day, _, _ in before.differences(after)}
        listed = {date.fromisoformat(day) for day in entry["before"]}
        assert worked <= listed
    assert [entry["number"] for entry in TABLE["amendment"]] == [
        "国发明电〔2015〕1号",
        "国办发明电〔2019〕3号",
        "国办发明电〔2020〕1号",
    ]


# days in December that belong to the next year's notice


@pytest.mark.parametrize(
    ("day", "kind", "number"),
    [
        (date(2005, 12, 31), DayKind.MAKE_UP, "国办发明电〔2005〕35号"),
        (date(2006, 12, 30), DayKind.MAKE_UP, "国办发明电〔2006〕49号"),
        (date(2006, 12, 31), DayKind.MAKE_UP, "国办发明电〔2006〕49号"),
        (date(2007, 12, 29), DayKind.MAKE_UP, "国办发明电〔2007〕52号"),
        (date(2007, 12, 31), DayKind.HOLIDAY, "国办发明电〔2007〕52号"),
        (date(2011, 12, 31), DayKind.MAKE_UP, "国办发明电〔2011〕45号"),
        (date(2018, 12, 29), DayKind.MAKE_UP, "国办发明电〔2018〕15号"),
        (date(2018, 12, 31), DayKind.HOLIDAY, "国办发明电〔2018〕15号"),
        (date(2022, 12, 31), DayKind.HOLIDAY, "国办发明电〔2022〕16号"),
    ],
    ids=str,
)
def test_december_days_of_new_year_come_from_the_next_years_notice(
    day: date, kind: DayKind, number: str
) -> None:
    assert national().kind(day) is kind
    assert str(national().notice(day)) == number


# against other sources


def test_a_correction_is_needed_and_makes_a_difference() -> None:
    """An entry that the library has caught up with should be deleted from the table."""
    corrected = {entry["day"]: DayKind(entry["kind"]) for entry in TABLE["correction"]}
    assert set(corrected) == set(LIBRARY_IS_WRONG)
    for day, kind in corrected.items():
        assert national().kind(day) is kind
        assert chinese_calendar.is_workday(day) is not kind.works


def test_every_day_agrees_with_the_kept_library_but_for_its_known_faults() -> None:
    calendar = national()
    library = chinese_calendar.is_workday
    differing = {day for day in all_days() if calendar.is_working(day) is not library(day)}
    assert differing == set(LIBRARY_IS_WRONG)


def test_every_day_agrees_with_a_second_library() -> None:
    """`holidays` keeps its own table of the notices; it differs on no day of 2004–2026."""
    holidays = pytest.importorskip("holidays", reason="the second library is not installed")
    second = holidays.country_holidays("CN", years=YEARS)
    calendar = national()
    differing = [
        day
        for day in all_days()
        if calendar.is_working(day)
        is not (day in second.weekend_workdays or (day.weekday() < 5 and day not in second))
    ]
    assert differing == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_a_year_agrees_with_the_notice_typed_by_hand(case: dict[str, Any]) -> None:
    calendar = national().as_of(case["known_on"]) if "known_on" in case else national()
    off = {day for first, last in case["holidays"] for day in days(first, last)}
    make_up = set(case["make_up"])
    assert all(day.weekday() >= 5 for day in make_up)
    assert not off & make_up
    for day in days(date(case["year"], 1, 1), date(case["year"], 12, 31)):
        expected = day in make_up or (day.weekday() < 5 and day not in off)
        assert calendar.is_working(day) is expected, day
        assert (calendar.kind(day) is DayKind.MAKE_UP) is (day in make_up), day
    for day in off:
        assert not calendar.is_working(day), day
        if day.weekday() < 5:
            assert calendar.kind(day) is DayKind.HOLIDAY, day


def test_the_cases_cover_each_year_of_the_present_regulations() -> None:
    final = [case["year"] for case in CASES if "known_on" not in case]
    assert final == [2015, *range(2019, 2027)]

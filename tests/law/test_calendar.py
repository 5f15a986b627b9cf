"""The working days of a year, the notices they rest on, and calendars with other layers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput, NoRuleInForce
from gongkai.law.calendar import Calendar, Change, DayKind, Layer, Notice, national
from gongkai.law.calendar.overlay import overlay_from_toml

CALENDAR = national()
ONE = timedelta(1)
HEAD = 'number = "云政办发〔2024〕3号"\nissued = 2024-03-01\n'


def layer(text: str) -> Layer:
    return overlay_from_toml(text, "补充.toml")


# one day ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "kind", "name", "number"),
    [
        (date(2024, 2, 9), DayKind.WORKDAY, "", "国办发明电〔2023〕7号"),
        (date(2024, 2, 10), DayKind.HOLIDAY, "春节", "国办发明电〔2023〕7号"),
        (date(2024, 2, 18), DayKind.MAKE_UP, "春节", "国办发明电〔2023〕7号"),
        (date(2024, 3, 2), DayKind.REST, "", "国办发明电〔2023〕7号"),
        (date(2020, 2, 1), DayKind.HOLIDAY, "春节", "国办发明电〔2020〕1号"),
        (date(2015, 9, 6), DayKind.MAKE_UP, CALENDAR.name(date(2015, 9, 3)), "国发明电〔2015〕1号"),
        (date(2005, 12, 31), DayKind.MAKE_UP, "元旦", "国办发明电〔2005〕35号"),
        (date(2028, 5, 1), DayKind.HOLIDAY, "", None),
        (date(2028, 5, 2), DayKind.HOLIDAY, "", None),
        (date(2028, 5, 3), DayKind.WORKDAY, "", None),
    ],
)  # fmt: skip
def test_what_a_day_is(day: date, kind: DayKind, name: str, number: str | None) -> None:
    assert CALENDAR.kind(day) is kind
    assert CALENDAR.is_working(day) is kind.works
    assert CALENDAR.name(day) == name
    notice = CALENDAR.notice(day)
    assert (notice.number if notice else None) == number


def test_a_year_without_notice_is_provisional() -> None:
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 1))
    assert CALENDAR.kind(date(2027, 1, 1)) is DayKind.HOLIDAY
    assert not CALENDAR.is_provisional(date(2004, 1, 1))
    assert CALENDAR.is_provisional(date(2003, 12, 31))


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2032, 1, 1), date.min, date.max])
def test_a_day_outside_is_an_error_and_never_a_guess(day: date) -> None:
    for ask in (CALENDAR.kind, CALENDAR.is_working, CALENDAR.on_or_after, CALENDAR.on_or_before):
        with pytest.raises(NoRuleInForce, match="不在工作日历的范围之内（2004-01-01 至 2031-12-31"):
            ask(day)
    with pytest.raises(NoRuleInForce):
        CALENDAR.add(day, 1)


def test_a_year_outside_is_an_error() -> None:
    CALENDAR.check_year(2004)
    CALENDAR.check_year(2031)
    for year in (2003, 2032):
        with pytest.raises(NoRuleInForce, match=f"没有 {year} 年的工作日历；现有 2004 至 2031 年"):
            CALENDAR.check_year(year)


# counting ---------------------------------------------------------------------------------------


def test_the_edges_of_the_calendar() -> None:
    first, last = CALENDAR.first, CALENDAR.last
    assert CALENDAR.on_or_after(first) == date(2004, 1, 2)
    assert CALENDAR.on_or_before(last) == date(2031, 12, 31)
    assert CALENDAR.add(last - ONE, 1) == last
    with pytest.raises(NoRuleInForce):
        CALENDAR.on_or_before(first)  # New Year's Day: no working day before it
    with pytest.raises(NoRuleInForce, match="第 1 个工作日不在日历范围之内"):
        CALENDAR.add(last, 1)
    with pytest.raises(NoRuleInForce, match="第 0 个工作日"):
        CALENDAR.add(first, 0)
    with pytest.raises(NoRuleInForce):
        CALENDAR.add(date(2024, 1, 2), -5)


def test_a_calendar_that_ends_on_a_weekend_has_nothing_after_its_last_working_day() -> None:
    short = CALENDAR.as_of(date(2018, 1, 1))  # to 2018, laid out to 2023-12-31, a Sunday
    assert short.last == date(2023, 12, 31)
    assert short.on_or_before(short.last) == date(2023, 12, 29)
    with pytest.raises(NoRuleInForce):
        short.on_or_after(date(2023, 12, 30))


def test_counting_backwards_is_nothing() -> None:
    day = date(2024, 3, 6)
    assert CALENDAR.count(day, day) == 0
    assert CALENDAR.count(day, day - ONE) == 0
    assert CALENDAR.count(day - ONE, day) == 1
    year = CALENDAR.count(date(2023, 12, 31), date(2024, 12, 31))
    assert year == 251  # 262 weekdays, 19 of them holidays, 8 weekend days made up


some_day = st.dates(date(2004, 1, 2), date(2030, 12, 31))


@given(some_day, st.integers(1, 60))
def test_adding_is_the_inverse_of_counting(start: date, count: int) -> None:
    end = CALENDAR.add(start, count)
    assert CALENDAR.count(start, end) == count
    assert CALENDAR.count(start, end - ONE) == count - 1


@given(some_day)
def test_the_working_days_around_a_day(day: date) -> None:
    before, after = CALENDAR.on_or_before(day), CALENDAR.on_or_after(day)
    assert before <= day <= after
    assert (before == day == after) is CALENDAR.is_working(day)
    assert CALENDAR.count(before, after) == (0 if CALENDAR.is_working(day) else 1)


# versions ---------------------------------------------------------------------------------------


def test_a_calendar_without_any_year_is_refused() -> None:
    with pytest.raises(NoRuleInForce, match="没有任何一年的放假通知"):
        Calendar([])
    with pytest.raises(NoRuleInForce, match="没有任何一年"):
        CALENDAR.as_of(date(2000, 1, 1))


def test_the_version_changes_with_every_day_and_notice() -> None:
    new = Layer(Notice("国办发明电〔2026〕9号", date(2026, 11, 3)), 2027, ())
    off = Change(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")
    more = Layer(new.notice, 2027, (off,))
    reissued = Layer(Notice(new.notice.number, date(2026, 11, 4)), 2027, (off,))
    calendars = [CALENDAR, *(CALENDAR.with_layers(one) for one in (new, more, reissued))]
    assert len({calendar.version for calendar in calendars}) == 4
    assert CALENDAR.with_layers().version == CALENDAR.version
    assert CALENDAR.version in repr(CALENDAR) and "2004–2026" in repr(CALENDAR)


def test_a_new_notice_makes_its_year_certain() -> None:
    text = 'number = "国办发明电〔2026〕9号"\nissued = 2026-11-03\nyear = 2027\n'
    text += 'name = "元旦"\nholidays = [2027-01-01]\nworkdays = [2026-12-27]\n'
    more = CALENDAR.with_layers(layer(text))
    assert not more.is_provisional(date(2027, 6, 1))
    assert more.kind(date(2026, 12, 27)) is DayKind.MAKE_UP
    assert more.kind(date(2027, 5, 3)) is DayKind.WORKDAY
    assert more.kind(date(2027, 5, 1)) is DayKind.REST  # a Saturday that the notice leaves out
    assert more.last == date(2032, 12, 31)
    assert str(more.notice(date(2027, 6, 1))) == "国办发明电〔2026〕9号"
    assert more.as_of(date(2026, 11, 2)).version == CALENDAR.version


def test_a_year_that_was_skipped_stays_provisional() -> None:
    text = 'number = "国办发明电〔2027〕9号"\nissued = 2027-11-03\nyear = 2028\n'
    text += "holidays = [2028-01-03]"
    more = CALENDAR.with_layers(layer(text))
    assert more.is_provisional(date(2027, 6, 1))
    assert not more.is_provisional(date(2028, 6, 1))
    assert more.kind(date(2027, 10, 1)) is DayKind.HOLIDAY


def test_the_days_on_which_two_calendars_differ() -> None:
    before = CALENDAR.as_of(date(2020, 1, 25))
    after = CALENDAR.as_of(date(2020, 1, 26))
    assert list(before.differences(after)) == [
        (date(2020, 1, 31), DayKind.WORKDAY, DayKind.HOLIDAY),
        (date(2020, 2, 1), DayKind.MAKE_UP, DayKind.HOLIDAY),
    ]  # 2 February changed its name only: a day of rest became a holiday
    assert list(after.differences(after)) == []
    assert CALENDAR.as_of(date(2030, 1, 1)).version == CALENDAR.version


def test_the_labour_day_of_2019_was_four_days_only_from_march_on() -> None:
    assert CALENDAR.as_of(date(2019, 3, 21)).is_working(date(2019, 5, 2))
    assert not CALENDAR.as_of(date(2019, 3, 22)).is_working(date(2019, 5, 2))


def test_every_notice_was_issued_before_its_year_and_in_order() -> None:
    issued = [one.notice.issued for one in CALENDAR.layers]
    assert issued == sorted(issued)
    years = [one.year for one in CALENDAR.layers if one.year]
    assert years == list(range(2004, 2027))
    for one in CALENDAR.layers:
        assert not one.year or one.notice.issued < date(one.year, 1, 1)


# overlays ---------------------------------------------------------------------------------------


def test_an_overlay_of_a_local_holiday() -> None:
    text = HEAD + 'name = "开斋节"\nholidays = [2024-04-10, {day = 2024-04-11, name = "补休"}]\n'
    text += "workdays = [2024-04-13, 2024-04-04]\n"
    local = CALENDAR.with_layers(layer(text))
    found = {day.isoformat(): local.kind(day) for day in (c.day for c in layer(text).changes)}
    assert found == {
        "2024-04-04": DayKind.WORKDAY,  # worked on a Thursday: an ordinary working day
        "2024-04-10": DayKind.HOLIDAY,
        "2024-04-11": DayKind.HOLIDAY,
        "2024-04-13": DayKind.MAKE_UP,
    }
    assert (local.name(date(2024, 4, 10)), local.name(date(2024, 4, 11))) == ("开斋节", "补休")
    assert str(local.notice(date(2024, 4, 10))) == "云政办发〔2024〕3号"
    assert layer(text).year == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("number = ", "不是正确的 TOML"),
        ("holidays = [2024-02-30]", "不是正确的 TOML"),
        (HEAD + "holiday = [2024-04-10]", "不认识 holiday；可用的有 holidays、issued"),
        ("issued = 2024-03-01\nholidays = [2024-04-10]", "缺少文号"),
        ('number = " "\nissued = 2024-03-01', "缺少文号"),
        ("number = 3\nissued = 2024-03-01", "缺少文号"),
        ('number = "3号"', "缺少印发日期；请写 issued = 2024-03-01"),
        ('number = "3号"\nissued = "2024-03-01"', "缺少印发日期"),
        ('number = "3号"\nissued = 2024-03-01T08:00:00', "缺少印发日期"),
        (HEAD + "year = 24\nholidays = [2024-04-10]", "year 应是四位年份"),
        (HEAD + "year = true\nholidays = [2024-04-10]", "year 应是四位年份"),
        (HEAD + 'year = "2024"\nholidays = [2024-04-10]', "year 应是四位年份"),
        (HEAD + "year = 2027\nholidays = [2026-11-30]", "2026-11-30 不在 2027 年"),
        (HEAD + "name = 1\nholidays = [2024-04-10]", "name 应是节日名称"),
        (HEAD, "没有任何日期"),
        (HEAD + "holidays = []", "没有任何日期"),
        (HEAD + "holidays = 2024-04-10", "holidays 应是日期的列表"),
        (HEAD + 'holidays = ["2024-04-10"]', "holidays 第 1 项不是日期"),
        (HEAD + "workdays = [2024-04-13, 2024-04-14T00:00:00]", "workdays 第 2 项不是日期"),
        (HEAD + 'holidays = [{name = "开斋节"}]', "holidays 第 1 项不是日期"),
        (HEAD + "holidays = [2024-04-10]\nworkdays = [2024-04-10]", "2024-04-10 出现了两次"),
    ],
)
def test_a_wrong_overlay_is_explained(text: str, says: str) -> None:
    with pytest.raises(BadInput) as problem:
        layer(text)
    assert str(problem.value).startswith("补充.toml：")
    assert says in str(problem.value)


# the notices under the library ------------------------------------------------------------------


def test_a_year_that_only_the_library_knows_has_a_notice_to_be_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gongkai.law.calendar import state_council

    days: dict[date, Any] = {
        **state_council._days_of_the_library(),
        date(2027, 1, 1): Change(date(2027, 1, 1), DayKind.HOLIDAY, "元旦"),
    }
    monkeypatch.setattr(state_council, "_days_of_the_library", lambda: days)
    later = Calendar(state_council.layers())
    assert not later.is_provisional(date(2027, 1, 1))
    notice = later.notice(date(2027, 6, 1))
    assert notice == Notice("2027年放假通知（文号待补）", date(2026, 11, 1), confirmed=False)

"""A new notice: which dates move, by which days, and which merely become certain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gongkai.law.calendar import Calendar, DayKind, national
from gongkai.law.calendar.overlay import overlay_from_toml
from gongkai.law.clock import ReplyFacts, reply_due
from gongkai.law.recompute import moved

CALENDAR = national()

type_of_case = tuple[str, date, Callable[[Calendar], tuple[date, bool]]]


def case(key: str, received: date) -> type_of_case:
    """An open application, as the caller hands it over."""

    def compute(calendar: Calendar) -> tuple[date, bool]:
        deadline = reply_due(ReplyFacts(received), calendar)
        return deadline.due, deadline.provisional

    return key, received, compute


def test_the_longer_spring_festival_of_2020_moves_a03_and_names_the_days() -> None:
    before = CALENDAR.as_of(date(2020, 1, 20))
    after = CALENDAR.as_of(date(2020, 2, 1))
    (found,) = moved([case("A03", date(2020, 1, 17))], before, after)
    assert found.key == "A03"
    assert (found.before, found.after) == (date(2020, 2, 19), date(2020, 2, 21))
    assert (found.was_provisional, found.provisional) == (False, False)
    assert [str(change) for change in found.why] == [
        "2020-01-31 周五由工作日改为节假日（国办发明电〔2020〕1号）",
        "2020-02-01 周六由调休上班改为节假日（国办发明电〔2020〕1号）",
    ]


def test_a_case_whose_period_holds_no_changed_day_is_not_named() -> None:
    before = CALENDAR.as_of(date(2020, 1, 20))
    after = CALENDAR.as_of(date(2020, 2, 1))
    outside = [case("早", date(2019, 12, 2)), case("晚", date(2020, 2, 3))]
    touched = [case("末日在假期前", date(2019, 12, 26)), case("A04", date(2020, 1, 23))]
    assert [one.key for one in moved([*outside, *touched], before, after)] == ["A04"]


def test_the_notice_of_a_year_makes_a_provisional_date_certain() -> None:
    before = CALENDAR.as_of(date(2023, 10, 1))
    after = CALENDAR.as_of(date(2023, 11, 1))
    (same,) = moved([case("元旦", date(2023, 12, 15))], before, after)
    assert same.before == same.after == date(2024, 1, 15)
    assert (same.was_provisional, same.provisional) == (True, False)
    assert same.why == ()
    (later,) = moved([case("A14", date(2024, 2, 9))], before, after)
    assert (later.before, later.after) == (date(2024, 3, 8), date(2024, 3, 14))
    assert (later.was_provisional, later.provisional) == (True, False)
    assert [change.day.day for change in later.why] == [12, 13, 14, 15, 16, 18]
    (first, *_, last) = later.why
    assert str(first) == "2024-02-12 周一由工作日改为节假日（国办发明电〔2023〕7号）"
    assert str(last) == "2024-02-18 周日由休息日改为调休上班（国办发明电〔2023〕7号）"


def test_a_local_holiday_moves_dates_there_only() -> None:
    text = 'number = "云政办发〔2024〕3号"\nissued = 2024-03-01\nholidays = [2024-04-10]\n'
    local = CALENDAR.with_layers(overlay_from_toml(text, "开斋节.toml"))
    cases = [case("期内", date(2024, 3, 20)), case("期外", date(2024, 4, 10))]
    (found,) = moved(cases, CALENDAR, local)
    assert found.key == "期内"
    assert (found.before, found.after) == (date(2024, 4, 18), date(2024, 4, 19))
    (change,) = found.why
    assert (change.before, change.after) == (DayKind.WORKDAY, DayKind.HOLIDAY)
    assert str(change.notice) == "云政办发〔2024〕3号"
    (back,) = moved(cases, local, CALENDAR)
    assert (back.before, back.after) == (found.after, found.before)
    assert str(back.why[0]).startswith("2024-04-10 周三由节假日改为工作日")


def test_a_change_without_notice_names_none() -> None:
    """A provisional year on both sides has no document to name."""
    before = CALENDAR.as_of(date(2023, 10, 1))
    later = 'number = "（拟）"\nissued = 2023-10-02\nholidays = [2025-10-08]\n'
    after = before.with_layers(overlay_from_toml(later, "拟.toml"))
    (found,) = moved([case("远", date(2025, 9, 26))], after, before)
    assert str(found.why[0]) == "2025-10-08 周三由节假日改为工作日"

"""The calendar of a body."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.law.calendar import national
from gongkai.web.agencies import actions
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency, CalendarOverlay
from tests.web.agencies.world import World, do

FESTIVAL = date(2026, 9, 17)  # a Thursday


def _lay(body: Agency, number: str, issued: str, rest: str) -> CalendarOverlay:
    text = f'number = "{number}"\nissued = {issued}\n{rest}\n'
    row: CalendarOverlay = do(actions.AddOverlay(), CalendarOverlay(agency=body), text=text)
    return row


def test_a_notice_holds_for_the_body_and_all_below_it(
    world: World, django_assert_num_queries: Any
) -> None:
    row = _lay(world.m, "临政发1号", "2026-01-10", "holidays = [2026-09-17]")
    with django_assert_num_queries(1):
        assert not calendar_of(world.c).is_working(FESTIVAL)
    assert not calendar_of(world.m).is_working(FESTIVAL)
    for other in (world.r, world.s, world.x):
        assert calendar_of(other) is national()
        assert calendar_of(other).is_working(FESTIVAL)
    assert calendar_of(world.c) is calendar_of(world.d)  # built once
    before = calendar_of(world.c).version
    do(actions.WithdrawOverlay(), row)
    assert calendar_of(world.c).is_working(FESTIVAL)
    assert calendar_of(world.c).version != before


def test_the_later_notice_prevails_and_of_one_day_that_of_the_lower_body(world: World) -> None:
    _lay(world.c, "教1号", "2026-01-10", "workdays = [2026-09-17]")
    _lay(world.m, "政1号", "2026-01-10", "holidays = [2026-09-17]")
    assert calendar_of(world.c).is_working(FESTIVAL)
    assert not calendar_of(world.d).is_working(FESTIVAL)
    _lay(world.r, "市1号", "2026-02-10", "holidays = [2026-09-17]")
    assert not calendar_of(world.c).is_working(FESTIVAL)


def test_a_body_that_moves_comes_under_the_notices_of_its_new_place(world: World) -> None:
    _lay(world.m, "政1号", "2026-01-10", "holidays = [2026-09-17]")
    do(actions.Move(), world.c, parent=world.s)
    assert calendar_of(Agency.objects.get(pk=world.c.pk)).is_working(FESTIVAL)


def test_the_notice_of_a_new_year_can_be_entered_as_data(world: World) -> None:
    year = national().announced.year + 1
    assert calendar_of(world.r).is_provisional(date(year, 3, 1))
    _lay(world.r, "国办发明电", f"{year - 1}-11-01", f"year = {year}\nholidays = [{year}-01-01]")
    assert not calendar_of(world.c).is_provisional(date(year, 3, 1))

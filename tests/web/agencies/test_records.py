"""What held on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency, GroupMember, Leader, Meeting
from gongkai.web.agencies.records import (
    group_on,
    leaders_on,
    meetings_in,
    subtree,
    without_full_time,
)
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import LONG_AGO, TODAY, World, do, found, give, person


def _join(body: Agency, name: str, part: str, since: date, until: date | None = None) -> None:
    do(
        actions.JoinGroup(), GroupMember(agency=body), name=name, title="职务", part=part,
        since=since, until=until,
    )  # fmt: skip


def test_the_leading_group_of_an_earlier_day_can_still_be_shown(world: World) -> None:
    _join(world.r, "丙", "member", LONG_AGO)
    _join(world.r, "甲", "head", LONG_AGO, date(2021, 6, 30))
    _join(world.r, "乙", "head", date(2021, 7, 1))
    _join(world.r, "丁", "deputy", date(2020, 6, 1))
    shown = {day: [m.name for m in group_on(world.r, day)] for day in (date(2020, 6, 1), TODAY)}
    assert shown == {date(2020, 6, 1): ["甲", "丁", "丙"], TODAY: ["乙", "丁", "丙"]}


def test_two_recorded_meetings_give_two(world: World) -> None:
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 22)):
        do(actions.RecordMeeting(), Meeting(agency=world.c), day=day, topic="研究")
    assert meetings_in(world.c, 2026).count() == 2
    assert meetings_in(world.d, 2026).count() == 0


def test_leaders_are_shown_in_their_order_on_their_days(world: World) -> None:
    for name, order, since in (("副", 2, LONG_AGO), ("正", 1, LONG_AGO), ("后", 3, TODAY)):
        do(
            actions.AppointLeader(), Leader(agency=world.c), name=name, title="局长",
            order=order, since=since,
        )  # fmt: skip
    assert [one.name for one in leaders_on(world.c, date(2026, 1, 1))] == ["正", "副"]
    assert [one.name for one in leaders_on(world.c, TODAY)] == ["正", "副", "后"]


def test_bodies_without_anybody_full_time_are_listed(
    world: World, django_assert_num_queries: Any
) -> None:
    give(person(world.c), world.c, Role.INTAKE, full_time=True)
    give(person(world.d), world.d, Role.INTAKE)
    give(person(world.d), world.d, Role.ADMINISTRATOR, full_time=True)
    barred = give(person(world.s), world.s, Role.INTAKE, full_time=True)
    do(actions.DisableAccount(), barred.user)
    past = date(2026, 1, 31)
    give(person(world.o), world.o, Role.INTAKE, full_time=True, until=past)
    with django_assert_num_queries(1):
        assert set(without_full_time(subtree(world.r), TODAY)) == {
            world.r, world.o, world.s, world.m, world.d,
        }  # fmt: skip
    assert world.o not in without_full_time(subtree(world.r), past)


def test_a_body_belongs_to_the_subtree_of_the_days_on_which_it_stood(world: World) -> None:
    late = found("新局", world.m)
    Agency.objects.filter(pk=late.pk).update(since=date(2026, 6, 1))
    do(actions.Close(), world.c, day=date(2026, 9, 1))
    assert set(subtree(world.m, date(2026, 5, 1))) == {world.m, world.c, world.d}
    assert set(subtree(world.m, TODAY)) == {world.m, world.d, late}

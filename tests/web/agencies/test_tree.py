"""However bodies are founded and moved, paths stay right and nothing stands below itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.acting import Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.records import misplaced, parent_on, subtree
from tests.web.agencies.world import LONG_AGO, TODAY, World, do, found

_moves = st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 7)), max_size=12)


def _ancestors(body: Agency, parents: dict[int, int | None]) -> list[int]:
    above: list[int] = []
    step = parents[body.pk]
    while step is not None:
        assert step not in above, "a circle"
        above.insert(0, step)
        step = parents[step]
    return above


class _Back(Exception):
    pass


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=_moves)
def test_paths_follow_from_parents_after_any_moves(db: None, moves: list[tuple[int, int]]) -> None:
    with pytest.raises(_Back), transaction.atomic():
        root = found("根", kind=BodyKind.CITY_GOVERNMENT)
        bodies = [root]
        for n in range(1, 8):
            bodies.append(found(f"机关{n}", bodies[n // 2]))
        model = {body.pk: body.parent_id for body in bodies}
        for which, where in moves:
            body = bodies[which]
            parent = bodies[where] if where >= 0 else None
            body.refresh_from_db()
            circle = parent is not None and (
                parent.pk == body.pk or body.pk in _ancestors(parent, model)
            )
            government = body is root and parent is not None
            same = model[body.pk] == (parent.pk if parent else None)
            if circle or same or government:
                with pytest.raises(Refused):
                    do(actions.Move(), body, parent=parent)
            else:
                do(actions.Move(), body, parent=parent)
                model[body.pk] = parent.pk if parent else None
            assert not misplaced().exists()
        for body in Agency.objects.filter(pk__in=model):
            assert body.parent_id == model[body.pk]
            assert body.above == _ancestors(body, model)
            below = {pk for pk in model if body.pk in _ancestors(Agency(pk=pk), model)}
            assert {one.pk for one in subtree(body)} == below | {body.pk}
        raise _Back


def test_a_zone_added_under_the_city_belongs_to_its_subtree(
    world: World, django_assert_num_queries: Any
) -> None:
    zone = found("云州高新区管委会", world.r, BodyKind.FUNCTIONAL_ZONE)
    part = found("高新区某局", zone)
    with django_assert_num_queries(1):
        assert {zone, part} <= set(subtree(world.r))
    do(actions.Move(), zone, parent=world.x)
    assert {zone, part} <= set(subtree(world.x))
    assert not {zone, part} & set(subtree(world.r))


def test_a_tree_that_is_too_deep_is_refused(world: World) -> None:
    body, deepest = world.c, 0
    with pytest.raises(Refused, match="层级过深"):
        while True:
            body, deepest = found("下级", body), deepest + 1
    assert deepest > 20
    do(actions.Close(), body)
    chain = subtree(world.c).filter(until=None)
    other = world.d
    for _ in range(deepest // 2):
        other = found("另一下级", other)
    with pytest.raises(Refused, match="层级过深"):
        do(actions.Move(), chain[1], parent=other)
    assert not misplaced().exists()


def test_a_large_part_of_the_tree_moves_in_as_many_queries_as_a_small_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        found(f"下级{n}", world.c)
    with django_assert_max_num_queries(25):
        do(actions.Move(), world.c, parent=world.s)
    assert not misplaced().exists()
    assert subtree(world.s).count() == 32


def test_the_figures_of_a_year_roll_up_to_the_parent_of_that_year(
    world: World, django_assert_num_queries: Any
) -> None:
    zone = found("云州高新区管委会", world.r, BodyKind.FUNCTIONAL_ZONE)
    part = found("高新区某局", zone)
    do(actions.Move(), zone, parent=world.m, since=date(2025, 7, 1))
    zone.refresh_from_db()
    do(actions.Move(), zone, parent=world.x, since=date(2026, 3, 1))
    year_ends = {
        date(2019, 12, 31): None,  # nothing was founded yet
        date(2024, 12, 31): world.r, date(2025, 6, 30): world.r,
        date(2025, 7, 1): world.m, date(2025, 12, 31): world.m,
        date(2026, 2, 28): world.m, date(2026, 3, 1): world.x, TODAY: world.x,
    }  # fmt: skip
    for day, above in year_ends.items():
        for body in (world.r, world.m, world.x):
            with django_assert_num_queries(1):
                below = set(subtree(body, day))
            within = above in (body, *([world.m] if body == world.r else []))
            assert (zone in below, part in below) == (within, within), (day, body)
        if above:
            assert parent_on(zone, day) == above.pk
            assert parent_on(part, day) == zone.pk
    assert {zone, part} <= set(subtree(world.x))  # without a day: today
    assert parent_on(zone, date(2019, 1, 1)) == world.r.pk


def test_a_move_of_the_same_day_leaves_no_place_that_never_was(world: World) -> None:
    do(actions.Move(), world.c, parent=world.s)
    world.c.refresh_from_db()
    do(actions.Move(), world.c, parent=world.o)
    places = [(p.parent_id, p.since, p.until) for p in world.c.places.all()]
    assert places == [
        (world.m.pk, LONG_AGO, TODAY - timedelta(days=1)), (world.o.pk, TODAY, None),
    ]  # fmt: skip


def test_the_place_of_a_closed_body_ends_with_it(world: World) -> None:
    do(actions.Close(), world.c, day=date(2026, 5, 1))
    assert [p.until for p in world.c.places.all()] == [date(2026, 5, 1)]
    assert world.c in subtree(world.m, date(2026, 5, 1))
    assert world.c not in subtree(world.m, date(2026, 5, 2))
    assert parent_on(world.c, TODAY) == world.m.pk


def test_a_move_into_the_past_never_makes_a_circle(world: World) -> None:
    young = do(
        actions.Found(), Agency(parent=world.r), name="新设局", kind=BodyKind.DEPARTMENT,
        since=date(2026, 5, 1),
    )  # fmt: skip
    for facts, why in (
        ({"parent": world.s, "since": date(2026, 12, 1)}, "还没有到"),
        ({"parent": world.s, "since": date(2019, 1, 1)}, "不能早于此日"),
        ({"parent": young, "since": date(2026, 4, 30)}, "自2026-05-01起设立"),
    ):
        with pytest.raises(Refused, match=why):
            do(actions.Move(), world.c, **facts)
    # D stood below C until April: C cannot have stood below D in March
    do(actions.Move(), world.d, parent=world.c, since=date(2025, 1, 1))
    world.d.refresh_from_db()
    do(actions.Move(), world.d, parent=world.s, since=date(2026, 5, 1))
    with pytest.raises(Refused, match=r"2026-04-30还是.*的下级"):
        do(actions.Move(), world.c, parent=world.d, since=date(2026, 3, 1))
    do(actions.Move(), world.c, parent=world.d, since=date(2026, 5, 1))
    assert world.c in subtree(world.s, TODAY)

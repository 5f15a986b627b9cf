"""Two at once: one succeeds, the other is told, and nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts import locks
from gongkai.web.accounts.models import LoginLock, User
from gongkai.web.acting import Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency, Post
from gongkai.web.agencies.records import misplaced
from gongkai.web.agencies.roles import APART, Role
from gongkai.web.audit import chain
from tests.web.agencies.world import LONG_AGO, World, do, found, person

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], Any]) -> list[bool]:
    """Which of them succeeded."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> bool:
        try:
            start.wait(10)
            act()
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_person_is_not_made_administrator_and_auditor_at_once() -> None:
    body = found("某局")
    for _ in range(5):
        user = person(body)
        done = _at_once(*(_give(user, body, role) for role in APART))
        assert sorted(done) == [False, True]
        assert user.posts.count() == 1


def _give(user: User, body: Agency, role: Role) -> Callable[[], Any]:
    facts = {"user": user, "role": role, "since": LONG_AGO}
    return lambda: do(actions.GivePost(), Post(agency=body), **facts)


def test_two_bodies_are_not_moved_below_each_other_at_once() -> None:
    root = found("根", kind=BodyKind.CITY_GOVERNMENT)
    for number in range(5):
        one, two = found(f"甲{number}", root), found(f"乙{number}", root)
        done = _at_once(
            lambda: do(actions.Move(), one, parent=two),  # noqa: B023
            lambda: do(actions.Move(), two, parent=one),  # noqa: B023
        )
        assert done.count(True) <= 1
        assert not misplaced().exists()
    assert list(chain.verify()) == []


def test_a_body_is_not_founded_below_one_that_is_moved_away_with_an_old_path() -> None:
    world = World()
    for number in range(5):
        other = world.s if number % 2 else world.d
        _at_once(
            lambda: do(actions.Move(), world.c, parent=other),  # noqa: B023
            lambda: do(
                actions.Found(), Agency(parent=Agency.objects.get(pk=world.c.pk)),
                name=f"新{number}", kind=BodyKind.DEPARTMENT, since=LONG_AGO,  # noqa: B023
            ),
        )  # fmt: skip
        assert not misplaced().exists()


def test_one_name_and_one_competent_department_at_once() -> None:
    root = found("根", kind=BodyKind.CITY_GOVERNMENT)

    def act(name: str) -> Callable[[], Any]:
        return lambda: do(
            actions.Found(), Agency(parent=root), name=name, kind=BodyKind.DEPARTMENT,
            since=LONG_AGO, competent=True,
        )  # fmt: skip

    assert _at_once(act("办公室"), act("办公室"), act("办公厅")).count(True) == 1


def test_failures_at_once_are_all_counted(settings: Any) -> None:
    settings.LOGIN_FAILURES = 100
    now = timezone.now()
    _at_once(*(lambda: locks.failed("x", now) for _ in range(8)))
    assert LoginLock.objects.get().failures == 8
    settings.LOGIN_FAILURES = 9
    assert locks.failed("x", now + timedelta(seconds=1))

"""Calls at once under one idempotency key, each in a thread and a connection of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from gongkai.web import acting
from gongkai.web.agencies.models import Section
from gongkai.web.api.models import Replay
from gongkai.web.audit.chain import verify
from gongkai.web.audit.models import Entry
from tests.web.agencies.world import World
from tests.web.api.conftest import Give

pytestmark = pytest.mark.django_db(transaction=True)

Send = Callable[[str, str], Any]


@pytest.fixture
def send(world: World, give_token: Give) -> Send:
    """Opens a section of that name under that key, with a connection of its own."""
    token, path = give_token(world.c, "write:agencies"), f"/api/v1/agencies/{world.c.pk}/sections"

    def call(name: str, key: str) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        try:
            return Client().post(
                path, json.dumps({"name": name}), "application/json", headers=headers
            )
        finally:
            connections.close_all()

    return call


def test_many_calls_at_once_under_one_key_are_done_once(send: Send) -> None:
    for turn in range(3):
        start = Barrier(4)

        def call(_: int, name: str = f"数据{turn}科", key: str = f"k-{turn}") -> Any:
            start.wait(10)  # noqa: B023
            return send(name, key)

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(call, range(4)))
        firsts = [one for one in answers if "Idempotency-Replayed" not in one and (
            one.status_code == 201
        )]  # fmt: skip
        assert len(firsts) == 1, [one.status_code for one in answers]
        for one in answers:
            if one.status_code == 201:
                assert one.content == firsts[0].content
            else:
                assert one.status_code == 409 and one["Retry-After"]
        again = send(f"数据{turn}科", f"k-{turn}")
        assert again["Idempotency-Replayed"] == "true" and again.content == firsts[0].content
        assert Section.objects.filter(name=f"数据{turn}科").count() == 1
    assert Entry.objects.filter(verb="open_section", label__startswith="数据").count() == 3
    assert Replay.objects.count() == 3
    assert list(verify()) == []


def test_a_call_that_comes_while_the_first_is_at_work_is_told_to_wait_or_answered_alike(
    send: Send,
) -> None:
    at_work, answered = Event(), Event()

    def linger(sender: object, verb: str, **_: Any) -> None:
        """In the transaction of the first call, before it is committed."""
        if verb == "open_section" and not at_work.is_set():
            at_work.set()
            # SQLite lets nobody else write meanwhile: there the second waits for this one
            answered.wait(0.5 if connection.vendor == "sqlite" else 10)

    acting.performed.connect(linger)
    try:
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(send, "数据科", "k")
            assert at_work.wait(10)
            second = pool.submit(send, "数据科", "k")
            second.add_done_callback(lambda _: answered.set())
            one, two = first.result(30), second.result(30)
    finally:
        acting.performed.disconnect(linger)
    assert one.status_code == 201 and "Idempotency-Replayed" not in one
    if connection.vendor == "sqlite":
        assert two["Idempotency-Replayed"] == "true" and two.content == one.content
    else:
        assert two.status_code == 409 and two["Retry-After"]
        assert send("数据科", "k").content == one.content
    assert Section.objects.filter(name="数据科").count() == 1


def test_two_keys_at_once_are_two_calls_and_one_name_is_given_once(send: Send) -> None:
    start = Barrier(2)

    def call(key: str) -> Any:
        start.wait(10)
        return send("数据科", key)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(call, ("k-1", "k-2")))
    assert sorted(one.status_code for one in answers)[0] == 201
    assert Section.objects.filter(name="数据科").count() == 1
    assert all("Idempotency-Replayed" not in one for one in answers)

"""Two people at once: contents are kept once, and the limit on files holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.chain import verify
from gongkai.web.files import checking
from gongkai.web.files.actions import Attach
from gongkai.web.files.kinds import State
from gongkai.web.files.models import Content, File
from gongkai.web.files.storage import storage
from tests.web.agencies.world import World
from tests.web.files.conftest import KIND

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Callable[[], Any]) -> int:
    """How many of them succeeded."""
    start = Barrier(count)

    def run(_: int) -> bool:
        try:
            start.wait(10)
            for _again in range(3):
                try:
                    act()
                except Refused as refusal:
                    if (
                        refusal.kind is not Refusal.STALE
                    ):  # who waited in vain for a lock tries again
                        return False
                else:
                    return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(run, range(count)))


def test_the_same_bytes_sent_twice_at_once_are_kept_once(world: World) -> None:
    key, now = str(world.m.sections.get().pk), timezone.now()
    done = at_once(
        3, lambda: checking.attach_whole(SYSTEM, KIND, key, "a.txt", 3, io.BytesIO(b"abc"), now)
    )
    assert done == 3
    assert File.objects.filter(state=State.READY).count() == 3
    content = Content.objects.get()
    folders, _ = storage().listdir("")
    kept = [name for folder in folders for name in storage().listdir(folder)[1]]
    assert [content.blob.rpartition("/")[2]] == kept
    assert not list(verify())


def test_the_limit_on_files_holds_when_two_add_the_last_one(world: World) -> None:
    key, now = str(world.m.sections.get().pk), timezone.now()

    def attach() -> None:
        row = File(owner_kind=KIND, owner=key)
        perform(Attach(), SYSTEM, row, now=now, name="a.txt", size=1)

    assert at_once(8, attach) == 5
    assert File.objects.count() == 5

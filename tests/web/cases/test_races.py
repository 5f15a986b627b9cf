"""Two at once make one application; a process killed, or a disk that is full, loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain
from gongkai.web.cases.actions import submit
from gongkai.web.cases.models import Case
from gongkai.web.messages.models import Delivery, Message
from tests.web.cases.world import PERSON, WISH, World, at
from tests.web.test_storm import address

FORMS = 20


def _clerks(world: World) -> None:
    for name in ("甲", "乙"):
        user = User.objects.create(username=name, name=name, email=f"{ord(name)}@city.example")
        Post.objects.create(
            user=user, agency=world.agency, role=Role.INTAKE.value,
            since=date(2020, 1, 1),
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_form_make_one_application() -> None:
    world = World()
    _clerks(world)
    tokens = [uuid.uuid4() for _ in range(4)]

    def send(token: uuid.UUID) -> tuple[str, str]:
        try:
            while True:
                try:
                    case, code = submit(
                        world.agency, Actor(None, "访客"), at(world.day), token, people=[PERSON],
                        **WISH,
                    )  # fmt: skip
                    return case.number, code
                except Refused as refused:
                    assert refused.kind is Refusal.STALE, refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = [list(pool.map(send, [token, token])) for token in tokens]
    assert all(one == two for one, two in found)
    assert Case.objects.count() == len({number for (number, _), _ in found}) == len(tokens)
    assert Message.objects.count() == 2 * len(tokens)
    assert sorted(Case.objects.values_list("number", flat=True)) == [
        f"2026-{world.agency.pk:04}-{n:05}" for n in range(1, len(tokens) + 1)
    ]
    assert not list(chain.verify())


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_loses_no_application_and_tells_nobody_twice(
    tmp_path: Path,
) -> None:
    world = World()
    _clerks(world)
    tokens = [str(uuid.uuid4()) for _ in range(FORMS)]
    environment = os.environ | {"GONGKAI_TEST_DATABASE_URL": address()}
    started, notes = [], []
    for n in range(2):  # both have the same forms, from both ends
        listed, noted = tmp_path / f"tokens{n}", tmp_path / f"notes{n}"
        listed.write_text("\n".join(tokens if n else reversed(tokens)), "ascii")
        noted.touch()
        command = [sys.executable, "-m", "tests.web.cases.submitting", str(world.agency.pk)]
        started.append(subprocess.Popen([*command, str(listed), str(noted)], env=environment))
        notes.append(noted)
    limit = time.monotonic() + 120
    while len(notes[0].read_bytes().splitlines()) < FORMS // 4 and time.monotonic() < limit:
        assert started[0].poll() is None, "it ended before it could be killed"
        time.sleep(0.005)
    started[0].kill()
    codes = [process.wait(120) for process in started]
    assert codes == [-signal.SIGKILL, 0]

    lines = [tuple(line.split()) for file in notes for line in file.read_text("ascii").splitlines()]
    taken = {str(case.token): case for case in Case.objects.all()}
    # every form that was answered is there, once, with the number and code that were shown
    assert {token for token, _, _ in lines} == set(tokens) == set(taken)
    assert len({(token, number, code) for token, number, code in lines}) == FORMS
    assert all(taken[token].number == number for token, number, _ in lines)
    assert sorted(case.number for case in taken.values()) == [
        f"2026-{world.agency.pk:04}-{n:05}" for n in range(1, FORMS + 1)
    ]
    # nothing is half written: each has its people, its item, its stamps and steps, its messages
    for case in taken.values():
        assert case.parties.count() == case.items.count() == 1
        steps = {"unconfirmed": 0, "received": 1, "in-hand": 2}
        assert case.steps.count() == steps[case.state]
        assert [stamp.stage for stamp in case.stamps.all()][-1] == case.stage
    told = Counter(Message.objects.values_list("user", "subject"))
    assert set(told.values()) == {1} and len(told) == 2 * FORMS
    assert Delivery.objects.count() == len(told)
    assert not list(chain.verify())


@contextmanager
def _no_space() -> Iterator[None]:
    """After a few more rows the data base answers as on a full disk."""
    full = """
        CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN
            IF (SELECT count(*) FROM cases_case) > 3 THEN
                RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full';
            END IF;
            RETURN NEW;
        END $$ LANGUAGE plpgsql;
        CREATE TRIGGER full_disk BEFORE INSERT ON letters_delivery
            FOR EACH ROW EXECUTE FUNCTION full_disk();
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")  # or it would go on in the space of earlier tests
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages + 12}")
        else:
            cursor.execute(full)
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA max_page_count = {most}")
            else:
                cursor.execute("DROP TRIGGER full_disk ON letters_delivery")
                cursor.execute("DROP FUNCTION full_disk")


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_refuses_whole_applications_and_loses_none() -> None:
    world = World()
    _clerks(world)
    accepted: dict[uuid.UUID, str] = {}
    refused: list[uuid.UUID] = []

    def send(token: uuid.UUID) -> None:
        accepted[token] = submit(
            world.agency, Actor(None, "访客"), at(world.day), token, people=[PERSON], **WISH
        )[0].number

    with _no_space():
        while len(refused) < 3:
            assert len(accepted) < 100, "the disk is not full"
            token = uuid.uuid4()
            try:
                send(token)
            except OperationalError:
                refused.append(token)
        page = Client(raise_request_exception=False).get(reverse("apply_track"))
        assert page.status_code == 200  # what only reads goes on
    assert {one.token for one in Case.objects.all()} == set(accepted)
    for token in refused:  # the same forms, when there is space again
        send(token)
    taken = {one.token: one for one in Case.objects.all()}
    assert {token: one.number for token, one in taken.items()} == accepted
    assert sorted(accepted.values()) == [
        f"2026-{world.agency.pk:04}-{n:05}" for n in range(1, len(accepted) + 1)
    ]
    for case in taken.values():
        assert case.parties.count() == case.items.count() == case.stamps.count() == 1
    told = Counter(Message.objects.values_list("user", "subject"))
    assert set(told.values()) == {1} and len(told) == 2 * len(accepted)
    assert Delivery.objects.count() == len(told)
    assert not list(chain.verify())

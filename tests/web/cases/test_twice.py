"""Sent twice it is one application; of two editors the second is told; kill -9 loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections

from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor, Refusal, Refused, perform
from gongkai.web.agencies.models import Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain
from gongkai.web.cases.actions import ACTIONS, submit
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.moves import Verb
from gongkai.web.messages.models import Delivery, Message
from tests.web.cases.world import PERSON, WISH, World, at, everything
from tests.web.test_storm import address

FORMS = 20


def test_a_form_sent_twice_is_one_application_with_the_same_code(shared: World) -> None:
    token = uuid.uuid4()
    first = submit(
        shared.agency, Actor(None, "访客"), at(shared.day), token, people=[PERSON], **WISH
    )
    before = everything()
    again = submit(
        shared.agency, Actor(None, "访客"), at(shared.day), token, people=[PERSON],
        description="另一件", wanted_form="paper", way="post",
    )  # fmt: skip
    assert again == first and len(first[1]) == 10
    assert set(first[1]) <= set("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    assert everything() == before
    other = submit(
        shared.agency, Actor(None, "访客"), at(shared.day), uuid.uuid4(), people=[PERSON], **WISH
    )
    assert other[0] != first[0] and other[1] != first[1]


def test_a_form_that_was_refused_may_be_sent_again(shared: World) -> None:
    token = uuid.uuid4()
    given = {"people": [{**PERSON, "identity": ""}], **WISH}
    with pytest.raises(Refused):
        submit(shared.agency, Actor(None, "访客"), at(shared.day), token, **given)
    case, _ = submit(
        shared.agency, Actor(None, "访客"), at(shared.day), token, people=[PERSON], **WISH
    )
    assert case.token == token


def test_a_form_goes_to_one_body(shared: World) -> None:
    token = uuid.uuid4()
    submit(shared.agency, Actor(None, "访客"), at(shared.day), token, people=[PERSON], **WISH)
    with pytest.raises(Refused, match="已经向其他机关提交过"):
        submit(shared.other, Actor(None, "访客"), at(shared.day), token, people=[PERSON], **WISH)


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(shared: World) -> None:
    seen = shared.registered()
    mine, yours = copy(seen), copy(seen)
    who, now = shared.actor(Role.INTAKE), at(shared.day)
    done = perform(
        ACTIONS[Verb.AMEND](), who, mine, now=now, version=seen.version, reason="有误", title="甲"
    )
    before = everything()
    with pytest.raises(Refused) as refused:
        perform(
            ACTIONS[Verb.AMEND](), who, yours, now=now, version=seen.version, reason="有误",
            title="乙",
        )  # fmt: skip
    assert refused.value.kind is Refusal.STALE and "刚被别人改过" in refused.value.sentence
    assert everything() == before
    done.refresh_from_db()
    assert done.title == "甲"
    # who has looked again may
    perform(
        ACTIONS[Verb.AMEND](), who, yours, now=now, version=done.version, reason="有误", title="乙"
    )
    assert Case.objects.get(pk=done.pk).title == "乙"


def test_the_same_button_pressed_twice_does_it_once(shared: World) -> None:
    case = shared.signing()
    paper = case.papers.get(state="signing")
    shared.do(Verb.SIGN, case)
    with pytest.raises(Refused) as refused:
        shared.do(Verb.SIGN, case)
    assert refused.value.kind is Refusal.STATE
    assert Paper.objects.exclude(number="").get() == paper


# threads and processes ----------------------------------------------------------------------------


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
        assert case.steps.count() == {"arrived": 1, "registered": 2}[case.stage] or (
            case.state == "unconfirmed"
        )
        assert [stamp.stage for stamp in case.stamps.all()][-1] == case.stage
    told = Counter(Message.objects.values_list("user", "subject"))
    assert set(told.values()) == {1} and len(told) == 2 * FORMS
    assert Delivery.objects.count() == len(told)
    assert not list(chain.verify())
    assert connection.vendor in ("sqlite", "postgresql")

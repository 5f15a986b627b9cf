"""Sent twice it is one application; of two editors the second is told."""

from __future__ import annotations

import uuid
from copy import copy

import pytest

from gongkai.web.acting import Actor, Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions import ACTIONS, submit
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.moves import Verb
from tests.web.cases.world import PERSON, WISH, World, at, everything


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

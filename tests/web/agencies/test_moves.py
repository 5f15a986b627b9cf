"""Every verb in every state."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.moves import MOVES, Kind, Move, State, Verb, moves_of, state_of
from tests.web.agencies.world import TODAY, World, case, do

# a stored row of each kind comes from a verb that changes one
STORED = {
    Kind.AGENCY: Verb.DESCRIBE, Kind.SECTION: Verb.CLOSE_SECTION, Kind.POST: Verb.END_POST,
    Kind.DELEGATION: Verb.END_DELEGATION, Kind.LEADER: Verb.END_LEADER,
    Kind.MEMBER: Verb.LEAVE_GROUP, Kind.MEETING: Verb.CORRECT_MEETING,
    Kind.OVERLAY: Verb.WITHDRAW_OVERLAY, Kind.PERSON: Verb.CHANGE_PERSON,
}  # fmt: skip
NEW = {
    Kind.AGENCY: Verb.FOUND, Kind.SECTION: Verb.OPEN_SECTION, Kind.POST: Verb.GIVE_POST,
    Kind.DELEGATION: Verb.DELEGATE, Kind.LEADER: Verb.APPOINT_LEADER,
    Kind.MEMBER: Verb.JOIN_GROUP, Kind.MEETING: Verb.RECORD_MEETING,
    Kind.CONTACT: Verb.SET_CONTACT, Kind.OVERLAY: Verb.ADD_OVERLAY,
    Kind.PERSON: Verb.OPEN_ACCOUNT,
}  # fmt: skip


def _row(kind: Kind, state: State, world: World) -> Any:
    """A row of that kind in that state; None where there is no such thing."""
    body = Agency.objects.get(pk=world.c.pk)
    if state is State.NEW:
        return case(NEW[kind], world, body)[1]
    if kind is Kind.CONTACT:
        action, row, facts = case(Verb.SET_CONTACT, world, body)
        return do(action, row, **facts) if state is State.CURRENT else None
    row = case(STORED[kind], world, body)[1]
    if state is State.CURRENT:
        return row
    if hasattr(row, "since"):
        new = {State.PLANNED: {"since": date(2027, 1, 1)}, State.ENDED: {"until": TODAY}}[state]
        if kind is Kind.DELEGATION and state is State.PLANNED:
            new["until"] = date(2027, 2, 1)
    elif state is State.ENDED and kind in (Kind.OVERLAY, Kind.PERSON):
        new = {"withdrawn": TODAY} if kind is Kind.OVERLAY else {"is_active": False}
    else:
        return None
    type(row).objects.filter(pk=row.pk).update(**new)
    row.refresh_from_db()
    return row


class _Back(Exception):
    """Undo what was tried."""


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.verb.value)
def test_each_verb_works_in_its_states_and_in_no_other(move: Move, world: World) -> None:
    tried = set()
    for state in State:
        with pytest.raises(_Back), transaction.atomic():
            row = _row(move.kind, state, world)
            if row is not None:  # a meeting is never planned, an account neither
                tried.add(state)
                _try(move, state, row, world)
            raise _Back
    assert move.states <= tried


def _try(move: Move, state: State, row: Any, world: World) -> None:
    assert state_of(row, TODAY) is state
    allowed = state in move.states
    assert (move.verb in moves_of(move.kind, state)) is allowed
    if not allowed:
        with pytest.raises(Refused) as refused:
            do(actions.ACTIONS[move.verb](), row, name="某某", reason="试")
        assert refused.value.kind is Refusal.STATE
        assert f"不能“{move.verb.zh}”" in refused.value.sentence
        return
    facts = case(move.verb, world, Agency.objects.get(pk=world.c.pk))[2]
    done = do(actions.ACTIONS[move.verb](), row, **facts)
    if state is State.PLANNED:  # what ends before it began is no more; else it is still to come
        assert state_of(done, TODAY) is (State.NEW if move.leads is State.ENDED else state)
    else:
        assert state_of(done, TODAY) is move.leads


def test_the_table_has_one_line_a_verb() -> None:
    assert sorted(move.verb for move in MOVES) == sorted(Verb)


def test_nothing_is_set_up_in_a_body_that_is_no_more(world: World) -> None:
    for verb in Verb:
        with pytest.raises(_Back), transaction.atomic():
            body = Agency.objects.get(pk=world.c.pk)
            action, row, facts = case(verb, world, body)
            do(actions.Close(), Agency.objects.get(pk=world.c.pk))
            for at in ("agency", "parent"):
                if getattr(row, at, None) == body:
                    setattr(row, at, Agency.objects.get(pk=body.pk))
            if hasattr(row, "post"):
                row.post.agency = Agency.objects.get(pk=body.pk)
            with pytest.raises(Refused) as refused:
                do(action, row, **facts)
            assert refused.value.kind is Refusal.STATE, verb
            raise _Back

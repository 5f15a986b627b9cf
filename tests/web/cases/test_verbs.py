"""Every verb at every stage and in every state of the law: as the tables say, and not otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

import pytest

from gongkai.law import moves as law
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases import clockwork
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.models import Case, Stamp
from gongkai.web.cases.moves import CHAIN, MOVES, Stage, Verb
from tests.web.cases.world import World, action_of, at, everything, undone

ON_DISPUTE = (Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE)
EVENTS = [verb for verb in Verb if MOVES[verb].event is not None]
NEW = (Verb.SUBMIT, Verb.TAKE_IN)
PAIRS = [(stage, verb) for stage in Stage for verb in Verb]
# to which state of the law a case may be brought, and at which stages it stands there
STATES: dict[law.State, tuple[Stage, ...]] = {
    law.State.UNCONFIRMED: (Stage.ARRIVED,),
    law.State.RECEIVED: (Stage.ARRIVED,),
    law.State.IN_HAND: (Stage.REGISTERED, Stage.WITH_SECTIONS, Stage.DECIDING),
    law.State.CORRECTING: (Stage.ARRIVED, Stage.REGISTERED, Stage.DECIDING),
    law.State.CONSULTING: (Stage.WITH_SECTIONS, Stage.DECIDING),
    law.State.ASKED_REASONS: (Stage.REGISTERED, Stage.DECIDING),
    law.State.AWAITING_PAYMENT: (Stage.REGISTERED, Stage.DECIDING),
    law.State.IN_REVIEW: (Stage.IN_REVIEW, Stage.SIGNED),
    law.State.REPLIED: (Stage.ANSWERED,),
    law.State.GIVEN_UP: (Stage.CLOSED,),
    law.State.WITHDRAWN: (Stage.CLOSED,),
    law.State.ARCHIVED: (Stage.ARCHIVED,),
}
INTO = {
    law.State.CORRECTING: Verb.ASK_CORRECTION,
    law.State.CONSULTING: Verb.CONSULT,
    law.State.ASKED_REASONS: Verb.ASK_REASONS,
    law.State.AWAITING_PAYMENT: Verb.NOTIFY_FEE,
}


@pytest.fixture(scope="module")
def cases(town: World) -> dict[Stage, Case]:
    """One case at each stage."""
    return {stage: town.at_stage(stage) for stage in Stage}


@pytest.fixture(scope="module")
def in_law(town: World) -> dict[tuple[law.State, Stage], tuple[World, Case]]:
    """One case in each state of the law, at each stage where it can stand; the day then."""
    found = {}
    for state, stages in STATES.items():
        for stage in stages:
            world = copy(town)
            found[state, stage] = (world, _brought(world, state, stage))
    return found


def _brought(world: World, state: law.State, stage: Stage) -> Case:
    if state is law.State.UNCONFIRMED:
        return world.apply()
    if state is law.State.GIVEN_UP:
        row, actor, facts = world.ready(Verb.LAPSE_CORRECTION)
        return perform(action_of(Verb.LAPSE_CORRECTION), actor, row, now=at(world.day), **facts)
    case = world.at_stage(stage)
    if state in INTO:
        case = world.do(INTO[state], case, **world.facts(INTO[state], case))
    assert isinstance(case, Case) and case.state == state and case.stage == stage
    return case


# the table of stages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "verb"),
    [p for p in PAIRS if p[0] in MOVES[p[1]].stages],
    ids=lambda one: one.name.lower(),
)
def test_what_the_table_of_stages_allows_is_done_and_leads_where_it_says(
    shared: World, stage: Stage, verb: Verb
) -> None:
    row, actor, facts = shared.ready(verb, stage)
    lines, day = Entry.objects.count(), at(shared.day)
    if isinstance(row, Case):
        row.refresh_from_db()
        assert row.stage == stage
    stamps = Stamp.objects.count()
    done = perform(action_of(verb), actor, row, now=day, **facts)
    assert Entry.objects.count() > lines
    if not isinstance(done, Case):
        return
    done.refresh_from_db()
    arrives = MOVES[verb].to
    if verb is Verb.RECALL:  # it was the only section
        arrives = Stage.REGISTERED
    if verb is Verb.OPINE:  # the only section has spoken
        arrives = Stage.DECIDING
    if verb is Verb.HAND_OVER and stage is not Stage.ARRIVED:  # the work begins anew there
        arrives = Stage.REGISTERED
    assert done.stage == (arrives or stage)
    assert Stamp.objects.count() - stamps == (verb is Verb.REDO) + (
        verb is Verb.SPLIT and row.stamps.count()
    ) + (done.stage != stage)
    if MOVES[verb].event is not None:
        article = Entry.objects.filter(verb=verb.value).latest("id").article
        assert article == str(MOVES[verb].article)
    # what is kept on the case is what the law makes of its steps
    application, calendar, _ = clockwork.current(done)
    again = Case.objects.get(pk=done.pk)
    clockwork.refresh(again, application, calendar)
    kept = ("state", "received", "due", "provisional", "clock", "extension", "replied", "late")
    assert [getattr(again, name) for name in kept] == [getattr(done, name) for name in kept]


@pytest.mark.parametrize("stage", Stage, ids=lambda one: one.name.lower())
def test_what_the_table_of_stages_does_not_allow_is_refused_and_nothing_is_written(
    shared: World, cases: dict[Stage, Case], stage: Stage
) -> None:
    case, before = cases[stage], everything()
    for verb in (one for one in Verb if stage not in MOVES[one].stages):
        # nobody is refused here for what he is
        with pytest.raises(Refused) as refused:
            facts = {} if verb is Verb.REDO else shared.facts(verb, Case(pk=0))
            perform(action_of(verb), SYSTEM, case, now=at(shared.day), **facts)
        assert refused.value.kind is Refusal.STATE, verb
        assert verb.zh in refused.value.sentence and case.number in refused.value.sentence
    assert everything() == before


def test_a_case_that_has_not_come_in_can_only_be_taken_in(shared: World) -> None:
    for verb in (one for one in Verb if one not in (*NEW, *ON_DISPUTE)):
        case = Case(agency=shared.agency)
        with pytest.raises(Refused) as refused:
            perform(ACTIONS[verb](), SYSTEM, case, now=at(shared.day))
        assert refused.value.kind is Refusal.STATE
        assert "先接收" in refused.value.sentence and case.pk is None


# the table of the law -----------------------------------------------------------------------------


@pytest.mark.parametrize("state", law.State, ids=lambda one: one.name.lower())
def test_every_event_in_every_state_of_the_law(
    shared: World, in_law: dict[tuple[law.State, Stage], tuple[World, Case]], state: law.State
) -> None:
    for stage in STATES[state]:
        there, case = in_law[state, stage]
        before = everything()
        for verb in EVENTS:
            world = copy(there)
            if _allowed(state, stage, verb):
                with undone():
                    _do(world, verb, case, state)
                continue
            with pytest.raises(Refused) as refused:
                facts = world.facts(verb, case)
                perform(ACTIONS[verb](), SYSTEM, case, now=at(world.day), **facts)
            assert refused.value.kind in (Refusal.STATE, Refusal.LAW), verb
        assert everything() == before


def _allowed(state: law.State, stage: Stage, verb: Verb) -> bool:
    """By both tables."""
    if verb is Verb.REGISTER and stage is Stage.ARRIVED and state is law.State.CORRECTING:
        return True  # in law the work has begun; the house registers it all the same
    if verb is Verb.EXTEND and state is law.State.CORRECTING:
        return False  # no clock runs (第三十条)
    return stage in MOVES[verb].stages and (state, MOVES[verb].event) in law.MOVES


def _do(world: World, verb: Verb, case: Case, state: law.State) -> None:
    """As `ready` would, on this very case."""
    if verb in (Verb.LAPSE_CORRECTION, Verb.LAPSE_PAYMENT):
        world.pass_days(60)
    first: tuple[Verb, ...] = ()
    if verb is Verb.SEND_FOR_REVIEW:
        first = (Verb.DECIDE, Verb.DRAFT)
    if verb is Verb.DELAY:
        first = (Verb.ASK_REASONS, Verb.RECEIVE_REASONS)
    for one in first:
        case = world.do(one, case, **world.facts(one, case))
    actor = world.who(verb, case)
    if verb is Verb.SEND_BACK and case.stage == Stage.SIGNED:
        actor = world.actor(Role.APPROVER)
    done = perform(ACTIONS[verb](), actor, case, now=at(world.day), **world.facts(verb, case))
    done.refresh_from_db()
    event = MOVES[verb].event
    assert event is not None
    if (state, event) in law.MOVES:
        assert done.state == law.MOVES[state, event].to
        assert done.steps.last().verb == event


# the tables themselves ----------------------------------------------------------------------------


def test_every_verb_has_its_row_its_action_and_its_words() -> None:
    assert set(MOVES) == set(Verb)
    assert set(ACTIONS) | set(ON_DISPUTE) == set(Verb)
    assert len({verb.zh for verb in Verb}) == len(Verb)
    assert [stage for _, stages in CHAIN for stage in stages] == list(Stage)


def test_every_event_of_the_law_is_an_act_of_one_verb() -> None:
    events = [move.event for move in MOVES.values() if move.event]
    assert sorted(events) == sorted(law.Verb)


def test_a_case_registered_while_a_correction_is_awaited_goes_on(shared: World) -> None:
    case = shared.do(
        Verb.ASK_CORRECTION, shared.hand_in(), **shared.facts(Verb.ASK_CORRECTION, Case())
    )
    case = shared.do(Verb.RECEIVE_CORRECTION, case, text="2025年度", day=shared.day)
    assert (case.stage, case.state) == ("arrived", "in-hand")
    case = shared.do(Verb.REGISTER, case, title="行政审批事项调整情况")
    assert (case.stage, case.state, case.steps.count()) == ("registered", "in-hand", 2)
    assert shared.do(Verb.ASSIGN, case, sections=[shared.section]).stage == "with_sections"


def test_the_trace_of_all_this_holds(shared: World, cases: dict[Stage, Case]) -> None:
    assert len(cases) == len(Stage)
    assert _faults(chain.verify()) == []


def _faults(found: Iterator[object]) -> list[object]:
    return list(found)

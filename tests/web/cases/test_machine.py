"""Any acts in any order: what is done keeps the case whole, what is refused leaves no trace."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.moves import State
from gongkai.web.acting import Refused, perform
from gongkai.web.audit import chain
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases import clockwork
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.actions.replying import reply_of
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.moves import MOVES, PaperState, Stage, Verb
from tests.web.cases.world import World, at

_WORKING = {
    State.IN_HAND, State.CORRECTING, State.CONSULTING, State.ASKED_REASONS, State.AWAITING_PAYMENT,
}  # fmt: skip
TOGETHER: dict[Stage, set[State]] = {
    Stage.ARRIVED: {State.UNCONFIRMED, State.RECEIVED, State.CORRECTING, State.IN_HAND},
    Stage.REGISTERED: _WORKING,
    Stage.WITH_SECTIONS: _WORKING,
    Stage.DECIDING: _WORKING,
    # a correction that was asked for too late stops no clock, nor the reply
    Stage.IN_REVIEW: {State.IN_REVIEW, State.CORRECTING},
    Stage.SIGNED: {State.IN_REVIEW, State.CORRECTING},
    Stage.ANSWERED: {State.REPLIED},
    Stage.CLOSED: {State.GIVEN_UP, State.WITHDRAWN},
    Stage.ARCHIVED: {State.ARCHIVED},
}
ROWS = {row for one in DECISIONS for row in (one.row, one.row_2019)}
# what begins or makes other cases, or only reads, is told elsewhere
LEFT_OUT = {
    Verb.SUBMIT, Verb.TAKE_IN, Verb.SPLIT, Verb.REDO, Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE,
    Verb.UNMASK,
}  # fmt: skip
# what leads on is tried more often than what ends
ONWARD = [
    Verb.CONFIRM, Verb.REGISTER, Verb.ASSIGN, Verb.OPINE, Verb.DECIDE, Verb.DRAFT,
    Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN, Verb.SERVE,
    Verb.RECEIVE_CORRECTION, Verb.END_CONSULTATION, Verb.RECEIVE_REASONS, Verb.RECEIVE_PAYMENT,
]  # fmt: skip
VERBS = [*(verb for verb in Verb if verb not in LEFT_OUT), *ONWARD, *ONWARD]


class Desk(RuleBasedStateMachine):
    """One case and whoever comes along."""

    town: World

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world = copy(self.town)
        self.done = 0

    def teardown(self) -> None:
        faults = list(chain.verify())
        lines = Entry.objects.filter(kind="cases.case", object=str(self.case.pk)).count()
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        assert not faults
        assert lines == self.done + 1

    @initialize(form=st.booleans())
    def begins(self, form: bool) -> None:
        self.case: Case = self.world.apply() if form else self.world.hand_in()

    @rule(days=st.sampled_from([1, 2, 5, 20]))
    def time_passes(self, days: int) -> None:
        self.world.pass_days(days)

    @rule(verb=st.sampled_from(VERBS))
    def somebody_acts(self, verb: Verb) -> None:
        self._try(verb)

    @precondition(lambda self: self.case.open)
    @rule(count=st.integers(1, 4))
    def the_work_goes_on(self, count: int) -> None:
        """The next steps of the usual way."""
        for verb in ONWARD[:11]:
            if count and Stage(self.case.stage) in MOVES[verb].stages and self._try(verb):
                count -= 1

    def _try(self, verb: Verb) -> bool:
        before = self._seen()
        try:
            facts = self.world.facts(verb, self.case)
            self.case = perform(ACTIONS[verb](), SYSTEM, self.case, now=at(self.world.day), **facts)
        except Refused as refused:
            assert refused.sentence
            self.case = Case.objects.get(pk=self.case.pk)
            assert self._seen() == before
            return False
        self.done += 1
        self.case = Case.objects.get(pk=self.case.pk)
        move, stage = MOVES[verb], Stage(before[0])
        assert stage in move.stages
        if move.to is not None:
            assert self.case.stage == move.to
        return True

    def _seen(self) -> tuple[Any, ...]:
        case = Case.objects.get(pk=self.case.pk)
        papers = tuple(case.papers.values_list("pk", "state", "number"))
        return (
            case.stage, case.state, case.due, case.version, case.outcome, case.steps.count(),
            case.stamps.count(), papers, Entry.objects.count(),
        )  # fmt: skip

    @invariant()
    def is_whole(self) -> None:
        case = self.case
        stage, state = Stage(case.stage), State(case.state)
        assert state in TOGETHER[stage]
        # one row of table 3 once it has ended, none before
        assert (case.ended is not None) == bool(case.row) == (not stage.open)
        assert not case.row or case.row in ROWS
        assert (case.replied is not None) <= (not stage.open)
        # the dates are those of the law, played from the beginning
        application, calendar, steps = clockwork.current(case)
        assert application.state is state and application.received == case.received
        deadline = application.deadline(calendar)
        if deadline is not None:
            assert (case.due, case.provisional) == (deadline.due, deadline.provisional)
        elif stage.open:
            assert case.due is None
        assert [step.place for step in steps] == list(range(1, len(steps) + 1))
        assert [step.day for step in steps] == sorted(step.day for step in steps)
        # each stage that it came to has a stamp
        assert case.stamps.last().stage == stage

    @invariant()
    def its_papers_are_in_order(self) -> None:
        case, stage = self.case, Stage(self.case.stage)
        numbers = list(Paper.objects.exclude(number="").values_list("number", flat=True))
        assert len(numbers) == len(set(numbers))
        reply = reply_of(case)
        if stage is Stage.SIGNED:
            assert reply is not None and reply.state == PaperState.SIGNED
        elif stage is Stage.IN_REVIEW:
            assert reply is not None
            assert reply.state in (PaperState.LAW, PaperState.SECRECY, PaperState.SIGNING)
        elif stage is Stage.DECIDING:
            assert reply is None or reply.state == PaperState.DRAFT
        else:
            assert reply is None or reply.state == PaperState.DRAFT and stage.open
        for paper in case.papers.filter(state__in=["signed", "sent", "served"]):
            assert paper.pdf and paper.docx and paper.number and paper.digest


def test_whatever_is_done_in_whatever_order(shared: World) -> None:
    Desk.town = shared
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=16, stateful_step_count=25, deadline=None, derandomize=True,
            database=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

"""An application through its events: the table of moves, the stories, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law.application import Application, Event, open_application
from gongkai.law.calendar import national
from gongkai.law.moves import MOVES, State, Verb
from gongkai.law.periods import Consulted
from tests.law.support import cases

CALENDAR = national()
START = date(2024, 3, 1)
VERBS = {verb.zh: verb for verb in Verb}
WHO = {
    "第三方": Consulted.THIRD_PARTY,
    "共同制作机关": Consulted.CO_PRODUCER,
    "其他机关": Consulted.OTHER_BODY,
}


# the stories ------------------------------------------------------------------------------------


def event_of(told: dict[str, Any]) -> Event:
    facts = {k: v for k, v in told.items() if k not in ("do", "refused", "due", "state", "who")}
    return Event(VERBS[told["do"]], who=WHO[told["who"]] if "who" in told else None, **facts)


def due(application: Application) -> date | None:
    deadline = application.deadline(CALENDAR)
    return deadline.due if deadline else None


@cases("stories")
def test_a_story(case: dict[str, Any]) -> None:
    opened = case.get("received") or case["arrived"]
    application = open_application(opened, confirmed="received" in case)
    for told in case["events"]:
        if "refused" in told:
            with pytest.raises((LawError, BadInput, NoRuleInForce)) as refusal:
                application.do(event_of(told), CALENDAR)
            assert told["refused"] in str(refusal.value)
            continue
        application = application.do(event_of(told), CALENDAR)
        if "due" in told:
            assert due(application) == told["due"], told
        if "state" in told:
            assert application.state.zh == told["state"], told
    assert application.state.zh == case["state"]
    if "due" in case:
        assert due(application) == case["due"]
    if "faults" in case:
        found = [fault.what for fault in application.faults]
        assert len(found) == len(case["faults"])
        for words, fault in zip(case["faults"], found, strict=True):
            assert words in fault
    for key, silence in case.get("silence", {}).items():
        (letter,) = [c for c in application.consultations if c.key == key]
        assert letter.silence == silence


# every state with every verb --------------------------------------------------------------------

# days on which each act is lawful wherever the table allows it; the rest happens on LATER
LATER = START + timedelta(14)
DAYS = {Verb.LAPSE_CORRECTION: date(2024, 4, 30), Verb.LAPSE_PAYMENT: date(2024, 5, 30)}
FACTS: dict[Verb, dict[str, Any]] = {
    Verb.ASK_CORRECTION: {"days": 5},
    Verb.CONSULT: {"who": Consulted.THIRD_PARTY, "key": "乙"},
    Verb.END_CONSULTATION: {"key": "甲"},
    Verb.EXTEND: {"days": 5, "by": "负责人"},
    Verb.DELAY: {"until": date(2024, 6, 28)},
}
REASONED = (Verb.REGISTER, Verb.ASK_REASONS, Verb.RECEIVE_REASONS)
PATHS: dict[State, tuple[Verb, ...]] = {
    State.UNCONFIRMED: (),
    State.RECEIVED: (Verb.CONFIRM,),
    State.IN_HAND: (Verb.CONFIRM, *REASONED),
    State.CORRECTING: (Verb.CONFIRM, Verb.ASK_CORRECTION),
    State.CONSULTING: (Verb.CONFIRM, Verb.REGISTER, Verb.CONSULT),
    State.ASKED_REASONS: (Verb.CONFIRM, Verb.REGISTER, Verb.ASK_REASONS),
    State.AWAITING_PAYMENT: (Verb.CONFIRM, Verb.REGISTER, Verb.NOTIFY_FEE),
    State.IN_REVIEW: (Verb.CONFIRM, Verb.REGISTER, Verb.SUBMIT),
    State.REPLIED: (Verb.CONFIRM, Verb.REPLY),
    State.GIVEN_UP: (Verb.CONFIRM, Verb.REGISTER, Verb.NOTIFY_FEE, Verb.LAPSE_PAYMENT),
    State.WITHDRAWN: (Verb.WITHDRAW,),
    State.ARCHIVED: (Verb.WITHDRAW, Verb.ARCHIVE),
}


def at(state: State) -> Application:
    """An application that got to the state lawfully; its notice for correction came late."""
    application = open_application(START, confirmed=False)
    for verb in PATHS[state]:
        facts = FACTS.get(verb, {}) | ({"key": "甲"} if verb is Verb.CONSULT else {})
        confirmed = verb is Verb.CONFIRM
        day = START if confirmed else max(application.last, DAYS.get(verb, LATER))
        application = application.do(Event(verb, day, **facts), CALENDAR)
    assert application.state is state
    return application


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_what_the_table_allows_leads_where_it_says_and_nothing_else_is_allowed(
    state: State, verb: Verb
) -> None:
    before = at(state)
    event = Event(verb, max(before.last, DAYS.get(verb, LATER)), **FACTS.get(verb, {}))
    if (state, verb) in MOVES:
        after = before.do(event, CALENDAR)
        assert after.state is MOVES[state, verb].to
        assert after.last == event.day
        return
    with pytest.raises(LawError) as refusal:
        before.do(event, CALENDAR)
    allowed = [one.zh for (at_state, one) in MOVES if at_state is state]
    assert f"“{state.zh}”的申请不能“{verb.zh}”；此时可以：" in str(refusal.value)
    assert ("、".join(allowed) or "无") in str(refusal.value)
    assert "第" in str(refusal.value.article)


def test_every_word_of_the_table_is_used_and_told_apart() -> None:
    assert {verb for _, verb in MOVES} == set(Verb)
    assert {m.to for m in MOVES.values()} | {State.UNCONFIRMED} == set(State)
    assert len({s.zh for s in State}) == len(State)
    assert len({v.zh for v in Verb}) == len(Verb)


@pytest.mark.parametrize("state", [s for s in State if s.open])
def test_an_applicant_may_withdraw_at_any_stage(state: State) -> None:
    withdrawn = at(state).do(Event(Verb.WITHDRAW, date(2024, 5, 1)), CALENDAR)
    assert withdrawn.state is State.WITHDRAWN
    assert withdrawn.deadline(CALENDAR) is None
    archived = withdrawn.do(Event(Verb.ARCHIVE, date(2024, 5, 2)), CALENDAR)
    assert archived.deadline(CALENDAR) is None
    with pytest.raises(LawError):
        archived.do(Event(Verb.ARCHIVE, date(2024, 5, 3)), CALENDAR)


# the due date -----------------------------------------------------------------------------------


def test_an_open_consultation_pauses_from_day_to_day_and_at_most_to_its_limit() -> None:
    asked = open_application(START, confirmed=True).do(Event(Verb.REGISTER, START), CALENDAR)
    letter = Event(Verb.CONSULT, date(2024, 3, 6), who=Consulted.THIRD_PARTY, key="甲")
    known = Event(
        Verb.CONSULT,
        date(2024, 3, 6),
        date(2024, 3, 8),
        who=Consulted.THIRD_PARTY,
        key="甲",
    )
    expected = {
        date(2024, 3, 1): (date(2024, 3, 29), date(2024, 3, 29)),
        date(2024, 3, 6): (date(2024, 3, 29), date(2024, 3, 29)),
        date(2024, 3, 20): (date(2024, 4, 15), date(2024, 4, 15)),
        date(2024, 3, 29): (date(2024, 4, 24), date(2024, 4, 24)),
        date(2024, 4, 12): (date(2024, 5, 9), date(2024, 4, 24)),
    }
    for day, (unlimited, limited) in expected.items():
        for event, due_date in ((letter, unlimited), (known, limited)):
            deadline = asked.do(event, CALENDAR).deadline(CALENDAR, on=day)
            assert deadline is not None
            assert deadline.due == due_date


def test_a_delayed_due_date_says_so_and_counts_no_pause_that_was_none() -> None:
    application = at(State.IN_HAND)
    until = date(2027, 3, 1)
    delayed = application.do(Event(Verb.DELAY, LATER, until=until), CALENDAR)
    deadline = delayed.deadline(CALENDAR)
    assert deadline is not None
    assert (deadline.due, deadline.provisional, deadline.days_paused) == (until, True, 0)
    assert "第三十五条" in str(deadline.article)
    assert f"确定延迟至 {until}" in deadline.reasons[-1]


def test_an_unconfirmed_application_has_no_clock() -> None:
    application = open_application(START, confirmed=False)
    assert application.deadline(CALENDAR) is None
    with pytest.raises(BadInput, match="尚未确认收到申请"):
        _ = application.facts


def test_the_facts_leave_out_a_consultation_that_is_still_open() -> None:
    application = at(State.CONSULTING)
    assert application.facts.pauses == ()
    ended = application.do(Event(Verb.END_CONSULTATION, date(2024, 3, 20), key="甲"), CALENDAR)
    (pause,) = ended.facts.pauses
    assert (pause.sent, pause.answered, pause.reason) == (
        LATER,
        date(2024, 3, 20),
        "征求第三方意见",
    )


# what always holds ------------------------------------------------------------------------------


@st.composite
def events(draw: st.DrawFn, application: Application, n: int) -> Event:
    """Something that may or may not be allowed now, more often than not something that is."""
    lawful = [verb for state, verb in MOVES if state is application.state]
    anything = st.sampled_from(Verb)
    likely = st.sampled_from([v for v in lawful if v is not Verb.WITHDRAW] or [Verb.ARCHIVE])
    verb = draw(st.one_of(likely, likely, likely, anything))
    day = application.last + timedelta(draw(st.sampled_from((-1, 0, 0, 1, 2, 5, 9, 30, 60))))
    open_keys = [c.key for c in application.consultations if c.ended is None]
    key = open_keys[0] if verb is Verb.END_CONSULTATION and open_keys else f"第{n}件"
    return Event(
        verb,
        day,
        served=draw(st.sampled_from((None, None, day, day + timedelta(3)))),
        days=draw(st.sampled_from((0, 3, 5, 15, 20, 25))),
        until=day + timedelta(draw(st.integers(1, 200))),
        who=draw(st.sampled_from(Consulted)),
        key=key,
        silent=draw(st.booleans()),
        by=draw(st.sampled_from(("负责人", "负责人", ""))),
        reason=draw(st.sampled_from(("", "生病"))),
    )


@given(st.data(), st.dates(date(2018, 1, 1), date(2025, 12, 31)), st.booleans())
def test_any_sequence_of_events_keeps_an_application_lawful(
    data: st.DataObject, opened: date, confirmed: bool
) -> None:
    application = open_application(opened, confirmed=confirmed)
    latest: date | None = None  # the last due date before the clock stopped
    for n in range(14):
        event = data.draw(events(application, n))
        same = application
        copied = {name: getattr(application, name) for name in Application.__slots__}
        try:
            after = application.do(event, CALENDAR)
        except (LawError, BadInput, NoRuleInForce) as refusal:
            assert str(refusal)
            assert application is same
            assert copied == {name: getattr(application, name) for name in Application.__slots__}
            continue
        # one state, reached by the table; dates never go back; what has ended stays ended
        assert after.state in State
        move = MOVES[application.state, event.verb]
        if event.verb is Verb.END_CONSULTATION:
            assert after.state in (State.CONSULTING, State.IN_HAND)
            still = [c for c in after.consultations if c.ended is None]
            assert (after.state is State.CONSULTING) is bool(still)
        else:
            assert after.state is move.to
        assert after.last == event.day >= application.last
        assert after.faults[: len(application.faults)] == application.faults
        if not application.state.open:
            assert (event.verb, after.state) == (Verb.ARCHIVE, State.ARCHIVED)
        # the due date never comes nearer; news of when a letter arrived may shorten its pause
        before_due = application.deadline(CALENDAR, on=event.day)
        after_due = after.deadline(CALENDAR, on=event.day)
        if before_due is not None:
            latest = before_due.due
        news = event.verb is Verb.END_CONSULTATION and event.served is not None
        if after_due is not None:
            assert news or latest is None or after_due.due >= latest
            latest = after_due.due
        application = after

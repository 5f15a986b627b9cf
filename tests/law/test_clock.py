"""When a reply is due: the worked examples, and the properties that must hold on any day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law import periods
from gongkai.law.calendar import Calendar, national
from gongkai.law.clock import Pause, PauseRule, ReplyFacts, StepKind, reply_due
from gongkai.law.periods import Consulted
from tests.law.support import cases

CALENDAR = national()
ONE = timedelta(1)


def due(received: date, **facts: Any) -> date:
    return reply_due(ReplyFacts(received, **facts), CALENDAR).due


def weekdays_after(start: date, count: int, holidays: Calendar | None = None) -> date:
    """The two wrong ways: count Monday to Friday, with or without a list of holidays."""
    day = start
    while count:
        day += ONE
        off = holidays is not None and not holidays.is_working(day)
        count -= day.weekday() < 5 and not off
    return day


@cases("plain")
def test_a_plain_clock(case: dict[str, Any]) -> None:
    received = case["received"]
    deadline = reply_due(ReplyFacts(received), CALENDAR)
    counted = [step for step in deadline.steps() if step.n]
    assert counted[0].day == case["day_1"]
    assert (counted[-1].n, counted[-1].day) == (20, deadline.due)
    assert deadline.due == case["due"]
    assert str(deadline.article) == case["article"]
    assert not deadline.provisional
    assert due(received, extension=20) == case["extended"]
    assert periods.correction_notice_due(received, CALENDAR).due == case["correction_notice_by"]


@cases("plain")
def test_the_wrong_answers_are_what_the_wrong_ways_give(case: dict[str, Any]) -> None:
    """So that the columns of wrong answers stay honest."""
    received, wrong = case["received"], case["wrong"]
    assert weekdays_after(received, 20) == wrong["mon_fri"]
    assert weekdays_after(received, 20, CALENDAR) == wrong["no_make_up"]


@cases("pauses")
def test_time_for_consulting_does_not_count(case: dict[str, Any]) -> None:
    received = case["received"]
    pauses = tuple(Pause(*days) for days in case["pauses"])
    extension = case.get("extension", 0)
    facts = ReplyFacts(received, pauses, extension=extension)
    deadline = reply_due(facts, CALENDAR)
    assert deadline.due == case["due"]
    assert due(received, extension=extension) == case["plain"]
    if "excluded" in case:
        assert deadline.days_paused == case["excluded"]
        paused = [step for step in deadline.steps() if step.kind is StepKind.PAUSED]
        assert len(paused) == case["excluded"]
    if "extended" in case:
        assert due(received, pauses=pauses, extension=20) == case["extended"]
    for rule, expected in case.get("other_rules", {}).items():
        assert reply_due(facts, CALENDAR, pause_rule=PauseRule(rule)).due == expected
    if "limit" in case:
        who = Consulted(case.get("who", "third-party"))
        limit, silence, _ = periods.consultation_limit(who, case["letter_received"], CALENDAR)
        assert limit.due == case["limit"]
        assert silence.value == case.get("silence", "body-decides")
    assert deadline.due not in case.get("wrong", {}).values()


@cases("restarts")
def test_a_correction_and_a_payment_start_afresh(case: dict[str, Any]) -> None:
    received = case.get("received")
    if "plain" in case:
        assert due(received) == case["plain"]
    if "correction_notice_by" in case:
        limit = periods.correction_notice_due(received, CALENDAR)
        assert limit.due == case["correction_notice_by"]
    if "pay_by" in case:
        limit = periods.payment_due(case["fee_notice_received"], CALENDAR)
        assert limit.due == case["pay_by"]
        assert limit.due not in case.get("wrong", {}).values()
    facts = {"corrected": case.get("corrected"), "fee_paid": case.get("fee_paid")}
    if "due" in case:
        assert due(received, **facts) == case["due"]
    if "extended" in case:
        assert due(received, **facts, extension=20) == case["extended"]
    if "day_1" in case:
        steps = reply_due(ReplyFacts(received, **facts), CALENDAR).steps()
        assert next(step.day for step in steps if step.n) == case["day_1"]


def test_the_old_regulations_gave_fifteen_days() -> None:
    assert due(date(2019, 5, 14)) == date(2019, 6, 4)
    assert due(date(2019, 5, 15)) == date(2019, 6, 13)
    assert "第492号" in str(reply_due(ReplyFacts(date(2018, 3, 1)), CALENDAR).article)
    with pytest.raises(LawError, match="最长不得超过 15 个工作日"):
        due(date(2018, 3, 1), extension=20)


def test_before_the_old_regulations_there_is_no_rule() -> None:
    with pytest.raises(NoRuleInForce, match="2008-05-01"):
        due(date(2008, 4, 30))


def test_a_date_in_a_year_without_notice_is_provisional_and_says_so() -> None:
    deadline = reply_due(ReplyFacts(date(2026, 12, 10)), CALENDAR)
    assert deadline.due == date(2027, 1, 8)
    assert deadline.provisional
    assert "2027 年放假通知尚未发布" in deadline.reasons[-1]
    marks = {step.day.year: step.provisional for step in deadline.steps()}
    assert marks == {2026: False, 2027: True}
    last = reply_due(ReplyFacts(date(2026, 12, 3)), CALENDAR)
    assert (last.due, last.provisional) == (date(2026, 12, 31), False)


def test_a_date_beyond_every_calendar_is_an_error() -> None:
    with pytest.raises(NoRuleInForce, match="不在"):
        due(date(2031, 12, 20))
    with pytest.raises(NoRuleInForce, match="不在"):
        due(date(2040, 1, 1))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"corrected": date(2024, 2, 29)}, "收到补正之日 2024-02-29 早于"),
        ({"fee_paid": date(2024, 2, 29)}, "缴费完成之日 2024-02-29 早于"),
        ({"pauses": (Pause(date(2024, 2, 1), date(2024, 3, 9)),)}, "征求意见的发出日 2024-02-01"),
        ({"extension": -1}, "延长 -1 个工作日没有意义"),
    ],
)
def test_dates_that_cannot_be_are_refused(facts: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        due(date(2024, 3, 1), **facts)


def test_an_answer_before_its_letter_is_refused() -> None:
    with pytest.raises(BadInput, match="早于发出日"):
        Pause(date(2024, 3, 9), date(2024, 3, 8))


def test_more_than_twenty_days_of_extension_are_refused_with_the_article() -> None:
    with pytest.raises(LawError, match="不能延长 25 个工作日.*第三十三条第二款"):
        due(date(2024, 3, 1), extension=25)


def test_a_pause_after_the_due_date_changes_nothing() -> None:
    pause = Pause(date(2024, 4, 1), date(2024, 4, 20))
    assert due(date(2024, 3, 1)) == due(date(2024, 3, 1), pauses=(pause,)) == date(2024, 3, 29)


def test_every_day_is_explained_with_its_notice() -> None:
    deadline = reply_due(ReplyFacts(date(2024, 2, 2)), CALENDAR)
    lines = [str(step) for step in deadline.steps()]
    assert lines[0] == "2024-02-03 周六  不计  休息日"
    assert lines[1] == "2024-02-04 周日  第 1 日  春节调休上班（国办发明电〔2023〕7号）"
    assert "2024-02-10 周六  不计  春节放假（国办发明电〔2023〕7号）" in lines
    assert len(lines) == (deadline.due - deadline.anchor).days


# properties -------------------------------------------------------------------------------------

days = st.dates(date(2019, 5, 15), date(2026, 6, 30))


@st.composite
def facts(draw: st.DrawFn) -> ReplyFacts:
    received = draw(days)
    near = st.integers(0, 60).map(lambda n: received + timedelta(n))
    pauses = draw(st.lists(st.tuples(near, near), max_size=4))
    return ReplyFacts(
        received,
        tuple(Pause(min(pair), max(pair)) for pair in pauses),
        extension=draw(st.integers(0, 20)),
    )


@given(facts())
def test_counting_day_by_day_gives_the_same(given: ReplyFacts) -> None:
    """The algorithm of the specification, spelt out."""
    day, n = given.received, 0
    while n < 20 + given.extension:
        day += ONE
        paused = any(p.sent < day <= p.answered for p in given.pauses)
        n += CALENDAR.is_working(day) and not paused
    deadline = reply_due(given, CALENDAR)
    assert deadline.due == day
    steps = list(deadline.steps())
    assert [step.n for step in steps if step.n] == list(range(1, deadline.quota + 1))
    assert steps[-1].day == day


@given(days, st.integers(1, 30))
def test_received_later_is_never_due_earlier(received: date, later: int) -> None:
    assert due(received) <= due(received + timedelta(later))
    assert CALENDAR.is_working(due(received))


@given(facts(), st.integers(0, 60), st.integers(0, 30))
def test_a_pause_never_makes_it_earlier(given: ReplyFacts, start: int, length: int) -> None:
    sent = given.received + timedelta(start)
    more = Pause(sent, sent + timedelta(length))
    longer = ReplyFacts(given.received, (*given.pauses, more), extension=given.extension)
    assert reply_due(longer, CALENDAR).due >= reply_due(given, CALENDAR).due
    twice = ReplyFacts(given.received, (*longer.pauses, more), extension=given.extension)
    assert reply_due(twice, CALENDAR).due == reply_due(longer, CALENDAR).due


@given(facts(), st.integers(0, 60), st.booleans())
def test_a_restart_is_never_earlier(given: ReplyFacts, after: int, paid: bool) -> None:
    day = max(given.received, date(2021, 1, 1)) + timedelta(after)
    restarted = ReplyFacts(
        given.received,
        given.pauses,
        corrected=None if paid else day,
        fee_paid=day if paid else None,
        extension=given.extension,
    )
    assert reply_due(restarted, CALENDAR).due >= reply_due(given, CALENDAR).due


@given(facts(), st.integers(0, 20))
def test_an_extension_never_makes_it_earlier(given: ReplyFacts, extension: int) -> None:
    plain = ReplyFacts(given.received, given.pauses)
    longer = ReplyFacts(given.received, given.pauses, extension=extension)
    assert reply_due(longer, CALENDAR).due >= reply_due(plain, CALENDAR).due

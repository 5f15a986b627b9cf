"""The other clocks, the day of receipt, service and remedies: the worked examples."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import BadInput, NoRuleInForce
from gongkai.law import annual_report, periods
from gongkai.law.calendar import national
from gongkai.law.clock import ReplyFacts, reply_due
from gongkai.law.decisions.review_first import review_first_after_silence
from gongkai.law.periods import Publication, publication_due
from gongkai.law.receipt import CHANNEL_RULES, Channel, received_on
from gongkai.law.remedies import Remedy, remedy_after_silence, remedy_due
from gongkai.law.service import Carrier, ServiceMethod, serve
from tests.law.support import cases

CALENDAR = national()


def test_a_period_into_a_year_without_notice_is_provisional() -> None:
    limit = periods.payment_due(date(2026, 12, 20), CALENDAR)
    assert limit.provisional
    assert "2027 年放假通知尚未发布" in limit.reasons[-1]


# publication and the yearly report --------------------------------------------------------------


@cases("publication")
def test_publication_clocks(case: dict[str, Any]) -> None:
    found = publication_due(Publication(case["what"]), case["since"], CALENDAR)
    assert found.last_day == case["last_day"]
    assert found.publish_by == case.get("publish_by", case["last_day"])
    assert not found.provisional


def test_a_publication_date_in_a_year_without_notice_is_provisional() -> None:
    found = publication_due(Publication.GENERAL, date(2026, 12, 20), CALENDAR)
    assert found.provisional
    assert "暂计" in found.reasons[-1]


def test_a_period_of_calendar_days_is_worded_without_a_counter() -> None:
    found = publication_due(Publication.BUDGET, date(2024, 1, 25), CALENDAR)
    assert "期限 20 日（" in found.reasons[0]
    assert "最后一个工作日 2024-02-09" in found.reasons[1]


@cases("report_dates")
def test_the_yearly_report(case: dict[str, Any]) -> None:
    for kind in ("department", "government"):
        limit = annual_report.due(
            case["year"], is_government=kind == "government", is_department=kind == "department"
        )
        assert limit.day == case[kind]
        assert annual_report.publish_by(limit, CALENDAR) == case[f"{kind}_by"]


# receipt and service ----------------------------------------------------------------------------


@cases("receipt")
def test_the_day_of_receipt_by_channel(case: dict[str, Any]) -> None:
    receipt = received_on(
        Channel(case["channel"]),
        arrived=case["arrived"],
        signed=case.get("signed"),
        confirmed=case.get("confirmed"),
        to_disclosure_office=case.get("to_disclosure_office", True),
    )
    assert receipt.day == case["received"]
    assert receipt.evidence
    if receipt.day is None:
        assert "未起算" in receipt.reasons[0]
        return
    deadline = reply_due(ReplyFacts(receipt.day), CALENDAR)
    if "day_1" in case:
        assert next(step.day for step in deadline.steps() if step.n) == case["day_1"]
    if "due" in case:
        assert deadline.due == case["due"]
    assert deadline.due not in case.get("wrong", {}).values()


def test_every_channel_has_one_rule() -> None:
    assert [rule.channel for rule in CHANNEL_RULES] == list(Channel)


def test_a_signed_letter_not_yet_signed_for_has_no_day() -> None:
    assert received_on(Channel.POST_SIGNED, arrived=date(2024, 3, 1)).day is None
    confirmed = received_on(
        Channel.POST_SIGNED,
        arrived=date(2024, 3, 1),
        confirmed=date(2024, 3, 4),
        to_disclosure_office=False,
    )
    assert confirmed.day == date(2024, 3, 4)


def test_an_ordinary_letter_is_to_be_confirmed_on_the_day_it_comes() -> None:
    arrived = date(2024, 10, 21)
    same = received_on(Channel.POST_ORDINARY, arrived=arrived, confirmed=arrived)
    assert len(same.reasons) == 1
    for confirmed in (None, date(2024, 10, 23)):
        late = received_on(Channel.POST_ORDINARY, arrived=arrived, confirmed=confirmed)
        assert late.day == confirmed
        assert "应当于收到信函的当日（2024-10-21）与申请人确认" in late.reasons[-1]


@pytest.mark.parametrize("name", ["signed", "confirmed"])
def test_nothing_is_confirmed_before_it_arrives(name: str) -> None:
    with pytest.raises(BadInput, match="早于提交"):
        received_on(Channel.ONLINE, arrived=date(2024, 3, 4), **{name: date(2024, 3, 1)})


@cases("service")
def test_a_reply_is_in_time_by_the_way_it_was_served(case: dict[str, Any]) -> None:
    service = serve(
        ServiceMethod(case["method"]),
        sent=case["sent"],
        signed=case.get("signed"),
        due=case["due"],
        carrier=Carrier(case.get("carrier", "postal-enterprise")),
    )
    assert service.replied == case["replied"]
    assert service.known == case["known"]
    assert service.in_time is case["in_time"]
    assert len(service.faults) == case["faults"]


def test_a_letter_is_not_signed_for_before_it_is_sent() -> None:
    with pytest.raises(BadInput, match="早于发出日"):
        serve(ServiceMethod.POST, sent=date(2024, 3, 4), signed=date(2024, 3, 1))


# correction -------------------------------------------------------------------------------------


def test_the_applicant_has_the_days_that_the_notice_gives() -> None:
    limit = periods.correction_due(date(2024, 7, 12), 15, CALENDAR)  # C4
    assert limit.due == date(2024, 8, 2)
    with pytest.raises(BadInput, match="补正期限不能是 0"):
        periods.correction_due(date(2024, 7, 12), 0, CALENDAR)


def test_there_was_no_fee_before_2021() -> None:
    with pytest.raises(NoRuleInForce, match="2021-01-01"):
        periods.payment_due(date(2020, 12, 31), CALENDAR)


# remedies ---------------------------------------------------------------------------------------


@cases("remedies")
def test_the_last_day_of_a_remedy(case: dict[str, Any]) -> None:
    found = remedy_due(Remedy(case["kind"]), case["known"], CALENDAR)
    assert found.nominal == case["nominal"]
    assert found.last_day == case["last_day"]
    assert ("顺延" in "".join(found.reasons)) is (found.nominal != found.last_day)


def test_who_was_not_told_has_a_year_from_knowing_the_content() -> None:
    known = date(2024, 3, 1)
    for kind, article in ((Remedy.RECONSIDERATION, "第二十条第三款"), (Remedy.SUIT, "第六十四条")):
        found = remedy_due(kind, known, CALENDAR, told=False)
        assert (found.nominal, found.last_day) == (date(2025, 3, 1), date(2025, 3, 3))
        assert article in str(found.article)


def test_who_learns_of_the_right_later_has_the_period_from_then_within_the_year() -> None:
    known = date(2024, 3, 1)
    early = remedy_due(
        Remedy.RECONSIDERATION, known, CALENDAR, told=False, told_on=date(2024, 6, 3)
    )
    assert early.last_day == date(2024, 8, 2)
    late = remedy_due(
        Remedy.RECONSIDERATION, known, CALENDAR, told=False, told_on=date(2025, 2, 20)
    )
    assert late.nominal == date(2025, 3, 1)
    with pytest.raises(BadInput, match="早于知道内容之日"):
        remedy_due(Remedy.SUIT, known, CALENDAR, told=False, told_on=date(2024, 2, 1))


def test_the_year_for_the_untold_began_with_its_law() -> None:
    found = remedy_due(Remedy.RECONSIDERATION, date(2023, 3, 1), CALENDAR, told=False)
    assert found.nominal == date(2023, 4, 30)
    after = remedy_due(Remedy.SUIT_AFTER_RECONSIDERATION, date(2024, 3, 1), CALENDAR, told=False)
    assert after.nominal == date(2024, 3, 16)


@cases("silence")
def test_which_way_comes_first_when_no_reply_came_and_until_when(case: dict[str, Any]) -> None:
    order = review_first_after_silence(case["due"])
    assert (order.first, order.confirmed) == (case["first"], case["confirmed"])
    assert case["article"] in str(order.article) and order.reason
    for kind in (Remedy.RECONSIDERATION, Remedy.SUIT):
        found = remedy_after_silence(kind, case["due"], CALENDAR)
        assert found.last_day == case[kind.value]


def test_without_a_reply_the_period_runs_from_the_end_of_the_reply_period() -> None:
    found = remedy_after_silence(Remedy.RECONSIDERATION, date(2024, 3, 6), CALENDAR)
    assert found.nominal == date(2024, 5, 5)
    assert found.last_day == date(2024, 5, 6)
    assert "届满而未答复" in found.reasons[0]
    assert remedy_after_silence(Remedy.SUIT, date(2024, 3, 6), CALENDAR).nominal == date(2024, 9, 6)
    with pytest.raises(BadInput, match="不适用于逾期不答复"):
        remedy_after_silence(Remedy.SUIT_AFTER_RECONSIDERATION, date(2024, 3, 6), CALENDAR)


def test_a_remedy_that_ends_in_a_year_without_notice_is_provisional() -> None:
    assert remedy_due(Remedy.SUIT, date(2026, 9, 1), CALENDAR).provisional

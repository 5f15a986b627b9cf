"""What is done a second time: a letter that came back, a reply that was ordered anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import LawError
from gongkai.law.application import open_application
from gongkai.law.calendar import national
from gongkai.law.documents.notices import REPLIES
from gongkai.law.documents.signing import SIGNABLE, SIGNED_UNLESS_SET, signed_unless_set
from gongkai.law.service import ServiceMethod, check_dispatch, serve, served_again
from tests.law.support import cases
from tests.law.test_application import event_of

CALENDAR = national()
POSTED, RECORDED = date(2024, 11, 18), date(2024, 11, 21)


@cases("service_again")
def test_what_counts_of_a_letter_that_came_back(case: dict[str, Any]) -> None:
    first, second = (
        serve(ServiceMethod.POST, sent=case[key], signed=case.get(signed), due=case["due"])
        for key, signed in (("first", ""), ("second", "signed"))
    )
    found = served_again(first, second, by_fault=case["by_fault"])
    assert (found.replied, found.known, found.in_time) == (
        case["replied"], case["known"], case["in_time"],
    )  # fmt: skip
    assert any("晚于期限" in fault for fault in found.faults) is not case["in_time"]


def test_what_was_never_served_by_hand_counts_from_the_second_time() -> None:
    first = serve(ServiceMethod.DIRECT, sent=POSTED)
    second = serve(ServiceMethod.POST, sent=RECORDED)
    assert served_again(first, second, by_fault=False).replied == RECORDED


def test_a_day_of_dispatch_is_proved_or_that_of_its_record() -> None:
    check_dispatch(RECORDED, RECORDED)
    check_dispatch(POSTED, RECORDED, evidence="收寄回单", dated=POSTED)
    with pytest.raises(LawError, match="没有凭证不能认定") as caught:
        check_dispatch(POSTED, RECORDED)
    assert caught.value.article is not None
    with pytest.raises(LawError, match="早于文书的成文日期"):
        check_dispatch(POSTED, RECORDED, evidence="收寄回单", dated=RECORDED)


@cases("redo")
def test_a_reply_given_anew_is_due_when_the_decision_says(case: dict[str, Any]) -> None:
    set_by = {name: case[name] for name in ("must_by", "by_court", "rectifies") if name in case}
    now = open_application(case["received"], confirmed=True, **set_by)
    for told in case.get("events", ()):
        if "refused" in told:
            with pytest.raises(LawError, match=told["refused"]):
                now.do(event_of(told), CALENDAR)
        else:
            now = now.do(event_of(told), CALENDAR)
    deadline = now.deadline(CALENDAR)
    assert deadline is not None and deadline.due == case["due"]
    what = "判决确定于" if case.get("by_court") else "复议决定确定于"
    said = "".join(deadline.reasons)
    assert (what in said) is ("must_by" in case)
    assert case.get("article", "") in said and now.late is case.get("late", False)


def test_money_is_signed_for_unless_a_body_sets_otherwise() -> None:
    assert signed_unless_set() == list(SIGNED_UNLESS_SET.versions[-1].value) == ["T14", "T36"]
    assert {*signed_unless_set()} <= {*SIGNABLE} and not {*SIGNABLE} & {*REPLIES}

"""Objections of third parties (第三十二条), reasons asked of applicants (第三十五条)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import BadInput, LawError
from gongkai.law.calendar import national
from gongkai.law.decisions.guards import Record
from gongkai.law.decisions.heard import check_objections, check_reasons_awaited, over_objection
from gongkai.law.periods import reasons_due
from tests.law.support import cases

CALENDAR = national()


@cases("heard")
def test_who_objects_with_good_reason_is_followed(case: dict[str, Any]) -> None:
    assert over_objection(case["items"]) is case["over"]
    check_objections(case["items"], {Record.PUBLIC_INTEREST_PREVAILS})
    if not case["over"]:
        check_objections(case["items"], ())
        return
    with pytest.raises(LawError, match="应当不予公开") as caught:
        check_objections(case["items"], ())
    assert "第三十二条" in str(caught.value.article)


@cases("reasons")
def test_nobody_has_given_no_reasons_before_the_time_is_over(case: dict[str, Any]) -> None:
    given = case["served"], case["days"], case["day"], CALENDAR
    if case["until"]:
        assert reasons_due(case["served"], case["days"], CALENDAR).due == case["until"]
    if case["free"]:
        check_reasons_awaited(*given)
        return
    with pytest.raises(LawError, match=str(case["until"] or "送达记录")) as caught:
        check_reasons_awaited(*given)
    assert "第三十五条" in str(caught.value.article)


def test_a_notice_that_sets_no_days_binds_to_none() -> None:
    check_reasons_awaited(date(2026, 3, 2), 0, date(2026, 3, 2), CALENDAR)
    with pytest.raises(BadInput, match="不能是 0 个工作日"):
        reasons_due(date(2026, 3, 2), 0, CALENDAR)

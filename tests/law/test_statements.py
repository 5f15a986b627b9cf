"""The body's own statements before the body of reconsideration and the court: by when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import NoRuleInForce
from gongkai.law.calendar import national
from gongkai.law.remedies import (
    REVIEW_STATEMENT_DAYS,
    SIMPLIFIED_STATEMENT_DAYS,
    SUIT_STATEMENT_DAYS,
    statement_due,
)
from tests.law.support import cases

CALENDAR = national()


@cases("statements")
def test_the_last_day_for_a_statement(case: dict[str, Any]) -> None:
    found = statement_due(
        case["copy_came"], CALENDAR, suit=case.get("suit", False),
        simplified=case.get("simplified", False),
    )  # fmt: skip
    assert found.last_day == case["last_day"]
    assert str(found.article) in found.reasons[0]
    assert not found.provisional


def test_a_reconsideration_before_2024_was_under_another_law() -> None:
    with pytest.raises(NoRuleInForce):
        statement_due(date(2023, 12, 29), CALENDAR)


def test_a_statement_in_a_year_without_notice_is_provisional() -> None:
    assert statement_due(date(2026, 12, 25), CALENDAR).provisional


def test_what_was_not_read_is_said_to_be_assumed() -> None:
    for rule in (REVIEW_STATEMENT_DAYS, SIMPLIFIED_STATEMENT_DAYS, SUIT_STATEMENT_DAYS):
        assert all(not one.confirmed and one.note for one in rule.versions)

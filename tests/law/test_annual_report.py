"""When a report is due and what it must hold."""

from __future__ import annotations

from datetime import date

from gongkai.law.annual_report import due, fee_statement, government_duties, period


def test_departments_report_by_the_end_of_january() -> None:
    limit = due(2024, is_government=False, is_department=True)
    assert (limit.day, limit.named) == (date(2025, 1, 31), True)
    assert "第四十九条" in str(limit.article)


def test_governments_report_by_the_end_of_march() -> None:
    assert due(2024, is_government=True, is_department=False).day == date(2025, 3, 31)
    assert due(2024, is_government=True, is_department=True).day == date(2025, 3, 31)


def test_bodies_that_article_49_does_not_name_get_the_later_day() -> None:
    limit = due(2024, is_government=False, is_department=False)
    assert (limit.day, limit.named) == (date(2025, 3, 31), False)


def test_a_report_covers_its_calendar_year() -> None:
    assert period(2020) == (date(2020, 1, 1), date(2020, 12, 31))


def test_only_governments_owe_the_results_of_assessment() -> None:
    duty = government_duties(True)
    assert duty is not None
    assert str(duty[1]).endswith("第五十条第（四）项")
    assert government_duties(False) is None


def test_the_fee_statement_begins_with_the_reports_of_2021() -> None:
    assert [fee_statement(y) is not None for y in (2019, 2020, 2021, 2024)] == [
        False,
        False,
        True,
        True,
    ]

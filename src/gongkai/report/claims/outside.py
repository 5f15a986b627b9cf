"""Claims that stand in no section's text: the title's, and the date of the signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from gongkai.report.claims.fold import fold
from gongkai.report.claims.scan import scan
from gongkai.report.claims.tokens import Form
from gongkai.report.model import Claim, Exactness, Report
from gongkai.written import day_zh

__all__ = ["signature_claim", "title_claims"]


def title_claims(report: Report) -> Iterator[Claim]:
    """The numbers of the title, as claims of section 0."""
    for token in scan(fold(report.title)):
        yield Claim(
            token.figure,
            token.unit,
            "",
            int(token.figure) if token.form is Form.YEAR else report.year,
            token.form.value,
            Exactness.EXACT,
            report.title,
            0,
            (0, 0),
            report.title[token.start : token.end],
        )


def signature_claim(report: Report, day: date) -> Claim:
    """The date of the signature, as a claim of the last section."""
    written = day_zh(day)
    return Claim(
        Decimal(day.year),
        "",
        "own",
        day.year,
        "date",
        Exactness.EXACT,
        f"{report.signed_by} {written}".strip(),
        report.sections[-1].number if report.sections else 0,
        (0, 0),
        written,
        day,
        report.signed_place,
    )

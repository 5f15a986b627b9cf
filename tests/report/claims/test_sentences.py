"""Sentences as reports have them, each number judged by hand; and those that mislead readers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from gongkai.report.claims import KINDS, NO_COUNTS, claims_of
from gongkai.report.forms import form_for
from gongkai.report.model import Claim, Exactness, Paragraph, Report, Section

_FILES = ("counts.yaml", "misleading.yaml", "passages.yaml")
# other kinds that count nothing speak of no year that anybody would ask for
_DATED = ("year", "rate", "share", "rate_increase", "rate_decrease", "increase", "decrease")
CASES = [
    case
    for name in _FILES
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


class Said(NamedTuple):
    """What a claim says, without its quote and place."""

    written: str
    figure: Decimal
    unit: str
    kind: str
    year: int | None
    scope: str
    exactness: Exactness


def wanted(line: str) -> Said:
    """One line of a case; the number's own year where it is a year."""
    written, figure, unit, kind, *rest = line.split()
    more = set(rest)
    years = [int(w) for w in more if w.isdigit()]
    return Said(
        written.replace("_", " "),
        Decimal(figure),
        "" if unit == "-" else unit,
        kind,
        None if "none" in more else years[0] if years else 2024,
        next((w for w in ("own", "area", "part") if w in more), ""),
        next((e for e in Exactness if e.value in more), Exactness.EXACT),
    )


def found(case: dict[str, Any]) -> list[Said]:
    lines = [*filter(None, [case.get("heading")]), case["text"]]
    made = Report(
        "x",
        form_for(2024),
        2024,
        body="云州市教育局",
        region="云州市",
        sections=[Section(1, "", [Paragraph(line) for line in lines])],
    )
    return [_said(c) for c in claims_of(made)]


def _said(claim: Claim) -> Said:
    return Said(
        claim.written,
        claim.figure,
        claim.unit,
        claim.kind,
        2024 if claim.kind in NO_COUNTS and claim.kind not in _DATED else claim.year,
        claim.scope,
        claim.exactness,
    )


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:24] for c in CASES])
def test_every_number_is_read_for_what_it_is(case: dict[str, Any]) -> None:
    said = found(case)
    assert said == [wanted(line) for line in case["claims"]]
    assert {s.kind for s in said} <= set(KINDS)


def test_there_are_sentences_enough() -> None:
    assert len({c["text"] for c in CASES}) >= 150

"""The checks of prose, dates and document on the real reports: the golden warnings and no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.report.checks import Severity, run_checks
from gongkai.report.read import read

SHARED = Path(__file__).resolve().parents[4] / "shared"
MINE = ("NAR.", "DATE.", "DOC.", "PII.", "TXT.")

pytestmark = pytest.mark.needs_shared


def found() -> list[tuple[str, str, str, str, str]]:
    return [
        (path.name[:3], f.severity.value, f.check, f.expected, f.found)
        for path in sorted((SHARED / "seeds").glob("*.txt"))
        for f in run_checks(read(path)[0])
        if f.check.startswith(MINE)
    ]


def test_errors_and_warnings_are_exactly_the_golden_ones() -> None:
    with (SHARED / "domain/golden/seeds-findings.csv").open(encoding="utf-8") as file:
        golden = sorted(
            (row["file"][:3], row["severity"], row["rule"])
            for row in csv.DictReader(file)
            if row["rule"].startswith(MINE) and row["severity"] != "note"
        )
    ours = sorted(
        (seed, severity, check)
        for seed, severity, check, *_ in found()
        if severity != Severity.NOTE
    )
    assert ours == golden
    assert len(ours) == 12


def test_notes_on_form_are_the_golden_ones() -> None:
    notes: dict[str, set[str]] = {}
    for seed, severity, check, *_ in found():
        if severity == Severity.NOTE:
            notes.setdefault(seed, set()).add(check)
    assert {
        "000": {"DOC.PERIOD", "DOC.FIVE_ASPECTS", "NAR.SCOPE", "NAR.MISSING_COUNT", "DOC.PLACEMENT",
                "TXT.DEBRIS"},
        "001": {"NAR.DUPLICATE", "DATE.MISSING"},
        "002": {"DOC.PERIOD", "NAR.VAGUE_DATE", "TXT.PUNCTUATION", "DATE.MISSING"},
        "003": {"DATE.MISSING", "PII.MAILBOX", "TXT.DEBRIS"},
        "004": {"DOC.TITLE", "DOC.FIVE_ASPECTS", "TXT.PUNCTUATION"},
    } == notes  # fmt: skip


def test_the_figures_of_the_golden_rows_are_shown() -> None:
    shown = {(seed, check): (expected, got) for seed, _, check, expected, got in found()}
    assert shown["002", "NAR.TABLE"] == ("124（未经复议直接起诉12＋复议后起诉112）", "112")
    assert shown["002", "NAR.RATE"] == ("10/124 = 8.1%", "8.9%（= 10/112）")
    assert shown["000", "NAR.TABLE"] == ("办结8（自然人7＋其他1），结转1", "9")
    assert shown["004", "DATE.FISCAL"] == ("2019年决算、2020年度预算", "2020年决算、2021年度预算")

"""The five real reports: exactly the golden errors and warnings, the derived ones marked."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from gongkai import check, read
from gongkai.report.checks import Finding, Severity
from gongkai.report.model import Report

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.needs_shared
SEEDS = ["000", "001", "002", "003", "004"]


def golden(severity: str) -> list[dict[str, str]]:
    with (SHARED / "domain/golden/seeds-findings.csv").open(encoding="utf-8-sig") as file:
        return [r for r in csv.DictReader(file) if r["severity"] == severity]


def report(seed: str) -> Report:
    (path,) = (SHARED / "seeds").glob(f"{seed}_*.txt")
    (made,) = read(path)
    return made


@pytest.fixture(scope="module")
def findings() -> dict[str, list[Finding]]:
    return {seed: check(report(seed)) for seed in SEEDS}


def of(findings: dict[str, list[Finding]], severity: Severity) -> Counter[tuple[str, str, bool]]:
    return Counter(
        (seed, f.check, bool(f.derived_from))
        for seed, some in findings.items()
        for f in some
        if f.severity is severity
    )


def test_the_twelve_errors_and_no_other(findings: dict[str, list[Finding]]) -> None:
    expected = Counter(
        (r["file"][:3], r["rule"], r["derived_from"] == "yes") for r in golden("error")
    )
    assert expected.total() == 12
    assert of(findings, Severity.ERROR) == expected


def test_the_warnings_and_no_other(findings: dict[str, list[Finding]]) -> None:
    alone = [r for r in golden("warning") if r["rule"] != "X.SUBSET"]
    assert len(alone) == 15
    assert of(findings, Severity.WARNING) == Counter(
        (r["file"][:3], r["rule"], False) for r in alone
    )


def test_the_sixteenth_warning_needs_the_parent() -> None:
    (row,) = [r for r in golden("warning") if r["rule"] == "X.SUBSET"]
    bureau, city = report("000"), report("002")
    across = [f for f in check(bureau, parent=city) if f.check.startswith("X.")]
    (found,) = across
    assert found.check == row["rule"]
    assert found.found == row["found"].split(" (")[0]
    assert found.expected == row["expected"].split(" (")[0]


def test_errors_name_the_golden_cell_and_figures(findings: dict[str, list[Finding]]) -> None:
    for row in golden("error"):
        if not row["rule"].startswith("T3"):
            continue
        said = [
            f
            for f in findings[row["file"][:3]]
            if f.check == row["rule"] and (f.expected, f.found) == (row["expected"], row["found"])
        ]
        assert said, row
        where = report(row["file"][:3]).form.cells
        line = int(row["line"])
        places = [
            c.place.line for f in said for i in f.cells if (c := report(row["file"][:3]).cells[i])
        ]
        assert line in places, (row, [where[i].zh for f in said for i in f.cells])


def test_derived_errors_point_at_roots_of_the_same_report(
    findings: dict[str, list[Finding]],
) -> None:
    for some in findings.values():
        ids = {f.id for f in some if not f.derived_from}
        for finding in some:
            assert set(finding.derived_from) <= ids


def test_every_golden_note_of_form_is_found(findings: dict[str, list[Finding]]) -> None:
    """Notes that need knowledge from outside the file, or are typing errors, are left out."""
    wanted = {
        ("000", "DOC.PERIOD"), ("000", "DOC.FIVE_ASPECTS"), ("000", "NAR.SCOPE"),
        ("000", "NAR.MISSING_COUNT"), ("000", "T2.UNSIGNED"), ("000", "T2.BLANK"),
        ("000", "T3.BLANK"), ("000", "DOC.PLACEMENT"), ("001", "NAR.DUPLICATE"),
        ("001", "DATE.MISSING"), ("002", "DOC.PERIOD"), ("002", "NAR.VAGUE_DATE"),
        ("002", "T2.NO_CHANGE"), ("002", "T2.UNIT"), ("002", "T3.BLANK"), ("002", "DATE.MISSING"),
        ("003", "T2.RAW_FORM"), ("003", "T3.LABEL"), ("003", "DATE.MISSING"),
        ("004", "DOC.FIVE_ASPECTS"),
    }  # fmt: skip
    golden_notes = {(r["file"][:3], r["rule"]) for r in golden("note")}
    assert wanted <= golden_notes
    found = {
        (seed, f.check)
        for seed, some in findings.items()
        for f in some
        if f.severity is Severity.NOTE
    }
    assert wanted <= found

"""What is written reads back as it was: every sample and every real report, in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from gongkai.report.model import Cell, Report, State
from gongkai.report.read import read, read_bytes
from gongkai.report.write import to_bytes
from samples.definitions import REPORTS, samples

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
SUFFIXES = (".docx", ".html", ".xlsx", ".json", ".pdf")
# those need LibreOffice or recognition, and their reading is tested with the samples
_BY_DEFINITION = (".doc", ".wps", ".et", ".xls")


@cache
def report_of(name: str) -> Report:
    """The report to be written: as it reads from its file."""
    if name.endswith(".txt") and "/" not in name:
        return read(SEEDS / name)[0]
    sample = next(s for s in samples() if s.name == name)
    if sample.file.endswith(_BY_DEFINITION) or "scan" in sample.file or sample.member:
        # a definition leaves out the unit that the heading of a column names
        cells = [
            cell._replace(unit="万元") if cell and "万元" in where.column_path else cell
            for where, cell in zip(sample.report.form.cells, sample.report.cells, strict=True)
        ]
        return replace(sample.report, cells=cells)
    return read(REPORTS / sample.file)[max(sample.part - 1, 0)]


NAMES = [
    *(s.name for s in samples()),
    *(
        pytest.param(path.name, marks=pytest.mark.needs_shared)
        for path in sorted(SEEDS.glob("*.txt"))
    ),
]


def again(report: Report, suffix: str) -> Report:
    """Written in that format and read back."""
    ((_, outcome),) = read_bytes(to_bytes(report, suffix), "x" + suffix)
    assert isinstance(outcome, list), outcome
    (back,) = outcome
    return back


def printed(cell: Cell | None) -> tuple[str, object, State, str]:
    """A cell without its place. A cell that is not there is printed as an empty one."""
    if cell is None:
        return "", None, State.BLANK, ""
    return cell.raw, cell.value, cell.state, cell.unit


def prose(report: Report, suffix: str) -> list[tuple[int, str, list[str]]]:
    """Section titles and paragraphs.

    In PDF a blank at the end of a printed line is lost: there white space is not compared.
    """
    sections = []
    for section in report.sections:
        texts = [p.text.strip() for p in section.paragraphs]
        if suffix == ".pdf":
            texts = [re.sub(r"\s", "", text) for text in texts]
        sections.append((section.number, section.title, texts))
    return sections


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", NAMES)
def test_a_written_report_reads_back(name: str, suffix: str) -> None:
    report = report_of(name)
    back = again(report, suffix)
    assert back.form is report.form
    labels = [where.slug for where in report.form.cells]
    assert dict(zip(labels, map(printed, back.cells), strict=True)) == dict(
        zip(labels, map(printed, report.cells), strict=True)
    )
    assert prose(back, suffix) == prose(report, suffix)
    assert (back.title, back.year, back.body) == (report.title, report.year, report.body)
    assert (back.signed_by, back.signed_on) == (report.signed_by, report.signed_on)

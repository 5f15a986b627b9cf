"""The sample city: every file reads as it was defined, and every planted fault is found."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from gongkai.report.checks import Context, Severity, run_checks  # noqa: E402
from gongkai.report.consolidate import bodies_from_csv, consolidate, under  # noqa: E402
from gongkai.report.model import Cell, Report  # noqa: E402
from gongkai.report.read import read  # noqa: E402
from samples.build import build  # noqa: E402
from samples.definitions import FORMATS, HERE, REPORTS, Sample, samples  # noqa: E402

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

SAMPLES = samples()
ALL = [(sample, path) for sample in SAMPLES for path in sample.paths]
SCAN = next(sample for sample in SAMPLES if sample.layout == "scan")
BY_BODY = {(s.report.body, s.report.year): s for s in SAMPLES}
CITY = "云州市人民政府"


def before(sample: Sample) -> Sample | None:
    """Last year's report of the same body."""
    return BY_BODY.get((sample.report.body, (sample.report.year or 0) - 1))


def marked(name: str, *values: Any, paths: list[Path]) -> Any:
    """A case of a test, which needs LibreOffice when one of the files is an old Word file."""
    old = any(path.suffix in (".doc", ".wps") for path in paths)
    return pytest.param(*values, id=name, marks=[pytest.mark.needs_libreoffice] if old else [])


FILES = [
    marked(f"{sample.name}-{path.parent.name}-{path.name}", sample, path, paths=[path])
    for sample, path in ALL
    if sample is not SCAN
]
CHECKED = [
    marked(s.name, s, paths=[x.paths[0] for x in (s, before(s)) if x])
    for s in SAMPLES
    if s is not SCAN
]


@cache
def reports_in(path: Path) -> tuple[Report, ...]:
    return tuple(read(path))


def as_read(sample: Sample, path: Path | None = None) -> Report:
    found = reports_in(path or sample.paths[0])
    if sample.member:
        return next(r for r in found if sample.member in r.file)
    return found[max(sample.part - 1, 0)]


def printed(cell: Cell | None) -> tuple[str, Decimal | None, str] | None:
    """A cell without its place; padding of white space is not compared in blank cells."""
    return cell and (cell.raw, cell.value, cell.state.value)


# reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sample", "path"), FILES)
def test_every_cell_reads_as_defined(sample: Sample, path: Path) -> None:
    report = as_read(sample, path)
    assert report.form is sample.report.form
    labels = [f"{c.table} {c.row_path} × {c.column_path}" for c in report.form.cells]
    got = dict(zip(labels, map(printed, report.cells), strict=True))
    assert got == dict(zip(labels, map(printed, sample.report.cells), strict=True))


@pytest.mark.parametrize(("sample", "path"), FILES)
def test_body_year_and_signature_read_as_defined(sample: Sample, path: Path) -> None:
    report, wanted = as_read(sample, path), sample.report
    assert (report.year, report.body) == (wanted.year, wanted.body)
    assert report.title == wanted.title
    assert report.is_government == wanted.is_government
    assert (report.signed_by, report.signed_on) == (wanted.signed_by, wanted.signed_on)


@pytest.mark.parametrize(("sample", "path"), FILES)
def test_sections_read_as_defined(sample: Sample, path: Path) -> None:
    got = [(s.number, s.title, [p.text.strip() for p in s.paragraphs])
           for s in as_read(sample, path).sections]  # fmt: skip
    assert got == [(s.number, s.title, [p.text for p in s.paragraphs])
                   for s in sample.report.sections]  # fmt: skip


def test_a_file_holds_as_many_reports_as_were_put_into_it() -> None:
    for file in {sample.file for sample in SAMPLES if sample.part or sample.member}:
        wanted = sum(sample.file == file for sample in SAMPLES)
        assert len(reports_in(REPORTS / file)) == wanted, file


@pytest.mark.thorough  # the gate reads a small scan in test_scan
def test_the_scan_reads_as_defined_but_for_marks_in_the_prose() -> None:
    pytest.importorskip("rapidocr", reason="reading scans needs the extra ocr")
    test_every_cell_reads_as_defined(SCAN, SCAN.paths[0])
    test_body_year_and_signature_read_as_defined(SCAN, SCAN.paths[0])
    got = [(s.number, len(s.paragraphs)) for s in as_read(SCAN).sections]
    assert got == [(s.number, len(s.paragraphs)) for s in SCAN.report.sections]


# checking -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A line of faults.csv."""

    file: str
    check: str
    severity: str
    cells: tuple[str, ...]
    quote: str


def faults() -> list[Fault]:
    with open(ROOT / "samples" / "faults.csv", encoding="utf-8", newline="") as lines:
        return [
            Fault(r["file"], r["check"], r["severity"], tuple(r["cells"].split()), r["quote"])
            for r in csv.DictReader(lines)
        ]


FAULTS = faults()


def found_in(sample: Sample) -> list[Fault]:
    """The errors and warnings, with last year's report and the city's beside."""
    report = as_read(sample)
    previous = before(sample)
    parent = BY_BODY.get((CITY, sample.report.year))
    context = Context(
        previous=as_read(previous) if previous else None,
        parent=as_read(parent) if parent and parent is not sample else None,
    )
    return [
        Fault(
            sample.key,
            finding.check,
            finding.severity.value,
            tuple(report.form.cells[i].slug for i in finding.cells),
            "\n".join(quote.text for quote in finding.quotes),
        )
        for finding in run_checks(report, context)
        if finding.severity is not Severity.NOTE
    ]


def explains(planted: Fault, found: Fault) -> bool:
    """Whether a finding is the planted fault: same check, its cells and words among it."""
    return (
        planted.check == found.check
        and planted.severity == found.severity
        and set(planted.cells) <= set(found.cells)
        and planted.quote in found.quote
    )


@pytest.mark.parametrize("sample", CHECKED)
def test_every_planted_fault_is_found(sample: Sample) -> None:
    found = found_in(sample)
    planted = [f for f in FAULTS if f.file == sample.key and f.check != "consolidate"]
    missed = [p for p in planted if not any(explains(p, f) for f in found)]
    assert not missed


@pytest.mark.parametrize("sample", CHECKED)
def test_nothing_else_is_called_an_error_or_a_warning(sample: Sample) -> None:
    planted = [f for f in FAULTS if f.file == sample.key]
    assert [f for f in found_in(sample) if not any(explains(p, f) for p in planted)] == []


@pytest.mark.parametrize("name", ["2019-education", "2023-land"])
def test_a_clean_report_of_each_form_has_no_finding_at_all(name: str) -> None:
    sample = next(s for s in SAMPLES if s.name == name)
    assert [f.message for f in run_checks(as_read(sample))] == []


def test_every_fault_names_a_sample() -> None:
    assert {fault.file for fault in FAULTS} <= {sample.key for sample in SAMPLES}


# the definitions themselves -------------------------------------------------------------------


def test_the_city_is_the_sum_of_its_bodies_except_the_planted_cell() -> None:
    reports = [s.report for s in SAMPLES if s.report.year == 2024]
    city = next(r for r in reports if r.body == CITY)
    bodies = [r for r in reports if r is not city]
    differing = []
    for index, where in enumerate(city.form.cells):
        parts = sum(cell.value or 0 for r in bodies if (cell := r.cells[index]))
        cell = city.cells[index]
        if cell is None or cell.value != parts:
            differing.append((where.slug, str(parts)))
    assert differing == [("t2.penalties.decisions", "46950")]


def test_consolidating_2024_names_who_is_missing_and_finds_the_planted_cell() -> None:
    text = (ROOT / "samples" / "bodies.csv").read_text(encoding="utf-8")
    above, expected = under(bodies_from_csv(text))
    reports = [s.report for s in SAMPLES if s.report.year == 2024]
    city = next(r for r in reports if r.body == CITY)
    result = consolidate(reports, expected=expected, parent=city, above=above)
    assert above == CITY
    assert [body.name for body in result.missing] == ["云州市财政局", "云州市政务服务中心"]
    assert len(result.included) == 8
    differing = [city.form.cells[d.cell].slug for d in result.differences]
    planted = [f for f in FAULTS if f.check == "consolidate"]
    assert [tuple(differing)] == [f.cells for f in planted]


def test_the_odd_layouts_are_those_that_the_definitions_make(tmp_path: Path) -> None:
    """Byte for byte. What our writers and LibreOffice make may change its looks."""
    odd = [s for s in SAMPLES if s.layout not in ("writer", "scan") and not s.member]
    made = build(odd, tmp_path)
    assert len(made) == len({s.file for s in odd})
    for path in made:
        name = path.relative_to(tmp_path)
        assert path.read_bytes() == (HERE / name).read_bytes(), f"{name}: build samples again"


def test_no_file_is_large_and_none_is_left_over() -> None:
    on_disk = {p for folder in (REPORTS, FORMATS) for p in folder.rglob("*") if p.is_file()}
    assert on_disk == {path for _, path in ALL}
    assert all(path.stat().st_size < 300_000 for path in on_disk)

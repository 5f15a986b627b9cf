"""The sample reports as defined in source/*.toml, and the reports they stand for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.report.forms import Form, form_by_key
from gongkai.report.model import Cell, Paragraph, Report, Section
from gongkai.report.read.values import parse_value
from gongkai.terms import term

__all__ = ["FORMATS", "HERE", "REPORTS", "Sample", "samples"]

HERE = Path(__file__).parent
REPORTS = HERE / "reports"
FORMATS = HERE / "formats"
SOURCE = HERE / "source"

TITLES = (
    "section_overview",
    "section_proactive",
    "section_applications",
    "section_remedies",
    "section_problems",
    "section_other",
)
_NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class Sample:
    """One definition: `name` is the TOML file without its ending, `report` what a reader must see.

    file: where it is built, under reports/. member: its name inside a zip. part: its position in a
    file with two reports, from 1 (0: alone). also: files with the same content, under formats/.
    """

    name: str
    file: str
    layout: str
    report: Report
    options: dict[str, Any]
    member: str = ""
    part: int = 0
    also: tuple[str, ...] = ()

    @property
    def paths(self) -> list[Path]:
        """The file, and those with the same content."""
        return [REPORTS / self.file, *(FORMATS / name for name in self.also)]

    @property
    def key(self) -> str:
        """How faults.csv names it: the file, with the member or the part when there are several."""
        return self.file + (f"#{self.member or self.part}" if self.member or self.part else "")


def samples() -> list[Sample]:
    """Every definition, in the order of their names."""
    return [_sample(path) for path in sorted(SOURCE.glob("*.toml"))]


def _sample(path: Path) -> Sample:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Sample(
        name=path.stem,
        file=data["file"],
        layout=data["layout"],
        report=_report(data),
        options=data,
        member=data.get("member", ""),
        part=data.get("part", 0),
        also=tuple(data.get("also", ())),
    )


def _report(data: dict[str, Any]) -> Report:
    form = form_by_key(data["form"])
    return Report(
        file=data["file"],
        form=form,
        year=data["year"],
        body=data["body"],
        is_government=data["body"].endswith("人民政府"),
        title=data["title"],
        cells=tuple(_cells(form, data)),
        sections=list(_sections(data)),
        signed_by=data.get("signed_by", ""),
        signed_on=data.get("signed_on"),
    )


def _sections(data: dict[str, Any]) -> Iterator[Section]:
    yield Section(0, "", [Paragraph(text) for text in data["lead"]])
    order = 0
    for number, name in enumerate(TITLES, start=1):
        paragraphs = data.get(f"section_{number}")
        if paragraphs is None and number not in (2, 3, 4):
            continue  # a planted fault: the section is missing
        order += 1
        title = data.get("titles", {}).get(str(number), term(name).zh)
        yield Section(
            number,
            f"{_NUMERALS[number - 1]}、{title}",
            [Paragraph(text) for text in paragraphs or ()],
            order=order,
        )


def _cells(form: Form, data: dict[str, Any]) -> Iterator[Cell | None]:
    """The cells in the order of the form; rows that the definition leaves out are all "0"."""
    raw: dict[int, str | None] = {}
    for block in form.blocks:
        for row in block.rows:
            _put(raw, row.cells, data.get("t2", {}).get(row.labels[-1].id))
    for row in form.rows:
        _put(raw, row.cells, data.get("t3", {}).get(row.labels[-1].id))
    for group in form.groups:
        _put(raw, (*group.parts, group.total), data.get("t4", {}).get(group.labels[-1].id))
    _check_names(form, data)
    for i in range(len(form.cells)):
        yield _cell(raw[i])


def _put(raw: dict[int, str | None], cells: Iterable[int], given: str | list[str] | None) -> None:
    cells = tuple(cells)
    if given is None:
        texts: list[str] = ["0"] * len(cells)
    elif isinstance(given, str):
        texts = ["" if text == "_" else text for text in given.split()]
    else:
        texts = given
    for n, index in enumerate(cells):
        raw[index] = texts[n] if n < len(texts) else None  # a row with too few values


def _cell(raw: str | None) -> Cell | None:
    if raw is None:
        return None
    value, state, unit, _ = parse_value(raw)
    return Cell(raw, value, state, unit)


def _check_names(form: Form, data: dict[str, Any]) -> None:
    known = {
        "t2": {row.labels[-1].id for block in form.blocks for row in block.rows},
        "t3": {row.labels[-1].id for row in form.rows},
        "t4": {group.labels[-1].id for group in form.groups},
    }
    for table, names in known.items():
        strange = set(data.get(table, {})) - names
        if strange:
            raise ValueError(f"{data['file']}: {table} has no rows {sorted(strange)}")

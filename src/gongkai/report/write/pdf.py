"""Write a report as PDF with typst: tagged, archival (PDF/A-2a), for screen readers (PDF/UA-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gongkai.report.model import Report
from gongkai.report.write import measures as m
from gongkai.report.write.fonts import find_fonts
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutCell,
    LaidOutTable,
    Part,
    Signature,
    Title,
    flow,
    present,
)
from gongkai.report.write.typeset import Typesetter, printing, words
from gongkai.terms import term

__all__ = ["write"]

_SIZES = {
    "body": m.BODY_SIZE,
    "line": m.LINE,
    "title": m.TITLE_SIZE,
    "title_line": m.TITLE_LINE,
    "number": m.NUMBER_SIZE,
    "table": m.TABLE_SIZE,
    "table_line": m.TABLE_LINE,
    "row": m.TABLE_ROW,
    "padding": m.CELL_PADDING,
    "page": (297 - m.MARGINS["top"] - m.MARGINS["bottom"]) * m.MM,
}
_SIGN = re.compile(".")


def write(report: Report, *, font_dirs: Sequence[Path] = (), system_fonts: bool = True) -> bytes:
    """The report as PDF in the official layout; the same report and fonts give the same bytes.

    font_dirs: folders with the body's own fonts (仿宋, 黑体, 楷体, 小标宋), taken before others.
    system_fonts: whether to look where the operating system keeps fonts.
    Raises MissingFont when there is no Chinese font, or none has a character of the report.
    """
    return _Printer.of(tuple(font_dirs), system_fonts).report(report)


class _Printer(Typesetter):
    """Sets reports."""

    @staticmethod
    @lru_cache(maxsize=4)
    def of(font_dirs: tuple[Path, ...], system: bool) -> _Printer:
        template = files(__package__).joinpath("report.typ").read_bytes()
        return _Printer(find_fonts(font_dirs, system=system), template)

    def report(self, report: Report) -> bytes:
        # PDF/A wants a date; the day of signing is the only one that is not an accident
        day = report.signed_on or date(report.year or 2019, 12, 31)
        data = {
            "name": printing(report.title) or term("annual_report").zh,
            "day": [day.year, day.month, day.day],
            "margins": m.MARGINS,
            "sizes": _SIZES,
            "items": list(_items(flow(report))),
        }
        return self.print("report", data, "报告")


def _items(flowing: Iterable[Part]) -> Iterator[dict[str, Any]]:
    """The parts as the template wants them; tables of one section come as one."""
    group: list[LaidOutTable] = []
    for part in flowing:
        if group and not (isinstance(part, LaidOutTable) and part.section == group[0].section):
            yield _table(group)
            group = []
        match part:
            case LaidOutTable():
                group.append(part)
            case Title(text):
                yield {
                    "kind": "title",
                    "lines": [words(printing(line), 20) for line in m.title_lines(text)],
                }
            case Heading(_, text):
                yield {"kind": "heading", "text": words(printing(text))}
            case BodyText(_, text):
                head, rest = m.split_subheading(printing(text))
                if head and not rest:
                    yield {"kind": "subheading", "text": head}
                else:
                    yield {"kind": "text", "head": head, "text": words(rest)}
            case Signature(signed_by, day):
                lines = [words(printing(line)) for line in (signed_by, day) if line]
                yield {"kind": "signature", "lines": lines}
    if group:
        yield _table(group)


def _table(group: Sequence[LaidOutTable]) -> dict[str, Any]:
    padded = any("\xa0" in cell.text for table in group for row in table.body for cell in row)
    return {
        "kind": "table",
        "columns": m.COLUMNS[group[0].section],
        # as long as no figure wraps, each table of the forms fits on a page, and stays on one
        "whole": all(
            m.stands_on_one_line(printing(cell.text), table.section, cell.column, cell.colspan)
            for table in group
            for row in table.body
            for cell in row
            if cell.cell is not None
        ),
        "tables": [
            {
                "repeat": len(group) == 1,
                "head": [[_cell(table, cell) for cell in row] for row in table.head],
                "body": [
                    [_cell(table, cell, padded) for cell in present(row)] for row in table.body
                ],
                "gaps": [
                    [(cell.column, cell.colspan) for cell in row[len(present(row)) :]]
                    for row in table.body
                ],
            }
            for table in group
        ],
    }


def _cell(table: LaidOutTable, cell: LaidOutCell, padded: bool = False) -> dict[str, Any]:
    """A cell with what is not the rule: spans, left alignment, a smaller size.

    padded: a figure of the table stands between no-break blanks. A font has one glyph for both
    kinds of blank and a PDF gives a glyph one meaning, so such tables take the other font.
    """
    text = printing(cell.text)
    wraps = not m.stands_on_one_line(text, table.section, cell.column, cell.colspan)
    made: dict[str, Any] = {"text": words(text, 3, _SIGN) if wraps else text, "x": cell.column}
    if cell.colspan > 1:
        made["colspan"] = cell.colspan
    if cell.rowspan > 1:
        made["rowspan"] = cell.rowspan
    if table.section == 3 and cell.scope == "row":
        made["left"] = True
    if cell.cell is not None:
        size = m.figure_size(text, table.section, cell.column, cell.colspan)
        if size < m.TABLE_SIZE:
            made["size"] = size
        if padded and " " not in text:
            made["padded"] = True
    return made

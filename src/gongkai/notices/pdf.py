"""A document as PDF (PDF/A-2a, PDF/UA-1) in the official look; the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gongkai.notices.layout import FORM_LINE, FORM_SIZE, row_height, seal_indents
from gongkai.notices.model import Cell, Notice, Paragraph, Run, Table
from gongkai.report.write import measures as m
from gongkai.report.write.fonts import find_fonts
from gongkai.report.write.typeset import Typesetter, printing, words

__all__ = ["pages", "write"]

_SIZES = {
    "body": m.BODY_SIZE,
    "line": m.LINE,
    "title": m.TITLE_SIZE,
    "title_line": m.TITLE_LINE,
    "number": m.NUMBER_SIZE,
    "form": FORM_SIZE,
    "form_line": FORM_LINE,
}
_SIGN = re.compile(".")
_PAGE = re.compile(rb"/Type ?/Page(?!s)")


def write(notice: Notice, *, font_dirs: Sequence[Path] = (), system_fonts: bool = True) -> bytes:
    """The document as PDF.

    font_dirs: folders with the body's own fonts (仿宋, 黑体, 小标宋), taken before others.
    Raises MissingFont when there is no Chinese font, or none has a character of the document.
    """
    return _typesetter(tuple(font_dirs), system_fonts).print("notice", _data(notice), "文书")


def pages(made: bytes) -> int:
    """How many pages a PDF has that `write` has made; not for those of others."""
    return len(_PAGE.findall(made))


@lru_cache(maxsize=4)
def _typesetter(font_dirs: tuple[Path, ...], system: bool) -> Typesetter:
    template = files(__package__).joinpath("notice.typ").read_bytes()
    return Typesetter(find_fonts(font_dirs, system=system), template)


def _data(notice: Notice) -> dict[str, Any]:
    return {
        "name": printing(notice.title),
        "day": [notice.day.year, notice.day.month, notice.day.day],
        "margins": m.MARGINS,
        "sizes": _SIZES,
        "heading": [words(printing(line), 20) for line in notice.heading],
        "number": printing(notice.number),
        "blocks": [_table(b) if isinstance(b, Table) else _paragraph(b) for b in notice.blocks],
        "seal": _seal(notice),
        "note": words(printing(notice.note)),
    }


def _seal(notice: Notice) -> list[dict[str, Any]]:
    if not notice.seal:
        return []
    indents = seal_indents(notice.seal)
    return [
        {"text": printing(line), "indent": indent}
        for line, indent in zip(notice.seal.lines, indents, strict=True)
    ]


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"kind": str(paragraph.role), "runs": _runs(paragraph.runs)}


def _runs(runs: Sequence[Run], longest: int = 28) -> list[dict[str, Any]]:
    return [{"text": words(printing(r.text), longest), "bold": r.bold} for r in runs]


def _table(table: Table) -> dict[str, Any]:
    rows = list(_rows(table))
    return {
        "kind": "table",
        "columns": table.widths,
        "heights": [row_height(table, row) for row in table.rows],
        "head": rows[: table.head],
        "rows": rows[table.head :],
    }


def _rows(table: Table) -> Iterator[list[dict[str, Any]]]:
    """Cells with their columns, past what runs down from above."""
    above: dict[int, int] = {}
    for row in table.rows:
        made, column = [], 0
        taken = {at for at, left in above.items() if left}
        above = {at: left - 1 for at, left in above.items()}
        for cell in row:
            while column in taken:
                column += 1
            made.append(_cell(cell, column, sum(table.widths[column : column + cell.columns])))
            above |= dict.fromkeys(range(column, column + cell.columns), cell.rows - 1)
            column += cell.columns
        yield made


def _cell(cell: Cell, column: int, width: float) -> dict[str, Any]:
    room = int(width * m.MM / (FORM_SIZE * 0.56)) - 2
    return {
        "lines": [
            [{"text": words(printing(r.text), room, _SIGN), "bold": r.bold} for r in line]
            for line in cell.lines
        ],
        "x": column,
        "colspan": cell.columns,
        "rowspan": cell.rows,
        "left": cell.left,
    }

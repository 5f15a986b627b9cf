"""PDF pages as pdfplumber sees them: the checked fallback when our own grid finds no table 3."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from typing import Any

from gongkai.errors import DamagedFile
from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, GridCell, Para
from gongkai.report.read.pdf.glyphs import clean

__all__ = ["plumber_pages"]


def plumber_pages(data: bytes, wanted: Iterable[int]) -> list[tuple[int, list[Para | Grid]]]:
    """Paragraphs and grids of these pages (counted from 0), each from top to bottom."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    # it warns of odd fonts, a line a page; the user can do nothing about them
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages = []
    tables = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for number in wanted:
                blocks = _blocks(pdf.pages[number], number + 1, tables)
                tables += sum(isinstance(block, Grid) for block in blocks)
                pages.append((number, blocks))
    except PdfminerException as error:
        raise DamagedFile("PDF 已损坏或不完整，备用组件也无法打开", "请重新取得文件") from error
    return pages


def _blocks(page: Any, number: int, tables: int) -> list[Para | Grid]:
    parts: list[tuple[float, Para | Grid]] = []
    found = [table for table in page.find_tables() if len(table.rows[0].cells) > 1]
    rest = page
    for table in found:
        left, top, right, bottom = table.bbox
        tables += 1
        where = Place(page=number, table=tables, box=(left, top, right, bottom))
        parts.append((top, Grid(_rows(table, where), where)))
        rest = rest.outside_bbox(_inside(table.bbox, rest.bbox))
    for line in rest.extract_text_lines() if rest.chars else []:
        box = (line["x0"], line["top"], line["x1"], line["bottom"])
        parts.append((line["top"], Para(_text(line["text"]), Place(page=number, box=box))))
    parts.sort(key=lambda part: part[0])
    return [part for _, part in parts]


def _inside(box: Any, page: Any) -> tuple[float, float, float, float]:
    """A box cut to the page; pdfplumber refuses one that sticks out."""
    return (max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3]))


def _rows(table: Any, where: Place) -> list[list[GridCell]]:
    lefts = sorted({round(cell[0], 1) for cell in table.cells})
    rows = []
    for n, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True), 1):
        cells = []
        for box, text in zip(row.cells, texts, strict=True):
            if box is None:  # covered by a merged cell
                continue
            column = lefts.index(round(box[0], 1))
            span = sum(box[0] - 0.1 <= left < box[2] - 0.1 for left in lefts)
            place = where._replace(row=n, column=column + 1, box=tuple(box))
            cells.append(GridCell(_text(text or ""), column, span, place))
        rows.append(cells)
    return rows


def _text(text: str) -> str:
    return "".join(clean(ord(char)) for char in text)

"""What every format reader hands over: paragraphs and grids, in reading order.

A format reader knows its format and nothing of reports; `assemble` knows reports and nothing of
formats. Rules for a format reader:

* `Grid.rows` holds only the cells that begin in that row. A cell merged down from above is not
  repeated; a cell merged over columns stands once, at its first column, with its `span`.
* `GridCell.column` is the position in the grid, from 0, counting merged cells at full width; -1
  where the format has no columns (one cell a line).
* `GridCell.text` is the text exactly as printed, with its padding (U+00A0 and U+3000 kept); lines
  of a wrapped cell are joined without anything in between, paragraphs inside a cell likewise.
* Tables used for layout (a table around a whole page) are flattened to paragraphs and the grids
  in them.
* A table cut over two pages may come as two grids; repeated headers may stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.report.model import NOWHERE, Note, Place

__all__ = ["Document", "Grid", "GridCell", "Para"]


class GridCell(NamedTuple):
    """A cell that begins in its row: printed text, first column, columns covered, place."""

    text: str
    column: int = -1
    span: int = 1
    place: Place = NOWHERE


class Para(NamedTuple):
    """A paragraph or line of running text. `heading` when the format marks it so."""

    text: str
    place: Place = NOWHERE
    heading: bool = False


class Grid(NamedTuple):
    """A table, or the part of one that stands on one page."""

    rows: list[list[GridCell]]
    place: Place = NOWHERE


@dataclass(slots=True)
class Document:
    """A file as paragraphs and grids, in reading order.

    `lines_are_paragraphs` is False where a line end may fall inside a paragraph (PDF, OCR).
    """

    blocks: list[Para | Grid] = field(default_factory=list)
    format: str = ""
    notes: list[Note] = field(default_factory=list)
    lines_are_paragraphs: bool = True

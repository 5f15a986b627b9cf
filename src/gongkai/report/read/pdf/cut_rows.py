"""Rows that a page end cut in two: put together again."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.model import Note, NoteCode
from gongkai.report.read.blocks import Grid, GridCell, Para
from gongkai.report.read.pdf.columns import NUMERAL
from gongkai.report.read.values import is_value

__all__ = ["join_cut_rows"]

_NEAR = 4.0  # points


def join_cut_rows(pages: Sequence[list[Para | Grid]]) -> list[Note]:
    """Where the last row of a page goes on at the top of the next, make one row of the two.

    Only when nothing else can be meant: the upper part has a numbered label and figures, the lower
    part goes on with a label that begins no row, and only one of them carries figures. A header
    repeated on the new page is passed over.
    """
    notes = []
    seen: set[tuple[str, ...]] = set()
    for number, (page, following) in enumerate(zip(pages, pages[1:], strict=False), 1):
        seen.update(_texts(row) for block in page if isinstance(block, Grid) for row in block.rows)
        if not page or not following:
            continue
        upper, lower = page[-1], following[0]
        if not isinstance(upper, Grid) or not isinstance(lower, Grid):
            continue
        at = 0
        while at < len(lower.rows) and _texts(lower.rows[at]) in seen:
            at += 1
        joined = False
        while at < len(lower.rows) and _continues(upper.rows[-1], lower.rows[at]):
            _append(upper.rows, lower.rows.pop(at))
            joined = True
        if joined:
            leaf = upper.rows[-1][_leaf(upper.rows[-1])]
            message = f"被分页切开的一行（“{leaf.text}”）已与第{number + 1}页的后半行接上"
            notes.append(Note(NoteCode.HEALED, message, leaf.place))
        if not lower.rows:
            del following[0]
    return notes


def _texts(row: Sequence[GridCell]) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def _leaf(row: Sequence[GridCell]) -> int:
    """Position of the innermost label: the last cell with words; -1 when there is none."""
    return max(
        (n for n, cell in enumerate(row) if cell.text and not is_value(cell.text)), default=-1
    )


def _edges(cell: GridCell) -> tuple[float, float]:
    box = cell.place.box
    return (box[0], box[2]) if box else (0.0, 0.0)


def _continues(row: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether `rest` is the lower part of `row`."""
    leaf, goes_on = _leaf(row), _leaf(rest)
    values = row[leaf + 1 :]
    if leaf < 0 or goes_on < 0 or len(values) < 7:
        return False
    if not NUMERAL.match(row[leaf].text) or any(NUMERAL.match(cell.text) for cell in rest):
        return False
    edge = _edges(values[0])[0]
    if _edges(rest[goes_on])[1] > edge + _NEAR:  # words over the figures: a header
        return False
    figures = [cell for cell in rest if _edges(cell)[0] >= edge - _NEAR]
    if not any(cell.text for cell in figures):
        return True
    return len(figures) == len(values) and not any(cell.text for cell in values)


def _append(rows: list[list[GridCell]], rest: Sequence[GridCell]) -> None:
    """Add the words of the lower part to the cells above them."""
    row = rows[-1]
    leaf = _leaf(row)
    values = row[leaf + 1 :]
    edge = _edges(values[0])[0]
    figures = [cell for cell in rest if _edges(cell)[0] >= edge - _NEAR]
    if any(cell.text for cell in figures):
        row[leaf + 1 :] = [
            above._replace(text=cell.text) for above, cell in zip(values, figures, strict=True)
        ]
    for cell in rest:
        left, right = _edges(cell)
        if not cell.text or right > edge + _NEAR:
            continue
        held, at = _above(rows, left) or (row, leaf)
        held[at] = held[at]._replace(text=held[at].text + cell.text)


def _above(rows: Sequence[list[GridCell]], left: float) -> tuple[list[GridCell], int] | None:
    """The lowest cell that begins at that x."""
    for row in reversed(rows):
        for n, cell in enumerate(row):
            if abs(_edges(cell)[0] - left) < _NEAR:
                return row, n
    return None

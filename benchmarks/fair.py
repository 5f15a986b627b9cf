"""A peer's tables → the cells of the form, with more help than a peer's user has.

Peers give rows of text; which cell of the form a text is, they do not say. So their rows are read
twice, and the better reading counts: once by a plain rule (find the row's official label, take the
first values behind it in table 2, the seven under the header or else the last seven in table 3,
the row under the last header in table 4), once by our own alignment, which heals cut labels and
drifting columns. Only the plain rule, the faster, is in the time of a peer, and it is told the
form; ours finds the form by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.race import Contender
from gongkai.report.forms import Form
from gongkai.report.model import Report
from gongkai.report.read.blocks import Document, Grid, GridCell
from gongkai.report.read.tables import TableReader

__all__ = ["Tables", "align", "by_label", "peer", "share", "share_of_tables"]

_PERSON, _UPHELD = "自然人", "结果维持"

Tables = list[list[list[str]]]  # tables, rows, texts


def share(report: Report, texts: Sequence[str | None]) -> float:
    """The share of the form's cells that came back as printed, white space aside."""
    right = sum(
        cell is not None and text is not None and _squeezed(cell.raw) == _squeezed(text)
        for cell, text in zip(report.cells, texts, strict=True)
    )
    return right / len(report.cells)


def share_of_tables(report: Report, tables: Tables) -> float:
    """The better of both readings of a peer's tables."""
    grids = [
        Grid([[GridCell(text, n) for n, text in enumerate(row)] for row in rows]) for rows in tables
    ]
    aligned = align(Document([*grids]), report.year)
    by_us = aligned if len(aligned) == len(report.cells) else [None] * len(report.cells)
    return max(share(report, by_label(report.form, tables)), share(report, by_us))


def align(document: Document, year: int | None) -> list[str | None]:
    """Printed text of each cell, by our own alignment; None for a cell that is not found."""
    reader = TableReader()
    for block in document.blocks:
        if isinstance(block, Grid):
            reader.add(block, 2)
    return [cell and cell.raw for cell in reader.finish(year).cells]


def peer(name: str, tables: Callable[[bytes], Tables]) -> Contender:
    """A peer that gives tables, timed until their cells are known."""
    return Contender(name, tables, share_of_tables, "peer", by_label)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def by_label(form: Form, tables: Tables) -> list[str | None]:
    """The plain rule."""
    found: list[str | None] = [None] * len(form.cells)
    rows_2 = [row for block in form.blocks for row in block.rows]
    wanted = [(_squeezed(row.labels[-1].zh), row.cells, True) for row in rows_2]
    wanted += [(_squeezed(row.labels[-1].zh), row.cells, False) for row in form.rows]
    header: list[str] = []
    for row in (row for rows in tables for row in rows):
        texts = [_squeezed(text) for text in row]
        if _PERSON in texts:
            header = texts
        if header.count(_UPHELD) > 1 and len(row) >= 15 and _UPHELD not in texts:
            cells_4 = [i for group in form.groups for i in (*group.parts, group.total)]
            padding = next((n for n, text in enumerate(texts[:14:-1]) if text), len(texts) - 15)
            for i, text in zip(cells_4, row[: len(row) - padding][-15:], strict=True):
                found[i] = text
        if _UPHELD in texts or _UPHELD in header:
            header = texts  # of table 4, or the row behind it
        met = next((n for n, (label, *_) in enumerate(wanted) if label in texts), -1)
        if met < 0:
            continue
        label, cells, first = wanted[met]
        behind = row[len(texts) - texts[::-1].index(label) :]
        if not first and _PERSON in header and len(header) == len(row):
            behind = row[header.index(_PERSON) :][:7]
        if len(behind) >= len(cells):
            values = behind[: len(cells)] if first else behind[-len(cells) :]
            for i, text in zip(cells, values, strict=True):
                found[i] = text
            del wanted[: met + 1]
    return found

"""Which fields of a printed row of table 3 stand in its seven columns.

Seven fields are the seven columns. Where there are more or fewer, or an empty one at either end,
the printed header and the rows around decide, or nobody does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.report.model import State
from gongkai.report.read.blocks import GridCell
from gongkai.report.read.labels import COLUMNS_3
from gongkai.report.read.rows import Collected, PrintedColumns, PrintedRow, span
from gongkai.report.read.values import parse_value

__all__ = ["Chosen", "Seven"]


class Chosen(NamedTuple):
    """The seven fields in the order of the form; `doubtful` when header and neighbours disagree.

    left_out: headings of columns with figures that the form does not have.
    """

    fields: Sequence[GridCell | None]
    doubtful: bool = False
    left_out: tuple[str, ...] = ()


class Seven:
    """Chooses the fields of the rows of one table 3."""

    def __init__(self, collected: Collected) -> None:
        self._rows = collected.rows_3
        self._headers = collected.header_3
        self._full: dict[int, Counter[int]] | None = None

    def choose(self, row: PrintedRow) -> Chosen | None:
        """The seven data fields of a row; None when nothing says which they are."""
        fields = row.fields
        header = self._header(row.segment)
        order = _order(header)
        if not order or not header or _is_official(order):
            if len(fields) == 7 and self._is_whole(row, order):
                return Chosen(fields)
            if header and order and self._is_exact(row.segment, header, order):
                found = _under_header(fields, header, order)
                if found:
                    return found
            return _fewer(fields, order) if len(fields) < 7 else self._among(row, order)
        if self._is_exact(row.segment, header, order):
            found = _under_header(fields, header, order)
            return found if found and not found.doubtful else None
        # a header that lost its spans: its order says nothing of the columns
        if len(fields) == 7:
            return Chosen(fields)
        return None if len(fields) < 7 else self._among(row, None)

    def _is_whole(self, row: PrintedRow, order: list[int] | None) -> bool:
        """Whether seven fields are the seven columns, no empty label or padding among them."""
        first, last = row.fields[0], row.fields[6]
        if (first.text.strip() and last.text.strip()) or first.column < 0:
            return True
        starts = self._starts(row.segment)
        return first.column in starts or (not starts and (not order or first.column == order[0]))

    def _is_exact(self, segment: int, header: PrintedColumns, order: list[int]) -> bool:
        """Whether the header's positions are those of the figures."""
        return header.exact and self._starts(segment).keys() <= {min(order)}

    def _among(self, row: PrintedRow, order: list[int] | None) -> Chosen | None:
        """Seven of more than seven fields."""
        fields = row.fields
        values = [parse_value(f.text) for f in fields]
        width = span(values)
        first = next((i for i, v in enumerate(values) if v.state is not State.BLANK), 0)
        if width == 7:
            return Chosen(fields[first : first + 7])
        if width > 7:
            return None
        usual = self._usual_column(row.segment)
        if order and _is_official(order):
            by_column = {f.column: f for f in fields}
            if all(c in by_column for c in order):
                chosen = [by_column[c] for c in order]
                if sum(bool(f.text.strip()) for f in chosen) == sum(
                    v.state is not State.BLANK for v in values
                ):
                    return Chosen(chosen, width > 0 and usual >= 0 and usual != order[0])
        if usual >= 0:
            at = next((i for i, f in enumerate(fields) if f.column == usual), -1)
            if at >= 0 and len(fields) >= at + 7 and at <= first and first + width <= at + 7:
                return Chosen(fields[at : at + 7])
        if all(f.column < 0 for f in fields):
            # one cell a line: blank label cells come first, so count from the right
            return Chosen(fields[-7:])
        return None

    def _header(self, segment: int) -> PrintedColumns | None:
        """The nearest printed header at or before a grid."""
        for s in range(segment, 0, -1):
            found = self._headers.get(s)
            if found and found.at:
                return found
        return None

    def _starts(self, segment: int) -> Counter[int]:
        """The columns where the figures of the full rows of a grid begin."""
        if self._full is None:
            self._full = {}
            for row in self._rows:
                values = [parse_value(f.text) for f in row.fields]
                if span(values) == 7:
                    first = next(i for i, v in enumerate(values) if v.state is not State.BLANK)
                    counts = self._full.setdefault(row.segment, Counter())
                    counts[row.fields[first].column] += 1
        return self._full.get(segment, Counter())

    def _usual_column(self, segment: int) -> int:
        """Where most of the full rows of a grid begin; −1 where there are none."""
        starts = self._starts(segment)
        return starts.most_common(1)[0][0] if starts else -1


def _order(header: PrintedColumns | None) -> list[int] | None:
    """Positions of the seven columns in the order of the form, if the header names them all."""
    if header is None or len(header.at) < 7 or len(set(header.at.values())) < 7:
        return None
    order = [header.at[name] for name in COLUMNS_3]
    return order if header.exact or _is_official(order) else None


def _is_official(order: list[int]) -> bool:
    return all(a < b for a, b in zip(order, order[1:], strict=False))


def _under_header(
    fields: Sequence[GridCell], header: PrintedColumns, order: list[int]
) -> Chosen | None:
    """The fields right under the header's columns, if every figure stands under some heading."""
    by_column = {f.column: f for f in fields}
    chosen = [by_column.get(c) for c in order]
    others = [f for f in fields if f.text.strip() and f.column not in order]
    if any(f.column not in header.others for f in others) or not any(chosen):
        return None
    return Chosen(
        chosen, None in chosen, tuple(dict.fromkeys(header.others[f.column] for f in others))
    )


def _fewer(fields: Sequence[GridCell], order: list[int] | None) -> Chosen | None:
    """Less than seven fields, each under a column of the header."""
    if order and fields and fields[0].column >= 0:
        by_column = {f.column: f for f in fields}
        if sum(1 for c in order if c in by_column) == len(fields):
            return Chosen([by_column.get(c) for c in order], True)
    return None

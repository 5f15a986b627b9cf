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
        self._usual: dict[int, int] | None = None

    def choose(self, row: PrintedRow) -> Chosen | None:
        """The seven data fields of a row; None when nothing says which they are."""
        fields = row.fields
        header = self._header(row.segment)
        order = _order(header)
        if len(fields) == 7 and not (header and header.exact and order and order[0] > order[6]):
            if (fields[0].text.strip() and fields[6].text.strip()) or fields[0].column < 0:
                return self._checked(Chosen(fields), header, order)
            known = order[0] if order else self._usual_column(row.segment)
            if known < 0 or fields[0].column == known:
                return self._checked(Chosen(fields), header, order)
        if header and header.exact and order:
            found = _under_header(fields, header, order)
            if found and (_is_official(order) or not found.doubtful):
                return found
            if not _is_official(order):
                return None
        if len(fields) < 7:
            return _fewer(fields, order)
        return self._among(row, order)

    def _checked(
        self, chosen: Chosen, header: PrintedColumns | None, order: list[int] | None
    ) -> Chosen:
        """The fields in the order that the header prints, where that is surely another."""
        if not (header and header.exact and order) or _is_official(order):
            return chosen
        by_column = {f.column: f for f in chosen.fields if f is not None}
        return Chosen([by_column.get(c) for c in order])

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

    def _usual_column(self, segment: int) -> int:
        """Where the figures of the full rows of a grid begin; −1 where there are none."""
        if self._usual is None:
            offsets: dict[int, Counter[int]] = {}
            for row in self._rows:
                values = [parse_value(f.text) for f in row.fields]
                if span(values) == 7:
                    first = next(i for i, v in enumerate(values) if v.state is not State.BLANK)
                    offsets.setdefault(row.segment, Counter())[row.fields[first].column] += 1
            self._usual = {s: counts.most_common(1)[0][0] for s, counts in offsets.items()}
        return self._usual.get(segment, -1)


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

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

    short: so many fields are there, one behind the other, and nothing shows which is missing.
    left_out: headings of columns with figures that the form does not have.
    """

    fields: Sequence[GridCell | None]
    doubtful: bool = False
    short: bool = False
    left_out: tuple[str, ...] = ()


class Seven:
    """Chooses the fields of the rows of one table 3."""

    def __init__(self, collected: Collected) -> None:
        self._rows = collected.rows_3
        self._headers = collected.header_3
        self._full: dict[int, tuple[Counter[int], set[int]]] | None = None

    def choose(self, row: PrintedRow) -> Chosen | None:
        """The seven data fields of a row; None when nothing says which they are."""
        fields = row.fields
        header = self._header(row.segment)
        if header is None or (header.read == _READ and not header.others):
            order = _order(header)  # the header as the form prints it
            if len(fields) == 7 and self._is_whole(row, order):
                return Chosen(fields)
            if header and order and self._is_exact(row.segment, header, order):
                found = _under_header(fields, header, order)
                if found:
                    return found
            return _fewer(fields, order) if len(fields) < 7 else self._among(row, order)
        order = _order(header)
        if order and fields and fields[0].column >= 0:
            if self._is_exact(row.segment, header, order) or header.others:
                found = _under_header(fields, header, order)
                return found if found and (_is_official(order) or not found.doubtful) else None
        return self._as_read(row, header, order)

    def _as_read(
        self, row: PrintedRow, header: PrintedColumns, order: list[int] | None
    ) -> Chosen | None:
        """Fields whose header lost its positions: by the order in which it is read."""
        names = list(dict.fromkeys(header.read))
        known = [name for name in names if name in COLUMNS_3]
        if len(known) == 7 and names[:7] == known and known[0] == "总计":
            # 总计 left of 自然人; the organisations, read later, stand behind both
            if known[1:] != [*COLUMNS_3[:6]]:
                return None
            turned = row.fields
            return Chosen([*turned[1:7], turned[0]]) if len(turned) == 7 else None
        if len(known) < len(names) and len(known) == 7:
            # a column more than the form has, behind its own
            behind = names.index("总计") < min(names.index(n) for n in names if n not in known)
            wanted = 7 + len(names) - len(known)
            full = len(row.fields) == wanted and all(f.text.strip() for f in row.fields)
            others = tuple(n for n in names if n not in known)
            return Chosen(row.fields[:7], left_out=others) if behind and full else None
        if len(row.fields) == 7 and self._is_whole(row, order):
            return Chosen(row.fields)
        return _fewer(row.fields, order) if len(row.fields) < 7 else self._among(row, order)

    def _is_whole(self, row: PrintedRow, order: list[int] | None) -> bool:
        """Whether seven fields are the seven columns, no empty label or padding among them."""
        first, last = row.fields[0], row.fields[6]
        if first.text.strip() and last.text.strip():
            return True
        starts, sizes = self._full_rows(row.segment)
        if first.column < 0:
            # an empty cell of the labels and six figures, where all rows are of one length
            return not (len(sizes) == 1 and row.size < min(sizes) and not first.text.strip())
        return first.column in starts or (not starts and (not order or first.column == order[0]))

    def _is_exact(self, segment: int, header: PrintedColumns, order: list[int]) -> bool:
        """Whether the header's positions are those of the figures."""
        starts, _ = self._full_rows(segment)
        return header.spans or (header.in_row and starts.keys() <= {min(order)})

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
        starts, _ = self._full_rows(row.segment)
        usual = starts.most_common(1)[0][0] if starts else -1
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
            if found and found.read:
                return found
        return None

    def _full_rows(self, segment: int) -> tuple[Counter[int], set[int]]:
        """Of the rows of a grid with seven figures: where they begin, and their lengths."""
        if self._full is None:
            self._full = {}
            for row in self._rows:
                values = [parse_value(f.text) for f in row.fields]
                if span(values) == 7:
                    first = next(i for i, v in enumerate(values) if v.state is not State.BLANK)
                    starts, sizes = self._full.setdefault(row.segment, (Counter(), set()))
                    starts[row.fields[first].column] += 1
                    sizes.add(row.size)
        return self._full.get(segment, (Counter(), set()))


# as the form's header reads, row by row
_READ = ["自然人", "总计", *COLUMNS_3[1:6]]


def _order(header: PrintedColumns | None) -> list[int] | None:
    """Positions of the seven columns in the order of the form, if the header names them all."""
    if header is None or len(header.at) < 7 or len(set(header.at.values())) < 7:
        return None
    order = [header.at[name] for name in COLUMNS_3]
    return order if header.spans or header.in_row or _is_official(order) else None


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
        chosen,
        None in chosen,
        chosen[-1] is None and None not in chosen[: len(fields)],
        tuple(dict.fromkeys(header.others[f.column] for f in others)),
    )


def _fewer(fields: Sequence[GridCell], order: list[int] | None) -> Chosen | None:
    """Less than seven fields, each under a column of the header."""
    if order and fields and fields[0].column >= 0:
        by_column = {f.column: f for f in fields}
        if sum(1 for c in order if c in by_column) == len(fields):
            chosen = [by_column.get(c) for c in order]
            return Chosen(chosen, True, None not in chosen[: len(fields)])
    return None

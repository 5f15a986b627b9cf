"""Which fields of a printed row of table 3 stand in its seven columns.

Seven fields are the seven columns. Where there are more or fewer, or an empty one at either end,
the printed header and the rows around decide, or nobody does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.report.read.blocks import GridCell
from gongkai.report.read.labels import COLUMNS_3
from gongkai.report.read.rows import Collected, PrintedColumns, PrintedRow, span, trim
from gongkai.report.read.values import BLANK, parse_value

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
        _without_line_numbers(self._rows)
        self._headers = collected.header_3
        self._nearest: dict[int, tuple[PrintedColumns | None, list[int] | None, bool]] = {}
        self._full: dict[int, tuple[Counter[int], set[int]]] | None = None

    def choose(self, row: PrintedRow) -> Chosen | None:
        """The seven data fields of a row; None when nothing says which they are."""
        fields = row.fields
        header, order, as_printed = self._header(row.segment)
        if header is None or as_printed:
            if len(fields) == 7 and self._is_whole(row, order):
                return Chosen(fields)
            if header and order and self._is_exact(row.segment, header, order):
                found = _under_header(fields, header, order)
                if found:
                    return found
            return _fewer(fields, order) if len(fields) < 7 else self._among(row, order)
        if order and fields and fields[0].column >= 0:
            found = None
            if self._is_exact(row.segment, header, order) or header.others:
                found = _under_header(fields, header, order)
            return found if found and (_is_official(order) or not found.doubtful) else None
        return self._as_read(fields, header)

    def _as_read(self, fields: list[GridCell], header: PrintedColumns) -> Chosen | None:
        """Fields whose header has no positions: by the order in which it is read."""
        wanted = 7 + len(header.others)
        values = [parse_value(f.text) for f in fields]
        if len(fields) > wanted == span(values):
            fields = trim(fields, values, wanted) or fields
        if header.read != _READ or len(fields) != wanted:
            return None
        if not header.others:
            first = self._total_is_first() if header.in_one_run else True
            return Chosen([*fields[1:], fields[0]]) if first else None
        if header.total_first or not all(f.text.strip() for f in fields):
            return None
        # columns that the form does not have, read behind 总计
        return Chosen(fields[:7], left_out=tuple(header.others.values()))

    def _total_is_first(self) -> bool:
        """Whether the figures show that the first of seven is the sum of the others, not the last.

        Only rows that cannot be read both ways speak for it.
        """
        first = last = rows = 0
        for row in self._rows:
            numbers = [parse_value(f.text).value for f in row.fields]
            known = [n for n in numbers if n is not None]
            if len(known) != 7 or not any(known):
                continue
            rows += 1
            first += known[0] == sum(known[1:]) != known[6]
            last += known[6] == sum(known[:6]) != known[0]
        return first * 2 > rows and not last

    def _is_whole(self, row: PrintedRow, order: list[int] | None) -> bool:
        """Whether seven fields are the seven columns, no empty label or padding among them."""
        first, last = row.fields[0], row.fields[6]
        if first.text.strip() and last.text.strip():
            return True
        starts, _ = self._full_rows(row.segment)
        if first.column < 0:
            return not self._lacks_a_cell(row)
        return first.column in starts or (not starts and (not order or first.column == order[0]))

    def _lacks_a_cell(self, row: PrintedRow) -> bool:
        """Whether all full rows are of one length and this one is shorter."""
        _, sizes = self._full_rows(row.segment)
        return len(sizes) == 1 and row.size < min(sizes)

    def _is_exact(self, segment: int, header: PrintedColumns, order: list[int]) -> bool:
        """Whether the header's positions are those of the figures."""
        starts, _ = self._full_rows(segment)
        return header.spans or (header.in_row and starts.keys() <= {min(order)})

    def _among(self, row: PrintedRow, order: list[int] | None) -> Chosen | None:
        """Seven of more than seven fields."""
        fields = row.fields
        if len(fields) == 7:
            return None
        values = [parse_value(f.text) for f in fields]
        width = span(values)
        first = next((i for i, v in enumerate(values) if v.state is not BLANK), 0)
        if width > 7 or self._has_more_columns(row.segment):
            return None
        if width == 7:
            return Chosen(fields[first : first + 7])
        starts, _ = self._full_rows(row.segment)
        usual = starts.most_common(1)[0][0] if starts else -1
        if order and _is_official(order):
            by_column = {f.column: f for f in fields}
            if all(c in by_column for c in order):
                chosen = [by_column[c] for c in order]
                if sum(bool(f.text.strip()) for f in chosen) == sum(
                    v.state is not BLANK for v in values
                ):
                    return Chosen(chosen, width > 0 and usual >= 0 and usual != order[0])
        if usual >= 0:
            at = next((i for i, f in enumerate(fields) if f.column == usual), -1)
            if at >= 0 and len(fields) >= at + 7 and at <= first and first + width <= at + 7:
                return Chosen(fields[at : at + 7])
        if first + width <= 7 and self._is_next_to_label():
            return Chosen(fields[:7])
        if all(f.column < 0 for f in fields) and not self._lacks_a_cell(row):
            # one cell a line: blank label cells come first, so count from the right
            return Chosen(fields[-7:])
        return None

    def _header(self, segment: int) -> tuple[PrintedColumns | None, list[int] | None, bool]:
        """The nearest printed header at or before a grid, its positions, whether as the form's."""
        known = self._nearest.get(segment)
        if known is None:
            near = (self._headers.get(s) for s in range(segment, 0, -1))
            header = next((h for h in near if h and (h.read or h.at)), None)
            known = header, _order(header), header is None or _as_printed(header)
            self._nearest[segment] = known
        return known

    def _full_rows(self, segment: int) -> tuple[Counter[int], set[int]]:
        """Of the rows of a grid with seven figures: where they begin, and their lengths."""
        if self._full is None:
            self._full = {}
            for row in self._rows:
                fields = row.fields
                filled = [i for i, f in enumerate(fields) if parse_value(f.text).state is not BLANK]
                if filled and filled[-1] - filled[0] == 6:
                    starts, sizes = self._full.setdefault(row.segment, (Counter(), set()))
                    starts[fields[filled[0]].column] += 1
                    sizes.add(row.size)
        return self._full.get(segment, (Counter(), set()))

    def _has_more_columns(self, segment: int) -> bool:
        """Whether rows of a grid have more than seven figures: then seven may be any of them."""
        rows = (row.fields for row in self._rows if row.segment == segment and len(row.fields) > 7)
        wide = sum(span([parse_value(field.text) for field in fields]) > 7 for fields in rows)
        return wide > 1

    def _is_next_to_label(self) -> bool:
        """Whether in many full rows, and in all, the figures begin right behind the label."""
        rows = [row.fields for row in self._rows if row.labels and len(row.fields) > 6]
        full = [
            fields for fields in rows if span([parse_value(field.text) for field in fields]) == 7
        ]
        return len(full) >= _MANY_FULL and all(fields[0].text.strip() for fields in full)


_READ = [*COLUMNS_3[:6]]
_MANY_FULL = 5
_MANY_LINES = 10
_FIRST_LINES = ("0", "1", "01")


def _without_line_numbers(rows: list[PrintedRow]) -> None:
    """Take out a column that only counts the rows (行次): 1, 2, 3 … behind their labels."""
    counted = [row for row in rows if len(row.fields) > 7]
    if len(counted) < _MANY_LINES or counted[0].fields[0].text.strip() not in _FIRST_LINES:
        return
    first = int(counted[0].fields[0].text)
    for n, row in enumerate(counted, first):
        if row.fields[0].text.strip() not in (str(n), f"{n:02d}"):
            return
    for row in counted:
        del row.fields[0]


def _as_printed(header: PrintedColumns) -> bool:
    """Whether the header is the form's: nothing in another order, nothing more."""
    places = [COLUMNS_3.index(name) for name in header.read]
    return not header.others and not header.total_first and places == sorted(places)


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
    if any(f.column not in header.others and f.column != header.aside for f in others):
        return None
    if not any(chosen):
        return None
    return Chosen(
        chosen,
        None in chosen,
        chosen[-1] is None and None not in chosen[: len(fields)],
        tuple(dict.fromkeys(header.others.get(f.column, "备注") for f in others)),
    )


def _fewer(fields: Sequence[GridCell], order: list[int] | None) -> Chosen | None:
    """Less than seven fields, each under a column of the header."""
    if order and fields and fields[0].column >= 0:
        by_column = {f.column: f for f in fields}
        if sum(1 for c in order if c in by_column) == len(fields):
            chosen = [by_column.get(c) for c in order]
            return Chosen(chosen, True, None not in chosen[: len(fields)])
    return None

"""What a table says in total: the printed figure, else the sum of printed parts."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from gongkai.report.model import Report

__all__ = ["Total", "group_total", "row_total", "rows_total", "table_2"]


class Total(NamedTuple):
    """A total of the tables. `value` is None when nothing is printed: missing is never zero.

    value: what to show; also: every value that a reader may take from the table (the printed
    total and the sum of the parts, when they differ); cells: indexes, the total first.
    """

    value: Decimal | None
    also: frozenset[Decimal]
    cells: tuple[int, ...]
    parts: tuple[tuple[str, Decimal], ...] = ()

    @property
    def words(self) -> str:
        """The value with its parts when the total itself is blank: 8（自然人7＋其他1）."""
        if self.value is None:
            return "未填"
        text = f"{self.value:f}"
        if self.parts:
            text += (
                "（" + "＋".join(f"{name}{value:f}" for name, value in self.parts if value) + "）"
            )
        return text


NOTHING = Total(None, frozenset(), ())


def _value(report: Report, index: int) -> Decimal | None:
    cell = report.cells[index] if index < len(report.cells) else None
    return cell.value if cell is not None else None


def row_total(report: Report, leaf: str) -> Total:
    """The total of the row of table 3 whose leaf has that identifier."""
    row = next((r for r in report.form.rows if r.labels[-1].id == leaf), None)
    if row is None:
        return NOTHING
    *parts, last = row.cells
    printed = _value(report, last)
    numbers = [_value(report, i) for i in parts]
    known = [n for n in numbers if n is not None]
    summed = sum(known, Decimal(0)) if known else None
    also = {n for n in (printed, summed) if n is not None}
    if printed is not None:
        return Total(printed, frozenset(also), (last,))
    names = [column[-1].zh for column in report.form.columns[:-1]]
    shown = tuple((name, n) for name, n in zip(names, numbers, strict=True) if n)
    return Total(summed, frozenset(also), (last, *parts), shown)


def rows_total(report: Report, group: str) -> Total:
    """The sum of the rows of table 3 under a heading (不予公开, 无法提供 …); None if all blank."""
    rows = [
        r.labels[-1].id
        for r in report.form.rows
        if any(label.id == group for label in r.labels) and r.labels[-1].id != "handled_total"
    ]
    totals = [row_total(report, leaf) for leaf in rows]
    known = [t for t in totals if t.value is not None]
    if not known:
        return NOTHING
    value = sum((t.value for t in known if t.value is not None), Decimal(0))
    other = sum((max(t.also) for t in known), Decimal(0))
    cells = tuple(t.cells[0] for t in known)
    return Total(value, frozenset({value, other}), cells)


def group_total(report: Report, name: str) -> Total:
    """The total of a group of table 4: reconsideration, direct_suit, suit_after_reconsideration."""
    group = next((g for g in report.form.groups if g.labels[-1].id == name), None)
    if group is None:
        return NOTHING
    printed = _value(report, group.total)
    known = [n for n in (_value(report, i) for i in group.parts) if n is not None]
    summed = sum(known, Decimal(0)) if known else None
    also = {n for n in (printed, summed) if n is not None}
    return Total(printed if printed is not None else summed, frozenset(also), (group.total,))


def table_2(report: Report, *slugs: str) -> Total:
    """The sum of cells of table 2 by slug; None when none of them is printed."""
    indexes = [report.form.by_slug[s] for s in slugs if s in report.form.by_slug]
    known = [(i, n) for i in indexes if (n := _value(report, i)) is not None]
    if not known:
        return NOTHING
    value = sum((n for _, n in known), Decimal(0))
    return Total(value, frozenset({value}), tuple(i for i, _ in known))

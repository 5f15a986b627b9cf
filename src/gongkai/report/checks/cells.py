"""What the checks of single cells share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.report.checks.engine import Check, Finding
from gongkai.report.model import Report, State

__all__ = ["blanks", "not_counts", "texts"]


def not_counts(own: Check, report: Report, cells: Iterable[int]) -> Iterator[Finding]:
    """A finding for each cell that holds a number which cannot be a count."""
    for i in cells:
        cell = report.cells[i]
        if cell is None or cell.value is None:
            continue
        if cell.value < 0 or cell.value != cell.value.to_integral_value():
            where = report.form.cells[i]
            yield own.finding(
                where.slug,
                f"{where.zh}应为非负整数，印作“{cell.raw.strip()}”",
                cells=[i],
                expected="非负整数",
                found=f"{cell.value:f}",
                place=cell.place,
            )


def texts(own: Check, report: Report, table: str) -> Iterator[Finding]:
    """A finding for each cell of a table that holds words instead of a number."""
    for i, (where, cell) in enumerate(zip(report.form.cells, report.cells, strict=True)):
        if cell is not None and cell.state is State.TEXT and where.table.startswith(table):
            yield own.finding(
                where.slug,
                f"{where.zh}应填数字，印作“{cell.raw.strip()[:30]}”",
                cells=[i],
                expected="数字",
                found=cell.raw.strip()[:30],
                place=cell.place,
            )


def blanks(report: Report, table: str) -> list[int]:
    """The cells of a table that are printed empty."""
    return [
        i
        for i, (where, cell) in enumerate(zip(report.form.cells, report.cells, strict=True))
        if cell is not None and cell.state is State.BLANK and where.table.startswith(table)
    ]

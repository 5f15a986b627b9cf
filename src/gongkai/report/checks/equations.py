"""勾稽: the equations of a form, as data, and what holds in a report.

How blanks count is one decision (ADR 6): a blank is left out of a sum. Where a total is printed it
must equal the sum of the printed parts; where it is blank the parts must be nothing or zero. A
cell that is not in the file, or holds text, makes its equations not assessable: they are skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from gongkai.report.forms import Form
from gongkai.report.model import Cell, State

__all__ = ["Equation", "Failure", "Kind", "equations", "failures", "numbers"]

ZERO = Decimal(0)


class Kind(StrEnum):
    """Which rule of the form an equation is."""

    ROW = "row"  # 总计 = sum of the six applicant columns
    COLUMN = "column"  # （七）总计 = sum of （一）…（六）
    BALANCE = "balance"  # 一 + 二 = 三（七）+ 四
    GROUP = "group"  # table 4: 总计 = sum of the four outcomes


class Equation(NamedTuple):
    """left = right, both sums of cells. For a total, left is the one total cell."""

    kind: Kind
    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def cells(self) -> tuple[int, ...]:
        return self.left + self.right


@lru_cache(maxsize=8)
def equations(form: Form) -> tuple[Equation, ...]:
    """Rows, columns and balance of table 3, then the totals of table 4."""
    made = [Equation(Kind.ROW, row.cells[6:], row.cells[:6]) for row in form.rows]
    outcomes = [r for r in form.rows if r.labels[0].id == "outcomes"]
    total = outcomes[-1]
    new, carried_in, carried_out = form.rows[0], form.rows[1], form.rows[-1]
    for column in range(7):
        parts = tuple(r.cells[column] for r in outcomes[:-1])
        made.append(Equation(Kind.COLUMN, (total.cells[column],), parts))
    made.extend(
        Equation(
            Kind.BALANCE,
            (new.cells[column], carried_in.cells[column]),
            (total.cells[column], carried_out.cells[column]),
        )
        for column in range(7)
    )
    made.extend(Equation(Kind.GROUP, (g.total,), g.parts) for g in form.groups)
    return tuple(made)


class Failure(NamedTuple):
    """An equation that does not hold, with both sums (blanks left out)."""

    equation: Equation
    left: Decimal
    right: Decimal


Number = Decimal | None  # None: blank


def numbers(cells: Sequence[Cell | None]) -> list[Number | bool]:
    """The number in each cell; None where blank or not applicable, False where not assessable."""
    return [False if c is None or c.state is State.TEXT else c.value for c in cells]


def failures(form: Form, values: Sequence[Number | bool]) -> list[Failure]:
    """The equations that do not hold."""
    found = []
    for equation in equations(form):
        left, right = side(values, equation.left), side(values, equation.right)
        if left is not None and right is not None and left != right:
            found.append(Failure(equation, left, right))
    return found


def side(values: Sequence[Number | bool], cells: Sequence[int]) -> Decimal | None:
    """Sum of the printed numbers; None when a cell is not assessable."""
    total = ZERO
    for i in cells:
        value = values[i]
        if value is False:
            return None
        if value is not None:
            total += value
    return total

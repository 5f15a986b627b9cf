"""Root cause: the fewest cells whose correction makes every equation hold.

The row, column and balance equations overlap, so they work like a code that locates an error: a
wrong cell breaks each equation it stands in and no other. The search corrects one failing equation
at a time, in any of its cells, and keeps the smallest set of corrections; among sets of the same
size the one that corrects blank totals, then totals, then parts. If two sets are equally good,
nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gongkai.report.checks.equations import Equation, Failure, Kind, Number, equations, side
from gongkai.report.forms import Form

__all__ = ["explain"]

_MAX_CELLS = 5
_MAX_STEPS = 6000


def explain(
    form: Form, values: Sequence[Number | bool], failed: Sequence[Failure]
) -> dict[int, Decimal]:
    """{cell: what it should say}; empty when nothing, or nothing unique, explains the failures."""
    repair: dict[int, Decimal] = {}
    table_3 = [f.equation for f in failed if f.equation.kind is not Kind.GROUP]
    groups = [[f.equation] for f in failed if f.equation.kind is Kind.GROUP]
    for together in [table_3, *groups]:
        if together:
            repair.update(_Search(form, values, together).best() or {})
    return repair


class _Search:
    def __init__(self, form: Form, values: Sequence[Number | bool], failed: list[Equation]) -> None:
        self._all = equations(form)
        self._values = list(values)
        self._failed = failed
        self._steps = 0
        self._touching: dict[int, list[Equation]] = {}
        for equation in self._all:
            for cell in equation.cells:
                self._touching.setdefault(cell, []).append(equation)
        self._totals = {e.left[0] for e in self._all if e.kind is not Kind.BALANCE}

    def best(self) -> dict[int, Decimal] | None:
        """The smallest repair, when it is the only one of its size and weight."""
        for size in range(1, _MAX_CELLS + 1):
            found: dict[frozenset[tuple[int, Decimal]], int] = {}
            self._steps = 0
            self._extend({}, list(self._failed), size, found)
            if found:
                lightest = min(found.values())
                best = [set_ for set_, weight in found.items() if weight == lightest]
                return dict(best[0]) if len(best) == 1 else None
            if self._steps >= _MAX_STEPS:
                return None
        return None

    def _extend(
        self,
        repair: dict[int, Decimal],
        open_: list[Equation],
        left: int,
        found: dict[frozenset[tuple[int, Decimal]], int],
    ) -> None:
        if not open_:
            found[frozenset(repair.items())] = sum(self._weight(c) for c in repair)
            return
        if not left or self._steps >= _MAX_STEPS:
            return
        # rows first: they are the shortest, and say most about which cell is wrong
        equation = min(open_, key=lambda e: (e.kind is not Kind.ROW, len(e.cells)))
        for cell in equation.cells:
            if cell in repair or self._values[cell] is False:
                continue
            for wanted in self._wanted(cell, open_):
                self._try(cell, wanted, repair, open_, left, found)

    def _wanted(self, cell: int, open_: list[Equation]) -> set[Decimal]:
        """What a cell would have to say for one of the failing equations it stands in to hold."""
        values = {self._solve(e, cell) for e in open_ if cell in e.cells}
        return {v for v in values if v is not None and v >= 0 and v == v.to_integral_value()}

    def _try(
        self,
        cell: int,
        wanted: Decimal,
        repair: dict[int, Decimal],
        open_: list[Equation],
        left: int,
        found: dict[frozenset[tuple[int, Decimal]], int],
    ) -> None:
        self._steps += 1
        before = self._values[cell]
        self._values[cell] = wanted
        repair[cell] = wanted
        still = [e for e in open_ if not self._holds(e)]
        broken = [e for e in self._touching[cell] if e not in open_ and not self._holds(e)]
        self._extend(repair, still + broken, left - 1, found)
        del repair[cell]
        self._values[cell] = before

    def _solve(self, equation: Equation, cell: int) -> Decimal | None:
        """The value of one cell that makes an equation hold, the others as they are."""
        left, right = side(self._values, equation.left), side(self._values, equation.right)
        if left is None or right is None:
            return None
        now = self._values[cell] or Decimal(0)
        return now + (right - left if cell in equation.left else left - right)

    def _holds(self, equation: Equation) -> bool:
        left, right = side(self._values, equation.left), side(self._values, equation.right)
        return left is None or right is None or left == right

    def _weight(self, cell: int) -> int:
        if cell in self._totals:
            return 2 if self._values[cell] is not None else 1
        return 3

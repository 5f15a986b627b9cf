"""Put a form together from its terms."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.forms.form import Block, Form, FormCell, FormRow, Group
from gongkai.sources import Instrument
from gongkai.terms import term

__all__ = ["build"]

BlockPlan = tuple[str, str, Sequence[str], Sequence[str]]  # table, title, rows, columns

_COLUMNS = (
    ("natural_person",),
    ("organisations", "business"),
    ("organisations", "research"),
    ("organisations", "charity"),
    ("organisations", "legal_service"),
    ("organisations", "other_organisation"),
    ("total",),
)
_OUTCOMES = ("upheld", "corrected", "other_outcome", "pending", "total")
_GROUPS = (
    ("reconsideration",),
    ("litigation", "direct_suit"),
    ("litigation", "suit_after_reconsideration"),
)


def build(
    key: str,
    source: Instrument,
    years: range,
    table_2: Sequence[BlockPlan],
    table_3: Sequence[tuple[str, ...]],
) -> Form:
    """Number the cells in printed order and name each by its terms."""
    cells: list[FormCell] = []

    def add(table: str, row: Sequence[str], column: Sequence[str], prefix: str) -> int:
        row_path = " / ".join(term(t).zh for t in row)
        column_path = " / ".join(term(t).zh for t in column)
        slug = ".".join([prefix, *row[-1:], column[-1]])
        cells.append(FormCell(table, row_path, column_path, slug))
        return len(cells) - 1

    blocks = [
        Block(
            table,
            term(title),
            tuple(term(c) for c in columns),
            tuple(
                FormRow((term(r),), tuple(add(table, (r,), (c,), "t2") for c in columns))
                for r in rows
            ),
        )
        for table, title, rows, columns in table_2
    ]
    rows_3 = [
        FormRow(
            tuple(term(t) for t in path),
            tuple(add("三", path, column, "t3") for column in _COLUMNS),
        )
        for path in table_3
    ]
    groups = []
    for path in _GROUPS:
        a, b, c, d, total = (add("四", (), (*path, o), f"t4.{path[-1]}") for o in _OUTCOMES)
        groups.append(Group(tuple(term(t) for t in path), (a, b, c, d), total))
    return Form(
        key=key,
        source=source,
        years=years,
        cells=tuple(cells),
        blocks=tuple(blocks),
        rows=tuple(rows_3),
        columns=tuple(tuple(term(t) for t in path) for path in _COLUMNS),
        groups=tuple(groups),
        index={(c.table, c.row_path, c.column_path): i for i, c in enumerate(cells)},
    )

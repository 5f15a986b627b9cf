"""Tables of the printed list and record, as `gongkai.notices` sets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.notices.model import Cell, Run, Table

__all__ = ["cell", "listed", "pairs"]

WIDTH = 156.0  # mm, of the text
_LABEL = 38.0


def cell(text: str, *, label: bool = False, left: bool = False) -> Cell:
    """A cell of plain text; lines as they are."""
    return Cell(
        tuple((Run(line, bold=label),) for line in text.split("\n")) or ((),), label=label,
        left=left,
    )  # fmt: skip


def pairs(row: Mapping[str, str]) -> Table:
    """What things are and what they say, one a line."""
    rows = tuple((cell(zh, label=True), cell(text, left=True)) for zh, text in row.items())
    return Table((_LABEL, WIDTH - _LABEL), 0, rows)


def listed(rows: Sequence[Mapping[str, str]]) -> Table:
    """A line for each row, a column for each thing that any of them says."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = tuple(cell(name, label=True) for name in names)
    made = tuple(tuple(cell(row.get(name, ""), left=True) for name in names) for row in rows)
    ems = [_ems([name, *(row.get(name, "") for row in rows)]) for name in names]
    return Table(tuple(round(WIDTH * one / sum(ems), 2) for one in ems), 1, (head, *made))


def _ems(texts: Sequence[str]) -> float:
    """How wide a column wants to be, in characters: no narrower than five, no wider than 24."""
    longest = max(sum(0.6 if c.isascii() else 1.0 for c in text) for text in texts)
    return min(max(longest + 1, 5.0), 24.0)

"""Measures of an official document (GB/T 9704—2012), beside those that reports have too."""

from __future__ import annotations

from gongkai.notices.model import Cell, Seal, Table

__all__ = ["DATA_ROW", "FORM_ROW", "FORM_SIZE", "FORM_LINE", "row_height", "seal_indents"]

FORM_SIZE = 12.0  # 小四
FORM_LINE = 18.0
FORM_ROW = 11.0  # mm, least height of a row of a form
DATA_ROW = 8.5  # mm, of a list
_SEAL_FROM_RIGHT = 4.0  # characters: 成文日期右空四字


def seal_indents(seal: Seal) -> tuple[float, float]:
    """How many characters name and date stand from the right margin: the name is centred over
    the date (加盖印章的公文), neither leaves the text."""
    name, day = (_ems(line) for line in seal.lines)
    of_day = max(_SEAL_FROM_RIGHT, (name - day) / 2)
    return round(of_day + (day - name) / 2, 2), round(of_day, 2)


def _ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def row_height(table: Table, row: tuple[Cell, ...]) -> float:
    """Least height of a row in mm."""
    return max([DATA_ROW if table.head else FORM_ROW, *(c.height for c in row if c.rows == 1)])

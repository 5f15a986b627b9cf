"""Which cells may stand in a workbook as numbers and still look exactly as printed."""

from __future__ import annotations

import re

from gongkai.report.model import Cell

__all__ = ["number_format"]

_NUMBER = re.compile(
    r"-?(?P<whole>0|[1-9]\d{0,2}(?P<grouped>(?:,\d{3})+)|[1-9]\d*)(?:\.(?P<decimals>\d{1,10}))?",
    re.ASCII,
)
_EXACT = 15  # digits that a spreadsheet keeps


def number_format(cell: Cell | None) -> str:
    """The format code under which the number shows as printed: 1,234.50 → #,##0.00.

    Empty when the cell is no number or is printed otherwise (增 25, ８, padded): it stays text.
    """
    if cell is None or cell.value is None:
        return ""
    match = _NUMBER.fullmatch(cell.raw)
    digits = cell.raw.replace(",", "")
    if not match or f"{cell.value:f}" != digits or sum(map(str.isdigit, digits)) > _EXACT:
        return ""
    whole = "#,##0" if match["grouped"] else "0"
    return f"{whole}.{'0' * len(match['decimals'])}" if match["decimals"] else whole

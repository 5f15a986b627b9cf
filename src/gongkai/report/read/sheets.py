"""One worksheet as its file holds it: shown texts, merges, and cells that are drawn but empty."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.errors import FileTooLarge
from gongkai.report.read.limits import MAX_CELLS

__all__ = ["Merge", "Sheet", "too_many_cells"]

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


@dataclass(slots=True)
class Sheet:
    """A worksheet. Positions are (row, column) from 0.

    cells: text as shown, never empty. drawn: empty cells with a style of their own (a border).
    unsaved: formulas whose result is not in the file; their cells hold the formula.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    drawn: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    unsaved: list[tuple[int, int]] = field(default_factory=list)


def too_many_cells() -> FileTooLarge:
    """The error for a workbook that no report needs."""
    return FileTooLarge(
        f"工作簿的单元格超过上限 {MAX_CELLS:,} 个", "请只保留年度报告所在的工作表后再试"
    )

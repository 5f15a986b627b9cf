"""What the two readers of a Word document share: cells to a grid, pieces to a line."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.model import NOWHERE, Place
from gongkai.report.read.blocks import Grid, GridCell, Para

__all__ = ["Cell", "count", "end_line", "grid_of"]


class Cell(list[str]):
    """The pieces of a cell's text. `down`, `across`: merged, "", "restart" or "continue".

    `down` is "absent" for columns that a row leaves out at its beginning.
    """

    span = 1
    down = ""
    across = ""


def grid_of(rows: Sequence[Sequence[Cell]], table: int) -> Grid:
    """The cells that begin in each row, at their columns."""
    new = tuple.__new__  # half the time of the constructors, for each cell of each report
    grid: list[list[GridCell]] = []
    above: set[int] = set()  # columns where a merge reaches the row from above
    for number, cells in enumerate(rows, 1):
        row: list[GridCell] = []
        here: set[int] = set()
        column = 0
        for cell in cells:
            span, down = cell.span, cell.down
            if down == "absent":
                column += span
                continue
            if down:
                here.add(column)
            if cell.across == "continue" and row:
                row[-1] = row[-1]._replace(span=column + span - row[-1].column)
            elif down != "continue" or column not in above:
                text = cell[0] if len(cell) == 1 else "".join(cell)
                if "\xad" in text:
                    text = text.replace("\xad", "")
                place = new(Place, (0, 0, table, number, column + 1, "", None))
                row.append(new(GridCell, (text, column, span, place)))
            column += span
        grid.append(row)
        above = here
    return Grid(grid, Place(table=table))


def end_line(blocks: list[Para | Grid], pieces: Sequence[str], heading: bool) -> None:
    """Add the line that the pieces make, unless it is empty."""
    text = "".join(pieces).replace("\xad", "")
    if text.strip():
        blocks.append(Para(text, NOWHERE, heading))


def count(text: str | None, default: int) -> int:
    """A span or level; absurd ones are not believed."""
    return int(text) if text and text.isdecimal() and len(text) < 4 else default

"""What a table reader collects before it is aligned: printed rows, cut into labels and fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.forms import FORMS, Form
from gongkai.report.model import Cell, Note, NoteCode, Place
from gongkai.report.read.blocks import GridCell
from gongkai.report.read.values import BLANK, TEXT, Value, parse_value

__all__ = [
    "Aligned",
    "Collected",
    "PrintedBlock",
    "PrintedColumns",
    "PrintedRow",
    "misfit",
    "missing_table",
    "span",
    "store",
    "trim",
]


@dataclass(slots=True)
class PrintedRow:
    """A row as printed, cut into label texts and data fields."""

    labels: list[str]
    fields: list[GridCell]
    segment: int  # the printed grid it stands in; positions compare only within one
    place: Place
    size: int = 0  # cells in the whole row, empty ones too


@dataclass(slots=True)
class PrintedBlock:
    """Rows of table 2 under one 第二十条第（N）项, with the printed header: label and position.

    unknown: rows with figures whose label is in neither form.
    """

    columns: list[tuple[str, int]] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)
    unknown: list[PrintedRow] = field(default_factory=list)


@dataclass(slots=True)
class PrintedColumns:
    """The header of table 3: positions of the form's columns by name, and of others.

    read: the names in reading order, without 总计. total_first: 总计 is read before 自然人 in one
    row; in_one_run: all stand in one run of cells, so that 总计 may be of a row above.
    spans: a merge shows that positions are those of the page; in_row: all seven stand in one row.
    In text the header may have lost its spans. aside: the position of a column of remarks.
    """

    at: dict[str, int] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    total_first: bool = False
    in_one_run: bool = False
    spans: bool = False
    in_row: bool = False
    aside: int = -1


@dataclass(slots=True)
class Collected:
    """The statutory rows of one report, table by table.

    header_3: for each printed grid, the columns that its header names.
    rows_4: the rows of table 4 as printed, headers too.
    remarks: notes inside the tables (备注：…).
    repeated: tables met again after they were complete (二, 三, 四), which are not read.
    """

    blocks: list[PrintedBlock] = field(default_factory=list)
    rows_3: list[PrintedRow] = field(default_factory=list)
    header_3: dict[int, PrintedColumns] = field(default_factory=dict)
    rows_4: list[list[GridCell]] = field(default_factory=list)
    remarks: list[tuple[str, Place]] = field(default_factory=list)
    repeated: dict[str, Place] = field(default_factory=dict)


@dataclass(slots=True)
class Aligned:
    """What came of the grids of one report: cells aligned with form.cells, and notes."""

    form: Form
    cells: list[Cell | None]
    notes: list[Note]


def span(values: Sequence[Value]) -> int:
    """Distance from the first filled field to the last, both counted."""
    filled = [i for i, v in enumerate(values) if v.state is not BLANK]
    return filled[-1] - filled[0] + 1 if filled else 0


def trim(
    fields: list[GridCell], values: Sequence[Value], wanted: int, left: bool = False
) -> list[GridCell] | None:
    """Cut empty padding at either side; None when what is filled spans too many fields.

    left: the label stands right before the first field, so that padding can only be behind. Else,
    where there are no columns, padding stands in front: empty cells of the labels.
    """
    filled = [i for i, v in enumerate(values) if v.state is not BLANK]
    if len(fields) < wanted:
        return None
    from_right = fields[0].column < 0 and not left
    if not filled:
        return fields[-wanted:] if from_right else fields[:wanted]
    if filled[-1] - filled[0] + 1 == wanted:
        return fields[filled[0] : filled[0] + wanted]
    if from_right and filled[0] >= len(fields) - wanted:
        return fields[-wanted:]
    if filled[-1] < wanted:
        return fields[:wanted]
    return None


def store(result: Aligned, cells: Sequence[int], fields: Sequence[GridCell | None]) -> None:
    """Make cells of printed fields; None stays a cell that is not in the file."""
    made, units = result.cells, _UNITS[result.form.key]
    new = tuple.__new__  # half the time of the constructor
    for index, f in zip(cells, fields, strict=True):
        if f is None:
            continue
        text = f.text
        value, state, unit, _ = parse_value(text)
        if value is None:
            if state is BLANK:
                text = ""
            elif state is TEXT:
                result.notes.append(_not_a_number(result.form, index, f))
        elif not unit and index in units:
            unit = units[index]
        made[index] = new(Cell, (text, value, state, unit, f.place))


def _not_a_number(form: Form, index: int, found: GridCell) -> Note:
    message = f"{form.cells[index].zh}应为数字，实为“{found.text.strip()[:30]}”"
    return Note(NoteCode.NOT_A_NUMBER, message, found.place, (index,))


def misfit(result: Aligned, row: PrintedRow, cells: Sequence[int], wanted: int) -> None:
    """Say that a row cannot be placed: more or fewer values than columns."""
    filled = [f.text.strip() for f in row.fields if f.text.strip()]
    code = NoteCode.SHORT_ROW if len(row.fields) < wanted else NoteCode.LONG_ROW
    label = result.form.cells[cells[0]].row_path or "表四"
    result.notes.append(
        Note(
            code,
            f"“{label}”一行有{len(filled)}个数，应有{wanted}个，无法确定各属哪一列，未读入："
            f"{' '.join(filled)[:80]}",
            row.place,
            tuple(cells),
        )
    )


def missing_table(result: Aligned, table: str) -> None:
    """Say that no row of a table was found."""
    cells = tuple(i for i, c in enumerate(result.form.cells) if c.table.startswith(table))
    result.notes.append(
        Note(NoteCode.MISSING_TABLE, f"没有找到表{table}，其中各格未读入", cells=cells)
    )


_UNIT_IN_LABEL = re.compile(r"单位[：:](\w+)")
_UNITS = {
    form.key: {
        i: match[1]
        for i, cell in enumerate(form.cells)
        if (match := _UNIT_IN_LABEL.search(cell.column_path))
    }
    for form in FORMS
}

"""Tables of bare lines, one cell each, where an empty line is an empty cell (text out of Writer).

A cell merged down from above is an empty line too. That empty lines are cells is taken for shown
only where all of table 3 has its labels exactly that many lines apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.report.forms import FORMS, Form
from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, GridCell
from gongkai.report.read.labels import COLUMNS_3, exact_row, fold, is_column_2, row_2_name
from gongkai.report.read.remedies import SIZE
from gongkai.report.read.text_lines import (
    KINDS_4,
    OUTCOMES_4,
    Line,
    bare_row,
    head_4,
    is_page_number,
)

__all__ = ["tables_of_cells"]

_HEAD_4 = [*KINDS_4[:2], *OUTCOMES_4, *KINDS_4[2:], *OUTCOMES_4, *OUTCOMES_4]
_LONG = 30  # characters; what is longer is no figure
Found = tuple[int, int, Grid]  # first line, last line, table


def tables_of_cells(sections: Sequence[tuple[int, Sequence[Line]]]) -> list[Found]:
    """The tables 2, 3 and 4 in the lines of sections; none unless table 3 shows the layout."""
    found = [table for number, lines in sections if number == 3 for table in _table_3(lines)]
    if found:
        for number, lines in sections:
            if number != 3:
                found += (_tables_2 if number == 2 else _table_4)(lines)
    return found


def _row(lines: Sequence[Line], at: int, count: int, label: int = 1) -> list[GridCell] | None:
    """A label, if there is one, and its cells; None where there are not so many."""
    cells = lines[at : at + label + count]
    if len(cells) < label + count or not all(_may_be_cell(line) for line in cells[label:]):
        return None
    return [
        GridCell(line.text, k, 1, Place(line=line.number, column=k + 1))
        for k, line in enumerate(cells)
    ]


def _may_be_cell(line: Line) -> bool:
    return len(line.text) <= _LONG and not is_page_number(line.text)


def _table_3(lines: Sequence[Line]) -> Iterator[Found]:
    for form in FORMS:
        begins = (n for n, line in enumerate(lines) if exact_row(form.key, line.text) == 0)
        start = next(begins, len(lines))
        rows = _rows_3(lines, start, form)
        if rows:
            head = [line for line in lines[:start] if line.text.strip()]
            names = [cell for line in head for cell in bare_row(line.number, [line.text])]
            first = (head or lines[start:])[0].number
            last = rows[-1][-1].place.line
            yield first, last, Grid([names, *rows] if names else rows, Place(line=first))


def _rows_3(lines: Sequence[Line], at: int, form: Form) -> list[list[GridCell]] | None:
    """All rows of the form; None unless every label stands where cells in lines put it."""
    made = []
    above: list[str] = []
    for index, form_row in enumerate(form.rows):
        path = [fold(label.zh) for label in form_row.labels]
        merged = sum(path[: k + 1] == above[: k + 1] for k in range(len(path) - 1))
        expected = [""] * merged + path[merged:-1]
        printed = [fold(line.text) for line in lines[at : at + len(expected)]]
        at += len(expected)
        row = _row(lines, at, len(COLUMNS_3))
        if (
            printed != expected
            or row is None
            or exact_row(form.key, row[0].text) != index
            or any(exact_row(form.key, cell.text) >= 0 for cell in row[1:])
        ):
            return None
        made.append(row)
        at += len(row)
        above = path[:-1]
    return made


def _tables_2(lines: Sequence[Line]) -> Iterator[Found]:
    """A header that begins with 信息内容, and the rows under it."""
    for n, line in enumerate(lines):
        if fold(line.text) != "信息内容":
            continue
        at = n + 1
        while at < len(lines) and is_column_2(lines[at].text):
            at += 1
        count = at - n - 1
        rows = [_row(lines, n, count)]
        while at < len(lines) and row_2_name(lines[at].text):
            rows.append(_row(lines, at, count))
            at += 1 + count
        whole = [row for row in rows if row]
        figures = [cell.text for row in whole[1:] for cell in row[1:]]
        labels = any(row_2_name(text) or is_column_2(text) for text in figures)
        if count and len(whole) == len(rows) > 1 and not labels:
            yield line.number, whole[-1][-1].place.line, Grid(whole, Place(line=line.number))


def _table_4(lines: Sequence[Line]) -> Iterator[Found]:
    """The header, its empty lines left out, and fifteen cells."""
    filled = [n for n, line in enumerate(lines) if line.text.strip()]
    for k in range(len(filled) - len(_HEAD_4) + 1):
        head = filled[k : k + len(_HEAD_4)]
        if [fold(lines[n].text) for n in head] == _HEAD_4:
            row = _row(lines, head[-1] + 1, SIZE, 0)
            if row:
                first = lines[head[0]].number
                yield first, row[-1].place.line, Grid([*head_4(first), row], Place(line=first))

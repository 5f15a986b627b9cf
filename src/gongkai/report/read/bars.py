"""Text in which each cell of a table ends with a bar on a line of its own.

So do programs write that take the text out of web pages: `规章 |`, `0 |`, a bar alone for an empty
cell, and behind a row as many bars as it lacks cells (`|||`). The lines of a row are put together
again, as `规章 | 0 |  | 3 |`; other lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.report.forms import FORMS
from gongkai.report.read.labels import exact_row, fold, heading_number, row_2_name
from gongkai.report.read.values import is_value

__all__ = ["join_cells"]

_CELL = re.compile(r"(?P<text>[^|]*[^|\s])?\s*\|(?:\s+(?P<closing>\|+))?")
_CLOSING = re.compile(r"\|{2,}")
_FEW = 4  # cells; the smallest statutory table has them
_LONG = 120  # characters of a cell
_WIDEST = 40  # columns
_HEADINGS = 5  # so many texts are no label of a row


class _Line(NamedTuple):
    """A cell: the lines that it takes, its text (None: no cell, only closing bars), the bars."""

    number: int
    last: int
    text: str | None
    closing: int


def join_cells(lines: list[str]) -> list[tuple[int, str]]:
    """The lines with their numbers (from 1), those of one row of a table as one."""
    if sum(line.rstrip().endswith("|") for line in lines) < _FEW:
        return list(enumerate(lines, 1))
    keeps = _keeps_empty_cells(lines)
    made: list[tuple[int, str]] = []
    run: list[_Line] = []
    waiting: list[tuple[int, str]] = []  # text of which a cell may follow

    def end_run() -> None:
        cells = sum(line.text is not None for line in run)
        if cells >= _FEW:
            made.extend(_rows(run, keeps))
        else:
            made.extend(
                (n, lines[n - 1]) for line in run for n in range(line.number, line.last + 1)
            )
        run.clear()

    def end_waiting() -> None:
        if waiting:
            end_run()
            made.extend(waiting)
            waiting.clear()

    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text and (run or waiting):
            continue
        cell = _CELL.fullmatch(text)
        if _CLOSING.fullmatch(text) and run and not waiting:
            run.append(_Line(number, number, None, len(text)))
        elif cell:
            if not run and waiting:
                # of what stands before a table only the line above a bar alone is in it
                above = [] if cell["text"] else waiting[-1:]
                made.extend(waiting[: len(waiting) - len(above)])
                waiting[:] = above
            words = "".join(part.strip() for _, part in waiting) + (cell["text"] or "")
            first = waiting[0][0] if waiting else number
            waiting.clear()
            run.append(_Line(first, number, words, len(cell["closing"] or "")))
        elif "|" in text or len(text) > _LONG or "。" in text or heading_number(text):
            end_waiting()
            end_run()
            made.append((number, line))
        else:
            waiting.append((number, line))
    end_waiting()
    end_run()
    return made


def _keeps_empty_cells(lines: list[str]) -> bool:
    """Whether a bar alone can be an empty cell: somewhere one stands before another or a figure.

    Else the program has lost them all, and a bar alone ends a row that lacks one cell.
    """
    alone = False
    for line in filter(None, map(str.strip, lines)):
        cell = _CELL.fullmatch(line)
        if alone and cell and is_value(cell["text"] or ""):
            return True
        alone = line == "|"
    return False


def _rows(run: list[_Line], keeps: bool) -> Iterator[tuple[int, str]]:
    """The rows of one table or more, each as one line."""
    for table in _tables(run):
        width = _width(table)
        rows = _by_width(table, width) if width else _by_labels(table)
        for row in rows:
            cells = [line.text for line in row if line.text is not None]
            while cells and not cells[-1] and not keeps:
                cells.pop()
            if cells:
                yield row[0].number, "| " + " | ".join(cells) + " |"


def _tables(run: list[_Line]) -> Iterator[list[_Line]]:
    """Cut before each title of a block of table 2; they may be tables of their own."""
    begin = 0
    for i, line in enumerate(run):
        if i > begin and line.text and "二十条" in line.text and len(line.text) <= 30:
            # an empty cell before it stands in its row
            at = i - 1 if run[i - 1].text == "" and run[begin].text == "" else i
            if at > begin:
                yield run[begin:at]
                begin = at
    yield run[begin:]


def _width(table: list[_Line]) -> int:
    """Columns of a table, so that all rows are whole; 0 when no number of them does it."""
    for width in range(_WIDEST, 1, -1):
        rows = list(_by_width(table, width))
        if all(_is_row(row, width) for row in rows) and any(row[-1].closing for row in rows):
            return width
    return 0


def _is_row(row: list[_Line], width: int) -> bool:
    """Whether a row is whole and has no label behind a figure."""
    cells = [line.text for line in row if line.text is not None]
    filled = [is_value(text) for text in cells if text]
    return len(cells) + sum(line.closing for line in row) == width and filled == sorted(filled)


def _by_width(table: list[_Line], width: int) -> Iterator[list[_Line]]:
    row: list[_Line] = []
    cells = 0
    for line in table:
        row.append(line)
        cells += line.text is not None
        if line.closing or cells == width:
            yield row
            row, cells = [], 0
    if row:
        yield row


def _by_labels(table: list[_Line]) -> Iterator[list[_Line]]:
    """Rows where nothing says how wide they are: a label behind figures begins one."""
    row: list[_Line] = []
    figures = False
    for line in table:
        text = line.text or ""
        figure = line.text is not None and is_value(text)
        if row and (
            (figure and not figures and len(row) >= _HEADINGS)
            or (text and not figure and (figures or _begins_row(text)))
        ):
            yield row
            row, figures = [], False
        figures = figures or figure
        row.append(line)
        if line.closing:
            yield row
            row, figures = [], False
    if row:
        yield row


def _begins_row(label: str) -> bool:
    folded = fold(label)
    return (
        "二十条" in folded
        or folded == "信息内容"
        or bool(row_2_name(label))
        or (len(folded) > 2 and any(exact_row(form.key, label) >= 0 for form in FORMS))
    )

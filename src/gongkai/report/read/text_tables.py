"""Tables whose columns are held apart by spaces → grids with a cell in every column.

A row with blank cells has fewer words than the table has columns. Its figures are placed where
their positions say so; else the row is handed on with the words it has, and reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid
from gongkai.report.read.labels import fold, is_column_2, row_2_name
from gongkai.report.read.remedies import SIZE, is_label_4
from gongkai.report.read.text_columns import CHARACTERS, WIDTH, Columns, Token, is_apart, measures
from gongkai.report.read.text_labels import Stack, begins_outcome_4, stacks
from gongkai.report.read.text_lines import (
    KINDS_4,
    OUTCOMES_4,
    Line,
    bare_row,
    head_4,
    pages,
    placed_row,
)
from gongkai.report.read.text_table_3 import table_3

__all__ = ["tables"]


def tables(sections: Sequence[tuple[int, Sequence[Line]]]) -> Iterator[tuple[int, int, Grid]]:
    """(first line, last line, grid) for each table in the lines of sections 2, 3 and 4."""
    cut = [(section, page) for section, lines in sections for page in pages(lines)]
    by = measures([line.figures for line in page if line.labels] for _, page in cut)
    for section, page in cut:
        yield from {2: _tables_2, 3: table_3, 4: _table_4}[section](page, by)


# table 2 --------------------------------------------------------------------------------------


def _tables_2(page: list[Line], by: Sequence[int]) -> Iterator[tuple[int, int, Grid]]:
    """The blocks of table 2 on a page; each begins with the header that names its columns."""
    for n, line in enumerate(page):
        if line.figures or len(line.labels) < 2 or fold(line.labels[0].text) != "信息内容":
            continue
        header = line.labels
        if not all(is_column_2(word.text) for word in header[1:]):
            continue
        end = n + 1
        while end < len(page) and _is_row_2(page[end]):
            end += 1
        rows = page[n + 1 : end]
        alone = end < len(page) and not page[end].labels  # figures without their label
        if not rows or alone:
            continue
        count = len(header) - 1
        columns = Columns([row.figures for row in rows], count, by)
        made = [placed_row(line.number, [header[0].text], header[1:])]
        for row in rows:
            placed = columns.place(row.figures) if row.figures else [None] * count
            if is_apart([header]) and is_apart([[*row.labels, *row.figures]]):
                placed = placed or _under(row.figures, header[1:], by)
            label = row.labels[0].text
            if placed:
                made.append(placed_row(row.number, [label], placed))
            else:
                made.append(bare_row(row.number, [label, *(f.text for f in row.figures)]))
        yield line.number, rows[-1].number, Grid(made, Place(line=line.number))


def _is_row_2(line: Line) -> bool:
    return len(line.labels) == 1 and bool(row_2_name(line.labels[0].text))


def _under(
    figures: Sequence[Token], header: Sequence[Token], by: Sequence[int]
) -> list[Token | None] | None:
    """Figures by the column whose heading they stand under, by each measure."""
    placed: list[Token | None] = [None] * len(header)
    for figure in figures:
        found = {
            tuple(
                k
                for k, heading in enumerate(header)
                if figure.at[measure][0] < heading.at[measure][1]
                and heading.at[measure][0] < figure.at[measure][1]
            )
            for measure in by
        }
        columns = found.pop()
        if found or len(columns) != 1 or placed[columns[0]]:
            return None
        placed[columns[0]] = figure
    return placed


# table 4 --------------------------------------------------------------------------------------


def _table_4(page: list[Line], by: Sequence[int]) -> Iterator[tuple[int, int, Grid]]:
    """One row of fifteen figures under a header that names all in the order of the form."""
    rows = [line for line in page if line.figures]
    if len(rows) != 1 or rows[0].labels:
        return
    row = rows[0]
    above = [line for line in page if line.number < row.number]
    outcomes = _header_4(above)
    if not outcomes:
        return
    placed = Columns([row.figures], SIZE, by, [label.token for label in outcomes]).place(
        row.figures
    )
    first = min(line.number for line in above if any(is_label_4(w.text) for w in line.labels))
    texts = [figure.text for figure in row.figures]
    figures = placed_row(row.number, [], placed, 0) if placed else bare_row(row.number, texts)
    yield first, row.number, Grid([*head_4(first), figures], Place(line=first))


def _header_4(lines: list[Line]) -> list[Stack]:
    """The fifteen outcomes from left to right; empty where not all are there in that order."""
    starts = {
        name: word.at[CHARACTERS][0]
        for line in lines
        for word in line.labels
        for name in KINDS_4
        if fold(word.text) == name
    }
    if (
        len(starts) < 4
        or starts["行政复议"] > starts["行政诉讼"]
        or starts["未经复议直接起诉"] > starts["复议后起诉"]
    ):
        return []
    for measure in (CHARACTERS, WIDTH):
        found = stacks([(x.number, x.labels) for x in lines], begins_outcome_4, measure)
        named = [label for label in found if fold(label.text) in OUTCOMES_4]
        named.sort(key=lambda label: label.span(measure))
        if [fold(label.text) for label in named] == [*OUTCOMES_4 * 3]:
            return named
    return []

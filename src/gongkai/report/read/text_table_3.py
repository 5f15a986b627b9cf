"""Table 3 in columns held apart by spaces → rows with a cell in each of the seven columns.

Its labels stand in three columns and wrap over lines; the figures of a row stand beside one of
them. A label without figures is a row of blank cells, unless figures without a label are near.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from gongkai.report.forms import FORMS, form_by_key
from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, GridCell
from gongkai.report.read.labels import COLUMNS_3, column_3_name, fold
from gongkai.report.read.text_columns import CHARACTERS, WIDTH, Columns, Token, is_apart
from gongkai.report.read.text_labels import Stack, begins_column_3, begins_row_3, row_of, stacks
from gongkai.report.read.text_lines import Line, bare_row, placed_row
from gongkai.report.read.values import parse_value

__all__ = ["table_3"]

_SEVEN = len(COLUMNS_3)


def table_3(page: list[Line], by: Sequence[int]) -> Iterator[tuple[int, int, Grid]]:
    """The rows of table 3 on a page, with the header if it is there and names the seven columns."""
    form_key, labels = _labels_3(page)
    leaves = [label for label in labels if row_of(form_key, label.text) >= 0]
    if not leaves:
        return
    first, last = leaves[0].lines[0], leaves[-1].lines[-1]
    # rows in other words before the first known one and behind the last
    several = [line.number for line in page if len(line.figures) > 1]
    first = min([first, *several])
    if row_of(form_key, leaves[-1].text) < len(form_by_key(form_key).rows) - 1:
        last = max([last, *several])
    rows = [line for line in page if line.figures and first <= line.number <= last]
    if not rows or not is_apart([*line.labels[-1:], *line.figures] for line in rows):
        return
    above = [line for line in page if line.number < first]
    header = _header_3(above)
    columns = Columns(
        [line.figures for line in rows], _SEVEN, by, [label.token for label in header]
    )
    made = _rows_3(rows, leaves, columns)
    for label in labels:
        # what is no part of the form may be a label in other words: the rows around decide
        if first <= label.lines[0] <= last and not begins_row_3(form_key, label.text):
            alone = zip(label.pieces, label.lines, strict=True)
            with_figures = {line.number for line in rows}
            made += [(n, bare_row(n, [word.text])) for word, n in alone if n not in with_figures]
    made.sort(key=lambda one: one[0])
    grid = [row for _, row in made]
    if header:
        first = min(line.number for line in above if any(map(_heads_3, line.labels)))
        grid.insert(0, placed_row(first, ["申请人情况"], [label.token for label in header]))
    yield first, last, Grid(grid, Place(line=first))


def _rows_3(
    rows: list[Line], leaves: list[Stack], columns: Columns
) -> list[tuple[int, list[GridCell]]]:
    """(line, row) for each label of a row and each line with figures."""
    beside = _beside(leaves)
    uses = Counter(id(beside[line.number]) for line in rows if line.number in beside)
    strays = []  # lines whose row is not known
    known = []
    numbers = [line.number for line in rows]
    made = []
    for line in rows:
        leaf = beside.get(line.number)
        placed = columns.place(line.figures)
        if placed and _lost_its_column(placed):
            placed = None
        if leaf:
            known.append(line.number)
            words = [leaf.text]
            if uses[id(leaf)] > 1 and len(line.figures) < _SEVEN:
                placed = None  # which of the lines is the row is not known
        else:
            strays.append(line.number)
            words = [word.text for word in line.labels]
        made.append(
            (
                line.number,
                placed_row(line.number, words, placed)
                if placed
                else bare_row(line.number, [*words, *(f.text for f in line.figures)]),
            )
        )
    for leaf in leaves:
        number = leaf.lines[0]
        if bisect_left(numbers, number) < bisect_right(numbers, leaf.lines[-1]):
            continue
        # its figures may be those of a stray line that no other row parts from it
        n = bisect_left(known, number)
        above = known[n - 1] if n else 0
        below = known[n] if n < len(known) else numbers[-1] + 1
        near = bisect_right(strays, above) < bisect_left(strays, below)
        cells = (
            bare_row(number, [leaf.text])
            if near
            else placed_row(number, [leaf.text], [None] * _SEVEN)
        )
        made.append((number, cells))
    return made


def _lost_its_column(placed: list[Token | None]) -> bool:
    """Whether a sum stands at the end of a row but not under the last column: the row is moved."""
    numbers = [parse_value(token.text).value or 0 for token in placed if token]
    return not placed[-1] and len(numbers) > 1 and 0 != numbers[-1] == sum(numbers[:-1])


def _beside(leaves: list[Stack]) -> dict[int, Stack]:
    """The label that figures on a line belong to: the last one there, or one in lines around."""
    found = {n: leaf for leaf in leaves for n in leaf.lines}
    for leaf in leaves:
        for n in range(leaf.lines[0], leaf.lines[-1]):
            found.setdefault(n, leaf)
    return found


def _labels_3(page: list[Line]) -> tuple[str, list[Stack]]:
    """The labels of rows, read for the form and in the measure that give most whole ones."""
    best: tuple[int, str, list[Stack]] = (-1, "", [])
    words = [(line.number, line.labels) for line in page]
    for measure in (CHARACTERS, WIDTH):
        for form in reversed(FORMS):
            found = stacks(words, partial(begins_row_3, form.key), measure)
            whole = sum(row_of(form.key, label.text) >= 0 for label in found)
            if whole > best[0]:
                best = whole, form.key, found
    return best[1], best[2]


def _heads_3(word: Token) -> bool:
    return begins_column_3(word.text) or "勾稽关系" in word.text


def _header_3(lines: list[Line]) -> list[Stack]:
    """The seven columns from left to right; empty where the header is not whole or has others."""
    for measure in (CHARACTERS, WIDTH):
        words = [(line.number, line.labels) for line in lines if not line.figures]
        found = stacks(words, begins_column_3, measure)
        named = [label for label in found if column_3_name(label.text)]
        left = min((label.span(measure)[0] for label in named), default=0)
        others = [
            label
            for label in found
            if label not in named
            and label.span(measure)[0] >= left
            and fold(label.text) not in ("申请人情况", "法人或其他组织")
        ]
        if not others and sorted(column_3_name(f.text) for f in named) == sorted(COLUMNS_3):
            return sorted(named, key=lambda label: label.span(measure))
    return []

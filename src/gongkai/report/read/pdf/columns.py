"""Where figures stand on a page without vertical lines: columns, and what is header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.report.model import State
from gongkai.report.read.pdf.glyphs import Box, Word
from gongkai.report.read.values import parse_value

__all__ = [
    "BLOCK",
    "NUMERAL",
    "between",
    "carries_figures",
    "figures_in",
    "nearest",
    "split_head",
    "value_columns",
]

BLOCK = re.compile(r"第二十条第")
NUMERAL = re.compile(r"[（(][一二三四五六七八九十][)）]|[一二三四五六七八九十]、|\d{1,2}[.．、]\D")


def _is_figure(text: str) -> bool:
    if len(text) > 16 or (len(text) == 1 and text in "一二三四五六七八九十两〇零"):
        return False
    return parse_value(text).state is not State.TEXT


def figures_in(words: Sequence[Word]) -> list[Word]:
    """The figures at the end of a line."""
    found: list[Word] = []
    for word in reversed(words):
        if not _is_figure(word.text):
            break
        found.append(word)
    return found[::-1]


def carries_figures(words: Sequence[Word]) -> bool:
    """A label and figures beside it, or three figures and more."""
    count = len(figures_in(words))
    return count >= 3 or (count >= 1 and len(words) > count)


def _columns(
    rows: Sequence[Sequence[Word]], head: Sequence[Word], edge: float
) -> list[list[float]]:
    """Where the columns of figures stand, from left to right, as [left, right].

    The rows with the most figures speak first; a header word right of `edge` (where labels end)
    that stands over no figures is a column of blanks.
    """
    columns: list[list[float]] = []
    for row in sorted(rows, key=len, reverse=True):
        for word in row:
            left, _, right, _ = word.box
            over = [c for c in columns if c[0] < right and c[1] > left]
            if not over:
                columns.append([left, right])
            elif len(over) == 1:
                grown = [min(left, over[0][0]), max(right, over[0][1])]
                if not any(
                    c is not over[0] and c[0] < grown[1] and c[1] > grown[0] for c in columns
                ):
                    over[0][:] = grown
    taken = [*columns]
    for word in reversed(head):  # the lowest line of the header names the columns
        left, _, right, _ = word.box
        if BLOCK.match(word.text):
            continue
        if left >= edge and not any(c[0] < right and c[1] > left for c in taken):
            columns.append([left, right])
        taken.append([left, right])
    return sorted(columns)


def nearest(columns: Sequence[Sequence[float]], box: Box) -> int:
    """Index of the column whose middle is closest to the middle of a box."""
    middle = (box[0] + box[2]) / 2
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))


def split_head(words: Sequence[Sequence[Word]]) -> int:
    """The number of lines before the first row: its label may begin above its figures."""
    first = next(n for n, line in enumerate(words) if carries_figures(line))
    for n in range(first - 1, -1, -1):
        if any(NUMERAL.match(word.text) for word in words[n]):
            return n
        if words[n][0].text == "信息内容":  # what follows under it is a row without figures
            edge = words[n][-1].box[0]
            return next((m for m in range(n + 1, first) if words[m][-1].box[2] < edge), first)
    return first


def between(left: Sequence[float], right: Sequence[float], words: Sequence[Word]) -> float:
    """Where to part two columns: in the gap between them, through as few words as possible."""
    low, high = left[1], right[0]
    middle = (low + high) / 2
    edges = [x for w in words for x in (w.box[0] - 1.5, w.box[2] + 1.5) if low < x < high]
    return min(
        [middle, *edges],
        key=lambda x: (sum(w.box[0] < x - 1 and w.box[2] > x + 1 for w in words), abs(x - middle)),
    )


def value_columns(words: Sequence[Sequence[Word]]) -> tuple[list[list[float]], float]:
    """Columns of figures, and where the labels end."""
    head = split_head(words)
    figures = [figures_in(line) for line in words if carries_figures(line)]
    labels = [
        word.box[2]
        for line in words
        if carries_figures(line)
        for word in line[: len(line) - len(figures_in(line))]
    ]
    first = min(row[0].box[0] for row in figures)
    edge = max((right for right in labels if right <= first), default=0.0)
    above = [word for line in words[:head] for word in line]
    return _columns(figures, above, edge), edge

"""Where words stand in a line of text, and which column of a table that is.

Positions are measured twice, because two kinds of program align text: by characters (`pdftotext
-layout` counts a Chinese character as one) and by width (an editor shows it two wide). Which of
the two a table follows is seen from its rows; a word is placed only where all measures that fit
the rows agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, zip_longest
from statistics import median
from typing import NamedTuple
from unicodedata import east_asian_width

from gongkai.report.read.values import is_value

__all__ = ["CHARACTERS", "WIDTH", "Columns", "Token", "is_apart", "measures", "tokens"]

CHARACTERS, WIDTH = 0, 1  # the two measures; indexes of Token.at
_WORD = re.compile(r"\S+")
_FIGURES = frozenset("0123456789０１２３４５６７８９/-—–－无")
_SIGNS = frozenset(("增", "减"))
_ENUMERATOR = re.compile(
    r"[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十\d]{1,2}[.．、]"
)
# of the way to the next column; what stands further off its column stands between two
_NEAR = 0.3
_FITS = 0.2  # mean distance, in the same unit, up to which a measure fits a table
_MUCH_WORSE = 0.12
_CLEARLY = 0.85
_MANY = 5  # rows


class Token(NamedTuple):
    """A word: text, and (start, end) in characters and in width."""

    text: str
    at: tuple[tuple[int, int], tuple[int, int]]


def tokens(line: str) -> list[Token]:
    """The words of a line; letters held apart (予 以 公 开), 增 25 and 1. 属于 are one."""
    widths = [0, *accumulate(2 if east_asian_width(c) in "WF" else 1 for c in line)]
    words = list(_WORD.finditer(line))
    made: list[Token] = []
    before = ""
    for match, following in zip_longest(words, words[1:]):
        text, start, end = match[0], match.start(), match.end()
        at = ((start, end), (widths[start], widths[end]))
        gap = start - made[-1].at[CHARACTERS][1] if made else 99
        behind = following[0] if following and following.start() - end <= 2 else ""
        if gap <= 2 and _spelt_out(before, text, behind):
            made[-1] = _joined(made[-1], text, at)
        elif gap == 1 and _goes_on(made[-1].text, text):
            made[-1] = _joined(made[-1], " " + text if made[-1].text in _SIGNS else text, at)
        else:
            made.append(Token(text, at))
        before = text
    return made


def _spelt_out(before: str, text: str, behind: str) -> bool:
    """Whether a character goes on with the one before, in a word whose letters are held apart."""
    if len(before) != 1 or len(text) != 1:
        return False
    if text in ".．、":
        return True
    # 无 is a figure too, but not between letters
    return before not in _FIGURES - {"无"} and (
        text not in _FIGURES or (text == "无" and len(behind) == 1 and behind not in _FIGURES)
    )


def _goes_on(text: str, following: str) -> bool:
    if text in _SIGNS:
        return following[0].isdigit()
    return bool(_ENUMERATOR.fullmatch(text)) and not is_value(following)


def _joined(token: Token, text: str, at: tuple[tuple[int, int], tuple[int, int]]) -> Token:
    (start, _), (left, _) = token.at
    return Token(token.text + text, ((start, at[0][1]), (left, at[1][1])))


def is_apart(rows: Iterable[Sequence[Token]]) -> bool:
    """Whether words are held apart by more than one space, so that positions mean something."""
    gaps = [
        after.at[CHARACTERS][0] - before.at[CHARACTERS][1]
        for row in rows
        for before, after in zip(row, row[1:], strict=False)
    ]
    return bool(gaps) and sum(gap > 1 for gap in gaps) * 10 >= len(gaps) * 7


def measures(tables: Iterable[Sequence[Sequence[Token]]]) -> tuple[int, ...]:
    """By which measure the tables of a text are aligned; both where that does not show.

    tables: the figures of the rows of each. In the right measure figures stand above each other
    and cover fewer positions.
    """
    covered = [0, 0]
    for rows in tables:
        for measure in (CHARACTERS, WIDTH):
            covered[measure] += len(
                {x for row in rows for token in row for x in range(*token.at[measure])}
            )
    for measure in (CHARACTERS, WIDTH):
        if covered[measure] < _CLEARLY * covered[1 - measure]:
            return (measure,)
    return CHARACTERS, WIDTH


class _View(NamedTuple):
    """One way to measure: the position of a token, and of each column, increasing."""

    of: Callable[[Token], float]
    columns: list[float]
    misfit: float


class Columns:
    """The columns of a table on one page, from the figures of its rows.

    rows: the figures of each row; by: from `measures`. Columns are known from rows with a figure
    in each, or from many rows that together show so many; else from a printed header, its words
    by column, where lines are aligned by width: converters move a header against its columns.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Token]],
        count: int,
        by: Sequence[int],
        header: Sequence[Token] = (),
    ) -> None:
        self._views: list[_View] = []
        self._count = count
        rows = [row for row in rows if 0 < len(row) <= count]
        if any(len(row) > 1 for row in rows) and not is_apart(rows):
            return
        full = [row for row in rows if len(row) == count]
        views = []
        for measure in by:
            columns = [*zip(*full, strict=True)] if full else _clusters(rows, count, measure)
            if not columns and len(header) == count and by == (WIDTH,):
                columns = [[token] for token in header]
            if columns:
                views += _views(columns, rows, measure)
        views.sort(key=lambda view: view.misfit)
        if views and views[0].misfit <= _FITS:
            self._views = [v for v in views if v.misfit <= views[0].misfit + _MUCH_WORSE]

    def place(self, row: Sequence[Token]) -> list[Token | None] | None:
        """The figures of a row by column, None where a column is empty; None where unclear."""
        if len(row) == self._count:
            return [*row]
        if not self._views or (len(row) > 1 and not is_apart([row])):
            return None
        found = [_placed(row, view) for view in self._views]
        columns = found[0]
        if columns is None or any(other not in (columns, None) for other in found):
            return None
        by_column = dict(zip(columns, row, strict=True))
        return [by_column.get(k) for k in range(self._count)]


def _anchors(measure: int) -> list[Callable[[Token], float]]:
    """Left edge, middle, right edge: cells are aligned by one of them."""
    return [
        lambda t: float(t.at[measure][0]),
        lambda t: (t.at[measure][0] + t.at[measure][1]) / 2,
        lambda t: float(t.at[measure][1]),
    ]


def _views(
    columns: Sequence[Sequence[Token]], rows: Sequence[Sequence[Token]], measure: int
) -> list[_View]:
    made = []
    for of in _anchors(measure):
        positions = [median(map(of, column)) for column in columns]
        if _increase(positions):
            made.append(_View(of, positions, _misfit(of, positions, rows)))
    return made


def _misfit(
    of: Callable[[Token], float], positions: list[float], rows: Sequence[Sequence[Token]]
) -> float:
    distances = [_nearest(of(token), positions)[1] for row in rows for token in row]
    return sum(distances) / len(distances)


def _nearest(x: float, positions: list[float]) -> tuple[int, float]:
    """The nearest column and the distance to it, as a part of the way to the next one there."""
    if len(positions) == 1:
        return 0, 0.0
    i = min(max(bisect_left(positions, x), 1), len(positions) - 1)
    before, after = positions[i - 1], positions[i]
    k = i - 1 if x - before <= after - x else i
    return k, min(1.0, abs(x - positions[k]) / (after - before))


def _placed(row: Sequence[Token], view: _View) -> tuple[int, ...] | None:
    found = [_nearest(view.of(token), view.columns) for token in row]
    columns = tuple(k for k, _ in found)
    clear = all(distance <= _NEAR for _, distance in found)
    return columns if clear and _increase(columns) else None


def _increase(numbers: Sequence[float]) -> bool:
    return all(a < b for a, b in zip(numbers, numbers[1:], strict=False))


def _clusters(
    rows: Sequence[Sequence[Token]], count: int, measure: int
) -> list[list[Token]] | None:
    """Figures that overlap from row to row, if these are as many columns as the table has.

    Neighbours must meet in some row: one column whose figures are shifted is not two.
    """
    if len(rows) < _MANY:
        return None
    every = sorted(
        ((token, n) for n, row in enumerate(rows) for token in row),
        key=lambda one: one[0].at[measure],
    )
    made: list[list[Token]] = []
    held: list[set[int]] = []
    end = -1
    for token, n in every:
        start, stop = token.at[measure]
        if start > end:
            made.append([])
            held.append(set())
        elif n in held[-1]:
            return None
        made[-1].append(token)
        held[-1].add(n)
        end = max(end, stop)
    if len(made) != count or any(not a & b for a, b in zip(held, held[1:], strict=False)):
        return None
    return made

"""Labels that a page prints over several lines, put together again.

A label of several lines has its figures beside one of them, and the labels of groups stand beside
those of rows. What is printed under a piece of a label goes on with it where both together begin
an official label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.report.forms import FORMS
from gongkai.report.read.labels import COLUMNS_3, exact_row, fold, split_enumerator
from gongkai.report.read.text_columns import Token

__all__ = ["Stack", "begins_column_3", "begins_outcome_4", "begins_row_3", "row_of", "stacks"]

_LINES_APART = 3  # lines between two pieces of one label, others' figures in between
_COLUMN_NAMES = ("总计", "其他")  # of columns and, with a number before, of rows

# with and without their numbers: a page may have lost them
_ROWS_3 = {
    form.key: tuple(
        {
            spelling
            for row in form.rows
            for label in row.labels
            for spelling in (fold(label.zh), split_enumerator(fold(label.zh))[1])
        }
    )
    for form in FORMS
}
_COLUMNS_3 = (*COLUMNS_3, "合计", "法人或其他组织", "申请人情况")
_OUTCOMES_4 = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "合计")


@dataclass(slots=True)
class Stack:
    """A label: its pieces from top to bottom, each with its line."""

    pieces: list[Token] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole label."""
        return "".join(piece.text for piece in self.pieces)

    def span(self, measure: int) -> tuple[int, int]:
        """Where it stands, all pieces together."""
        ends = [piece.at[measure] for piece in self.pieces]
        return min(start for start, _ in ends), max(end for _, end in ends)

    @property
    def token(self) -> Token:
        """The label as one word."""
        return Token(self.text, (self.span(0), self.span(1)))


def stacks(
    lines: Iterable[tuple[int, Sequence[Token]]], begins: Callable[[str], bool], measure: int
) -> list[Stack]:
    """Labels of lines (number, words), in the order of their first pieces."""
    made: list[Stack] = []
    open_ones: list[Stack] = []
    for number, words in lines:
        open_ones = [s for s in open_ones if number - s.lines[-1] <= _LINES_APART]
        for word in words:
            above = next(
                (
                    s
                    for s in open_ones
                    if s.lines[-1] < number and _goes_on(s, word, begins, measure)
                ),
                None,
            )
            if above is None:
                above = Stack()
                made.append(above)
                start, end = word.at[measure]
                open_ones = [
                    s for s in open_ones if s.span(measure)[1] <= start or end <= s.span(measure)[0]
                ]
                open_ones.append(above)
            above.pieces.append(word)
            above.lines.append(number)
    return made


def _goes_on(stack: Stack, word: Token, begins: Callable[[str], bool], measure: int) -> bool:
    start, end = stack.span(measure)
    left, right = word.at[measure]
    return left < end and start < right and begins(stack.text + word.text)


@lru_cache(maxsize=4096)
def begins_row_3(form_key: str, text: str) -> bool:
    """Whether a text is the beginning, or all, of a label of rows of table 3."""
    folded = fold(text)
    return any(label.startswith(folded) for label in _ROWS_3[form_key])


@lru_cache(maxsize=4096)
def begins_column_3(text: str) -> bool:
    """Whether a text is the beginning, or all, of a label of columns of table 3."""
    return any(label.startswith(fold(text)) for label in _COLUMNS_3)


@lru_cache(maxsize=1024)
def begins_outcome_4(text: str) -> bool:
    """Whether a text is the beginning, or all, of an outcome in table 4."""
    return any(label.startswith(fold(text)) for label in _OUTCOMES_4)


def row_of(form_key: str, text: str) -> int:
    """The row of table 3 that a whole label names, −1 for a piece, a group or a column."""
    return -1 if fold(text) in _COLUMN_NAMES else exact_row(form_key, text)

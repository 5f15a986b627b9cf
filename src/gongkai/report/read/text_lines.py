"""Lines of a page cut into words, and rows made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.report.model import Place
from gongkai.report.read.blocks import GridCell
from gongkai.report.read.text_columns import Token, tokens
from gongkai.report.read.values import is_value

__all__ = [
    "KINDS_4",
    "OUTCOMES_4",
    "Line",
    "bare_row",
    "head_4",
    "is_page_number",
    "pages",
    "placed_row",
]

KINDS_4 = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉")
OUTCOMES_4 = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－·]\s?\d{1,3}\s?[-—–－·]|第\s?\d{1,3}\s?页.*)\s*")


_LONGEST = 1000  # characters of a line
_MOST_LINES = 1000  # of a page; text without page ends is one page, prose is not read here


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its number from 1, the page it is on, labels and the figures behind them."""

    number: int
    page: int
    text: str
    labels: list[Token]
    figures: list[Token]

    @classmethod
    def of(cls, number: int, page: int, text: str) -> Line:
        """Cut a line into words; a line too long for a page has none."""
        words = tokens(text) if len(text) <= _LONGEST else []
        end = len(words)
        while end and is_value(words[end - 1].text):
            end -= 1
        return cls(number, page, text, words[:end], words[end:])


def is_page_number(text: str) -> bool:
    """Whether a line is a page number between dashes or in words."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines page by page, without empty ones and page numbers; what is no page is left out."""
    page: list[Line] = []
    for n, line in enumerate(lines):
        number = is_page_number(line.text) or _is_bare_number(lines, n)
        if page and (page[-1].page != line.page or number):
            yield from _if_page(page)
            page = []
        if line.text.strip() and not number:
            page.append(line)
    yield from _if_page(page)


def _if_page(lines: list[Line]) -> Iterator[list[Line]]:
    long = any(len(line.text) > _LONGEST for line in lines)
    if lines and len(lines) <= _MOST_LINES and not long:
        yield lines


def _is_bare_number(lines: Sequence[Line], n: int) -> bool:
    """Whether a line is only a number, at the edge of a page or between empty lines."""
    line = lines[n]
    if line.labels or len(line.figures) != 1:
        return False
    around = [lines[k] if 0 <= k < len(lines) else None for k in (n - 1, n + 1)]
    return any(other is not None and other.page != line.page for other in around) or all(
        other is None or not other.text.strip() for other in around
    )


def placed_row(
    line: int, labels: Sequence[str], figures: Sequence[Token | None], first: int = 1
) -> list[GridCell]:
    """A row with a cell in every column; `first` is that of the figures."""
    return [
        *(GridCell(text, 0, 1, Place(line=line, column=1)) for text in labels),
        *(
            GridCell(f.text if f else "", k, 1, Place(line=line, column=k + 1))
            for k, f in enumerate(figures, start=first)
        ),
    ]


def bare_row(line: int, texts: Sequence[str]) -> list[GridCell]:
    """A row with the words that are there, in no column."""
    return [
        GridCell(text, -1, 1, Place(line=line, column=n)) for n, text in enumerate(texts, start=1)
    ]


def head_4(line: int) -> list[list[GridCell]]:
    """The header of table 4 over its fifteen columns."""
    place = Place(line=line)
    suit, direct, after = KINDS_4[1:]
    return [
        [GridCell(KINDS_4[0], 0, 5, place), GridCell(suit, 5, 10, place)],
        [GridCell(direct, 5, 5, place), GridCell(after, 10, 5, place)],
        [GridCell(outcome, k, 1, place) for k, outcome in enumerate(OUTCOMES_4 * 3)],
    ]

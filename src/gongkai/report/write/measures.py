"""Measures of the official layout that DOCX and PDF share: GB/T 9704—2012 and the notice's forms.

Lengths are millimetres on A4 portrait, sizes are points.
"""

from __future__ import annotations

import re

__all__ = [
    "BODY_SIZE",
    "CELL_PADDING",
    "COLUMNS",
    "COLUMN_WIDTH",
    "LINE",
    "MARGINS",
    "MM",
    "NUMBER_SIZE",
    "TABLE_LINE",
    "TABLE_ROW",
    "TABLE_SIZE",
    "TITLE_LINE",
    "TITLE_SIZE",
    "figure_size",
    "split_subheading",
    "stands_on_one_line",
    "title_lines",
]

MM = 72 / 25.4  # points in a millimetre

MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28}  # GB/T 9704 5.2.1: 156 × 225 of text
COLUMN_WIDTH = 156
BODY_SIZE = 16.0  # 三号
LINE = 28.0  # 22 lines on a page
TITLE_SIZE = 22.0  # 二号
TITLE_LINE = 36.0
NUMBER_SIZE = 14.0  # page numbers, 四号
TABLE_SIZE = 10.5  # 五号
TABLE_LINE = 13.0
TABLE_ROW = 17.8  # least height; with it table 3 of the form of 2021 stands on one page
CELL_PADDING = 1.6  # points on either side inside a cell

# widths of the grid columns by section; each sums to COLUMN_WIDTH
COLUMNS: dict[int, tuple[float, ...]] = {
    2: (45.0, 37.0, 37.0, 37.0),
    3: (13.0, 16.2, 51.0, 10.7, 10.7, 10.7, 10.7, 10.7, 10.7, 11.6),
    4: (10.4,) * 15,
}

_SMALLEST = 4.5
_UNBROKEN = re.compile(r"[0-9０-９,，.．+＋\-－%％/]+")
# “（一）…” alone, or run in before its first full stop: the second level of an official paper
_SUBHEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；：！？\n]{1,40}(?P<stop>。?)")


def figure_size(text: str, section: int, column: int, colspan: int) -> float:
    """The size in points at which a figure stands on one line of its cell; words may wrap."""
    figure = text.strip()
    if not _UNBROKEN.fullmatch(figure):
        return TABLE_SIZE
    fitting = _room(section, column, colspan) / _ems(figure)
    return max(_SMALLEST, min(TABLE_SIZE, int(fitting * 2) / 2))


def stands_on_one_line(text: str, section: int, column: int, colspan: int) -> bool:
    """Whether a data cell surely needs no second line."""
    size = figure_size(text, section, column, colspan)
    return "\n" not in text and _ems(text) * size <= _room(section, column, colspan)


def _room(section: int, column: int, colspan: int) -> float:
    """Points of text between the paddings of a cell."""
    return sum(COLUMNS[section][column : column + colspan]) * MM - 2 * CELL_PADDING - 0.5


def _ems(text: str) -> float:
    """The most that text is wide: digits are up to 0.56 em in the fonts that we name."""
    return sum(0.3 if c in ",.\xa0" else 0.56 if c.isascii() else 1.0 for c in text)


def split_subheading(text: str) -> tuple[str, str]:
    """A paragraph as (sub-heading, rest); one of the two is empty where there is no other."""
    match = _SUBHEADING.match(text)
    if not match or (match.end() < len(text) and not match["stop"]):
        return "", text
    return text[: match.end()], text[match.end() :]


_WHAT = re.compile(r"(?:政府信息|政务|信息)公开[^，。：]{0,12}报告.{0,8}$")


def title_lines(text: str) -> tuple[str, ...]:
    """The title on one line, or on two: whose and which year, then what. GB/T 9704 7.3.1."""
    match = _WHAT.search(text)
    if not match or not match.start() or _ems(text) * TITLE_SIZE <= COLUMN_WIDTH * MM:
        return (text,)
    return text[: match.start()], text[match.start() :]

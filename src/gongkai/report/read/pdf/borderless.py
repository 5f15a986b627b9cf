"""Tables without lines between their columns: from where the words stand.

A region is a run of lines in which figures stand under each other. Columns are where figures (or
header words) stand; a column in which a row has nothing gives a blank cell, so that a blank stays
a blank. Rows come from horizontal rules where there are any, else from the lines that carry
figures and from labels that begin with a numeral (一、 （一） 1.).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.report.read.pdf.columns import BLOCK, NUMERAL, carries_figures, figures_in
from gongkai.report.read.pdf.glyphs import Box, Line, Word, words_of
from gongkai.report.read.pdf.grid import Rule
from gongkai.report.read.pdf.rows import RegionCell, rows_by_rules, rows_by_text

__all__ = ["Region", "find_regions"]

APART = 0.6  # of the height of the line: a wider gap parts two words
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]+[)）]?、?.{3,}(情况|事项)$")
_TABLE_WORDS = re.compile(r"信息内容|第二十条第|本年新收|上年结转|予以公开|结果纠正|尚未审结")


class Region(NamedTuple):
    """A table found among lines first … last (both included)."""

    first: int
    last: int
    rows: list[list[RegionCell]]
    box: Box


def find_regions(lines: Sequence[Line], rules: Sequence[Rule], width: float) -> list[Region]:
    """The tables among these lines. rules: horizontal rules; width: of the page."""
    words = [words_of(line, APART) for line in lines]
    carrying = [n for n, line in enumerate(words) if carries_figures(line)]
    regions: list[Region] = []
    for first, last in _runs(lines, words, carrying, width):
        figures = [figures_in(words[n]) for n in range(first, last + 1)]
        text = "".join(w.text for n in range(first, last + 1) for w in words[n])
        if max(map(len, figures)) < 3 and not _TABLE_WORDS.search(text):
            continue
        box = (
            min(w.box[0] for n in range(first, last + 1) for w in words[n]),
            min(lines[n].top for n in range(first, last + 1)),
            max(w.box[2] for n in range(first, last + 1) for w in words[n]),
            max(lines[n].bottom for n in range(first, last + 1)),
        )
        body = words[first : last + 1]
        rows = rows_by_rules(lines[first : last + 1], body, rules, box) or rows_by_text(body)
        regions.append(Region(first, last, rows, box))
    return regions


def _runs(
    lines: Sequence[Line], words: Sequence[Sequence[Word]], carrying: Sequence[int], width: float
) -> list[tuple[int, int]]:
    """First and last line of each run of lines that belong to one table."""

    def ends(n: int) -> bool:
        """Whether line n is running text or a heading, which no table goes past."""
        line = words[n]
        if len(line) != 1:
            return not line
        text, box = line[0].text, line[0].box
        wide = box[2] - box[0] > width * 0.45 and len(text) > 24
        return wide or bool(_HEADING.match(text) and not NUMERAL.match(text[1:]))

    runs: list[tuple[int, int]] = []
    for n in carrying:
        if runs and not any(
            ends(m) or BLOCK.match(words[m][0].text) for m in range(runs[-1][1] + 1, n)
        ):
            runs[-1] = (runs[-1][0], n)
            continue
        first = n
        floor = runs[-1][1] + 1 if runs else 0
        while first > floor and n - first < 10 and not ends(first - 1):
            above = lines[first - 1]
            if lines[first].top - above.bottom > 3 * (above.bottom - above.top):
                break
            first -= 1
            if BLOCK.match(words[first][0].text):
                break
        runs.append((first, n))
    grown = []
    for i, (first, last) in enumerate(runs):
        stop = runs[i + 1][0] if i + 1 < len(runs) else len(lines)
        edge = min(w.box[0] for line in words[first : last + 1] for w in figures_in(line))
        while last + 1 < stop and not ends(last + 1):
            following = lines[last + 1]
            gap = following.top - lines[last].bottom
            if gap > (following.bottom - following.top) * 1.3 or following.box[2] > edge:
                break
            last += 1
        grown.append((first, last))
    return grown

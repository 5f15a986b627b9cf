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

from gongkai.report.forms import FORMS
from gongkai.report.model import State
from gongkai.report.read.pdf.glyphs import Box, Line, Word, words_of
from gongkai.report.read.pdf.grid import NEAR, Rule, find_frames, join
from gongkai.report.read.values import parse_value

__all__ = ["Region", "RegionCell", "find_regions"]

APART = 0.6  # of the height of the line: a wider gap parts two words
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]+[)）]?、?.{3,}(情况|事项)$")
_BLOCK = re.compile(r"第二十条第")
_NUMERAL = re.compile(r"[（(][一二三四五六七八九十][)）]|[一二三四五六七八九十]、|\d{1,2}[.．、]\D")
_TABLE_WORDS = re.compile(r"信息内容|第二十条第|本年新收|上年结转|予以公开|结果纠正|尚未审结")
# rows of table 2: their labels carry no numeral that would tell where a row begins
_ROW_NAMES = {row.labels[-1].zh for form in FORMS for block in form.blocks for row in block.rows}


class RegionCell(NamedTuple):
    """A cell: text, first column, columns covered, box."""

    text: str
    column: int
    span: int
    box: Box


class Region(NamedTuple):
    """A table found among lines first … last (both included)."""

    first: int
    last: int
    rows: list[list[RegionCell]]
    box: Box


def find_regions(lines: Sequence[Line], rules: Sequence[Rule], width: float) -> list[Region]:
    """The tables among these lines. rules: horizontal rules; width: of the page."""
    words = [words_of(line, APART) for line in lines]
    carrying = [n for n, line in enumerate(words) if _carries_figures(line)]
    regions: list[Region] = []
    for first, last in _runs(lines, words, carrying, width):
        figures = [_figures(words[n]) for n in range(first, last + 1)]
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
        rows = _rows_by_rules(lines[first : last + 1], body, rules, box) or _rows_by_text(body)
        regions.append(Region(first, last, rows, box))
    return regions


def _is_figure(text: str) -> bool:
    if len(text) > 16 or (len(text) == 1 and text in "一二三四五六七八九十两〇零"):
        return False
    return parse_value(text).state is not State.TEXT


def _figures(words: Sequence[Word]) -> list[Word]:
    """The figures at the end of a line."""
    found: list[Word] = []
    for word in reversed(words):
        if not _is_figure(word.text):
            break
        found.append(word)
    return found[::-1]


def _carries_figures(words: Sequence[Word]) -> bool:
    """A label and figures beside it, or three figures and more."""
    count = len(_figures(words))
    return count >= 3 or (count >= 1 and len(words) > count)


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
        return wide or bool(_HEADING.match(text) and not _NUMERAL.match(text[1:]))

    runs: list[tuple[int, int]] = []
    for n in carrying:
        if runs and not any(
            ends(m) or _BLOCK.match(words[m][0].text) for m in range(runs[-1][1] + 1, n)
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
            if _BLOCK.match(words[first][0].text):
                break
        runs.append((first, n))
    grown = []
    for i, (first, last) in enumerate(runs):
        stop = runs[i + 1][0] if i + 1 < len(runs) else len(lines)
        edge = min(
            (w.box[0] for n in range(first, last + 1) for w in _figures(words[n])), default=0
        )
        while last + 1 < stop and not ends(last + 1):
            following = lines[last + 1]
            gap = following.top - lines[last].bottom
            if gap > (following.bottom - following.top) * 0.8 or following.box[2] > edge:
                break
            last += 1
        grown.append((first, last))
    return grown


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
        if _BLOCK.match(word.text):
            continue
        if left >= edge and not any(c[0] < right and c[1] > left for c in taken):
            columns.append([left, right])
        taken.append([left, right])
    return sorted(columns)


def _nearest(columns: Sequence[Sequence[float]], box: Box) -> int:
    middle = (box[0] + box[2]) / 2
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))


def _split_head(words: Sequence[Sequence[Word]]) -> int:
    """The number of lines before the first row: its label may begin above its figures."""
    first = next(n for n, line in enumerate(words) if _carries_figures(line))
    for n in range(first - 1, -1, -1):
        if any(_NUMERAL.match(word.text) for word in words[n]):
            return n
        if words[n][0].text == "信息内容":  # what follows under it is a row without figures
            edge = words[n][-1].box[0]
            return next((m for m in range(n + 1, first) if words[m][-1].box[2] < edge), first)
    return first


def _rows_by_rules(
    lines: Sequence[Line], words: Sequence[Sequence[Word]], rules: Sequence[Rule], box: Box
) -> list[list[RegionCell]]:
    """Rows between horizontal rules, columns by the words; empty when the rules part no rows."""
    touching = [r for r in join(rules) if r.start < box[2] and r.end > box[0]]
    carrying = [n for n, line in enumerate(words) if _carries_figures(line)]
    edge_right = max(w.box[2] for n in carrying for w in _figures(words[n]))
    ys = [r.at for r in touching if r.end >= edge_right - NEAR]
    above = [y for y in ys if y < box[1] + NEAR]
    below = [y for y in ys if y > box[3] - NEAR]
    if not above or not below:
        return []
    top, bottom = max(above), min(below)
    near = [r for r in touching if top - NEAR < r.at < bottom + NEAR]
    ys = [y for y in ys if top <= y <= bottom]
    middles = [(lines[n].top + lines[n].bottom) / 2 for n in carrying]
    if len({sum(y < middle for y in ys) for middle in middles}) < len(middles):
        return []
    columns, labels_end = _value_columns(words)
    all_words = [w for line in words for w in line]
    starts = sorted({round(r.start) for r in near if r.start < columns[0][0]})
    walls: list[float] = [b for a, b in zip([-9.0, *starts], starts, strict=False) if b - a > NEAR]
    if walls[-1] < labels_end:
        walls.append(_between((0.0, labels_end), columns[0], all_words))
    walls.extend(_between(a, b, all_words) for a, b in zip(columns, columns[1:], strict=False))
    walls.append(max(r.end for r in near))
    levels = [r.at for r in near]
    down: list[Rule] = []
    for upper, lower in zip(levels, levels[1:], strict=False):
        inside = [w for w in all_words if upper < (w.box[1] + w.box[3]) / 2 < lower]
        down.extend(
            Rule(x, upper, lower)
            for x in walls
            if not any(w.box[0] < x - 1 and w.box[2] > x + 1 for w in inside)
        )
    frames = find_frames(near, down)
    if not frames:
        return []
    frame = max(frames, key=lambda f: len(f.slots))
    frame.take([g for line in lines for g in line.glyphs])
    rows: dict[int, list[RegionCell]] = {}
    for n, slot in enumerate(frame.slots):
        rows.setdefault(slot.row, []).append(
            RegionCell(frame.text(n), slot.column, slot.column_end - slot.column, slot.box)
        )
    return list(rows.values())


def _between(left: Sequence[float], right: Sequence[float], words: Sequence[Word]) -> float:
    """Where to part two columns: in the gap between them, through as few words as possible."""
    low, high = left[1], right[0]
    middle = (low + high) / 2
    edges = [x for w in words for x in (w.box[0] - 1.5, w.box[2] + 1.5) if low < x < high]
    return min(
        [middle, *edges],
        key=lambda x: (sum(w.box[0] < x - 1 and w.box[2] > x + 1 for w in words), abs(x - middle)),
    )


def _value_columns(words: Sequence[Sequence[Word]]) -> tuple[list[list[float]], float]:
    """Columns of figures, and where the labels end."""
    head = _split_head(words)
    figures = [_figures(line) for line in words if _carries_figures(line)]
    labels = [
        word.box[2]
        for line in words
        if _carries_figures(line)
        for word in line[: len(line) - len(_figures(line))]
    ]
    first = min(row[0].box[0] for row in figures)
    edge = max((right for right in labels if right <= first), default=0.0)
    above = [word for line in words[:head] for word in line]
    return _columns(figures, above, edge), edge


def _rows_by_text(words: Sequence[Sequence[Word]]) -> list[list[RegionCell]]:
    """Rows by the lines that carry figures and by labels that begin with a numeral."""
    columns, _ = _value_columns(words)
    head = _split_head(words)
    rows = _group_rows(words[head:], columns[0][0])
    labels_of = [_labels([w for line in row for w in _without_figures(line)]) for row in rows]
    offset = max((len(labels) for labels in labels_of), default=0)
    out = []
    for line in words[:head]:
        cells = []
        for word in line:
            if word.box[2] <= columns[0][0]:
                column = 0
            else:
                column = offset + _nearest(columns, word.box)
            cells.append(RegionCell(word.text, column, 1, word.box))
        out.append(cells)
    for row, labels in zip(rows, labels_of, strict=True):
        if out and not labels and _continues(out[-1], row, columns, offset):
            continue
        cells = []
        for n, label in enumerate(labels):
            last = n == len(labels) - 1
            cells.append(RegionCell(label.text, n, offset - n if last else 1, label.box))
        figures = [w for line in row for w in _figures(line)] if _has_figures(row) else []
        found: dict[int, list[Word]] = {}
        for word in figures:
            found.setdefault(_nearest(columns, word.box), []).append(word)
        top = min(w.box[1] for line in row for w in line)
        bottom = max(w.box[3] for line in row for w in line)
        for n, (left, right) in enumerate(columns):
            held = found.get(n, [])
            cells.append(
                RegionCell(
                    " ".join(w.text for w in held),
                    offset + n,
                    1,
                    held[0].box if held else (left, top, right, bottom),
                )
            )
        out.append(cells)
    return out


def _continues(
    above: list[RegionCell],
    row: Sequence[Sequence[Word]],
    columns: Sequence[Sequence[float]],
    offset: int,
) -> bool:
    """Whether the figures are the ends of figures above, wrapped in narrow columns; if so they
    are put there. Only figures as long as the longest of their row can have been wrapped."""
    ends = {offset + _nearest(columns, word.box): word for line in row for word in line}
    longest = max((len(cell.text) for cell in above if cell.column >= offset), default=0)
    places = {cell.column: n for n, cell in enumerate(above)}
    near = [
        word.box[1] - above[places[c]].box[3] < word.box[3] - word.box[1]
        for c, word in ends.items()
        if c in places
    ]
    if longest < 2 or len(near) < len(ends) or not all(near):
        return False
    for column, word in ends.items():
        text = above[places[column]].text
        if len(text) != longest or not (text + word.text).isdigit():
            return False
    for column, word in ends.items():
        cell = above[places[column]]
        box = (cell.box[0], cell.box[1], cell.box[2], word.box[3])
        above[places[column]] = cell._replace(text=cell.text + word.text, box=box)
    return True


def _has_figures(row: Sequence[Sequence[Word]]) -> bool:
    return any(_carries_figures(line) for line in row)


def _without_figures(line: Sequence[Word]) -> Sequence[Word]:
    return line[: len(line) - len(_figures(line))] if _carries_figures(line) else line


def _labels(words: Sequence[Word]) -> list[Word]:
    """Label words of one row: those under each other are lines of one label."""
    found: list[Word] = []
    for word in sorted(words, key=lambda w: w.box[1]):
        for n, before in enumerate(found):
            if before.box[0] < word.box[2] and before.box[2] > word.box[0]:
                found[n] = Word(
                    before.text + word.text,
                    (
                        min(before.box[0], word.box[0]),
                        min(before.box[1], word.box[1]),
                        max(before.box[2], word.box[2]),
                        max(before.box[3], word.box[3]),
                    ),
                )
                break
        else:
            found.append(word)
    return sorted(found, key=lambda w: w.box[0])


def _group_rows(words: Sequence[Sequence[Word]], edge: float) -> list[list[Sequence[Word]]]:
    """Lines → rows. A row begins where the innermost label begins with a numeral, and never holds
    two lines of figures. edge: where the figures begin."""
    inner = sorted(
        labels[-1].box[0]
        for line in words
        if _carries_figures(line) and (labels := _without_figures(line))
    )
    zone = inner[len(inner) // 2] if inner else 0.0
    rows: list[list[Sequence[Word]]] = []
    for line in words:
        labels = [w for w in _without_figures(line) if w.box[0] < edge]
        begins = bool(
            labels
            and _NUMERAL.match(labels[-1].text)
            and (_carries_figures(line) or (labels[-1].box[0] + labels[-1].box[2]) / 2 > zone)
        ) or bool(labels and labels[-1].text in _ROW_NAMES)
        if not rows or begins:
            rows.append([])
        elif _carries_figures(line) and _has_figures(rows[-1]):
            rows.append(_cut(rows[-1], line))
        rows[-1].append(line)
    return rows


def _cut(row: list[Sequence[Word]], following: Sequence[Word]) -> list[Sequence[Word]]:
    """Take from the end of a row the lines that belong to the next: below the widest gap."""
    last = max(n for n, line in enumerate(row) if _carries_figures(line))
    tail = [*row[last:], following]
    gaps = [b[0].box[1] - a[0].box[3] for a, b in zip(tail, tail[1:], strict=False)]
    widest = max(range(len(gaps)), key=lambda n: (gaps[n], n))
    moved = row[last + widest + 1 :]
    del row[last + widest + 1 :]
    return list(moved)

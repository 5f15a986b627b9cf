"""Rows of a table without vertical lines: between horizontal rules, or by its labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai.report.forms import FORMS
from gongkai.report.read.pdf.columns import (
    NUMERAL,
    between,
    carries_figures,
    figures_in,
    nearest,
    split_head,
    value_columns,
)
from gongkai.report.read.pdf.glyphs import Box, Line, Word
from gongkai.report.read.pdf.grid import NEAR, Rule, find_frames, join

__all__ = ["RegionCell", "rows_by_rules", "rows_by_text"]

# rows of table 2: their labels carry no numeral that would tell where a row begins
_OUTCOMES = {
    cell.column_path.rsplit(" / ", 1)[-1]
    for form in FORMS
    for cell in form.cells
    if cell.table == "四"
}
_ROW_NAMES = {row.labels[-1].zh for form in FORMS for block in form.blocks for row in block.rows}


class RegionCell(NamedTuple):
    """A cell: text, first column, columns covered, box."""

    text: str
    column: int
    span: int
    box: Box


def rows_by_rules(
    lines: Sequence[Line], words: Sequence[Sequence[Word]], rules: Sequence[Rule], box: Box
) -> list[list[RegionCell]]:
    """Rows between horizontal rules, columns by the words; empty when the rules part no rows."""
    touching = [r for r in join(rules) if r.start < box[2] and r.end > box[0]]
    carrying = [n for n, line in enumerate(words) if carries_figures(line)]
    edge_right = max(w.box[2] for n in carrying for w in figures_in(words[n]))
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
    columns, labels_end = value_columns(words)
    all_words = [w for line in words for w in line]
    starts = sorted({round(r.start) for r in near if r.start < columns[0][0]})
    walls: list[float] = [b for a, b in zip([-9.0, *starts], starts, strict=False) if b - a > NEAR]
    if walls[-1] < labels_end:
        walls.append(between((0.0, labels_end), columns[0], all_words))
    walls.extend(between(a, b, all_words) for a, b in zip(columns, columns[1:], strict=False))
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


def rows_by_text(words: Sequence[Sequence[Word]]) -> list[list[RegionCell]]:
    """Rows by the lines that carry figures and by labels that begin with a numeral."""
    columns, _ = value_columns(words)
    head = split_head(words)
    rows = _group_rows(words[head:], columns[0][0])
    labels_of = [_labels([w for line in row for w in _without_figures(line)]) for row in rows]
    offset = max((len(labels) for labels in labels_of), default=0)
    out = []
    for line in _stacked(words[:head]):
        cells = []
        for word in line:
            if word.box[2] <= columns[0][0]:
                column = 0
            else:
                column = offset + nearest(columns, word.box)
            cells.append(RegionCell(word.text, column, 1, word.box))
        out.append(cells)
    for row, labels in zip(rows, labels_of, strict=True):
        if out and not labels and _continues(out[-1], row, columns, offset):
            continue
        cells = []
        for n, label in enumerate(labels):
            last = n == len(labels) - 1
            cells.append(RegionCell(label.text, n, offset - n if last else 1, label.box))
        figures = [w for line in row for w in figures_in(line)] if _has_figures(row) else []
        found: dict[int, list[Word]] = {}
        for word in figures:
            found.setdefault(nearest(columns, word.box), []).append(word)
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


def _stacked(head: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The header of table 4 with the pieces of a name below each other (结果 over 维持) joined."""
    if not any("复议" in word.text for line in head for word in line):
        return [[*line] for line in head]
    lines: list[list[Word]] = []
    for line in head:
        lines.append([])
        for word in line:
            left, _, right, bottom = word.box
            for above in lines:
                for n, piece in enumerate(above):
                    text = piece.text + word.text
                    if (
                        piece.box[0] < right
                        and piece.box[2] > left
                        and any(name.startswith(text) for name in _OUTCOMES)
                    ):
                        box = (
                            min(piece.box[0], left), piece.box[1], max(piece.box[2], right), bottom
                        )  # fmt: skip
                        above[n] = Word(text, box)
                        break
                else:
                    continue
                break
            else:
                lines[-1].append(word)
    return [line for line in lines if line]


def _continues(
    above: list[RegionCell],
    row: Sequence[Sequence[Word]],
    columns: Sequence[Sequence[float]],
    offset: int,
) -> bool:
    """Whether the figures are the ends of figures above, wrapped in narrow columns; if so they
    are put there. Only figures as long as the longest of their row can have been wrapped."""
    ends = {offset + nearest(columns, word.box): word for line in row for word in line}
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
    return any(carries_figures(line) for line in row)


def _without_figures(line: Sequence[Word]) -> Sequence[Word]:
    return line[: len(line) - len(figures_in(line))] if carries_figures(line) else line


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
        if carries_figures(line) and (labels := _without_figures(line))
    )
    zone = inner[len(inner) // 2] if inner else 0.0
    rows: list[list[Sequence[Word]]] = []
    for line in words:
        labels = [w for w in _without_figures(line) if w.box[0] < edge]
        begins = bool(
            labels
            and NUMERAL.match(labels[-1].text)
            and (carries_figures(line) or (labels[-1].box[0] + labels[-1].box[2]) / 2 > zone)
        ) or bool(labels and labels[-1].text in _ROW_NAMES)
        if not rows or begins:
            rows.append([])
        elif carries_figures(line) and _has_figures(rows[-1]):
            rows.append(_cut(rows[-1], line))
        rows[-1].append(line)
    return rows


def _cut(row: list[Sequence[Word]], following: Sequence[Word]) -> list[Sequence[Word]]:
    """Take from the end of a row the lines that belong to the next: below the widest gap."""
    last = max(n for n, line in enumerate(row) if carries_figures(line))
    tail = [*row[last:], following]
    gaps = [b[0].box[1] - a[0].box[3] for a, b in zip(tail, tail[1:], strict=False)]
    widest = max(range(len(gaps)), key=lambda n: (gaps[n], n))
    moved = row[last + widest + 1 :]
    del row[last + widest + 1 :]
    return list(moved)

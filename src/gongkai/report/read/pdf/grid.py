"""Ruling lines → tables: which cells are bounded by lines that are really drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai.report.read.pdf.glyphs import Box, Glyph, lines_of, plain_text, text_of

__all__ = ["Frame", "Rule", "Slot", "find_frames", "join"]

NEAR = 3.0  # points: lines closer than this are one line
MAX_RULES = 4000  # after joining; a page with more is a drawing


class Rule(NamedTuple):
    """A straight line along one axis: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


class Slot(NamedTuple):
    """A cell: elementary rows and columns it covers (end not included), and its box.

    `open`: no line stands on an outer side of it, where the table as a whole has one.
    """

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box
    open: bool = False


class Frame:
    """A table by its lines: the coordinates of columns and rows, and the cells."""

    def __init__(self, xs: list[float], ys: list[float], slots: list[Slot]) -> None:
        self.xs = xs
        self.ys = ys
        self.slots = slots
        self.box: Box = (xs[0], ys[0], xs[-1], ys[-1])
        self._owner: dict[tuple[int, int], int] = {}
        for n, slot in enumerate(slots):
            for row in range(slot.row, slot.row_end):
                for column in range(slot.column, slot.column_end):
                    self._owner[row, column] = n
        self.glyphs: list[list[Glyph]] = [[] for _ in slots]

    def take(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Put each glyph into the cell that holds its middle; return those outside."""
        left, top, right, bottom = self.box
        xs, ys, owner = self.xs, self.ys, self._owner
        outside = []
        # the next glyph mostly stands in the cell of the last one
        x_from = y_from = x_to = y_to = 0.0
        cell: list[Glyph] = []
        for glyph in glyphs:
            _, x0, y0, x1, y1 = glyph
            y = (y0 + y1) / 2
            if not top < y < bottom:
                outside.append(glyph)
                continue
            x = (x0 + x1) / 2
            if x_from < x < x_to and y_from < y < y_to:
                cell.append(glyph)
                continue
            slot = None
            if left < x < right:
                slot = owner.get((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1))
            if slot is None:
                outside.append(glyph)
                continue
            x_from, y_from, x_to, y_to = self.slots[slot].box
            cell = self.glyphs[slot]
            cell.append(glyph)
        return outside

    def text(self, slot: int) -> str:
        """The text of a cell, its lines joined without anything in between."""
        glyphs = self.glyphs[slot]
        if not glyphs:
            return ""
        plain = plain_text(glyphs)
        if plain is not None:
            return plain
        return "".join([text_of(line) for line in lines_of(glyphs)])

    def holds(self, other: Frame) -> bool:
        """Whether the other table lies inside this one."""
        return (
            self.box[0] - NEAR <= other.box[0]
            and self.box[1] - NEAR <= other.box[1]
            and self.box[2] + NEAR >= other.box[2]
            and self.box[3] + NEAR >= other.box[3]
        )


def join(rules: Sequence[Rule], near: float = NEAR) -> list[Rule]:
    """Lines drawn in pieces, double, or dashed → whole lines."""
    whole: list[Rule] = []
    for cluster in _clusters(sorted(rules), near):
        at = sum(r.at for r in cluster) / len(cluster)
        cluster.sort(key=lambda r: r.start)
        start, end = cluster[0].start, cluster[0].end
        for rule in cluster:
            if rule.start > end + near:
                whole.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            elif rule.end > end:
                end = rule.end
        whole.append(Rule(at, start, end))
    return whole


def _clusters(rules: Sequence[Rule], near: float) -> Iterable[list[Rule]]:
    cluster: list[Rule] = []
    for rule in rules:
        if cluster and rule.at - cluster[-1].at > near:
            yield cluster
            cluster = []
        cluster.append(rule)
    if cluster:
        yield cluster


def find_frames(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """The tables that these lines make up, from top to bottom.

    across: lines from left to right; down: lines from top to bottom. A table has at least two
    cells beside each other; a box around text is none, and a table around a table is left out.
    """
    across, down = join(across), join(down)
    if len(across) < 2 or len(down) < 1 or len(across) + len(down) > MAX_RULES:
        return []
    frames = []
    for rows, columns in _connected(across, down):
        frame = _frame(rows, columns)
        if frame:
            frames.append(frame)
    inner = [f for f in frames if not any(f is not o and f.holds(o) for o in frames)]
    return sorted(inner, key=lambda f: (f.box[1], f.box[0]))


def _connected(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch each other."""
    group_of = list(range(len(across)))

    def root(n: int) -> int:
        while group_of[n] != n:
            group_of[n] = group_of[group_of[n]]
            n = group_of[n]
        return n

    first_touch: list[int] = []
    for rule in down:
        touched = -1
        for n, other in enumerate(across):
            if (
                other.start - NEAR <= rule.at <= other.end + NEAR
                and rule.start - NEAR <= other.at <= rule.end + NEAR
            ):
                if touched < 0:
                    touched = n
                else:
                    group_of[root(n)] = root(touched)
        first_touch.append(touched)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for n, rule in enumerate(across):
        groups.setdefault(root(n), ([], []))[0].append(rule)
    for touched, rule in zip(first_touch, down, strict=True):
        if touched >= 0:
            groups[root(touched)][1].append(rule)
    return groups.values()


def _frame(across: Sequence[Rule], down: Sequence[Rule]) -> Frame | None:
    """The cells between these lines; None when no two stand beside each other."""
    if len(across) < 2 or not down:
        return None
    xs = _positions([r.at for r in down], [r.start for r in across], [r.end for r in across])
    ys = _positions([r.at for r in across], [r.start for r in down], [r.end for r in down])
    if len(xs) < 3 or len(ys) < 2:
        return None
    walls = _covered(down, xs, ys)  # walls[x] rows in which a line stands there
    floors = _covered(across, ys, xs)
    slots = _slots(xs, ys, walls, floors)
    if not any(s.column for s in slots):
        return None
    return Frame(xs, ys, slots)


def _positions(at: list[float], starts: list[float], ends: list[float]) -> list[float]:
    """Coordinates of the lines, and of a side that is left open."""
    found = sorted(set(at))
    if min(starts) < found[0] - 2 * NEAR:
        found.insert(0, min(starts))
    if max(ends) > found[-1] + 2 * NEAR:
        found.append(max(ends))
    return found


def _covered(
    rules: Sequence[Rule], positions: Sequence[float], other: Sequence[float]
) -> list[set[int]]:
    """For each position, the intervals of the other axis along which a line is drawn there."""
    index = {at: n for n, at in enumerate(positions)}
    covered: list[set[int]] = [set() for _ in positions]
    middles = [(a + b) / 2 for a, b in zip(other, other[1:], strict=False)]
    for rule in rules:
        covered[index[rule.at]].update(
            range(bisect_right(middles, rule.start), bisect_right(middles, rule.end))
        )
    return covered


def _slots(
    xs: Sequence[float], ys: Sequence[float], walls: list[set[int]], floors: list[set[int]]
) -> list[Slot]:
    """Elementary cells joined where no line stands between them."""
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    # a side counts as open only when the table as a whole has a line there
    gaps = {
        *((r, 0) for r in _gaps(walls[0], n_rows)),
        *((r, n_columns - 1) for r in _gaps(walls[-1], n_rows)),
        *((0, c) for c in _gaps(floors[0], n_columns)),
        *((n_rows - 1, c) for c in _gaps(floors[-1], n_columns)),
    }
    seen: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    for row in range(n_rows):
        for column in range(n_columns):
            if (row, column) in seen:
                continue
            if (
                (column + 1 == n_columns or row in walls[column + 1])
                and (not column or row in walls[column])
                and (row + 1 == n_rows or column in floors[row + 1])
                and (not row or column in floors[row])
            ):
                box = (xs[column], ys[row], xs[column + 1], ys[row + 1])
                bare = (row, column) in gaps
                slots.append(Slot(row, column, row + 1, column + 1, box, bare))
                continue
            region = {(row, column)}
            stack = [(row, column)]
            while stack:
                r, c = stack.pop()
                for at, wall in (
                    ((r, c + 1), c + 1 == n_columns or r in walls[c + 1]),
                    ((r, c - 1), not c or r in walls[c]),
                    ((r + 1, c), r + 1 == n_rows or c in floors[r + 1]),
                    ((r - 1, c), not r or c in floors[r]),
                ):
                    if not wall and at not in region:
                        region.add(at)
                        stack.append(at)
            seen |= region
            slots.extend(_rectangles(region, xs, ys, not gaps.isdisjoint(region)))
    return slots


def _gaps(covered: set[int], count: int) -> set[int]:
    return set(range(count)) - covered if len(covered) * 2 > count else set()


def _rectangles(
    region: set[tuple[int, int]], xs: Sequence[float], ys: Sequence[float], open: bool
) -> list[Slot]:
    """A region as one cell, or row by row where its lines are broken."""
    top, bottom = min(r for r, _ in region), max(r for r, _ in region)
    left, right = min(c for _, c in region), max(c for _, c in region)
    if len(region) == (bottom - top + 1) * (right - left + 1):
        box = (xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        return [Slot(top, left, bottom + 1, right + 1, box, open)]
    parts = []
    for row in range(top, bottom + 1):
        columns = sorted(c for r, c in region if r == row)
        start = columns[0]
        for column, following in zip(columns, [*columns[1:], -1], strict=True):
            if following != column + 1:
                box = (xs[start], ys[row], xs[column + 1], ys[row + 1])
                parts.append(Slot(row, start, row + 1, column + 1, box, open))
                start = following
    return parts

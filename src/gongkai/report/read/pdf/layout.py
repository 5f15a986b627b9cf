"""One page as drawn → paragraphs and grids in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, GridCell, Para
from gongkai.report.read.pdf.borderless import Region, find_regions
from gongkai.report.read.pdf.glyphs import Box, Glyph, Line, lines_of, text_of
from gongkai.report.read.pdf.grid import Frame, Rule, find_frames
from gongkai.report.read.pdf.page import PageContent
from gongkai.report.read.values import is_value

__all__ = ["arrange", "page_blocks"]


def page_blocks(content: PageContent, page: int, tables: int) -> list[Para | Grid]:
    """Paragraphs (one a line) and grids of page number `page`, from top to bottom.

    tables: how many tables stand on the pages before.
    """
    frames, rest = _filled_frames(content)
    return arrange(content, frames, rest, page, tables)


def arrange(
    content: PageContent, frames: Sequence[Frame], rest: list[Glyph], page: int, tables: int
) -> list[Para | Grid]:
    """The same, for ruled tables that hold their glyphs already, and the glyphs outside."""
    lines = [line for column in _columns(rest) for line in lines_of(column)]
    outside = _rules_outside(content.across, frames)
    regions = find_regions(lines, outside, content.width)
    taken = {n for region in regions for n in range(region.first, region.last + 1)}

    parts: list[tuple[float, Line | Frame | Region]] = []
    parts.extend((frame.box[1], frame) for frame in frames)
    parts.extend((lines[region.first].top, region) for region in regions)
    if parts and len(lines) > len(taken):
        parts.extend((line.top, line) for n, line in enumerate(lines) if n not in taken)
        parts.sort(key=lambda part: part[0])
    else:  # no table: the lines are in reading order already
        parts.extend((line.top, line) for n, line in enumerate(lines) if n not in taken)

    large = 1.25 * median(line.bottom - line.top for line in lines) if lines else 0.0
    blocks: list[Para | Grid] = []
    for _, part in parts:
        if isinstance(part, Line):
            text = text_of(part)
            if text:
                place = Place(page=page, box=content.place_box(part.box))
                blocks.append(Para(text, place, part.bottom - part.top > large))
            continue
        tables += 1
        where = Place(page=page, table=tables)
        if isinstance(part, Frame):
            grid = _grid_of_frame(part, where, content)
        else:
            grid = _grid_of_region(part, where, content)
        blocks.append(grid)
    return blocks


def _filled_frames(content: PageContent) -> tuple[list[Frame], list[Glyph]]:
    """The ruled tables with their glyphs, and the glyphs outside them."""
    frames = find_frames(content.across, content.down)
    if not frames and 4 <= len(content.fills) <= 2000:
        # cells drawn as areas of their own, the lines being what shows between them
        across = [Rule(y, box[0], box[2]) for box in content.fills for y in (box[1], box[3])]
        down = [Rule(x, box[1], box[3]) for box in content.fills for x in (box[0], box[2])]
        frames = find_frames(across, down)
    rest = content.glyphs
    kept = []
    for frame in frames:
        outside = frame.take(rest)
        if _is_table(frame):
            kept.append(frame)
            rest = outside
    return kept, rest


def _is_table(frame: Frame) -> bool:
    """Whether its lines part the text into cells: not a drawing, and not lines of rows missing.

    Where three cells of a row each hold several lines of numbers, the lines between the rows are
    not drawn, and reading them as one cell would run numbers together.
    """
    filled = {slot.row for slot, held in zip(frame.slots, frame.glyphs, strict=True) if held}
    if not filled:
        return False
    stacked: dict[int, int] = {}
    for slot, held in zip(frame.slots, frame.glyphs, strict=True):
        if len(held) > 1 and held[0][4] - held[0][2] < (slot.box[3] - slot.box[1]) / 2:
            lines = lines_of(held)
            if (
                len(lines) > 1
                and all(is_value(text_of(line)) for line in lines)
                and not _wrapped(lines[0], slot.box)
            ):
                stacked[slot.row] = stacked.get(slot.row, 0) + 1
    return max(stacked.values(), default=0) < 3


def _wrapped(line: Line, box: Box) -> bool:
    """Whether one more character would not have fitted into the line."""
    left, top, right, bottom = line.box
    one = line.glyphs[-1][3] - line.glyphs[-1][1]
    return right - left + one > box[2] - box[0] - (bottom - top)


def _grid_of_frame(frame: Frame, where: Place, content: PageContent) -> Grid:
    """A ruled table as a grid; cells with their boxes."""
    rows: dict[int, list[GridCell]] = {}
    numbers: dict[int, int] = {}
    page, table = where.page, where.table
    for n, slot in enumerate(frame.slots):
        if slot.open and not frame.glyphs[n]:
            continue
        begin, column = slot.row, slot.column
        row = rows.get(begin)
        if row is None:
            row = rows[begin] = []
            numbers[begin] = len(numbers) + 1
        place = Place(0, page, table, numbers[begin], column + 1, "", content.place_box(slot.box))
        row.append(GridCell(frame.text(n), column, slot.column_end - column, place))
    return Grid(list(rows.values()), where._replace(box=content.place_box(frame.box)))


def _grid_of_region(region: Region, where: Place, content: PageContent) -> Grid:
    """A table without lines between its columns as a grid."""
    rows = [
        [
            GridCell(
                cell.text,
                cell.column,
                cell.span,
                where._replace(row=number, column=cell.column + 1, box=content.place_box(cell.box)),
            )
            for cell in row
        ]
        for number, row in enumerate(region.rows, 1)
    ]
    return Grid(rows, where._replace(box=content.place_box(region.box)))


def _rules_outside(rules: Sequence[Rule], frames: Sequence[Frame]) -> list[Rule]:
    """Horizontal lines that belong to no ruled table."""
    boxes: list[Box] = [frame.box for frame in frames]
    return [
        rule
        for rule in rules
        if not any(
            box[1] - 1 <= rule.at <= box[3] + 1 and rule.start < box[2] and rule.end > box[0]
            for box in boxes
        )
    ]


def _columns(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The running text of the page, the left column first where it is printed in two."""
    if len(glyphs) < 400:
        return [glyphs]
    left = min(g[1] for g in glyphs)
    right = max(g[3] for g in glyphs)
    middle = (left + right) / 2
    size = median(g[4] - g[2] for g in glyphs)
    # a gutter is free of glyphs from top to bottom, near the middle, with text on both sides
    edges = sorted((g[1], g[3]) for g in glyphs if g[3] > middle - 60 and g[1] < middle + 60)
    end = middle - 60
    for start, stop in [*edges, (middle + 60, middle + 60)]:
        if start - end > size and abs((start + end) / 2 - middle) < 40:
            at = (start + end) / 2
            sides = [g for g in glyphs if g[3] <= at], [g for g in glyphs if g[3] > at]
            if min(len(sides[0]), len(sides[1])) * 3 > len(glyphs) and all(map(_is_prose, sides)):
                return list(sides)
        end = max(end, stop)
    return [glyphs]


def _is_prose(glyphs: list[Glyph]) -> bool:
    """Whether most lines are closely set text, not cells."""
    lines = lines_of(glyphs)
    whole = sum(" " not in text_of(line) and len(line.glyphs) > 10 for line in lines)
    return whole * 2 > len(lines)

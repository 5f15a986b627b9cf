"""When a table of a document or web page is only there for layout, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import etree

from gongkai.errors import FileTooLarge

__all__ = ["Names", "unframe"]

# the smallest statutory table, or the part of one on a page, has more cells and shorter texts
_FEW_CELLS = 12
_LONG_TEXT = 200
_MAX_NESTING = 40  # tables in tables; web pages of the worst years have ten


class Names(NamedTuple):
    """What a format calls a table, its cells, and text elements (None: text stands anywhere)."""

    table: str
    cells: tuple[str, ...]
    text: str | None
    frame: str  # what the parts of a layout table are renamed to


def unframe(tables: Sequence[etree._Element], names: Names) -> bool:
    """Rename the parts of layout tables to `names.frame`; whether there were any.

    `tables` in document order. A table is layout when no row has a second cell, when the tables
    in it have more cells than it has besides, or when it has few cells and one is long. A data
    table in a cell of a data table is moved behind that. FileTooLarge when nested too deep.
    """
    inner: dict[etree._Element, list[etree._Element]] = {}
    heights: dict[etree._Element, int] = {}
    found = False
    for table in reversed(tables):
        children = inner.pop(table, [])
        if _is_layout(table, children, names):
            found = True
            for part in _parts(table, names):
                part.tag = names.frame
        else:
            _move_behind(table, children)
            children.insert(0, table)
        outer = next(table.iterancestors(names.table), None)
        if outer is not None:
            inner.setdefault(outer, [])[:0] = children
            height = heights[outer] = max(heights.get(outer, 0), heights.get(table, 0) + 1)
            if height > _MAX_NESTING:
                raise FileTooLarge(
                    f"表格套表格超过 {_MAX_NESTING} 层", "请用原软件打开，去掉多余的外层表格后另存"
                )
    return found


def _is_layout(table: etree._Element, inner: list[etree._Element], names: Names) -> bool:
    if inner:
        cells = [part for part in _parts(table, names) if part.tag in names.cells]
        holders = {next(one.iterancestors(*names.cells), None) for one in inner}
        own = len(cells) - len(holders)
        held = (cell for one in inner for cell in one.iter(*names.cells))
        return len(list(islice(held, own + 1))) > own or _one_column(cells)
    cells = list(islice(table.iter(*names.cells), _FEW_CELLS))
    if len(cells) < _FEW_CELLS:
        text = etree.tostring(table, method="text", encoding="unicode", with_tail=False)
        return _one_column(cells) or (
            len(text) > _LONG_TEXT and any(_length(cell, names) > _LONG_TEXT for cell in cells)
        )
    return _one_column(cells) and _one_column(table.iter(*names.cells))


def _one_column(cells: Iterable[etree._Element]) -> bool:
    """Whether no two cells, given in document order, stand in the same row."""
    before = None
    for cell in cells:
        row = cell.getparent()
        if row is before:
            return False
        before = row
    return True


def _length(cell: etree._Element, names: Names) -> int:
    return sum(len(text.strip()) for text in cell.itertext(names.text, with_tail=not names.text))


def _parts(table: etree._Element, names: Names) -> list[etree._Element]:
    """The table, its rows and cells, without what stands in the cells."""
    parts = [table]
    for part in parts:  # grows while it is walked
        if part.tag not in names.cells:
            parts += part
    return parts


def _move_behind(table: etree._Element, children: list[etree._Element]) -> None:
    """Move tables out of a table; the text behind each stays where it was."""
    for child in reversed(children):
        if child.tail:
            before, parent = child.getprevious(), child.getparent()
            if before is not None:
                before.tail = (before.tail or "") + child.tail
            elif parent is not None:
                parent.text = (parent.text or "") + child.tail
        child.tail, table.tail = table.tail, None
        table.addnext(child)

"""The walk over a cleared page: lines with their white space as shown, grids with their spans."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, GridCell, Para

__all__ = ["walk"]

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOX_NAMES = "html body div section article main header form fieldset center ul ol dl menu table"
_OTHER_NAMES = (
    "p li dt dd pre blockquote address figure figcaption hr legend details summary hgroup dir br "
    "caption thead tbody tfoot tr td th colgroup col listing xmp plaintext frameset"
)
_BOXES = frozenset(_BOX_NAMES.split())
_BLOCKS = _HEADINGS | _BOXES | frozenset(_OTHER_NAMES.split())
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
_MARKS = _HEADINGS | _PREFORMATTED | {"a"}
# class, id or role that say: this is not the text of the page
_CHROME_NAMES = (
    "nav navbar navigation mainnav main-nav topnav top-nav subnav sidenav menu topmenu breadcrumb "
    "breadcrumbs crumb crumbs footer foot page-footer site-footer copyright sidebar side-bar share "
    "toolbar pagination pager search searchbox contentinfo banner"
)
_CHROME = frozenset(_CHROME_NAMES.split())
# classes of what is only spoken: it repeats what stands on the page
_UNSEEN = frozenset(
    ["unseen", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"]
)
_CHROME_TEXT = 3000  # characters; what has more is text all the same
_CHROME_DOUBTS = 20  # after so many elements that have more, names prove nothing on this page

_WHITE = " \t\n\r\f"
_RUN = re.compile(r"[ \t\n\r\f]+")
# a line break in the source between wide characters shows as nothing, elsewhere as a space
_WIDE = "\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_WORD = re.compile(r"\w")

_DIGITS = re.compile(r"\s*(\d{1,9})")
_MAX_SPAN = 100
_MAX_COLUMN = 256  # statutory tables have up to 15


def walk(root: etree._Element, in_cell: bool = False) -> list[Para | Grid]:
    """The lines and grids of a cleared page, or the lines of one cell, in reading order.

    Without recursion, because elements may nest 2,000 deep.
    """
    blocks: list[Para | Grid] = []
    line = _Line(blocks, in_cell)
    tables = doubts = 0
    path: list[etree._Element] = []
    node = root
    while True:
        tag = node.tag
        inside = True
        if tag in _BLOCKS:
            line.end()
            if not in_cell:
                if tag == "table":
                    inside = False
                    if rows := _rows(node, tables + 1):
                        tables += 1
                        _caption(node, blocks)
                        blocks.append(Grid(rows, Place(_source_line(node), table=tables)))
                elif tag in _BOXES and doubts < _CHROME_DOUBTS and _says_chrome(node):
                    inside = _length(node) > _CHROME_TEXT
                    doubts += inside
        if inside:
            if tag in _MARKS:
                line.mark(node, tag, 1)
            if text := node.text:
                line.add(text, node)
            if len(node):
                path.append(node)
                node = node[0]
                continue
            _leave(line, node, tag)
        while node is not root:
            if text := node.tail:
                line.add(text, node)
            following = node.getnext()
            if following is not None:
                node = following
                break
            node = path.pop()
            _leave(line, node, node.tag)
        else:
            line.end()
            return blocks


def _leave(line: _Line, node: etree._Element, tag: str) -> None:
    if tag in _BLOCKS:
        line.end()
    if tag in _MARKS:
        line.mark(node, tag, -1)


class _Line:
    """The line of text that the walk is making."""

    def __init__(self, blocks: list[Para | Grid], in_cell: bool) -> None:
        self._blocks = blocks
        self._in_cell = in_cell
        self._pieces: list[str] = []
        self._number = 0  # of the line of the source where the text begins
        self._links = 0  # links that are open
        self._linked = self._free = False  # whether there are words in links, and outside
        self._heading = False
        self._as_is = 0  # preformatted elements that are open

    def mark(self, node: etree._Element, tag: str, step: int) -> None:
        """An element begins (step 1) or ends (-1) that says something of the text in it."""
        if tag == "a":
            if _is_link(node):
                self._links += step
        elif tag in _PREFORMATTED:
            self._as_is += step
        else:
            self._heading = step > 0

    def add(self, text: str, node: etree._Element) -> None:
        """Text of an element or behind it."""
        if self._as_is and "\n" in text:
            first, *others, last = text.split("\n")
            self._add(first, node)
            self.end()
            place = Place(_source_line(node))
            self._blocks += [Para(other, place, self._heading) for other in others if other.strip()]
            self._add(last, node)
        else:
            self._add(text, node)

    def _add(self, text: str, node: etree._Element) -> None:
        if not self._pieces:
            if not text.strip(_WHITE):
                return
            self._number = _source_line(node)
        self._pieces.append(text)
        if self._links:
            self._linked = True
        elif not self._free and _WORD.search(text):
            self._free = True

    def end(self) -> None:
        """The line is over. One that holds nothing but links is navigation, unless a heading."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        if not self._as_is:
            text = _shown(text)
        if text.strip() and (self._free or not self._linked or self._heading or self._in_cell):
            self._blocks.append(Para(text, Place(self._number), self._heading))
        self._pieces.clear()
        self._linked = self._free = False


def _source_line(node: etree._Element) -> int:
    line: Any = node.sourceline  # the stubs leave the type open
    return line or 0


def _shown(text: str) -> str:
    """Text with its white space as a browser shows it; U+00A0 and U+3000 are not white space."""
    text = text.strip(_WHITE).replace("\xad", "")
    if _RUN.search(text):
        text = _RUN.sub(" ", _BREAK.sub("", text))
    return text


def _is_link(node: etree._Element) -> bool:
    """Whether an anchor leads to another page; an address given in full is text too."""
    target = node.get("href")
    if target is None or target.startswith("mailto:"):
        return False
    return "://" not in (node.text or "")


def _says_chrome(node: etree._Element) -> bool:
    """Whether an element says of itself that it is navigation or the foot of the page."""
    for attribute in ("class", "id", "role"):
        names = node.get(attribute)
        if names and not _CHROME.isdisjoint(names.lower().split()):
            return True
    return False


def _length(node: etree._Element) -> int:
    """Characters of an element without white space."""
    text = etree.tostring(node, method="text", encoding="unicode", with_tail=False)
    return len(text) - sum(map(text.count, _WHITE))


def _caption(table: etree._Element, blocks: list[Para | Grid]) -> None:
    for caption in table.iterchildren("caption"):
        if _UNSEEN.isdisjoint((caption.get("class") or "").split()):
            blocks += walk(caption)


def _rows(table: etree._Element, number: int) -> list[list[GridCell]]:
    """The cells that begin in each row, at their columns; none when the table has no text.

    What is asked of each cell is asked in the cheapest way, so not its name.
    """
    new = tuple.__new__  # half the time of the constructors
    rows: list[list[GridCell]] = []
    row: list[GridCell] = []
    at = column = 0
    # column → (last row that a cell from above takes, column behind that cell)
    taken: dict[int, tuple[int, int]] = {}
    begins_row = set(table.iter("tr"))
    for element in table.iter("tr", "td", "th"):
        if element in begins_row:
            row = []
            if element.get("height") != "0":  # else a row that only sets the widths, as Word does
                rows.append(row)
            at, column = len(rows), 0
            continue
        if not rows:
            rows.append(row)
            at = 1
        while column in taken and taken[column][0] >= at:
            column = taken[column][1]
        wide, high = element.get("colspan"), element.get("rowspan")
        across = 1 if wide is None else _span(wide)
        down = 1 if high is None else _span(high)
        if down > 1 and column < _MAX_COLUMN:
            behind = (at + down - 1, column + across)
            taken |= dict.fromkeys(range(column, column + across), behind)
        line: Any = element.sourceline
        place = new(Place, (line or 0, 0, number, at, column + 1, "", None))
        row.append(new(GridCell, (_cell_text(element), column, across, place)))
        column += across
    return rows if any(cell.text for cells in rows for cell in cells) else []


def _cell_text(cell: etree._Element) -> str:
    """The text of a cell as shown, its lines joined. Most cells are a number and nothing else."""
    if len(cell):
        text = etree.tostring(cell, method="text", encoding="unicode", with_tail=False)
    else:
        text = cell.text or ""
    text = text.strip(_WHITE)
    if " " not in text and text.isprintable():
        return text
    text = text.replace("\xad", "")
    if not _RUN.search(text):
        return text
    return "".join([part.text for part in walk(cell, True) if isinstance(part, Para)])


def _span(text: str) -> int:
    """A colspan or rowspan; absurd ones are cut."""
    if len(text) == 1 and text in "123456789":
        return int(text)
    digits = _DIGITS.match(text)
    return min(max(int(digits[1]), 1), _MAX_SPAN) if digits else 1

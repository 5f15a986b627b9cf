"""The blocks of a plain Word document straight from its XML, without building a tree.

Most files hold nothing but paragraphs, runs and unnested tables; they are read in half the time of
a tree, and to the same blocks (tests hold one against the other). The cells of a table look alike:
what stands around their text, their shape, is analysed once for all that share it. A shape must
consist of elements listed here, each written as every program writes it; else the document is left
to the tree, which also says what is wrong with broken XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, GridCell, Para
from gongkai.report.read.word_blocks import count, end_line
from gongkai.report.read.word_styles import Styles, is_outline

__all__ = ["plain_blocks"]

_SPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LARGE = 2**23
_LONG_SHAPE = 2**14  # real ones have some hundred bytes
_ENCODING = re.compile(rb"""<\?xml [^>]*encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_TEXT = re.compile(rb"<w:t(?: [^>/]*)?>([^<]*)</w:t>")
_NAMES = re.compile(rb"<([^\s/>]+)")
_STYLE = re.compile(rb'<w:pStyle w:val="([^"]*)"')
_OUTLINE = re.compile(rb'<w:outlineLvl w:val="([^"]*)"')
_SPAN = re.compile(rb'<w:gridSpan w:val="([^"]*)"')
_DOWN = re.compile(rb'<w:vMerge(?: w:val="([^"]*)")?\s*/')
_SIGN = re.compile(rb"<w:(tab|ptab|br|cr)( [^>]*)?/>")
_VALUE = b" w:val="
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_FEW_CELLS, _LONG_TEXT = 12, 200  # a table like these may be for layout; see `layout`

_PROPERTIES = (
    "pPr pStyle keepNext keepLines pageBreakBefore widowControl suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents jc textDirection "
    "textAlignment outlineLvl top left bottom right start end insideH insideV between bar "
    "rPr rStyle rFonts b bCs i iCs caps outline shadow noProof color w kern position sz "
    "szCs highlight u effect em fitText lang eastAsianLayout"
)
_TEXTS = (
    "p r br cr lastRenderedPageBreak proofErr bookmarkStart bookmarkEnd hyperlink softHyphen "
    "fldChar instrText"
)
_TABLES = (
    "tblPr tblStyle tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders tblLayout "
    "tblCellMar tblLook tblCaption tblDescription tblGrid gridCol tblPrEx tr trPr cantSplit "
    "trHeight tblHeader gridAfter wAfter tc tcPr tcW gridSpan vMerge tcBorders noWrap tcMar "
    "tcFitText vAlign hideMark cnfStyle"
)
_SECTIONS = (
    "sectPr headerReference footerReference footnotePr pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols col formProt titlePg docGrid type"
)


def _names(*lists: str) -> frozenset[bytes]:
    return frozenset(b"w:" + name.encode() for names in lists for name in names.split())


_IN_CELL = _names(_PROPERTIES, _TEXTS, _TABLES)
_IN_LINE = _names(_PROPERTIES, _TEXTS, _SECTIONS, "tab ptab")
_BEFORE_BODY = frozenset((b"?xml", b"w:document"))


class _NotPlain(Exception):  # noqa: N818  # an answer, not an error
    """The document has something that only the tree knows."""


class _CellShape(NamedTuple):
    """What stands around the text of a cell says: columns, merge, whether it begins a row."""

    span: int
    down: str
    begins_row: bool


class _LineShape(NamedTuple):
    """What stands before a piece of text in a paragraph: tabs and line breaks; its style."""

    signs: str
    heading: bool


def plain_blocks(xml: bytes, styles: Styles) -> list[Para | Grid] | None:
    """The paragraphs and grids of a document part; None when it is not plain."""
    head, body, rest = xml.partition(b"<w:body>")
    text, _, tail = rest.rpartition(b"</w:body>")
    if not body or len(xml) > _LARGE or tail.strip() != b"</w:document>":
        return None
    if (
        _SPACE not in head
        or _ENCODING.match(head)
        or not _BEFORE_BODY.issuperset(_NAMES.findall(head))
    ):
        return None
    try:
        return _Scan(styles).blocks(text)
    except (_NotPlain, UnicodeDecodeError):
        return None


class _Scan:
    """One document: its styles, and the shapes met so far."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._decoded: Callable[[bytes], str] = bytes.decode
        self._cells: dict[tuple[bytes, ...], _CellShape] = {}
        self._lines: dict[bytes, _LineShape] = {}

    def blocks(self, body: bytes) -> list[Para | Grid]:
        """What stands in the body, in reading order."""
        blocks: list[Para | Grid] = []
        if b"&" in body or b"\r" in body:
            self._decoded = _decoded
        lines, *tables = body.split(b"<w:tbl>")
        self._add_lines(lines, blocks)
        for number, part in enumerate(tables, 1):
            table, end, lines = part.rpartition(b"</w:tbl>")
            if not end:
                raise _NotPlain  # a table in a table
            blocks.append(self._grid(table, number))
            self._add_lines(lines, blocks)
        return blocks

    def _grid(self, table: bytes, number: int) -> Grid:
        """The cells that begin in each row, at their columns; as `grid_of` makes them."""
        *parts, tail = table.split(b"</w:tr>")
        _nothing(tail)
        split, known, decoded = _TEXT.split, self._cells, self._decoded
        new = tuple.__new__  # half the time of the constructors, for each cell of each report
        grid: list[list[GridCell]] = []
        above: set[int] = set()  # columns where a merge reaches the row from above
        widest = size = 0
        for at, part in enumerate(parts, 1):
            *cells, tail = part.split(b"</w:tc>")
            _nothing(tail)
            row: list[GridCell] = []
            here: set[int] = set()
            column = 0
            for one in cells:
                shape = split(one)
                if len(shape) == 3:
                    before, text, behind = shape
                    key: tuple[bytes, ...] = (before, behind)
                else:
                    key, text = tuple(shape[::2]), b"".join(shape[1::2])
                span, down, begins_row = known.get(key) or self._analyse(key)
                if begins_row is (column > 0):
                    raise _NotPlain
                if down:
                    here.add(column)
                if down != "continue" or column not in above:
                    printed = decoded(text)
                    if "\xad" in printed:
                        printed = printed.replace("\xad", "")
                    place = new(Place, (0, 0, number, at, column + 1, "", None))
                    row.append(new(GridCell, (printed, column, span, place)))
                column += span
            grid.append(row)
            above = here
            size += len(cells)
            widest = max(widest, len(cells))
        long = (len(cell.text) > _LONG_TEXT for row in grid for cell in row)
        if widest < 2 or (size < _FEW_CELLS and any(long)):
            raise _NotPlain  # the tree knows layout tables
        return Grid(grid, Place(table=number))

    def _analyse(self, shape: tuple[bytes, ...]) -> _CellShape:
        whole = b"".join(shape)
        names = self._checked(whole, _IN_CELL)
        rows = names.count(b"w:tr")
        if names.count(b"w:tc") != 1 or rows > 1 or _open(names, whole) != 1 + rows:
            raise _NotPlain
        columns, merged = 1, ""
        if b"w:gridSpan" in names:
            columns = count(_value(_SPAN, whole, ""), 1)
        if b"w:vMerge" in names:
            merged = _value(_DOWN, whole, "continue")
        made = self._cells[shape] = _CellShape(columns, merged, rows == 1)
        return made

    def _add_lines(self, part: bytes, blocks: list[Para | Grid]) -> None:
        """The lines of the paragraphs between two tables."""
        *paragraphs, tail = part.split(b"</w:p>")
        for one in paragraphs:
            pieces = _TEXT.split(one)
            whole = b"".join(pieces[::2])
            if _open(_NAMES.findall(whole), whole) != 1:
                raise _NotPlain
            line: list[str] = []
            heading = False
            for number, piece in enumerate(pieces):
                if number % 2:
                    line.append(self._decoded(piece))
                    continue
                signs, styled = self._lines.get(piece) or self._analyse_line(piece)
                heading = heading or styled
                for sign in signs:
                    if sign == "\n":
                        end_line(blocks, line, heading)
                        line = []
                    else:
                        line.append(sign)
            end_line(blocks, line, heading)
        names = self._checked(tail, _IN_LINE)
        if b"w:r" in names or _open(names, tail):
            raise _NotPlain

    def _analyse_line(self, shape: bytes) -> _LineShape:
        self._checked(shape, _IN_LINE)
        signs = "".join(
            "\n" if name in (b"br", b"cr") else "\t"
            for name, attributes in _SIGN.findall(shape)
            if name in (b"br", b"cr") or _VALUE not in attributes
        )
        levels = [one.decode() for one in _OUTLINE.findall(shape)]
        styled = any(self._styles[one.decode()].heading for one in _STYLE.findall(shape))
        made = self._lines[shape] = _LineShape(signs, styled or any(map(is_outline, levels)))
        return made

    def _checked(self, shape: bytes, known: frozenset[bytes]) -> list[bytes]:
        """The names of its elements; NotPlain for another one, or a style that numbers."""
        if len(shape) > _LONG_SHAPE:
            raise _NotPlain  # it may nest deep
        names: list[bytes] = _NAMES.findall(shape)
        if not known.issuperset(names):
            raise _NotPlain
        if b"w:pStyle" in names and any(
            self._styles[one.decode()].list_id for one in _STYLE.findall(shape)
        ):
            raise _NotPlain
        return names


def _open(names: list[bytes], shape: bytes) -> int:
    """How many of the elements that begin in a shape do not end in it."""
    return len(names) - shape.count(b"/>") - shape.count(b"</")


def _value(pattern: re.Pattern[bytes], shape: bytes, default: str) -> str:
    """What stands in an attribute; NotPlain when it is written in another way."""
    found = pattern.findall(shape)
    if len(found) != 1:
        raise _NotPlain
    return found[0].decode() or default


def _nothing(between: bytes) -> None:
    """Between rows and cells stands nothing."""
    if between and not between.isspace():
        raise _NotPlain


def _decoded(raw: bytes) -> str:
    text = raw.decode()
    if "&" in text:
        if text.count("&") != len(_ENTITY.findall(text)):
            raise _NotPlain
        text = _ENTITY.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number < 0x20 or 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        raise _NotPlain
    return chr(number)

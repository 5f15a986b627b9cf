"""DOCX → paragraphs and grids: one walk over the document part. ECMA-376 part 1, §17.

Strict and transitional names; only the parts that the text needs are read. `word_tree` brings the
tree into a plain shape; then one flat iteration, filtered in C, meets what matters in its order.
"""

from __future__ import annotations

import posixpath
import zipfile

from lxml import etree

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.report.model import NOWHERE, Place
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from gongkai.report.read.limits import MAX_XML, open_zip, read_member
from gongkai.report.read.word_numbers import Numbers
from gongkai.report.read.word_styles import Styles, is_outline
from gongkai.report.read.word_tree import M, W, prepare

__all__ = ["read"]

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_MATH = b"http://purl.oclc.org/ooxml/officeDocument/math"
_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx"
_MANY_TAGS = 2_000_000  # a tree of that many elements needs some 500 MB
_LARGE = 2**23

_P, _T, _TBL, _TR, _TC = W + "p", W + "t", W + "tbl", W + "tr", W + "tc"
_SPAN, _DOWN, _ACROSS, _SKIP = W + "gridSpan", W + "vMerge", W + "hMerge", W + "gridBefore"
_STYLE, _LIST, _OUTLINE = W + "pStyle", W + "numPr", W + "outlineLvl"
_TAB, _PTAB, _BR, _CR = W + "tab", W + "ptab", W + "br", W + "cr"
_HYPHEN, _SYMBOL, _MATH = W + "noBreakHyphen", W + "sym", M + "t"
_VAL, _LEVEL, _LIST_ID = W + "val", W + "ilvl", W + "numId"
_MET = (
    *(_P, _T, _TBL, _TR, _TC, _SPAN, _DOWN, _ACROSS, _SKIP, _STYLE, _LIST, _OUTLINE),
    *(_TAB, _PTAB, _BR, _CR, _HYPHEN, _SYMBOL, _MATH),
)
# the symbols that stand in official documents; other fonts keep their own character
_SYMBOLS = {
    "wingdings": dict(zip(b"\xfe\xa8\x6f\xfc\xfb\x6c\x6e\x75\xd8\xfd", "☑□□✓✗●■◆➢☒", strict=True)),
    "wingdings 2": dict(zip(b"\x50\x52\xa3\x54\x4f\x53", "✓☑□☒✗☒", strict=True)),
}


def read(data: bytes) -> Document:
    """The blocks of a DOCX file.

    DamagedFile when the zip or its XML is broken or holds no document, EncryptedFile, or
    FileTooLarge when a part unpacks to too much or its elements nest too deep.
    """
    with open_zip(data) as archive:
        parts = _Parts(archive)
        root = _parse(parts.document())
        return Document(_Walk(parts).blocks(prepare(root)), "docx")


class _Parts:
    """The parts of a package by what they are for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = archive.NameToInfo
        self._main = "word/document.xml"

    def document(self) -> bytes:
        target = self._target("", "officeDocument")
        if target in self._infos:
            self._main = target
        elif self._main not in self._infos:
            # some programs write the names with backslashes or in other case
            self._infos = {
                info.filename.replace("\\", "/").lower(): info for info in self._archive.infolist()
            }
        found = self.read(self._main)
        if not found:
            raise DamagedFile("文件里没有 Word 正文（document.xml）", _SAVE_AGAIN)
        return found

    def related(self, kind: str) -> bytes:
        """The styles or numbering part; empty if there is none."""
        usual = posixpath.join(posixpath.dirname(self._main), kind + ".xml")
        return self.read(usual if usual in self._infos else self._target(self._main, kind))

    def read(self, name: str) -> bytes:
        info = self._infos.get(name)
        return read_member(self._archive, info, MAX_XML) if info else b""

    def _target(self, source: str, kind: str) -> str:
        """The part to which `source` stands in the relationship `kind`."""
        folder, name = posixpath.split(source)
        relations = self.read(posixpath.join(folder, "_rels", name + ".rels"))
        if relations:
            for one in _parse(relations):
                if one.get("Type", "").endswith("/" + kind):
                    path = posixpath.join("/", folder, one.get("Target", ""))
                    return posixpath.normpath(path).lstrip("/")
        return ""


def _parse(xml: bytes) -> etree._Element:
    """A part as a tree, in transitional names, without entities, comments and instructions."""
    if len(xml) > _LARGE and xml.count(b"<") > _MANY_TAGS:
        raise FileTooLarge("Word 正文的标记太多，无法处理", _SAVE_AGAIN)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(xml, parser)
        if root.tag.startswith("{" + _STRICT.decode()):
            plain = etree.tostring(root, encoding="utf-8")
            root = etree.fromstring(
                plain.replace(_STRICT, W[1:-1].encode()).replace(_STRICT_MATH, M[1:-1].encode()),
                parser,
            )
    except etree.XMLSyntaxError as error:
        if "XML_PARSE_HUGE" in str(error):
            raise FileTooLarge("Word 正文的标记嵌套太深或过长，无法处理", _SAVE_AGAIN) from error
        raise DamagedFile("Word 正文的 XML 已损坏", _SAVE_AGAIN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile("Word 正文带有实体声明，正常文件不会有", "请确认文件来源")
    return root


class _Walk:
    """What the walk over the body needs besides the body."""

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts
        self._styles = Styles(lambda: parts.related("styles"))
        self._numbers: Numbers | None = None

    def blocks(self, body: etree._Element) -> list[Para | Grid]:
        """The blocks of a body in its plain shape."""
        blocks: list[Para | Grid] = []
        rows: list[list[GridCell]] | None = None  # of the table that the walk is in
        row: list[GridCell] = []
        pieces: list[str] = []
        table = column = 0
        span, down, across = 1, "", False
        in_cell = heading = False
        above: set[int] = set()  # columns where a merge runs on from the row before
        here: set[int] = set()
        new, styles = tuple.__new__, self._styles

        def end_cell() -> None:
            nonlocal column, in_cell
            in_cell = False
            text = "".join(pieces)
            pieces.clear()
            if down:
                here.add(column)
            if across and row:
                row[-1] = row[-1]._replace(span=column + span - row[-1].column)
            elif down != "continue" or column not in above:
                if "\xad" in text:
                    text = text.replace("\xad", "")
                place = new(Place, (0, 0, table, len(rows or ()), column + 1, "", None))
                row.append(new(GridCell, (text, column, span, place)))
            column += span

        def end_line() -> None:
            text = "".join(pieces).replace("\xad", "")
            pieces.clear()
            if text.strip():
                blocks.append(Para(text, NOWHERE, heading))

        def end_table() -> None:
            nonlocal rows, table
            if in_cell:
                end_cell()
            if rows and any(rows):
                blocks.append(Grid(rows, Place(table=table)))
            else:
                table -= 1
            rows = None

        for element in body.iter(*_MET):
            tag = element.tag
            if tag == _T or tag == _MATH:
                text = element.text
                if text:
                    pieces.append(text)
            elif tag == _TC:
                if in_cell:
                    end_cell()
                in_cell = rows is not None
                span, down, across = 1, "", False
            elif tag == _P:
                if element.getparent() is body:
                    if rows is not None:
                        end_table()
                    else:
                        end_line()
                    heading = False
            elif tag == _TR:
                if in_cell:
                    end_cell()
                row = []
                if rows is not None:
                    rows.append(row)
                column, above, here = 0, here, set()
            elif tag == _SPAN:
                span = _count(element.get(_VAL), 1)
            elif tag == _DOWN:
                down = element.get(_VAL) or "continue"
            elif tag == _STYLE:
                style = styles[element.get(_VAL, "")]
                heading = heading or style.heading
                if style.list_id:
                    parent = element.getparent()
                    if parent is not None and parent.find(_LIST) is None:
                        pieces.append(self._number(style.list_id, style.level))
            elif tag == _LIST:
                pieces.append(self._list_number(element))
            elif tag == _TAB or tag == _PTAB:
                if element.get(_VAL) is None:  # else a tab stop
                    pieces.append("\t")
            elif tag == _BR or tag == _CR:
                if not in_cell:
                    end_line()
            elif tag == _TBL:
                if rows is not None:
                    end_table()
                else:
                    end_line()
                rows, here = [], set()
                table += 1
            elif tag == _OUTLINE:
                heading = heading or is_outline(element.get(_VAL, ""))
            elif tag == _HYPHEN:
                pieces.append("-")
            elif tag == _SKIP:
                column = _count(element.get(_VAL), 0)
            elif tag == _ACROSS:
                across = element.get(_VAL) != "restart"
            else:
                pieces.append(_symbol(element))
        if rows is not None:
            end_table()
        end_line()
        return blocks

    def _list_number(self, properties: etree._Element) -> str:
        """The number of a paragraph with list properties of its own."""
        one, level = properties.find(_LIST_ID), properties.find(_LEVEL)
        if one is None:
            return ""
        return self._number(one.get(_VAL, ""), 0 if level is None else _count(level.get(_VAL), 0))

    def _number(self, list_id: str, level: int) -> str:
        if self._numbers is None:
            part = self._parts.related("numbering")
            self._numbers = Numbers(_parse(part) if part else etree.Element("none"))
        return self._numbers.next(list_id, level)


def _count(text: str | None, default: int) -> int:
    """A span or level; absurd ones are not believed."""
    return int(text) if text and text.isdecimal() and len(text) < 4 else default


def _symbol(element: etree._Element) -> str:
    """The character of a w:sym: its own where the font is one of signs, else by its code."""
    code = element.get(W + "char", "")
    try:
        number = int(code, 16)
        known = _SYMBOLS.get(element.get(W + "font", "").lower(), {})
        return known.get(number & 0xFF) or chr(
            number - 0xF000 if 0xF020 <= number < 0xF07F else number
        )
    except (ValueError, OverflowError):
        return ""

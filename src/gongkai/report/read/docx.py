"""DOCX → paragraphs and grids: one walk over the document part. ECMA-376 part 1, §17.

Strict and transitional names; only the parts that the text needs are read. A plain document is
read without a tree by `word_scan`. For any other, `word_tree` brings the tree into a plain shape;
then one flat iteration, filtered in C, meets what matters in its order.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.limits import MAX_XML, open_zip, read_member
from gongkai.report.read.loose import tables_in_lines
from gongkai.report.read.word_blocks import Cell, count, end_line, grid_of
from gongkai.report.read.word_chunks import chunk_blocks
from gongkai.report.read.word_numbers import Numbers
from gongkai.report.read.word_scan import plain_blocks
from gongkai.report.read.word_styles import Styles, is_outline
from gongkai.report.read.word_tree import LINE, M, W, prepare

__all__ = ["read"]

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_MATH = b"http://purl.oclc.org/ooxml/officeDocument/math"
_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx"
_MANY_TAGS = 2_000_000  # a tree of that many elements needs some 500 MB
_LARGE = 2**23
_CHUNK = 2**15
_MAX_STYLES = 2**22  # real ones have up to 1 MB

_T, _TBL, _TR, _TC = W + "t", W + "tbl", W + "tr", W + "tc"
_SPAN, _DOWN, _ACROSS, _SKIP = W + "gridSpan", W + "vMerge", W + "hMerge", W + "gridBefore"
_STYLE, _LIST, _OUTLINE = W + "pStyle", W + "numPr", W + "outlineLvl"
_TAB, _PTAB, _BR, _CR = W + "tab", W + "ptab", W + "br", W + "cr"
_HYPHEN, _SYMBOL, _MATH = W + "noBreakHyphen", W + "sym", M + "t"
_VAL, _LEVEL, _LIST_ID = W + "val", W + "ilvl", W + "numId"
_MET = (
    *(_T, LINE, _TBL, _TR, _TC, _SPAN, _DOWN, _ACROSS, _SKIP, _STYLE, _LIST, _OUTLINE),
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
        xml = parts.document()
        styles = Styles(lambda: parts.stream(parts.related("styles")))
        blocks = plain_blocks(xml, styles)
        if blocks is None:
            blocks = _Walk(parts, styles).blocks(prepare(_parse(xml)))
            if b"altChunk" in xml:
                for name in dict.fromkeys(parts.chunks()):
                    blocks += chunk_blocks(parts.read(name), name)
        return Document(tables_in_lines(blocks), "docx")


class _Parts:
    """The parts of a package by what they are for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = archive.NameToInfo
        self._main = "word/document.xml"

    def document(self) -> bytes:
        """The document part; DamagedFile when there is none."""
        relations = self.read("_rels/.rels")
        if self._main.encode() not in relations or self._main not in self._infos:
            target = _target(relations, "/", "officeDocument")
            if target in self._infos:
                self._main = target
            elif self._main not in self._infos:
                # some programs write the names with backslashes or in other case
                self._infos = {
                    info.filename.replace("\\", "/").lower(): info
                    for info in self._archive.infolist()
                }
        found = self.read(self._main)
        if not found:
            raise DamagedFile("文件里没有 Word 正文（document.xml）", _SAVE_AGAIN)
        return found

    def related(self, kind: str) -> str:
        """The name of the styles or numbering part; empty if there is none."""
        folder, name = posixpath.split(self._main)
        usual = posixpath.join(folder, kind + ".xml")
        if usual in self._infos:
            return usual
        relations = self.read(posixpath.join(folder, "_rels", name + ".rels"))
        return _target(relations, "/" + folder, kind)

    def chunks(self) -> list[str]:
        """The names of the pages that the document holds whole."""
        folder, name = posixpath.split(self._main)
        relations = self.read(posixpath.join(folder, "_rels", name + ".rels"))
        return [
            posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
            for one in (_parse(relations) if relations else ())
            if one.get("Type", "").endswith("/aFChunk")
        ]

    def read(self, name: str) -> bytes:
        """A part; empty if there is none."""
        info = self._infos.get(name)
        return read_member(self._archive, info, MAX_XML) if info else b""

    def stream(self, name: str) -> Iterator[bytes]:
        """A part in pieces, for who may not need all of it."""
        info = self._infos.get(name)
        if info and info.file_size <= _MAX_STYLES and not info.flag_bits & 1:
            broken = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
            with suppress(*broken), self._archive.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk


def _target(relations: bytes, folder: str, kind: str) -> str:
    """The part that stands in the relationship `kind` to a part in `folder`."""
    for one in _parse(relations) if relations else ():
        if one.get("Type", "").endswith("/" + kind):
            path = posixpath.join(folder, one.get("Target", ""))
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
    """One pass over a body in its plain shape."""

    def __init__(self, parts: _Parts, styles: Styles) -> None:
        self._parts = parts
        self._styles = styles
        self._numbers: Numbers | None = None

    def blocks(self, body: etree._Element) -> list[Para | Grid]:
        """Its paragraphs and grids. The branches stand in the order of how often they are taken."""
        blocks: list[Para | Grid] = []
        styles = self._styles
        rows: list[list[Cell]] = []  # of the table that the walk is in
        row: list[Cell] = []
        pieces = Cell()  # of the cell or line that the walk is in
        heading = False
        tables = 0
        for element in body.iter(*_MET):
            tag = element.tag
            if tag == _T:
                pieces.append(element.text or "")
            elif tag == _TC:
                pieces = Cell()
                row.append(pieces)
            elif tag == LINE or tag == _TBL:  # noqa: SIM109  # in the order of the test
                if rows:
                    tables += 1
                    blocks.append(grid_of(rows, tables))
                    rows = []
                else:
                    end_line(blocks, pieces, heading)
                pieces, heading = Cell(), False
            elif tag == _TR:
                row = []
                rows.append(row)
            elif tag == _STYLE:
                style = styles[element.get(_VAL, "")]
                heading = heading or style.heading
                if style.list_id:
                    properties = element.getparent()
                    if properties is not None and properties.find(_LIST) is None:
                        pieces.append(self._number(style.list_id, style.level))
            elif tag == _SPAN:
                pieces.span = count(element.get(_VAL), 1)
            elif tag == _DOWN:
                pieces.down = element.get(_VAL) or "continue"
            elif tag == _LIST:
                pieces.append(self._list_number(element))
            elif tag in (_TAB, _PTAB):
                if element.get(_VAL) is None:  # else a tab stop
                    pieces.append("\t")
            elif tag in (_BR, _CR):
                if not rows:
                    end_line(blocks, pieces, heading)
                    pieces = Cell()
            elif tag == _OUTLINE:
                heading = heading or is_outline(element.get(_VAL, ""))
            elif tag == _SKIP:
                row.append(Cell())
                row[-1].span, row[-1].down = count(element.get(_VAL), 0), "absent"
            elif tag == _ACROSS:
                pieces.across = element.get(_VAL) or "continue"
            elif tag == _MATH:
                pieces.append(element.text or "")
            else:
                pieces.append("-" if tag == _HYPHEN else _symbol(element))
        if rows:
            blocks.append(grid_of(rows, tables + 1))
        else:
            end_line(blocks, pieces, heading)
        return blocks

    def _list_number(self, properties: etree._Element) -> str:
        """The number of a paragraph with list properties of its own."""
        one, level = properties.find(_LIST_ID), properties.find(_LEVEL)
        if one is None:
            return ""
        return self._number(one.get(_VAL, ""), 0 if level is None else count(level.get(_VAL), 0))

    def _number(self, list_id: str, level: int) -> str:
        if self._numbers is None:
            part = self._parts.read(self._parts.related("numbering"))
            self._numbers = Numbers(_parse(part) if part else etree.Element("none"))
        return self._numbers.next(list_id, level)


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

"""HTML and MHT → paragraphs and grids, whatever the encoding and however the page is built.

The tree is cleared of what is not report text (scripts, forms, navigation, hidden elements), and
layout tables are dissolved; then one walk makes lines and grids. HTML Living Standard §4.9.12
(cells), §15 (rendering); white space as in CSS Text 3 §4.1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import cast

from lxml import etree

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.report.read.blocks import Document, Grid
from gongkai.report.read.encoding import decode
from gongkai.report.read.html_hidden import hidden_page
from gongkai.report.read.html_shapes import has_boxes, name_tables, show_controls
from gongkai.report.read.html_walk import walk
from gongkai.report.read.layout import Names, unframe
from gongkai.report.read.loose import tables_in_lines

__all__ = ["read", "read_mht"]

_DOWNLOAD_AGAIN = "请在浏览器中打开，另存为网页或打印为 PDF 后再试"
_MANY_TAGS = 1_000_000  # a page of 300 printed pages has 100,000; 1,000,000 need 4 s
_DROPPED = (
    *("head", "title", "script", "style", "noscript", "template", "noframes", "xml"),
    *("nav", "footer", "aside", "dialog", "select", "option", "button", "textarea", "datalist"),
    *("iframe", "object", "applet", "embed", "svg", "canvas", "audio", "video", "map"),
    *("del", "s", "strike", "rt", "rp"),
)
_MANY_ATTRIBUTES = 5_000  # of one element; libxml2 takes time with their square
_LONG_PAGE = 200_000  # a shorter one cannot have enough of them to matter
_TAG = re.compile(rb"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(rb""""[^"]*"|'[^']*'""")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 8192
# attributes are found ten times as fast as elements with attributes
_STYLED = etree.XPath("/descendant::*/@style")
_HIDDEN = etree.XPath("/descendant::*/@hidden/..")
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_STRIKES = re.compile(r"line-through|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)")
_NAMES = Names("table", ("td", "th"), None, "div")


def read(data: bytes) -> Document:
    """The blocks of a web page.

    DamagedFile when it is empty or its encoding unknown, FileTooLarge when it has too many
    elements or they nest too deep.
    """
    declared = _CHARSET.search(data, 0, _HEAD)
    return _read(data, declared[1].decode("ascii") if declared else "", "html")


def read_mht(data: bytes) -> Document:
    """The blocks of a web page saved as one file (MHT): its first page that has any text.

    Errors as for `read`; DamagedFile when no page is in it.
    """
    document = None
    for part in _pages(data):
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body.strip():
            declared = part.get_content_charset("")
            if not declared and (found := _CHARSET.search(body, 0, _HEAD)):
                declared = found[1].decode("ascii")
            document = _read(body, declared, "mht")
            if document.blocks:
                break
    if document is None:
        raise DamagedFile("网页单文件（MHT）里没有网页正文", _DOWNLOAD_AGAIN)
    return document


def _pages(data: bytes) -> Iterator[Message]:
    try:
        message = message_from_bytes(data.lstrip())
        parts = list(message.walk())
    except RecursionError as error:
        raise FileTooLarge("网页单文件（MHT）的各部分嵌套太深", _DOWNLOAD_AGAIN) from error
    for part in parts:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield part


def _read(data: bytes, declared: str, format: str) -> Document:
    text, encoding = decode(data, declared)
    if encoding == "utf-8" and "\ufffd" not in text:
        source = data.removeprefix(codecs.BOM_UTF8)
    else:
        source = text.encode("utf-8", "replace")
    document = _page(source, format)
    if not any(isinstance(block, Grid) for block in document.blocks):
        hidden = hidden_page(text)
        if hidden:
            within = _page(hidden.encode("utf-8", "replace"), format)
            document = within if len(within.blocks) > len(document.blocks) else document
    return document


def _page(source: bytes, format: str) -> Document:
    """The blocks of a page in UTF-8."""
    source = source.replace(b"\0", b"")
    if len(source) > _LONG_PAGE and (
        source.count(b"<") > _MANY_TAGS or _has_many_attributes(source)
    ):
        raise FileTooLarge("网页的标记太多，无法处理", _DOWNLOAD_AGAIN)
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        collect_ids=False,
        huge_tree=True,  # then 2,048 levels; pages that never close <font> have hundreds
    )
    # None for a page without any element, which the stubs do not know
    root: etree._Element | None = etree.fromstring(source, parser) if source.strip() else None
    if root is None:
        raise DamagedFile("网页是空的", _DOWNLOAD_AGAIN)
    problem = parser.error_log.last_error
    if problem is not None and "XML_PARSE_HUGE" in problem.message:
        raise FileTooLarge("网页的标记嵌套太深，无法处理", _DOWNLOAD_AGAIN)
    _clear(root)
    unframe(list(root.iter("table")), _NAMES)
    return Document(tables_in_lines(walk(root)), format)


def _has_many_attributes(source: bytes) -> bool:
    long = (tag[0] for tag in _TAG.finditer(source) if len(tag[0]) > _MANY_ATTRIBUTES)
    return any(len(_QUOTED.sub(b" ", tag).split()) > _MANY_ATTRIBUTES for tag in long)


def _clear(root: etree._Element) -> None:
    """Take out what is no text of the page."""
    show_controls(root)
    styled = cast("list[etree._ElementUnicodeResult]", _STYLED(root))
    styles = {*styled}  # a page from Word has a thousand, twenty of them different
    if has_boxes(root, styles):
        name_tables(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    _set_apart(root)
    hiding = {style for style in styles if _HIDES.search(style.lower())}
    striking = {style for style in styles if _STRIKES.search(style.lower())}
    if hiding or striking:
        for value in styled:
            element = value.getparent()
            if element is None:
                continue
            if value in hiding:
                _empty(element)
            # of an element that holds others the size says nothing: they have their own
            elif value in striking and not len(element):
                element.text = None
    for element in cast("list[etree._Element]", _HIDDEN(root)):
        _empty(element)


def _empty(element: etree._Element) -> None:
    """Take out what a hidden element holds; what stands behind it is visible."""
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = "span"


def _set_apart(root: etree._Element) -> None:
    """Put a raised number in a cell in brackets: 25¹ is 25 with a note, not 251."""
    for mark in root.iter("sup"):
        text = etree.tostring(mark, method="text", encoding="unicode", with_tail=False).strip()
        if text.isdecimal() and next(mark.iterancestors("td", "th"), None) is not None:
            tail = mark.tail
            mark.clear()
            mark.text, mark.tail = f"[{text}]", tail

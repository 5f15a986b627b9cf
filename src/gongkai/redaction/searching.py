"""Strings in bytes: every coding that a program might have left them in, every stream and part."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from lxml import etree

from gongkai.errors import ReadError
from gongkai.redaction.limits import MAX_STREAM, MAX_UNPACKED
from gongkai.report.read.limits import MAX_XML, open_zip, read_member

__all__ = ["Needle", "members", "readable", "streams"]

_CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_LEAST = 6  # bytes; shorter ones are met by chance in packed data
_STREAM = re.compile(rb"(<<(?:[^<>]|<[^<>]*>|<<[^<>]*>>)*>>)\s*stream\r?\n", re.DOTALL)
_DEPTH = 3


class Needle:
    """A string that went: folded for texts, coded for bytes, as it was for people."""

    def __init__(self, plain: str, text: str) -> None:
        self.plain = plain
        self.text = text
        forms = {form.encode(coding, "ignore") for form in (plain, text) for coding in _CODINGS}
        hexed = {
            text.encode("utf-16-be").hex().encode(),
            text.encode("utf-16-be").hex().upper().encode(),
        }
        self._forms = [form for form in forms | hexed if len(form) >= _LEAST]

    def within(self, data: bytes) -> bool:
        """Whether the bytes hold it in any coding."""
        return any(form in data for form in self._forms)


def streams(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a PDF outside its pictures, and each stream inflated."""
    outside, at = [], 0
    for number, match in enumerate(_STREAM.finditer(pdf), 1):
        if match.start() < at:
            continue  # inside the stream before
        end = pdf.find(b"endstream", match.end())
        end = len(pdf) if end < 0 else end
        outside.append(pdf[at : match.end()])
        at = end
        if b"/Image" in match[1]:
            continue
        raw = pdf[match.end() : end]
        yield f"第{number}个数据流", _inflated(raw) if b"/FlateDecode" in match[1] else raw
    outside.append(pdf[at:])
    yield "文件内容", b"".join(outside)


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, MAX_STREAM)
    except zlib.error:
        return raw


def members(data: bytes, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """All members of a zip, and of zips inside it; anything else as it is."""
    if not data.startswith(b"PK"):
        yield prefix or "文件", data
        return
    left = MAX_UNPACKED
    with open_zip(data) as archive:
        if archive.comment:
            yield f"{prefix}压缩包注释", archive.comment
        for info in archive.infolist():
            content = read_member(archive, info, max(left, 0))
            left -= len(content)
            name = prefix + info.filename
            if content.startswith(b"PK") and depth < _DEPTH:
                try:
                    yield from members(content, name + "/", depth + 1)
                    continue
                except ReadError:
                    pass  # begins like a zip by chance
            yield name, content


def readable(name: str, data: bytes) -> str:
    """The texts and attributes of an XML part, one a line; "" for other parts."""
    if not name.endswith((".xml", ".rels", ".vml")) or len(data) > MAX_XML:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return ""
    lines: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            lines.append(element.text or "")
            continue
        kind = element.tag.rpartition("}")[2]
        if kind in ("p", "si", "row", "c", "tr"):
            lines.append("\n")
        if element.text:
            lines.append(element.text)
        if kind not in ("t", "r", "rPr", "rFonts", "lang"):
            values = [str(value) for value in element.attrib.values()]
            lines += [f"\n{value}\n" for value in values if not value.isascii() or "@" in value]
    return "".join(lines)

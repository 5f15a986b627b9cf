"""文字与页面图: what a file says, for search, and what its pages look like.

Runs in an isolated process, so it knows nothing of Django. What cannot be had is said in a
sentence; the file itself stays readable.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.errors import ReadError
from gongkai.report.read import office
from gongkai.report.read.blocks import Document, Para
from gongkai.report.read.open import read_document
from gongkai.web.files.kinds import Kind

__all__ = ["Extracted", "extract", "png"]

MOST_PAGES = 20
MOST_LETTERS = 400_000
_WIDTH = 1000  # pixels of a page's picture
_MOST_HEIGHT = 3000
_READABLE = frozenset(
    {Kind.PDF, Kind.DOCX, Kind.DOC, Kind.XLSX, Kind.XLS, Kind.ODT, Kind.ODS, Kind.RTF, Kind.TXT,
     Kind.CSV}
)  # fmt: skip
_BY_OFFICE = frozenset(
    {Kind.DOCX, Kind.DOC, Kind.XLSX, Kind.XLS, Kind.ODT, Kind.ODS, Kind.RTF, Kind.PPTX}
)


@dataclass(slots=True)
class Extracted:
    """Text, pictures of the first pages (PNG), the number of pages, what is missing and why."""

    text: str = ""
    pages: list[bytes] = field(default_factory=list)
    page_count: int = 0
    note: str = ""


def extract(path: str, name: str, kind: str) -> Extracted:
    """All that can be had of a checked file."""
    data, what, found = Path(path).read_bytes(), Kind(kind), Extracted()
    if what in _READABLE:
        try:
            found.text = _text(read_document(data, name))[:MOST_LETTERS]
        except ReadError as error:
            found.note = error.what
    try:
        if what is Kind.PDF:
            found.pages, found.page_count = _pages(data)
        elif what in _BY_OFFICE:
            made = office.convert_to_docx({name: data}, "pdf")[name]
            if isinstance(made, ReadError):
                raise made
            found.pages, found.page_count = _pages(made)
        else:
            found.note = f"{what.zh}没有页面图，请下载后查看"
    except ReadError as error:
        found.note = error.what
    return found


def _text(document: Document) -> str:
    lines = []
    for block in document.blocks:
        if isinstance(block, Para):
            lines.append(block.text)
        else:
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
    return "\n".join(line for line in lines if line.strip()).replace("\0", "")


def _pages(data: bytes) -> tuple[list[bytes], int]:
    import pypdfium2

    from gongkai.errors import DamagedFile

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            count = len(document)
            return [_picture(document[index]) for index in range(min(count, MOST_PAGES))], count
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise DamagedFile("PDF 的页面画不出来", "请下载后查看") from error


def _picture(page: object) -> bytes:
    width, height = page.get_size()  # type: ignore[attr-defined]
    scale = min(_WIDTH / max(width, 1), _MOST_HEIGHT / max(height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True)  # type: ignore[attr-defined]
    return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)


def png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """A PNG of rows of 8-bit grey, RGB or RGBA; no library for pictures is needed for that."""
    color = {1: 0, 3: 2, 4: 6}[channels]
    line = width * channels
    rows = b"".join(b"\0" + pixels[at : at + line] for at in range(0, stride * height, stride))
    head = struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )

"""Made-up documents for the tests of redaction: typeset, written by hand, or by office libraries."""

# ruff: noqa: E501 — one line a summary

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import lru_cache
from typing import Any

from gongkai.report.write.fonts import find_fonts

SECRET = "张三丰"  # noqa: S105
IDENTITY = "110101190001010014"
TEXT = (
    f"申请人：{SECRET}，身份证号{IDENTITY}，电话13800138000。\n\n"
    "本机关对涉及第三方个人隐私的内容作区分处理。\n\n第二段没有要涂去的内容。"
)


@lru_cache(maxsize=64)
def typeset(body: str, page: str = "width: 595pt, height: 842pt, margin: 60pt") -> bytes:
    """A PDF of typst markup in a Chinese font."""
    import typst

    fonts = find_fonts()
    names = ", ".join(f'"{name}"' for name in fonts.body)
    source = f'#set page({page})\n#set text(font: ({names},), size: 14pt, lang: "zh")\n{body}'
    made: bytes = typst.compile(source.encode(), format="pdf", font_paths=fonts.book)
    return made


def raw_pdf(
    content: str,
    page: str = "/MediaBox [0 0 400 300]",
    catalog: str = "",
    more: tuple[str, ...] = (),
    trailer: str = "",
) -> bytes:
    """A PDF of one page written by hand; /F is Helvetica, further objects begin at 6."""
    stream = zlib.compress(content.encode("latin-1"))
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>".encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *(one.encode("latin-1") for one in more),
    ]
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\n".encode()
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def show(text: str, x: float, y: float, size: float = 12, before: str = "") -> str:
    """Operators that print Latin text."""
    return f"BT {before} /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


def words_in(pdf: bytes) -> str:
    """The text by poppler's way of another library (pdfplumber), without blanks."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join(char["text"] for page in document.pages for char in page.chars).replace(
            " ", ""
        )


def image(kind: str, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture with a slope of colours."""
    from PIL import Image

    picture = Image.new("RGB", size)
    picture.putdata(
        [(x * 4 % 256, y * 6 % 256, 90) for y in range(size[1]) for x in range(size[0])]
    )
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def changed(
    data: bytes, changes: dict[str, bytes | None], add: dict[str, bytes] | None = None
) -> bytes:
    """A zip with members replaced, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            body = changes.get(info.filename, old.read(info))
            if body is not None:
                new.writestr(info.filename, body)
        for name, body in (add or {}).items():
            new.writestr(name, body)
    return out.getvalue()


def member(data: bytes, name: str) -> str:
    """A member of a zip as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def names(data: bytes) -> set[str]:
    """The names of the members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return set(archive.namelist())


def inflated(data: bytes) -> bytes:
    """All members of a zip, or all streams of a PDF, in one."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    parts = [data]
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            parts.append(zlib.decompressobj().decompress(data[match.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)

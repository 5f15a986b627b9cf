"""Files that no program should choke on, made by code: name → bytes."""

from __future__ import annotations

import base64
import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

from tests.report.read import bad_files as bad
from tests.report.read.pdf_samples import drawn_pdf, words

FORMATS = Path(__file__).resolve().parents[1] / "samples" / "formats"
MEGABYTE = 2**20
SUFFIXES = ("docx", "doc", "wps", "pdf", "html", "mht", "txt", "md", "xlsx", "xls", "et", "zip",
            "json", "csv", "svg", "parquet", "png", "ofd", "")  # fmt: skip
_BEGINS = {
    "docx": b"PK\x03\x04\x14\0", "pdf": b"%PDF-1.7\n", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "png": b"\x89PNG\r\n\x1a\n", "rtf": b"{\\rtf1",
    "jpg": b"\xff\xd8\xff", "zip": b"PK\x05\x06", "parquet": b"PAR1",
}  # fmt: skip
_OURS = '<svg xmlns="http://www.w3.org/2000/svg"><metadata>{}</metadata></svg>'
_SCHEMA = '"schema": "report-1", "form": "2021", "year": 2024'


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A grey picture; without pixels it breaks off after its measures."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def zeros(megabytes: int) -> bytes:
    """Zip of one member of that many zeros, deflated without holding them."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w") as f,
    ):
        for _ in range(megabytes):
            f.write(bytes(MEGABYTE))
    return out.getvalue()


def onion(core: bytes, depth: int, width: int) -> bytes:
    """A zip of zips."""
    for _ in range(depth):
        core = bad.zip_of({f"{i}.zip": core for i in range(width)})
    return core


def mht(*parts: bytes) -> bytes:
    """A page saved as one file, of these parts."""
    body = b"".join(
        b"--X\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(part)
        for part in parts
    )
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n"
    return head + body + b"--X--\r\n"


def bombs() -> dict[str, bytes]:
    """What unpacks or expands to far more than it is."""
    long = bad.docx("<w:p/>" * (80 * MEGABYTE // 6))
    text, cell = "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", '<row r="1"><c r="A1"><v>&f;</v></c></row>'
    return {
        "单层.zip": zeros(150),
        "多层.zip": onion(zeros(60), 2, 2),
        "正文.docx": long,
        "谎报.docx": _understated(long),
        "标签.docx": bad.docx("<w:p/>" * 5_000_000),
        "文字.xlsx": bad.xlsx(strings="<si><t>x</t></si>" * 5_000_000),
        "实体.docx": bad.docx(text, bad.BILLION_LAUGHS),
        "实体.xlsx": bad.xlsx(cell, doctype=bad.BILLION_LAUGHS),
        "实体.svg": bad.BILLION_LAUGHS + _OURS.format("&f;").encode(),
        "实体.html": bad.BILLION_LAUGHS + b"<html><body><p>&f;</p></body></html>",
        "外部.docx": bad.docx(text, bad.EXTERNAL),
        "外部.xlsx": bad.xlsx(cell, doctype=bad.EXTERNAL),
        "外部.svg": bad.EXTERNAL + _OURS.format("&f;").encode(),
        "外部.html": bad.EXTERNAL + b"<html><body><p>&f;</p></body></html>",
        "流.pdf": _deflated_pdf(b"BT /F1 9 Tf 9 9 Td (a) Tj ET\n", 3_000_000),
        "套画.pdf": _drawn_in_each_other(10, 9),
    }


def _understated(data: bytes) -> bytes:
    """The same zip, whose directory says that every member is small."""
    made = bytearray(data)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", made, at + 24, 1000)
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def _deflated_pdf(step: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(step * 10_000) for _ in range(times // 10_000))
    packed += packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed)
    return drawn_pdf("", extra=(stream,)).replace(b"/Contents 6 0 R", b"/Contents 4 0 R")


def _drawn_in_each_other(width: int, depth: int) -> bytes:
    """A drawing made of ten drawings, each made of ten drawings …"""
    forms = []
    for n in range(depth):
        drawn = "q /X Do Q\n" * width if n < depth - 1 else words((9, 9, "a"))
        forms.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject "
            f"<< /X {5 + n} 0 R >> /Font << /F1 3 0 R >> >> /Length {len(drawn)} >> stream\n"
            f"{drawn}\nendstream".encode()
        )
    return drawn_pdf("/X Do\n", extra=tuple(forms), resources="/XObject << /X 4 0 R >>")


def locked() -> dict[str, bytes]:
    """What needs a password."""
    return {
        "锁.docx": bad.LOCKED_OOXML, "锁.doc": bad.LOCKED_DOC, "锁.xls": bad.LOCKED_XLS,
        "锁.pdf": bad.pdf("x", b"secret"), "锁.zip": bad.locked_zip({"年报.txt": b"x"}),
        "单位加密.docx": b"%TSD-Header-###%" + bytes(500),
    }  # fmt: skip


def noise() -> dict[str, bytes]:
    """Random bytes under every name, some behind the right beginning; no encoding, no sense."""
    dice = random.Random(7)
    made = {f"随机.{suffix}": dice.randbytes(30_000) for suffix in ("docx", "pdf", "doc", "txt")}
    made |= {f"开头.{suffix}": b + dice.randbytes(30_000) for suffix, b in _BEGINS.items()}
    made["高位.txt"] = bytes(dice.randrange(0x80, 0x100) for _ in range(30_000))
    made["大型机.txt"] = ("annual report of the city, 2024; applications 12. " * 99).encode("cp500")
    made["图片.pdf"] = png(40, 40, zlib.compress(bytes(41 * 40)))
    made["大图.png"] = png(60_000, 60_000, zlib.compress(bytes(MEGABYTE)))
    return made


def deep() -> dict[str, bytes]:
    """Nested beyond reason."""
    n = 50_000
    text = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    return {
        "五万层.html": b"<html><body>" + b"<div>" * n + "甲".encode() + b"</div>" * n,
        "五万表.html": b"<html><body>" + b"<table><tr><td>" * n,
        "五万层.docx": bad.docx("<w:sdt><w:sdtContent>" * n + text + "</w:sdtContent></w:sdt>" * n),
        "五万表.docx": bad.docx("<w:tbl><w:tr><w:tc>" * n + "</w:tc></w:tr></w:tbl>" * n),
        "五万层.svg": _OURS.format("<g>" * n + "</g>" * n).encode(),
        "五万层.xlsx": bad.xlsx("<x>" * n + "</x>" * n),
        "百层.json": _brackets(100),
        "十万层.json": _brackets(100_000),
        "页树.pdf": _page_tree(),
        "套件.mht": _nested_parts(2_000),
        "五万层.mht": mht(b"<div>" * n),
    }  # fmt: skip


def _brackets(depth: int) -> bytes:
    return ("{" + _SCHEMA + ', "cells": ' + "[" * depth + "]" * depth + "}").encode()


def _page_tree() -> bytes:
    """A page tree that contains itself."""
    return drawn_pdf("").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


def _nested_parts(depth: int) -> bytes:
    head = b"MIME-Version: 1.0\r\n"
    return head + b"".join(
        b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i)
        for i in range(depth)
    )


def large() -> dict[str, bytes]:
    """Long, wide, full."""
    page = words(*((60, 780 - 18 * n, "running text and 2024 figures 12") for n in range(40)))
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 1_048_577))
    return {
        "三百页.pdf": drawn_pdf(*[page] * 300),
        "六万页.pdf": drawn_pdf(*[""] * 20_000),
        "大页.pdf": drawn_pdf(words((9, 9, "a")), page="/MediaBox [0 0 1e9 1e9]"),
        "百万对象.pdf": drawn_pdf(words((9, 9, "a")), extra=(b"null",) * 1_000_000),
        "百万线.pdf": drawn_pdf("0 0 m 9 9 l S\n" * 500_000),
        "一行.txt": "政府信息公开工作年度报告".encode() * (60 * MEGABYTE // 36),
        "数字.txt": b"1 " * (10 * MEGABYTE),
        "空格.txt": b" " * (20 * MEGABYTE) + b"a",
        "百万行.xlsx": bad.xlsx(rows),
        "边角.xlsx": bad.xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "百万列.csv": b",".join(b"%d" % n for n in range(1_000_000)) + b"\n",
        "百万行.csv": b"1,2,3\n" * 1_000_000,
        "百万行.txt": "一、总体情况\n".encode() * 1_000_000,
        "制表.txt": b"\t1\n" * 250_000,
        "标题.html": "<p>一、总体情况</p>".encode() * 250_000,
        "跨格.html": b"<table>"
        + b"<tr><td colspan=1000000000 rowspan=1000000000>1</td></tr>" * 2_000,
    }


def for_office() -> dict[str, bytes]:
    """What only LibreOffice opens, and it takes more than it may have."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0" '
        'office:version="1.2"><office:body><office:text>'
        + "<text:p>aaaa</text:p>" * 4_000_000
        + "</office:text></office:body></office:document-content>"
    )
    return {
        "段落.odt": bad.zip_of({
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        }),
    }  # fmt: skip


def cut() -> dict[str, bytes]:
    """Sample reports that break off, and files of nothing."""
    made = {f"空.{suffix}".rstrip("."): b"" for suffix in SUFFIXES}
    made["全零.docx"] = bytes(100_000)
    for suffix in ("docx", "xlsx", "pdf", "doc", "xls"):
        whole = (FORMATS / f"approval.{suffix}").read_bytes()
        for part in (0.02, 0.3, 0.7, 0.97):
            made[f"截断{part:.0%}.{suffix}"] = whole[: int(len(whole) * part)]
    return made

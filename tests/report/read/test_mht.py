"""Pages saved as one file (MHT) are unpacked and read."""

from __future__ import annotations

import base64
import quopri

import pytest

from gongkai.errors import DamagedFile, FileTooLarge, ReadError
from gongkai.report.read import html
from gongkai.report.read.blocks import Grid, Para

PAGE = (
    "<html><body><p>一、总体情况：主动公开政府信息</p><table><tr><td>规章</td><td>0</td></tr>"
    "<tr><td>行政许可</td><td>84881</td></tr></table></body></html>"
)
READ = ["一、总体情况：主动公开政府信息", [["规章", "0"], ["行政许可", "84881"]]]


def part(page: str, encoding: str, how: str, header: str) -> bytes:
    """One part of a multipart message."""
    body = page.encode(encoding)
    if how == "base64":
        body = base64.encodebytes(body)
    elif how == "quoted-printable":
        body = quopri.encodestring(body)
    return f"Content-Type: {header}\r\nContent-Transfer-Encoding: {how}\r\n\r\n".encode() + body


def mht(*parts: bytes) -> bytes:
    """A page saved as one file."""
    head = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
    head += b'Content-Type: multipart/related; type="text/html"; boundary="=_x"\r\n\r\n'
    return head + b"".join(b"--=_x\r\n" + one + b"\r\n" for one in parts) + b"--=_x--\r\n"


def texts(data: bytes) -> list[str | list[list[str]]]:
    document = html.read_mht(data)
    assert document.format == "mht"
    return [
        block.text if isinstance(block, Para) else [[c.text for c in row] for row in block.rows]
        for block in document.blocks
    ]


@pytest.mark.parametrize("how", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    "header", ['text/html; charset="{}"', "text/html", "TEXT/HTML; charset=big5"]
)
def test_each_transfer_encoding_and_charset(how: str, encoding: str, header: str) -> None:
    image = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
    data = mht(image, part(PAGE, encoding, how, header.format(encoding)), image)
    assert texts(data) == READ
    assert texts(b"\r\n\r\n" + data) == READ


def test_the_charset_of_the_page_counts_where_the_header_has_none() -> None:
    page = "<meta charset=big5><p>主動</p>"
    assert texts(mht(part(page, "big5", "base64", "text/html"))) == ["主動"]


def test_the_first_page_that_has_text_is_the_report() -> None:
    frames = part("<frameset><frame src=a></frameset>", "utf-8", "8bit", "text/html")
    empty = part(" ", "utf-8", "8bit", "text/html")
    page = part(PAGE, "utf-8", "base64", "application/xhtml+xml")
    other = part("<p>页眉</p>", "utf-8", "8bit", "text/html")
    assert texts(mht(empty, frames, page, other)) == READ
    assert texts(mht(frames)) == []


def test_a_message_that_is_one_page_without_parts() -> None:
    data = b"MIME-Version: 1.0\r\n" + part(PAGE, "utf-8", "base64", "text/html; charset=utf-8")
    assert texts(data) == READ


@pytest.mark.parametrize(
    "data", [b"", b"\r\n", mht(), b"Content-Type: text/plain\r\n\r\nx", b"\xff\xfe" * 50]
)
def test_a_file_without_a_page_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFile, match="没有网页正文"):
        html.read_mht(data)


def test_every_truncation_is_read_or_refused() -> None:
    data = mht(part(PAGE, "gb18030", "quoted-printable", "text/html; charset=gb2312"))
    for length in range(0, len(data), 5):
        try:
            assert all(isinstance(b, Para | Grid) for b in html.read_mht(data[:length]).blocks)
        except ReadError as error:
            assert error.remedy


def test_parts_in_parts_without_end_are_refused() -> None:
    deep = b"".join(
        b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i)
        for i in range(5000)
    )
    with pytest.raises(FileTooLarge, match="嵌套太深"):
        html.read_mht(deep)

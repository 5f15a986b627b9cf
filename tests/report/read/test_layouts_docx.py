"""Word files that hold the figures in unusual ways: fields, marks of change, boxes, whole pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from quopri import encodestring

import pytest

from gongkai.report.read import docx
from tests.report.read.layouts.made import figures, page, report, verdict
from tests.report.read.made_docx import document, package, relations
from tests.report.read.variants import (
    as_bare_cells,
    as_bars,
    as_docx,
    as_tab_rows,
)

VALUES = figures()
_FIGURE = re.compile(r"<w:r><w:t>(\d+)</w:t></w:r>")
_RUN = "<w:r><w:t>{}</w:t></w:r>"
_BOX = "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>"
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + _RUN +
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)  # fmt: skip


@lru_cache(maxsize=1)
def _plain() -> tuple[dict[str, bytes], str]:
    with zipfile.ZipFile(io.BytesIO(as_docx(report(VALUES)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts, parts["word/document.xml"].decode()


def _changed(change: Callable[[str], str]) -> bytes:
    parts, xml = _plain()
    return package({**parts, "word/document.xml": change(xml)})


def _file(body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A file with this body."""
    return package(
        {
            "[Content_Types].xml": _plain()[0]["[Content_Types].xml"],
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": document(body),
            **(parts or {}),
        }
    )


def _run(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


FIGURES: dict[str, Callable[[str], str]] = {
    "content control": lambda n: f"<w:sdt><w:sdtContent>{_RUN.format(n)}</w:sdtContent></w:sdt>",
    "inserted and deleted": lambda n: (
        f'<w:ins w:id="1" w:author="a">{_RUN.format(n)}</w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>99</w:delText></w:r></w:del>'
    ),
    "struck out": lambda n: _run("<w:strike/>", "99") + _RUN.format(n),
    "struck out twice": lambda n: _run('<w:dstrike w:val="1"/>', "99") + _RUN.format(n),
    "not struck out": lambda n: _run('<w:strike w:val="0"/>', n),
    "hidden": lambda n: _run("<w:vanish/>", "99") + _RUN.format(n),
    "field": _FIELD.format,
    "simple field": lambda n: f'<w:fldSimple w:instr=" =SUM(LEFT) ">{_RUN.format(n)}</w:fldSimple>',
    "circled note": lambda n: _RUN.format(n) + _run('<w:vertAlign w:val="superscript"/>', "①"),
    "letters apart": lambda n: "".join(_RUN.format(c) for c in n),
    "smart tag": lambda n: f'<w:smartTag w:uri="x" w:element="y">{_RUN.format(n)}</w:smartTag>',
    "symbols": lambda n: "".join(
        f'<w:r><w:sym w:font="仿宋" w:char="F0{ord(c):02X}"/></w:r>' for c in n
    ),
    "text box": lambda n: _BOX.format(_RUN.format(n)),
    "soft hyphen": lambda n: f"<w:r><w:t>{n}</w:t><w:softHyphen/></w:r>",
    "comment": lambda n: (
        f'<w:commentRangeStart w:id="0"/>{_RUN.format(n)}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    ),
    "empty paragraph behind": lambda n: f"{_RUN.format(n)}</w:p><w:p>",
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_read_as_word_shows_it(name: str) -> None:
    data = _changed(lambda xml: _FIGURE.sub(lambda m: FIGURES[name](m[1]), xml))
    assert verdict(data, VALUES, name="a.docx").right == 200


_TABLE = re.compile("(<w:tbl>.*?</w:tbl>)", re.DOTALL)
_ROW = re.compile("(<w:tr>.*?</w:tr>)", re.DOTALL)
TABLES: dict[str, Callable[[str], str]] = {
    "in a text box": lambda xml: _TABLE.sub(
        r"<w:p><w:r><w:pict><w:txbxContent>\1<w:p/></w:txbxContent></w:pict></w:r></w:p>", xml
    ),
    "in a table of one cell": lambda xml: _TABLE.sub(
        r"<w:tbl><w:tr><w:tc>\1<w:p/></w:tc></w:tr></w:tbl>", xml
    ),
    "rows in content controls": lambda xml: _ROW.sub(
        r"<w:sdt><w:sdtContent>\1</w:sdtContent></w:sdt>", xml
    ),
    "floating": lambda xml: xml.replace(
        "<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="1" w:tblpY="1"/>'
    ),
    "text turned": lambda xml: xml.replace(
        "<w:tcPr>", '<w:tcPr><w:textDirection w:val="tbRlV"/>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_wherever_it_stands(name: str) -> None:
    assert verdict(_changed(TABLES[name]), VALUES, name="a.docx").right == 200


@pytest.mark.parametrize("shape", [as_tab_rows, as_bare_cells, as_bars])
def test_tables_made_of_paragraphs_are_read(shape: Callable[[Sequence[object]], str]) -> None:
    lines = shape(report(VALUES)).split("\n")
    body = "".join(
        "<w:p>" + "<w:r><w:tab/></w:r>".join(_RUN.format(t) for t in line.split("\t")) + "</w:p>"
        for line in lines
    )
    assert verdict(_file(body), VALUES, name="a.docx").right == 200


# pages held whole ---------------------------------------------------------------------------

_PAGE = page(report(VALUES)).encode()
_MHT = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=part"\r\n\r\n'
    b'--=part\r\nContent-Type: text/html; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + encodestring(_PAGE)
    + b"\r\n--=part--\r\n"
)  # fmt: skip


def _with_chunks(*chunks: bytes) -> bytes:
    names = [f"word/chunk{n}" for n in range(len(chunks))]
    targets = "".join(
        f'<Relationship Id="c{n}" Type="http://x/aFChunk" Target="/{name}"/>'
        for n, name in enumerate(names)
    )
    body = "".join(f'<w:altChunk r:id="c{n}"/>' for n in range(len(chunks)))
    return _file(
        body,
        {
            "word/_rels/document.xml.rels": f"<Relationships>{targets}</Relationships>",
            **dict(zip(names, chunks, strict=True)),
        },
    )


@pytest.mark.parametrize("chunk", [_PAGE, _MHT], ids=["html", "mht"])
def test_a_page_held_whole_is_read(chunk: bytes) -> None:
    assert verdict(_with_chunks(chunk), VALUES, name="a.docx").right == 200


def test_a_chunk_that_is_no_page_is_left_out() -> None:
    blocks = docx.read(_with_chunks(b"", _plain()[0]["_rels/.rels"], b"\x89PNG\r\n\x1a\n")).blocks
    assert not any("云州" in getattr(block, "text", "") for block in blocks)
    (line,) = docx.read(_with_chunks("云州市水务局，".encode() * 9)).blocks
    assert "云州" in getattr(line, "text", "")


def test_a_chunk_without_its_part_is_left_out() -> None:
    assert docx.read(_file('<w:altChunk r:id="c0"/><w:p/>')).blocks == []

"""Cells from Word files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from benchmarks.fair import Tables, align, peer, share
from benchmarks.files import docx_files
from benchmarks.peers import kreuzberg, markitdown
from benchmarks.race import Contender, race, table, verdict, versions

__all__ = ["run"]


def run(quick: bool) -> Iterable[str]:
    """The table, then the verdicts."""
    files = docx_files(12 if quick else 40)
    contenders = [
        Contender("gongkai: cells", _ours, share, "ours"),
        Contender("gongkai: lines and grids only", _blocks, None, "more"),
        Contender("gongkai: whole report with prose", _whole, share, "more"),
        Contender("floor: unzip and lxml parse", _floor, None, "floor"),
        peer("kreuzberg", lambda data: kreuzberg(data, ".docx")),
        peer("python-docx", _python_docx),
        peer("docx2python", _docx2python),
        peer("markitdown", lambda data: markitdown(data, ".docx")),
    ]
    lines = race(contenders, files, rounds=3 if quick else 9, budget=4 if quick else 20)
    yield table(f"Cells from DOCX ({len(files)} files)", lines)
    yield from verdict(lines, floor_at_most=3)
    yield versions("lxml", "kreuzberg", "python-docx", "docx2python", "markitdown")


def _ours(data: bytes) -> list[str | None]:
    from gongkai.report.read import docx

    return align(docx.read(data), None)


def _blocks(data: bytes) -> Any:
    from gongkai.report.read import docx

    return docx.read(data)


def _whole(data: bytes) -> list[str | None]:
    from gongkai.report.read import read_bytes

    ((_, reports),) = read_bytes(data, "report.docx")
    assert isinstance(reports, list)
    return [cell and cell.raw for cell in reports[0].cells]


def _floor(data: bytes) -> Any:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def _python_docx(data: bytes) -> Tables:
    """The printed cells of each row (`row.cells` would repeat merged ones, and takes longer)."""
    import docx
    from docx.table import _Cell

    return [
        [[_Cell(tc, one).text for tc in row._tr.tc_lst] for row in one.rows]
        for one in docx.Document(io.BytesIO(data)).tables
    ]


def _docx2python(data: bytes) -> Tables:
    from docx2python import docx2python

    with docx2python(io.BytesIO(data)) as document:
        body = document.body
    return [[["".join(cell) for cell in row] for row in rows] for rows in body if len(rows) > 1]

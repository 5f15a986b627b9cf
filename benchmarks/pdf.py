"""Cells from PDF files with a text layer."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.fair import Tables, align, peer, share
from benchmarks.files import pdf_files
from benchmarks.peers import kreuzberg, markitdown
from benchmarks.race import Contender, race, table, verdict, versions

__all__ = ["run"]


def run(quick: bool) -> Iterable[str]:
    """The table, then the verdicts."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = list(pdf_files(3 if quick else 12))
    contenders = [
        Contender("gongkai: cells", _ours, share, "ours"),
        Contender("gongkai: lines and grids only", _blocks, None, "more"),
        Contender("gongkai: whole report with prose", _whole, share, "more"),
        Contender("floor: text by pdfium", _floor, None, "floor"),
        peer("pdfplumber", _pdfplumber),
        peer("camelot (lattice)", _camelot),
        peer("kreuzberg", lambda data: kreuzberg(data, ".pdf")),
        peer("markitdown", lambda data: markitdown(data, ".pdf")),
    ]
    lines = race(contenders, files, rounds=3 if quick else 7, budget=4 if quick else 20)
    yield table(f"Cells from PDF ({len(files)} files)", lines)
    yield from verdict(lines, factor={"pdfplumber": 5})
    yield versions("pypdfium2", "pdfplumber", "camelot-py", "kreuzberg", "markitdown")


def _ours(data: bytes) -> list[str | None]:
    from gongkai.report.read import pdf

    return align(pdf.read(data), None)


def _blocks(data: bytes) -> Any:
    from gongkai.report.read import pdf

    return pdf.read(data)


def _whole(data: bytes) -> list[str | None]:
    from gongkai.report.read import read_bytes

    ((_, reports),) = read_bytes(data, "report.pdf")
    assert isinstance(reports, list)
    return [cell and cell.raw for cell in reports[0].cells]


def _floor(data: bytes) -> Any:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _pdfplumber(data: bytes) -> Tables:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            [[text for text in row if text is not None] for row in one]
            for page in document.pages
            for one in page.extract_tables()
        ]


def _camelot(data: bytes) -> Tables:
    import camelot

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(data)
        return [one.df.values.tolist() for one in camelot.read_pdf(str(path), pages="all")]

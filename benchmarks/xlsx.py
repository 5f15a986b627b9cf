"""Cells from workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from benchmarks.fair import Tables, align, peer, share
from benchmarks.files import xlsx_files
from benchmarks.peers import kreuzberg, markitdown
from benchmarks.race import Contender, race, table, verdict, versions

__all__ = ["run"]


def run(quick: bool) -> Iterable[str]:
    """The table, then the verdicts."""
    files = xlsx_files(8 if quick else 30)
    contenders = [
        Contender("gongkai: cells", _ours, share, "ours"),
        Contender("gongkai: lines and grids only", _blocks, None, "more"),
        Contender("gongkai: whole report with prose", _whole, share, "more"),
        Contender("floor: values by calamine", _calamine, None, "floor"),
        peer("openpyxl (read-only)", _openpyxl),
        peer("kreuzberg", lambda data: kreuzberg(data, ".xlsx")),
        peer("markitdown", lambda data: markitdown(data, ".xlsx")),
    ]
    lines = race(contenders, files, rounds=3 if quick else 9, budget=4 if quick else 20)
    yield table(f"Cells from XLSX ({len(files)} workbooks)", lines)
    yield from verdict(lines)
    yield versions("python-calamine", "openpyxl", "kreuzberg", "markitdown")


def _ours(data: bytes) -> list[str | None]:
    from gongkai.report.read import xlsx

    return align(xlsx.read(data), None)


def _blocks(data: bytes) -> Any:
    from gongkai.report.read import xlsx

    return xlsx.read(data)


def _whole(data: bytes) -> list[str | None]:
    from gongkai.report.read import read_bytes

    ((_, reports),) = read_bytes(data, "report.xlsx")
    assert isinstance(reports, list)
    return [cell and cell.raw for cell in reports[0].cells]


def _calamine(data: bytes) -> Any:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _openpyxl(data: bytes) -> Tables:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return [
        [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    ]

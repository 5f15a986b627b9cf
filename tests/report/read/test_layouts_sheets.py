"""Workbooks as authorities keep them: formulas, formats, tables on sheets of their own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest

from gongkai.report.model import NoteCode, State
from tests.report.read.layouts.made import figures, read_one, report, verdict
from tests.report.read.variant_tables import Part
from tests.report.read.variants import placed

VALUES = figures()
BLANKS = figures(blanks=0.3)


def _fill(sheet: Any, parts: Sequence[Part], made: Callable[[str], Any]) -> None:
    row = 1
    for part in parts:
        if isinstance(part, str):
            sheet.cell(row, 1, part)
            row += 1
            continue
        for n, cells in enumerate(placed(part), row):
            for column, box in cells:
                sheet.cell(n, column + 1, made(box.text) if box.text else None)
                if box.across > 1 or box.down > 1:
                    sheet.merge_cells(None, n, column + 1, n + box.down - 1, column + box.across)
        row += len(part)


def _number(text: str) -> Any:
    return int(text) if text.isdigit() else text


def _file(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _one_sheet(
    parts: Sequence[Part], made: Callable[[str], Any] = _number, code: str = ""
) -> bytes:
    book = openpyxl.Workbook()
    _fill(book.active, parts, made)
    for row in book.active.iter_rows() if code else ():
        for cell in row:
            if isinstance(cell.value, int):
                cell.number_format = code
    return _file(book)


@pytest.mark.parametrize("values", [VALUES, BLANKS], ids=["full", "blanks"])
@pytest.mark.parametrize(
    "made", [_number, str, lambda t: float(t) if t.isdigit() else t,
             lambda t: _number(t) if t.isdigit() else "\n".join(re.findall(".{1,4}", t))],
    ids=["numbers", "text", "floats", "labels in lines"],
)  # fmt: skip
def test_one_sheet_holds_the_whole_report(made: Callable[[str], Any], values: list[str]) -> None:
    assert verdict(_one_sheet(report(values), made), values, name="a.xlsx").right == 200


@pytest.mark.parametrize(
    "code", ['0"件"', "#,##0", '#,##0;-#,##0;""', "@", "0_);[Red](0)", '0;-0;;@',
             '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '],
)  # fmt: skip
def test_formats_hide_no_figure(code: str) -> None:
    values = ["0" if n % 4 == 0 else text for n, text in enumerate(VALUES)]
    found = read_one(_one_sheet(report(values), code=code), "a.xlsx")
    assert [str(c.value) for c in found.cells if c] == values


@pytest.mark.parametrize("named", [True, False], ids=["headings", "names of sheets only"])
def test_tables_on_sheets_of_their_own_beside_a_hidden_draft_are_read(named: bool) -> None:
    parts = report(VALUES)
    book = openpyxl.Workbook()
    book.active.cell(1, 1, parts[0])
    draft = book.create_sheet("草稿")
    draft.sheet_state = "hidden"
    _fill(draft, report(["9999"] * 200), _number)
    tables = [part for part in parts if not isinstance(part, str)]
    for name, own in (("表二", tables[:-2]), ("表三", tables[-2:-1]), ("表四", tables[-1:])):
        _fill(book.create_sheet(name), [*([name] if named else []), *own], _number)
    assert verdict(_file(book), VALUES, name="a.xlsx").right == 200


def _formulas(saved: bool) -> bytes:
    data = _one_sheet(report(VALUES), lambda t: f"={t}+0" if t.isdigit() else t)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if saved:
                text = re.sub(r"<f>(\d+)\+0</f><v\s*/>", r"<f>\1+0</f><v>\1</v>", text)
                text = re.sub(r"<f>(\d+)\+0</f><v></v>", r"<f>\1+0</f><v>\1</v>", text)
            after.writestr(name, text)
    return out.getvalue()


def test_results_of_formulas_are_read() -> None:
    assert verdict(_formulas(saved=True), VALUES, name="a.xlsx").right == 200


def test_a_formula_without_its_result_is_neither_blank_nor_a_figure() -> None:
    found = read_one(_formulas(saved=False), "a.xlsx")
    cell = found.cells[found.form.by_slug["t2.rules.issued"]]
    assert cell is not None and (cell.raw, cell.state) == ("=7+0", State.TEXT)
    assert not any(c and c.state is State.BLANK for c in found.cells)
    assert any(n.code is NoteCode.LEFT_OUT and "公式" in n.message for n in found.notes)

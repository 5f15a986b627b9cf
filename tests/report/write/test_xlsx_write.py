"""The workbook: numbers are numbers, raw text stays exact, and the formulas check the figures."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from gongkai.errors import WriteError
from gongkai.report.model import Cell, Paragraph, Report, Section, State
from gongkai.report.read import read_bytes
from gongkai.report.write import xlsx
from gongkai.report.write.text import ASIDE
from gongkai.report.write.xlsx_numbers import number_format
from tests.report.write.made_reports import cell, report_2019, report_2021, with_cells

REPORTS = pytest.mark.parametrize("report", [report_2021(), report_2019()], ids=["2021", "2019"])


def book(report: Report, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.dump(report)), data_only=values)


def checks(report: Report, *, values: bool = True) -> list[tuple[Any, ...]]:
    sheet = book(report, values=values)["勾稽"]
    return list(sheet.iter_rows(min_row=5, values_only=True))


def evaluate(formula: str, sheets: Any) -> float:
    """What a SUM of ranges and IFERROR(VALUE()) terms comes to."""
    total = 0.0
    for sum_, value, literal in re.findall(
        r"SUM\(([^()]*)\)|IFERROR\(VALUE\('[^']+'!([A-Z]+\d+)\),(-?[\d.]+)\)", formula
    ):
        if value:
            total += float(literal)
        for part in sum_.split(",") if sum_ else ():
            sheet, ref = part.replace("'", "").split("!")
            found = sheets[sheet][ref]
            rows = found if isinstance(found, tuple) else ((found,),)
            total += sum(c.value for row in rows for c in row if isinstance(c.value, int | float))
    return total


@REPORTS
def test_the_sheets_are_those_of_the_report(report: Report) -> None:
    made = book(report)
    assert made.sheetnames == ["说明", "总体情况", "表二", "表三", "表四", "其他文字", "勾稽"]
    for name in ("说明", "勾稽"):
        assert made[name]["A1"].value.startswith(ASIDE)
    assert made["总体情况"]["A1"].value == report.title
    three = made["表三"]
    assert three.freeze_panes == "D5"
    assert three.print_title_rows == "$2:$4"
    assert three.page_setup.paperSize == 9
    assert three.sheet_properties.pageSetUpPr.fitToPage
    assert "A2:C4" in {str(r) for r in three.merged_cells.ranges}


@REPORTS
def test_every_formula_carries_its_result(report: Report) -> None:
    formulas, results = checks(report, values=False), checks(report)
    assert len(formulas) == len(report.form.rows) + 7 + 7 + 3
    sheets = book(report)
    for formula, result in zip(formulas, results, strict=True):
        assert all(str(x).startswith("=") for x in formula[2:])
        assert evaluate(formula[2], sheets) == result[2], formula
        assert evaluate(formula[3], sheets) == result[3], formula
        assert result[4] == result[2] - result[3]
        assert result[5] == "✓ 相符"
    assert book(report, values=True)["勾稽"]["A2"].value == "未发现不符"


def test_a_wrong_total_is_said_and_turns_red() -> None:
    base = report_2021()
    total = base.form.row("granted").cells[-1]
    report = with_cells(base, {total: cell("12")})
    wrong = [row for row in checks(report) if row[5] != "✓ 相符"]
    assert [(row[0], row[2], row[3], row[4], row[5]) for row in wrong] == [
        ("表三 横向合计", 13, 12, 1, "✗ 不符"),
        ("表三 纵向合计", 29, 30, -1, "✗ 不符"),
    ]
    made = book(report, values=True)
    assert made["勾稽"]["A2"].value == "2处不符"
    rules = {str(r.sqref) for r in made["表三"].conditional_formatting}
    assert "J7" in rules
    assert len(rules) == 25 + 6  # row totals and column totals; one cell is both
    assert len(made["表四"].conditional_formatting) == 3


def test_a_total_left_blank_is_not_called_right() -> None:
    base = report_2021()
    zero = base.form.row("withheld_state_secret").cells
    full = base.form.row("granted").cells
    report = with_cells(base, {zero[-1]: cell(""), full[-1]: cell("")})
    results = {row[1]: row[5] for row in checks(report) if row[0] == "表三 横向合计"}
    assert results["1.属于国家秘密"] == "○ 未填"
    assert results["（一）予以公开"] == "✗ 不符"


def test_numbers_dressed_as_text_count_too() -> None:
    base = report_2021()
    row = base.form.row("granted").cells
    report = with_cells(base, {row[0]: cell(" 9 "), row[-1]: cell("１３"), row[2]: cell("/")})
    formula = checks(report, values=False)[2]
    assert formula[2] == "=SUM('表三'!E7:I7)+IFERROR(VALUE('表三'!D7),9)"
    assert formula[3] == "=IFERROR(VALUE('表三'!J7),13)"
    assert all(r[5] == "✓ 相符" for r in checks(report))
    assert book(report)["表三"]["D7"].value == " 9 "


def test_the_raw_text_comes_back_exactly() -> None:
    base = report_2021()
    row = base.form.row("withheld_third_party").cells
    raws = [" 8 ", "　 12", "/", "=1+1", "1,234", "12.50", "0012"]
    report = with_cells(base, {i: cell(raw) for i, raw in zip(row, raws, strict=True)})
    ((_, found),) = read_bytes(xlsx.dump(report), "x.xlsx")
    assert isinstance(found, list)
    assert [(c := found[0].cells[i]) and c.raw for i in row] == raws
    assert found[0].sections[0].paragraphs[0].text == base.sections[0].paragraphs[0].text


def test_cells_that_the_file_lacks_come_back_as_missing() -> None:
    base = report_2021()
    row = base.form.row("granted").cells
    report = with_cells(base, {row[-1]: None, row[-2]: None})
    ((_, found),) = read_bytes(xlsx.dump(report), "x.xlsx")
    assert isinstance(found, list)
    assert [found[0].cells[i] is None for i in row] == [False] * 5 + [True] * 2
    assert [r[5] for r in checks(report) if r[1] == "（一）予以公开"] == ["✗ 不符"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("0", "0"),
        ("-5", "0"),
        ("608.25", "0.00"),
        ("12.50", "0.00"),
        ("1,234", "#,##0"),
        ("1,234,567.5", "#,##0.0"),
        ("999999999999999", "0"),
        ("9999999999999999", ""),
        ("0012", ""),
        ("12,34", ""),
        ("+28", ""),
        ("增 25", ""),
        ("８", ""),
        (" 8", ""),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_cell_is_a_number_only_if_it_looks_the_same(raw: str, code: str) -> None:
    assert number_format(cell(raw)) == code


def test_a_value_that_is_not_its_text_stays_text() -> None:
    assert number_format(Cell("3", Decimal(4), State.NUMBER)) == ""
    assert number_format(None) == ""


def test_the_same_report_gives_the_same_bytes() -> None:
    assert xlsx.dump(report_2021()) == xlsx.dump(report_2021())


def test_a_part_of_a_report_makes_a_workbook_too() -> None:
    base = report_2021()
    cells = tuple(c if base.form.cells[i].table == "四" else None
                  for i, c in enumerate(base.cells))  # fmt: skip
    report = replace(base, cells=cells, sections=[], signed_on=None, title="")
    assert [row[0] for row in checks(report)] == ["表四 总计"] * 3
    empty = replace(report, cells=())
    assert checks(empty) == []


def test_a_paragraph_beside_a_table_takes_its_width() -> None:
    base = report_2021()
    sections = [Section(2, "二、主动公开政府信息情况", [Paragraph("说明文字" * 60)])]
    sheet = book(replace(base, sections=sections))["表二"]
    assert "A2:D2" in {str(r) for r in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[2].height > 60


def test_a_paragraph_longer_than_a_cell_is_refused() -> None:
    report = replace(report_2021(), sections=[Section(1, "一", [Paragraph("长" * 32768)])])
    with pytest.raises(WriteError, match="32768字"):
        xlsx.dump(report)

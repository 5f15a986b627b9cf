"""CSV, Parquet and the graphic: the cells come back as they were, and wrong files are named."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import Phase, given, settings

from gongkai.errors import BadInput, MissingProgram, WriteError
from gongkai.report.model import NOWHERE, Cell, Place, Report, State
from gongkai.report.read import data
from gongkai.report.read.columns import load_csv, load_parquet
from gongkai.report.write import csv_, graphic, json_, parquet
from tests.report.write.any_reports import reports, rich_report

HEADER = "file,table,row_path,column_path,raw,value,state,unit,place"


def cells_of(report: Report) -> Report:
    """What CSV and Parquet carry of a report. A place rounds its box to a tenth of a point."""
    cells = [c and c._replace(place=Place.parse(str(c.place))) for c in report.cells]
    return Report(file=report.file, form=report.form, year=None, cells=tuple(cells))


def with_cell(report: Report, cell: Cell) -> Report:
    return replace(report, cells=(cell, *report.cells[1:]))


def test_the_first_line_names_the_nine_columns() -> None:
    text = csv_.dump(rich_report())
    assert text.partition("\n")[0] == HEADER
    assert csv_.dump([rich_report()]) == text
    assert text.count("\n") == 201


def test_values_are_plain_digits() -> None:
    report = with_cell(rich_report(), Cell("1E+3", Decimal("1E+3"), State.NUMBER))
    row = list(csv.DictReader(io.StringIO(csv_.dump(report))))[0]
    assert (row["value"], row["state"]) == ("1000", "number")


@pytest.mark.parametrize("raw", ['a"b', "a,b", "a\r\nb", "\r", " 8 ", "=1+1", "@x", "\u3000", "-"])
def test_the_raw_text_stays_exact(raw: str) -> None:
    report = with_cell(rich_report(), Cell(raw, None, State.TEXT))
    text = csv_.dump(report)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[1][4] == raw
    assert {len(row) for row in rows} == {9}
    assert load_csv(text)[0].cells[0] == Cell(raw, None, State.TEXT)


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(reports())
def test_cells_come_back_from_csv(report: Report) -> None:
    # two reports in one file and a third in another
    other = replace(report, file=report.file + "x")
    text = csv_.dump([report, report, other])
    assert load_csv(text) == [cells_of(r) for r in (report, report, other)]
    assert load_csv(text.encode("utf-8-sig")) == load_csv(text)


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(reports())
def test_cells_come_back_from_parquet(report: Report) -> None:
    assert load_parquet(parquet.dump([report, report])) == [cells_of(report)] * 2


def test_parquet_has_the_columns_of_the_csv_and_the_slug() -> None:
    report = rich_report("2019")
    frame = pl.read_parquet(io.BytesIO(parquet.dump(report)))
    assert frame.columns == [*HEADER.split(","), "slug"]
    assert frame.schema["value"] == pl.Decimal(38, 10)
    assert frame["value"].to_list() == [c and c.value for c in report.cells]
    assert frame["slug"].to_list() == [c.slug for c in report.form.cells]
    assert frame.height == 198


def test_parquet_keeps_money_to_the_last_digit() -> None:
    money = Cell("2146820144.15", Decimal("2146820144.15"), State.NUMBER, "元")
    back = load_parquet(parquet.dump(with_cell(rich_report(), money)))[0].cells[0]
    assert back == money
    assert str(back and back.value) == "2146820144.15"


@pytest.mark.parametrize("value", ["0.12345678901", "1E+28", "-99999999999999999999999999999"])
def test_parquet_refuses_what_its_column_cannot_hold(value: str) -> None:
    report = with_cell(rich_report(), Cell(value, Decimal(value), State.NUMBER))
    with pytest.raises(WriteError, match="表二（一） 规章 × 本年制发件数"):
        parquet.dump(report)


def test_without_polars_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingProgram, match="gongkai\\[bulk\\]"):
        parquet.dump(rich_report())


def test_a_report_without_cells_has_no_rows() -> None:
    empty = Report(file="x", form=rich_report().form, year=None)
    assert csv_.dump(empty) == HEADER + "\n"
    assert load_csv(csv_.dump(empty)) == []
    assert load_parquet(parquet.dump(empty)) == []


ROW = "x,三,一、本年新收政府信息公开申请数量,自然人,3,3,number,,"


def test_rows_that_both_forms_have_go_to_the_newer() -> None:
    assert load_csv(f"{HEADER}\n{ROW}\n")[0].form.key == "2021"
    old = "x,二(一),规章,本年新制作数量,3,3,number,,line=4"
    report = load_csv(f"{HEADER}\n{ROW}\n{old}\n")[0]
    assert report.form.key == "2019"
    assert report.cells[0] == Cell("3", Decimal(3), State.NUMBER, "", Place(line=4))
    assert report.cells[22] == Cell("3", Decimal(3), State.NUMBER, "", NOWHERE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "首行应为"),
        ("a,b\n", "首行应为"),
        (b"\xff\xfe", "UTF-8"),
        (f"{HEADER}\nx,三\n", "第2行有2列，应为9列"),
        (f'{HEADER}\n"x,三\n', "引号或换行有误"),
        (f"{HEADER}\n{ROW.replace('自然人', '法人')}\n", "第2行：表式里没有“三 | 一、"),
        (f"{HEADER}\n{ROW.replace(',3,3,', ',3,三,')}\n", "第2行：value须为数字"),
        (f"{HEADER}\n{ROW.replace(',3,3,', ',3,NaN,')}\n", "第2行：value须为数字"),
        (f"{HEADER}\n{ROW.replace(',3,3,', ',3,1e999,')}\n", "第2行：value须为数字"),
        (f"{HEADER}\n{ROW.replace(',3,3,', ',3,,')}\n", "第2行：value须为数字"),
        (f"{HEADER}\n{ROW.replace('number', 'maybe')}\n", "第2行：value须为数字"),
        (f"{HEADER}\n{ROW}line=x\n", "place须形如"),
        (
            f"{HEADER}\nx,二(一),规章,本年新制作数量,3,3,number,,\n"
            "x,二(一),规章,本年制发件数,3,3,number,,\n",
            "“x”的各格不属于同一种表式",
        ),
    ],
)
def test_a_wrong_csv_is_refused_with_its_line(text: str | bytes, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_csv(text)
    assert says in str(caught.value)


def test_a_wrong_parquet_is_refused() -> None:
    whole = parquet.dump(rich_report())
    with pytest.raises(BadInput, match="不是有效的Parquet"):
        load_parquet(whole[:-40])
    other = io.BytesIO()
    pl.DataFrame({"file": ["x"]}).write_parquet(other)
    with pytest.raises(BadInput, match="缺少列：table"):
        load_parquet(other.getvalue())


def test_our_own_files_are_told_by_content() -> None:
    report = rich_report()
    for written in (json_.dump(report), json_.dump([report]), graphic.dump(report)):
        assert data.load(written.encode()) == [report]
    written_in_excel = "\ufeff" + csv_.dump(report)
    for written in (written_in_excel.encode(), parquet.dump(report)):
        assert data.load(written) == [cells_of(report)]
    for other in (b"", b"PK\x03\x04", b"<html>", b"{\\rtf1}", "一、总体情况".encode()):
        assert data.load(other) is None

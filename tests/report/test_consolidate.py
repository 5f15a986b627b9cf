"""Sums with coverage: missing is never zero, and no total hides a gap."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from gongkai.errors import BadInput
from gongkai.report.consolidate import (
    Body,
    Consolidation,
    Excluded,
    bodies_from_csv,
    consolidate,
    under,
)
from gongkai.report.model import Report
from gongkai.report.write.consolidated import render
from tests.report.checks.support import make_report


def report(body: str, year: int = 2024, **cells: str) -> Report:
    changed = {k.replace("__", "."): v for k, v in cells.items()}
    return make_report({"year": year, "body": body, "cells": changed})


def total(result: Consolidation, slug: str) -> Any:
    return result.sums[result.form.by_slug[slug]]


NAMES = ["云州市教育局", "云州市公安局", "云州市财政局"]
EXPECTED = [Body(n, "云州市人民政府") for n in NAMES]


def test_a_total_is_complete_when_every_expected_body_states_a_number() -> None:
    result = consolidate([report(n) for n in NAMES], expected=EXPECTED)
    granted = total(result, "t3.granted.total")
    assert (granted.total, granted.stated) == (Decimal(6), 3)
    assert granted.complete(result.n_expected)
    assert result.missing == [] and result.excluded == []


def test_a_missing_body_leaves_no_total_without_its_gap() -> None:
    result = consolidate([report(n) for n in NAMES[:2]], expected=EXPECTED)
    assert [b.name for b in result.missing] == ["云州市财政局"]
    assert not total(result, "t3.granted.total").complete(result.n_expected)
    assert "4（2/3）" in render(result, "text")
    assert all(c is None for c in result.as_report("云州市").cells)


def test_a_blank_is_not_a_zero() -> None:
    reports = [
        report(NAMES[0], t2__licences__decisions="7"),
        report(NAMES[1], t2__licences__decisions=""),
    ]
    result = consolidate(reports)
    licences = total(result, "t2.licences.decisions")
    assert (licences.total, licences.stated, licences.blank) == (Decimal(7), 1, 1)
    assert not licences.complete(result.n_expected)


def test_a_cell_nobody_states_has_no_total() -> None:
    result = consolidate([report(n, t4__direct_suit__upheld="") for n in NAMES])
    assert total(result, "t4.direct_suit.upheld").total is None


def test_money_is_added_in_one_unit_and_unknown_units_are_left_out() -> None:
    amounts = ["608（万元）", "20000元", "5"]
    result = consolidate(
        [
            report(n, 2020, t2__central_procurement__procurement_amount=a)
            for n, a in zip(NAMES, amounts, strict=True)
        ]
    )
    money = total(result, "t2.central_procurement.procurement_amount")
    assert (money.total, money.unit, money.stated, money.unclear) == (Decimal(610), "万元", 2, 1)


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (report("云州市教育局"), "只计一份"),
        (report("云州市卫健委", 2023), "是2023年度的报告"),
        (make_report({"year": 2024, "body": "云州市卫健委", "form": "2019"}), "不能与"),
        (report("云州市卫健委"), "不在应报机关名单内"),
    ],
)
def test_what_does_not_count_is_named_with_the_reason(extra: Report, reason: str) -> None:
    result = consolidate([*(report(n) for n in NAMES), extra], year=2024, expected=EXPECTED)
    (left_out,) = result.excluded
    assert reason in left_out.reason
    assert total(result, "t3.granted.total").total == 6


def test_reports_without_year_or_body_or_tables_do_not_count() -> None:
    nameless, undated, empty = report("甲局"), report("乙局"), report("丙局")
    nameless.body, undated.year = "", None
    empty.cells = tuple(None for _ in empty.cells)
    failed = [Excluded("x.pdf", "", "无法读取：文件已损坏")]
    result = consolidate([report("丁局"), nameless, undated, empty], failed=failed)
    assert [e.reason for e in result.excluded] == [
        "无法读取：文件已损坏",
        "不能确定是哪个机关的报告",
        "不能确定年度",
        "没有读到任何表格数据",
    ]
    assert len(result.included) == 1


def test_without_any_year_there_is_nothing_to_add() -> None:
    one = report("甲局")
    one.year = None
    with pytest.raises(BadInput, match="不能|没有一份"):
        consolidate([one])


def test_a_difference_is_traced_to_bodies_and_cells() -> None:
    parent = report(
        "云州市人民政府",
        t3__granted__total="4",
        t3__granted__natural_person="8",
        t2__licences__decisions="50",
    )
    reports = [
        report(NAMES[0], t2__licences__decisions="30"),
        report(NAMES[1], t2__licences__decisions="15"),
        report(NAMES[2], t2__licences__decisions=""),
    ]
    result = consolidate([*reports, parent], expected=EXPECTED, parent=parent)
    by_slug = {result.form.cells[d.cell].slug: d for d in result.differences}
    short = by_slug["t3.granted.total"]
    assert (short.printed, short.total, short.gap) == (4, 6, -2)
    assert "可能漏计" in short.hint
    more = by_slug["t3.granted.natural_person"]
    assert "可能重复计算" in more.hint
    silent = by_slug["t2.licences.decisions"]
    assert silent.bodies == (("云州市教育局", 30), ("云州市公安局", 15))
    assert "云州市财政局" in silent.hint
    assert [e.reason for e in result.excluded] == ["是上级自己的报告"]


def test_a_parent_of_another_form_is_not_compared() -> None:
    parent = make_report({"year": 2024, "body": "云州市人民政府", "form": "2019"})
    assert consolidate([report(NAMES[0])], parent=parent).differences == []


# the list of bodies -------------------------------------------------------------------------


def test_the_list_names_bodies_and_what_stands_above_them() -> None:
    text = "\ufeffname,level,parent\n云州市人民政府,city,\n云州市教育局,city,云州市人民政府\n"
    text += "临江区人民政府,county,云州市人民政府\n临江区教育局,county,临江区人民政府\n"
    bodies = bodies_from_csv(text)
    assert under(bodies) == (
        "云州市人民政府",
        [Body("云州市教育局", "云州市人民政府"), Body("临江区人民政府", "云州市人民政府")],
    )
    assert under(bodies, "临江区人民政府")[1] == [Body("临江区教育局", "临江区人民政府")]
    with pytest.raises(BadInput, match="没有以“云州市教育局”为上级"):
        under(bodies, "云州市教育局")


def test_a_list_without_parents_is_taken_whole() -> None:
    bodies = bodies_from_csv("机关名称\n甲局\n乙局\n甲局\n\n")
    assert under(bodies) == ("", [Body("甲局"), Body("乙局")])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "实有：a、b"),
        ("name\n\n", "没有一个机关"),
        ("", "空"),
        ("name\n" + "甲" * 200_000, "第2行不是正确的 CSV"),
    ],
)
def test_a_wrong_list_is_explained(text: str, says: str) -> None:
    with pytest.raises(BadInput) as problem:
        bodies_from_csv(text)
    assert says in str(problem.value)


# rendering ----------------------------------------------------------------------------------


def sample() -> Consolidation:
    parent = report("云州市人民政府", t3__granted__total="5")
    bad = report(NAMES[1], t3__granted__business="9")
    return consolidate(
        [report(NAMES[0]), bad, report("云州市卫健委"), parent], expected=EXPECTED, parent=parent
    )


def test_the_text_says_everything() -> None:
    text = str(render(sample(), "text"))
    for words in (
        "应报3个机关，计入2份",
        "缺报1",
        "未计入2",
        "自身有错误",
        "（2/3）",
        "与上级公布的报告",
    ):
        assert words in text


def test_the_json_gives_coverage_for_each_cell() -> None:
    data = json.loads(render(sample(), "json"))
    assert (data["expected"], data["missing"]) == (3, ["云州市财政局"])
    assert len(data["cells"]) == 200
    cell = next(c for c in data["cells"] if c["slug"] == "t3.granted.total")
    assert (cell["total"], cell["stated"], cell["not_reported"], cell["complete"]) == (
        4,
        2,
        1,
        False,
    )
    assert data["differences"][0]["bodies"]


def test_the_csv_has_a_line_a_cell() -> None:
    rows = list(csv.DictReader(io.StringIO(str(render(sample(), "csv")))))
    assert len(rows) == 200
    assert {r["complete"] for r in rows} == {"no"} and {r["expected"] for r in rows} == {"3"}


def test_the_page_marks_partial_totals() -> None:
    page = str(render(sample(), "html"))
    assert 'class="partial"' in page and "缺报的机关（1）" in page and "云州市财政局" in page


def test_the_workbook_lists_cells_and_bodies() -> None:
    book = openpyxl.load_workbook(io.BytesIO(bytes(render(sample(), "xlsx"))))
    assert book["汇总"].max_row == 201
    states = [row[1].value for row in book["机关"].iter_rows(min_row=2)]
    assert states == ["已计入", "已计入", "缺报", "未计入", "未计入"]

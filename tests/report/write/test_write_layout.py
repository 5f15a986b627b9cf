"""The tables and parts of a report as all writers take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.report.forms import FORMS, Form
from gongkai.report.model import Paragraph, Report, Section
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutTable,
    Row,
    Signature,
    Title,
    flow,
    present,
    signing_day,
    tables,
)
from tests.report.write.made_reports import cell, report, report_2019, report_2021, with_cells

both = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)


def made(form: Form) -> Report:
    """A clean report on that form."""
    return report(form, form.years.start)


def covered(rows: tuple[Row, ...]) -> list[tuple[int, int]]:
    """Every grid place that the cells cover, with repetitions."""
    return [
        (y + down, cell.column + right)
        for y, row in enumerate(rows)
        for cell in row
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row]


@both
def test_every_cell_of_the_form_stands_once_as_printed(form: Form) -> None:
    one = made(form)
    laid = [c for t in tables(one) for row in t.body for c in row if c.cell is not None]
    assert sorted(c.cell for c in laid if c.cell is not None) == list(range(len(form.cells)))
    for c in laid:
        there = one.cells[c.cell or 0]
        assert there
        assert c.text == there.raw


@both
def test_the_cells_of_each_table_tile_its_grid(form: Form) -> None:
    for table in tables(made(form)):
        for rows in (table.head, table.body):
            places = covered(rows)
            assert len(places) == len(set(places))
            assert set(places) == {(y, x) for y in range(len(rows)) for x in range(table.width)}


@both
def test_the_tables_come_in_the_order_of_the_form(form: Form) -> None:
    keys = [table.key for table in tables(made(form))]
    assert keys == [*dict.fromkeys(c.table for c in form.cells)]


def test_a_block_has_its_title_over_the_whole_width() -> None:
    block = tables(report_2019())[3]
    assert [(c.text, c.colspan) for c in block.head[0]] == [("第二十条第（八）项", 4)]
    assert [(c.text, c.colspan) for c in block.head[1]] == [
        ("信息内容", 1),
        ("上一年项目数量", 1),
        ("本年增/减", 2),
    ]
    assert texts(block.body[0]) == ["行政事业性收费", "0", "0"]


def test_table_three_has_the_official_head() -> None:
    head = next(t for t in tables(report_2021()) if t.key == "三").head
    rule = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in head] == [
        [(rule, 0, 3, 3), ("申请人情况", 3, 7, 1)],
        [("自然人", 3, 1, 2), ("法人或其他组织", 4, 5, 1), ("总计", 9, 1, 2)],
        [
            ("商业企业", 4, 1, 1),
            ("科研机构", 5, 1, 1),
            ("社会公益组织", 6, 1, 1),
            ("法律服务机构", 7, 1, 1),
            ("其他", 8, 1, 1),
        ],
    ]


def test_the_labels_of_table_three_are_merged_as_on_the_form() -> None:
    body = next(t for t in tables(report_2021()) if t.key == "三").body
    spans = {(c.text, c.column, c.colspan, c.rowspan) for row in body for c in row if c.header}
    for expected in (
        ("一、本年新收政府信息公开申请数量", 0, 3, 1),
        ("三、本年度办理结果", 0, 1, 22),
        ("（一）予以公开", 1, 2, 1),
        ("（三）不予公开", 1, 1, 8),
        ("1.属于国家秘密", 2, 1, 1),
        ("（四）无法提供", 1, 1, 3),
        ("（五）不予处理", 1, 1, 5),
        ("（六）其他处理", 1, 1, 3),
        ("（七）总计", 1, 2, 1),
        ("四、结转下年度继续办理", 0, 3, 1),
    ):
        assert expected in spans
    older = next(t for t in tables(report_2019()) if t.key == "三").body
    assert ("（六）其他处理", 1, 2) in {(c.text, c.column, c.colspan) for r in older for c in r}


def test_table_four_has_three_head_rows_and_fifteen_figures() -> None:
    table = tables(report_2021())[-1]
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [texts(row) for row in table.head] == [
        ["行政复议", "行政诉讼"],
        [*outcomes, "未经复议直接起诉", "复议后起诉"],
        outcomes * 2,
    ]
    assert texts(table.body[0]) == [
        "3",
        "1",
        "0",
        "0",
        "4",
        "1",
        "0",
        "0",
        "1",
        "2",
        "0",
        "0",
        "0",
        "0",
        "0",
    ]


def test_headers_say_what_they_head() -> None:
    table = next(t for t in tables(report_2021()) if t.key == "三")
    scopes = {c.text: c.scope for row in (*table.head, *table.body) for c in row if c.header}
    assert scopes["申请人情况"] == "colgroup"
    assert scopes["自然人"] == "col"
    assert scopes["（三）不予公开"] == "rowgroup"
    assert scopes["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"] == "row"


def test_a_row_that_is_not_in_the_file_is_left_out_and_its_group_shrinks() -> None:
    base = report_2021()
    first = base.form.row("withheld_state_secret")
    table = next(t for t in tables(with_cells(base, dict.fromkeys(first.cells))) if t.key == "三")
    labels = {c.text: c.rowspan for row in table.body for c in row if c.header}
    assert "1.属于国家秘密" not in labels
    assert labels["（三）不予公开"] == 7
    assert labels["三、本年度办理结果"] == 21
    whole = covered(table.body)
    assert len(whole) == len(set(whole)) == len(table.body) * table.width


def test_a_table_that_is_not_in_the_file_is_left_out() -> None:
    base = report_2021()
    gone = {i: None for i, c in enumerate(base.form.cells) if c.table in ("二(五)", "四")}
    keys = [t.key for t in tables(with_cells(base, dict(gone)))]
    assert keys == ["二(一)", "二(六)", "二(八)", "三"]
    assert tables(replace(base, cells=())) == []


def test_an_absent_cell_is_not_a_blank_one() -> None:
    base = report_2021()
    row = base.form.row("granted").cells
    table = next(
        t
        for t in tables(
            with_cells(base, {row[2]: cell(""), row[3]: None, row[5]: None, row[6]: None})
        )
        if t.key == "三"
    )
    printed = next(r for r in table.body if any(c.cell == row[0] for c in r))
    absent = {c.cell for c in printed if c.absent}
    assert absent == {row[3], row[5], row[6]}
    assert [c.cell for c in present(printed) if c.cell is not None] == list(row[:5])
    assert present(tuple(c for c in printed if c.absent)) == ()


def test_a_report_flows_from_title_to_signature() -> None:
    parts = list(flow(report_2021()))
    assert parts[0] == Title("云州市人民政府2025年政府信息公开工作年度报告")
    assert parts[-1] == Signature("云州市人民政府", "2026年1月20日")
    assert [p.text for p in parts if isinstance(p, BodyText) and p.section == 0] == [
        p.text for p in report_2021().sections[0].paragraphs
    ]
    order = [p.section for p in parts if isinstance(p, Heading | LaidOutTable)]
    assert order == [1, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6]


def test_sections_keep_the_order_of_the_file_and_their_tables() -> None:
    base = report_2021()
    moved = replace(base, sections=[base.sections[i] for i in (5, 4, 3, 2)])
    order = [p.section for p in flow(moved) if isinstance(p, Heading | LaidOutTable)]
    assert order == [5, 4, 4, 3, 3, 2, 2, 2, 2, 2]


def test_tables_without_their_section_are_not_lost() -> None:
    base = report_2021()
    some = replace(base, sections=[s for s in base.sections if s.number not in (2, 4)])
    order = [p.section for p in flow(some) if isinstance(p, Heading | LaidOutTable)]
    assert order == [1, 2, 2, 2, 2, 3, 3, 4, 5, 6]
    none = replace(base, sections=[])
    assert [p.section for p in flow(none) if isinstance(p, LaidOutTable)] == [2] * 4 + [3, 4]


def test_two_sections_of_one_number_print_the_tables_once() -> None:
    base = report_2021()
    twice = replace(base, sections=[*base.sections, Section(3, "三、又一节", [Paragraph("甲。")])])
    assert [p.section for p in flow(twice) if isinstance(p, LaidOutTable)] == [2] * 4 + [3, 4]


def test_what_is_not_stated_is_not_printed() -> None:
    base = replace(report_2021(), title="", signed_by="", signed_on=None)
    assert not [p for p in flow(base) if isinstance(p, Title | Signature)]
    only_day = replace(base, signed_on=date(2026, 3, 1))
    assert list(flow(only_day))[-1] == Signature("", "2026年3月1日")
    assert signing_day(base) == ""
    no_title = replace(base, sections=[Section(1, "", [Paragraph("甲。")])])
    assert list(flow(no_title))[0] == BodyText(1, "甲。")

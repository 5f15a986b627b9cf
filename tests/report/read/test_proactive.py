"""Table 2: columns by their labels, rows by their names, two sets told apart."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

from gongkai.report.forms import FORM_2021
from gongkai.report.model import NoteCode
from gongkai.report.read.blocks import Grid, GridCell
from tests.report.read.printed import align, raw


def grid(*rows: list[str], columns: bool = True) -> Grid:
    return Grid([[GridCell(t, i if columns else -1) for i, t in enumerate(row)] for row in rows])


ARTICLE_1 = ["第二十条第（一）项"]
HEAD_1 = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
HEAD_5 = ["信息内容", "本年处理决定数量"]


def test_padding_between_figures_goes_by_the_header() -> None:
    head = ["信息内容", "本年制发件数", "", "本年废止件数", "现行有效件数"]
    aligned = align([grid(ARTICLE_1, head, ["规章", "1", "", "2", ""])], 2023, section=2)
    assert raw(aligned, "二")[:3] == ["1", "2", ""]


def test_columns_of_the_other_form_are_left_out_and_said() -> None:
    head = ["信息内容", "上一年项目数量", "本年增/减", "本年处理决定数量"]
    rows = [
        ARTICLE_1,
        HEAD_1,
        ["行政规范性文件", "1", "2", "3"],
        head,
        ["行政许可", "7", "-1", "88"],
    ]
    aligned = align([grid(*rows)], 2023, section=2)
    assert aligned.form is FORM_2021
    assert aligned.cells[FORM_2021.by_slug["t2.licences.decisions"]].raw == "88"  # type: ignore[union-attr]
    (note,) = [n for n in aligned.notes if n.code is NoteCode.LEFT_OUT]
    assert note.message.endswith("7 -1")


def test_columns_that_are_in_no_form_are_not_taken() -> None:
    rows = [ARTICLE_1, ["信息内容", "网站", "微信"], ["规章", "1", "2"]]
    aligned = align([grid(*rows)], 2023, section=2)
    assert raw(aligned, "二")[:3] == [None] * 3
    assert NoteCode.SHORT_ROW in {n.code for n in aligned.notes}
    rows[1:] = [["信息内容", "网站", "微信", "微博"], ["规章", "1", "2", "3"]]
    assert raw(align([grid(*rows)], 2023, section=2), "二")[:3] == ["1", "2", "3"]


def test_a_short_row_is_not_padded() -> None:
    aligned = align([grid(ARTICLE_1, HEAD_1, ["规章", "1", "2"], columns=False)], 2023, section=2)
    assert raw(aligned, "二")[:3] == [None] * 3
    (note,) = [n for n in aligned.notes if n.code is NoteCode.SHORT_ROW]
    assert note.cells == (0, 1, 2)


def test_rows_without_title_and_header_are_read_in_section_two() -> None:
    aligned = align([grid(["规章", "1", "2", "3"], ["行政许可", "4"])], 2023, section=2)
    assert raw(aligned, "二")[:3] == ["1", "2", "3"]
    assert NoteCode.MISSING_ROW in {n.code for n in aligned.notes}
    assert raw(align([grid(["规章", "1", "2", "3"])], 2023, section=1), "二")[:3] == [None] * 3


def test_the_second_of_two_sets_is_left_out_even_where_the_first_lacks_a_row() -> None:
    first = [ARTICLE_1, HEAD_1, ["规章", "1", "2", "3"], HEAD_5, ["行政处罚", "5"]]
    second = [
        ARTICLE_1,
        HEAD_1,
        ["规章", "9", "9", "9"],
        HEAD_5,
        ["行政许可", "9"],
        ["行政处罚", "9"],
    ]
    aligned = align([grid(*first), grid(*second)], 2023, section=2)
    assert "9" not in raw(aligned, "二")
    assert any(n.code is NoteCode.MISSING_ROW and "行政许可" in n.message for n in aligned.notes)


def test_rows_in_another_order_are_still_one_set() -> None:
    rows = [HEAD_5, ["行政处罚", "5"], ["行政许可", "4"], HEAD_1, ["规章", "1", "2", "3"]]
    aligned = align([grid(*rows)], 2023, section=2)
    assert raw(aligned, "二")[:3] == ["1", "2", "3"]
    assert {c.raw for c in aligned.cells if c} == {"1", "2", "3", "4", "5"}


def test_a_name_printed_twice_counts_once() -> None:
    rows = [ARTICLE_1, HEAD_1, ["规章", "1", "2", "3"], ["规章", "9", "9", "9"]]
    aligned = align([grid(*rows)], 2023, section=2)
    assert raw(aligned, "二")[:3] == ["1", "2", "3"]


def test_rows_of_the_other_form_are_named() -> None:
    rows = [
        ARTICLE_1,
        HEAD_1,
        ["行政规范性文件", "1", "2", "3"],
        ["其他对外管理服务事项", "7", "1", "8"],
    ]
    aligned = align([grid(*rows)], 2023, section=2)
    assert aligned.form is FORM_2021
    (note,) = [n for n in aligned.notes if n.code is NoteCode.UNKNOWN_ROW]
    assert "其他对外管理服务事项" in note.message

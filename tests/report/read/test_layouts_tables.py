"""Tables that authorities drew themselves: other columns, labels and remarks than the form has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.report.forms import FORM_2019, FORM_2021
from gongkai.report.model import NoteCode, State
from gongkai.report.read.values import parse_value
from tests.report.read.layouts.made import (
    boxes,
    figures,
    page,
    read_one,
    relabel,
    report,
    table_3,
    verdict,
)
from tests.report.read.variant_tables import OUTCOMES, Box, Part, Table, of_4

VALUES = figures()
BLANKS = figures(blanks=0.3)
BOTH = pytest.mark.parametrize("values", [VALUES, BLANKS], ids=["full", "blanks"])


# columns of table 3 -------------------------------------------------------------------------


def _beside(parts: list[Part], head: str, at: Callable[[list[Box]], int], texts: list[str]) -> None:
    """Put a column into table 3: its heading in the first row, its texts in the rows of figures."""
    table = table_3(parts)
    for row, text in zip(table[3:], texts, strict=True):
        row.insert(at(row), Box(text))
    table[0].insert(at(table[0]) if head != "行次" else 1, Box(head, 1, 3))


NUMBERS = [str(n) for n in range(1, 26)]


@BOTH
@pytest.mark.parametrize("rows", ["rows_official", "rows_leaf"])
@pytest.mark.parametrize("texts", [NUMBERS, [n.zfill(2) for n in NUMBERS]], ids=["1", "01"])
def test_numbers_of_rows_are_no_figures(values: list[str], rows: str, texts: list[str]) -> None:
    before = report(values, rows=rows)
    _beside(before, "序号", lambda row: 0, texts)
    assert verdict(page(before), values).right == 200
    behind = report(values, rows=rows)
    _beside(behind, "行次", lambda row: len(row) - 7, texts)
    assert verdict(page(behind), values).right == 200


@BOTH
def test_a_column_that_only_seems_to_count_is_not_taken_out(values: list[str]) -> None:
    parts = report(values)
    _beside(parts, "上年数", lambda row: len(row) - 7, [*NUMBERS[:-1], "9"])
    found = verdict(page(parts), values)
    assert not found.wrong and not found.silent


@BOTH
@pytest.mark.parametrize("word", ["含上年", "无", "12", ""])
def test_a_column_of_remarks_is_left_aside(values: list[str], word: str) -> None:
    parts = report(values)
    _beside(parts, "备注", len, [word, *[""] * 24])
    found = read_one(page(parts))
    assert verdict(page(parts), values).right == 200
    said = any(n.code is NoteCode.LEFT_OUT and "备注" in n.message for n in found.notes)
    assert said is bool(word)


@BOTH
@pytest.mark.parametrize(
    ("official", "printed"),
    [
        ("法人或其他组织", "法人和其他组织"), ("社会公益组织", "公益组织"),
        ("法律服务机构", "法律服务组织"), ("商业企业", "企业"), ("科研机构", "科研院所"),
        ("自然人", "公民"), ("其他", "其他组织"), ("总计", "合计"), ("总计", "总数"),
    ],
)  # fmt: skip
def test_columns_of_another_name_are_known(values: list[str], official: str, printed: str) -> None:
    assert verdict(page(relabel(report(values), {official: printed})), values).right == 200


def test_a_subtotal_is_not_taken_for_the_total() -> None:
    found = verdict(page(relabel(report(VALUES), {"总计": "小计"})), VALUES)
    assert not found.wrong and not found.silent


@BOTH
def test_columns_in_another_order_go_by_their_names(values: list[str]) -> None:
    parts = report(values)
    table = table_3(parts)
    table[2][0].text, table[2][1].text = table[2][1].text, table[2][0].text
    for row in table[3:]:
        row[-6], row[-5] = row[-5], row[-6]
    assert verdict(page(parts), values).right == 200


def _with_table_3(table: Table, *more: Table) -> list[Part]:
    parts = report(VALUES)
    at = next(i for i, part in enumerate(parts) if part is table_3(parts))
    return [*parts[:at], table, *more, *parts[at + 1 :]]


def test_a_table_3_in_another_shape_is_said_to_be_unread() -> None:
    rows = [row[-7:] for row in table_3(report(VALUES))[3:]]
    labels = [row.labels[-1].zh for row in FORM_2021.rows]
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    turned: Table = [boxes(["", *labels])]
    turned += [[Box(name), *(row[n] for row in rows)] for n, name in enumerate(names)]
    left = [boxes(["", *names[:4]]), *([Box(t), *r[:4]] for t, r in zip(labels, rows, strict=True))]
    right = [
        boxes(["", *names[4:]]), *([Box(t), *r[4:]] for t, r in zip(labels, rows, strict=True))
    ]  # fmt: skip
    short = [
        boxes(["", "自然人", "法人或其他组织", "总计"]),
        *([Box(t), r[0], r[1], r[6]] for t, r in zip(labels, rows, strict=True)),
    ]
    for parts in (_with_table_3(turned), _with_table_3(left, right), _with_table_3(short)):
        found = verdict(page(parts), VALUES)
        assert not found.wrong and not found.silent


# labels -------------------------------------------------------------------------------------

SHORTER = {
    "一、本年新收政府信息公开申请数量": "一、本年新收申请数量",
    "二、上年结转政府信息公开申请数量": "二、上年结转申请数量",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "1.属于国家秘密": "1.涉及国家秘密", "2.其他法律行政法规禁止公开": "2.法律法规禁止公开",
    "4.保护第三方合法权益": "4.涉及第三方权益", "5.属于三类内部事务信息": "5.内部事务信息",
    "6.属于四类过程性信息": "6.过程性信息", "1.本机关不掌握相关政府信息": "1.本机关不掌握",
    "2.没有现成信息需要另行制作": "2.需另行制作", "1.信访举报投诉类申请": "1.信访投诉举报",
    "4.无正当理由大量反复申请": "4.大量反复申请", "（七）总计": "（七）合计",
    "四、结转下年度继续办理": "四、结转下年",
}  # fmt: skip


@pytest.mark.parametrize("rows", ["rows_official", "rows_leaf", "rows_unmerged", "rows_repeated"])
def test_labels_in_other_words_are_known(rows: str) -> None:
    assert verdict(page(relabel(report(VALUES, rows=rows), SHORTER)), VALUES).right == 200


@pytest.mark.parametrize(
    "word", ["未统计", "#REF!", "2023-01-02", "TRUE", "约5", "undefined", "一", "12 34"]
)
@pytest.mark.parametrize("at", [0, 6, 14])
def test_words_in_a_cell_of_figures_stay_in_it(word: str, at: int) -> None:
    first = FORM_2021.by_slug["t3.new_applications.natural_person"]
    values = [*VALUES]
    values[first + at] = word
    found = read_one(page(report(values)))
    cell = found.cells[first + at]
    assert cell is not None and (cell.raw, cell.state) == (word, State.TEXT)
    assert verdict(page(report(values)), values).right == 200


def test_a_lone_one_in_chinese_may_be_a_dash() -> None:
    assert parse_value("一").state is State.TEXT
    assert parse_value("一件").value == 1
    assert parse_value("十一").value == 11


# tables 2 and 4 -----------------------------------------------------------------------------

EXPLAINED = {
    "规章": "规章（设区的市、自治州人民政府应提供相关数据）",
    "行政规范性文件": "行政规范性文件（以政府名义印发）",
    "现行有效件数": "现行有效件数（历史累计）",
    "行政许可": "行政许可（含备案）",
}


@pytest.mark.parametrize("two", ["two_six", "two_one", "two_beside", "two_captions"])
@pytest.mark.parametrize(
    "names",
    [EXPLAINED, {"现行有效件数": "现行有效件"}, {"规章": "规　　章"},
     {"行政规范性文件": "规范性文件"}, {"第二十条第（一）项": "《条例》第二十条第（一）项"}],
    ids=["explained", "cut off", "apart", "old", "cited"],
)  # fmt: skip
def test_rows_and_columns_of_table_2_in_other_words_are_known(
    two: str, names: dict[str, str]
) -> None:
    assert verdict(page(relabel(report(VALUES, two=two), names)), VALUES).right == 200


def test_columns_of_2019_that_have_lost_half_their_names_are_in_order() -> None:
    values = figures(FORM_2019)
    parts = report(values, FORM_2019, two="two_one")
    names = {"本年新制作数量": "本年新", "本年新公开数量": "本年新",
             "本年增/减": "本年增/减（减用负值表示，如-8）"}  # fmt: skip
    assert verdict(page(relabel(parts, names)), values, FORM_2019).right == 198


A, B, C = of_4(FORM_2021, VALUES)
HEAD = [Box("行政复议", 5), Box("行政诉讼", 10)]
SUITS = [Box("未经复议直接起诉", 5), Box("复议后起诉", 5)]
FOURS: dict[str, list[Part]] = {
    "empty cells for merged ones": [
        [HEAD, [*boxes(OUTCOMES), *SUITS], boxes([*[""] * 5, *OUTCOMES * 2]), boxes(A + B + C)]
    ],
    "suits first": [[[HEAD[1], HEAD[0]], [*SUITS, *(Box(t, 1, 2) for t in OUTCOMES)],
                     boxes(OUTCOMES * 2), boxes(B + C + A)]],
    "headings above three tables": [
        "行政复议", [boxes(OUTCOMES), boxes(A)], "行政诉讼（未经复议直接起诉）",
        [boxes(OUTCOMES), boxes(B)], "行政诉讼（复议后起诉）", [boxes(OUTCOMES), boxes(C)],
    ],
    "letters below each other": [
        [HEAD, [*(Box("\n".join(t), 1, 2) for t in OUTCOMES), *SUITS],
         boxes([" ".join(t) for t in OUTCOMES * 2]), boxes(A + B + C)]
    ],
    "one total under another name": [
        [HEAD, [*(Box(t, 1, 2) for t in [*OUTCOMES[:4], "总数"]), *SUITS],
         boxes([*OUTCOMES[:4], "共计"] * 2), boxes(A + B + C)]
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", FOURS)
def test_table_4_is_read_however_it_is_headed(name: str) -> None:
    parts = report(VALUES)
    at = parts.index("四、政府信息公开行政复议、行政诉讼情况") + 1
    assert verdict(page([*parts[:at], *FOURS[name], *parts[at + 1 :]]), VALUES).right == 200

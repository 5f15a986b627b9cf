"""Tables in text aligned with spaces, or of one cell a line, that lost their blank cells."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

import pytest

from gongkai.report.forms import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import NoteCode, Report
from gongkai.report.read.assemble import assemble
from gongkai.report.read.labels import COLUMNS_3
from gongkai.report.read.text import read_text
from tests.report.read.printed import raws

Measure = Callable[[str], int]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
HEAD = "云州市水务局{}年政府信息公开工作年度报告\n\n一、总体情况\n我局认真公开。\n"
TAIL = "五、存在的主要问题及改进情况\n问题是更新慢。\n六、其他需要报告的事项\n无。\n"


def width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, size: int, align: str, measure: Measure, fill: str) -> str:
    gap = max(size - measure(text), 1)
    left = {"left": 0, "right": gap, "center": gap // 2}[align]
    return blanks(left, measure, fill) + text + blanks(gap - left, measure, fill)


def blanks(count: int, measure: Measure, fill: str) -> str:
    step = measure(fill)
    return fill * (count // step) + " " * (count % step)


def figures(form: Form, seed: int, blank: float = 0.3) -> list[str]:
    rng = random.Random(seed)
    return ["" if rng.random() < blank else str(rng.choice([0, *rng.sample(range(3000), 3)]))
            for _ in form.cells]  # fmt: skip


def aligned(
    form: Form,
    values: Sequence[str],
    measure: Measure,
    align: str = "left",
    fill: str = " ",
    header: bool = True,
) -> str:
    """A report whose columns are held apart by spaces; labels of groups on lines of their own."""

    def line(cells: Sequence[str], first: int, size: int) -> str:
        rest = "".join(padded(cell, size, align, measure, fill) for cell in cells[1:])
        return (padded(cells[0], first, "left", measure, fill) + rest).rstrip()

    lines = ["二、主动公开政府信息情况"]
    for block in form.blocks:
        lines += [block.title.zh, line(["信息内容", *(c.zh for c in block.columns)], 24, 28)]
        for row in block.rows:
            lines.append(line([row.labels[0].zh, *(values[i] for i in row.cells)], 24, 28))
    lines += ["", "三、收到和处理政府信息公开申请情况"]
    if header:
        lines.append(line(["申请人情况", *COLUMNS_3], 46, 15))
    before: tuple[str, ...] = ()
    for form_row in form.rows:
        *groups, leaf = (term.zh for term in form_row.labels)
        lines += [group for group in groups if group not in before]
        before = tuple(groups)
        while measure(leaf) > 42:
            lines.append(leaf[:20])
            leaf = leaf[20:]
        lines.append(line([leaf, *(values[i] for i in form_row.cells)], 46, 15))
    lines += ["", "四、政府信息公开行政复议、行政诉讼情况"]
    lines.append(line(["", "行政复议", *[""] * 6, "行政诉讼"], 0, 13))
    lines.append(line(["", *[""] * 5, "未经复议直接起诉", *[""] * 4, "复议后起诉"], 0, 13))
    lines.append(line(["", *OUTCOMES * 3], 0, 13))
    lines.append(line(["", *(values[i] for g in form.groups for i in (*g.parts, g.total))], 0, 13))
    return HEAD.format(form.years[0]) + "\n".join(lines) + "\n" + TAIL


def only(text: str) -> Report:
    (report,) = assemble(read_text(text), "x.txt")
    return report


def codes(report: Report) -> set[NoteCode]:
    return {note.code for note in report.notes}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
@pytest.mark.parametrize("fill", [" ", "\u3000"], ids=["ASCII", "full width"])
@pytest.mark.parametrize("align", ["left", "right", "center"])
def test_blank_cells_of_text_aligned_by_width_are_read(form: Form, align: str, fill: str) -> None:
    values = figures(form, 1)
    report = only(aligned(form, values, width, align, fill))
    assert raws(report) == {c.slug: v for c, v in zip(form.cells, values, strict=True)}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
@pytest.mark.parametrize("align", ["left", "right", "center"])
def test_blank_cells_of_text_aligned_by_characters_are_read(form: Form, align: str) -> None:
    """As `pdftotext -layout` aligns it; there the one row of table 4 has nothing to be held to."""
    values = figures(form, 2)
    report = only(aligned(form, values, len, align))
    expected = {c.slug: v for c, v in zip(form.cells, values, strict=True)}
    got = raws(report)
    assert got == {slug: v for slug, v in expected.items() if not slug.startswith("t4.")}
    assert any("表四" in note.message for note in report.notes)


def test_columns_that_no_row_shows_are_not_guessed_from_a_header_of_characters() -> None:
    """Converters move headers against figures: 自然人 and 总计 alone are two of seven."""
    values = [""] * len(FORM_2021.cells)
    for row in FORM_2021.rows:
        values[row.cells[0]] = values[row.cells[6]] = "3"
    got = raws(only(aligned(FORM_2021, values, len)))
    assert not any(slug.startswith("t3.") for slug in got)
    by_width = raws(only(aligned(FORM_2021, values, width)))
    assert all(
        by_width[c.slug] == values[i] for i, c in enumerate(FORM_2021.cells) if c.table == "三"
    )


def test_a_figure_between_two_columns_leaves_its_row_unread() -> None:
    values = figures(FORM_2021, 3, 0)
    row = FORM_2021.row("granted").cells
    for i in row[1:]:
        values[i] = ""
    values[row[0]] = "51"
    text = aligned(FORM_2021, values, width)
    moved = text.replace("（一）予以公开" + " " * 32 + "51", "（一）予以公开" + " " * 39 + "51")
    assert moved != text
    report = only(moved)
    assert [report.cells[i] for i in row] == [None] * 7
    (note,) = [n for n in report.notes if n.code is NoteCode.SHORT_ROW]
    assert note.cells == row and "51" in note.message
    assert [c.raw for c in (only(text).cells[i] for i in row) if c] == ["51", *[""] * 6]


def test_a_sum_that_is_not_under_the_total_leaves_its_row_unread() -> None:
    values = figures(FORM_2021, 4, 0)
    row = FORM_2021.row("granted").cells
    for i, value in zip(row, ["4", "1", "", "", "", "5", ""], strict=True):
        values[i] = value
    report = only(aligned(FORM_2021, values, width))
    assert [report.cells[i] for i in row] == [None] * 7
    assert NoteCode.SHORT_ROW in codes(report)


def test_a_label_in_other_words_keeps_its_figures_where_they_stand() -> None:
    values = figures(FORM_2021, 5)
    text = aligned(FORM_2021, values, width)
    other = text.replace("6.属于四类过程性信息", "6.属四类过程性信息  ")
    assert raws(only(other)) == raws(only(text))


def test_columns_in_another_order_go_by_their_headings() -> None:
    values = figures(FORM_2021, 6, 0)
    text = aligned(FORM_2021, values, width)
    swapped = text.replace("商业企业       科研机构       ", "科研机构       商业企业       ")
    assert swapped != text
    got = raws(only(swapped))
    for row in FORM_2021.rows:
        slugs = [FORM_2021.cells[i].slug for i in row.cells]
        assert [got[slugs[1]], got[slugs[2]]] == [values[row.cells[2]], values[row.cells[1]]]


# as pdftotext prints a page: wrapped labels around the line with the figures
STARTS = (26, 32, 37, 43, 47, 53, 57)  # of the columns, in characters


def at(label: str, figures: str) -> str:
    """A line of table 3; blanks are written as _."""
    line = label
    for start, figure in zip(STARTS, figures.split(), strict=True):
        if figure != "_":
            line = line.ljust(start) + figure
    return line


PAGE = [
    "                                         申请人情况",
    "                             法人或其他组织",
    "（本列数据的勾稽关系为：第一项加第二项之和，",
    "     等于第三项加第四项之和）      自然       社会 法律                    总计",
    "                        人 商业 科研 公益 服务 其他",
    "                          企业 机构",
    "                                组织 机构",
    at("一、本年新收政府信息公开申请数量", "126 11 2 1 10 0 150"),
    at("二、上年结转政府信息公开申请数量", "4 1 0 _ _ _ 5"),
    at("   （一）予以公开", "66 6 _ 1 5 0 79"),
    "   （二）部分公开（区分处理的，只计这一",
    at("", "22 2 1 _ _ _ 27"),
    "    情形，不计其他情形）",
    "        1.属于国家秘密",
    at("        2.其他法律行政法规禁止公开", "0 0 0 0 0 0 0"),
    "        3.危及“三安全一稳定”",
    at("   （三）不 4.保护第三方合法权益", "3 1 _ _ _ _ 4"),
    at("    予公开 5.属于三类内部事务信息", "1 _ _ _ _ _ 1"),
    at("        6.属于四类过程性信息", "6 _ _ _ _ 1 7"),
    "        7.属于行政执法案卷",
    at("        8.属于行政查询事项", "8 1 _ _ _ 1 10"),
    "{break}",
    at("         1.本机关不掌握相关政府信息", "11 1 0 0 1 0 13"),
    "    （四）无",
    at("三、本 法提供 2.没有现成信息需要另行制作", "1 _ _ _ _ _ 1"),
    at("年度办      3.补正后申请内容仍不明确", "1 _ _ _ _ _ 1"),
    "理结果",
    at("         1.信访举报投诉类申请", "2 _ _ _ _ _ 2"),
    at("        2.重复申请", "2 _ _ _ _ _ 2"),
    "   （五）不 3.要求提供公开出版物",
    "    予处理 4.无正当理由大量反复申请",
    "",
    "        5.要求行政机关确认或重新出",
    "        具已获取信息",
    "        1.申请人无正当理由逾期不补",
    at("        正、行政机关不再处理其政府", "1 _ _ _ _ _ 1"),
    "        信息公开申请",
    "   （六）其",
    "        2.申请人逾期未按收费通知要",
    "    他处理",
    at("        求缴纳费用、行政机关不再处", "_ _ _ _ _ _ 1"),
    "        理其政府信息公开申请",
    "        3.其他",
    at("   （七）总计", "125 11 2 1 10 0 149"),
    at("四、结转下年度继续办理", "5 1 _ _ _ _ 6"),
]
EXPECTED = [
    *("126 11 2 1 10 0 150", "4 1 0 _ _ _ 5", "66 6 _ 1 5 0 79", "22 2 1 _ _ _ 27"),
    *("_ _ _ _ _ _ _", "0 0 0 0 0 0 0", "_ _ _ _ _ _ _", "3 1 _ _ _ _ 4", "1 _ _ _ _ _ 1"),
    *("6 _ _ _ _ 1 7", "_ _ _ _ _ _ _", "8 1 _ _ _ 1 10", "11 1 0 0 1 0 13", "1 _ _ _ _ _ 1"),
    *("1 _ _ _ _ _ 1", "2 _ _ _ _ _ 2", "2 _ _ _ _ _ 2", "_ _ _ _ _ _ _", "_ _ _ _ _ _ _"),
    *("_ _ _ _ _ _ _", "1 _ _ _ _ _ 1", "_ _ _ _ _ _ 1", "_ _ _ _ _ _ _"),
    *("125 11 2 1 10 0 149", "5 1 _ _ _ _ 6"),
]
UNREAD = "? ? ? ? ? ? ?"


def page_of(*, insert: str = "", behind: str = "{break}") -> str:
    """The page with something inserted behind a line."""
    lines = [f"{line}\n{insert}" if behind in line else line for line in PAGE]
    text = "\n".join(lines) + "\n"
    return (
        HEAD.format(2024) + "三、收到和处理政府信息公开申请情况\n\n" + text.replace("{break}\n", "")
    )


def rows_3(report: Report) -> list[str]:
    cells = [[report.cells[i] for i in row.cells] for row in report.form.rows]
    return [" ".join("?" if c is None else c.raw or "_" for c in row) for row in cells]


@pytest.mark.parametrize(
    "end",
    ["", "\n\n    —3—\n\f", "\n      3\n\f", "\f", "\n\n      3\n\n", "  第 3 页 共 5 页\n"],
)
def test_wrapped_labels_page_ends_and_page_numbers(end: str) -> None:
    report = only(page_of(insert=end) + TAIL)
    assert rows_3(report) == EXPECTED
    assert not codes(report) & {NoteCode.SHORT_ROW, NoteCode.UNKNOWN_ROW, NoteCode.MISSING_ROW}


def test_figures_without_a_label_are_not_those_of_a_blank_row_beside_them() -> None:
    """They may be its own, one line too low: it is not said to be blank."""
    got = rows_3(only(page_of(insert=at("", "9 _ _ _ _ _ 9"), behind="7.属于行政执法案卷") + TAIL))
    assert got[10] in (UNREAD, "9 _ _ _ _ _ 9")
    assert [*got[:10], *got[11:]] == [*EXPECTED[:10], *EXPECTED[11:]]


def test_two_lines_of_figures_beside_one_label_give_no_row() -> None:
    got = rows_3(only(page_of(insert=at("", "8 _ _ _ _ _ 8"), behind="22    2") + TAIL))
    assert got[3] == UNREAD
    assert got[:3] == EXPECTED[:3] and got[5:] == EXPECTED[5:]


def test_figures_held_apart_by_one_space_have_no_position() -> None:
    page = "\n".join(" ".join(line.split()) for line in page_of().split("\n"))
    got = rows_3(only(page + TAIL))
    assert got[0] == EXPECTED[0] and got[1] == UNREAD
    assert all(a == b or "?" in a for a, b in zip(got, EXPECTED, strict=True))


FOUR = """\
四、政府信息公开行政复议、行政诉讼情况
         行政复议                           行政诉讼
                  未经复议直接起诉        复议后起诉
结果 结果 其他 尚未
            总计 结果 结果 其他 尚未    结果 结果 其他 尚未
维持 纠正 结果 审结                总计             总计
               维持 纠正 结果 审结    维持 纠正 结果 审结
5    2    0     1   8   2   0   0   0   2   2   1   0   1   4
"""


FIFTEEN = ["5", "2", "0", "1", "8", "2", "0", "0", "0", "2", "2", "1", "0", "1", "4"]


def four(report: Report) -> list[str]:
    return [cell.raw for where, cell in report.filled() if where.table == "四"]


def test_fifteen_figures_under_a_wrapped_header_are_table_4() -> None:
    page = page_of()
    assert four(only(page + FOUR + TAIL)) == [
        "5",
        "2",
        "0",
        "1",
        "8",
        "2",
        "0",
        "0",
        "0",
        "2",
        "2",
        "1",
        "0",
        "1",
        "4",
    ]
    short = only(page + FOUR.replace("8   2   0", "8   2    ") + TAIL)
    assert not four(short)
    assert any("表四" in note.message for note in short.notes)


@pytest.mark.parametrize(
    ("old", "new"),
    [("未经复议直接起诉", "复议后起诉　　　"), ("         行政复议", "         行政"),
     ("维持 纠正 结果 审结  ", "纠正 维持 结果 审结  ")],
)  # fmt: skip
def test_a_header_of_table_4_in_another_order_places_nothing(old: str, new: str) -> None:
    page = page_of()
    changed = FOUR.replace(old, new, 1)
    assert changed != FOUR
    assert four(only(page + changed + TAIL)) in (
        [],
        FIFTEEN[:0],
    )


def table_2(*lines: str) -> dict[str, str]:
    return raws(
        only(HEAD.format(2024) + "\n".join(["二、主动公开政府信息情况", *lines]) + "\n" + TAIL)
    )


def test_figures_of_table_2_go_by_the_heading_they_stand_under() -> None:
    got = table_2(
        "信息内容        本年制发件数    本年废止件数    现行有效件数",
        "规章                            2001",
        "行政规范性文件  1001",
        "信息内容        本年处理决定数量",  # where the lines are aligned by width shows here
        "行政处罚        1002",
        "行政强制        1003",
    )
    assert [got[slug] for slug in ("t2.penalties.decisions", "t2.coercion.decisions")] == [
        "1002",
        "1003",
    ]
    assert [raw for slug, raw in got.items() if slug.startswith("t2.rules")] == ["", "2001", ""]
    names = [slug for slug in got if slug.startswith("t2.normative_documents")]
    assert [got[name] for name in names] == ["1001", "", ""]


@pytest.mark.parametrize(
    "row",
    [
        "规章                     2",  # between two headings
        "规章                1   2",  # two under one heading
        "规章 1 2",  # copied without positions
    ],
)
def test_figures_of_table_2_that_stand_under_no_heading_are_not_read(row: str) -> None:
    head = "信息内容        本年制发件数      本年废止件数      现行有效件数"
    assert not table_2(head, row)


def test_figures_below_a_label_of_table_2_are_not_a_blank_row() -> None:
    head = "信息内容        本年制发件数    本年废止件数    现行有效件数"
    got = table_2(head, "规章", "                  2               3               4")
    assert got.get("t2.rules.issued", "2") == "2"


def test_what_is_no_page_is_read_as_before() -> None:
    text = page_of(insert="文" * 1001) + TAIL
    assert rows_3(only(text))[0] == EXPECTED[0]
    assert rows_3(only(page_of(insert="另\n" * 2000) + TAIL))[0] == EXPECTED[0]


# one cell a line ----------------------------------------------------------------------------------


def cells_in_lines(form: Form, values: Sequence[str]) -> str:
    """As LibreOffice writes plain text: empty cells and cells merged down are empty lines."""
    lines = ["二、主动公开政府信息情况"]
    for block in form.blocks:
        lines += [block.title.zh, "信息内容", *(c.zh for c in block.columns)]
        for row in block.rows:
            lines += [row.labels[0].zh, *(values[i] for i in row.cells)]
    lines += [
        "",
        "三、收到和处理政府信息公开申请情况",
        "申请人情况",
        "",
        "自然人",
        "法人或其他组织",
    ]
    lines += ["总计", "", "", *COLUMNS_3[1:6], ""]
    before: list[str] = []
    for form_row in form.rows:
        *groups, leaf = (term.zh for term in form_row.labels)
        lines += ["" if before[: k + 1] == groups[: k + 1] else g for k, g in enumerate(groups)]
        lines += [leaf, *(values[i] for i in form_row.cells)]
        before = groups
    lines += ["", "四、政府信息公开行政复议、行政诉讼情况", "行政复议", "行政诉讼", *OUTCOMES]
    lines += ["未经复议直接起诉", "复议后起诉", "", "", "", "", "", *OUTCOMES, *OUTCOMES]
    lines += [values[i] for g in form.groups for i in (*g.parts, g.total)]
    return HEAD.format(form.years[0]) + "\n".join(lines) + "\n\n" + TAIL


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
@pytest.mark.parametrize("blank", [0, 0.3, 0.9, 1])
def test_empty_lines_that_are_cells_are_read(form: Form, blank: float) -> None:
    values = figures(form, 7, blank)
    report = only(cells_in_lines(form, values))
    assert raws(report) == {c.slug: v for c, v in zip(form.cells, values, strict=True)}
    assert [s.text for s in report.sections][1:4] == ["", "", ""]


@pytest.mark.parametrize("lost", ["2.重复申请", "（五）不予处理"])
def test_one_label_elsewhere_and_empty_lines_are_no_cells(lost: str) -> None:
    values = figures(FORM_2021, 8)
    text = cells_in_lines(FORM_2021, values).replace(f"{lost}\n", f"{lost}\n\n\n")
    got = raws(only(text))
    assert all(not raw or raw == values[FORM_2021.by_slug[slug]] for slug, raw in got.items())
    assert len([slug for slug in got if slug.startswith("t3.")]) < 70


def test_a_page_number_is_no_cell() -> None:
    values = figures(FORM_2021, 9, 0)
    text = cells_in_lines(FORM_2021, values).replace("行政强制\n", "行政强制\n— 5 —\n")
    got = raws(only(text))
    assert got.get("t2.coercion.decisions", "") in (
        "",
        values[FORM_2021.by_slug["t2.coercion.decisions"]],
    )


def scattered(form: Form, values: Sequence[str]) -> str:
    """As pdftotext prints without -layout: each cell apart, blank ones gone."""
    lines = [line for line in cells_in_lines(form, values).split("\n") if line.strip()]
    return "\n\n".join(lines)


def test_bare_lines_apart_are_read_where_no_figure_is_missing() -> None:
    values = figures(FORM_2021, 10, 0)
    report = only(scattered(FORM_2021, values))
    assert raws(report) == {c.slug: v for c, v in zip(FORM_2021.cells, values, strict=True)}


def test_bare_lines_apart_with_a_figure_missing_are_said_and_not_read() -> None:
    values = figures(FORM_2021, 11, 0)
    values[FORM_2021.by_slug["t3.granted.total"]] = ""
    values[FORM_2021.by_slug["t2.rules.abolished"]] = ""
    report = only(scattered(FORM_2021, values))
    got = raws(report)
    assert not any(slug.startswith("t3.") for slug in got)
    assert "t2.rules.issued" not in got and "t2.licences.decisions" in got
    said = [n for n in report.notes if n.code is NoteCode.LEFT_OUT and "各数" in n.message]
    assert [n.message[:2] for n in said] == ["表二", "表三"]
    told = {i for n in report.notes for i in n.cells}
    assert {i for i, c in enumerate(FORM_2021.cells) if c.slug not in got} <= told


def test_a_column_printed_behind_its_row_makes_the_block_doubtful() -> None:
    form = FORM_2019
    values = figures(form, 12, 0)
    text = cells_in_lines(form, values)
    block = form.blocks[2]
    name, head = block.rows[0].labels[0].zh, block.columns[2].zh
    cut = text.index(f"\n{name}\n")
    torn = text[:cut].removesuffix(f"\n{head}") + f"\n{name}\n{head}" + text[cut + len(name) + 1 :]
    got = raws(only(torn))
    slugs = [form.cells[i].slug for row in block.rows for i in row.cells]
    assert not any(slug in got for slug in slugs)

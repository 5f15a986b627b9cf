"""Tables in plain text: every layout of the same figures gives the same cells."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from gongkai.report.forms import FORMS, Form
from gongkai.report.model import Report
from gongkai.report.read.assemble import assemble
from gongkai.report.read.text import read, read_text
from tests.report.read.printed import raws

TITLES = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)  # fmt: skip
Rows = list[list[str]]


def figures(form: Form) -> list[str]:
    rng = random.Random(form.key)
    return [str(rng.choice([0, 0, 1, 7, 12, 345])) for _ in form.cells]


def tables(form: Form, values: list[str]) -> tuple[Rows, Rows, Rows]:
    """Tables 2, 3 and 4 as rows of texts, labels included, without merges."""
    two: Rows = []
    for block in form.blocks:
        two.append([block.title.zh])
        two.append(["信息内容", *(c.zh for c in block.columns)])
        two += [[r.labels[0].zh, *(values[i] for i in r.cells)] for r in block.rows]
    three: Rows = [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]
    before: tuple[str, ...] = ()
    for row in form.rows:
        labels = tuple(t.zh for t in row.labels)
        shown = [t for i, t in enumerate(labels) if before[: i + 1] != labels[: i + 1]]
        three.append([*shown, *(values[i] for i in row.cells)])
        before = labels
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    four: Rows = [
        ["行政复议", "行政诉讼"],
        [*outcomes, "未经复议直接起诉", "复议后起诉"],
        [*outcomes, *outcomes],
        [values[i] for g in form.groups for i in (*g.parts, g.total)],
    ]
    return two, three, four


def one_cell_a_line(rows: Rows) -> str:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows) + "\n\n"


def one_row_a_line(rows: Rows) -> str:
    return "\n".join("\t".join([*row, "", ""]) for row in rows) + "\n"


def with_bars(rows: Rows) -> str:
    return (
        "\n".join(["|" + "|".join(row) + "|" for row in rows[:1]] + ["|---|---|"])
        + "\n"
        + "\n".join("| " + " | ".join(row) + " |" for row in rows[1:])
        + "\n"
    )


def with_spaces(rows: Rows) -> str:
    return "\n".join("    ".join(row) for row in rows) + "\n"


def bare_lines(rows: Rows) -> str:
    return "\n".join(cell for row in rows for cell in row) + "\n"


LAYOUTS: list[Callable[[Rows], str]] = [
    one_cell_a_line, one_row_a_line, with_bars, with_spaces, bare_lines,
]  # fmt: skip


def text_of(form: Form, values: list[str], layout: Callable[[Rows], str]) -> str:
    two, three, four = tables(form, values)
    year = form.years[0]
    parts = [f"云州市水务局{year}年政府信息公开工作年度报告\n", TITLES[0], "我局认真公开。\n"]
    for title, rows in zip(TITLES[1:4], (two, three, four), strict=True):
        parts += [title + "\n", layout(rows)]
    parts += [TITLES[4], "问题是更新慢。", TITLES[5], "无。"]
    return "\n".join(parts)


def only(text: str) -> Report:
    (report,) = assemble(read_text(text), "x.txt")
    return report


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_every_layout_gives_every_cell(form: Form, layout: Callable[[Rows], str]) -> None:
    values = figures(form)
    report = only(text_of(form, values, layout))
    assert report.form is form
    assert raws(report) == {c.slug: v for c, v in zip(form.cells, values, strict=True)}
    assert [s.number for s in report.sections] == [1, 2, 3, 4, 5, 6]
    section = report.section(5)
    assert section is not None and section.text == "问题是更新慢。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, ends: str) -> None:
    form = FORMS[1]
    values = figures(form)
    data = text_of(form, values, one_row_a_line).replace("\n", ends).encode(encoding)
    (report,) = assemble(read(data), "x.txt")
    assert list(raws(report).values()) == values


def test_a_wrapped_cell_goes_on_in_the_next_line_without_a_tab() -> None:
    text = text_of(FORMS[1], figures(FORMS[1]), one_cell_a_line)
    wrapped = text.replace("\t4.无正当理由大量反复申请", "\t4.无正当理由\n大量反复申请")
    assert wrapped != text
    assert raws(only(wrapped)) == raws(only(text))


def test_blank_cells_stay_blank_and_padding_stays_in_the_raw_text() -> None:
    form = FORMS[0]
    values = figures(form)
    values[form.by_slug["t3.granted.research"]] = "\u00a0"
    values[form.by_slug["t3.granted.charity"]] = "\u3000"
    values[form.by_slug["t2.rules.made_2019"]] = "\u3000 \u00a012 "
    report = only(text_of(form, values, one_cell_a_line))
    got = raws(report)
    assert (got["t3.granted.research"], got["t3.granted.charity"]) == ("", "")
    assert got["t2.rules.made_2019"] == "\u3000 \u00a012 "
    cell = report.cells[form.by_slug["t2.rules.made_2019"]]
    assert cell is not None and cell.value == 12


def test_two_reports_in_one_file_are_two() -> None:
    form = FORMS[1]
    first, second = figures(form), ["5"] * 200
    text = text_of(form, first, one_row_a_line)
    other = text_of(form, second, one_cell_a_line).replace("云州市水务局", "云州市林业局")
    one, two = assemble(read_text(text + "\n\n" + other), "x.txt")
    assert (one.file, two.file) == ("x.txt", "x.txt#2")
    assert (one.body, two.body) == ("云州市水务局", "云州市林业局")
    assert list(raws(one).values()) == first and list(raws(two).values()) == second


def test_a_table_of_contents_is_no_section() -> None:
    form = FORMS[1]
    text = text_of(form, figures(form), one_row_a_line)
    contents = "目录\n" + "\n".join(f"{t}……………{n}" for n, t in enumerate(TITLES, 1)) + "\n\n"
    title, rest = text.split("\n", 1)
    report = only(f"{title}\n{contents}{rest}")
    assert [s.number for s in report.sections if s.number] == [1, 2, 3, 4, 5, 6]
    assert list(raws(report).values()) == figures(form)


def test_other_tables_are_left_out_and_said() -> None:
    form = FORMS[1]
    text = text_of(form, figures(form), one_row_a_line)
    extra = "渠道\t条数\t占比\n门户网站\t120\t60%\n微信\t80\t40%\n"
    report = only(text.replace("我局认真公开。\n", "我局认真公开。\n\n" + extra + "\n"))
    assert list(raws(report).values()) == figures(form)
    assert "渠道" in next(n.message for n in report.notes if n.code == "extra_table")


def test_text_without_a_report_gives_none() -> None:
    assert assemble(read_text("通知\n\n各单位：\n请于月底前报送材料。\n"), "x.txt") == []


def test_a_run_in_heading_is_cut_from_its_text() -> None:
    form = FORMS[1]
    text = text_of(form, figures(form), one_row_a_line)
    report = only(text.replace("六、其他需要报告的事项\n无。", "六、其他需要报告的事项：无。"))
    section = report.section(6)
    assert section is not None and section.text == "无。"


def test_markdown_headings_are_headings() -> None:
    text = text_of(FORMS[1], figures(FORMS[1]), with_bars)
    marked = "\n".join("## " + line if line in TITLES else line for line in text.split("\n"))
    assert raws(only(marked)) == raws(only(text))

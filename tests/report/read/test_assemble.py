"""Documents → reports: where a report begins and ends, its sections, what is left out and said."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from gongkai.report.forms import FORMS
from gongkai.report.model import Level, NoteCode, Report
from gongkai.report.read.assemble import assemble
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from tests.report.read.variant_tables import TITLES
from tests.report.read.variants import Layout, as_blocks, parts_of

TITLE = "云州市水务局2023年政府信息公开工作年度报告"
LEAD = (
    "根据《中华人民共和国政府信息公开条例》的要求，现将本局2023年政府信息公开工作年度报告公布如下。本报告所列数据的统计期限"
    "自2023年1月1日起至2023年12月31日止。（地址：云州市河东区学府路1号；电话：0000-0000000）"
)
END = "本机关2023年未收取信息处理费。"


def document(
    opening: list[str], closing: list[str], headings: list[str] | None = None, **changes: Any
) -> Document:
    """A report of 2021's form between an opening and a closing; "" leaves a heading out."""
    form = FORMS[1]
    parts = parts_of(form, ["0"] * 200, Layout(prose=["全年公开信息120条。"]), random.Random(1))
    own = dict(zip(TITLES, headings or TITLES, strict=True))
    parts = [own.get(p, p) if isinstance(p, str) else p for p in parts[1:-1] if p]
    made = as_blocks([p for p in [*opening, *parts, *closing] if p])
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def only(opening: list[str], closing: list[str], headings: list[str] | None = None) -> Report:
    (report,) = assemble(document(opening, closing, headings), "x.html")
    assert all(cell is not None and cell.value == 0 for cell in report.cells)
    return report


# openings and closings ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "title", "body", "level", "government"),
    [
        ([TITLE, LEAD], TITLE, "云州市水务局", Level.COUNTY, False),
        (["首页 > 公开 > " + TITLE, "索引号：000/2024-1", "发布机构：云州市水务局", TITLE, "发布时间：2024-01-20 09:12 来源：本局 浏览次数：128", LEAD], TITLE, "云州市水务局", Level.COUNTY, False),
        (["云州市水务局", "2023年政府信息公开工作年度报告", LEAD], TITLE, "云州市水务局", Level.COUNTY, False),
        (["云州市水务局", "2023年政府信息公开工作", "年度报告", LEAD], TITLE, "云州市水务局", Level.COUNTY, False),
        (["云州市水务局文件", "云水字〔2024〕3号", TITLE, LEAD], TITLE, "云州市水务局", Level.COUNTY, False),
        (["云州市水务局政府信息公开工作年度报告", LEAD], "云州市水务局政府信息公开工作年度报告", "云州市水务局", Level.COUNTY, False),
        (["云州市水务局政府信息公开工作年度报告", "（2023年）", LEAD], "云州市水务局政府信息公开工作年度报告（2023年）", "云州市水务局", Level.COUNTY, False),
        (["云州市水务局关于2023年度政府信息公开工作情况的报告", LEAD], "云州市水务局关于2023年度政府信息公开工作情况的报告", "云州市水务局", Level.COUNTY, False),
        (["2023年云州市政府信息公开工作年度报告", LEAD], "2023年云州市政府信息公开工作年度报告", "云州市人民政府", Level.COUNTY, True),
        (["云州市人民政府2023年政府信息公开工作年度报告", LEAD], "云州市人民政府2023年政府信息公开工作年度报告", "云州市人民政府", Level.COUNTY, True),
        (["临江镇人民政府2023年政府信息公开工作年度报告", LEAD], "临江镇人民政府2023年政府信息公开工作年度报告", "临江镇人民政府", Level.TOWNSHIP, True),
        (["云州市河东区学府路街道办事处2023年政府信息公开工作年度报告", LEAD], "云州市河东区学府路街道办事处2023年政府信息公开工作年度报告", "云州市河东区学府路街道办事处", Level.TOWNSHIP, False),
        (["云州市第一中学2023年信息公开工作年度报告", LEAD], "云州市第一中学2023年信息公开工作年度报告", "云州市第一中学", Level.COUNTY, False),
        (["云州市人民医院2023年度信息公开年报", LEAD], "云州市人民医院2023年度信息公开年报", "云州市人民医院", Level.COUNTY, False),
        (["云州市水务集团有限公司2023年政府信息公开工作年度报告", LEAD], "云州市水务集团有限公司2023年政府信息公开工作年度报告", "云州市水务集团有限公司", Level.COUNTY, False),
        (["云州省水利厅二〇二三年政府信息公开工作年度报告", LEAD], "云州省水利厅二〇二三年政府信息公开工作年度报告", "云州省水利厅", Level.PROVINCE, False),
    ],
)  # fmt: skip
def test_openings(
    opening: list[str], title: str, body: str, level: Level, government: bool
) -> None:
    report = only(opening, [END])
    assert (report.title, report.body, report.level) == (title, body, level)
    assert (report.year, report.is_government) == (2023, government)
    assert report.sections[0].text == LEAD
    assert report.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert (report.contact.address, report.contact.phone) == (
        "云州市河东区学府路1号",
        "0000-0000000",
    )


@pytest.mark.parametrize(
    ("closing", "signed_by", "signed_on", "left_out"),
    [
        ([], "", None, False),
        (["云州市水务局", "2024年1月20日"], "云州市水务局", date(2024, 1, 20), False),
        (["　　云州市水务局　　2024年1月20日"], "云州市水务局", date(2024, 1, 20), False),
        (["云 州 市 水 务 局", "2024 年 1 月 20 日"], "云州市水务局", date(2024, 1, 20), False),
        (["云州市水务局（盖章）", "2024年1月20日"], "云州市水务局", date(2024, 1, 20), False),
        (["云州市水务局", "二〇二四年一月二十日"], "云州市水务局", date(2024, 1, 20), False),
        (["云州市水务局  2024-01-20"], "云州市水务局", date(2024, 1, 20), False),
        (["云州市水务局  2024.1.20"], "云州市水务局", date(2024, 1, 20), False),
        (["2024年1月20日", "云州市水务局"], "云州市水务局", date(2024, 1, 20), False),
        (["2024年1月20日"], "", date(2024, 1, 20), False),
        (["云州市水务局"], "云州市水务局", None, False),
        (["云州市水务局", "2024年1月20日", "附件：", "打印 关闭", "上一篇：无", "下一篇：云州市水务局2022年报告"], "云州市水务局", date(2024, 1, 20), True),
        (["云州市水务局", "2024年1月20日", "扫一扫在手机打开当前页", "主办：云州市人民政府"], "云州市水务局", date(2024, 1, 20), True),
    ],
)  # fmt: skip
def test_closings(
    closing: list[str], signed_by: str, signed_on: date | None, left_out: bool
) -> None:
    report = only([TITLE, LEAD], [END, *closing])
    assert (report.signed_by, report.signed_on) == (signed_by, signed_on)
    assert report.sections[-1].text == END
    assert (NoteCode.LEFT_OUT in {n.code for n in report.notes}) is left_out


def test_a_date_in_a_sentence_is_no_signature() -> None:
    closing = [END, "我局于2024年1月5日召开会议，部署下一步工作。", "2024年1月20日前完成整改。"]
    report = only([TITLE, LEAD], closing)
    assert (report.signed_by, report.signed_on) == ("", None)
    assert report.sections[-1].text == "\n".join(closing)


# headings -----------------------------------------------------------------------------------

_PLAIN = [title[2:] for title in TITLES]


@pytest.mark.parametrize(
    "headings",
    [
        [f"{t}：" for t in TITLES],
        [f"第{t[0]}部分 {t[2:]}" for t in TITLES],
        [f"第{t[0]}部分　{t[2:]}" for t in TITLES],
        [f"（{t[0]}）{t[2:]}" for t in TITLES],
        [f"{n}.{t}" for n, t in enumerate(_PLAIN, 1)],
        [f"{n}、{t}" for n, t in enumerate(_PLAIN, 1)],
        _PLAIN,
        [" ".join(t) for t in TITLES],
        [f"　　{t}" for t in TITLES],
        [f"## {t}" for t in TITLES],
        [f"{n}、{t}" for n, t in zip("一二二三四五", _PLAIN, strict=True)],
        ["一、政府信息公开工作总体情况", "二、主动公开政府信息工作情况", "三、收到和处理政府信息公开申请的情况",
         "四、因政府信息公开引起的行政复议、行政诉讼情况", "五、存在的问题及下一步改进措施", "六、需要报告的其他事项"],
        ["一、總體情況", "二、主動公開政府信息情況", "三、收到和處理政府信息公開申請情況",
         "四、政府信息公開行政復議、行政訴訟情況", "五、存在的主要問題及改進情況", "六、其他需要報告的事項"],
    ],
)  # fmt: skip
def test_headings_in_other_words_and_numerals(headings: list[str]) -> None:
    report = only([TITLE, LEAD], [END], headings)
    assert [(s.number, s.order) for s in report.sections] == [(n, n) for n in range(7)]
    assert [s.title for s in report.sections[1:]] == [h.strip() for h in headings]
    assert [s.text for s in report.sections[1:]] == [
        "全年公开信息120条。",
        "",
        "",
        "",
        "问题是更新慢。",
        END,
    ]


@pytest.mark.parametrize("missing", range(6))
def test_a_missing_heading_loses_no_text(missing: int) -> None:
    headings = [t if n != missing else "" for n, t in enumerate(TITLES)]
    report = only([TITLE, LEAD], [END], headings)
    assert [s.number for s in report.sections] == [n for n in range(7) if n != missing + 1]
    everything = "".join(s.text.replace("\n", "") for s in report.sections)
    assert everything == f"{LEAD}全年公开信息120条。问题是更新慢。{END}"


@pytest.mark.parametrize(
    "contents",
    [
        ["目录", *TITLES], ["目  录", *(f"{t}\t{n}" for n, t in enumerate(TITLES))],
        [f"{t}………………{n}" for n, t in enumerate(TITLES)], [f"{t} {n}" for n, t in enumerate(TITLES)],
    ],
)  # fmt: skip
def test_a_table_of_contents_is_left_out_and_said(contents: list[str]) -> None:
    report = only([TITLE, *contents, LEAD], [END])
    assert [s.text for s in report.sections][:2] == [LEAD, "全年公开信息120条。"]
    assert NoteCode.FURNITURE in {n.code for n in report.notes}


def test_a_title_repeated_on_each_page_is_left_out() -> None:
    report = only(
        [TITLE, LEAD],
        ["本机关2023年共收取信息处理费，用于弥补成本支出共计", TITLE, "- 7 -", "三百元。"],
    )
    assert report.sections[-1].text == "本机关2023年共收取信息处理费，用于弥补成本支出共计三百元。"
    assert any("每页重复的标题" in n.message for n in report.notes)


def test_a_heading_that_runs_on_is_cut() -> None:
    headings = [*TITLES[:5], f"{TITLES[5]}：无其他事项。"]
    report = only([TITLE, LEAD], [END], headings)
    assert report.sections[-1].title == TITLES[5]
    assert report.sections[-1].text == f"无其他事项。\n{END}"


# tables that are none of the form's ----------------------------------------------------------


def with_extra(grid: Grid, behind: int) -> Report:
    made = document([TITLE, LEAD], [END])
    made.blocks.insert(behind, grid)
    (report,) = assemble(made, "x")
    return report


def grid(*rows: list[str]) -> Grid:
    return Grid([[GridCell(t, i) for i, t in enumerate(row)] for row in rows])


def test_an_extra_table_is_said_and_its_long_texts_are_prose() -> None:
    prose = "本局在网站开设专栏，" * 8
    report = with_extra(grid(["渠道", "条数", "说明"], ["网站", "12", prose]), 4)
    (note,) = [n for n in report.notes if n.code is NoteCode.EXTRA_TABLE]
    assert "2行" in note.message and "渠道 条数 说明" in note.message
    assert report.sections[1].text == f"全年公开信息120条。\n{prose}"


def test_one_text_in_a_frame_is_prose_and_an_empty_frame_is_nothing() -> None:
    report = with_extra(grid(["专栏图解见附图。", ""]), 4)
    assert report.sections[1].text == "全年公开信息120条。\n专栏图解见附图。"
    report = with_extra(grid(["", ""], []), 4)
    assert report.sections[1].text == "全年公开信息120条。" and not report.notes


def test_rows_in_a_statutory_table_that_are_not_of_it_are_prose_or_said() -> None:
    made = document([TITLE, LEAD], [END])
    at, table = next((i, b) for i, b in enumerate(made.blocks) if isinstance(b, Grid))
    stray = [
        [GridCell("甲", 0), GridCell("乙", 1)],
        [GridCell("上述数据为本级数据", 0), GridCell("", 1)],
    ]
    made.blocks[at] = Grid([*stray, *table.rows])
    (report,) = assemble(made, "x")
    assert "上述数据为本级数据" in report.sections[2].text
    assert any("表内一行未读入：甲 乙" in n.message for n in report.notes)


# two reports, or none -------------------------------------------------------------------------


def test_two_reports_in_one_file_are_two_also_with_the_body_above_the_title() -> None:
    first = document([TITLE, LEAD], [END, "云州市水务局", "2024年1月20日"])
    second = document(["云州市林业局", "2023年政府信息公开工作年度报告", "编制说明。"], [END])
    one, two = assemble(Document([*first.blocks, *second.blocks], "x"), "x.html")
    assert (one.body, two.body, two.file) == ("云州市水务局", "云州市林业局", "x.html#2")
    assert one.signed_on == date(2024, 1, 20)
    assert two.sections[0].text == "编制说明。"


def test_what_is_no_report_gives_none() -> None:
    assert assemble(Document([Para("各单位："), Para("请报送材料。")]), "x") == []
    assert assemble(Document(), "x") == []


def test_lines_of_a_page_are_joined_to_paragraphs() -> None:
    made = document([TITLE, "本报告由云州市水务局编", "制。"], [END], lines_are_paragraphs=False)
    (report,) = assemble(made, "x")
    assert report.sections[0].text == "本报告由云州市水务局编制。"

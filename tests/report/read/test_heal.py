"""Debris goes, paragraphs cut at page ends are joined, and both are noted."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

import pytest

from gongkai.report.model import Note, NoteCode, Place
from gongkai.report.read.blocks import Para
from gongkai.report.read.heal import clean, heal


def cleaned(*texts: str) -> tuple[list[str], list[Note]]:
    notes: list[Note] = []
    return [p.text for p in clean([Para(t) for t in texts], notes)], notes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[bookmark: _GoBack]一是更新慢。", "一是更新慢。"),
        ("见图![图片](media/image1.png)所示。", "见图所示。"),
        ("**（一）主动公开**", "（一）主动公开"),
        ("网址：<http://www.example.gov.cn/a>。", "网址：http://www.example.gov.cn/a。"),
        ("详见[本局网站](https://www.example.gov.cn)。", "详见本局网站。"),
        ("公开\u200b信息\ufeff。", "公开信息。"),
        ("如错误！未找到引用源。所示", "如所示"),
    ],
)
def test_what_a_converter_left_is_taken_out_and_noted(text: str, left: str) -> None:
    texts, notes = cleaned(text)
    assert texts == [left]
    assert {n.code for n in notes} == {NoteCode.DEBRIS}


@pytest.mark.parametrize("text", ["- 3 -", "—12—", "第 3 页", "3 / 12", "第3页/共12页", "7"])
def test_page_numbers_are_taken_out(text: str) -> None:
    texts, notes = cleaned("前文。", text, "后文。")
    assert texts == ["前文。", "后文。"]
    assert [n.code for n in notes] == [NoteCode.FURNITURE]


def test_an_english_description_of_a_picture_is_taken_out() -> None:
    english = "The screenshot shows the website interface of the government portal."
    texts, notes = cleaned("前文。", english)
    assert texts == ["前文。"]
    assert english[:40] in notes[0].message


@pytest.mark.parametrize(
    "text", ["公开信息120条[1]。", "<本年>", "2023", "A股 B股", "错误率为2%。", "邮箱 a@b.cn"]
)
def test_text_stays(text: str) -> None:
    assert cleaned(text) == ([text], [])


def test_lines_of_nothing_but_debris_disappear() -> None:
    assert cleaned("**", "正文。")[0] == ["正文。"]


def healed(*lines: str | Para) -> list[str]:
    paras = [Para(line) if isinstance(line, str) else line for line in lines]
    return [p.text for p in heal(paras, True, [])]


LONG = "我局坚持以公开为常态，围绕群众关心的事项做好预"


def test_a_paragraph_cut_at_a_page_end_is_joined_and_noted() -> None:
    notes: list[Note] = []
    (joined,) = heal([Para(LONG), Para("公开工作。", Place(line=9))], True, notes)
    assert joined.text == LONG + "公开工作。"
    assert [(n.code, n.place.line) for n in notes] == [(NoteCode.HEALED, 9)]


@pytest.mark.parametrize(
    "second",
    ["（一）主动公开", "一、总体情况", "1.更新慢", "一是更新慢", "第三条", "①更新慢", "附件：名单", "注：以上为全年数据",
     "联系电话：000"],
)  # fmt: skip
def test_what_begins_something_new_is_not_joined(second: str) -> None:
    assert healed(LONG, second) == [LONG, second]


def test_whole_sentences_headings_and_captions_are_not_joined() -> None:
    assert healed(LONG + "。", "下一步整改。") == [LONG + "。", "下一步整改。"]
    assert healed(LONG, Para("公开", heading=True), "正文") == [LONG, "公开", "正文"]
    caption = "云州市水务局政府信息公开工作流程示意图及相关说明文字"
    assert healed(caption, "公开指南") == [caption, "公开指南"]
    assert healed("短句，", "下文") == ["短句，", "下文"]


# lines of a page ----------------------------------------------------------------------------


def line(text: str, left: float, right: float, heading: bool = False) -> Para:
    return Para(text, Place(box=(left, 0, right, 16)), heading)


def paragraphs(*lines: Para) -> list[str]:
    return [p.text for p in heal(list(lines), False, [])]


def test_an_indented_line_begins_a_paragraph() -> None:
    assert paragraphs(
        line("我局坚持以公开为常态、", 112, 520), line("不公开为例外。下一步，", 80, 520),
        line("继续努力。", 80, 160), line("加强培训。", 112, 200),
    ) == ["我局坚持以公开为常态、不公开为例外。下一步，继续努力。", "加强培训。"]  # fmt: skip


def test_a_whole_line_between_indents_is_a_paragraph_of_its_own() -> None:
    assert paragraphs(
        line("上年的问题已经解决。", 112, 511), line("当前的问题是更新不及时，", 112, 520),
        line("下一年将互查。", 80, 300),
    ) == ["上年的问题已经解决。", "当前的问题是更新不及时，下一年将互查。"]  # fmt: skip


def test_a_line_short_of_the_margin_ends_its_paragraph() -> None:
    assert paragraphs(line("一是更新慢", 80, 200), line("二是解读少", 80, 520), line("三", 80, 90)) == [
        "一是更新慢", "二是解读少三",
    ]  # fmt: skip


def test_without_indents_only_a_mark_behind_a_full_stop_begins_a_paragraph() -> None:
    assert paragraphs(
        line("公开信息。", 80, 520), line("（一）主动公开", 80, 520), line("情况良好。", 80, 520)
    ) == ["公开信息。", "（一）主动公开情况良好。"]


def test_headings_stand_alone_and_words_keep_their_space() -> None:
    assert paragraphs(
        line("一、总体情况", 80, 520, heading=True),
        line("use of", 80, 520),
        line("Open Data", 80, 520),
    ) == ["一、总体情况", "use of Open Data"]


def test_without_boxes_the_text_decides() -> None:
    plain = [Para(t) for t in ("公开信息。", "下一步", "努力", "（一）主动公开", "", "结尾")]
    assert [p.text for p in heal(plain, False, [])] == [
        "公开信息。", "下一步努力", "（一）主动公开", "结尾",
    ]  # fmt: skip

"""Automatic numbers of Word lists are printed as Word prints them."""

from __future__ import annotations

import pytest

from gongkai.report.read import docx
from gongkai.report.read.blocks import Para
from gongkai.report.read.word_numbers import numeral
from tests.report.read.made_docx import made, p, tbl, tc, texts, tr


def level(index: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def use(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def at(key: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'


OFFICIAL = definition(
    1,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%3.%4", "<w:isLgl/>"),
) + use(1, 1)


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "taiwaneseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"),
        (2340, "chineseCountingThousand", "二千三百四十"),
        (10, "chineseLegalSimplified", "壹拾"),
        (23, "chineseLegalSimplified", "贰拾叁"),
        (3, "decimalEnclosedCircle", "③"),
        (20, "decimalEnclosedCircleChinese", "⑳"),
        (21, "decimalEnclosedCircleChinese", "21"),
        (2, "decimalEnclosedFullstop", "⒉"),
        (2, "decimalEnclosedParen", "⑵"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (4, "lowerRoman", "iv"),
        (49, "upperRoman", "XLIX"),
        (2, "lowerLetter", "b"),
        (27, "upperLetter", "AA"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (0, "chineseCounting", "0"),
        (5, "unheardOf", "5"),
        (5, "none", ""),
        (5, "bullet", ""),
    ],
)
def test_numerals(number: int, style: str, printed: str) -> None:
    assert numeral(number, style) == printed


def test_sections_and_row_labels_get_their_numbers() -> None:
    body = (
        p("总体情况", at(1))
        + p("概述", at(1, 1))
        + p("渠道", at(1, 1))
        + p("网站", at(1, 2))
        + p("条目", at(1, 3))
        + p("主动公开", at(1))
        + p("规章", at(1, 1))
    )
    assert texts(made(body, numbering=OFFICIAL)) == [
        "一、总体情况",
        "（一）概述",
        "（二）渠道",
        "1.网站",
        "1.1.1条目",
        "二、主动公开",
        "（一）规章",
    ]
    cell = f"<w:tc>{p('予以公开', at(1, 1))}</w:tc>"
    rows = tbl(tr(cell, tc("1")), tr(cell.replace("予以", "部分"), tc("2")))
    assert texts(made(rows, numbering=OFFICIAL)) == [
        [["（一）予以公开", "1"], ["（二）部分公开", "2"]]
    ]


def test_levels_above_that_never_came_count_from_their_start() -> None:
    lists = definition(1, level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2")) + use(
        1, 1
    )
    body = p("a", at(1, 1)) + p("b", at(1, 1)) + p("c", at(1))
    assert texts(made(body, numbering=lists)) == ["3.1a", "3.2b", "4c"]


def test_two_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    lists = definition(1, level(0, "decimal", "%1)")) + use(1, 1) + use(2, 1)
    lists += use(3, 1, anew.format(1)) + use(4, 1, anew.format(7)) + use(5, 1, anew.format("x"))
    body = "".join(p("", at(key)) for key in (1, 1, 2, 3, 3, 4, 4, 1, 5))
    assert texts(made(body, numbering=lists)) == [f"{n})" for n in (1, 2, 3, 1, 2, 7, 8, 9, 10)]


def test_a_list_may_replace_a_level_of_its_definition() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1：")}</w:lvlOverride>'
    lists = definition(1, level(0, "decimal", "%1)")) + use(1, 1, other)
    assert texts(made(p("甲", at(1)), numbering=lists)) == ["A：甲"]


def test_deeper_levels_begin_anew_unless_told_otherwise() -> None:
    def lists(restart: str) -> str:
        rest = f'<w:lvlRestart w:val="{restart}"/>'
        return definition(
            1,
            level(0, "decimal", "%1"),
            level(1, "decimal", "%1.%2"),
            level(2, "decimal", "%1.%2.%3", rest),
        ) + use(1, 1)

    body = "".join(p("", at(1, depth)) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert texts(made(body, numbering=lists("0")))[-1] == "2.1.3"
    assert texts(made(body, numbering=lists("1")))[4] == "1.2.2"
    assert texts(made(body, numbering=lists("1")))[-1] == "2.1.1"


def test_bullets_empty_numbers_and_lists_that_do_not_exist_print_nothing() -> None:
    lists = definition(
        1, level(0, "bullet", "\uf06c"), level(1, "none", "%2"), level(2, "decimal", "")
    )
    lists += use(1, 1) + use(2, 9)
    marks = [at(1, 0), at(1, 1), at(1, 2), at(1, 8), at(2), at(3), at(0), "<w:numPr/>"]
    assert texts(made("".join(p("文", m) for m in marks), numbering=lists)) == ["文"] * len(marks)
    assert texts(made(p("文", at(1)))) == ["文"]


def test_a_space_after_the_number_is_kept_and_a_tab_is_not() -> None:
    lists = definition(
        1,
        level(0, "decimal", "%1.", '<w:suff w:val="space"/>'),
        level(1, "decimal", "%2.", '<w:suff w:val="tab"/>'),
    ) + use(1, 1)
    assert texts(made(p("甲", at(1)) + p("乙", at(1, 1)), numbering=lists)) == ["1. 甲", "1.乙"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_refuse() -> None:
    styles = (
        f'<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr>{at(1)}</w:pPr></w:style>'
        '<w:style w:styleId="2"><w:name w:val="公文二级"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="3"><w:basedOn w:val="1"/><w:pPr>'
        '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    style = '<w:pStyle w:val="{}"/>'.format
    body = p("总体", style(1)) + p("概述", style(2)) + p("序", style(1) + at(0)) + p("附", style(3))
    body += p("主动", style(1))
    assert docx.read(made(body, styles=styles, numbering=OFFICIAL)).blocks == [
        Para("一、总体", heading=True),
        Para("（一）概述", heading=True),
        Para("序", heading=True),
        Para("附", heading=True),
        Para("二、主动", heading=True),
    ]


def test_a_numbering_style_stands_for_the_definition_that_spells_it_out() -> None:
    lists = (
        definition(1, level(0, "chineseCounting", "%1、"), more='<w:styleLink w:val="s"/>')
        + definition(2, more='<w:numStyleLink w:val="s"/>')
        + use(1, 1)
        + use(2, 2)
    )
    assert texts(made(p("甲", at(2)), numbering=lists)) == ["一、甲"]


def test_absurd_numbers_in_a_list_are_not_believed() -> None:
    lists = definition(
        1,
        level(0, "decimal", "%1.", start=99999999),
        level(77, "decimal", "%1"),
        level(1, "", "%2."),
    )
    lists += use(1, 1, '<w:lvlOverride w:ilvl="55"><w:startOverride w:val="2"/></w:lvlOverride>')
    body = p("甲", at(1)) + p("乙", at(1, 77)) + p("丙", at(1, 1)) + p("丁", at(1, 999999))
    assert texts(made(body, numbering=lists)) == ["1.甲", "乙", "1.丙", "2.丁"]

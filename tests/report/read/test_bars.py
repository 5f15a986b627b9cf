"""Text in which each cell ends with a bar: rows are put together, and no blank is lost or made."""

from __future__ import annotations

import random

import pytest

from gongkai.report.forms import FORM_2021, FORMS, Form
from gongkai.report.model import Report
from gongkai.report.read.assemble import assemble
from gongkai.report.read.bars import join_cells
from gongkai.report.read.text import read_text
from tests.report.read.layouts.made import figures, report
from tests.report.read.variant_tables import Box, Part
from tests.report.read.variants import judge, placed


def _lines(parts: list[Part], *, own_line: bool = True, lost: bool = False) -> str:
    """Each cell with its bar; behind a row a bar for each cell that it lacks to be whole.

    own_line: those bars stand on a line of their own. lost: empty cells are not printed at all.
    """
    made: list[str] = []
    for part in parts:
        if isinstance(part, str):
            made.append(part)
            continue
        rows = list(placed(part))
        width = max(column + box.across for row in rows for column, box in row)
        for row in rows:
            cells = [box.text for _, box in row if box.text or not lost]
            made += [f"{text} |" if text else "|" for text in cells]
            closing = "|" * (width - len(cells))
            if closing and own_line:
                made.append(closing)
            elif closing:
                made[-1] += " " + closing
    return "\n".join(made)


def _bars_below(parts: list[Part]) -> str:
    """Each cell with its bar on the next line, and nothing behind a row."""
    made: list[str] = []
    for part in parts:
        if isinstance(part, str):
            made += [part, "该部分以表格形式报告。表格如下："]
        else:
            made += [line for row in part for box in row for line in (box.text, "|") if line]
    return "\n".join(made)


def _read(text: str) -> Report:
    """As the text reader does: the rows joined, then read."""
    (found,) = assemble(read_text(text), "云州市水务局.txt")
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
@pytest.mark.parametrize("two", ["two_one", "two_six", "two_captions", "two_beside"])
@pytest.mark.parametrize("four", ["four_official", "four_rows"])
def test_full_tables_are_read_whole(form: Form, two: str, four: str) -> None:
    values = figures(form)
    parts = report(values, form, two=two, four=four)
    for text in (_lines(parts), _lines(parts, own_line=False), _bars_below(parts)):
        assert judge(_read(text), form, values).right == len(values)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
@pytest.mark.parametrize("blanks", [0.1, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("lost", [False, True])
def test_with_empty_cells_nothing_is_silently_wrong(form: Form, blanks: float, lost: bool) -> None:
    values = figures(form, blanks)
    for two in ("two_one", "two_six"):
        parts = report(values, form, two=two)
        for own_line in (True, False):
            found = judge(_read(_lines(parts, own_line=own_line, lost=lost)), form, values)
            assert not found.wrong and not found.silent
            assert lost or blanks > 0.3 or found.right == len(values)


def test_an_empty_cell_before_each_row_is_no_hindrance() -> None:
    values = figures()
    parts = report(values, two="two_one")
    for part in parts:
        for row in part if not isinstance(part, str) else ():
            row.insert(0, Box(""))
    assert judge(_read(_lines(parts, own_line=False)), FORM_2021, values).right == 200


def test_a_cell_of_several_lines_is_one() -> None:
    values = figures()
    text = _lines(report(values)).replace("行政规范性文件 |", "行政规范性\n文件\n|")
    assert judge(_read(text), FORM_2021, values).right == 200


def test_places_are_the_lines_where_rows_begin() -> None:
    lines = ["年报", *_lines([[[Box("甲"), Box("1")], [Box("乙"), Box("2")]] * 3]).split("\n")]
    joined = join_cells(lines)
    assert joined[0] == (1, "年报")
    assert [number for number, _ in joined] == sorted({number for number, _ in joined})
    assert joined[1] == (2, "| 甲 | 1 |")


@pytest.mark.parametrize(
    "text",
    [
        "", "一、总体情况\n无。", "甲 | 乙 |\n丙 | 丁 |\n" * 6, "| 甲 | 1 |\n" * 9,
        "首页 |\n搜索 |\n", "正文。\n\n\n|\n正文。", "甲 |\n|||\n正文，没有表。",
    ],
)  # fmt: skip
def test_other_text_stays_as_it_is(text: str) -> None:
    lines = text.split("\n")
    assert join_cells(lines) == list(enumerate(lines, 1))


@pytest.mark.parametrize("seed", range(40))
def test_no_line_of_text_gets_lost(seed: int) -> None:
    rng = random.Random(seed)
    pieces = ["规章 |", "0 |", "|", "|||", "| ||", "5 | ||", "文字", "一、总体情况", "完了。", "",
              "信息内容 |", "第二十条第（一）项 |", "a | b |"]  # fmt: skip
    lines = [rng.choice(pieces) for _ in range(60)]
    joined = "".join(line for _, line in join_cells(lines))
    for piece in ("规章", "文字", "总体情况", "完了", "信息内容", "5", "b"):
        assert joined.count(piece) == "".join(lines).count(piece)

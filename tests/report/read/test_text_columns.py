"""Words of a line, and the columns their positions show."""

from __future__ import annotations

import pytest

from gongkai.report.read.text_columns import (
    CHARACTERS,
    WIDTH,
    Columns,
    Token,
    is_apart,
    measures,
    tokens,
)


def row(line: str) -> list[Token]:
    return [token for token in tokens(line) if token.text[0].isdigit()]


def placed(lines: list[str], count: int, line: str) -> list[str] | None:
    columns = Columns([row(one) for one in lines], count, (CHARACTERS,))
    found = columns.place(row(line))
    return None if found is None else [token.text if token else "" for token in found]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("（一）予以公开    66   6", ["（一）予以公开", "66", "6"]),
        ("予 以 公 开  1  2", ["予以公开", "1", "2"]),
        ("1　.　无　法　提　供   3", ["1.无法提供", "3"]),
        ("1. 属于国家秘密  无  /", ["1.属于国家秘密", "无", "/"]),
        ("（三） 不予公开", ["（三）不予公开"]),
        ("行政许可  94  增 25  15592", ["行政许可", "94", "增 25", "15592"]),
        ("1. 5", ["1.", "5"]),
        ("", []),
    ],
)
def test_letters_held_apart_signs_and_numbers_of_lists_go_on(line: str, words: list[str]) -> None:
    assert [token.text for token in tokens(line)] == words


def test_a_chinese_character_is_one_character_and_two_wide() -> None:
    (label, figure) = tokens("规章\u3000 5")
    assert label.at == ((0, 2), (0, 4))
    assert figure.at == ((4, 5), (7, 8))


def test_single_spaces_hold_nothing_apart() -> None:
    assert is_apart([tokens("规章   1   2")])
    assert not is_apart([tokens("规章 1 2")])
    assert not is_apart([tokens("1")])


def test_the_measure_is_the_one_in_which_figures_stand_above_each_other() -> None:
    by_character = ["规章      1    20", "规范性文件   2    30", "证        3    41"]
    by_width = ["规章        1    20", "规范性文件  2    30", "证          3    41"]
    assert measures([[row(line) for line in by_character]]) == (CHARACTERS,)
    assert measures([[row(line) for line in by_width]]) == (WIDTH,)
    assert measures([]) == (CHARACTERS, WIDTH)


FULL = ["1     20    300", "4     5     6"]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("7           8", ["7", "", "8"]),
        ("      7", ["", "7", ""]),
        ("       7     8", ["", "7", "8"]),  # a character off
        ("7     8     9", ["7", "8", "9"]),
        ("   7        8", None),  # between two columns
        ("7 8", None),  # held apart by one space: copied without positions
    ],
)
def test_figures_go_to_the_column_they_stand_in(line: str, cells: list[str] | None) -> None:
    assert placed(FULL, 3, line) == cells


def test_figures_aligned_on_the_right_or_in_the_middle_have_columns_too() -> None:
    assert placed(["    1   200  3000", "   41    20     3"], 3, "    5           77") == [
        "5",
        "",
        "77",
    ]
    assert placed(["  1   20000   3", "44444   5   66666"], 3, "      777") == ["", "777", ""]


def test_rows_that_disagree_show_no_columns() -> None:
    assert placed(["1     2     3", "    1     2    3", "  1   2        3"], 3, "1       2") is None


def test_many_rows_show_columns_together() -> None:
    rows = ["1     2", "      3     4", "5           6", "7     8", "      9     1"]
    assert placed(rows, 3, "            3") == ["", "", "3"]
    assert placed(rows[:4], 3, "            3") is None  # too few


def test_one_column_whose_figures_are_moved_is_not_two() -> None:
    rows = ["1     2", "1     3", "1     4", "1           2", "1           3"]
    assert placed(rows, 3, "1     5") is None


def test_a_header_counts_where_lines_are_aligned_by_width_only() -> None:
    header = tokens("      甲甲    乙乙    丙丙")
    rows = [tokens("      1               2"), tokens("              3       4")]
    assert Columns(rows, 3, (CHARACTERS, WIDTH), header).place(rows[0]) is None
    rows = [tokens("      1                 2"), tokens("              3         4")]
    found = Columns(rows, 3, (WIDTH,), tokens("      甲甲    乙乙      丙丙")).place(rows[0])
    assert found is not None and [bool(token) for token in found] == [True, False, True]

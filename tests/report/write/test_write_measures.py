"""The measures of the official layout."""

from __future__ import annotations

import pytest

from gongkai.report.write.measures import (
    COLUMN_WIDTH,
    COLUMNS,
    MARGINS,
    TABLE_SIZE,
    figure_size,
    split_subheading,
    stands_on_one_line,
    title_lines,
)


def test_the_columns_fill_the_width_between_the_margins() -> None:
    assert 210 - MARGINS["left"] - MARGINS["right"] == COLUMN_WIDTH
    for widths in COLUMNS.values():
        assert sum(widths) == pytest.approx(COLUMN_WIDTH)


def test_a_figure_shrinks_until_it_stands_on_one_line() -> None:
    assert figure_size("1,234", 2, 1, 1) == TABLE_SIZE
    assert figure_size("31", 3, 3, 1) == TABLE_SIZE
    sizes = [figure_size("9" * n, 4, 0, 1) for n in range(3, 12)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 6
    assert figure_size("9" * 400, 4, 0, 1) == 4.5
    assert figure_size("1,234,567", 3, 3, 1) > figure_size("123456789", 3, 3, 1)
    assert figure_size("４５６７８９", 3, 3, 1) < figure_size("456789", 3, 3, 1)


def test_words_wrap_and_do_not_shrink() -> None:
    words = "608（万元，含税）"
    assert figure_size(words, 3, 3, 1) == TABLE_SIZE
    assert not stands_on_one_line(words, 3, 3, 1)
    assert stands_on_one_line(words, 2, 1, 1)
    assert stands_on_one_line("123456789", 3, 3, 1)
    assert not stands_on_one_line("1\n2", 3, 3, 1)
    assert stands_on_one_line("", 3, 3, 1)


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("（一）主动公开", "（一）主动公开", ""),
        ("（十二）主动公开。", "（十二）主动公开。", ""),
        ("（二）依申请公开。全年收到9件。", "（二）依申请公开。", "全年收到9件。"),
        ("（三）全年收到9件；办结8件。", "", "（三）全年收到9件；办结8件。"),
        ("全年收到9件。", "", "全年收到9件。"),
        ("（一）" + "长" * 60 + "。后文。", "", "（一）" + "长" * 60 + "。后文。"),
        ("", "", ""),
    ],
)
def test_a_subheading_is_told_from_the_text_after_it(text: str, head: str, rest: str) -> None:
    assert split_subheading(text) == (head, rest)


def test_a_long_title_breaks_between_whose_and_what() -> None:
    long = "云州市人民政府办公室2025年政府信息公开工作年度报告"
    assert title_lines(long) == ("云州市人民政府办公室2025年", "政府信息公开工作年度报告")
    short = "云州2025年政府信息公开年度报告"
    assert title_lines(short) == (short,)
    other = "关于二〇二五年度全市各级各部门贯彻落实有关条例情况的报告"
    assert title_lines(other) == (other,)
    what_only = "政府信息公开工作的年度报告（2025年度，云州市各部门汇总）"
    assert title_lines(what_only) == (what_only,)

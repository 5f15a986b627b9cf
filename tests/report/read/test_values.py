"""The grammar of a number cell."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import State
from gongkai.report.read.values import is_value, parse_value


@pytest.mark.parametrize(
    ("raw", "value", "unit", "remark"),
    [
        ("12", "12", "", ""), ("0.5", "0.5", "", ""), ("2146820144.15", "2146820144.15", "", ""),
        ("１，２３４", "1234", "", ""), ("1,234,567.8", "1234567.8", "", ""), ("1 234", "1234", "", ""),
        ("１２．５", "12.5", "", ""), ("　 1245", "1245", "", ""), ("34251　", "34251", "", ""),
        ("\u200b7\ufeff", "7", "", ""), ("增 25", "25", "", ""), ("减 5", "-5", "", ""),
        ("减少5项", "-5", "项", ""), ("新增3", "3", "", ""), ("+28", "28", "", ""), ("－1", "-1", "", ""),
        ("−3", "-3", "", ""), ("↓4", "-4", "", ""), ("4↓", "-4", "", "↓"), ("5（减少）", "-5", "", "减少"),
        ("5（增）", "5", "", "增"), ("608（万元）", "608", "万元", ""), ("608万元", "608", "万元", ""),
        ("￥608万元", "608", "万元", ""), ("608（单位：万元）", "608", "万元", ""),
        ("608（万元，不含税）", "608", "万元", "不含税"), ("（5）件", None, "", ""),
        ("22（其中修订16件）", "22", "", "其中修订16件"), ("22件（其中修订16件）", "22", "件", "其中修订16件"),
        ("3件次", "3", "件次", ""), ("8.3万", "8.3", "万", ""), ("12%", "12", "%", ""), ("25①", "25", "", "①"),
        ("25*", "25", "", "*"), ("25[1]", "25", "", "[1]"), ("25²", "25", "", "²"),
        ("三", "3", "", ""), ("十二", "12", "", ""), ("二十件", "20", "件", ""), ("一百二十", "120", "", ""),
    ],
)  # fmt: skip
def test_numbers_are_read_with_sign_unit_and_remark(
    raw: str, value: str | None, unit: str, remark: str
) -> None:
    read = parse_value(raw)
    if value is None:
        assert read.state is State.TEXT
    else:
        assert (read.value, read.unit, read.remark) == (Decimal(value), unit, remark)
        assert read.state is State.NUMBER


@pytest.mark.parametrize("raw", ["0", "0.00", "０", "零", "〇", "○", "0件", "-0", "0（万元）"])
def test_zero_is_zero(raw: str) -> None:
    read = parse_value(raw)
    assert (read.value, read.state) == (0, State.ZERO)


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "\u3000", "\t\n", "\u200b", "\ufeff"])
def test_blank_is_not_zero(raw: str) -> None:
    assert parse_value(raw) == (None, State.BLANK, "", "")


@pytest.mark.parametrize(
    "raw", ["/", "／", "-", "—", "——", "--", "*", "\\", "无", "不适用", "N/A", "~"]
)
def test_signs_of_nothing_are_not_applicable(raw: str) -> None:
    assert parse_value(raw) == (None, State.NOT_APPLICABLE, "", "")


@pytest.mark.parametrize(
    "raw",
    ["见附件", "O", "约30", "30余", "1 2", "1\n2", "12 34", "3/4", "1,23", "1.2.3", "2023年", "三四", "+", "增",
     "(3)", "5)", "1、", "总计"],
)  # fmt: skip
def test_what_is_not_one_number_is_text(raw: str) -> None:
    assert parse_value(raw) == (None, State.TEXT, "", "")
    assert not is_value(raw)


@given(
    st.integers(0, 10**12),
    st.sampled_from(["{}", " {} ", "{:,}", "{}件", "{}（件）", "\u3000{}\u00a0"]),
)
def test_any_number_survives_its_dress(number: int, dress: str) -> None:
    assert parse_value(dress.format(number)).value == number
    assert is_value(dress.format(number))


@given(st.text(max_size=12))
def test_nothing_breaks_the_grammar(raw: str) -> None:
    read = parse_value(raw)
    assert (read.value is None) == (read.state not in (State.NUMBER, State.ZERO))
    assert (read.state is State.ZERO) == (read.value == 0)

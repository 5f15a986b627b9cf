"""Chinese numerals and dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.claims.fold import fold
from gongkai.report.claims.numerals import chinese_number, date_of, number_of, year_of

_DIGITS = "零一二三四五六七八九"


def written(n: int) -> str:
    """A number below ten thousand the usual way."""
    out, zero = "", False
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, value)
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return out.removeprefix("一") if out.startswith("一十") else out or "零"


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_numbers_written_in_chinese_are_read_back(low: int, high: int) -> None:
    assert chinese_number(written(low)) == low
    text = (
        (written(high) + "万" if high else "")
        + ("零" if high and low < 1000 else "")
        + written(low)
    )
    assert chinese_number(text.replace("零零", "零")) == high * 10_000 + low


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("二十", 20), ("两百", 200), ("一百二", 120), ("二〇二四", 2024),
        ("六亿", 6 * 10**8), ("一亿二千万", 120_000_000), ("零", 0), ("三四", None), ("万", None),
        ("", None), ("一二十", None), ("百件", None), ("十百", None),
    ],
)  # fmt: skip
def test_well_formed_numerals_only(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


def test_digits_with_separators_and_years() -> None:
    assert number_of("1,234.50") == 1234.5
    assert number_of("件") is None
    years = [year_of(t) for t in ("2024", "二〇二四", "二O二四", "三百", "1234")]
    assert years == [
        2024,
        2024,
        2024,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年1月30日", date(2025, 1, 30)), ("2025 年 1 月 30 日", date(2025, 1, 30)),
        ("2025-01-30", date(2025, 1, 30)), ("2025.1.30", date(2025, 1, 30)),
        ("二〇二五年十二月二十一日", date(2025, 12, 21)), ("2025年2月30日", None),
        ("1月30日", None),
    ],
)  # fmt: skip
def test_full_dates(text: str, day: date | None) -> None:
    assert date_of(text) == day


@given(st.text(max_size=60))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_makes_plain_characters() -> None:
    assert fold("２０２４年（申請）４２件，覆議訴訟") == "2024年(申请)42件,复议诉讼"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("伍拾件", "五十件"), ("壹仟贰佰册", "一千二百册"), ("叁拾贰万伍仟元", "三十二万五千元"),
        ("伍元", "五元"), ("叁份", "三份"), ("壹万元", "一万元"), ("队伍人员", "队伍人员"),
        ("收拾", "收拾"), ("大陆居民", "大陆居民"), ("陆续", "陆续"), ("放肆", "放肆"),
        ("队伍陆续", "队伍陆续"), ("大陆万家", "大陆万家"),
    ],
)  # fmt: skip
def test_capital_numerals_are_folded_only_where_they_are_numbers(text: str, plain: str) -> None:
    assert fold(text) == plain

"""Numbers are shown as Excel and WPS show them; what a format would hide is shown as well."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import State
from gongkai.report.read.number_format import BUILT_IN, is_general, plain, shown, shown_date
from gongkai.report.read.values import parse_value

ACCOUNTING = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("25", "", "25"),
        ("25.0", "General", "25"),
        ("007", "", "7"),
        ("-0", "", "0"),
        ("0.30000000000000004", "", "0.3"),
        ("1.5e-7", "@", "0.00000015"),
        ("1e+40", "", "1e+40"),
        ("nan", "0", "nan"),
        ("x", "0", "x"),
        ("1234567", "#,##0", "1,234,567"),
        ("1234.5", "#,##0.##", "1,234.5"),
        ("0.125", "0.0%", "12.5%"),
        ("608", "0.00", "608.00"),
        ("2.675", "0.00", "2.68"),
        ("0.5", "#.##", "0.5"),
        ("5", "000", "005"),
        ("608.5", '0.00"万元"', "608.50万元"),
        ("3", "0件", "3件"),
        ("3", "\\约0", "约3"),
        ("25", 'General"件"', "25件"),
        ("1234567", "0.0,", "1234.6"),
        ("-5", "0_);(0)", "-5"),
        ("-5", "-0", "-5"),
        ("25", "[Red]0;[Blue]-0", "25"),
        ("5", '"增"0;"减"0', "增5"),
        ("-5", '"增"0;"减"0', "减5"),
        ("25", "+0;-0;0", "+25"),
        ("0", "+0;-0;0", "0"),
        ("0", ACCOUNTING, "0"),
        ("1234", ACCOUNTING, "1,234"),
        ("25", ";;;", "25"),
        ("0.5", "# ?/?", "0.5"),
        ("12345", "0.00E+00", "12345"),
        ("45322", 'yyyy"年"m"月"d"日"', "2024年1月31日"),
        ("45322", "[$-804]yyyy年m月d日;@", "2024年1月31日"),
        ("45322", BUILT_IN[14], "2024/1/31"),
        ("45322.4375", "yy-mm-dd hh:mm:ss", "24-01-31 10:30:00"),
        ("0.4375", "h:mm AM/PM", "10:30"),
        ("1.5", "[h]:mm", "1.5"),
        ("99999999", "yyyy", "99999999"),
    ],
)
def test_a_number_is_shown_under_its_format(number: str, code: str, text: str) -> None:
    assert shown(number, code) == text


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert shown("0", "yyyy/m/d", epoch_1904=True) == "1904/1/1"


def test_a_moment_is_shown_as_its_code_says() -> None:
    moment = datetime.fromisoformat("2024-01-05T09:03:00")
    assert shown_date(moment, "m月d日 h时mm分") == "1月5日 9时03分"


def test_general_changes_nothing() -> None:
    assert is_general("General")
    assert not is_general("0")


@given(st.integers(-(10**14), 10**14))
def test_every_integer_is_shown_digit_by_digit(number: int) -> None:
    assert plain(str(number)) == plain(f"{number}.0") == shown(str(number), "0") == str(number)
    assert parse_value(shown(str(number), "#,##0")).value == number


@given(st.decimals(-(10**6), 10**6, places=4), st.sampled_from(["", "0.0000", "#,##0.0000"]))
def test_a_decimal_survives_the_way_through_a_double(number: Decimal, code: str) -> None:
    read = parse_value(shown(repr(float(number)), code))
    assert (read.value or Decimal(0)) == number
    assert read.state in (State.NUMBER, State.ZERO)


@given(
    st.text('0#?,.;-+_*"\\[]$Eyymdhs%增 /a', max_size=30),
    st.floats(allow_nan=True, allow_infinity=True),
)
def test_no_code_breaks_it(code: str, number: float) -> None:
    assert shown(repr(number), code)

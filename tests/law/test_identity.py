"""证件号码: the part that is wrong is the part that is named. Every number here is made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import stdnum.cn.ric
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.numbers.identity import (
    IDENTITY_KINDS,
    PARAMETERS,
    Checked,
    check_character,
    check_identity,
    masked,
)

DAY = date(2024, 3, 15)
BODIES = st.text("0123456789", min_size=17, max_size=17)
BODY = "11010118010101" + "000"  # nobody born in 1801 holds a card


def whole(body: str) -> str:
    return body + check_character(body)


def parts(text: str, day: date = DAY) -> list[str]:
    return [fault.part for fault in check_identity(text, day).faults]


@given(BODIES)
def test_the_check_character_is_that_of_another_implementation(body: str) -> None:
    assert check_character(body) == stdnum.cn.ric.calc_check_digit(body + "0")


@given(st.dates(date(1950, 1, 1), DAY), st.integers(0, 999))
def test_what_another_implementation_accepts_is_accepted(born: date, serial: int) -> None:
    number = whole(f"110101{born:%Y%m%d}{serial:03}")
    assert stdnum.cn.ric.is_valid(number)
    assert check_identity(number, DAY).valid


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_wrong_digit_is_noticed(at: int, other: str) -> None:
    right = whole(BODY)
    if other != right[at]:
        assert parts(right[:at] + other + right[at + 1 :])


@given(st.text(max_size=24))
def test_any_text_gets_an_answer(text: str) -> None:
    found = check_identity(text, DAY)
    assert found.valid or all(fault.message for fault in found.faults)


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        (whole(BODY), "resident", []),
        (whole("45" + BODY[2:]), "resident", []),
        (whole("71" + BODY[2:]), "resident", []),
        (whole(BODY)[:17], "resident", ["length"]),
        (whole(BODY) + "1", "resident", ["length"]),
        ("", "other", ["length"]),
        ("  ", "other", ["length"]),
        (BODY[:5] + "A" + BODY[6:] + "1", "resident", ["characters"]),
        (BODY + "Y", "resident", ["characters"]),
        (whole("16" + BODY[2:]), "resident", ["region"]),
        (whole("00" + BODY[2:]), "resident", ["region"]),
        (whole("110101" + "20230229" + "000"), "resident", ["birth"]),
        (whole("110101" + "20241301" + "000"), "resident", ["birth"]),
        (whole("110101" + "17991231" + "000"), "resident", ["birth"]),
        (whole("110101" + "00000101" + "000"), "resident", ["birth"]),
        (BODY + ("1" if check_character(BODY) != "1" else "2"), "resident", ["check"]),
        ("1" * 15, "old_resident", ["expired"]),
        (whole("810000" + BODY[6:]), "residence_permit", []),
        (whole("820000" + BODY[6:]), "residence_permit", []),
        (whole("830000" + BODY[6:]), "residence_permit", []),
        (whole("830001" + BODY[6:]), "residence_permit", ["region"]),
        (whole("911840" + BODY[6:]), "permanent_resident", []),
        (whole("911840" + "20230230" + "000"), "permanent_resident", ["birth"]),
        ("ABC" + "1" * 12, "old_permanent_resident", []),
        ("E12345678", "other", ["kind"]),
    ],
)
def test_each_kind_and_each_fault(text: str, kind: str, wrong: list[str]) -> None:
    found = check_identity(text, DAY)
    assert found.kind.id == kind
    assert [fault.part for fault in found.faults] == wrong


def test_several_faults_are_all_told() -> None:
    assert parts("00" + "0101" + "20230229" + "0000") == ["region", "birth", "check"]


def test_born_on_the_day_is_possible_and_the_day_after_is_not() -> None:
    today, tomorrow = (f"{DAY + timedelta(n):%Y%m%d}" for n in (0, 1))
    assert parts(whole(f"110101{today}000")) == []
    assert parts(whole(f"110101{tomorrow}000")) == ["birth"]
    assert "晚于2024-03-15" in check_identity(whole(f"110101{tomorrow}000"), DAY).faults[0].message


def test_full_width_small_letters_and_spaces_are_read() -> None:
    body = next(b for n in range(1000) if check_character(b := f"{BODY[:14]}{n:03}") == "X")
    wide = body[:6].translate({ord("0") + n: ord("０") + n for n in range(10)})
    found = check_identity(f" {wide} {body[6:]}x ", DAY)
    assert found.valid
    assert found.number == body + "X"


def test_messages_say_which_part_and_what_to_do() -> None:
    (fault,) = check_identity(whole("16" + BODY[2:]), DAY).faults
    assert fault.message == ("前6位（地址码）的前2位不是任何省、自治区、直辖市的代码；请照证件核对")
    (old,) = check_identity("1" * 15, DAY).faults
    assert "自2013-01-01起停止使用" in old.message
    assert "18位" in old.message
    (letter,) = check_identity(BODY[:5] + "A" + BODY[6:] + "1", DAY).faults
    assert "第6位不是数字" in letter.message


@given(BODIES)
def test_no_message_and_no_log_line_repeats_the_number(body: str) -> None:
    number = "11" + body[2:] + "0"
    found = check_identity(number, DAY)
    told = repr(found) + "".join(fault.message for fault in found.faults)
    assert number[4:14] not in told


def test_the_representation_hides_the_middle() -> None:
    found = check_identity(BODY + "Y", DAY)
    assert isinstance(found, Checked)
    assert repr(found) == "Checked('1101**********000Y', resident, ['characters'])"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("370212345678901234", "3702**********1234"),
        ("123456789012345", "1234*******2345"),
        ("E12345678", "*********"),
        ("", ""),
    ],
)
def test_masking_keeps_four_at_each_end(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_the_old_card_of_foreigners_is_for_the_eye() -> None:
    found = check_identity("ABC" + "1" * 12, DAY)
    assert found.valid
    assert "查看证件有效期" in found.cautions[0]


def test_what_is_assumed_says_why() -> None:
    assert all(one.confirmed or one.note for one in IDENTITY_KINDS)
    assert all(one.confirmed or one.note for rule in PARAMETERS for one in rule.versions)

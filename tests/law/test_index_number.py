"""索引号: as found on government sites, and written anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput
from gongkai.law.numbers.credit_code import CREDIT_ALPHABET
from gongkai.law.numbers.index_number import FRONTS, PARAMETERS, compose_index, parse_index

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "index_number.yaml").read_text("utf-8")
)
DAY = date(2024, 3, 15)
FRONT = "13370500664439219L"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_index_numbers_found_in_practice(case: dict[str, Any]) -> None:
    found = parse_index(case["text"], DAY)
    assert found.valid == ("fault" not in case)
    if not found.valid:
        assert [fault.part for fault in found.faults] == [case["fault"]]
        assert found.faults[0].message
        return
    assert str(found.number) == case["regular"]
    assert len(found.cautions) == len(case["cautions"]), found.cautions
    for words, caution in zip(case["cautions"], found.cautions, strict=True):
        assert words in caution


def test_a_list_may_show_only_the_back_part() -> None:
    number = parse_index(f"{FRONT}/2020-10670", DAY).number
    assert number and number.back == "2020-10670"


def test_reading_a_regular_number_and_writing_it_again_changes_nothing() -> None:
    for case in CASES:
        if "fault" not in case:
            assert str(parse_index(case["regular"], DAY).number) == case["regular"]


@given(st.integers(1900, 2099), st.integers(5, 7), st.data())
def test_what_is_composed_is_read_back(year: int, width: int, data: st.DataObject) -> None:
    serial = data.draw(st.integers(1, 10**width - 1))
    found = parse_index(compose_index(FRONT, year, serial, DAY, width), DAY)
    assert found.valid and found.number
    assert (found.number.year, int(found.number.serial)) == (year, serial)
    assert len(found.cautions) == (width > 5)


def test_five_digits_are_the_default_and_the_hyphen_is_dropped() -> None:
    assert compose_index("00001434-9", 2017, 110, DAY) == "000014349/2017-00110"
    assert compose_index("01527918x", 2020, 1, DAY) == "01527918X/2020-00001"


def test_no_number_is_composed_with_one_character_of_the_code_wrong() -> None:
    for at in range(18):
        for other in CREDIT_ALPHABET:
            if other != FRONT[at]:
                with pytest.raises(BadInput, match="编索引号"):
                    compose_index(FRONT[:at] + other + FRONT[at + 1 :], 2020, 1, DAY)


@pytest.mark.parametrize(
    ("year", "serial", "width", "words"),
    [
        (2020, 100000, None, "不能写成5位"),
        (2020, 0, None, "不能写成5位"),
        (2020, 1, 4, "应为5—7位"),
        (2020, 1, 8, "应为5—7位"),
        (20, 1, None, "年份为20"),
    ],
)
def test_what_does_not_fit_is_refused(
    year: int, serial: int, width: int | None, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        compose_index(FRONT, year, serial, DAY, width)


def test_what_is_assumed_says_why() -> None:
    assert all(one.confirmed or one.note for one in FRONTS)
    assert all(one.confirmed or one.note for rule in PARAMETERS for one in rule.versions)

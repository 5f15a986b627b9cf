"""统一社会信用代码 and 组织机构代码. The codes are public bodies' or made up."""

from __future__ import annotations

import pytest
import stdnum.cn.uscc
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.numbers.credit_code import (
    BODY_KINDS,
    CREDIT_ALPHABET,
    check_credit_code,
    check_organisation_code,
    credit_check_character,
    organisation_check_character,
)

PUBLIC = [
    "13370500664439219L",
    "11370322004222241N",
    "11441700007280420Y",
    "11620622013933539B",
    "11532331015179648Q",
    "91110000600037341L",  # the example of the other implementation's manual
]
ORGANISATIONS = ["000014349", "011043145", "01527918X", "664439219"]


def made(prefix: str, organisation: str = "00000001", region: str = "110000") -> str:
    body = prefix + region + organisation + organisation_check_character(organisation)
    return body + credit_check_character(body)


@pytest.mark.parametrize("code", PUBLIC)
def test_codes_of_public_bodies_pass(code: str) -> None:
    found = check_credit_code(code)
    assert found.valid
    assert not found.cautions
    assert found.kind


@pytest.mark.parametrize("code", PUBLIC)
def test_any_single_wrong_character_is_noticed(code: str) -> None:
    for at in range(18):
        for other in CREDIT_ALPHABET:
            if other != code[at]:
                assert not check_credit_code(code[:at] + other + code[at + 1 :]).valid


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17))
def test_the_check_character_is_that_of_another_implementation(body: str) -> None:
    assert credit_check_character(body) == stdnum.cn.uscc.calc_check_digit(body)


@given(
    st.text(CREDIT_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_ALPHABET + "OIZ", min_size=10, max_size=10),
)
def test_valid_means_what_it_means_to_another_implementation(
    head: str, region: str, tail: str
) -> None:
    code = head + region + tail
    if head.isdigit():  # the other one takes digits only, and so misses N1, A1 and Y1
        assert check_credit_code(code).valid == stdnum.cn.uscc.is_valid(code)


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("", "length"),
        ("1337050066443921", "length"),
        ("1337050066443921OL", "characters"),
        ("13370500664439219l1", "length"),
        ("13AB0500664439219L", "region"),
        ("13370500664439219M", "check"),
    ],
)
def test_each_fault_names_its_part(code: str, part: str) -> None:
    found = check_credit_code(code)
    assert [fault.part for fault in found.faults] == [part]
    assert "请照证照" in found.faults[0].message


def test_the_place_of_a_wrong_character_is_told() -> None:
    (fault,) = check_credit_code("1337050066443921OS").faults
    assert "第17、18位" in fault.message


@pytest.mark.parametrize(
    ("prefix", "zh", "applicant"),
    [
        ("11", "机关", "public_body"),
        ("12", "事业单位", ""),
        ("31", "律师执业机构", "law_firm"),
        ("51", "社会团体", "association"),
        ("53", "基金会", "foundation"),
        ("91", "企业", "company"),
        ("92", "个体工商户", "trader"),
        ("93", "农民专业合作社", "farmers_cooperative"),
        ("N2", "村级集体经济组织", "other"),
        ("Y1", "其他登记管理部门登记的组织", "other"),
    ],
)
def test_the_first_two_characters_tell_the_kind_of_body(
    prefix: str, zh: str, applicant: str
) -> None:
    found = check_credit_code(made(prefix))
    assert found.valid and not found.cautions and found.kind
    assert (found.kind.zh, found.kind.applicant) == (zh, applicant)


@pytest.mark.parametrize(
    ("prefix", "words"), [("E1", "第1位（登记管理部门代码）为E"), ("97", "第2位（机构类别代码）")]
)
def test_an_unknown_kind_is_odd_but_not_wrong(prefix: str, words: str) -> None:
    found = check_credit_code(made(prefix))
    assert found.valid
    assert found.kind is None
    assert words in found.cautions[0]


def test_an_organisation_code_inside_that_does_not_agree_with_itself_is_odd() -> None:
    body = "91" + "110000" + "00000001" + "0"
    found = check_credit_code(body + credit_check_character(body))
    assert found.valid
    assert "GB 11714" in found.cautions[0]


@pytest.mark.parametrize("code", [*ORGANISATIONS, "01527918-x", *(c[8:17] for c in PUBLIC)])
def test_organisation_codes_of_public_bodies_pass(code: str) -> None:
    found = check_organisation_code(code)
    assert found.valid
    assert len(found.code) == 9


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("00001434", "length"),
        ("00001434A", "characters"),
        ("000014348", "check"),
        ("0000143-49", "length"),
    ],
)
def test_each_fault_of_an_organisation_code_names_its_part(code: str, part: str) -> None:
    assert [fault.part for fault in check_organisation_code(code).faults] == [part]


@given(st.text(max_size=24))
def test_any_text_gets_an_answer(text: str) -> None:
    check_credit_code(text)
    check_organisation_code(text)


def test_kinds_are_told_apart_and_what_is_assumed_says_why() -> None:
    assert len({kind.prefix for kind in BODY_KINDS}) == len(BODY_KINDS)
    assert all(kind.confirmed or kind.note for kind in BODY_KINDS)

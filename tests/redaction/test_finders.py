"""Personal data in Chinese texts; figures on made-up texts are held to a floor."""

# ruff: noqa: E501 — cases, one a line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.numbers.identity import check_character
from gongkai.redaction import find_text
from gongkai.redaction.personal_shapes import shapes_in
from tests.redaction import gold, gold_new


def found(text: str, floor: float = 0.5) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in find_text(text) if one.confidence >= floor]


@pytest.mark.parametrize(
    ("texts", "precision", "recall", "numbers"),
    [
        (gold.TEXTS, 0.98, 0.98, 36),
        (gold.LATER, 0.95, 0.88, 12),
        (gold.LAST, 0.95, 0.88, 8),
        (gold.SINCE, 0.95, 0.88, 8),
        (gold_new.FIRST, 0.95, 0.92, 0),
        (gold_new.HELD, 0.95, 0.80, 0),
    ],
)
def test_on_made_up_texts_nearly_all_is_found_and_little_else(
    texts: tuple[str, ...], precision: float, recall: float, numbers: int
) -> None:
    scores = gold.score(0.5, texts)
    right, wrong, missed = (sum(column) for column in zip(*scores.values(), strict=True))
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall
    exact = [row for kind, row in scores.items() if kind != "name"]
    assert sum(row[0] for row in exact) >= numbers
    assert sum(row[1] for row in exact) == 0, "numbers and addresses are found exactly"
    assert sum(row[2] for row in exact) <= 1


def test_names_that_no_word_announces_are_found_by_their_look() -> None:
    text = "河西村、李家庄的村民由张桂芳带领，时更新数据，赵建国户领取补偿。欧阳建华在场。"
    assert {one.of(text).text for one in shapes_in(text)} == {"欧阳建华", "张桂芳", "赵建国"}
    (one,) = find_text("经核实，马玉成户的面积有误。")
    assert one.text == "马玉成" and one.confidence >= 0.5 and "像是姓名" in one.why


def test_every_finding_says_where_what_and_why() -> None:
    (one,) = find_text("我叫张三，")
    assert (one.text, one.start, one.stop, one.zh, one.ground) == ("张三", 2, 4, "姓名", "E15")
    assert one.confidence > 0.9 and "我叫" in one.why


def test_numbers_split_by_blanks_and_line_ends_keep_their_place() -> None:
    text = "身份证号：１１０１０１ 19000101\n0014，电话 138-0013-8000。"
    assert found(text) == [("identity", "１１０１０１ 19000101\n0014"), ("mobile", "138-0013-8000")]
    for one in find_text(text):
        assert text[one.start : one.stop] == one.text


def test_an_address_and_a_name_over_the_end_of_a_full_line_are_found() -> None:
    line = "兹有我单位职工因故需要办理相关手续特此证明其为申请人王小"
    assert ("name", "王小\n明") in found(
        line + "\n明，男，现住某某市某某区\n幸福路18号3单元201室。"
    )
    assert ("address", "某某市某某区\n幸福路18号3单元201室") in found(
        "家庭住址：某某市某某区\n幸福路18号3单元201室"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证号110101190001010015", [("identity", "110101190001010015")]),  # typing error
        ("身份证号999999999999999999", [("identity", "999999999999999999")]),  # told by the words
        ("编号110101190001010015X", []),
        ("统一社会信用代码91370100MA3000000F", []),
        ("编号113700000045000007", []),
        ("合计13800138000.50元", []),
        ("13800138000138001380001380013800", []),
        ("0086 13800138000", [("mobile", "0086 13800138000")]),
        ("8613800138000", [("mobile", "8613800138000")]),
        ("1515\n\t0\n\t590668", []),
        ("1 3 8 0 0 1 3 8 0 0 0", []),
        ("账号1234567890123", [("bank", "1234567890123")]),
        ("流水1234567890123", []),
        ("卡号 6217 0000 0000 0000 003", [("bank", "6217 0000 0000 0000 003")]),
        ("联系电话：86012345", [("landline", "86012345")]),
        ("面积86012345平方米", []),
        ("传真：0531-86012345", []),
        ("邮箱 office@example.gov.cn", []),
        ("鲁A12345Z，川A·12345，沪A1234学", [("plate", "鲁A12345Z"), ("plate", "川A·12345"), ("plate", "沪A1234学")]),
        ("京ABCDE", []),
        ("办公地址：某某市某某区龙奥路1号", []),
        ("王先生", [("name", "王")]),
        ("和王女士联系", [("name", "王")]),
        ("小王先生", []),
        ("欧阳先生", [("name", "欧阳")]),
        ("欧阳小菊 13800138000", [("name", "欧阳小菊"), ("mobile", "13800138000")]),
        ("申请人王李某", []),
        ("申请人：王羲之", [("name", "王羲之")]),
        ("证人王五之子在场", [("name", "王五")]),
        ("代理人李四申请阅卷", [("name", "李四")]),
        ("答复·告知", []),
        ("收到方案的通知", []),
        ("你（方案）", []),
    ],
)  # fmt: skip
def test_single_cases(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_doubtful_findings_are_given_with_little_confidence() -> None:
    low = {one.kind.value: one.confidence for one in find_text(
        "办公地址：某某市某某区龙奥路1号，传真：0531-86012345，邮箱 office@example.gov.cn。\n王芳\n"
    )}  # fmt: skip
    assert low == {"address": 0.3, "landline": 0.3, "email": 0.4, "name": 0.5}


@given(st.integers(0, 17), st.sampled_from([" ", "\n", "\u3000", ""]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_right_identity_number_is_found_however_it_is_split(
    at: int, gap: str, wide: bool
) -> None:
    body = "37010119991231001"
    number = body + check_character(body)
    text = number[:at] + gap + number[at:]
    if wide:
        text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
    kinds = [(one.kind.value, one.start <= 4, one.stop) for one in find_text(f"号码为：{text}。")]
    assert [kind for kind, _, _ in kinds] == ["identity"]


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_findings_lie_in_it(text: str) -> None:
    stop = 0
    for one in find_text(text):
        assert 0 <= one.start < one.stop <= len(text) and one.start >= stop
        assert text[one.start : one.stop] == one.text
        stop = one.stop


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 5_000,
        "申请人" * 5_000,
        "王" * 20_000,
        "路1号" * 5_000,
        "市" * 20_000,
        "·王" * 5_000,
        "、李四" * 3_000,
        "a@" * 10_000,
    ],
    ids=range(8),
)
def test_a_hostile_text_is_read_in_good_time(text: str) -> None:
    import time

    started = time.process_time()
    find_text(text)
    assert time.process_time() - started < 12  # with the square in it, minutes

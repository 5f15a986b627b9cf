"""信息处理费: the worked examples, the properties of the tariffs, the choice and the count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law.fees import choice as fee_choice
from gongkai.law.fees import count as fee_count
from gongkai.law.fees import tariff as fees
from gongkai.law.fees.choice import NOTICE_ELEMENTS, Manner, choose, compare, fee_notice
from gongkai.law.fees.count import Filed, number_items
from gongkai.law.fees.tariff import Fee, Method, fee_by_items, fee_by_pages, fee_of_item
from tests.law.support import cases

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "fees.yaml").read_text("utf-8")
)
DAY = date(2024, 3, 15)
MANNERS = {manner.value: manner for manner in Manner}
COUNTS = st.integers(1, 400)


def filed(
    id: str, received: date, items: int = 1, applicants: Iterable[str] = ("某人",), **facts: Any
) -> Filed:
    return Filed(
        id, **{"agency": "甲局", "applicants": frozenset(applicants), "received": received,
               "items": items, "registered": datetime.combine(received, time(9), UTC), **facts}
    )  # fmt: skip


def check_fee(fee: Fee, asked: dict[str, Any]) -> None:
    assert fee.total == asked["fee"]
    assert fee.total == sum(part.amount for part in fee.parts)
    if "parts" in asked:
        found = [[part.first, part.last, part.rate, part.amount] for part in fee.parts]
        assert found == asked["parts"]


def answer(asked: dict[str, Any], day: date | None) -> str:
    """Check one question of a case; the articles it rests on, as text."""
    if "filings" in asked:
        found = number_items(filed(**one) for one in asked["filings"])
        assert {n.filed.id: [n.first, n.last] for n in found} == asked["numbers"]
        assert {n.filed.id: n.fee().total for n in found} == asked["fees"]
        return " ".join(str(a) for n in found for a in n.fee().articles)
    assert day
    if "items" in asked:
        first, count = asked["items"]
        fee = fee_by_items(first, count, day)
    elif "pages" in asked:
        fee = fee_by_pages(asked["pages"], day)
    elif "never_by_item" in asked:
        assert all(
            fee_by_items(first, count, day).total != asked["never_by_item"]
            for first in range(1, 100)
            for count in range(1, 30)
        )
        return ""
    else:
        return check_comparison(asked, day)
    check_fee(fee, asked)
    return " ".join(map(str, fee.articles))


def check_comparison(asked: dict[str, Any], day: date) -> str:
    facts = asked["compare"]
    both = compare(facts["first"], facts["pages"], MANNERS[facts["manner"]], day)
    assert both.by_item.fee.total == asked["by_item"]
    assert both.by_page.fee.total == asked["by_page"]
    assert both.difference == asked["difference"]
    assert list(both.allowed) == asked["allowed"]
    assert choose(both, []) is None
    for method, total in asked["chosen"].items():
        fee = choose(both, [Method(method)])
        assert fee and fee.total == total
    articles = [str(option.article) for option in both.options]
    for methods in asked["refused"]:
        with pytest.raises(LawError) as caught:
            choose(both, [Method(method) for method in methods])
        articles.append(str(caught.value.article))
    return " ".join(articles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_examples(case: dict[str, Any]) -> None:
    articles = " ".join(answer(asked, case.get("received")) for asked in case["asked"])
    assert case["article"] in articles


def test_every_example_of_the_list_is_a_case() -> None:
    assert [case["id"] for case in CASES] == [f"F{n}" for n in range(1, 21)]


@cases("fee_count")
def test_what_counts_for_whom(case: dict[str, Any]) -> None:
    found = number_items(filed(**one) for one in case["filings"])
    assert {n.filed.id: [n.first, n.last] for n in found} == case["numbers"]
    rule = getattr(fee_count, case["rule"]).on(DAY)
    assert case["article"] in str(rule.article) and rule.confirmed is case["confirmed"]
    assert all(case.get("said", "") in "".join(n.reasons) for n in found)


# --- properties -----------------------------------------------------------------------------------


@given(COUNTS)
def test_the_price_of_the_next_item_never_falls(nth: int) -> None:
    assert fee_of_item(nth + 1, DAY).total >= fee_of_item(nth, DAY).total


@given(COUNTS, COUNTS, st.integers(0, 100))
def test_the_fee_by_item_is_the_same_however_the_items_are_split(
    first: int, count: int, more: int
) -> None:
    whole = fee_by_items(first, count + more, DAY).total
    assert whole == (
        fee_by_items(first, count, DAY).total + fee_by_items(first + count, more, DAY).total
    )


@given(COUNTS, COUNTS)
def test_the_fee_by_item_is_the_sum_of_its_prices(first: int, count: int) -> None:
    fee = fee_by_items(first, count, DAY)
    # the formula of the specification, written independently
    assert fee.total == sum(
        0 if n <= 10 else 100 if n <= 30 else 100 * (2 + (n - 31) // 10)
        for n in range(first, first + count)
    )
    assert sum(part.quantity for part in fee.parts) == count


@given(st.integers(0, 3000))
def test_the_fee_by_page_never_falls_and_is_convex(pages: int) -> None:
    low, middle, high = (fee_by_pages(pages + n, DAY).total for n in range(3))
    assert high - middle >= middle - low >= 0


@given(st.integers(0, 3000))
def test_the_parts_of_the_pages_join_without_gap(pages: int) -> None:
    parts = fee_by_pages(pages, DAY).parts
    assert [n for part in parts for n in range(part.first, part.last + 1)] == [*range(1, pages + 1)]


# --- amounts --------------------------------------------------------------------------------------


def test_the_json_view_shows_free_parts_too() -> None:
    view = fee_by_items(9, 3, DAY).as_json()
    assert list(view) == ["fee", "parts"]
    assert view["fee"] == 100
    assert view["parts"][0] == {
        "from": 9, "to": 10, "rate": 0, "quantity": 2, "amount": 0,
        "article": "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第四条第（一）项",
    }  # fmt: skip
    assert [part["from"] for part in view["parts"]] == [9, 11]


def test_reasons_show_the_reckoning_and_that_charging_is_optional() -> None:
    fee = fee_by_items(9, 5, DAY)
    assert fee.reasons == (
        "按件计收，超额累进；合计300元",
        "同一申请人一个自然月内累计计数，本次为第9—13件",
        "第9—10件的部分：2件，不收费",
        "第11—13件的部分：100元/件×3件＝300元",
        "超出合理范围的，可以收取，不是必须收取",
    )
    assert "第四十二条" in str(fee.articles[-1])
    free = fee_by_pages(30, DAY)
    assert "第1—30页的部分：30页，不收费" in free.reasons
    assert not any("可以收取" in reason for reason in free.reasons)


def test_no_item_and_no_page_cost_nothing_and_have_no_part() -> None:
    assert fee_by_items(40, 0, DAY).as_json() == {"fee": 0, "parts": []}
    assert fee_by_pages(0, DAY).as_json() == {"fee": 0, "parts": []}


@pytest.mark.parametrize(("first", "count"), [(0, 1), (-3, 1), (1, -1), (1, 10**12)])
def test_impossible_numbers_of_items_are_refused(first: int, count: int) -> None:
    with pytest.raises(BadInput, match="请核对"):
        fee_by_items(first, count, DAY)


def test_a_negative_number_of_pages_is_refused() -> None:
    with pytest.raises(BadInput, match="页数为-1"):
        fee_by_pages(-1, DAY)


def test_before_the_rules_took_effect_there_is_no_fee_to_reckon() -> None:
    last = date(2020, 12, 31)
    for reckon in (
        lambda: fee_by_items(1, 1, last),
        lambda: fee_by_pages(1, last),
        lambda: number_items([filed("1", last)]),
    ):
        with pytest.raises(NoRuleInForce):
            reckon()
    assert fee_by_items(11, 1, date(2021, 1, 1)).total == 100


def test_tariffs_can_be_read_by_people() -> None:
    assert str(fees.ITEM_TARIFF.on(DAY).value) == (
        "第1—10：不收费；第11—30：100元；其后每10件为一档，每档每件提高100元"
    )
    assert str(fees.PAGE_TARIFF.on(DAY).value).endswith("第201起：40元")


# --- choice and notice ----------------------------------------------------------------------------


def test_a_split_application_is_compared_by_all_its_items() -> None:
    both = compare(9, 40, Manner.COPIES, DAY, count=5)
    assert (both.by_item.fee.total, both.by_page.fee.total, both.difference) == (300, 100, 200)
    assert "适用范围" in both.by_page.reason


def test_the_refusal_says_why_and_what_to_do() -> None:
    both = compare(11, 300, Manner.POINTED, DAY)
    with pytest.raises(LawError, match="不得按量计收：信息已经公开.*改为按件计收") as caught:
        choose(both, {Method.BY_PAGE})
    assert "第五条" in str(caught.value)


def test_a_notice_holds_its_four_elements() -> None:
    notice = fee_notice(fee_by_items(9, 5, DAY), " 凭缴款码缴入国库 ")
    assert [element.zh for element in NOTICE_ELEMENTS] == ["依据", "标准", "数额", "缴纳方式"]
    assert all(getattr(notice, element.id) for element in NOTICE_ELEMENTS)
    assert notice.amount == "300元"
    assert notice.how_to_pay == "凭缴款码缴入国库"
    assert "100元/件×3件" in notice.standard


@pytest.mark.parametrize(("items", "how"), [(1, "柜台"), (12, " ")])
def test_no_notice_without_a_fee_or_a_way_to_pay(items: int, how: str) -> None:
    with pytest.raises(BadInput):
        fee_notice(fee_by_items(1, items, DAY), how)


def test_the_manner_of_reply_has_a_name() -> None:
    assert all(manner.zh for manner in Manner)


# --- the monthly count ----------------------------------------------------------------------------


def numbers(*filings: Filed) -> dict[str, tuple[int, int]]:
    return {n.filed.id: (n.first, n.last) for n in number_items(filings)}


def test_items_are_numbered_by_receipt_then_by_registration() -> None:
    early, late = date(2024, 3, 1), date(2024, 3, 2)
    found = numbers(
        filed("丙", late),
        filed("乙", early, registered=datetime(2024, 3, 5, 16, tzinfo=UTC)),
        filed("甲", early, items=2, registered=datetime(2024, 3, 5, 9, tzinfo=UTC)),
    )
    assert found == {"甲": (1, 2), "乙": (3, 3), "丙": (4, 4)}


def test_each_applicant_agency_and_month_has_its_own_count() -> None:
    found = numbers(
        filed("1", DAY),
        filed("2", DAY, applicants=["另一人"]),
        filed("3", DAY, agency="乙局"),
        filed("4", date(2025, 3, 15)),
        filed("5", date(2024, 4, 1)),
    )
    assert set(found.values()) == {(1, 1)}


def test_an_item_charged_by_page_keeps_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    two = (filed("1", DAY, method=Method.BY_PAGE), filed("2", DAY))
    assert numbers(*two) == {"1": (1, 1), "2": (2, 2)}
    rule = fee_count.PAGE_ITEMS_COUNT
    free = replace(rule, versions=(replace(rule.versions[0], value=False),))
    monkeypatch.setattr(fee_count, "PAGE_ITEMS_COUNT", free)
    assert numbers(*two) == {"1": (1, 1), "2": (1, 1)}


def test_the_numbering_gives_its_reasons() -> None:
    (one,) = number_items([filed("1", DAY, items=3)])
    assert "2024年3月" in one.reasons[0]
    assert "此前已有0件" in one.reasons[1]
    assert "拆分为3件：第1—3件" in one.reasons[2]


@pytest.mark.parametrize("filings", [[filed("1", DAY)] * 2, [filed("1", DAY, items=0)]])
def test_doubled_or_empty_applications_are_refused(filings: list[Filed]) -> None:
    with pytest.raises(BadInput, match="申请 1 "):
        number_items(filings)


def test_every_assumed_parameter_says_why() -> None:
    parameters = [*fees.PARAMETERS, *fee_choice.PARAMETERS, *fee_count.PARAMETERS]
    assert len({parameter.id for parameter in parameters}) == len(parameters)
    for parameter in parameters:
        for version in parameter.versions:
            assert version.confirmed or version.note, parameter.id


def test_a_slip_of_the_keyboard_is_no_fee() -> None:
    assert fee_by_pages(1_000_000, DAY).total == 2_700 + 40 * 999_800
    with pytest.raises(BadInput, match="超出可能的范围"):
        fee_by_pages(1_000_001, DAY)

"""Decisions: article, row, what must be on file, whether reconsideration comes first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law.decisions import guards, review_first, rows
from gongkai.law.decisions.codes import (
    DECISIONS,
    DISCLOSING,
    Group,
    Suit,
    barred_by,
    check_decision,
    decision,
    missing_records,
)
from gongkai.law.decisions.guards import Record
from gongkai.law.decisions.rows import form_of, row_of, statistical_row
from gongkai.law.documents.notices import notice_for
from gongkai.law.publishing import GIVEN
from gongkai.report.forms import form_by_key
from tests.law.support import CASES, cases

DAY = date(2024, 5, 6)
CODES = [d.code for d in DECISIONS]


def load(topic: str) -> list[dict[str, Any]]:
    return yaml.safe_load((CASES / f"{topic}.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def records(slugs: Iterable[str]) -> frozenset[Record]:
    return frozenset(Record(slug) for slug in slugs)  # type: ignore[call-arg]


@cases("decisions")
def test_each_decision_has_its_article_its_rows_and_its_remedy(case: dict[str, Any]) -> None:
    found = decision(case["id"], DAY)
    assert any(case["article"] in str(article) for article in found.articles)
    assert row_of(found.code, 2019).id == row_of(found.code, 2020).id == case["row_2019"]
    assert row_of(found.code, 2021).id == row_of(found.code, 2024).id == case["row_2021"]
    answer = review_first.review_first(found.code, DAY, case.get("refused", ()))
    assert answer.first is case["first"]
    assert answer.reason
    assert review_first.suit_note(found.code, DAY).value == case["suit"]
    assert notice_for(found.code).code == case["notice"]
    assert found.guards


def test_the_cases_name_every_decision_once() -> None:
    assert [case["id"] for case in load("decisions")] == CODES
    assert {case["code"] for case in load("guards")} == set(CODES)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_decisions_fill_every_row_of_outcomes_and_no_other(form: str) -> None:
    leaves = {row.labels[-1].id for row in form_by_key(form).rows}
    counts = {"new_applications", "carried_in", "handled_total", "carried_out"}
    year = int(form)
    assert {row_of(code, year).id for code in CODES} == leaves - counts


@pytest.mark.parametrize("found", DECISIONS, ids=CODES)
def test_the_row_stands_under_the_decisions_group(found: Any) -> None:
    assert found.row.startswith(found.group.value)
    assert found.row_2019.startswith(found.group.value)
    assert not found.zh.startswith("“")
    if not found.row_confirmed:
        assert found.note


def test_the_form_goes_by_the_year_of_the_report() -> None:
    assert [form_of(y).value for y in (2019, 2020, 2021, 2025)] == ["2019", "2019", "2021", "2021"]
    with pytest.raises(NoRuleInForce, match="2018 年度"):
        form_of(2018)


# --- guards ---------------------------------------------------------------------------------------


@cases("guards")
def test_a_guard_fires_when_its_record_is_missing_and_only_then(case: dict[str, Any]) -> None:
    refused = case.get("refused", ())
    have = records(case["have"])
    assert missing_records(case["code"], have, DAY, refused) == ()
    assert check_decision(case["code"], have, DAY, refused).code == case["code"]
    for slug, article in case["needs"].items():
        (missing,) = missing_records(case["code"], have - records([slug]), DAY, refused)
        assert Record(slug) in missing.records  # type: ignore[call-arg]
        assert article in str(missing.article)
        with pytest.raises(LawError) as caught:
            check_decision(case["code"], have - records([slug]), DAY, refused)
        assert missing.sentence in str(caught.value)
        assert caught.value.article == missing.article


@cases("bars")
def test_a_bar_forbids_the_decision_even_on_a_full_file(case: dict[str, Any]) -> None:
    full = frozenset(chain(*(g.records for g in guards.GUARDS[case["code"]])))
    assert barred_by(case["code"], full, DAY) == ()
    check_decision(case["code"], full, DAY)
    with pytest.raises(LawError) as caught:
        check_decision(case["code"], full | records([case["bar"]]), DAY)
    assert case["article"] in str(caught.value)


def test_every_guard_and_bar_of_the_tables_has_a_case() -> None:
    needs: dict[str, set[str]] = {code: set() for code in CODES}
    bars: dict[str, set[str]] = {code: set() for code in CODES}
    for case in load("guards"):
        needs[case["code"]] |= set(case["needs"])
    for case in load("bars"):
        bars[case["code"]].add(case["bar"])
    for code, rules in guards.GUARDS.items():
        assert {r.value for g in rules for r in g.records} <= needs[code], code
    for code, rules in guards.BARS.items():
        assert {r.value for g in rules for r in g.records} == bars[code], code


def test_an_error_names_every_missing_record_with_its_article() -> None:
    with pytest.raises(LawError) as caught:
        check_decision("D34", (), DAY)
    text = str(caught.value)
    assert text.count("第十七条第二款") == text.count("第三十二条") == text.count("第十五条") == 1


def test_unconfirmed_guards_say_why() -> None:
    for guard in chain(*guards.GUARDS.values(), *guards.BARS.values()):
        assert guard.confirmed or guard.note
        assert guard.records and guard.sentence


def test_a_partial_disclosure_must_say_what_its_withheld_part_rests_on() -> None:
    with pytest.raises(BadInput, match="须说明"):
        missing_records("D20", (), DAY)
    with pytest.raises(BadInput, match="不能是"):
        missing_records("D20", (), DAY, ["D41"])
    with pytest.raises(BadInput, match="不区分处理"):
        missing_records("D12", (), DAY, ["D31"])
    assert len(missing_records("D20", (), DAY, ["D63"])) == 1
    assert len(missing_records("D20", (), DAY, ["D31", "D36"])) == 5


def test_a_partial_disclosure_is_barred_by_what_bars_its_part() -> None:
    assert barred_by("D20", [Record.LAW_REQUIRES], DAY, ["D36"])
    assert not barred_by("D20", [Record.LAW_REQUIRES], DAY, ["D35"])


def test_an_unknown_code_or_one_before_its_law_is_refused() -> None:
    with pytest.raises(BadInput, match="D99"):
        decision("D99")
    with pytest.raises(NoRuleInForce, match="2019-05-15"):
        decision("D12", date(2019, 5, 14))
    with pytest.raises(NoRuleInForce, match="2021-01-01"):
        missing_records("D62", (), date(2020, 12, 31))


# --- reconsideration first -----------------------------------------------------------------------


@pytest.mark.parametrize("code", [c for c in CODES if c not in ("D20", "D62")])
def test_before_2024_nothing_had_to_go_to_reconsideration_first(code: str) -> None:
    answer = review_first.review_first(code, date(2023, 12, 31))
    assert not answer.first
    assert answer.confirmed
    assert "第五十一条" in str(answer.article)


def test_article_23_holds_from_the_first_day_of_2024_for_articles_14_to_16() -> None:
    hit = [c for c in CODES if c != "D20" and review_first.review_first(c, date(2024, 1, 1)).first]
    assert hit == ["D31", "D32", "D33", "D34", "D35", "D36", "D37"]
    answer = review_first.review_first("D31", date(2024, 1, 1))
    assert answer.article.article == 23
    assert "法释〔2025〕8号" in str(review_first.review_first("D31", date(2025, 6, 1)).article)


def test_whether_inquiry_matters_go_first_is_not_confirmed() -> None:
    assert not review_first.review_first("D38", DAY).confirmed
    assert review_first.review_first("D41", DAY).confirmed


def test_for_a_partial_disclosure_the_withheld_part_decides() -> None:
    with pytest.raises(BadInput, match="取决于"):
        review_first.review_first("D20", DAY)
    assert review_first.review_first("D20", DAY, ["D38", "D35"]).first
    assert not review_first.review_first("D20", DAY, ["D38"]).first
    assert not review_first.review_first("D20", DAY, ["D31"]).confirmed
    early = review_first.review_first("D20", date(2023, 12, 29), ["D31"])
    assert (early.first, early.confirmed) == (False, True)


def test_before_2024_refusals_could_be_sued_directly() -> None:
    assert review_first.suit_note("D31", date(2023, 12, 31)) is Suit.DIRECT
    assert review_first.suit_note("D20", date(2023, 12, 31)) is Suit.DIRECT
    assert review_first.suit_note("D43", date(2023, 12, 31)) is Suit.NORMALLY_REJECTED
    assert decision("D31").suit_confirmed
    assert not decision("D43").suit_confirmed


# --- several items --------------------------------------------------------------------------------


@cases("mixed_items")
def test_an_application_with_several_items_takes_one_row(case: dict[str, Any]) -> None:
    answer = statistical_row(case["items"], case["year"], case.get("main", 0))
    assert answer.row.id == case["row"]
    assert answer.reason
    assert row_of(answer.code, case["year"]) == answer.row


def test_an_open_application_has_no_row_yet() -> None:
    with pytest.raises(BadInput, match="尚未办结"):
        statistical_row([], 2024)
    with pytest.raises(BadInput, match="序号"):
        statistical_row(["D12"], 2024, 1)


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=8), st.data())
def test_any_items_give_exactly_one_row_in_each_form(items: list[str], data: st.DataObject) -> None:
    main = data.draw(st.integers(0, len(items) - 1))
    groups = {decision(code).group for code in items}
    for year in (2019, 2021):
        answer = statistical_row(items, year, main)
        leaves = [r for r in form_by_key(str(year)).rows if r.labels[-1] == answer.row]
        assert len(leaves) == 1
        if {Group.GRANTED, Group.WITHHELD} <= groups:
            assert answer.row.id == "partly_granted"
        else:
            assert answer.row in {row_of(code, year) for code in items}
        # which group wins does not hang on the order of the items
        again = statistical_row(data.draw(st.permutations(items)), year)
        assert decision(again.code).group is decision(answer.code).group


def test_the_constants_are_listed() -> None:
    assert [p.id for p in rows.PARAMETERS] == ["report_form", "row_precedence"]
    assert [p.id for p in review_first.PARAMETERS] == ["review_first", "review_first_after_silence"]


def test_what_discloses_gives_something_or_tells_where_it_stands() -> None:
    assert {*GIVEN} < DISCLOSING
    assert DISCLOSING - {*GIVEN} == {"D11"}  # it was public before

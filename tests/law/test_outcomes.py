"""Table 4: each outcome in its cell, each case once a year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput
from gongkai.law.outcomes import (
    OUTCOMES,
    Dispute,
    Forum,
    Reviewed,
    distinct,
    outcome,
    place,
    suit_group,
    tally,
)
from gongkai.report.forms import form_by_key
from tests.law.support import CASES, cases

R, S = Forum.RECONSIDERATION, Forum.LITIGATION
OPENED, ENDED = date(2023, 11, 1), date(2024, 6, 3)


def suit(*outcomes: str, number: str = "（2023）甲01行初1号", **facts: Any) -> Dispute:
    ended = facts.pop("effective", ENDED if outcomes else None)
    return Dispute(S, (number,), OPENED, outcomes, ended, **facts)


@cases("outcomes")
def test_each_outcome_has_its_cell(case: dict[str, Any]) -> None:
    found = outcome(case["id"])
    ids = (case["before"], found.id) if "before" in case else (found.id,)
    ended = None if case["cell"] == "pending" else ENDED
    where = place(Dispute(found.forum, ("某号",), OPENED, ids, ended), 2024)
    assert where is not None
    assert where.cell.id == case["cell"]
    assert case["article"] in str(where.article)
    assert where.group.id == ("reconsideration" if found.forum is R else "direct_suit")
    assert where.reason and not where.confirmed


def test_the_cases_name_every_outcome() -> None:
    named = yaml.safe_load((CASES / "outcomes.yaml").read_text("utf-8"))
    assert {case["id"] for case in named} == {o.id for o in OUTCOMES}
    assert all(o.note for o in OUTCOMES if not o.confirmed)


def test_every_cell_is_a_cell_of_the_form() -> None:
    slugs = {label.id for g in form_by_key("2021").groups for label in g.labels}
    for reviewed in Reviewed:
        assert suit_group(reviewed).id in slugs


def test_a_case_is_open_at_the_end_of_the_year_until_its_result_takes_effect() -> None:
    dispute = suit("suit_claim_rejected")
    assert place(dispute, 2022) is None
    found = [place(dispute, year) for year in (2023, 2024)]
    assert [w.cell.id for w in found if w] == ["pending", "upheld"]
    assert place(dispute, 2025) is None
    assert "2023-12-31" in found[0].reason  # type: ignore[union-attr]
    assert place(suit(), 2030).cell.id == "pending"  # type: ignore[union-attr]


def test_an_appeal_still_pending_leaves_the_case_open() -> None:
    where = place(suit("suit_annulled", effective=None), 2024)
    assert where is not None
    assert where.cell.id == "pending"


def test_a_judgment_changed_on_appeal_counts_as_changed() -> None:
    where = place(suit("suit_claim_rejected", "suit_annulled"), 2024)
    assert where is not None
    assert where.cell.id == "corrected"


@pytest.mark.parametrize(
    ("reviewed", "group"),
    [
        (Reviewed.NO, "direct_suit"),
        (Reviewed.DECIDED, "suit_after_reconsideration"),
        (Reviewed.NOT_ACCEPTED, "suit_after_reconsideration"),
        (Reviewed.NO_ANSWER, "suit_after_reconsideration"),
    ],
)
def test_the_group_of_a_suit_goes_by_the_reconsideration_before(
    reviewed: Reviewed, group: str
) -> None:
    where = place(suit("suit_claim_rejected", reviewed=reviewed), 2024)
    assert where is not None
    assert where.group.id == group


def test_a_case_that_both_bodies_report_is_counted_once() -> None:
    mine = suit("suit_claim_rejected", number="（2023）甲01行初1号")
    theirs = suit("suit_claim_rejected", number="(2023) 甲01行初1号")
    other = suit("suit_annulled", number="（2023）甲01行初2号")
    review = Dispute(R, ("（2023）甲01行初1号",), OPENED, ("review_upheld",), ENDED)
    assert distinct([mine, theirs, other, review]) == (mine, other, review)
    counts = tally([mine, theirs, other, review], 2024)
    assert counts == {
        ("direct_suit", "upheld"): 1,
        ("direct_suit", "corrected"): 1,
        ("direct_suit", "total"): 2,
        ("reconsideration", "upheld"): 1,
        ("reconsideration", "total"): 1,
    }
    assert tally([mine], 2022) == {}


def test_the_record_that_knows_the_end_is_kept_and_numbers_join_records() -> None:
    first = suit(number="初1")
    second = Dispute(S, ("终9",), date(2024, 2, 1), ("suit_annulled",), ENDED)
    both = Dispute(S, ("初1", "终9"), OPENED, ("suit_annulled", "appeal_dismissed"), ENDED)
    assert distinct([first, suit("suit_annulled", number="初1")]) == (
        suit("suit_annulled", number="初1"),
    )
    assert distinct([first, second, both]) == (both,)
    assert distinct([both, first]) == (both,)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ((S, (), OPENED), "案号"),
        ((S, ("某号",), OPENED, ("review_upheld",), ENDED), "不是行政诉讼的结果"),
        ((S, ("某号",), OPENED, ("appeal_dismissed",), ENDED), "一审结果"),
        ((S, ("某号",), OPENED, (), ENDED), "没有结果"),
        ((S, ("某号",), OPENED, ("suit_claim_rejected", "remanded"), ENDED), "仍在审理"),
        ((R, ("某号",), OPENED, ("review_upheld",), date(2023, 10, 31)), "早于"),
        ((R, ("某号",), OPENED, ("nothing",), None), "nothing"),
    ],
)
def test_impossible_facts_are_refused(facts: tuple[Any, ...], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        Dispute(*facts)


DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@st.composite
def disputes(draw: st.DrawFn) -> Dispute:
    forum = draw(st.sampled_from(Forum))
    ids = [o.id for o in OUTCOMES if o.forum is forum and not o.affirms and o.cell != "pending"]
    opened, ended = sorted((draw(DAYS), draw(DAYS)))
    done = draw(st.booleans())
    return Dispute(
        forum,
        (f"第{draw(st.integers(1, 6))}号",),
        opened,
        (draw(st.sampled_from(ids)),) if done else (),
        ended if done else None,
        draw(st.sampled_from(Reviewed)),
    )


@given(st.lists(disputes(), max_size=8), st.integers(2019, 2026))
def test_totals_are_the_sum_of_their_cells_and_doubling_changes_nothing(
    found: list[Dispute], year: int
) -> None:
    counts = tally(found, year)
    assert tally([*found, *found], year) == counts
    for group in {g for g, _ in counts}:
        parts = [n for (g, cell), n in counts.items() if g == group and cell != "total"]
        assert sum(parts) == counts[group, "total"]

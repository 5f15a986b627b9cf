"""Who is responsible, who may be addressed, and who reconsiders."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law import annual_report
from gongkai.law.bodies import review_body
from gongkai.law.bodies.kinds import REGIMES, BodyKind, addressee, regime
from gongkai.law.bodies.responsibility import Duty, Origin, Provenance, duties, responsible
from gongkai.law.bodies.review_body import REVIEW_BODIES, ReviewPlace
from gongkai.law.decisions import exemptions
from gongkai.law.decisions.codes import DECISIONS, decision
from gongkai.law.decisions.exemptions import EXEMPTIONS, Force, Lift, exemption, lifted_by
from tests.law.support import cases

DAY = date(2024, 5, 6)


@cases("responsibility")
def test_each_situation_has_its_responsible_body(case: dict[str, Any]) -> None:
    facts = dict(case["facts"])
    facts["origin"] = Origin(facts["origin"])  # type: ignore[call-arg]
    found = responsible(Provenance(**facts), DAY)
    assert found.holder.value == case["holder"]
    assert case["article"] in str(found.article)
    assert found.regulations_apply is case.get("regulations", True)
    assert found.confirmed is case.get("confirmed", True)
    assert found.reason


def test_a_hand_over_without_its_due_day_cannot_be_judged() -> None:
    with pytest.raises(BadInput, match="应当移交的日期"):
        responsible(Provenance(Origin.MADE, archived=date(2020, 1, 1)), DAY)


def test_article_11_asks_for_agreement_and_for_approval() -> None:
    assert duties(involves_others=False, needs_approval=False) == ()
    found = duties(involves_others=True, needs_approval=True)
    assert [duty for duty, _ in found] == [Duty.COORDINATE, Duty.APPROVAL]
    assert ["第十一条第一款" in str(a) for _, a in found] == [True, False]


# --- kinds of body --------------------------------------------------------------------------------


def test_every_kind_of_body_has_its_regime() -> None:
    assert [r.kind for r in REGIMES] == list(BodyKind)
    utility = regime(BodyKind.PUBLIC_UTILITY)
    assert not utility.on_application and not utility.tables_3_4
    assert "申诉" in utility.remedies
    assert "第五十五条" in str(utility.article)
    assert all(r.on_application and r.tables_3_4 for r in REGIMES if r is not utility)
    assert "第五十四条" in str(regime(BodyKind.AUTHORISED_ORGANISATION).article)
    assert all(r.confirmed or r.note for r in REGIMES)


def test_governments_and_departments_are_told_apart() -> None:
    governments = {k.value for k in BodyKind if k.is_government}
    assert governments == {
        "provincial_government", "city_government", "county_government", "township_government",
    }  # fmt: skip
    departments = {k.value for k in BodyKind if k.is_department}
    assert departments == {
        "state_council_department", "department", "vertical", "judicial_administration",
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(BodyKind))
def test_whom_an_application_may_address(kind: BodyKind) -> None:
    found = addressee(kind)
    assert found.allowed is (kind is not BodyKind.PUBLIC_UTILITY)
    assert found.reason
    inner = addressee(kind, own_name=False)
    if kind.is_department or kind.value.endswith(("_office", "_zone")):
        assert not inner.allowed
        assert "第二十七条" in str(inner.article)
    else:
        assert inner == found


def test_a_functional_zone_without_standing_sends_the_applicant_to_its_government() -> None:
    zone = BodyKind.FUNCTIONAL_ZONE
    assert not zone.is_government and not zone.is_department
    assert "设立它的人民政府" in addressee(zone, own_name=False).reason
    assert not addressee(zone).confirmed and not regime(zone).confirmed  # no article names it
    due = annual_report.due(2025, is_government=False, is_department=zone.is_department)
    assert (due.day, due.named) == (date(2026, 3, 31), False)


# --- who reconsiders ------------------------------------------------------------------------------


@cases("review_bodies")
def test_each_kind_of_body_has_its_body_of_reconsideration(case: dict[str, Any]) -> None:
    kind = BodyKind(case["kind"])  # type: ignore[call-arg]
    found = review_body.review_body(kind, case["day"])
    assert [place.value for place in found.places] == case["places"]
    assert case["article"] in str(found.article)
    assert found.confirmed is case.get("confirmed", True)
    assert found.text == "或者".join(place.zh for place in found.places)


def test_names_take_the_place_of_the_words() -> None:
    names = {
        ReviewPlace.OWN_GOVERNMENT: "甲市人民政府",
        ReviewPlace.HIGHER_JUDICIAL: "乙省司法厅",
    }
    found = review_body.review_body(BodyKind.JUDICIAL_ADMINISTRATION, DAY, names)
    assert found.text == "甲市人民政府或者乙省司法厅"
    part = review_body.review_body(BodyKind.DEPARTMENT, date(2023, 5, 6), names)
    assert part.text == "甲市人民政府或者上一级主管部门"


def test_against_a_public_utility_there_is_a_complaint_instead() -> None:
    with pytest.raises(LawError, match="申诉"):
        review_body.review_body(BodyKind.PUBLIC_UTILITY, DAY)


def test_every_other_kind_has_a_rule_from_both_laws() -> None:
    assert set(REVIEW_BODIES) == set(BodyKind) - {BodyKind.PUBLIC_UTILITY}
    for rule in review_body.PARAMETERS:
        assert [v.since for v in rule.versions] == [date(1999, 10, 1), date(2024, 1, 1)]
        assert all(v.confirmed or v.note for v in rule.versions)
    with pytest.raises(NoRuleInForce):
        review_body.review_body(BodyKind.DEPARTMENT, date(1999, 9, 30))


# --- exemptions -----------------------------------------------------------------------------------


def test_each_ground_leads_to_its_own_decision() -> None:
    assert [e.decision for e in EXEMPTIONS] == [d.code for d in DECISIONS if d.by_exemption]
    for ground in EXEMPTIONS:
        assert ground.article in decision(ground.decision).articles


def test_articles_14_and_15_bind_and_article_16_leaves_a_choice() -> None:
    may = {e.code for e in EXEMPTIONS if e.force is Force.MAY}
    assert may == {"E16.1", "E16.2", "E16.3"}


@pytest.mark.parametrize(
    ("code", "lifts"),
    [
        ("E14a", set()),
        ("E14b", set()),
        ("E14c", set()),
        ("E15", {Lift.CONSENT, Lift.PUBLIC_INTEREST}),
        ("E16.1", {Lift.DISCRETION}),
        ("E16.2", {Lift.DISCLOSURE_REQUIRED, Lift.DISCRETION}),
        ("E16.3", {Lift.DISCLOSURE_REQUIRED, Lift.DISCRETION}),
    ],
)
def test_what_lifts_a_ground(code: str, lifts: set[Lift]) -> None:
    assert set(lifted_by(code, frozenset(Lift))) == lifts
    assert lifted_by(code, frozenset()) == ()


def test_an_unknown_ground_is_named() -> None:
    with pytest.raises(BadInput, match="E99"):
        exemption("E99")
    assert exemptions.exemption("E16.2").kinds == ("讨论记录", "过程稿", "磋商信函", "请示报告")

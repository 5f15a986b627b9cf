"""更正 and 转为主动公开: what each end of a claim needs; no period runs; by when to publish."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import BadInput, LawError
from gongkai.law.application import open_application
from gongkai.law.calendar import national
from gongkai.law.events import Event
from gongkai.law.moves import MOVES, RECTIFYING, State, Verb
from gongkai.law.publishing import PARAMETERS, publish_by
from gongkai.law.rectification import ENDINGS, Finding, check_finding
from tests.law.support import cases

DAY = date(2026, 3, 2)


@cases("rectification")
def test_how_a_claim_may_end(case: dict[str, Any]) -> None:
    facts = {
        name: case[name] for name in ("grounds", "result", "body", "identified", "evidence")
        if name in case
    }  # fmt: skip
    finding = Finding(case["finding"])
    if not case["refused"]:
        assert check_finding(finding, **facts).finding is finding
        return
    with pytest.raises((BadInput, LawError), match=case["refused"]):
        check_finding(finding, **facts)


def test_every_finding_has_its_row() -> None:
    assert [one.finding for one in ENDINGS] == list(Finding)
    elsewhere = {one.finding for one in ENDINGS if one.wants_body}
    assert elsewhere == {Finding.PASSED_ON, Finding.DIRECTED}


def test_a_claim_has_no_period_and_is_never_late() -> None:
    calendar = national()
    claim = open_application(DAY, confirmed=True, rectifies=True)
    for verb, day in (
        (Verb.REGISTER, DAY), (Verb.SUBMIT, date(2026, 12, 1)), (Verb.REPLY, date(2026, 12, 31)),
    ):  # fmt: skip
        assert claim.deadline(calendar) is None and not claim.clock_runs
        claim = claim.do(Event(verb, day), calendar)
    assert (claim.state, claim.late, claim.faults) == (State.REPLIED, False, ())
    assert claim.deadline(calendar) is None


@pytest.mark.parametrize("verb", sorted(set(Verb) - RECTIFYING))
def test_what_sets_or_stops_a_period_is_no_act_of_a_claim(verb: Verb) -> None:
    state = next(state for state, each in MOVES if each is verb)
    claim = open_application(DAY, confirmed=True, rectifies=True)
    with pytest.raises(LawError, match="更正申请没有法定的答复期限") as refused:
        claim.move(verb)
    assert refused.value.article is not None and refused.value.article.article == 41
    assert open_application(DAY, confirmed=True).state is State.RECEIVED and state in State


def test_what_belongs_to_the_public_is_published_in_time() -> None:
    assert publish_by(date(2026, 3, 2), national()) == date(2026, 3, 30)
    assert all(version.note for one in PARAMETERS for version in one.versions)

"""The made-up case of the previews, of one day and of a body that has its own names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from gongkai.law.bodies.review_body import ReviewPlace
from gongkai.law.decisions import codes
from gongkai.notices.facts import Facts
from gongkai.notices.sample import sample_decision, sample_facts

CODES = [f"T{n:02}" for n in range(1, 41)]
DAY = date(2024, 6, 12)
BODY = replace(
    sample_facts("T01", DAY).body, reviewers={ReviewPlace.OWN_GOVERNMENT: "甲市乙区人民政府"}
)
DECISIONS = {one.code: sample_decision(one.code, DAY) for one in codes.DECISIONS}


def made_up(code: str, **changes: Any) -> Facts:
    """The facts of a made-up case for that document; `changes` replace whole records."""
    return replace(sample_facts(code, DAY), **{"body": BODY, **changes})


FACTS = made_up("T01")
APPLICANT = FACTS.applicant
CORRECTED = made_up("T04").correction
FEE = made_up("T14").fee

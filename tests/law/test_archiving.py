"""How long a file is kept; from which number on somebody asks for much."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.errors import BadInput
from gongkai.law.archiving import PARAMETERS, kept_until
from gongkai.law.frequency import EXCESSIVE, measure
from tests.law.support import cases


@cases("retention")
def test_the_last_day_of_a_term(case: dict[str, Any]) -> None:
    assert kept_until(case["term"], case["ended"]) == case["until"]


def test_another_term_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(BadInput, match="永久、30年、10年"):
        kept_until("15年", date(2026, 3, 2))
    assert all(one.confirmed or one.note for rule in PARAMETERS for one in rule.versions)


@cases("frequency")
def test_from_which_number_on_a_person_is_to_look(case: dict[str, Any]) -> None:
    found = measure(case["received"])
    assert found.exceeded(case["month"]) is case["many"]
    assert found.articles[0] == EXCESSIVE
    assert (len(found.articles) == 2) is (found.free is not None)

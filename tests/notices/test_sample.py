"""The made-up case: every document composes with it, for any day and kind of body."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.documents.notices import NOTICES
from gongkai.notices.check import Severity, check
from gongkai.notices.compose import compose, missing
from gongkai.notices.facts import Body
from gongkai.notices.sample import sample_facts
from gongkai.notices.template import standard


@pytest.mark.parametrize("day", [date(2024, 6, 12), date(2026, 11, 22)])
@pytest.mark.parametrize("code", [notice.code for notice in NOTICES])
def test_every_standard_template_composes_and_passes_the_check(code: str, day: date) -> None:
    facts = sample_facts(code, day)
    assert missing(standard(code), facts) == ()
    made = compose(standard(code), facts)
    assert [f.sentence for f in check(made, facts) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("kind", [kind for kind in BodyKind if kind != "public_utility"])
def test_a_body_sees_its_own_particulars_and_lacks_nothing(kind: BodyKind) -> None:
    facts = sample_facts("T16", date(2026, 11, 22), Body(kind=kind, name="云州市样例局"))
    made = compose(standard("T16"), facts)
    assert made.heading[0] == "云州市样例局" and "【" not in made.text

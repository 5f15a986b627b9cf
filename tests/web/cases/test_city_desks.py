"""The desks of the sample city: every body has one with which its letters lack nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gongkai.law.bodies.kinds import BodyKind
from gongkai.notices.compose import remedy_text
from gongkai.notices.facts import ServiceFacts
from gongkai.notices.render import Renderer
from gongkai.notices.sample import sample_facts
from gongkai.web.agencies import city
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import city_desks, letters
from gongkai.web.cases.models import Desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 2, 30, tzinfo=UTC)


def test_every_body_of_the_sample_city_has_a_desk_that_lacks_nothing() -> None:
    city.load(NOW)
    for _ in range(2):  # once more changes nothing
        city_desks.load(NOW, city.FOLDER)
    bodies = list(Agency.objects.filter(until=None))
    assert Desk.objects.count() == len(bodies) > 20
    for body in bodies:
        facts = sample_facts("T23", NOW.date())
        facts = replace(facts, body=letters.body_of(body), service=ServiceFacts(online=True))
        if body.kind != BodyKind.PUBLIC_UTILITY:
            renderer = Renderer(facts)
            assert body.desk.court in remedy_text(facts, "T23", renderer)
            assert not renderer.missing, body.name

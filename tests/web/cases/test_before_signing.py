"""What the pages say of a reply that has no number yet, and of a record that is missing on file."""

from __future__ import annotations

from django.urls import reverse

from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import clockwork, letters
from tests.web.agencies.world import sit
from tests.web.cases.world import World


def test_before_it_is_signed_a_reply_is_not_blamed_for_having_no_number(shared: World) -> None:
    case = shared.drafted()
    application = clockwork.play(case, case.steps.all(), calendar_of(case.agency))
    draft, facts = letters.compose_reply(case, application, shared.day)
    assert "number_form" not in {one.code for one in letters.faults(case, draft, facts)}
    wrong, facts = letters.compose_reply(case, application, shared.day, number="第3号")
    assert "number_form" in {one.code for one in letters.faults(case, wrong, facts)}


def test_the_link_to_a_missing_record_opens_the_form_with_its_kind(shared: World) -> None:
    case = shared.opined()
    client = sit(shared.agency, Role.INTAKE)
    page = client.get(reverse("case_act", args=[case.pk, "record"]), {"kind": "search_log"})
    assert '<option value="search_log" selected' in page.content.decode()


def test_the_page_of_a_case_leads_to_its_files(shared: World) -> None:
    case = shared.opined()
    client = sit(shared.agency, Role.INTAKE)
    page = client.get(case.get_absolute_url()).content.decode()
    assert reverse("redactions", args=[case.pk]) in page

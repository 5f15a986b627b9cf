"""The pages of letters that are signed first, and of what was handled on paper before."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Case, Desk
from gongkai.web.cases.moves import Verb
from tests.web.cases.desk import page
from tests.web.cases.test_bench import clerk, desk, send, sit, url, w
from tests.web.cases.world import World

__all__ = ["clerk", "desk", "w"]

FEE = {"manner": "copies", "pages": 100, "method_of_fee": "charge_per_page", "units": 1}


def test_a_charge_goes_from_hand_to_hand(w: World, clerk: Client) -> None:
    Desk.objects.filter(agency=w.agency).update(to_sign=["T14"])
    case = w.opined()
    form = page(clerk, url(case, Verb.NOTIFY_FEE))
    assert "提请签发</button>" in form and 'name="tracking"' not in form
    send(clerk, case, Verb.NOTIFY_FEE, **FEE)
    assert case.letters.get().state == "waiting"
    assert "待签发" in page(clerk, case.get_absolute_url())
    approver = sit(w.agency, Role.APPROVER)
    assert "700元" in page(approver, url(case, Verb.SIGN_LETTER))
    send(approver, case, Verb.SIGN_LETTER, comment="同意")
    form = page(clerk, url(case, Verb.NOTIFY_FEE))
    assert 'name="pages"' not in form and 'name="tracking"' in form and "700元" in form
    send(clerk, case, Verb.NOTIFY_FEE, method="post", tracking="XA00000000044")
    assert Case.objects.get(pk=case.pk).fee == 700
    assert "待登记送达" in page(clerk, case.get_absolute_url())


@pytest.mark.parametrize("backlog", ["", "据纸质案卷补录"])
def test_a_past_day_is_asked_for_what_was_on_paper_alone(
    w: World, clerk: Client, backlog: str
) -> None:
    case = w.registered()
    Case.objects.filter(pk=case.pk).update(backlog=backlog)
    there = bool(backlog)
    for verb, fields in ((Verb.ASK_CORRECTION, ("on", "paper_number")), (Verb.KEEP, ("on",))):
        form = page(clerk, url(case, verb))
        for name in fields:
            assert (f'name="{name}"' in form) is there
    early = date(2019, 4, 1)  # before the Regulations of 2019: some rules were not there yet
    Case.objects.filter(pk=case.pk).update(arrived=early, received=early)
    assert ("据纸质案卷" in page(clerk, case.get_absolute_url())) is there

"""What a visitor of the portal does and sees: writing, sending, showing the code, reading."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb
from tests.web.cases.world import World

TYPED = {
    "people": "1",
    "people-0-kind": "person",
    "people-0-name": "林测试",
    "people-0-identity_kind": "passport",
    "people-0-identity": "X0000001",
    "people-0-phone": "00000000001",
    "people-0-address": "云州市样例路1号",
    "wish-description": "2025年度行政审批事项调整情况",
    "wish-wanted_form": "electronic",
    "wish-way": "online",
}
PRIVATE = ("林测试", "X0000001", "00000000001", "样例路1号")


def said(response: Any) -> str:
    page = html.fromstring(response.content)
    return " ".join(page.xpath("//main")[0].text_content().split())


def write(client: Client, world: World, act: str = "check", **changes: str) -> Any:
    typed = {**TYPED, **changes, "act": act}
    return client.post(reverse("apply_form", args=[world.agency.pk]), typed)


def send(client: Client, world: World, **changes: str) -> Case:
    """From the form to the receipt."""
    address = reverse("apply_review", args=[world.agency.pk])
    assert write(client, world, **changes).headers["Location"] == address
    token = html.fromstring(client.get(address).content).xpath("//input[@name='token']/@value")[0]
    answer = client.post(address, {"token": token})
    case = Case.objects.get(token=token)
    assert answer.headers["Location"] == reverse("apply_receipt", args=[case.key])
    return case


def show(client: Client, case: Case) -> None:
    """Prove that it is one's own: as the session keeps it once the code was shown."""
    code = code_of(case.token)
    answer = client.post(reverse("apply_track"), {"number": case.number, "code": code})
    assert answer.headers["Location"] == reverse("apply_case", args=[case.key])


def page(client: Client, case: Case, name: str = "apply_case", *more: object) -> Any:
    return client.get(reverse(name, args=[case.key, *more]))


def online(world: World, **more: Any) -> Case:
    """Applied on line, confirmed and registered."""
    case = world.apply(**more)
    case = world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话确认")
    return world.do(Verb.REGISTER, case, title="行政审批事项调整情况")

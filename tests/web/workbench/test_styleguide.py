"""The style guide shows every component; asking once; what a form may lead back to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from gongkai.web.agencies.roles import Role
from gongkai.web.workbench.styleguide.samples import CLOCKS
from gongkai.web.workbench.views.failures import FAILURES
from tests.web.agencies.world import World
from tests.web.workbench.conftest import SignIn


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.m, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "path",
    ["", "list/", "list/?empty=1", "form/", "confirm/", "progress/", "progress/?done=1", "paper/",
     *(f"thing/?state={state}" for state in CLOCKS)],
)  # fmt: skip
def test_each_page_opens(client: Client, path: str) -> None:
    response = client.get(f"/styleguide/{path}")
    assert response.status_code == 200
    assert "None" not in said(response)


@pytest.mark.parametrize("status", FAILURES)
def test_each_failure_is_shown(client: Client, status: int) -> None:
    response = client.get(f"/styleguide/failure/{status}/")
    assert response.status_code == status and FAILURES[status].zh in said(response)


@pytest.mark.parametrize("path", ["thing/?state=nothing", "failure/418/"])
def test_what_is_no_state_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/styleguide/{path}").status_code == 404


def test_a_consequence_is_named_once_and_then_the_act_is_done(client: Client) -> None:
    asked = client.get("/styleguide/confirm/")
    assert "视为放弃申请，本机关不再处理" in said(asked) and "条例第三十条" in said(asked)
    again = client.post("/styleguide/confirm/", {})
    assert again.status_code == 200, "not confirmed yet"
    assert client.post("/styleguide/confirm/", {"confirmed": "1"}).status_code == 302


def test_the_sample_form_shows_every_mistake_and_takes_what_is_right(client: Client) -> None:
    wrong = client.post("/styleguide/form/", {"content": "短"})
    assert wrong.status_code == 400
    for sentence in (
        "请填写“申请人姓名或者名称”",
        "请选择“申请人类别”",
        "申请内容太短",
        "请勾选“已核对身份证明”",
    ):
        assert said(wrong).count(sentence) == 2, "at the top and at the field"
    right = {"name": "某甲", "kind": "person", "received": "2026-11-20", "content": "资金使用情况",
             "agreed": "on"}  # fmt: skip
    assert client.post("/styleguide/form/", right).status_code == 302


def test_bulk_acts_of_the_style_guide_are_refused_row_by_row(client: Client, world: World) -> None:
    sent = {"bulk": "close", "rows": [world.m.pk, world.c.pk], "confirmed": "1"}
    page = client.post("/styleguide/list/", sent, follow=True)
    assert said(page).count("这是样式手册，什么也不会改动") == 2


def test_an_act_without_a_form_says_its_refusal_above(world: World, client: Client) -> None:
    from django.contrib.messages import get_messages

    from gongkai.web.agencies import actions
    from gongkai.web.agencies.models import Section
    from gongkai.web.workbench.acts import attempt

    request = client.get("/work/").wsgi_request
    row = Section.objects.get(agency=world.x)
    assert attempt(request, actions.RenameSection(), row, name="新名") is None
    assert any("您目前的岗位不能对" in str(message) for message in get_messages(request))

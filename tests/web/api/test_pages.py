"""The pages: the description for all, tokens and web-hooks for who keeps them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.acting import perform
from gongkai.web.agencies.roles import Role
from gongkai.web.api import actions
from gongkai.web.api.models import Hook, Token
from gongkai.web.audit.actor import SYSTEM
from tests.web.agencies.world import World, sit
from tests.web.api.test_operations import OPERATIONS

PATHS = ("", "new/", "hooks/", "hooks/new/", "deliveries/")


def test_the_description_shows_every_operation_without_script(db: None, client: Client) -> None:
    page = client.get("/api/").content.decode()
    for id, _, path, scopes in OPERATIONS:
        assert f'id="{id}"' in page
        assert path in page
        assert all(scope in page for scope in scopes)
    assert "cdn" not in page
    assert len(re.findall("<script", page)) == 1  # that of every page
    assert client.get("/api/v1/openapi.json").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_the_pages_are_for_who_keeps_them(world: World, hook: Hook, role: Role) -> None:
    client = sit(world.m, role)
    more = [f"hooks/{hook.pk}/", *(f"hooks/{hook.pk}/{v}/" for v in ("change", "ping", "stop"))]
    for path in (*PATHS, *more):
        allowed = role is Role.ADMINISTRATOR or (role is Role.AUDITOR and path in ("", "new/"))
        status = client.get(f"/work/api/{path}").status_code
        assert status == (200 if allowed else 403), path


def test_another_body_s_rows_are_not_there(world: World, hook: Hook, give_token: Any) -> None:
    give_token(world.m, "read:agencies")
    token = Token.objects.get()
    client = sit(world.r, Role.ADMINISTRATOR)
    for path in (f"{token.pk}/", f"{token.pk}/revoke/", f"hooks/{hook.pk}/",
                 f"hooks/{hook.pk}/end/"):  # fmt: skip
        assert client.get(f"/work/api/{path}").status_code == 404
        assert client.post(f"/work/api/{path}", {"confirmed": "1"}).status_code in (404, 405)
    assert hook.url not in client.get("/work/api/hooks/").content.decode()


def test_a_token_is_made_shown_once_and_revoked(world: World, call: Any) -> None:
    client = sit(world.c, Role.ADMINISTRATOR)
    wrong = client.post("/work/api/new/", {"name": "办公系统", "until": "2020-01-01"})
    assert wrong.status_code == 400
    until = timezone.localdate().isoformat()
    page = client.post(
        "/work/api/new/", {"name": "办公系统", "scopes": ["read:agencies"], "until": until}
    )
    text = re.search(r"gk_[0-9a-f]{8}_[0-9a-f]{64}", page.content.decode())
    assert text
    assert call("GET", "/agencies", text[0]).status_code == 200
    row = Token.objects.get()
    for path in ("", f"{row.pk}/"):
        shown = client.get(f"/work/api/{path}").content.decode()
        assert "办公系统" in shown
        assert text[0] not in shown
    assert client.get(f"/work/api/{row.pk}/revoke/").status_code == 200
    client.post(f"/work/api/{row.pk}/revoke/", {"confirmed": "1"})
    assert call("GET", "/agencies", text[0]).status_code == 401


def test_a_hook_is_set_changed_tried_stopped_and_ended(world: World) -> None:
    client = sit(world.c, Role.ADMINISTRATOR)
    url = "https://oa.example.com/in"
    page = client.post("/work/api/hooks/new/", {"url": url, "events": ["section.changed"]})
    assert re.search(r"gkh_[0-9a-f]{64}", page.content.decode())
    row = Hook.objects.get()
    place = f"/work/api/hooks/{row.pk}/"
    changed = {"url": url, "events": ["contact.changed"], "version": row.version}
    assert client.post(f"{place}change/", changed).status_code == 302
    assert client.post(f"{place}change/", changed).status_code == 400  # changed meanwhile
    client.post(f"{place}ping/", {"confirmed": "1"})
    assert "ping" in client.get("/work/api/deliveries/").content.decode()
    client.post(f"{place}stop/", {"confirmed": "1", "reason": "检修"})
    row.refresh_from_db()
    assert row.why_stopped == "检修"
    assert url in client.get("/work/").content.decode()  # waits for the administrator
    client.post(f"{place}resume/", {"confirmed": "1"})
    client.post(f"{place}end/", {"confirmed": "1"})
    row.refresh_from_db()
    assert row.stopped is None
    assert row.ended is not None
    assert client.get(place).status_code == 200
    assert client.get(f"{place}nothing/").status_code == 404


def test_a_list_costs_a_fixed_number_of_queries(
    world: World, hook: Hook, give_token: Any, django_assert_max_num_queries: Any
) -> None:
    client = sit(world.m, Role.ADMINISTRATOR)
    for _ in range(5):
        give_token(world.m, "read:agencies")
        perform(actions.PingHook(), SYSTEM, hook, now=timezone.now())
    for path in ("", "hooks/", "deliveries/"):
        client.get(f"/work/api/{path}")
        with django_assert_max_num_queries(12):
            client.get(f"/work/api/{path}")

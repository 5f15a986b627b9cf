"""The small world with tokens, and a caller."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.web.acting import perform
from gongkai.web.agencies.models import Agency
from gongkai.web.api import actions
from gongkai.web.api.models import Hook, Token
from gongkai.web.audit.actor import SYSTEM
from tests.web.agencies.world import World, unique

Call = Callable[..., Any]
Give = Callable[..., str]


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    """No limits left over; tasks wait in memory."""
    cache.clear()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def give_token() -> Give:
    """Makes a token of a body with scopes; its text."""

    def give(agency: Agency, *scopes: str) -> str:
        row = Token(agency=agency)
        facts: dict[str, Any] = {"name": unique("系统"), "scopes": list(scopes)}
        done = perform(actions.MakeToken(), SYSTEM, row, now=timezone.now(), **facts)
        return str(done.secret)  # type: ignore[attr-defined]

    return give


@pytest.fixture
def call(client: Client) -> Call:
    """Calls an operation: method, path, token, data and headers."""

    def send(
        method: str, path: str, token: str = "", data: Any = None, **headers: str
    ) -> HttpResponse:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data)
        return client.generic(  # type: ignore[return-value]
            method, f"/api/v1{path}", body, "application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )  # fmt: skip

    return send


@pytest.fixture
def hook(world: World) -> Hook:
    row = Hook(agency=world.m)
    facts = {"url": "https://oa.example.com/hooks", "events": ["section.changed"]}
    return perform(actions.SetHook(), SYSTEM, row, now=timezone.now(), **facts)

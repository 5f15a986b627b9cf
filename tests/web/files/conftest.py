"""Sections of the small world may have files in these tests; their handlers add them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency, Section
from gongkai.web.agencies.policies import rows_of
from gongkai.web.agencies.roles import Role
from gongkai.web.files import owners
from tests.web.agencies.world import World
from tests.web.workbench.conftest import SignIn, sign_in, world

__all__ = ["sign_in", "world"]

KIND = "agencies.section"
PERSONAL = {"what": ""}


def _may_read(actor: Actor, row: Section) -> None:
    if not rows_of(Section, actor).filter(pk=row.pk).exists():
        raise Refused(Refusal.FORBIDDEN, "不在您可以查看的范围内")


def _may_attach(actor: Actor, row: Section) -> None:
    _may_read(actor, row)
    if actor.role != Role.HANDLER:
        raise Refused(Refusal.FORBIDDEN, "只有承办可以添加附件")


@pytest.fixture(autouse=True)
def owner(settings: SettingsWrapper, tmp_path: Path) -> Iterator[None]:
    """Sections have files, kept in a folder of the test; at most five of them."""
    settings.FILES_STORAGE = {
        **settings.FILES_STORAGE,
        "OPTIONS": {**settings.FILES_STORAGE["OPTIONS"], "location": tmp_path / "files"},
    }
    settings.FILES_RECEIVING = tmp_path / "receiving"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.CLAMAV = ""
    owners.register(
        owners.Owner(
            Section, _may_read, _may_attach, personal=lambda row: PERSONAL["what"],
            url=lambda row: "/work/", most=5,
        )
    )  # fmt: skip
    yield
    owners._owners.pop(KIND)
    PERSONAL["what"] = ""


Handler = Callable[..., Client]


@pytest.fixture
def handler(world: World, sign_in: SignIn) -> Handler:
    """A client as a handler of a body (M unless another is named); `client.section` has files."""

    def enter(body: Agency | None = None) -> Any:
        body = body or world.m
        client = sign_in(body, Role.HANDLER)
        client.section = body.sections.get(name="办公室")  # type: ignore[attr-defined]
        return client

    return enter

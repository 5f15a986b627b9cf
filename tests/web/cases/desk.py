"""Clients of people who hold posts, for the pages of applications."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from gongkai.web.agencies.models import Agency, Post, Section
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import give, person
from tests.web.cases.world import World


def enter(body: Agency, role: Role, section: Section | None = None) -> Client:
    """A browser in which somebody with that role in that body is logged in."""
    post: Post = give(person(body), body, role, **({"section": section} if section else {}))
    user = post.user
    user.password_set = timezone.now()
    user.save()
    client = Client()
    client.force_login(user)
    client.held = post  # type: ignore[attr-defined]
    return client


def present() -> World:
    """A world whose present day is today: pages know no other."""
    return World(workday())


def workday() -> date:
    """Today."""
    return timezone.localdate()


def page(client: Client, url: str, status: int = 200, **more: Any) -> str:
    """The text of a page that answers so."""
    answer = client.get(url, **more)
    assert answer.status_code == status, (url, answer.status_code, answer.content.decode()[:2_000])
    return answer.content.decode()

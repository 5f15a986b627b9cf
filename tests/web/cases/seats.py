"""A browser in which somebody sits at a desk."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from gongkai.web.agencies.models import Agency, Section
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import give, person

__all__ = ["sit"]


def sit(body: Agency, role: Role, section: Section | None = None) -> Any:
    """A client logged in as somebody with that post; `client.held` is the post."""
    post = give(person(body), body, role, section=section)
    post.user.password_set = timezone.now()
    post.user.save()
    client: Any = Client()
    client.force_login(post.user)
    client.held = post
    return client

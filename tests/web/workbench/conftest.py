"""A small world, and a browser that is logged in as the holder of a post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.agencies.models import Agency, Post
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import World, give, person

SignIn = Callable[..., Client]


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def sign_in() -> SignIn:
    """A client as somebody with that role in that body; `client.post` is the post."""

    def enter(body: Agency, role: Role, **more: Any) -> Client:
        post: Post = give(person(body), body, role, **more)
        user = post.user
        user.set_password("Correct-horse-9")
        user.password_set = timezone.now()
        user.save()
        client = Client()
        client.force_login(user)
        client.holder = user  # type: ignore[attr-defined]
        client.held = post  # type: ignore[attr-defined]
        return client

    return enter

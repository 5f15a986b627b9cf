"""A small world, and a browser that is logged in as the holder of a post."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.agencies.world import World, sit

SignIn = Callable[..., Client]


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def sign_in() -> SignIn:
    """A client as somebody with that role in that body; `held` is the post, `holder` who has it."""
    return sit

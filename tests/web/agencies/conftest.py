"""The small world as a fixture."""

from __future__ import annotations

import pytest

from tests.web.agencies.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()

"""A body with a desk since some months, and a visitor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.cases.world import World


@pytest.fixture
def world(db: None) -> World:
    return World(timezone.localdate() - timedelta(days=120))


@pytest.fixture
def visitor() -> Client:
    return Client()

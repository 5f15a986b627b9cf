"""The world as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.web.cases.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world made once a module; it and what fixtures make in it are undone at the end.

    It is one open transaction: tests with real transactions belong into a module of their own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def shared(town: World, db: None) -> World:
    """The world of the module, with a day of its own; what a test does is undone after it."""
    return copy(town)

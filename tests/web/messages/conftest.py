"""The adapter of the tests, the kind of message of the tests, a body and a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.management.commands import db_worker

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.messages import adapters, kinds, work
from tests.web.agencies.world import found
from tests.web.messages.people import GATEWAY, NOTE, Remembering, addressed


@pytest.fixture
def gateway(settings: Any) -> Iterator[Remembering]:
    GATEWAY.letters.clear()
    GATEWAY.raises.clear()
    adapters._made.cache_clear()
    path = "tests.web.messages.people.make"
    settings.MESSAGE_ADAPTERS = {"mail": path, "sms": path}
    yield GATEWAY
    adapters._made.cache_clear()


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker opens a new connection now and then; here it would lose the test's transaction."""
    for module in (db_worker, work):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)


@pytest.fixture(autouse=True)
def note() -> Iterator[None]:
    kinds.load(NOTE, "note.toml")
    yield
    kinds._kinds.pop("test_note")


@pytest.fixture
def body(db: None) -> Agency:
    return found("云州市教育局")


@pytest.fixture
def officer(body: Agency) -> User:
    return addressed(body)

"""What the tests of the pages of applications share."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.web.cases.world import World


def present() -> World:
    """A world whose present day is today: pages know no other."""
    return World(timezone.localdate())


def page(client: Client, url: str, status: int = 200, **more: Any) -> str:
    """The text of a page that answers so."""
    answer = client.get(url, **more)
    assert answer.status_code == status, (url, answer.status_code, answer.content.decode()[:2_000])
    return answer.content.decode()

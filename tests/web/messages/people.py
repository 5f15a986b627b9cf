"""An adapter that remembers, people with addresses, and the kind of message of the tests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.messages.adapters import Letter
from gongkai.web.messages.models import Delivery
from gongkai.web.messages.telling import post_to
from tests.web.agencies.world import give, person

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday, 12:00 in Beijing

NOTE = """
kind = "test_note"
zh = "试验"
version = 3
channels = ["mail", "sms"]
subject = "请办理{matter}"
text = "请办理{matter}：{name}"
[fields]
matter = "事项"
[personal]
name = "姓名"
"""


@dataclass
class Remembering:
    """Accepts letters, or raises what it is told to."""

    letters: list[Letter] = field(default_factory=list)
    raises: list[Exception] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        """Raise the next problem, if there is one."""
        if self.raises:
            raise self.raises.pop(0)
        self.letters.append(letter)


GATEWAY = Remembering()


def make() -> Remembering:
    """What the setting names."""
    return GATEWAY


def addressed(body: Agency, role: Role = Role.HANDLER) -> User:
    """Somebody with mail and a mobile number that nobody has."""
    one = person(body)
    one.email, one.phone = f"{one.username}@city.example", "10000000000"
    one.save()
    give(one, body, role)
    return one


def tell(*users: User, agency: Agency | None = None, now: datetime = NOON, **more: Any) -> Delivery:
    """Tell them; the last delivery."""
    fields = {"matter": "补正", "name": "某某", **more}
    post_to(users, "test_note", uuid.uuid4(), now, agency=agency, **fields)
    return Delivery.objects.order_by("-id")[0]

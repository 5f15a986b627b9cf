"""A body, a person with a password, and a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import found, give, person

PASSWORD = "Correct-horse-9"  # noqa: S105

LogIn = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def body(db: None) -> Agency:
    return found("云州市教育局", kind=BodyKind.DEPARTMENT)


@pytest.fixture
def user(body: Agency) -> User:
    one = person(body, "林知夏")
    give(one, body, Role.HANDLER)
    one.set_password(PASSWORD)
    one.password_set = timezone.now()
    one.save()
    return one


@pytest.fixture
def log_in(client: Client) -> LogIn:
    def post(name: str, password: str = PASSWORD, **more: Any) -> Any:
        return client.post("/accounts/login/", {"login": name, "password": password, **more})

    return post

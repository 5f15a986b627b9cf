"""The cache in which limits count is one for all processes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from gongkai.web.settings import environment
from gongkai.web.settings.environment import WrongSetting


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is declared here is none of the settings that are documented."""
    monkeypatch.setattr(environment, "DECLARED", {})


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM gongkai_cache")
        return int(cursor.fetchone()[0])


def test_tries_to_log_in_are_counted_in_the_database(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGKAI_CACHE", raising=False)
    settings.CACHES = {"default": environment.cache("GONGKAI_CACHE", "缓存", shown="表")}
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    form = {"login": "nobody", "password": "Wrong-secret-77"}
    assert entries() == 0  # the migration has made the table
    codes = [Client().post("/accounts/login/", form).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert entries() > 0
    cache.add("counted", 0, 60)
    assert cache.incr("counted") == 1


def test_redis_is_taken_by_its_address_and_only_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made(value: str, there: object) -> str:
        monkeypatch.setenv("GONGKAI_CACHE", value)
        monkeypatch.setattr(environment, "find_spec", lambda name: there)
        return str(environment.cache("GONGKAI_CACHE", "缓存", shown="表")["BACKEND"])

    assert made("redis://127.0.0.1:6379/0", object()).endswith("RedisCache")
    with pytest.raises(WrongSetting, match="pip install redis"):
        made("redis://127.0.0.1:6379/0", None)
    with pytest.raises(WrongSetting, match="redis:// 或 rediss://"):
        made("memcached://127.0.0.1", object())

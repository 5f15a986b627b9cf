"""Settings from environment variables: each declared once, with its default and what it is for.

`docs/settings.md` is generated from what is declared here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = [
    "DECLARED", "Setting", "WrongSetting", "boolean", "cache", "database", "number", "storage",
    "text", "words",
]  # fmt: skip

T = TypeVar("T")


class WrongSetting(Exception):
    """An environment variable has a value that cannot be used; the text says what to write."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable: its name, what it is for, the default as people would write it."""

    name: str
    zh: str
    default: str
    secret: bool = False


DECLARED: dict[str, Setting] = {}


def _declare(name: str, zh: str, default: str, secret: bool, *, used: str | None = None) -> str:
    DECLARED[name] = Setting(name, zh, default, secret)
    return os.environ.get(name, default if used is None else used)


def text(name: str, zh: str, default: str = "", *, secret: bool = False) -> str:
    """A text."""
    return _declare(name, zh, default, secret)


def words(name: str, zh: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in _declare(name, zh, default, False).split(",") if word.strip()]


def number(name: str, zh: str, default: int) -> int:
    """A whole number."""
    return _parsed(name, _declare(name, zh, str(default), False), int, "应是整数")


def boolean(name: str, zh: str, default: bool) -> bool:
    """1 or 0."""
    value = _declare(name, zh, "1" if default else "0", False)
    return bool(_parsed(name, value, lambda v: {"0": 0, "1": 1}[v], "应是 1（是）或 0（否）"))


def _parsed(name: str, value: str, parse: Callable[[str], T], expected: str) -> T:
    try:
        return parse(value.strip())
    except (ValueError, KeyError):
        raise WrongSetting(f"环境变量 {name} 的值“{value}”不对：{expected}") from None


def database(name: str, zh: str, default: str, *, shown: str = "") -> dict[str, Any]:
    """Django's settings of a data base from sqlite:///path or postgresql://user:word@host/name.

    `shown`: the default as people would write it, where that depends on other settings.
    """
    value = _declare(name, zh, shown or default, True, used=default)
    url = urlsplit(value)
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(unquote(url.netloc + url.path.removeprefix("/"))),
            # a write takes its lock at once: two actions on one row come one after the other
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if url.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": url.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise WrongSetting(
        f"环境变量 {name} 应以 sqlite:/// 或 postgresql:// 开头；"
        "如 postgresql://gongkai:口令@127.0.0.1:5432/gongkai"
    )


CACHE_TABLE = "gongkai_cache"  # made by a migration of `operation`
_CACHED = 50_000  # entries before what is over, then some others are thrown out


def cache(name: str, zh: str, *, shown: str) -> dict[str, Any]:
    """Django's settings of the cache that all processes share: a table, or redis://host:port/0.

    Redis needs the package `redis`. `shown`: where it is by default, as people would write it.
    """
    value = _declare(name, zh, shown, True, used="")
    if not value:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": CACHE_TABLE,
            "OPTIONS": {"MAX_ENTRIES": _CACHED},
        }
    if urlsplit(value).scheme not in ("redis", "rediss"):
        raise WrongSetting(
            f"环境变量 {name} 应以 redis:// 或 rediss:// 开头；不填则用数据库里的一张表"
        )
    if find_spec("redis") is None:
        raise WrongSetting(
            f"环境变量 {name} 写了 Redis，但是没有安装 redis；请运行 pip install redis"
        )
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}


def storage(name: str, zh: str, folder: Path, *, shown: str) -> dict[str, Any]:
    """Django's settings of a storage: a folder, or a bucket from https://key:secret@host/bucket.

    A bucket needs the extra `s3`. `shown`: where the folder is, as people would write it.
    """
    value = _declare(name, zh, shown, True, used="")
    if not value:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    url = urlsplit(value)
    bucket, more = url.path.strip("/"), "/" in url.path.strip("/")
    if (
        url.scheme not in ("https", "http")
        or not (url.username and url.password and bucket)
        or more
    ):
        raise WrongSetting(
            f"环境变量 {name} 应写成 https://访问密钥:保密密钥@主机/桶名，需要时加 ?region=区域；"
            "密钥里的 / + @ 等字符写成 %2F、%2B、%40"
        )
    return {
        "BACKEND": "gongkai.web.files.bucket.BucketStorage",
        "OPTIONS": {
            "bucket": bucket,
            "endpoint": f"{url.scheme}://{url.netloc.rpartition('@')[2]}",
            "access_key": unquote(url.username),
            "secret_key": unquote(url.password),
            "region": parse_qs(url.query).get("region", ["us-east-1"])[0],
        },
    }

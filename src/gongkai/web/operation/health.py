"""Whether the platform works: probes, each a function that returns "" or what is wrong.

An app adds its own in a module `probes` with PROBES: id → (Chinese name, function).
"""

from __future__ import annotations

import platform
import shutil
import socket  # noqa: TID251 - is clamd there?
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max, Min

from gongkai.web.messages.duties import registered
from gongkai.web.operation.actions import present_version
from gongkai.web.operation.backup import pending

__all__ = ["Probe", "Result", "run", "versions"]

Probe = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Result:
    """What a probe found; `wrong` is "" when all is well."""

    name: str
    zh: str
    wrong: str


def run(now: datetime) -> list[Result]:
    """All probes; a database that does not answer is what is wrong with those that need it."""
    return [Result(name, zh, _asked(probe, now)) for name, zh, probe in _probes()]


def _asked(probe: Probe, now: datetime) -> str:
    try:
        return probe(now)
    except (DatabaseError, OSError) as problem:
        return f"查不了（{type(problem).__name__}）"


def _probes() -> Iterator[tuple[str, str, Probe]]:
    yield "database", "数据库", _database
    yield "migrations", "数据库结构", _migrations
    yield "disk", "磁盘", _disk
    if apps.is_installed("django_tasks_db"):
        yield "queue", "后台任务", _queue
    if settings.CLAMAV:
        yield "clamav", "病毒检查", _clamav
    for name, (zh, probe) in _of_apps().items():
        yield name, zh, probe


@cache
def _of_apps() -> Mapping[str, tuple[str, Probe]]:
    found: dict[str, tuple[str, Probe]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("gongkai.") and find_spec(f"{config.name}.probes"):
            found |= import_module(f"{config.name}.probes").PROBES
    return found


def _database(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "数据库没有正确应答"


_settled = False  # the structure changes only together with the program, which then starts anew


def _migrations(now: datetime) -> str:
    global _settled
    if not _settled:
        if left := pending():
            return f"还有{left}项数据库升级没有执行；请运行 gongkai prepare"
        _settled = True
    return ""


def _disk(now: datetime) -> str:
    free = shutil.disk_usage(settings.DATA if settings.DATA.exists() else ".").free // 2**20
    least: int = settings.LEAST_DISK
    return "" if free >= least else f"数据目录所在磁盘只剩{free} MB，少于{least} MB；请清理或者扩容"


def _queue(now: datetime) -> str:
    from django_tasks_db.models import DBTaskResult

    patience = timedelta(minutes=settings.QUEUE_MINUTES)
    waiting = DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
    if waiting is not None and now - waiting > patience:
        return f"有后台任务已等待{_minutes(now - waiting)}分钟；请检查 gongkai-worker 是否在运行"
    pauses = registered()
    done = DBTaskResult.objects.filter(task_path__in=pauses).values("task_path")
    for row in done.annotate(last=Max("enqueued_at")):  # the worker itself asks for these
        quiet = now - row["last"]
        if quiet > pauses[row["task_path"]] + patience:
            return f"后台任务已{_minutes(quiet)}分钟没有动静；请检查 gongkai-worker 是否在运行"
    return ""


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def _clamav(now: datetime) -> str:
    where = urlsplit(settings.CLAMAV)
    family = socket.AF_UNIX if where.scheme == "unix" else socket.AF_INET
    address = where.path if where.scheme == "unix" else (where.hostname, where.port)
    with socket.socket(family) as clamd:
        clamd.settimeout(3)
        clamd.connect(address)
        clamd.sendall(b"zPING\0")
        return "" if clamd.recv(16).startswith(b"PONG") else "病毒检查服务没有正确应答"


def versions() -> list[tuple[str, str]]:
    """What runs here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            base = f"PostgreSQL {cursor.fetchone()[0]}"
    else:
        import sqlite3

        base = f"SQLite {sqlite3.sqlite_version}"
    return [
        ("gongkai", present_version()),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("数据库", base),
        ("操作系统", f"{platform.system()} {platform.release()}"),
    ]

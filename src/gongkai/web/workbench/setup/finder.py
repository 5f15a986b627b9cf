"""What the search of the workbench finds in the settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.moves import Kind
from gongkai.web.agencies.policies import rows_of
from gongkai.web.workbench.lookup import Found, Result
from gongkai.web.workbench.setup.shown import AWAY, detail_url, list_url, people_of

__all__ = ["find_bodies", "find_people"]

_SHOWN = 10


def find_bodies(active: Active, text: str) -> Found | None:
    """Bodies by name."""
    rows = rows_of(Agency, active.actor).filter(name__icontains=text)
    first = list(rows[: _SHOWN + 1])
    results = [Result(row.name, detail_url(row), BodyKind(row.kind).zh) for row in first[:_SHOWN]]
    total = rows.count() if len(first) > _SHOWN else len(first)
    return Found("机关", results, total, _all(Kind.AGENCY, text))


def find_people(active: Active, text: str) -> Found | None:
    """People by name."""
    rows = people_of(active.actor).filter(name__icontains=text).order_by("name", "id")
    first: list[Any] = list(rows[: _SHOWN + 1])
    results = [
        Result(row.name, detail_url(row), row.username if row.present else AWAY)
        for row in first[:_SHOWN]
    ]
    total = rows.count() if len(first) > _SHOWN else len(first)
    return Found("人员", results, total, _all(Kind.PERSON, text))


def _all(kind: Kind, text: str) -> str:
    return f"{list_url(kind)}?{urlencode({'q': text})}"

"""事件: what a web-hook may be told of; every trade registers its own.

An event follows from verbs of the trace: once an action with such a verb is done, the hooks of the
body to which the row belongs are told, in the same transaction. A message says what happened and
where it can be read, and holds nothing that a token would have to be allowed to read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.moves import Verb

__all__ = ["PING", "Event", "all_events", "event_of", "register"]


def _agency_of(row: Any) -> int | None:
    return row.pk if isinstance(row, Agency) else getattr(row, "agency_id", None)


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event: its id, for people, the verbs it follows from, the address to read."""

    id: str
    zh: str
    verbs: frozenset[str]
    url: Callable[[Any], str] = lambda row: ""
    agency: Callable[[Any], int | None] = _agency_of


PING = "ping"
_events: dict[str, Event] = {}
_by_verb: dict[str, Event] = {}


def register(one: Event) -> Event:
    """Add an event; ValueError when its id or one of its verbs is taken."""
    if one.id in _events or one.id == PING or any(verb in _by_verb for verb in one.verbs):
        raise ValueError(f"the event {one.id!r} or one of its verbs is registered already")
    _events[one.id] = one
    _by_verb.update(dict.fromkeys(one.verbs, one))
    return one


def all_events() -> list[Event]:
    """Every event, in the order of registration."""
    return list(_events.values())


def event_of(verb: str) -> Event | None:
    """What follows from a verb."""
    return _by_verb.get(verb)


def _verbs(*verbs: Verb) -> frozenset[str]:
    return frozenset(verb.value for verb in verbs)


register(
    Event(
        "agency.changed", "机关的名称、隶属关系或者资料有变动",
        _verbs(Verb.RENAME, Verb.DESCRIBE, Verb.MOVE, Verb.NAME_OFFICE),
        lambda row: f"/api/v1/agencies/{row.pk}",
    )
)  # fmt: skip
register(
    Event(
        "agency.closed", "机关并入其他机关、分设或者撤销",
        _verbs(Verb.MERGE, Verb.SPLIT, Verb.CLOSE), lambda row: f"/api/v1/agencies/{row.pk}",
    )
)  # fmt: skip
register(
    Event(
        "contact.changed", "政府信息公开工作机构的联系方式有变动", _verbs(Verb.SET_CONTACT),
        lambda row: f"/api/v1/agencies/{row.agency_id}/contact",
    )
)  # fmt: skip
register(
    Event(
        "section.changed", "科室设立、更名或者撤销",
        _verbs(Verb.OPEN_SECTION, Verb.RENAME_SECTION, Verb.CLOSE_SECTION),
        lambda row: f"/api/v1/agencies/{row.agency_id}/sections/{row.pk}",
    )
)  # fmt: skip
register(
    Event(
        "calendar.changed", "工作日历有补充或者停用",
        _verbs(Verb.ADD_OVERLAY, Verb.WITHDRAW_OVERLAY),
        lambda row: f"/api/v1/agencies/{row.agency_id}/calendar/{row.issued.year}",
    )
)  # fmt: skip

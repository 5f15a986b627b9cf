"""工作台外壳: the words of the rail, the reading modes, and what every page is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from gongkai.web.agencies.active import Active, active_of
from gongkai.web.agencies.roles import Role

__all__ = [
    "COOKIE", "MODES", "Place", "belongs", "mode_of", "rail", "register", "template_values",
]  # fmt: skip

COOKIE = "type"  # the reading mode, kept for a year
MODES = {"": "标准", "large": "大字", "kiosk": "特大字"}


@dataclass(frozen=True, slots=True)
class Place:
    """One word of the rail: where it leads, and which addresses belong to it."""

    id: str
    zh: str
    url: str  # name of an address
    order: int
    seen_by: Callable[[Active], bool] = lambda active: True


@dataclass(frozen=True, slots=True)
class _Word:
    zh: str
    url: str
    current: bool


_places: dict[str, Place] = {}
_more: dict[str, list[str]] = {}  # names of further addresses by the id of their place


def register(place: Place) -> None:
    """Add a word to the rail, or put a trade in the place that was kept for it."""
    _places[place.id] = place


def belongs(url: str, id: str) -> None:
    """The page of that address, and those below it, belong to a word that leads elsewhere."""
    _more.setdefault(id, []).append(url)


def is_auditor(active: Active) -> bool:
    """Whether the present post is that of an auditor."""
    return active.actor.role == Role.AUDITOR


def is_administrator(active: Active) -> bool:
    """Whether the present post is that of an administrator."""
    return active.actor.role == Role.ADMINISTRATOR


def rail(request: HttpRequest) -> list[_Word]:
    """The words that this person sees, the one of this page marked: the longest address wins."""
    active = active_of(request)
    shown = [p for p in sorted(_places.values(), key=lambda p: p.order) if p.seen_by(active)]
    fitting = [
        (len(url), place.id)
        for place in shown
        for url in map(reverse, (place.url, *_more.get(place.id, ())))
        if request.path.startswith(url)
    ]
    _, current = max(fitting, default=(0, ""))
    return [_Word(place.zh, reverse(place.url), place.id == current) for place in shown]


def mode_of(request: HttpRequest) -> str:
    """The reading mode: of the cookie, else what the person has set for good, else normal."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in MODES:
        return chosen
    user: Any = getattr(request, "user", None)
    # the session says nothing of it, so a visitor without one costs no query
    signed_in = user is not None and user.is_authenticated
    return "large" if signed_in and user.large_type else ""


def template_values(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the reading mode, the rail when it is drawn, who sits there."""
    return {
        "mode": mode_of(request),
        "modes": MODES,
        "rail": SimpleLazyObject(lambda: rail(request)),
        "active": active_of(request),
    }

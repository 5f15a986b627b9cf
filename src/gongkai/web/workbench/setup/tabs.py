"""设置的各页: one for every kind of row, and those that trades add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from gongkai.web.agencies.active import Active, active_of
from gongkai.web.workbench import shell
from gongkai.web.workbench.setup.kinds import KINDS
from gongkai.web.workbench.setup.shown import list_url

__all__ = ["Tab", "provide", "tabs_of"]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a trade: its word, the name of its address, who sees it."""

    zh: str
    url: str
    seen_by: Callable[[Active], bool]


_more: dict[str, Tab] = {}


def provide(tab: Tab) -> None:
    """Add a page to the settings."""
    if tab.url not in _more:
        shell.belongs(tab.url, "settings")
    _more[tab.url] = tab


def tabs_of(request: HttpRequest, here: str) -> list[tuple[str, str, bool]]:
    """Word, address and whether it is this one."""
    active = active_of(request)
    tabs = [(shown.listing.zh, list_url(shown.kind)) for shown in KINDS.values()]
    tabs += [(tab.zh, reverse(tab.url)) for tab in _more.values() if tab.seen_by(active)]
    return [(zh, url, url == here) for zh, url in tabs]

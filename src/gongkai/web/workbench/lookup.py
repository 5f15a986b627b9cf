"""工作台检索: one search field for the whole workbench; trades register what they can find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.web.agencies.active import Active

__all__ = ["Found", "Result", "find", "provide", "withdraw"]


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found."""

    zh: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What one provider found: the first results, and where all of them are."""

    zh: str
    results: Sequence[Result]
    total: int
    url: str = ""


Finder = Callable[[Active, str], Found | None]
_finders: dict[str, Finder] = {}


def provide(id: str, finder: Finder) -> None:
    """Register a finder; it shows only what this person may see."""
    if _finders.setdefault(id, finder) is not finder:
        raise ValueError(f"another finder is called {id!r}")


def withdraw(id: str) -> None:
    """Take a finder out again."""
    _finders.pop(id, None)


def find(active: Active, text: str) -> Iterator[Found]:
    """What all finders found; nothing for an empty text."""
    text = text.replace("\x00", "").strip()[:100]
    if not text:
        return
    for finder in _finders.values():
        found = finder(active, text)
        if found is not None and found.total:
            yield found

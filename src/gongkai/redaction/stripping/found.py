"""What stripping gives back: the file, what was found in it and removed, what is in doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Log", "Removed", "Stripped"]


@dataclass(frozen=True, slots=True)
class Removed:
    """One kind of thing that went: what, where in the file, how many. Never what it said."""

    what: str
    where: str
    count: int


@dataclass(frozen=True, slots=True)
class Stripped:
    """The clean file, the list of what went, and sentences on what a person should look at."""

    data: bytes = field(repr=False)
    removed: tuple[Removed, ...]
    doubts: tuple[str, ...] = ()


class Log:
    """Collects what is removed while a file is cleaned."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._doubts: dict[str, None] = {}

    def add(self, what: str, where: str, count: int = 1) -> None:
        """Count something that went; nothing is listed for 0."""
        if count:
            self._counts[what, where] += count

    def doubt(self, sentence: str) -> None:
        """Say once what a person should look at."""
        self._doubts[sentence] = None

    def result(self, data: bytes) -> Stripped:
        """The file with the list, in the order of finding."""
        rows = tuple(Removed(what, where, n) for (what, where), n in self._counts.items())
        return Stripped(data, rows, tuple(self._doubts))

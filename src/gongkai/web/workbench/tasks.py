"""我的待办: where trades put what waits for a person; the home page of the workbench shows it.

An app registers its providers in `AppConfig.ready`. A provider makes a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.web.agencies.active import Active
from gongkai.web.workbench.columns import Tag, Tone

__all__ = ["Group", "Provider", "Task", "groups", "provide", "withdraw"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for this person: what, where it is done, until when."""

    zh: str
    url: str
    due: date | None = None
    note: str = ""
    tag: Tag | None = None

    def tone(self, today: date) -> Tone:
        """Late after its day, soon within three."""
        if self.due is None:
            return Tone.PLAIN
        left = (self.due - today).days
        return Tone.LATE if left < 0 else Tone.SOON if left <= 3 else Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one kind: the first ones, how many there are in all, the list of them all."""

    zh: str
    tasks: Sequence[Task]
    total: int
    url: str = ""


Provider = Callable[[Active, date], Group | None]
_providers: dict[str, Provider] = {}


def provide(id: str, provider: Provider) -> None:
    """Register a provider; ValueError when the id is taken by another."""
    if _providers.setdefault(id, provider) is not provider:
        raise ValueError(f"another provider of tasks is called {id!r}")


def withdraw(id: str) -> None:
    """Take a provider out again."""
    _providers.pop(id, None)


def groups(active: Active, day: date) -> Iterator[Group]:
    """What waits for this person in the present post, in the order of registration."""
    for provider in _providers.values():
        group = provider(active, day)
        if group is not None and group.total:
            yield group

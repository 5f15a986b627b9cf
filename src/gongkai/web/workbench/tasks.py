"""我的待办: where trades put what waits for a person; the home page of the workbench shows it.

An app registers its providers in `AppConfig.ready`. A provider makes a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Calendar
from gongkai.web.agencies.active import Active
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.things import due_tone

__all__ = ["Group", "Provider", "Task", "groups", "provide", "withdraw"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for this person: what, where it is done, until when."""

    zh: str
    url: str
    due: date | None = None
    note: str = ""
    tag: Tag | None = None

    def tone(self, today: date, calendar: Calendar) -> Tone:
        """As on the page of the thing itself, but that what is far off is plain."""
        tone = Tone.PLAIN if self.due is None else due_tone(self.due, today, calendar)
        return Tone.PLAIN if tone is Tone.OPEN else tone


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one kind: the first ones, how many there are in all, the list of them all.

    `news`: there is nothing to do but to read; it stands below what is to be done.
    """

    zh: str
    tasks: Sequence[Task]
    total: int
    url: str = ""
    news: bool = False


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
    """What waits for this person in the present post, in the order of registration, news last."""
    found = [provider(active, day) for provider in _providers.values()]
    yield from sorted((g for g in found if g is not None and g.total), key=lambda g: g.news)

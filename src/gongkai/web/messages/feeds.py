"""日历订阅: where apps put what has a day, for the calendar programs of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.errors import BadInput
from gongkai.web.accounts.models import User
from gongkai.web.messages.ical import Event

__all__ = ["Feed", "all_feeds", "feed_of", "provide", "withdraw"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `events` are those that the person may see on that day, in all his posts.

    A calendar program may show them to others: no personal data of applicants in an event.
    """

    slug: str
    zh: str
    events: Callable[[User, date], Iterable[Event]]
    hint: str = ""


_feeds: dict[str, Feed] = {}


def provide(feed: Feed) -> None:
    """Register a feed; ValueError when the name is taken."""
    if _feeds.setdefault(feed.slug, feed) is not feed:
        raise ValueError(f"another feed is called {feed.slug!r}")


def withdraw(slug: str) -> None:
    """Take a feed out again."""
    _feeds.pop(slug, None)


def feed_of(slug: str) -> Feed:
    """A registered feed; BadInput for another."""
    if slug not in _feeds:
        raise BadInput("没有这种日历；请从列表中选择")
    return _feeds[slug]


def all_feeds() -> list[Feed]:
    """In the order of registration."""
    return list(_feeds.values())

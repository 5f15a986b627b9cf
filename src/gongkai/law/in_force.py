"""在有效期内: a number of the law through time, each version with its article and its standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from gongkai.errors import NoRuleInForce
from gongkai.sources import Article

__all__ = ["InForce", "Version"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One value, the day from which it holds, and the place that says so.

    `confirmed` is True where the text itself was read; otherwise the value follows from other
    texts or from practice, `note` says how, and one line here changes it.
    """

    since: date
    value: T
    article: Article
    confirmed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class InForce(Generic[T]):
    """A value of the law through time: its English name, what it is, its unit, oldest first."""

    id: str
    zh: str
    unit: str
    versions: tuple[Version[T], ...]

    def on(self, day: date) -> Version[T]:
        """Return the version in force on `day`; NoRuleInForce before the first."""
        for version in reversed(self.versions):
            if version.since <= day:
                return version
        first = self.versions[0]
        raise NoRuleInForce(
            f"{day} 尚无“{self.zh}”的规定；最早的是{first.article}，自 {first.since} 起施行"
        )

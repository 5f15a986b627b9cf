"""期限的说明: how long the periods of the law are today, in the words beside a field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import lazystr

from gongkai.law.in_force import InForce

__all__ = ["Length", "says", "says_on"]


@dataclass(frozen=True, slots=True)
class Length:
    """A period in force: `20个工作日`, and the `place` of its article, `第三十三条第二款`."""

    words: str
    place: str

    def __str__(self) -> str:
        return self.words


def says_on(day: date, words: str, *rules: InForce[int]) -> str:
    """The words with {0}, {0.place}, {1} … from the periods in force on that day."""
    found = []
    for rule in rules:
        version = rule.on(day)
        measure = "个" if rule.unit == "工作日" else ""
        found.append(Length(f"{version.value}{measure}{rule.unit}", version.article.place))
    return words.format(*found)


class _Says:
    """Words that are put together when they are read: a form is made long before."""

    def __init__(self, words: str, rules: tuple[InForce[int], ...]) -> None:
        self.words, self.rules = words, rules

    def __str__(self) -> str:
        return says_on(timezone.localdate(), self.words, *self.rules)


def says(words: str, *rules: InForce[int]) -> Any:
    """The same by the law of the day on which the page is shown."""
    return lazystr(_Says(words, rules))

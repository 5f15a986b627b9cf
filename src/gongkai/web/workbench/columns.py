"""列与筛选: what a list can show, sort by and be narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

__all__ = [
    "Choice", "Column", "Day", "Filter", "Flag", "Kind", "Tag", "Tone", "as_text",
]  # fmt: skip

M = TypeVar("M", bound=Model)


class Kind(StrEnum):
    """How a column is set."""

    TEXT = "text"
    SHORT = "short"  # never broken over lines
    LONG = "long"
    NUMBER = "number"
    DAY = "day"


class Tone(StrEnum):
    """What a coloured word says; the word says it too."""

    PLAIN = ""
    OPEN = "open"
    DONE = "done"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in a frame: a state, a kind."""

    zh: str
    tone: Tone = Tone.PLAIN

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True)
class Column(Generic[M]):
    """One column: its value of a row, and what it is sorted by (nothing: cannot be sorted).

    A value is a text, number, day, time, Tag, a list of them, or None.
    """

    id: str
    zh: str
    value: Callable[[M], Any]
    sort: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    shown: bool = True  # unless the reader chooses otherwise
    private: bool = False  # tells of a person: on the screen alone, never in a file


def as_text(value: Any) -> str:
    """A value as a person writes it; the same on the page, in CSV and in print."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "、".join(as_text(one) for one in value)
    return str(value)


class Filter(Generic[M]):
    """One field of the filter bar; `narrow` gets what `clean` made of the text, never None."""

    kind = "text"
    folded = False  # behind “更多条件” until it is used

    def __init__(self, id: str, zh: str) -> None:
        self.id = id
        self.zh = zh

    def fold(self) -> Self:
        """The same, put behind “更多条件”."""
        self.folded = True
        return self

    def options(self, request: HttpRequest) -> Sequence[tuple[str, str]]:
        """What can be chosen; the value and its word."""
        return ()

    def clean(self, text: str, options: Sequence[tuple[str, str]]) -> Any:
        """The value, or ValueError with a sentence."""
        return text

    def narrow(self, rows: QuerySet[M], value: Any) -> QuerySet[M]:
        """The rows that are left."""
        raise NotImplementedError

    def word(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        """The chosen value in words."""
        return dict(options).get(text, text)


class Choice(Filter[M]):
    """One of several values of a field, or of a condition of one's own."""

    kind = "choice"

    def __init__(
        self,
        id: str,
        zh: str,
        choices: Iterable[tuple[str, str]] | Callable[[HttpRequest], Iterable[tuple[str, str]]],
        where: str | Callable[[str], Q],
    ) -> None:
        super().__init__(id, zh)
        self.choices = choices
        self.where = where

    def options(self, request: HttpRequest) -> Sequence[tuple[str, str]]:
        """The choices, which may depend on who asks."""
        return list(self.choices(request) if callable(self.choices) else self.choices)

    def clean(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        """One of the choices."""
        if text not in dict(options):
            raise ValueError(f"“{self.zh}”没有“{text}”这一项；请从列表中选择")
        return text

    def narrow(self, rows: QuerySet[M], value: str) -> QuerySet[M]:
        """Rows with that value."""
        where = self.where
        return rows.filter(where(value) if callable(where) else Q(**{where: value}))


class Flag(Choice[M]):
    """Yes or no."""

    def __init__(self, id: str, zh: str, where: Callable[[bool], Q]) -> None:
        choices = (("1", "是"), ("0", "否"))
        super().__init__(id, zh, choices, lambda text: where(text == "1"))


class Day(Filter[M]):
    """From or until a day; `where` is a lookup such as `at__date__gte`."""

    kind = "day"

    def __init__(self, id: str, zh: str, where: str) -> None:
        super().__init__(id, zh)
        self.where = where

    def clean(self, text: str, options: Sequence[tuple[str, str]]) -> date:
        """A day."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{self.zh}”中的“{text}”不是日期；应写成 2026-11-21") from None

    def narrow(self, rows: QuerySet[M], value: date) -> QuerySet[M]:
        """Rows on that side of the day."""
        return rows.filter(**{self.where: value})

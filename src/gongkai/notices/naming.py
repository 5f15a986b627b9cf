"""How a record names its fields in Chinese, for merge fields and checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any

__all__ = ["a_day", "a_number", "a_text", "computed", "some_words"]


def a_text(zh: str) -> Any:
    """A text; "" where it is not there."""
    return field(default="", metadata={"zh": zh})


def a_day(zh: str) -> Any:
    """A date; None where it is not there."""
    return field(default=None, metadata={"zh": zh})


def a_number(zh: str) -> Any:
    """A whole number; None where it is not there."""
    return field(default=None, metadata={"zh": zh})


def some_words(zh: str) -> Any:
    """A list; () where there is none."""
    return field(default=(), metadata={"zh": zh})


def computed(zh: str, record: type | None = None) -> Callable[[Callable[[Any], Any]], property]:
    """Mark a property as a merge field with that name; `record`: what a list consists of."""

    def mark(of: Callable[[Any], Any]) -> property:
        of.zh, of.record = zh, record  # type: ignore[attr-defined]
        return property(of)

    return mark

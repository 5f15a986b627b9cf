"""A value inside a JSON text that knows its path, so that an error can name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from gongkai.errors import BadInput

__all__ = ["Node"]

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_DIGITS = re.compile(r"-?\d{1,400}(\.\d{1,400})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LARGEST = 400  # digits; keeps 1e999999999 from being written out
_SHOWN = 30


class Node:
    """One JSON value and where it stands: `[2].cells[12].value`."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        self.value = value
        self.path = path

    def fail(self, expected: str) -> NoReturn:
        """Raise BadInput: where, what was expected, what stands there."""
        shown = repr(self.value) if isinstance(self.value, (list, dict)) else f"{self.value}"
        if self.value is None:
            shown = "null"
        if len(shown) > _SHOWN:
            shown = shown[:_SHOWN] + "…"
        raise BadInput(f"JSON的 {self.path or '最外层'}：{expected}；实为：{shown}")

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.fail("应为对象{…}")
        return self.value

    def items(self) -> list[Node]:
        """The entries of an array."""
        if not isinstance(self.value, list):
            self.fail("应为数组[…]")
        return [Node(item, f"{self.path}[{n}]") for n, item in enumerate(self.value)]

    def only(self, *names: str) -> None:
        """Refuse properties of other names."""
        for name in self._object():
            if name not in names:
                raise BadInput(
                    f"JSON的 {self._path(name)}：不认识的属性；可用的有{'、'.join(names)}"
                )

    def has(self, name: str) -> bool:
        """Whether the object has that property, null included."""
        return name in self._object()

    def get(self, name: str) -> Node:
        """That property; an error when the object lacks it."""
        members = self._object()
        if name not in members:
            raise BadInput(f"JSON的 {self.path or '最外层'}：缺少属性“{name}”")
        return Node(members[name], self._path(name))

    def list(self, name: str) -> list[Node]:
        """The entries of that array; none when it is left out."""
        return self.get(name).items() if self.has(name) else []

    def text(self, name: str) -> str:
        """That text; empty when it is left out."""
        return self.get(name).string() if self.has(name) else ""

    def boolean(self, name: str) -> bool:
        """That truth value; false when it is left out."""
        if not self.has(name):
            return False
        node = self.get(name)
        if not isinstance(node.value, bool):
            node.fail("应为true或false")
        return node.value

    def day(self, name: str) -> date | None:
        """That day; None when it is null or left out."""
        if not self.has(name) or self.get(name).value is None:
            return None
        return self.get(name).date()

    def decimal(self, name: str) -> Decimal | None:
        """That number, exactly; None when it is null or left out."""
        if not self.has(name) or self.get(name).value is None:
            return None
        node = self.get(name)
        value = node.value
        if isinstance(value, Decimal) and abs(value.adjusted()) < _LARGEST:
            return value
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole and not (isinstance(value, str) and _DIGITS.fullmatch(value)):
            node.fail("应为数字、写成文字的数字或null")
        return Decimal(value)

    def choice(self, name: str, kind: type[E], default: E) -> E:
        """That member of an enumeration; `default` when it is left out."""
        return self.get(name).enum(kind) if self.has(name) else default

    def string(self) -> str:
        """This value as text."""
        if not isinstance(self.value, str):
            self.fail("应为文字")
        if not self.value.isascii() and any("\ud800" <= c <= "\udfff" for c in self.value):
            raise BadInput(f"JSON的 {self.path}：文字里有残缺的字符（单个代理码位）")
        return self.value

    def integer(self, least: int = 0, most: int = 10**9) -> int:
        """This value as a whole number in a range."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fail(f"应为{least}至{most}的整数")
        return int(value)

    def number(self) -> float:
        """This value as a measure on a page."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, Decimal)):
            self.fail("应为数字")
        return float(self.value)

    def date(self) -> date:
        """This value as a day."""
        if not _DAY.fullmatch(self.string()):
            self.fail("应为日期，如2026-01-20")
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            self.fail("日历上没有这一天")

    def enum(self, kind: type[E]) -> E:
        """This value as a member of an enumeration."""
        return self.one_of({member.value: member for member in kind})

    def one_of(self, known: Mapping[str, T]) -> T:
        """What stands under this name."""
        found = known.get(self.string())
        if found is None:
            names = "、".join(list(known)[:14])
            self.fail(f"应为其中之一：{names}{'等' if len(known) > 14 else ''}")
        return found

    def _path(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

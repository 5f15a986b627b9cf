"""带中文名称的枚举: an enumeration whose values are English slugs and whose names people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = ["Labelled"]


class Labelled(StrEnum):
    """Members are written `NAME = "slug", "中文"`; the slug is stored, `zh` is shown."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Self:  # looked up by the value alone
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member

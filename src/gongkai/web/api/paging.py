"""分页: a cursor says after which row the next page begins; it is signed, and holds for one order.

Rows that are added meanwhile neither repeat nor hide others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from ninja import Field, Schema

from gongkai.web.api.problems import Kind, Problem

__all__ = ["MOST", "Paging", "Text", "page"]

M = TypeVar("M", bound=Model)

MOST = 200
_SALT = "gongkai.api.cursor"


class Paging(Schema):
    """How much, from where."""

    limit: int = Field(50, ge=1, le=MOST, description="每页几项")
    cursor: str = Field("", max_length=1000, description="上一页的 next；第一页不写")


def Text(text: str) -> str:  # noqa: N802
    """A text that a data base can compare; Problem otherwise."""
    if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise Problem(Kind.INPUT, "查询的文字里有不能用的字符；请去掉")
    return text


def page(rows: QuerySet[M], paging: Paging, sort: str, show: Callable[[M], Any]) -> dict[str, Any]:
    """Items and `next`; `sort` is a field that is never null, with a minus when descending."""
    down, name = sort.startswith("-"), sort.removeprefix("-")
    if paging.cursor:
        value, key = _read(paging.cursor, sort)
        way = "lt" if down else "gt"
        rows = rows.filter(Q(**{f"{name}__{way}": value}) | Q(**{name: value, f"pk__{way}": key}))
    found = list(rows.order_by(sort, "-pk" if down else "pk")[: paging.limit + 1])
    shown, more = found[: paging.limit], len(found) > paging.limit
    next_ = ""
    if more:
        last = shown[-1]
        next_ = signing.dumps([sort, str(getattr(last, name)), last.pk], salt=_SALT, compress=True)
    return {"items": [show(row) for row in shown], "next": next_ or None}


def _read(cursor: str, sort: str) -> tuple[str, Any]:
    try:
        made_for, value, key = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise Problem(Kind.INPUT, "cursor 不是上一页给出的 next；请从第一页重新开始") from None
    if made_for != sort:
        raise Problem(Kind.INPUT, "cursor 是按另一种排序给出的；请从第一页重新开始")
    return str(value), key

"""合并域: the merge fields of templates, read off the facts, and the values behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from gongkai.errors import BadInput
from gongkai.law.labelled import Labelled
from gongkai.notices.facts import Decision, Facts
from gongkai.sources import INSTRUMENTS, Article
from gongkai.written import day_zh

__all__ = ["FIELDS", "Kind", "MergeField", "articles", "field_of", "printed", "value"]


class Kind(Labelled):
    """What stands behind a merge field."""

    TEXT = "text", "文字"
    NUMBER = "number", "数字"
    DAY = "day", "日期"
    WORDS = "words", "文字清单"
    RECORDS = "records", "清单"
    FLAG = "flag", "是否"


@dataclass(frozen=True, slots=True)
class MergeField:
    """One merge field: its path, what people call it, its kind; `record` of a list of records."""

    path: str
    zh: str
    kind: Kind
    record: type | None = None


def _kind(hint: Any) -> tuple[Kind, type | None]:
    if hint is bool:
        return Kind.FLAG, None
    inner = [a for a in get_args(hint) if a not in (NoneType, Ellipsis)]
    if get_origin(hint) is tuple:
        return (Kind.WORDS, None) if inner == [str] else (Kind.RECORDS, inner[0])
    plain = inner[0] if inner else hint
    return {str: Kind.TEXT, int: Kind.NUMBER, date: Kind.DAY}[plain], None


def _fields(record: type, before: str) -> Iterator[MergeField]:
    """The merge fields of a record, those of records inside it too."""
    hints = get_type_hints(record)
    for one in fields(record):
        zh = one.metadata.get("zh", "")
        inner = [a for a in (hints[one.name], *get_args(hints[one.name])) if is_dataclass(a)]
        if inner and get_origin(hints[one.name]) is not tuple:
            yield from _fields(inner[0], f"{before}{one.name}.")  # type: ignore[arg-type]
        elif zh:
            yield MergeField(f"{before}{one.name}", zh, *_kind(hints[one.name]))
    for name, found in vars(record).items():
        of: Any = getattr(found, "fget", None)
        if hasattr(of, "zh"):
            kind, inner_record = _kind(get_type_hints(of)["return"])
            yield MergeField(f"{before}{name}", of.zh, kind, of.record or inner_record)


FIELDS: Mapping[str, MergeField] = MappingProxyType(
    {f.path: f for f in (*_fields(Facts, ""), *_fields(Decision, "decision."))
     if not f.path.startswith("decisions")}
)  # fmt: skip


@cache
def _of_record(record: type) -> Mapping[str, MergeField]:
    return MappingProxyType({f.path: f for f in _fields(record, "")})


def field_of(path: str, record: type | None = None) -> MergeField:
    """The merge field of that path; `.x` is one of the list's `record`. BadInput names it."""
    known: Mapping[str, MergeField]
    if path.startswith("."):
        if path == ".n":
            return MergeField(path, "序号", Kind.NUMBER)
        if path == ".end":
            return MergeField(path, "分号，最后一项为句号", Kind.TEXT)
        if record is None:
            raise BadInput(f"合并域 {{{path}}} 只能写在清单 {{#…}} 与 {{/}} 之间")
        if path == ".":
            return MergeField(path, "清单各项", Kind.TEXT)
        known = _of_record(record) if is_dataclass(record) else {}  # a list of words has no fields
        path = path[1:]
    else:
        known = FIELDS
    if path in known:
        return known[path]
    near = get_close_matches(path, known, 1)
    hint = f"；是否应为 {{{near[0]}}}（{known[near[0]].zh}）" if near else ""
    raise BadInput(f"没有“{{{path}}}”这一合并域{hint}")


_LAW = re.compile(r"law\.([A-Z0-9_]+)((?:\.\d{1,3}){0,3}(?:\+\d{1,3}(?:\.\d{1,3}){0,2})*)")
_INSTRUMENTS = {one.key: one for one in INSTRUMENTS}


def articles(path: str) -> tuple[Article, ...]:
    """What `law.R2019.36.0.3` cites: instrument, article, paragraph, item; `+` begins another."""
    match = _LAW.fullmatch(path)
    if not match or match[1] not in _INSTRUMENTS:
        raise BadInput(
            f"“{{{path}}}”不是可以引用的条文；应写作 {{law.R2019.33.2}}（条例第三十三条第二款），"
            f"文件代号为 {'、'.join(_INSTRUMENTS)} 之一"
        )
    places = match[2].removeprefix(".").split("+")
    numbers = ([int(n) for n in place.split(".") if n] + [0, 0, 0] for place in places)
    return tuple(Article(_INSTRUMENTS[match[1]], a, b, c) for a, b, c, *_ in numbers)


def value(path: str, facts: Facts, decision: Decision | None, item: object, number: int) -> Any:
    """The raw value of a known merge field; None where a record on the way is not there."""
    found: Any = facts
    if path == ".n":
        return number
    if path == ".":
        return item
    if path.startswith("."):
        return getattr(item, path[1:])
    if path.startswith("decision."):
        found, path = decision, path.removeprefix("decision.")
    for name in path.split("."):
        if found is None:
            return None
        found = getattr(found, name)
    return found


def printed(found: Any) -> str:
    """A value as documents print it; "" for one that is not there."""
    if isinstance(found, date):
        return day_zh(found)
    if isinstance(found, tuple):
        return "、".join(map(str, found))
    return "" if found is None or found is False else str(found).strip()

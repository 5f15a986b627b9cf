"""The hash chain: adding lines, and finding what was changed, left out or put in another order.

The chain shows what was done to it by somebody who does not write all of it anew. Against one who
does, the auditor keeps an anchor elsewhere: how long the chain was on a day, and its head.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gongkai.errors import BadInput
from gongkai.web.audit import verbs
from gongkai.web.audit.models import Chain, Entry

__all__ = [
    "FIELDS", "Anchor", "Break", "Line", "append", "append_all", "canonical", "digest", "lines",
    "verify",
]  # fmt: skip

FIELDS = (
    "id", "at", "act", "actor", "actor_name", "role", "agency", "agency_name", "verb", "kind",
    "object", "label", "before", "after", "reason", "article", "address", "personal", "previous",
)  # fmt: skip

# what converting a value that is none of its kind may raise; only SQLite stores such
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is to be logged; position, time and hashes are added by `append`."""

    act: uuid.UUID
    actor: int | None
    actor_name: str
    role: str = ""
    agency: int | None = None
    agency_name: str = ""
    verb: str
    kind: str
    object: str
    label: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str = ""
    article: str = ""
    address: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """How long the chain was, and the hash of its last line then; written `12345:9f86d0…`."""

    length: int
    head: str

    def __str__(self) -> str:
        return f"{self.length}:{self.head}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """What `str` wrote; BadInput for anything else."""
        match = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", text.strip())
        if match is None:
            raise BadInput(f"锚点“{text}”不对；应如 12345:64位哈希，由 gongkai audit verify 打印")
        return cls(int(match[1]), match[2])


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain is not as it was written, and what is wrong there."""

    position: int
    what: str


def canonical(values: Mapping[str, Any], *more: str) -> str:
    """FIELDS, and more, in one fixed form: JSON, keys sorted, no spaces, time in UTC."""
    fixed = {name: values[name] for name in (*FIELDS, *more)}
    fixed["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    fixed["act"] = str(values["act"])
    return json.dumps(fixed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(values: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in UTF-8."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()


# adding -----------------------------------------------------------------------------------------


def append(line: Line, at: datetime) -> Entry:
    """Add one line at the end, inside the caller's transaction; others wait their turn."""
    return append_all([line], at)[0]


def append_all(lines: Sequence[Line], at: datetime) -> list[Entry]:
    """Add lines that belong together, one after the other; UnknownVerb for one not registered.

    From here to the end of the transaction nobody else can add a line: take other locks before.
    """
    for line in lines:
        verbs.check(line.verb)
    with transaction.atomic():
        chain = Chain.objects.select_for_update().get_or_create(id=1)[0]
        entries = []
        for line in lines:
            values: dict[str, Any] = {name: getattr(line, name) for name in Line.__slots__}
            # as the database will give it back: JSON knows no dates and no tuples
            values["before"], values["after"] = _plain(line.before), _plain(line.after)
            values |= {"id": chain.length + 1, "at": at, "previous": chain.head}
            chain.length, chain.head = values["id"], digest(values)
            entries.append(Entry(**values, hash=chain.head))
        Entry.objects.bulk_create(entries)
        chain.save(update_fields=["length", "head"])
    return entries


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON that each database gives back unchanged: fractions as text, since digits may differ."""
    text = json.dumps(values, ensure_ascii=False, default=str)
    plain: dict[str, Any] = json.loads(text, parse_float=str, parse_constant=str)
    return plain


# checking ---------------------------------------------------------------------------------------


def verify(anchor: Anchor | None = None, *, step: int = 2_000) -> Iterator[Break]:
    """Walk the whole chain; yield each break: a changed, missing, added or reordered line.

    Lines that others add meanwhile are walked too.
    """
    last, previous = 0, ""
    while True:
        begun = last
        for position, values in lines(Entry.objects.all(), after=last, step=step):
            if position is None:
                yield Break(last + 1, f"第 {last} 条之后有编号不对的记录：不是由本系统写入的")
                break
            if position < 1:
                yield Break(position, f"有编号为 {position} 的记录：不是由本系统写入的")
                continue
            gap = position > last + 1
            if gap:
                yield Break(last + 1, f"缺少{_range(last + 1, position - 1)}")
            what = _wrong(position, values, None if gap else previous)
            if what:
                yield Break(position, what)
            last = position
            previous = str(values["hash"]) if values is not None else ""
            if anchor and position == anchor.length and previous != anchor.head:
                yield Break(position, f"第 {position} 条与保存的锚点不一致：链条被整体重写过")
        # read after the lines: a line and the head that names it become visible together
        chain = Chain.objects.filter(id=1).first()
        length, head = (chain.length, chain.head) if chain else (0, "")
        if last in (begun, length):
            break
    if last < length:
        yield Break(last + 1, f"缺少末尾{_range(last + 1, length)}")
    elif last > length:
        yield Break(length + 1, f"末尾{_range(length + 1, last)}不是由本系统写入的，或者链头被改动")
    elif previous != head:
        yield Break(last, f"链头与第 {last} 条不一致：链头或者末条被改动过")
    if anchor and anchor.length > last:
        yield Break(last + 1, f"锚点记有 {anchor.length} 条，现在只到第 {last} 条：末尾被截去")


def _wrong(position: int, values: Mapping[str, Any] | None, previous: str | None) -> str:
    """What is wrong with one line, or nothing; `previous` None: the line before is missing."""
    if values is None:
        return f"第 {position} 条的内容被改动过：有的值已经读不出来"
    linked = previous is None or values["previous"] == previous
    sound = digest(values) == values["hash"]
    if linked:
        return "" if sound else f"第 {position} 条的内容被改动过"
    if sound:
        return f"第 {position} 条与前一条不相接：前一条被改动，或者这一条是后来插入的"
    return f"第 {position} 条不在原来的位置：顺序被改动，或者整条被替换"


def _range(first: int, last: int) -> str:
    return f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"


def lines(
    query: QuerySet[Entry], *, after: int = 0, step: int = 2_000
) -> Iterator[tuple[int | None, dict[str, Any] | None]]:
    """Position and values (FIELDS and hash) of the lines of a query, in order, `step` at a time.

    No values: they cannot be read. A position that is no whole number (SQLite sorts such last) is
    given as None, and ends the walk.
    """
    query = query.order_by("id")
    rest = query.filter(id__gt=after) if after else query
    while ids := list(rest.values_list("id", flat=True)[:step]):
        whole = [each for each in ids if isinstance(each, int)]
        if whole:
            found = _values(whole)
            yield from ((each, found.get(each)) for each in whole)
            rest = query.filter(id__gt=whole[-1])
        if len(whole) < len(ids):
            yield None, None
            return


def _values(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The lines that can be read, by position."""
    names = (*FIELDS, "hash")
    query = Entry.objects.filter(id__in=ids).order_by()
    try:
        rows = [dict(zip(names, row, strict=True)) for row in query.values_list(*names)]
        return {
            row["id"]: row
            for row in rows
            if isinstance(row["at"], datetime)
            and not any(isinstance(each, bytes) for each in row.values())
        }
    except _UNREADABLE:
        if len(ids) == 1:
            return {}
        half = len(ids) // 2
        return _values(ids[:half]) | _values(ids[half:])

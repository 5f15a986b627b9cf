"""导出留痕: the lines of a period, for the auditor; made line by line, however many there are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.audit import chain, verbs
from gongkai.web.audit.models import Entry
from gongkai.written import tame

__all__ = ["FORMATS", "export"]

_Values = Mapping[str, Any]


def export(format_: str, since: date | None = None, until: date | None = None) -> Iterator[str]:
    """The lines from one day to another, both included, in local time; format: of FORMATS.

    jsonl: one object a line, in the form that is hashed, with `hash`; whoever takes `hash` out gets
    the text of which it is the SHA-256. csv: for people, with a heading; the hashes at the end.
    """
    query = Entry.objects.all()
    if since:
        query = query.filter(at__gte=_midnight(since))
    if until:
        query = query.filter(at__lt=_midnight(until + timedelta(days=1)))
    head, line = FORMATS[format_]
    yield head
    for position, values in chain.lines(query):
        if values is None:
            where = f"第 {position} 条" if position is not None else "有的记录"
            raise BadInput(f"留痕的{where}读不出来；请先用 gongkai audit verify 查明何处被改动过")
        yield line(values)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _jsonl(values: _Values) -> str:
    return chain.canonical(values, "hash") + "\n"


_COLUMNS: dict[str, Callable[[_Values], Any]] = {
    "序号": lambda v: v["id"],
    "时间": lambda v: timezone.localtime(v["at"]).isoformat(sep=" ", timespec="seconds"),
    "人员": lambda v: v["actor_name"],
    "人员编号": lambda v: v["actor"],
    "岗位": lambda v: verbs.role_zh(v["role"]),
    "机关": lambda v: v["agency_name"],
    "动作": lambda v: verbs.verb_zh(v["verb"]),
    "对象种类": lambda v: _kind_zh(v["kind"]),
    "对象编号": lambda v: v["object"],
    "对象": lambda v: v["label"],
    "改动前": lambda v: json.dumps(v["before"], ensure_ascii=False),
    "改动后": lambda v: json.dumps(v["after"], ensure_ascii=False),
    "理由": lambda v: v["reason"],
    "依据": lambda v: v["article"],
    "地址": lambda v: v["address"],
    "查阅个人信息": lambda v: "是" if v["personal"] else "",
    "操作编号": lambda v: v["act"],
    "前一条哈希": lambda v: v["previous"],
    "哈希": lambda v: v["hash"],
}


def _kind_zh(kind: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):  # not a model, or one of a version that is gone
        return kind


def _csv(values: _Values) -> str:
    return _row([_tame(column(values)) for column in _COLUMNS.values()])


def _tame(value: Any) -> str:
    """Text that no spreadsheet takes for a formula; whoever needs it exact takes jsonl."""
    return "" if value is None else tame(str(value))


def _row(values: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()


# the mark at the beginning tells spreadsheets that it is UTF-8
FORMATS: dict[str, tuple[str, Callable[[_Values], str]]] = {
    "jsonl": ("", _jsonl),
    "csv": ("\ufeff" + _row(list(_COLUMNS)), _csv),
}

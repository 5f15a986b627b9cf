"""日历补充文件: a new notice, an emergency change or a local holiday as TOML → a layer.

number = "云政办发〔2024〕3号"      # the document
issued = 2024-03-01                 # the day of its issue
year = 2027                         # only for the yearly arrangement of a new year
name = "开斋节"                     # of the holiday, for days that name none
holidays = [2024-04-10]             # days off
workdays = [2024-04-13]             # worked although a weekend
"""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date, datetime
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.calendar.days import Change, DayKind, Layer, Notice

__all__ = ["overlay_from_toml"]

_KEYS = {"number", "issued", "year", "name", "holidays", "workdays"}
_EXAMPLE = 'holidays = [2024-04-10] 或 holidays = [{day = 2024-04-10, name = "开斋节"}]'


def overlay_from_toml(text: str, name: str) -> Layer:
    """The layer that a file holds; BadInput says which entry is wrong. `name` is the file's."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"{name}：不是正确的 TOML（{problem}）；请核对引号和日期的写法") from None
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise BadInput(f"{name}：不认识 {'、'.join(unknown)}；可用的有 {'、'.join(sorted(_KEYS))}")
    number, issued = table.get("number"), table.get("issued")
    if not isinstance(number, str) or not number.strip():
        raise BadInput(f'{name}：缺少文号；请写 number = "……号"')
    if not isinstance(issued, date) or not _is_day(issued):
        raise BadInput(f"{name}：缺少印发日期；请写 issued = 2024-03-01")
    year = table.get("year", 0)
    if type(year) is not int or (year and not 2000 <= year <= 2100):
        raise BadInput(f"{name}：year 应是四位年份，如 year = 2027")
    holiday = table.get("name", "")
    if not isinstance(holiday, str):
        raise BadInput(f'{name}：name 应是节日名称，如 name = "开斋节"')
    changes = [
        *_changes(table, "holidays", DayKind.HOLIDAY, holiday, name),
        *_changes(table, "workdays", DayKind.MAKE_UP, holiday, name),
    ]
    if not changes:
        raise BadInput(f"{name}：没有任何日期；请写 {_EXAMPLE}")
    astray = [c.day for c in changes if year and year not in (c.day.year, _new_year(c.day))]
    if astray:
        raise BadInput(f"{name}：{astray[0]} 不在 {year} 年；请核对 year 和日期")
    twice = [day for day, n in Counter(change.day for change in changes).items() if n > 1]
    if twice:
        raise BadInput(f"{name}：{twice[0]} 出现了两次；每个日期只写一次")
    return Layer(Notice(number.strip(), issued), year, tuple(sorted(changes, key=_day)))


def _day(change: Change) -> date:
    return change.day


def _new_year(day: date) -> int:
    """The days off at the end of December belong to the next year's notice."""
    return day.year + (day.month == 12)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _changes(
    table: dict[str, Any], key: str, kind: DayKind, holiday: str, name: str
) -> list[Change]:
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise BadInput(f"{name}：{key} 应是日期的列表，如 {_EXAMPLE}")
    found = []
    for n, entry in enumerate(entries, 1):
        plain = {"day": entry} if _is_day(entry) else entry
        if not isinstance(plain, dict) or not _is_day(plain.get("day")):
            raise BadInput(f"{name}：{key} 第 {n} 项不是日期；应如 {_EXAMPLE}")
        day = plain["day"]
        # a weekday on which people work after all is an ordinary working day
        worked = DayKind.WORKDAY if day.weekday() < 5 else DayKind.MAKE_UP
        found.append(
            Change(
                day,
                kind if kind is DayKind.HOLIDAY else worked,
                str(plain.get("name", holiday)),
            )
        )
    return found

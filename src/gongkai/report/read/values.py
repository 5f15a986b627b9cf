"""The grammar of a number cell: what was printed → value, state, unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.report.model import State

__all__ = ["Value", "is_value", "parse_value"]


class Value(NamedTuple):
    """What a cell says. `remark` is text beside the number (其中修订16件)."""

    value: Decimal | None
    state: State
    unit: str = ""
    remark: str = ""


# full-width signs and digits to ASCII, one for one; every kind of space and dash folded
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **dict.fromkeys("－−﹣—–―‐‑‒", "-"),
        **dict(zip("＋﹢．，％（）［］〔〕：；／＊", "++.,%()[]():;/*", strict=True)),
    }
)
_SPACE = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\u3000\ufeff]+")
_UNITS = "万元|亿元|千元|元|万件|万条|万项|万|亿|件次|人次|件|项|条|个|宗|份|次|起|例|笔|部|篇|%"
_NUMBER = re.compile(
    rf"""
    (?P<sign>增加|减少|增|减|新增|上升|下降|[+↑↓-])?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?P<unit>{_UNITS})?
    (?:\((?P<bracket>[^()]*)\))?
    (?P<unit_after>{_UNITS})?
    """,
    re.VERBOSE,
)
_NOT_APPLICABLE = re.compile(
    r"[/\-*\\|]+|无|没有|不涉及|未涉及|不适用|无此项|暂无|/+|N/?A|n/?a|nil", re.ASCII
)
_MINUS = {"减少", "减", "下降", "↓", "-"}
_IS_UNIT = re.compile(rf"(?:单位:)?({_UNITS})")
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


@lru_cache(maxsize=65536)
def parse_value(raw: str) -> Value:
    """Read one cell: digits, decimals, signs (增 25, 减 5, +28, -1), separators, units, brackets.

    White space only is blank; “/”, “-”, “无” are not applicable; anything else that is not a
    number is text, kept as it is. 万 and 亿 are units, never multiplied in: the value is in the
    unit written.
    """
    text = _SPACE.sub("", raw.translate(_FOLD))
    if not text:
        return Value(None, State.BLANK)
    if text.isascii() and text.isdigit():
        number = Decimal(text)
        return Value(number, State.NUMBER if number else State.ZERO)
    match = _NUMBER.fullmatch(text)
    if match:
        number = Decimal(match["digits"].replace(",", ""))
        if match["sign"] in _MINUS:
            number = -number
        unit = match["unit"] or match["unit_after"] or ""
        remark = match["bracket"] or ""
        in_bracket = _IS_UNIT.fullmatch(remark)
        if in_bracket and not unit:
            unit, remark = in_bracket[1], ""
        return Value(number, State.NUMBER if number else State.ZERO, unit, remark)
    if _NOT_APPLICABLE.fullmatch(text):
        return Value(None, State.NOT_APPLICABLE)
    if len(text) == 1 and text in _CHINESE:
        number = Decimal(_CHINESE[text])
        return Value(number, State.NUMBER if number else State.ZERO)
    return Value(None, State.TEXT)


@lru_cache(maxsize=65536)
def is_value(raw: str) -> bool:
    """Whether a cell can be data rather than a label: a number, blank, or not applicable."""
    return parse_value(raw).state is not State.TEXT

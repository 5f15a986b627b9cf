"""The grammar of a number cell: what was printed → value, state, unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.report.claims.numerals import chinese_number
from gongkai.report.model import State

__all__ = ["BLANK", "TEXT", "Value", "is_value", "parse_value"]

# asked of every cell, several times: in Python 3.11 State.TEXT takes longer than parse_value
BLANK, TEXT = State.BLANK, State.TEXT


class Value(NamedTuple):
    """What a cell says. `remark` is text beside the number (其中修订16件)."""

    value: Decimal | None
    state: State
    unit: str = ""
    remark: str = ""


# full-width signs and digits to ASCII, one for one; every kind of dash folded
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **dict.fromkeys("－−﹣—–―‐‑‒─━", "-"),
        **dict(zip("＋﹢．，％（）［］〔〕：；／＊￥", "++.,%()[]():;/*¥", strict=True)),
    }
)
_SPACE = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\u3000\ufeff]+")
_SPACED = re.compile(r"\d\s+\d")
_THOUSANDS = re.compile(r"\D*\d{1,3}(?:\s\d{3})+(?!\s*\d)\D*")
_UNITS = (
    "万元|亿元|千元|元|万件|万条|万项|万次|万|亿|"
    "件次|人次|件|项|条|个|宗|份|次|起|例|笔|部|篇|人|户|家|%"
)
_PLUS, _MINUS = "增加|新增|增|上升|[+↑]", "减少|减|下降|[-↓]"
_NUMBER = re.compile(
    rf"""
    (?P<sign>{_PLUS}|{_MINUS})?¥?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?P<unit>{_UNITS})?
    (?:\((?P<bracket>[^()]*)\))?
    (?P<unit_after>{_UNITS})?
    (?P<mark>[↑↓]|[①-⑳*※†‡#]+|\[[注\d]{{1,2}}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)?
    """,
    re.VERBOSE,
)
_IS_PLUS, _IS_MINUS = re.compile(_PLUS), re.compile(_MINUS)
_NOT_APPLICABLE = re.compile(
    r"[/\-*\\|~]+|无|没有|不涉及|未涉及|不适用|无此项|暂无|N/?A|n/?a|nil", re.ASCII
)
_IS_UNIT = re.compile(rf"(?:单位:)?({_UNITS})(?:[,;、](.*))?")
_CHINESE = re.compile(rf"(?P<digits>[〇○零一二三四五六七八九十百千万亿两]+)(?P<unit>{_UNITS})?")


@lru_cache(maxsize=65536)
def parse_value(raw: str) -> Value:
    """Read one cell: digits, decimals, signs (增 25, 减 5, +28, -1), separators, units, brackets.

    White space only is blank; “/”, “-”, “无” are not applicable; a footnote mark behind a number
    is a remark; anything else that is not one number is text, kept as it is. 万 and 亿 behind
    digits are units, never multiplied in: the value is in the unit written.
    """
    folded = raw.translate(_FOLD).strip()
    text = _SPACE.sub("", folded)
    if not text:
        return Value(None, State.BLANK)
    if len(text) < len(folded) and _SPACED.search(folded) and not _THOUSANDS.fullmatch(folded):
        return Value(None, State.TEXT)  # two numbers, or one torn apart: not ours to say
    if text.isascii() and text.isdigit():
        return _number(Decimal(text))
    match = _NUMBER.fullmatch(text)
    if match:
        return _with_words(match)
    if _NOT_APPLICABLE.fullmatch(text):
        return Value(None, State.NOT_APPLICABLE)
    match = _CHINESE.fullmatch(text)
    if match and text != "一":  # in a cell that may as well be a dash
        number = chinese_number(match["digits"].replace("○", "〇"))
        if number is not None:
            return _number(Decimal(number), match["unit"] or "")
    return Value(None, State.TEXT)


def _number(number: Decimal, unit: str = "", remark: str = "") -> Value:
    return Value(number, State.NUMBER if number else State.ZERO, unit, remark)


def _with_words(match: re.Match[str]) -> Value:
    """Digits with a sign, a unit, a bracket or a mark around them."""
    number = Decimal(match["digits"].replace(",", ""))
    unit = match["unit"] or match["unit_after"] or ""
    sign, remark, mark = match["sign"] or "", match["bracket"] or "", match["mark"] or ""
    in_bracket = _IS_UNIT.fullmatch(remark)
    if in_bracket and not unit:
        unit, remark = in_bracket[1], in_bracket[2] or ""
    for word in (remark, mark):
        if not sign and (_IS_PLUS.fullmatch(word) or _IS_MINUS.fullmatch(word)):
            sign = word  # 5（减少）, 5↓
    if _IS_MINUS.fullmatch(sign):
        number = -number
    return _number(number, unit, remark or mark)


@lru_cache(maxsize=65536)
def is_value(raw: str) -> bool:
    """Whether a cell can be data rather than a label: a number, blank, or not applicable."""
    return parse_value(raw).state is not TEXT

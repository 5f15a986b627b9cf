"""Chinese and Arabic numerals and dates → numbers. Text must be folded first (see `fold`)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

__all__ = ["DATE", "YEAR", "chinese_number", "date_of", "number_of", "year_of"]

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

YEAR = r"(?:(?<!\d)(?:19|20)\d\d|[一二][〇零0Oo一二三四五六七八九]{3}(?=[ ]?年))"
# one full date: 2024年1月5日, 2024-01-05, 2024.1.5, 2024/1/5, 二〇二四年一月五日
DATE = (
    rf"(?P<y>{YEAR})(?: ?年 ?(?P<m>\d{{1,2}}|元|十?[一二三四五六七八九十]) ?月 ?"
    r"(?P<d>\d{1,2}|[一二]?十?[一二三四五六七八九十]|三十一?) ?[日号]"
    r"|(?P<sep>[-./])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d))"
)
_DATE = re.compile(DATE)


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> int | None:
    """四十二 → 42, 两百 → 200, 二〇二四 → 2024, 一万二千 → 12000; None when not well formed."""
    if not text:
        return None
    if all(c in _DIGIT for c in text):
        if len(text) > 1 and not any(c in "〇零" for c in text) and len(text) != 4:
            return None  # 三四: "three or four"
        return int("".join(str(_DIGIT[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last_unit = 10**9
    for c in text:
        if c in _DIGIT:
            if digit not in (None, 0):
                return None
            digit = _DIGIT[c]
        elif c in _SMALL:
            unit = _SMALL[c]
            if unit >= last_unit and section:
                return None
            section += (digit or 1) * unit
            digit, last_unit = None, unit
        elif c in _LARGE:
            value = section + (digit or 0)
            if value == 0:
                return None
            total = (total + value) * _LARGE[c] if c == "亿" else total + value * _LARGE[c]
            section, digit, last_unit = 0, None, 10**9
        else:
            return None
    if digit is not None and last_unit in (100, 1000) and text[-2] not in "零〇":
        digit *= last_unit // 10  # 一百二 = 120
    return total + section + (digit or 0)


def number_of(text: str) -> Decimal | None:
    """Digits with separators, or a Chinese numeral; None when it is neither."""
    plain = text.replace(",", "").replace(" ", "")
    if plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit():
        return Decimal(plain)
    value = chinese_number(plain)
    return None if value is None else Decimal(value)


def year_of(text: str) -> int | None:
    """2024 or 二〇二四 → 2024."""
    value = number_of(re.sub("[Oo0]", "〇", text) if text[0] in "一二" else text)
    return int(value) if value is not None and 1900 <= value <= 2100 else None


def date_of(text: str) -> date | None:
    """The first full date in a folded text; None if there is none or no such day exists."""
    match = _DATE.search(text)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    year = year_of(match["y"])
    month = Decimal(1) if match["m"] == "元" else number_of(match["m"] or match["m2"])
    day = number_of(match["d"] or match["d2"])
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None

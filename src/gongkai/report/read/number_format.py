"""A stored number and its format code → the text that Excel and WPS show.

Only what reports need: decimals, thousands, percentages, dates, words around the number. Where a
format would hide what the cell holds (a dash for zero, brackets for a minus) the number is shown.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

__all__ = ["BUILT_IN", "is_general", "plain", "shown", "shown_date"]

# numFmtId → code; ECMA-376 part 1, 18.8.30, with the Chinese (zh-cn) dates; 41–44 without padding
BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **dict.fromkeys((37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((39, 40, 43, 44), "#,##0.00"),
    **{14: "yyyy/m/d", 15: "d-m-yy", 16: "d-m", 17: "m-yy", 22: "yyyy/m/d h:mm"},
    **dict.fromkeys((18, 20), "h:mm"),
    **dict.fromkeys((19, 21), "h:mm:ss"),
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    **{30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒"},
    **{45: "mm:ss", 47: "mm:ss"},
}
_PIECES = re.compile(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|[_*](?P<padding>.)|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General)|(?P<core>[0#?][0#?,.]*(?:[Ee][+-]0+)?|\.[0#?]+)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|a+/p+m?|am/pm|上午/下午)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_POWER = re.compile(r"[Ee][+-]")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 — no zone there
_LARGEST_DATE = 2958466  # the first day of the year 10000


class _Code(NamedTuple):
    """One section of a format code."""

    before: str
    core: str
    after: str
    percent: int
    is_date: bool


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Code, ...]:
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _PIECES.finditer(code[:1000]):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "other" and text == ";":
            sections.append([])
        elif kind != "padding":
            sections[-1].append((kind, text))
    return tuple(map(_section, sections))


def _section(pieces: list[tuple[str, str]]) -> _Code:
    before = core = after = ""
    elapsed = False
    for kind, text in pieces:
        if kind == "bracket":
            elapsed = elapsed or bool(re.fullmatch("h+|m+|s+", text, re.IGNORECASE))
        elif kind in ("core", "general") and not core:
            core = text
        elif core:
            after += text
        else:
            before += text
    percent = sum(kind == "other" and text == "%" for kind, text in pieces)
    is_date = not core and not elapsed and any(kind == "date" for kind, _ in pieces)
    return _Code(before, core, after, percent, is_date)


def is_general(code: str) -> bool:
    """Whether the code changes nothing about a number."""
    return code in ("", "General", "@", "GENERAL", "general")


def plain(number: str) -> str:
    """A stored number without binary noise: 25.0 → 25, 0.30000000000000004 → 0.3."""
    if len(number) < 16 and number.isdigit() and number.isascii() and number[0] != "0":
        return number
    try:
        value = Decimal(f"{float(number):.15g}")
    except (ValueError, InvalidOperation):
        return number
    if not value.is_finite() or abs(value.adjusted()) > 20:
        return number
    text = f"{value if value else abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(number: str, code: str, epoch_1904: bool = False) -> str:
    """The text shown for a stored number (as written in the file) under a format code."""
    text = plain(number)
    if is_general(code):
        return text
    if not re.fullmatch(r"-?\d{1,21}(?:\.\d+)?", text):
        return text
    value = Decimal(text)
    sections = _sections(code)
    negative = value < 0
    section = sections[0]
    if section.is_date:
        if not 0 <= value < _LARGEST_DATE:
            return text
        seconds = int((value * 86400).to_integral_value(ROUND_HALF_UP))
        return shown_date((_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(0, seconds), code)
    if negative and len(sections) > 1 and re.search(r"\w", sections[1].before):
        section, negative = sections[1], False  # "增"0;"减"0
    elif not value and len(sections) > 2 and sections[2].core:
        section = sections[2]
    if not section.core or "/" in section.after or _POWER.search(section.core):
        return text
    before, after = section.before, section.after
    digits = _digits(abs(value) * 100**section.percent, section.core)
    if negative and "-" in before:
        negative = False
    return ("-" if negative else "") + before + digits + after


def _digits(value: Decimal, core: str) -> str:
    if core.upper() == "GENERAL":
        return plain(str(value))
    whole, _, fraction = core.partition(".")
    scale = len(core) - len(core.rstrip(","))
    fraction = fraction.replace(",", "")
    value = (value / 1000**scale).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    separator = "," if "," in whole.rstrip(",") else ""
    text = f"{value:{separator}f}"
    head, point, tail = text.partition(".")
    least = len(fraction.rstrip("#?"))
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    head = head.zfill(whole.count("0")) if not separator else head
    return head + (point + tail if tail else "")


def shown_date(moment: datetime, code: str) -> str:
    """A date or time as its code shows it."""
    made = []
    after_hours = False
    for match in _PIECES.finditer(code[:1000]):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "other" and text == ";":
            break
        if kind == "date":
            made.append(_date_part(moment, text.lower(), after_hours))
            after_hours = text[0] in "hH" or (after_hours and text[0] not in "sS")
        elif kind not in ("bracket", "padding"):
            made.append(text)
    return "".join(made).strip()


def _date_part(moment: datetime, code: str, after_hours: bool) -> str:
    first, width = code[0], len(code)
    if first in "ye":
        return f"{moment.year:04d}" if width > 2 or first == "e" else f"{moment.year % 100:02d}"
    numbers = {"d": moment.day, "h": moment.hour, "s": moment.second}
    if first == "m":
        number = moment.minute if after_hours else moment.month
    elif first in numbers:
        number = numbers[first]
    else:
        return ""
    return f"{number:02d}" if width == 2 else str(number)

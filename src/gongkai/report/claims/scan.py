"""Every number in a folded text, told apart by form: counts, rates, dates, numbers that name.

One pre-compiled pattern walks the text once; what it finds is read by small parsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from gongkai.report.claims.numerals import YEAR, chinese_number, date_of, number_of, year_of
from gongkai.report.claims.patterns import (
    AFTER,
    BEFORE,
    CASES,
    CHINESE_UNIT_AFTER,
    FIGURE,
    HOTLINE,
    HOTLINES,
    MULTIPLE,
    NAMED,
    NAMED_PATTERN,
    NOT_NUMBER,
    NUMERAL,
    PART_OF_WORD,
    PATTERN,
    PHONE_BEFORE,
    POSTCODE_BEFORE,
    STREET_BEFORE,
    UNIT_AFTER,
)
from gongkai.report.model import Exactness

__all__ = ["Form", "Token", "scan"]


class Form(Enum):
    """What a number is by its form alone."""

    COUNT = "count"
    RATE = "rate"
    YEAR = "year"
    DATE = "date"
    MONTH = "month"
    DOCUMENT = "document_number"
    PHONE = "phone"
    POSTCODE = "postcode"
    ORDINAL = "ordinal"
    STREET = "street_number"
    IDENTIFIER = "identifier"
    VERSION = "version"
    FREQUENCY = "frequency"
    NAME = "name"


class Token(NamedTuple):
    """A number: where it stands (`end` without, `unit_end` with its unit) and what it says."""

    start: int
    end: int
    unit_end: int
    form: Form
    figure: Decimal
    unit: str = ""
    exactness: Exactness = Exactness.EXACT
    when: date | None = None
    chinese: bool = False


def scan(text: str) -> Iterator[Token]:
    """The numbers of a folded text in reading order. Numbers of list marks, URLs and mailboxes
    are left out."""
    named = {m.start(): m for m in NAMED_PATTERN.finditer(text)}
    skip_to = 0
    for match in PATTERN.finditer(text):
        kind = match.lastgroup or ""
        start = match.start()
        if start < skip_to or kind == "skip":
            continue
        if start in named:
            whole = named[start]
            skip_to = whole.end()
            yield Token(start, whole.end(), whole.end(), Form.NAME, Decimal(NAMED[whole[0]]))
            continue
        yield from _READERS[kind](text, match)


def _identifier(text: str, match: re.Match[str]) -> Iterator[Token]:
    digits = "".join(c for c in match[0] if c.isdigit())
    yield _plain(match, Form.IDENTIFIER, Decimal(digits))


def _document(text: str, match: re.Match[str]) -> Iterator[Token]:
    year, number = match.span("dy"), match.span("dn")
    yield Token(*year, year[1], Form.DOCUMENT, Decimal(match["dy"]), "年")
    yield Token(*number, match.end(), Form.DOCUMENT, Decimal(match["dn"]), "号")


def _phone(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.PHONE, Decimal("".join(c for c in match[0] if c.isdigit())))


def _date(text: str, match: re.Match[str]) -> Iterator[Token]:
    when = date_of(match[0])
    year = re.match(YEAR, match[0])
    figure = year_of(year[0]) if year else None
    yield _plain(match, Form.DATE, Decimal(figure or 0), when=when)


def _year_month(text: str, match: re.Match[str]) -> Iterator[Token]:
    year = re.match(YEAR, match[0])
    yield _plain(match, Form.MONTH, Decimal((year_of(year[0]) if year else None) or 0), "年")


def _month_day(text: str, match: re.Match[str]) -> Iterator[Token]:
    month, day = re.split(" ?月 ?", match[0].rstrip("日号 "))
    m, d = number_of(month), number_of(day)
    if m and d and 1 <= m <= 12 and 1 <= d <= 31:
        # the year is settled by the context; 2000 stands in so that 29 February exists
        yield _plain(match, Form.DATE, Decimal(0), when=_safe_day(2000, int(m), int(d)))


def _safe_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(text: str, match: re.Match[str]) -> Iterator[Token]:
    day = number_of(match[0].rstrip("日 "))
    if day and 1 <= day <= 31:
        yield _plain(match, Form.DATE, day, "日")


def _month(text: str, match: re.Match[str]) -> Iterator[Token]:
    month = number_of(re.split(" ?月", match[0])[0])
    if month and 1 <= month <= 12:
        yield _plain(match, Form.MONTH, month, "月")


def _year(text: str, match: re.Match[str]) -> Iterator[Token]:
    digits = re.match(YEAR, match[0] if "年" in match[0] else match[0] + "年")
    year = year_of(digits[0]) if digits else None
    if year:
        yield _plain(match, Form.YEAR, Decimal(year), "年")


def _ordinal(text: str, match: re.Match[str]) -> Iterator[Token]:
    if match[0] == "首":
        yield _plain(match, Form.ORDINAL, Decimal(1))
        return
    body = re.match(rf"第 ?([{NUMERAL}]+|\d+)", match[0])
    figure = number_of(body[1]) if body else None
    if figure is not None:
        yield _plain(match, Form.ORDINAL, figure)


def _rate(text: str, match: re.Match[str]) -> Iterator[Token]:
    raw = match[0]
    unit = "个百分点" if raw.endswith("百分点") else "‰" if "‰" in raw or raw[:2] == "千分" else "%"
    figure: Decimal | None
    if raw in ("百分百", "百分之百"):
        figure = Decimal(100)
    else:
        core = re.sub(r"百分之|千分之|[%‰余多个百分点 ]+$", "", raw).strip()
        whole, _, part = core.partition("点")
        figure = number_of(whole)
        if figure is not None and part:
            digits = "".join(str(chinese_number(c) or 0) for c in part)
            figure = Decimal(f"{figure}.{digits}")
    if figure is None:
        return
    more = bool(re.search(r"[余多] ?[%‰个百]", raw))
    exactness = Exactness.MORE_THAN if more else _exactness(text, match.start(), match.end())
    yield Token(match.start(), match.end(), match.end(), Form.RATE, figure, unit, exactness)


def _frequency(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.FREQUENCY, Decimal(2 if "两" in match[0] else 1), match[0])


def _figure(text: str, match: re.Match[str]) -> Iterator[Token]:
    read = FIGURE.match(match[0])
    if read is None:
        return
    start = match.start()
    end = start + len(match[0].rstrip())
    before, after = text[max(0, start - 12) : start], text[end : end + 16]
    digits = read["n"].replace(",", "").replace(" ", "")
    figure = Decimal(digits)
    unit = UNIT_AFTER.match(text, end)
    if re.search(r"[A-Za-z][ .]?$", before) or re.match(r"[A-Za-z]", after):
        form = Form.NAME if re.match(r"[A-Za-z]", after) else Form.VERSION
        yield Token(start, end, end, form, figure)
        return
    if not read["m"] and digits.isdigit():
        if len(digits) == 6 and POSTCODE_BEFORE.search(before):
            yield Token(start, end, end, Form.POSTCODE, figure)
            return
        hotline = digits in HOTLINES and not (unit and unit[0].strip() in CASES)
        if hotline or (
            len(digits) in (5, 6, 7, 8)
            and not unit
            and (PHONE_BEFORE.search(before) or (digits[0] != "0" and HOTLINE.match(after)))
        ):
            yield Token(start, end, end, Form.PHONE, figure)
            return
        if after.lstrip()[:1] == "号" and (STREET_BEFORE.search(before) or "号楼" in after[:4]):
            yield Token(start, end, end, Form.STREET, figure, "号")
            return
    for char in read["m"] or "":
        figure *= MULTIPLE[char]
    if read["m"] and figure == figure.to_integral_value():
        figure = Decimal(int(figure))  # 8.3万 is 83000, not 83000.0
    unit_text = unit[0].strip() if unit else ""
    unit_end = unit.end() if unit else end
    if unit_text == "号":
        yield Token(start, end, unit_end, Form.ORDINAL, figure, unit_text)
        return
    more = bool(read["a"] or read["b"])
    exactness = Exactness.MORE_THAN if more else _exactness(text, start, unit_end)
    yield Token(start, end, unit_end, Form.COUNT, figure, unit_text, exactness)


def _about(text: str, match: re.Match[str]) -> Iterator[Token]:
    figure = Decimal(1)
    for char in match[0][1:]:
        figure *= MULTIPLE[char]
    unit = UNIT_AFTER.match(text, match.end())
    end = unit.end() if unit else match.end()
    yield Token(
        match.start(),
        match.end(),
        end,
        Form.COUNT,
        figure,
        unit[0].strip() if unit else "",
        Exactness.MORE_THAN,
        None,
        True,
    )


def _chinese(text: str, match: re.Match[str]) -> Iterator[Token]:
    raw = match[0]
    start, end = match.span()
    if NOT_NUMBER.match(text, start) or (
        start and text[start - 1] in PART_OF_WORD and raw[0] in "一二"
    ):
        return
    read = re.fullmatch(rf"([{NUMERAL}]+?)([余多几])?([万亿])?([余多])?", raw)
    if read is None:
        return
    figure = chinese_number(read[1] + (read[3] or "") if not read[2] else read[1])
    if figure is None or (figure == 0 and len(raw) > 1):
        return
    if read[2] and read[3]:
        figure *= MULTIPLE[read[3]]
    unit = CHINESE_UNIT_AFTER.match(text, end)
    quoted = start > 0 and text[start - 1] in '"《' and unit is None
    if unit is None and not (quoted and '"' in text[end : end + 8]):
        if len(raw) == 1 or raw in ("十万", "百万", "千万"):
            return
        if not re.match(r"[余多,。;、)]|$", text[end:]) and not (read[2] or read[4]):
            return
    unit_text = unit[0] if unit else ""
    unit_end = unit.end() if unit else end
    more = bool(read[2] or read[4])
    exactness = Exactness.MORE_THAN if more else _exactness(text, start, unit_end)
    every = start > 0 and text[start - 1] in "每逐任"
    form = Form.NAME if quoted or every or unit_text in ("", "大", "届") else Form.COUNT
    yield Token(start, end, unit_end, form, Decimal(figure), unit_text, exactness, None, True)


def _day_name(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.NAME, Decimal(match[0].split("·")[0]))


def _half(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.NAME, Decimal("0.5"))


def _double(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.NAME, Decimal(2))


def _plain(
    match: re.Match[str], form: Form, figure: Decimal, unit: str = "", when: date | None = None
) -> Token:
    return Token(match.start(), match.end(), match.end(), form, figure, unit, Exactness.EXACT, when)


def _exactness(text: str, start: int, unit_end: int) -> Exactness:
    before = text[max(0, start - 4) : start].rstrip()
    for match in BEFORE.finditer(before):
        if match.end() == len(before):
            return _EXACTNESS[match.lastgroup or ""]
    after = AFTER.match(text, unit_end)
    return _EXACTNESS[after.lastgroup or ""] if after else Exactness.EXACT


_EXACTNESS = {
    "about": Exactness.ABOUT,
    "more": Exactness.MORE_THAN,
    "less": Exactness.LESS_THAN,
}
_READERS = {
    "identifier": _identifier,
    "document": _document,
    "phone": _phone,
    "date": _date,
    "year_month": _year_month,
    "month_day": _month_day,
    "day": _day,
    "month": _month,
    "year": _year,
    "ordinal": _ordinal,
    "rate": _rate,
    "frequency": _frequency,
    "figure": _figure,
    "about": _about,
    "chinese": _chinese,
    "day_name": _day_name,
    "half": _half,
    "double": _double,
}

"""Every number in a folded text, told apart by form: counts, rates, dates, numbers that name.

One pre-compiled pattern walks the text once; what it finds is read by small parsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from gongkai.report.claims import shares
from gongkai.report.claims.naming import number_that_names
from gongkai.report.claims.numerals import YEAR, chinese_number, date_of, number_of, year_of
from gongkai.report.claims.patterns import (
    CHINESE_UNIT_AFTER,
    FIGURE,
    LATIN,
    LATIN_WORD,
    MEASURES,
    MULTIPLE,
    NAMED,
    NAMED_PATTERN,
    NUMERAL,
    PATTERN,
    UNIT_AFTER,
)
from gongkai.report.claims.tokens import Form, Token, exactness_of, plain_token
from gongkai.report.claims.words import ends_a_word, ordinary_words
from gongkai.report.model import Exactness

__all__ = ["Form", "Token", "scan"]


def scan(text: str) -> Iterator[Token]:
    """The numbers of a folded text in reading order. Numbers of list marks, URLs and mailboxes
    are left out."""
    named = {m.start(): m for m in NAMED_PATTERN.finditer(text)}
    words = ordinary_words(text)
    word = next(words, None)
    skip_to = 0
    for match in PATTERN.finditer(text):
        kind = match.lastgroup or ""
        start = match.start()
        while word and word[1] <= start:
            word = next(words, None)
        if start < skip_to or kind == "skip" or (word and word[0] <= start):
            continue
        if start in named:
            whole = named[start]
            skip_to = whole.end()
            yield Token(start, whole.end(), whole.end(), Form.NAME, Decimal(NAMED[whole[0]]))
            continue
        yield from _READERS[kind](text, match)


def _identifier(text: str, match: re.Match[str]) -> Iterator[Token]:
    digits = "".join(c for c in match[0] if c.isdigit())
    yield plain_token(match, Form.IDENTIFIER, Decimal(digits))


def _document(text: str, match: re.Match[str]) -> Iterator[Token]:
    year, number = match.span("dy"), match.span("dn")
    yield Token(*year, year[1], Form.DOCUMENT, Decimal(match["dy"]), "年")
    yield Token(*number, match.end(), Form.DOCUMENT, Decimal(match["dn"]), "号")


def _phone(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.PHONE, Decimal("".join(c for c in match[0] if c.isdigit())))


def _date(text: str, match: re.Match[str]) -> Iterator[Token]:
    when = date_of(match[0])
    year = re.match(YEAR, match[0])
    figure = year_of(year[0]) if year else None
    yield plain_token(match, Form.DATE, Decimal(figure or 0), when=when)


def _year_month(text: str, match: re.Match[str]) -> Iterator[Token]:
    year = re.match(YEAR, match[0])
    yield plain_token(match, Form.MONTH, Decimal((year_of(year[0]) if year else None) or 0), "年")


def _month_day(text: str, match: re.Match[str]) -> Iterator[Token]:
    month, day = re.split(" ?月 ?", match[0].rstrip("日号 "))
    m, d = number_of(month), number_of(day)
    if m and d and 1 <= m <= 12 and 1 <= d <= 31:
        # the year is settled by the context; 2000 stands in so that 29 February exists
        yield plain_token(match, Form.DATE, Decimal(0), when=_safe_day(2000, int(m), int(d)))


def _safe_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(text: str, match: re.Match[str]) -> Iterator[Token]:
    day = number_of(match[0].rstrip("日 "))
    if day and 1 <= day <= 31:
        yield plain_token(match, Form.DATE, day, "日")


def _month(text: str, match: re.Match[str]) -> Iterator[Token]:
    month = number_of(re.split(" ?月", match[0])[0])
    if month and 1 <= month <= 12:
        yield plain_token(match, Form.MONTH, month, "月")


def _year(text: str, match: re.Match[str]) -> Iterator[Token]:
    digits = re.match(YEAR, match[0] if "年" in match[0] else match[0] + "年")
    year = year_of(digits[0]) if digits else None
    if year:
        yield plain_token(match, Form.YEAR, Decimal(year), "年")


def _ordinal(text: str, match: re.Match[str]) -> Iterator[Token]:
    if match[0] == "首":
        yield plain_token(match, Form.ORDINAL, Decimal(1))
        return
    body = re.match(rf"第? ?前?([{NUMERAL}]+|\d+(?:\.\d+)?)", match[0])
    figure = number_of(body[1]) if body else None
    if figure is not None:
        yield plain_token(match, Form.ORDINAL, figure)


def _hours(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.FREQUENCY, Decimal(24), "小时")


def _ratio(text: str, match: re.Match[str]) -> Iterator[Token]:
    first, second = map(Decimal, match[0].split(":"))
    yield plain_token(
        match, Form.RATIO, (first / second).quantize(Decimal("0.01")) if second else first
    )


def _time(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.TIME, Decimal(re.split("[:时点 ]", match[0])[0]))


def _formula(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.NAME, Decimal(match[0].split("+")[0]))


def _version(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.VERSION, Decimal(".".join(match[0].split(".")[:2])))


def _frequency(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.FREQUENCY, Decimal(2 if "两" in match[0] else 1), match[0])


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
    measured = unit is not None and unit[0].strip() in MEASURES
    if re.match(r"[A-Za-z]", after):
        yield Token(start, end, end, Form.NAME, figure)
        return
    if LATIN.search(before) and not (measured and digits.isdigit() and LATIN_WORD.search(before)):
        yield Token(start, end, end, Form.VERSION, figure)
        return
    if not read["m"] and digits.isdigit():
        form = number_that_names(digits, unit[0].strip() if unit else "", before, after)
        if form is not None:
            named = (
                after.lstrip()[:1] if form is Form.STREET and after.lstrip()[:1] in "号楼" else ""
            )
            yield Token(start, end, end, form, figure, named)
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
    exactness = Exactness.MORE_THAN if more else exactness_of(text, start, unit_end)
    yield Token(start, end, unit_end, Form.COUNT, figure, unit_text, exactness)


def _about(text: str, match: re.Match[str]) -> Iterator[Token]:
    figure = Decimal(1)
    for char in match[0]:
        figure *= MULTIPLE.get(char, 1)
    unit = UNIT_AFTER.match(text, match.end())
    end = unit.end() if unit else match.end()
    vague = match[0][0] in "数几上" or match[0][-1] in "余多"
    exactness = Exactness.MORE_THAN if vague else exactness_of(text, match.start(), end)
    word = unit[0].strip() if unit else ""
    yield Token(match.start(), match.end(), end, Form.COUNT, figure, word, exactness, None, True)


def _chinese(text: str, match: re.Match[str]) -> Iterator[Token]:
    raw = match[0]
    start, end = match.span()
    if ends_a_word(text, start):
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
    exactness = Exactness.MORE_THAN if more else exactness_of(text, start, unit_end)
    every = start > 0 and text[start - 1] in "每逐任"
    form = Form.NAME if quoted or every or unit_text in ("", "大", "届") else Form.COUNT
    yield Token(start, end, unit_end, form, Decimal(figure), unit_text, exactness, None, True)


def _day_name(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.NAME, Decimal(match[0].split("·")[0]))


def _half(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.NAME, Decimal("0.5"))


def _double(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield plain_token(match, Form.NAME, Decimal(2))


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
    **shares.READERS,
    "hours": _hours,
    "ratio": _ratio,
    "time": _time,
    "formula": _formula,
    "version": _version,
    "frequency": _frequency,
    "figure": _figure,
    "about": _about,
    "chinese": _chinese,
    "day_name": _day_name,
    "half": _half,
    "double": _double,
}

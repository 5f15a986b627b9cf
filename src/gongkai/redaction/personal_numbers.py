"""Numbers that lead to a person: identity, phone, bank card, e-mail, number plate.

Groups of digits are joined over blanks and line ends, and counted as a number only when it is
one as a whole: by its check character, its region and date, or its beginning.
"""

# ruff: noqa: E501 — patterns of Chinese wording read best in one piece

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.law.numbers.bank_card import luhn
from gongkai.law.numbers.credit_code import check_credit_code
from gongkai.law.numbers.identity import check_character, check_identity
from gongkai.redaction.personal import Finding, Kind

__all__ = ["numbers_in"]

_LAST_BIRTH = date(2099, 12, 31)  # the finder has no clock; later births are no dates of files
_DIGITS = re.compile(r"(?<![0-9A-Z.])[0-9]+X?(?![0-9A-WYZ]|\.[0-9])", re.ASCII)
_BETWEEN = re.compile(r"[ \u00a0\u3000]{1,3}|[ ]?\n|[ ]?-[ ]?")
_MOST_GROUPS = 8
_LOOK_BACK = 16
_IDENTITY_WORDS = re.compile(r"身份|证件|居民证|公民号")
_BANK_WORDS = re.compile(r"卡号|账号|帐号|银行|账户|帐户|开户|储蓄|借记|信用卡")
_PHONE_WORDS = re.compile(r"电话|手机|联系方式|联系人|座机|传真|致电|拨打|TEL|PHONE|MOBILE")
_OFFICE_WORDS = re.compile(r"传真|热线|办公电话|咨询电话|监督电话|值班|公开电话|客服")
_EMAIL = re.compile(
    r"(?<![A-Z0-9._%+-])[A-Z0-9][A-Z0-9._%+-]{0,63}@(?:[A-Z0-9-]{1,63}\.){1,5}[A-Z]{2,10}(?![A-Z0-9-])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z]"
    r"\s?[·•・.．‧]?\s?(?=[A-Z]{0,5}[0-9])(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳领])"
    r"(?![A-Z0-9])"
)
_AREA = r"0(?:10|2[0-57-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Z-])(?:(?:\+?86[- ]?)?\(?{_AREA}\)?[- ]{{0,2}}|\(\+?86\)[- ]?)[2-8][0-9]{{2,3}}[- ]?[0-9]{{4}}"
    r"(?:\s?(?:转|-|EXT\.?)\s?[0-9]{1,5})?(?![0-9A-Z])"
)
_LOCAL = re.compile(r"(?<![0-9A-Z.-])[2-8][0-9]{2,3}[- ]?[0-9]{4}(?![0-9A-Z.-]|[ ]?[元万亩平㎡])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(
    r"62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|3[47][0-9]{13}|9[0-9]{15,18}|6[0-9]{15,18}"
)


class _Number(NamedTuple):
    start: int
    stop: int
    digits: str
    groups: int
    whole: bool  # no further group of digits beside it


def numbers_in(text: str) -> list[Finding]:
    """Identity numbers, phones, cards, e-mail, plates in a flattened text."""
    found: list[Finding] = []
    taken = bytearray(len(text))
    numbers = list(_joined(text))
    for judge in (_identity, _mobile, _card):  # the one with the most checks first
        for number in numbers:
            if any(taken[number.start : number.stop]):
                continue
            before = text[max(0, number.start - _LOOK_BACK) : number.start]
            if one := judge(number, before, text):
                found.append(one)
                taken[number.start : number.stop] = b"\1" * (number.stop - number.start)
    for one in (*_landlines(text), *_emails(text), *_plates(text)):
        if not any(taken[one.start : one.stop]):
            found.append(one)
            taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
    return found


def _joined(text: str) -> Iterator[_Number]:
    """Runs of groups of digits, one group alone first, then as many as make a number."""
    groups = list(_DIGITS.finditer(text))
    for count in range(1, _MOST_GROUPS + 1):
        for at in range(len(groups) - count + 1):
            run = groups[at : at + count]
            if count > 1 and not all(
                _BETWEEN.fullmatch(text, a.end(), b.start()) and b.start() - a.end() <= 7
                for a, b in zip(run, run[1:], strict=False)
            ):
                continue
            if count > 1 and min(len(group[0]) for group in run) < 2 and count > 2:
                continue  # cells of a table
            digits = "".join(group[0] for group in run)
            if 11 <= len(digits) <= 21 and "X" not in digits[:-1]:
                whole = not _goes_on(text, run[-1].end())
                yield _Number(run[0].start(), run[-1].end(), digits, count, whole)


def _goes_on(text: str, at: int) -> bool:
    return bool(re.compile(r"[ \u00a0\u3000-]{1,3}[0-9]").match(text, at))


def _identity(number: _Number, before: str, text: str) -> Finding | None:
    digits, told = number.digits, bool(_IDENTITY_WORDS.search(before))
    if len(digits) == 18:
        checked = check_identity(digits, _LAST_BIRTH)
        parts = {fault.part for fault in checked.faults}
        if checked.valid:
            return _found(Kind.IDENTITY, number, 0.99, "18位，地址码、出生日期、校验码相符")
        if parts == {"check"} and not check_credit_code(digits).valid:
            return _found(Kind.IDENTITY, number, 0.8, "18位，地址码、出生日期相符，校验码不符")
        if told:
            return _found(Kind.IDENTITY, number, 0.7, "前面写明是证件号码，数字本身不合规则")
    if len(digits) == 15 and digits.isdigit():
        body = digits[:6] + "19" + digits[6:]
        if check_identity(body + check_character(body), _LAST_BIRTH).valid:
            return _found(Kind.IDENTITY, number, 0.9 if told else 0.6, "15位，地址码、出生日期相符")
    return None


def _mobile(number: _Number, before: str, text: str) -> Finding | None:
    digits, start = number.digits, number.start
    for prefix in ("0086", "86"):
        if len(digits) == 11 + len(prefix) and digits.startswith(prefix):
            digits = digits[len(prefix) :]
            break
    if not _MOBILE.fullmatch(digits):
        return None
    if abroad := re.search(r"(?:(?<![0-9])(?:\+|00)86[ -]?|\+)$", text[max(0, start - 6) : start]):
        start -= len(abroad[0])
    sure = 0.97 if number.groups == 1 or _PHONE_WORDS.search(before) else 0.85
    return Finding(Kind.MOBILE, start, number.stop, sure, "11位，号段为手机")


def _card(number: _Number, before: str, text: str) -> Finding | None:
    digits, told = number.digits, bool(_BANK_WORDS.search(before))
    if not digits.isdigit():
        return None
    right = number.whole and bool(_CARD.fullmatch(digits)) and luhn(digits)
    if right:
        return _found(Kind.BANK, number, 0.97 if told else 0.85, "校验位（Luhn）相符")
    if told and number.whole and (number.groups == 1 or digits.startswith("62")):
        return _found(Kind.BANK, number, 0.7, "前面写明是账号")
    return None


def _landlines(text: str) -> Iterator[Finding]:
    for match in _LANDLINE.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        office = _OFFICE_WORDS.search(before)
        start = match.start()
        if office:
            yield Finding(Kind.LANDLINE, start, match.end(), 0.3, "固定电话，像是办公电话")
        else:
            yield Finding(Kind.LANDLINE, start, match.end(), 0.8, "区号加7—8位号码")
    for match in _LOCAL.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        if _PHONE_WORDS.search(before) and not _OFFICE_WORDS.search(before):
            yield Finding(Kind.LANDLINE, *match.span(), 0.6, "前面写明是电话")


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        office = match[0].endswith((".GOV.CN", ".ORG.CN"))
        why = "电子邮箱，像是机关的" if office else "电子邮箱"
        yield Finding(Kind.EMAIL, *match.span(), 0.4 if office else 0.95, why)


def _plates(text: str) -> Iterator[Finding]:
    for match in _PLATE.finditer(text):
        yield Finding(Kind.PLATE, *match.span(), 0.9, "省份简称、字母加5—6位")


def _found(kind: Kind, number: _Number, confidence: float, why: str) -> Finding:
    return Finding(kind, number.start, number.stop, confidence, why)

"""证件号码: which part of a person's identity number is wrong; nothing else is taken from it.

Resident identity cards, residence permits of Hong Kong, Macao and Taiwan residents, permanent
residence cards of foreigners. Whether a number was ever issued only the police can tell.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.in_force import InForce, Version
from gongkai.sources import (
    GB_11643,
    IDENTITY_CARD_LAW,
    PERMANENT_RESIDENCE,
    R2019,
    RESIDENCE_PERMITS,
    Article,
)

__all__ = [
    "IDENTITY_KINDS", "PARAMETERS", "Checked", "Fault", "IdentityKind", "check_character",
    "check_identity", "compact", "masked",
]  # fmt: skip

FIRST_CARDS_END: InForce[date] = InForce(
    "first_identity_cards_end", "第一代居民身份证停止使用的日期", "",
    (Version(
        IDENTITY_CARD_LAW.since, date(2013, 1, 1), Article(IDENTITY_CARD_LAW, 23),
        confirmed=False, note="日期见于多处转述，条文未见原文",
    ),),
)  # fmt: skip
PARAMETERS: tuple[InForce[Any], ...] = (FIRST_CARDS_END,)


@dataclass(frozen=True, slots=True)
class IdentityKind:
    """A kind of identity number and where its form is laid down."""

    id: str
    zh: str
    form: str
    article: Article
    confirmed: bool = True
    note: str = ""


RESIDENT = IdentityKind(
    "resident", "居民身份证", "18位：地址码6位、出生日期8位、顺序码3位、校验码1位",
    Article(GB_11643), confirmed=False, note="见于多处对国家标准的转述，未见原文",
)  # fmt: skip
OLD_RESIDENT = IdentityKind(
    "old_resident", "第一代居民身份证", "15位数字：出生年份2位，无校验码",
    Article(IDENTITY_CARD_LAW, 23), confirmed=False, note="条文未见原文",
)  # fmt: skip
RESIDENCE_PERMIT = IdentityKind(
    "residence_permit", "港澳台居民居住证",
    "同公民身份号码；地址码：香港810000、澳门820000、台湾830000", Article(RESIDENCE_PERMITS, 3, 2),
)  # fmt: skip
FOREIGNER = IdentityKind(
    "permanent_resident", "外国人永久居留身份证（2023版）",
    "18位：首位9，第7—14位出生日期，末位校验码同公民身份号码", Article(PERMANENT_RESIDENCE),
    confirmed=False, note="位数、首位、校验码见于原文；出生日期的位置凭记忆，把握较大",
)  # fmt: skip
OLD_FOREIGNER = IdentityKind(
    "old_permanent_resident", "外国人永久居留身份证（2017版）", "15位：3位字母、12位数字",
    Article(PERMANENT_RESIDENCE),
)  # fmt: skip
OTHER = IdentityKind(
    "other", "其他证件", "护照、来往内地（大陆）通行证等，本软件不核对其号码", Article(R2019, 29)
)  # fmt: skip

IDENTITY_KINDS: tuple[IdentityKind, ...] = (
    RESIDENT, OLD_RESIDENT, RESIDENCE_PERMIT, FOREIGNER, OLD_FOREIGNER, OTHER,
)  # fmt: skip

# 公民身份号码 begins with the province of first registration (GB/T 2260)
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
_PERMIT_REGIONS = {"81": "810000", "82": "820000", "83": "830000"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that is wrong, and a sentence that never repeats the number.

    Parts of identity numbers: kind, length, characters, region, birth, check, expired.
    """

    part: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A number in its plain form, its kind, what is wrong, and what the clerk should look at."""

    number: str
    kind: IdentityKind
    faults: tuple[Fault, ...]
    cautions: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def __repr__(self) -> str:
        """Without the number, which must not reach a log."""
        return f"Checked({masked(self.number)!r}, {self.kind.id}, {[f.part for f in self.faults]})"


def compact(text: str) -> str:
    """Half-width, upper case, without spaces, as the number is stored."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def masked(number: str) -> str:
    """First and last four characters; all stars where fewer than four would be hidden."""
    number = compact(number)
    if len(number) < 12:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def check_character(body: str) -> str:
    """Last character of a number from its first 17 digits: ISO 7064 MOD 11-2, 10 written X."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]


def check_identity(text: str, day: date) -> Checked:
    """Tell what kind of number it is and which part is wrong; `day` is the latest day of birth."""
    number = compact(text)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return Checked(
            number, OLD_FOREIGNER, (),
            ("旧版15位号码，新旧证件兼容并用；无法据号码核对，请查看证件有效期",),
        )  # fmt: skip
    if re.fullmatch(r"[0-9]{15}", number):
        return Checked(number, OLD_RESIDENT, (_expired(day),))
    kind = _kind(number)
    faults = _shape(number, kind)
    if not faults:
        found = (_region(number, kind), _birth(number[6:14], day), _check(number))
        faults = tuple(fault for fault in found if fault)
    return Checked(number, kind, faults)


def _expired(day: date) -> Fault:
    end = FIRST_CARDS_END.on(day)
    return Fault(
        "expired",
        f"15位号码是第一代居民身份证的旧号码，该证自{end.value}起停止使用（{end.article}）；"
        "请提供现行居民身份证上的18位号码",
    )


def _kind(number: str) -> IdentityKind:
    if number[:2] in _PERMIT_REGIONS:
        return RESIDENCE_PERMIT
    if number[:1] == "9":
        return FOREIGNER
    return RESIDENT if number[:1].isdigit() else OTHER


def _shape(number: str, kind: IdentityKind) -> tuple[Fault, ...]:
    if not number:
        return (Fault("length", "没有填写证件号码；请照证件填写"),)
    if kind is OTHER:
        what = "这不是居民身份证、居住证或者永久居留身份证的号码"
        return (Fault("kind", f"{what}；护照、通行证等的号码无法核对，请查看证件"),)
    if len(number) != 18:
        what = f"{kind.zh}号码共{len(number)}位，应为18位"
        return (Fault("length", f"{what}；请照证件核对有无漏填、多填"),)
    odd = [at for at, c in enumerate(number[:17], 1) if c not in "0123456789"]
    if odd:
        places = "、".join(map(str, odd))
        return (Fault("characters", f"第{places}位不是数字，前17位应全为数字；请照证件核对"),)
    if number[17] not in "0123456789X":
        return (Fault("characters", "第18位（校验码）应为数字或者字母X；请照证件核对"),)
    return ()


def _region(number: str, kind: IdentityKind) -> Fault | None:
    prefix, where = number[:2], "前6位（地址码）"
    if kind is RESIDENCE_PERMIT and number[:6] != _PERMIT_REGIONS[prefix]:
        return Fault("region", f"{where}应为{_PERMIT_REGIONS[prefix]}（{kind.zh}）；请照证件核对")
    if kind is RESIDENT and not _PROVINCES.fullmatch(prefix):
        what = f"{where}的前2位不是任何省、自治区、直辖市的代码"
        return Fault("region", f"{what}；请照证件核对")
    return None


def _birth(digits: str, day: date) -> Fault | None:
    where = "第7—14位（出生日期）"
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return Fault("birth", f"{where}不是真实存在的日期；请照证件核对")
    if born.year < 1800:
        return Fault("birth", f"{where}的年份应以18、19或者20开头；请照证件核对")
    if born > day:
        return Fault("birth", f"{where}晚于{day}；请照证件核对")
    return None


def _check(number: str) -> Fault | None:
    # the right character is not told: it would be typed in, and the wrong digit would stay
    if number[17] == check_character(number[:17]):
        return None
    return Fault("check", "第18位（校验码）与前17位不符，至少有一位填错；请照证件逐位核对")

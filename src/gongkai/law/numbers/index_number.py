"""索引号: 前段码/年份-流水号, such as 13370500664439219L/2020-10670.

The guide of the State Council's office gives the front to the 9-character organisation code and
the serial five digits; today's fronts are mostly 18-character credit codes, and serials of five
to seven digits are found. What departs from the guide but is found in practice is a caution.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.in_force import InForce, Version
from gongkai.law.numbers.credit_code import CheckedCode, check_credit_code, check_organisation_code
from gongkai.law.numbers.identity import Fault, compact
from gongkai.sources import CATALOGUE_GUIDE, Article

__all__ = [
    "FRONTS", "PARAMETERS", "Front", "IndexNumber", "ParsedIndex", "compose_index", "parse_index",
]  # fmt: skip

_GUIDE = Article(CATALOGUE_GUIDE, part="第二部分")

SERIAL_WIDTH: InForce[int] = InForce(
    "index_serial_width", "索引号流水号的位数", "位",
    (Version(CATALOGUE_GUIDE.since, 5, _GUIDE),),
)  # fmt: skip
SERIAL_WIDEST: InForce[int] = InForce(
    "index_serial_widest", "实际使用中流水号最多的位数", "位",
    (Version(
        CATALOGUE_GUIDE.since, 7, _GUIDE, confirmed=False, note="指引规定5位；政府网站上见有5—7位",
    ),),
)  # fmt: skip
PARAMETERS: tuple[InForce[Any], ...] = (SERIAL_WIDTH, SERIAL_WIDEST)


@dataclass(frozen=True, slots=True)
class Front:
    """A code that stands as 前段码."""

    id: str
    zh: str
    length: int
    article: Article
    confirmed: bool = True
    note: str = ""


ORGANISATION_FRONT = Front("organisation_code", "组织机构代码", 9, _GUIDE)
CREDIT_FRONT = Front(
    "credit_code", "统一社会信用代码", 18, _GUIDE, confirmed=False,
    note="指引用组织机构代码；政府网站现多用统一社会信用代码",
)  # fmt: skip
FRONTS: tuple[Front, ...] = (ORGANISATION_FRONT, CREDIT_FRONT)

_SHAPE = re.compile(
    r"(?P<front>[0-9A-Z-]*?)(?P<stray>-?)(?P<mark>[/-])(?P<year>[0-9]{4})-(?P<serial>[0-9]{1,12})"
)
_DASHES = str.maketrans("‐‑‒–—−", "------")
_EXPECTED = "应为“前段码/年份-流水号”，如 000014349/2017-00110"


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """The parts of an index number; `serial` keeps its leading zeros."""

    front: str
    year: int
    serial: str

    def __str__(self) -> str:
        return f"{self.front}/{self.back}"

    @property
    def back(self) -> str:
        """后段码 (2020-10670), which a list may show alone."""
        return f"{self.year}-{self.serial}"


@dataclass(frozen=True, slots=True)
class ParsedIndex:
    """What was read: the number (None if it has not the shape), what is wrong, what is odd.

    `str(number)` is the regular writing; compare by it, never change a published number.
    """

    number: IndexNumber | None
    faults: tuple[Fault, ...]
    cautions: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether it has the shape of an index number; it may still be odd."""
        return not self.faults


def parse_index(text: str, day: date) -> ParsedIndex:
    """Read an index number as printed; `day`, its publication, chooses the rule.

    Parts of faults: shape, front, year. A front whose check character is wrong is a caution, for
    published numbers are never changed.
    """
    plain = compact(text).translate(_DASHES)
    found = _SHAPE.fullmatch(plain)
    if found is None:
        return ParsedIndex(None, (Fault("shape", f"索引号的写法不对，{_EXPECTED}；请核对"),))
    front, faults, cautions = _front(found["front"])
    if found["year"][:2] not in ("19", "20"):
        faults += (Fault("year", f"后段码的年份为{found['year']}，应为19或20开头的四位数；请核对"),)
    if plain != text:
        cautions += ("索引号含空格、全角、小写字符或者破折号，应为半角大写，以连字符相连",)
    if found["stray"]:
        cautions += ("前段码之后多了一个连字符，应略去",)
    if found["mark"] == "-":
        cautions += ("前段码与后段码之间用了连字符，应为斜线“/”",)
    cautions += _width(len(found["serial"]), day)
    return ParsedIndex(IndexNumber(front, int(found["year"]), found["serial"]), faults, cautions)


def compose_index(front: str, year: int, serial: int, day: date, width: int | None = None) -> str:
    """Write a new index number; `width` digits of serial, by default those of the guide.

    Counting is the caller's: by body and year, without gaps, never reused. BadInput for a front
    that is wrong, a year outside 1900–2099, or a serial that does not fit.
    """
    width = width or SERIAL_WIDTH.on(day).value
    low, high = SERIAL_WIDTH.on(day).value, SERIAL_WIDEST.on(day).value
    if not low <= width <= high:
        raise BadInput(f"流水号的位数设为{width}，应为{low}—{high}位；请改正设置")
    if not 1900 <= year <= 2099:
        raise BadInput(f"索引号的年份为{year}，应为四位数的公历年份；请核对")
    if not 0 < serial < 10**width:
        raise BadInput(
            f"流水号{serial}不能写成{width}位，应为1—{10**width - 1}；超出时请把位数加宽"
        )
    checked = _check(front)
    problems = [*(fault.message for fault in checked.faults), *checked.cautions]
    if problems:
        raise BadInput(f"不能用“{front}”编索引号：{'；'.join(problems)}")
    return str(IndexNumber(checked.code, year, f"{serial:0{width}}"))


def _check(front: str) -> CheckedCode:
    if len(compact(front).replace("-", "")) == ORGANISATION_FRONT.length:
        return check_organisation_code(front)
    return check_credit_code(front)


def _front(front: str) -> tuple[str, tuple[Fault, ...], tuple[str, ...]]:
    """The plain front, faults of its shape, and cautions where only a check character is off."""
    checked = _check(front)
    odd = ("前段码中的连字符应略去",) if checked.code != front else ()
    hard = tuple(fault for fault in checked.faults if fault.part != "check")
    if hard:
        messages = "；".join(fault.message for fault in hard)
        what = "前段码应为" + "或者".join(f"{one.length}位{one.zh}" for one in FRONTS)
        return checked.code, (Fault("front", f"{what}：{messages}"),), odd
    soft = tuple(f"前段码：{fault.message}" for fault in checked.faults)
    return checked.code, (), (*odd, *soft, *(f"前段码：{c}" for c in checked.cautions))


def _width(digits: int, day: date) -> tuple[str, ...]:
    usual, widest = SERIAL_WIDTH.on(day), SERIAL_WIDEST.on(day)
    if digits == usual.value:
        return ()
    if usual.value < digits <= widest.value:
        return (f"流水号为{digits}位；{usual.article}规定为{usual.value}位，实际使用中见有此写法",)
    return (
        f"流水号为{digits}位，少见；{usual.article}规定为{usual.value}位，"
        f"实际使用中为{usual.value}—{widest.value}位；请核对有无漏填、多填",
    )

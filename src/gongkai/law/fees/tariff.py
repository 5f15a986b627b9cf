"""信息处理费: what an applicant may be asked to pay, by item or by page, and why.

《政府信息公开信息处理费管理办法》 in force from 2021-01-01; the day that chooses the version is the
day on which the application was received. Amounts are whole yuan. Charging is never a duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.in_force import InForce, Version
from gongkai.sources import FEES_2020, R2019, Article
from gongkai.terms import term

__all__ = [
    "PARAMETERS", "Band", "Fee", "FeePart", "ItemTariff", "Method", "PageTariff", "fee_by_items",
    "fee_by_pages", "fee_of_item",
]  # fmt: skip

_SINCE = FEES_2020.since
_METHOD_ARTICLE = Article(FEES_2020, 3)
_ITEM_ARTICLE = Article(FEES_2020, 4)
_PAGE_ARTICLE = Article(FEES_2020, 5)
_MOST = 100_000  # far above any real count; a slip of the keyboard gets an answer, not a long wait
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Band:
    """The items or pages `first`–`last` (None = without end), each at `rate` yuan."""

    first: int
    last: int | None
    rate: int
    article: Article

    def __str__(self) -> str:
        upto = f"—{self.last}" if self.last else "起"
        return f"第{self.first}{upto}：{f'{self.rate}元' if self.rate else '不收费'}"


@dataclass(frozen=True, slots=True)
class ItemTariff:
    """按件: the fixed bands, then bands of `width` items, each `step` yuan dearer than the last."""

    bands: tuple[Band, ...]
    width: int
    step: int
    article: Article

    def __str__(self) -> str:
        fixed = "；".join(map(str, self.bands))
        return f"{fixed}；其后每{self.width}件为一档，每档每件提高{self.step}元"


@dataclass(frozen=True, slots=True)
class PageTariff:
    """按量: the bands of pages of one application."""

    bands: tuple[Band, ...]

    def __str__(self) -> str:
        return "；".join(map(str, self.bands))


ITEM_TARIFF: InForce[ItemTariff] = InForce(
    "fee_item_tariff", "按件计收的标准", "元/件",
    (Version(_SINCE, ItemTariff(
        (
            Band(1, 10, 0, Article(FEES_2020, 4, 0, 1)),
            Band(11, 30, 100, Article(FEES_2020, 4, 0, 2)),
        ),
        10, 100, Article(FEES_2020, 4, 0, 3),
    ), _ITEM_ARTICLE),),
)  # fmt: skip
ITEM_LADDER_RATE: InForce[int] = InForce(
    "fee_item_ladder_rate", "按件计收第31—40件的单价", "元/件",
    (Version(
        _SINCE, 200, Article(FEES_2020, 4, 0, 3), confirmed=False,
        note="原文只说“以10件为一档，每增加一档，收费标准提高100元/件”；"
        "第31—40件为第一个加价档、即200元/件，系按文义推定",
    ),),
)  # fmt: skip
PAGE_TARIFF: InForce[PageTariff] = InForce(
    "fee_page_tariff", "按量计收的标准", "元/页",
    (Version(_SINCE, PageTariff((
        Band(1, 30, 0, Article(FEES_2020, 5, 0, 1)),
        Band(31, 100, 10, Article(FEES_2020, 5, 0, 2)),
        Band(101, 200, 20, Article(FEES_2020, 5, 0, 3)),
        Band(201, None, 40, Article(FEES_2020, 5, 0, 4)),
    )), _PAGE_ARTICLE),),
)  # fmt: skip
PAGE_UNIT: InForce[str] = InForce(
    "fee_page_unit", "按量计收的“页”", "",
    (Version(
        _SINCE, "A4及以下幅面纸张的单面为1页，以单件申请分别计算，多件申请不累加", _PAGE_ARTICLE,
        confirmed=False, note="凭记忆录入，未见原文，把握较大",
    ),),
)  # fmt: skip
CHARGING: InForce[str] = InForce(
    "fee_is_optional", "超出合理范围时收费是否必须", "",
    (Version(R2019.since, "可以收取，不是必须收取", Article(R2019, 42)),),
)  # fmt: skip

PARAMETERS: tuple[InForce[Any], ...] = (
    ITEM_TARIFF, ITEM_LADDER_RATE, PAGE_TARIFF, PAGE_UNIT, CHARGING,
)  # fmt: skip


class Method(StrEnum):
    """The two ways to reckon the fee; values are ids of terms."""

    BY_ITEM = "charge_per_item"
    BY_PAGE = "charge_per_page"

    @property
    def zh(self) -> str:
        """Its statutory name: 按件计收 or 按量计收."""
        return term(self.value).zh

    @property
    def unit(self) -> str:
        """What is counted: 件 or 页."""
        return "件" if self is Method.BY_ITEM else "页"


@dataclass(frozen=True, slots=True)
class FeePart:
    """The items or pages `first`–`last` that fall in one band, at `rate` yuan each."""

    first: int
    last: int
    rate: int
    unit: str
    article: Article

    @property
    def what(self) -> str:
        """For people: 第11—30件的部分."""
        numbers = f"{self.first}—{self.last}" if self.last > self.first else f"{self.first}"
        return f"第{numbers}{self.unit}的部分"

    @property
    def quantity(self) -> int:
        """How many items or pages."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan for this part."""
        return self.quantity * self.rate

    def __str__(self) -> str:
        if not self.rate:
            return f"{self.what}：{self.quantity}{self.unit}，不收费"
        return f"{self.what}：{self.rate}元/{self.unit}×{self.quantity}{self.unit}＝{self.amount}元"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in yuan, the parts that make it up (free ones too), and why."""

    total: int
    parts: tuple[FeePart, ...]
    method: Method
    articles: tuple[Article, ...]
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """{"fee", "parts": [{"from", "to", "rate", "quantity", "amount", "article"}]}."""
        return {
            "fee": self.total,
            "parts": [
                {
                    "from": part.first,
                    "to": part.last,
                    "rate": part.rate,
                    "quantity": part.quantity,
                    "amount": part.amount,
                    "article": str(part.article),
                }
                for part in self.parts
            ],
        }


def fee_of_item(nth: int, day: date) -> Fee:
    """Fee for the applicant's `nth` item of the month in which `day`, its receipt, falls."""
    return fee_by_items(nth, 1, day)


def fee_by_items(first: int, count: int, day: date) -> Fee:
    """按件: fee for `count` items of which the first is the applicant's `first` of the month.

    A refusal counts like any other decision. Raises BadInput for impossible numbers,
    NoRuleInForce before 2021-01-01.
    """
    tariff, ladder = ITEM_TARIFF.on(day).value, ITEM_LADDER_RATE.on(day).value
    _at_least(first, 1, "首件在本月的序号", "件")
    _at_least(count, 0, "件数", "件")
    last = first + count - 1
    if last > _MOST:
        raise BadInput(f"本月累计{last}件，超出可能的范围（{_MOST}件）；请核对首件序号和件数")
    numbers = f"第{first}—{last}件" if count > 1 else f"第{first}件"
    counted = (f"同一申请人一个自然月内累计计数，本次为{numbers}",) if count else ()
    return _fee(Method.BY_ITEM, first, last, _item_bands(tariff, ladder), counted, day)


def fee_by_pages(pages: int, day: date) -> Fee:
    """按量: fee for one application whose copies have `pages` sides of A4 or smaller.

    Never add up the pages of several applications. Raises like `fee_by_items`.
    """
    tariff, unit = PAGE_TARIFF.on(day).value, PAGE_UNIT.on(day).value
    _at_least(pages, 0, "页数", "页")
    if pages > _MOST_PAGES:
        raise BadInput(f"页数为{pages}，超出可能的范围（{_MOST_PAGES}页）；请核对后重新填写")
    return _fee(Method.BY_PAGE, 1, pages, tariff.bands, (f"{unit}；本件共{pages}页",), day)


def _at_least(number: int, least: int, what: str, unit: str) -> None:
    if number < least:
        raise BadInput(f"{what}为{number}，应不少于{least}{unit}；请核对后重新填写")


def _item_bands(tariff: ItemTariff, rate: int) -> Iterator[Band]:
    """The fixed bands, then the ladder without end, its first band at `rate`."""
    yield from tariff.bands
    first = 1 + (tariff.bands[-1].last or 0)
    while True:
        yield Band(first, first + tariff.width - 1, rate, tariff.article)
        first, rate = first + tariff.width, rate + tariff.step


def _fee(
    method: Method,
    first: int,
    last: int,
    bands: Iterable[Band],
    counted: tuple[str, ...],
    day: date,
) -> Fee:
    parts = []
    for band in bands:
        if band.first > last:
            break
        low, high = max(first, band.first), min(last, band.last or last)
        if low <= high:
            parts.append(FeePart(low, high, band.rate, method.unit, band.article))
    total = sum(part.amount for part in parts)
    optional = CHARGING.on(day)
    why = (f"{method.zh}，超额累进；合计{total}元", *counted, *map(str, parts))
    if total:
        why += (f"超出合理范围的，{optional.value}",)
    articles = chain((_METHOD_ARTICLE,), (p.article for p in parts), (optional.article,))
    return Fee(total, tuple(parts), method, tuple(dict.fromkeys(articles)), why)

"""件数: which number each application has among its applicant's items of the natural month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.fees.tariff import Fee, Method, fee_by_items
from gongkai.law.in_force import InForce, Version
from gongkai.sources import FEES_2020, Article

__all__ = ["PARAMETERS", "Filed", "Numbered", "number_items"]

_SINCE = FEES_2020.since
_ARTICLE = Article(FEES_2020, 4)

COUNT_SCOPE: InForce[str] = InForce(
    "fee_count_scope", "累计件数的范围", "",
    (Version(
        _SINCE, "同一申请人在一个自然月内向同一行政机关提出的申请", _ARTICLE, confirmed=False,
        note="“同一申请人一个自然月内累计”见于原文；按每个行政机关分别累计，系推定",
    ),),
)  # fmt: skip
COUNT_MONTH: InForce[str] = InForce(
    "fee_count_month", "申请归入哪个月", "",
    (Version(
        _SINCE, "收到申请之日所在的月", _ARTICLE, confirmed=False, note="原文未写，系推定",
    ),),
)  # fmt: skip
COUNT_ORDER: InForce[str] = InForce(
    "fee_count_order", "月内的先后顺序", "",
    (Version(
        _SINCE, "先按收到申请之日，同日的按登记时间", _ARTICLE, confirmed=False,
        note="原文未写，系本软件的约定",
    ),),
)  # fmt: skip
PAGE_ITEMS_COUNT: InForce[bool] = InForce(
    "fee_page_items_count", "按量计收的申请是否仍占用件数序号", "",
    (Version(_SINCE, True, _ARTICLE, confirmed=False, note="原文未写，系推定"),),
)  # fmt: skip

COUNT_UNITS: InForce[str] = InForce(
    "fee_count_units", "一份申请包含多项内容的件数", "",
    (Version(_SINCE, "行政机关可以按“一事一申请”以合理的最小单位拆分；不拆分的，计1件", _ARTICLE),),
)  # fmt: skip
COUNT_JOINT: InForce[str] = InForce(
    "fee_count_joint", "共同申请的“同一申请人”", "",
    (Version(
        _SINCE, "共同申请人合为一个申请人，只与相同的人共同提出的申请累计，不计入各人自己的件数",
        _ARTICLE, confirmed=False, note="原文未写，系推定：取不加重任何一个申请人负担的读法",
    ),),
)  # fmt: skip
WITHDRAWN_COUNT: InForce[bool] = InForce(
    "fee_withdrawn_count", "撤回的申请是否占用件数序号（已经缴费的除外）", "",
    (Version(
        _SINCE, False, _ARTICLE, confirmed=False,
        note="原文未写，系推定：按件计收适用于处理决定，撤回的申请没有处理决定",
    ),),
)  # fmt: skip

PARAMETERS: tuple[InForce[Any], ...] = (
    COUNT_SCOPE, COUNT_MONTH, COUNT_ORDER, COUNT_UNITS, COUNT_JOINT, PAGE_ITEMS_COUNT,
    WITHDRAWN_COUNT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filed:
    """An application as the count sees it.

    `items` is what 一事一申请 splits it into; `agency` and `applicants` are keys that tell bodies
    and persons apart: who asked together are one applicant; `method` is how it was charged, if
    it was; `withdrawn`: taken back before the reply and nothing paid.
    """

    id: str
    agency: str
    applicants: frozenset[str]
    received: date
    registered: datetime
    items: int = 1
    method: Method | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """An application with the numbers `first`–`last` that its items have in the month."""

    filed: Filed
    first: int
    last: int
    reasons: tuple[str, ...]

    def fee(self) -> Fee:
        """What its items would cost by item."""
        return fee_by_items(self.first, self.filed.items, self.filed.received)


def number_items(filed: Iterable[Filed]) -> tuple[Numbered, ...]:
    """Number the items of each applicant, agency and month, in the order given by COUNT_ORDER.

    What was withdrawn gets no number and is not among the result (WITHDRAWN_COUNT). An
    application entered late moves the numbers of those received after it: number a month anew
    before a notice goes out. BadInput for two with one id or a split into no item;
    NoRuleInForce for one received before 2021-01-01.
    """
    months: dict[tuple[str, frozenset[str], int, int], list[Filed]] = defaultdict(list)
    seen: set[str] = set()
    for one in filed:
        if one.id in seen:
            raise BadInput(f"申请 {one.id} 出现了两次；每件申请只能列一次，请删去重复的一条")
        if one.items < 1:
            raise BadInput(f"申请 {one.id} 拆分为{one.items}件，应不少于1件；请核对拆分结果")
        seen.add(one.id)
        if not one.withdrawn or WITHDRAWN_COUNT.on(one.received).value:
            months[one.agency, one.applicants, one.received.year, one.received.month].append(one)
    return tuple(numbered for month in months.values() for numbered in _number(month))


def _number(month: list[Filed]) -> Iterable[Numbered]:
    used = 0
    for one in sorted(month, key=lambda f: (f.received, f.registered, f.id)):
        day = one.received
        first, last = used + 1, used + one.items
        reasons = [
            f"{COUNT_SCOPE.on(day).value}累计计数；{COUNT_MONTH.on(day).value}"
            f"：{day.year}年{day.month}月",
            f"{COUNT_ORDER.on(day).value}，此前已有{used}件",
        ]
        if one.items > 1:
            reasons.append(f"按“一事一申请”拆分为{one.items}件：第{first}—{last}件")
        if len(one.applicants) > 1:
            reasons.append(COUNT_JOINT.on(day).value)
        if one.method is not Method.BY_PAGE or PAGE_ITEMS_COUNT.on(day).value:
            used = last
        yield Numbered(one, first, last, tuple(reasons))

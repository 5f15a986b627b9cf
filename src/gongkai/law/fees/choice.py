"""收费方式: both methods for one application side by side, one of them chosen, and its notice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.errors import BadInput, LawError
from gongkai.law.fees.tariff import Fee, Method, fee_by_items, fee_by_pages
from gongkai.law.in_force import InForce, Version
from gongkai.law.labelled import Labelled
from gongkai.sources import FEES_2020, Article

__all__ = [
    "NOTICE_ELEMENTS", "PARAMETERS", "Comparison", "FeeNotice", "Manner", "NoticeElement",
    "Option", "choose", "compare", "fee_notice",
]  # fmt: skip

_METHOD_ARTICLE = Article(FEES_2020, 3)
_ITEM_ARTICLE = Article(FEES_2020, 4)
_NOTICE_ARTICLE = Article(FEES_2020, 6)

PAGE_SCOPE: InForce[str] = InForce(
    "fee_page_scope", "按量计收的适用范围", "",
    (Version(
        FEES_2020.since, "以纸质件、电子邮件、复制电子数据等方式提供政府信息的；"
        "已经主动公开，依《条例》第三十六条第（一）、（二）项告知获取方式、途径的，不适用",
        Article(FEES_2020, 5), confirmed=False,
        note="适用情形已见原文；排除情形只见前半句，所引《条例》条项凭记忆，把握较大",
    ),),
)  # fmt: skip

PARAMETERS: tuple[InForce[Any], ...] = (PAGE_SCOPE,)


class Manner(Labelled):
    """How the reply gives the information; it decides whether pages may be charged."""

    COPIES = "copies", "提供纸质件、发送电子邮件、复制电子数据等"
    POINTED = "pointed", "信息已经公开，告知获取的方式、途径"
    NOTHING = "nothing", "不予公开、无法提供、不予处理等，没有提供信息"


@dataclass(frozen=True, slots=True)
class Option:
    """One method for one application: its fee, whether the law allows it here, and why."""

    method: Method
    fee: Fee
    allowed: bool
    reason: str
    article: Article


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both methods side by side; the agency picks one, or charges nothing."""

    by_item: Option
    by_page: Option

    @property
    def difference(self) -> int:
        """Yuan by which charging by item is dearer (negative: cheaper) than by page."""
        return self.by_item.fee.total - self.by_page.fee.total

    @property
    def options(self) -> tuple[Option, Option]:
        """Both, by item first."""
        return self.by_item, self.by_page

    @property
    def allowed(self) -> tuple[Method, ...]:
        """The methods that the law allows here."""
        return tuple(option.method for option in self.options if option.allowed)


_PAGE_REASONS = {
    Manner.COPIES: "以纸质件、电子邮件、复制电子数据等方式提供政府信息，可以按页计收",
    Manner.POINTED: "信息已经公开，只告知获取的方式、途径，不得按页计收",
    Manner.NOTHING: "没有提供政府信息，没有可以计收的页数",
}


def compare(first: int, pages: int, manner: Manner, day: date, count: int = 1) -> Comparison:
    """Both fees for one application: its `first` number of the month, split into `count` items,
    or its `pages`; `manner` decides whether the second is open."""
    items = fee_by_items(first, count, day)
    copies = fee_by_pages(pages, day)
    scope = PAGE_SCOPE.on(day)
    page_reason = f"{_PAGE_REASONS[manner]}（适用范围：{scope.value}）"
    return Comparison(
        Option(Method.BY_ITEM, items, True, "适用于所有处理决定类型", _ITEM_ARTICLE),
        Option(Method.BY_PAGE, copies, manner is Manner.COPIES, page_reason, scope.article),
    )


def choose(comparison: Comparison, methods: Collection[Method]) -> Fee | None:
    """The fee by the one method that is applied to the application; None: nothing is charged.

    `methods` are all that have been applied to it so far; LawError for two, or for one that
    is not allowed here.
    """
    if not methods:
        return None
    if len(set(methods)) > 1:
        raise LawError("同一件申请不得同时按件和按量重复计算；请只选一种计收方式", _METHOD_ARTICLE)
    chosen = next(option for option in comparison.options if option.method in methods)
    if not chosen.allowed:
        raise LawError(
            f"本件不得{chosen.method.zh}：{chosen.reason}；请改为{Method.BY_ITEM.zh}，或者不收费",
            chosen.article,
        )
    return chosen.fee


# --- 收费通知 -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoticeElement:
    """Something the notice must say."""

    id: str
    zh: str
    article: Article


NOTICE_ELEMENTS: tuple[NoticeElement, ...] = (
    NoticeElement("basis", "依据", _NOTICE_ARTICLE),
    NoticeElement("standard", "标准", _NOTICE_ARTICLE),
    NoticeElement("amount", "数额", _NOTICE_ARTICLE),
    NoticeElement("how_to_pay", "缴纳方式", _NOTICE_ARTICLE),
)


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """The four elements of `NOTICE_ELEMENTS` as text."""

    basis: str
    standard: str
    amount: str
    how_to_pay: str


def fee_notice(fee: Fee, how_to_pay: str) -> FeeNotice:
    """What the notice must say; `how_to_pay` comes from the agency. BadInput if there is no fee."""
    if not fee.total:
        raise BadInput("应收数额为0元，不必发出收费通知；请核对件数或者页数")
    if not how_to_pay.strip():
        raise BadInput("收费通知应当写明缴纳方式；请填写缴款渠道、账户或者缴款码的取得办法")
    return FeeNotice(
        basis="；".join(map(str, fee.articles)),
        standard="；".join(map(str, fee.parts)),
        amount=f"{fee.total}元",
        how_to_pay=how_to_pay.strip(),
    )

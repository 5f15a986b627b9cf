"""法律计算: deadlines, fees and remedies by the law package; open to all, nothing is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from gongkai.errors import BadInput
from gongkai.law import explain
from gongkai.law.calendar import national
from gongkai.law.clock import Pause, ReplyFacts, reply_due
from gongkai.law.fees.tariff import fee_by_items, fee_by_pages
from gongkai.law.remedies import Remedy, remedy_due
from gongkai.terms import term
from gongkai.web.api.calling import Open
from gongkai.web.api.endpoints.agencies import Day

__all__ = ["router"]

router = Router(tags=["法律计算"], auth=Open())


class _In(Schema):
    model_config = {"extra": "forbid"}


class PauseIn(_In):
    """Time that does not count."""

    sent: Day = Field(description="征求意见发出之日")
    answered: Day = Field(description="收到意见之日")


class DeadlineIn(_In):
    """What is known of an application."""

    received: Day = Field(description="收到申请之日（当日不计）")
    pauses: list[PauseIn] = Field([], max_length=20, description="征求意见的时间，不计入期限")
    correction: Day | None = Field(None, description="收到补正之日，期限自此重新计算")
    fee_paid: Day | None = Field(None, description="缴费完成之日，期限自此重新计算")
    extension: int = Field(0, ge=0, le=1000, description="经批准延长的工作日")
    as_of: Day | None = Field(None, description="按这一天已经印发的放假通知计算")


class StepOut(Schema):
    """One day of the count."""

    date: date
    kind: str = Field(description="counts、make-up 计入；rest、holiday、paused 不计")
    n: int | None = Field(description="第几个工作日")
    why: str = Field(description="为什么")


class DeadlineOut(Schema):
    """When the reply is due, and why."""

    due: date = Field(description="期限届满之日")
    provisional: bool = Field(description="是否暂计：当年的放假通知尚未发布")
    article: str = Field(description="依据")
    reasons: list[str] = Field(description="理由")
    calendar: str = Field(description="日历的版本")
    steps: list[StepOut] = Field(description="逐日计算")


class Method(StrEnum):
    """How a fee is reckoned."""

    ITEMS, PAGES = "items", "pages"


class FeeIn(_In):
    """What is charged for."""

    method: Method = Field(description="items 按件，pages 按量")
    first: int = Field(1, ge=1, le=1_000_000, description="按件：当月从第几件起")
    count: int = Field(ge=0, le=10_000_000, description="几件，或者一件申请的页数（A4单面）")
    on: Day | None = Field(None, description="收到申请之日；不写则用现行标准")


class FeePart(Schema):
    """One band of a fee."""

    first: int = Field(alias="from", description="自第几件（页）")
    to: int = Field(description="至第几件（页）")
    rate: int = Field(description="单价（元）")
    quantity: int = Field(description="数量")
    amount: int = Field(description="金额（元）")
    article: str = Field(description="依据")


class FeeOut(Schema):
    """A fee in yuan."""

    fee: int = Field(description="合计（元）")
    parts: list[FeePart] = Field(description="各档")
    reasons: list[str] = Field(description="理由")


class RemedyIn(_In):
    """Which remedy, known since when."""

    kind: Remedy = Field(
        description="reconsideration 行政复议、suit 直接起诉、suit-after-reconsideration 复议后起诉"
    )
    known: Day = Field(description="知道答复之日；复议后起诉的，为收到复议决定书之日")
    told: bool = Field(True, description="答复是否告知了权利、机关和期限")
    told_on: Day | None = Field(None, description="未告知的，后来知道权利和期限之日")


class RemedyOut(Schema):
    """The last day of a remedy."""

    last_day: date = Field(description="最后一日")
    nominal: date = Field(description="顺延以前的最后一日")
    provisional: bool = Field(description="是否暂计")
    article: str = Field(description="依据")
    reasons: list[str] = Field(description="理由")


@router.post("/deadline", response=DeadlineOut, operation_id="law_deadline", summary="答复期限")
def law_deadline(request: HttpRequest, facts: DeadlineIn) -> dict[str, Any]:
    """申请的答复期限，并逐日说明为什么；按国务院的放假安排计算。"""
    calendar = national().as_of(facts.as_of) if facts.as_of else national()
    pauses = tuple(Pause(one.sent, one.answered) for one in facts.pauses)
    known = ReplyFacts(facts.received, pauses, facts.correction, facts.fee_paid, facts.extension)
    return explain.deadline_as_json(reply_due(known, calendar))


@router.post(
    "/fee",
    response=FeeOut,
    operation_id="law_fee",
    summary=term("processing_fee").zh,
    by_alias=True,
)
def law_fee(request: HttpRequest, facts: FeeIn) -> dict[str, Any]:
    """信息处理费，按件或者按量，列出各档。"""
    day = facts.on or date.max
    if facts.method is Method.PAGES and facts.first != 1:
        raise BadInput("按量计收以一件申请的页数计算，不写 first")
    fee = (
        fee_by_items(facts.first, facts.count, day)
        if facts.method is Method.ITEMS
        else fee_by_pages(facts.count, day)
    )
    return {**fee.as_json(), "reasons": list(fee.reasons)}


@router.post("/remedy", response=RemedyOut, operation_id="law_remedy", summary="救济期限")
def law_remedy(request: HttpRequest, facts: RemedyIn) -> dict[str, Any]:
    """申请行政复议、提起行政诉讼的最后一日。"""
    told = facts.told and facts.told_on is None
    found = remedy_due(facts.kind, facts.known, national(), told=told, told_on=facts.told_on)
    return {
        "last_day": found.last_day, "nominal": found.nominal, "provisional": found.provisional,
        "article": str(found.article), "reasons": list(found.reasons),
    }  # fmt: skip

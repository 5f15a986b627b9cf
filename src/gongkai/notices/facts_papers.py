"""Facts of the papers round a decision: fee, correction of records, service, review, handover."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.law.fees.choice import fee_notice
from gongkai.law.fees.tariff import Fee
from gongkai.notices.naming import a_day, a_number, a_text, computed, some_words
from gongkai.sources import cite

__all__ = [
    "Counted", "FeeFacts", "FeeLine", "Handover", "HandoverItem", "OtherBody", "RecordFacts",
    "Review", "ServiceFacts",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherBody:
    """Another body: the competent one, a co-producer, the one to which a matter is passed on."""

    name: str = a_text("其他行政机关名称")
    contact: str = a_text("其他行政机关联系方式")


# --- fee ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One band of the fee."""

    what: str = a_text("计费部分")
    quantity: str = a_text("数量")
    rate: str = a_text("单价")
    amount: str = a_text("金额")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One application (or paper) on the list of what was counted."""

    number: str = a_text("申请编号")
    received: date | None = a_day("收到日期")
    what: str = a_text("申请内容")
    amount: str = a_text("计费说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFacts:
    """The fee as `gongkai.law.fees` reckons it, how to pay, what was counted."""

    fee: Fee | None = None
    how_to_pay: str = a_text("缴纳方式")
    counted: tuple[Counted, ...] = some_words("计费清单")
    days: int | None = a_number("缴费期限的工作日数")
    until: date | None = a_day("缴费期限届满日")
    number: str = a_text("收费通知书文号")
    sent: date | None = a_day("收费通知书日期")
    served: date | None = a_day("收费通知书送达日期")

    @computed("收费依据")
    def basis(self) -> str:
        """As `fee_notice` puts it."""
        return cite(self.fee.articles) if self.fee else ""

    @computed("收费标准")
    def standard(self) -> str:
        """As `fee_notice` puts it."""
        return fee_notice(self.fee, "—").standard if self.fee else ""

    @computed("收费数额")
    def amount(self) -> str:
        """As `fee_notice` puts it."""
        return fee_notice(self.fee, "—").amount if self.fee else ""

    @computed("计收方式")
    def method(self) -> str:
        """按件计收 or 按量计收."""
        return self.fee.method.zh if self.fee else ""

    @computed("分段计费明细", FeeLine)
    def lines(self) -> tuple[FeeLine, ...]:
        """One line a band."""
        return tuple(
            FeeLine(
                what=p.what, quantity=f"{p.quantity}{p.unit}",
                rate=f"{p.rate}元/{p.unit}" if p.rate else "不收费", amount=f"{p.amount}元",
            )
            for p in (self.fee.parts if self.fee else ())
        )  # fmt: skip


# --- other papers -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """更正与自身相关的政府信息 (第四十一条)."""

    record: str = a_text("申请更正的政府信息记录")
    claim: str = a_text("更正请求和证据")
    finding: str = a_text("审核情况")
    result: str = a_text("更正结果")
    passed_to: OtherBody | None = field(default=None, metadata={"zh": "有权更正的行政机关"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """送达; `method` is the slug of `ServiceMethod`. `online`: served through the internet."""

    method: str = a_text("送达方式代码")
    online: bool = field(default=False, metadata={"zh": "通过互联网送达"})
    documents: tuple[str, ...] = some_words("送达的文书名称和文号")
    receiver: str = a_text("受送达人")
    address: str = a_text("送达地点")
    sent: date | None = a_day("交邮日或者发出日")
    signed: date | None = a_day("签收日")
    tracking_number: str = a_text("邮政企业邮件编号")
    signatory: str = a_text("收件人")
    substitute: str = a_text("代收人及与受送达人的关系")
    server: str = a_text("送达人")
    note: str = a_text("送达备注")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """政府信息公开审查 (第十七条)."""

    subject: str = a_text("审查事项")
    drafter: str = a_text("拟稿人")
    section: str = a_text("承办部门")
    opinion: str = a_text("承办部门意见")
    reviewer: str = a_text("审查人")
    review: str = a_text("法制审核意见")
    secrecy_reviewer: str = a_text("保密审查人")
    secrecy: str = a_text("保密审查结果")
    approver: str = a_text("审批人")
    approval: str = a_text("审批意见")
    drafted: date | None = a_day("拟稿日期")
    reviewed: date | None = a_day("审查日期")
    secrecy_reviewed: date | None = a_day("保密审查日期")
    approved: date | None = a_day("审批日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItem:
    """One piece handed over."""

    title: str = a_text("政府信息名称")
    number: str = a_text("索引号或者文号")
    made: date | None = a_day("生成日期")
    carrier: str = a_text("载体")
    count: str = a_text("份数")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """主动公开的政府信息移送 (第二十五条第三款)."""

    receiver: str = a_text("接收单位")
    items: tuple[HandoverItem, ...] = some_words("移送清单")
    giver: str = a_text("移送人")
    taker: str = a_text("接收人")
    day: date | None = a_day("移送日期")

    @computed("移送件数")
    def total(self) -> int | None:
        """How many pieces; None for an empty list, to be filled in by hand."""
        return len(self.items) or None

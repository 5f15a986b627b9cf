"""要素的凭据: by which merge field or words a document says what it must say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.law.documents.elements import Element
from gongkai.notices.fields import FIELDS

__all__ = ["EVIDENCE", "FRAME", "REMEDIES", "Evidence", "said"]

# what the layout itself says in every outgoing document
FRAME = frozenset(
    {Element.ISSUER, Element.SEAL, Element.DOCUMENT_NUMBER, Element.DOCUMENT_DATE, Element.CONTACT}
)
# what {remedies} says
REMEDIES = frozenset({Element.REMEDY, Element.LATER_REMEDY, Element.ONLINE_REVIEW})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Any one of `fields`, or words that `pattern` finds; `sample` are words that would do."""

    fields: tuple[str, ...] = ()
    pattern: str = ""
    sample: str = ""

    @property
    def advice(self) -> str:
        """What to write in."""
        if self.fields:
            known = (FIELDS.get(path) for path in self.fields)
            return "请写入合并域 " + " 或者 ".join(f"{{{f.path}}}（{f.zh}）" for f in known if f)
        return f"请写明“{self.sample}”"


def _fields(*paths: str) -> Evidence:
    return Evidence(paths)


def _words(pattern: str, sample: str) -> Evidence:
    return Evidence((), pattern, sample)


_E = Element
EVIDENCE: dict[Element, Evidence] = {
    _E.APPLICANT: _fields("applicant.name"),
    _E.APPLICATION_NUMBER: _fields("application.number"),
    _E.RECEIVED: _fields("application.received"),
    _E.REQUEST: _fields("application.description", "consultation.subject"),
    _E.FACTS: _words("经(?:审查|检索|统计)|已经登记", "经审查，……"),
    _E.LEGAL_BASIS: Evidence(("decision.articles",), r"《[^》]{2,60}》（[^）]{2,30}）第.{1,5}条"),
    _E.RESULT: _words(
        "现(?:就有关事项|一次性)?(?:答复|告知|通知|函告|征求意见)如下", "现告知如下：……"
    ),
    _E.IDENTITY: _fields("applicant.identity_number"),
    _E.DESCRIPTION: _fields("application.description"),
    _E.FORM_WANTED: _fields("application.form"),
    _E.APPLICANT_KIND: _fields("applicant.column", "applicant.column_zh"),
    _E.SIGNATURE: _words("签名或者盖章", "签名或者盖章"),
    _E.CHANNEL: _fields("application.channel"),
    _E.RECEIPT_EVIDENCE: _fields("application.evidence"),
    _E.DUE_DATE: _fields("application.due"),
    _E.QUERY_METHOD: _fields("body.query"),
    _E.ITEMS_TO_CORRECT: _fields("correction.items"),
    _E.GUIDANCE: _fields("correction.guidance"),
    _E.CORRECTION_PERIOD: _fields("correction.days", "correction.until"),
    _E.CONSEQUENCE: _words(
        "视为放弃申请|告知不予处理", "逾期的，视为放弃申请（要求说明理由的：将告知不予处理）"
    ),
    _E.CLOCK_RESTART: _words(
        "自(?:本机关)?收到补正(?:的申请|材料)?之日起",
        "答复申请的期限自本机关收到补正的申请之日起计算",
    ),
    _E.COUNTS: _fields("reasons.counts"),
    _E.REASONS_PERIOD: _fields("reasons.days"),
    _E.APPROVER: _fields("extension.approver"),
    _E.REASON: _fields("decision.reason", "extension.reason", "consultation.reason"),
    _E.EXTENSION_DAYS: _fields("extension.days"),
    _E.NEW_DUE_DATE: _fields("extension.due", "delay.due"),
    _E.QUESTION: _fields("consultation.question"),
    _E.OPINION_PERIOD: _fields("consultation.days"),
    _E.REASONS_DEMANDED: _words("不同意公开的，应当说明理由", "不同意公开的，应当说明理由"),
    _E.SILENCE_BODY_DECIDES: _words(
        "逾期未提出意见的，由(?:本机关|行政机关)依照",
        "逾期未提出意见的，由本机关依照条例的规定决定是否公开",
    ),
    _E.SILENCE_CONSENT: _words("逾期未提出意见的，视为同意公开", "逾期未提出意见的，视为同意公开"),
    _E.OPINION: Evidence(
        ("consultation.answer",), "□同意公开.{0,12}□不同意公开", "□同意公开　□不同意公开"
    ),
    _E.TIME_NOT_COUNTED: _words(
        "不计算在.{0,8}期限内", "征求第三方和其他机关意见所需时间，不计算在答复期限内"
    ),
    _E.REPLY_DATE: _fields("consultation.until"),
    _E.CONTENT_TO_DISCLOSE: _fields("consultation.disclosed"),
    _E.FEE_BASIS: _fields("fee.basis"),
    _E.FEE_STANDARD: _fields("fee.standard"),
    _E.FEE_AMOUNT: _fields("fee.amount"),
    _E.PAYMENT_METHOD: _fields("fee.how_to_pay"),
    _E.FEE_LIST: _fields("fee.counted"),
    _E.PAYMENT_PERIOD: _fields("fee.days"),
    _E.WHERE_PUBLISHED: _fields("decision.where"),
    _E.INFORMATION: _fields("decision.information", "decision.time"),
    _E.PUBLIC_PART: _fields("decision.public_part"),
    _E.EACH_REDACTION: _fields("decision.parts"),
    _E.GROUND: _words(
        "国家秘密|禁止公开的政府信息|可能危及|第三方合法权益|内部事务信息|过程性信息|行政执法案卷",
        "属于……（国家秘密、内部事务信息、过程性信息等条例所列的一类）",
    ),
    _E.CONSULTATION_RESULT: _fields("consultation.result"),
    _E.SPECIAL_RULE: _fields("decision.rule"),
    _E.QUERY_PLACE: _fields("decision.place"),
    _E.NOT_EXISTING: _words("信息不存在", "该政府信息不存在"),
    _E.SEARCH: _fields("decision.search.scope"),
    _E.COMPETENT_BODY: _fields("decision.other_body.name", "decision.unknown_body"),
    _E.NOT_READY_MADE: _words("不是.{0,16}现有信息", "不是本机关已经制作或者获取的现有信息"),
    _E.STILL_UNCLEAR: _fields("decision.unclear"),
    _E.NOT_AN_APPLICATION: _words("不作为政府信息公开申请处理", "不作为政府信息公开申请处理"),
    _E.PROPER_CHANNEL: _fields("decision.channel"),
    _E.EARLIER_REPLY: _fields("decision.earlier_number"),
    _E.WHERE_TO_OBTAIN: _fields("decision.where"),
    _E.REASONS_UNREASONABLE: _fields("reasons.assessment"),
    _E.EARLIER_DELIVERY: _fields("decision.delivery"),
    _E.WHERE_TO_TURN: _fields("decision.turn"),
    _E.UNMET_REQUEST: _fields("correction.number", "fee.number"),
    _E.CORRECTION_RESULT: _fields("record.result", "record.passed_to.name"),
    _E.SERVICE_METHOD: _fields("service.method"),
    _E.SERVICE_DATE: _fields("service.sent", "service.signed"),
    _E.TRACKING_NUMBER: _fields("service.tracking_number"),
    _E.DRAFTER: _fields("review.drafter"),
    _E.REVIEWER: _fields("review.reviewer"),
    _E.SECRECY_REVIEW: _fields("review.secrecy"),
    _E.APPROVAL: _fields("review.approval"),
    _E.HANDOVER_LIST: _fields("handover.items"),
}


def said(words: str, has: Callable[[str], bool]) -> frozenset[Element]:
    """The elements that a document with these words says; `has` tells of a merge field."""
    return frozenset(
        element
        for element, evidence in EVIDENCE.items()
        if any(map(has, evidence.fields))
        or (evidence.pattern and re.search(evidence.pattern, words))
    )

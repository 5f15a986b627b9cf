"""文书 T01–T40: what each is for, when it must go out, what it must say.

No national set binds; the set follows provincial ones. What an element or limit has in the law
stands in the article of the notice; the rest is good practice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.decisions.codes import DECISIONS, decision
from gongkai.law.documents.elements import COMMON, COMMON_TO_OTHERS, Element
from gongkai.law.in_force import InForce, Version
from gongkai.law.labelled import Labelled
from gongkai.sources import FEES_2020, R2019, REVIEW_2023, SERVICE_2016, Article

__all__ = [
    "ANNOUNCING",
    "NOTICES",
    "PARAMETERS",
    "RECTIFIED",
    "REPLIES",
    "Audience",
    "Limit",
    "Notice",
    "RemedyPart",
    "missing_elements",
    "notice",
    "notice_for",
]


class Audience(Labelled):
    """Whom the document addresses."""

    APPLICANT = "applicant", "申请人"
    THIRD_PARTY = "third_party", "第三方"
    OTHER_BODY = "other_body", "其他行政机关"
    TO_BODY = "to_body", "行政机关（由他人填交）"
    FILE = "file", "本机关存卷"


class Limit(Labelled):
    """By when it must go out; `parameter` is the id of the constant that holds the length."""

    NONE = "none", "法律未规定期限"
    RECEIPT_DAY = "receipt_day", "收到申请当日"
    CORRECTION = "correction_notice_days", "补正告知期限"
    DUE = "reply_days", "答复期限届满前"
    THIRD_PARTY = "third_party_days", "第三方提出意见的期限"
    SAME_DAY = "same_day", "征求意见当日"
    BEFORE_DISCLOSURE = "disclosure_notice_days", "公开之前"
    PROMPTLY = "promptly", "及时"

    @property
    def parameter(self) -> str:
        """Id of the constant (`InForce.id`) with its length; "" where there is none."""
        return self.value if self.value.endswith("_days") else ""


class RemedyPart(Labelled):
    """What the document says about remedies."""

    NONE = "none", "不涉及"
    R0 = "R0", "程序性文书，不告知救济"
    BY_DECISION = "by_decision", "依处理决定和日期：R1（复议前置）或者 R2（复议、诉讼选择）"
    R2 = "R2", "可以申请行政复议或者提起行政诉讼"
    FEE = "fee", "收费决定不单独救济，说明日后途径"

    @property
    def needed(self) -> tuple[Element, ...]:
        """The element it adds to the document."""
        if self in (RemedyPart.BY_DECISION, RemedyPart.R2):
            return (Element.REMEDY,)
        return (Element.LATER_REMEDY,) if self is RemedyPart.FEE else ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One document: trigger, time limit, what it must say besides the common elements.

    `decisions` are the codes it announces. `confirmed` is about the elements; `note` says why not.
    """

    code: str
    zh: str
    trigger: str
    limit: Limit
    elements: tuple[Element, ...]
    remedy: RemedyPart
    article: Article
    audience: Audience = Audience.APPLICANT
    confirmed: bool = True
    note: str = ""

    @property
    def common(self) -> tuple[Element, ...]:
        """The elements it shares with every outgoing document of its audience."""
        if self.audience is Audience.APPLICANT:
            return COMMON
        if self.audience in (Audience.THIRD_PARTY, Audience.OTHER_BODY):
            return COMMON_TO_OTHERS
        return ()

    @property
    def decisions(self) -> tuple[str, ...]:
        """Codes of the decisions that it announces."""
        return tuple(d.code for d in DECISIONS if d.notice == self.code)

    @property
    def noun(self) -> str:
        """What it calls itself in its own text."""
        return next((n for n in ("答复书", "告知书", "通知书") if n in self.zh), "文书")


def _a(article: int, paragraph: int = 0, item: int = 0) -> Article:
    return Article(R2019, article, paragraph, item)


_E, _L, _R, _T = Element, Limit, RemedyPart, Audience
_LOCAL = "条例未规定该文书，要素按地方文书样式和实践整理"


def _procedural(
    code: str, zh: str, trigger: str, limit: Limit, article: Article, *elements: Element,
    audience: Audience = Audience.APPLICANT, remedy: RemedyPart = RemedyPart.R0,
    confirmed: bool = True,
) -> Notice:  # fmt: skip
    note = "" if confirmed else _LOCAL
    return Notice(code, zh, trigger, limit, elements, remedy, article, audience, confirmed, note)


def _reply(code: str, zh: str, *elements: Element, limit: Limit = Limit.DUE) -> Notice:
    told = [d for d in DECISIONS if d.notice == code]
    trigger = "作出处理决定：" + "、".join(d.code for d in told)
    return Notice(code, zh, trigger, limit, elements, _R.BY_DECISION, told[0].articles[0])


def _refusal(code: str, ground: str, *more: Element) -> Notice:
    return _reply(code, f"政府信息不予公开答复书（{ground}）", _E.GROUND, _E.REASON, *more)


NOTICES: tuple[Notice, ...] = (
    _procedural("T01", "政府信息公开申请表", "申请人提出申请", _L.NONE, _a(29, 2), _E.IDENTITY,
                _E.DESCRIPTION, _E.FORM_WANTED, _E.APPLICANT_KIND, _E.SIGNATURE,
                audience=_T.TO_BODY, remedy=_R.NONE),
    _procedural("T02", "申请登记表", "收到每件申请", _L.RECEIPT_DAY, _a(45), _E.CHANNEL,
                _E.RECEIVED, _E.RECEIPT_EVIDENCE, _E.DUE_DATE, audience=_T.FILE,
                remedy=_R.NONE, confirmed=False),
    _procedural("T03", "接收回执", "收到申请", _L.RECEIPT_DAY, _a(31), _E.DUE_DATE,
                _E.QUERY_METHOD, confirmed=False),
    _procedural("T04", "补正告知书", "申请内容不明确", _L.CORRECTION, _a(30),
                _E.ITEMS_TO_CORRECT, _E.GUIDANCE, _E.CORRECTION_PERIOD, _E.CONSEQUENCE,
                _E.CLOCK_RESTART),
    _procedural("T05", "说明理由告知书", "数量、频次明显超过合理范围", _L.DUE, _a(35), _E.COUNTS,
                _E.REASONS_PERIOD, _E.CONSEQUENCE, confirmed=False),
    _procedural("T06", "延期答复告知书", "需要延长答复期限", _L.DUE, _a(33, 2), _E.APPROVER,
                _E.REASON, _E.EXTENSION_DAYS, _E.NEW_DUE_DATE),
    _procedural("T07", "延迟答复告知书", "申请理由合理而不能按期答复", _L.DUE, _a(35),
                _E.NEW_DUE_DATE),
    _procedural("T08", "征求意见书（第三方）", "公开可能损害第三方合法权益", _L.NONE, _a(32),
                _E.QUESTION, _E.OPINION_PERIOD, _E.REASONS_DEMANDED, _E.SILENCE_BODY_DECIDES,
                audience=_T.THIRD_PARTY),
    _procedural("T09", "征求意见确认函", "随征求意见书附送，由第三方填复", _L.THIRD_PARTY, _a(32),
                _E.OPINION, _E.SIGNATURE, audience=_T.TO_BODY, remedy=_R.NONE),
    _procedural("T10", "征求意见告知书（申请人）", "已发出征求意见书", _L.SAME_DAY, _a(33, 3),
                _E.TIME_NOT_COUNTED, confirmed=False),
    _procedural("T11", "征求意见书（共同制作机关）", "由两个以上行政机关共同制作", _L.NONE,
                _a(34), _E.QUESTION, _E.OPINION_PERIOD, _E.SILENCE_CONSENT,
                audience=_T.OTHER_BODY),
    _procedural("T12", "协办函", "涉及其他机关，需要协商、确认", _L.NONE, _a(11, 1), _E.QUESTION,
                _E.REPLY_DATE, audience=_T.OTHER_BODY, confirmed=False),
    _procedural("T13", "政府信息依申请公开告知书（第三方）", "第三方不同意而决定公开",
                _L.BEFORE_DISCLOSURE, _a(32), _E.CONTENT_TO_DISCLOSE, _E.REASON,
                audience=_T.THIRD_PARTY, remedy=_R.R2),
    _procedural("T14", "信息处理费收费通知书", "决定收取信息处理费", _L.DUE,
                Article(FEES_2020, 6), _E.FEE_BASIS, _E.FEE_STANDARD, _E.FEE_AMOUNT,
                _E.PAYMENT_METHOD, _E.FEE_LIST, _E.PAYMENT_PERIOD, _E.CONSEQUENCE,
                remedy=_R.FEE),
    _reply("T15", "政府信息公开答复书（已主动公开）", _E.WHERE_PUBLISHED),
    _reply("T16", "政府信息公开答复书（予以公开）", _E.INFORMATION),
    _reply("T17", "政府信息公开答复书（部分公开）", _E.PUBLIC_PART, _E.EACH_REDACTION),
    _refusal("T18", "国家秘密"),
    _refusal("T19", "法律、行政法规禁止公开"),
    _refusal("T20", "三安全一稳定"),
    _refusal("T21", "第三方合法权益", _E.CONSULTATION_RESULT),
    _refusal("T22", "内部事务信息"),
    _refusal("T23", "过程性信息"),
    _refusal("T24", "行政执法案卷信息"),
    _reply("T25", "依照专门规定查询告知书", _E.SPECIAL_RULE, _E.QUERY_PLACE),
    _reply("T26", "政府信息不存在答复书", _E.NOT_EXISTING, _E.SEARCH),
    _reply("T27", "不属于本机关负责公开告知书", _E.REASON, _E.COMPETENT_BODY),
    _reply("T28", "需要另行制作答复书", _E.NOT_READY_MADE),
    _reply("T29", "补正后仍不明确答复书", _E.STILL_UNCLEAR),
    _reply("T30", "信访、投诉、举报事项告知书", _E.NOT_AN_APPLICATION, _E.PROPER_CHANNEL),
    _reply("T31", "不予重复处理告知书", _E.EARLIER_REPLY),
    _reply("T32", "公开出版物获取途径告知书", _E.WHERE_TO_OBTAIN),
    _reply("T33", "大量反复申请不予处理告知书", _E.COUNTS, _E.REASONS_UNREASONABLE),
    _reply("T34", "不予确认、重新出具告知书", _E.EARLIER_DELIVERY),
    _reply("T35", "其他处理告知书", _E.REASON, _E.WHERE_TO_TURN),
    _reply("T36", "视为放弃申请告知书", _E.UNMET_REQUEST, limit=_L.NONE),
    _procedural("T37", "更正告知书", "申请更正与自身相关的政府信息记录", _L.NONE, _a(41),
                _E.CORRECTION_RESULT, remedy=_R.R2),
    _procedural("T38", "送达回证、邮寄凭证", "T03–T37 每次送达", _L.NONE, Article(SERVICE_2016),
                _E.SERVICE_METHOD, _E.SERVICE_DATE, _E.TRACKING_NUMBER, audience=_T.FILE,
                remedy=_R.NONE),
    _procedural("T39", "政府信息公开审查呈批单", "每次公开和答复之前", _L.NONE, _a(17),
                _E.DRAFTER, _E.REVIEWER, _E.SECRECY_REVIEW, _E.APPROVAL, audience=_T.FILE,
                remedy=_R.NONE, confirmed=False),
    _procedural("T40", "主动公开政府信息移送明细表", "向国家档案馆、公共图书馆提供主动公开的信息",
                _L.PROMPTLY, _a(25, 3), _E.HANDOVER_LIST, audience=_T.FILE, remedy=_R.NONE),
)  # fmt: skip

ONLINE_CHANNEL = Article(REVIEW_2023, 22, 2)
DISCLOSURE_NOTICE_DAYS = InForce(
    "disclosure_notice_days",
    "决定公开后书面告知第三方，至实际公开之间的间隔（默认）",
    "工作日",
    (
        Version(
            R2019.since,
            5,
            _a(32),
            confirmed=False,
            note="条例只要求书面告知第三方，没有间隔；留出五个工作日便于其寻求救济",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (DISCLOSURE_NOTICE_DAYS,)
_BY_CODE = {n.code: n for n in NOTICES}


RECTIFIED = "T37"  # what answers a claim for the correction of a record (第四十一条)
# the documents that announce how a case ended; and of those, the replies (第三十六条、第四十一条)
ANNOUNCING: tuple[str, ...] = (*(n.code for n in NOTICES if n.decisions), RECTIFIED)
REPLIES: tuple[str, ...] = tuple(
    n.code for n in NOTICES if n.decisions and n.limit is Limit.DUE or n.code == RECTIFIED
)


def notice(code: str) -> Notice:
    """The document with that code; BadInput names an unknown one."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise BadInput(f"没有“{code}”这一文书；应为 T01–T40") from None


def notice_for(code: str) -> Notice:
    """The document that announces that decision (D11–D63)."""
    return notice(decision(code).notice)


def missing_elements(
    code: str, present: Collection[Element], day: date, *, online: bool = False
) -> tuple[Element, ...]:
    """What document `code` of `day` still lacks of what it must say.

    `online`: served through the internet, which since 2024 asks for an internet channel for
    reconsideration as well (行政复议法第二十二条第二款).
    """
    found = notice(code)
    needed = [*found.common, *found.elements, *found.remedy.needed]
    if online and Element.REMEDY in needed and day >= REVIEW_2023.since:
        needed.append(Element.ONLINE_REVIEW)
    return tuple(element for element in dict.fromkeys(needed) if element not in present)

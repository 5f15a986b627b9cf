"""处理决定的前提: what must be on file before a decision, and what forbids it."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.labelled import Labelled
from gongkai.sources import FEES_2020, R2019, SECRECY_LAW, Article

__all__ = ["BARS", "GUARDS", "Guard", "Record"]


class Record(Labelled):
    """Something on file in the case."""

    REVIEW = "review", "政府信息公开审查记录"
    SEARCH_LOG = "search_log", "检索记录"
    CLASSIFICATION = "classification", "密级标识、保密期限等定密材料"
    PROHIBITING_LAW = "prohibiting_law", "禁止公开的法律、行政法规条文"
    HARM_ASSESSMENT = "harm_assessment", "危及安全稳定的书面评估"
    CONSULTATION = "consultation", "征求第三方意见及结果的记录"
    CONSULTATION_IMPOSSIBLE = "consultation_impossible", "无法征求第三方意见的证明"
    PUBLIC_INTEREST_TEST = "public_interest_test", "公共利益衡量记录"
    INTERNAL_KIND = "internal_kind", "所属内部事务信息类别"
    DELIBERATIVE_KIND = "deliberative_kind", "所属过程性信息类别"
    DISCRETION_REASON = "discretion_reason", "裁量不予公开的书面理由"
    NO_LAW_REQUIRES = "no_law_requires", "法律、法规、规章未规定应当公开的说明"
    SPECIAL_RULE = "special_rule", "对信息获取有特别规定的法律、行政法规条文"
    REASON = "reason", "不属于本机关负责公开的理由"
    COMPETENT_BODY = "competent_body", "负责公开的行政机关名称、联系方式"
    COMPETENT_BODY_UNKNOWN = "competent_body_unknown", "无法确定负责公开的行政机关的说明"
    CORRECTION_NOTICE = "correction_notice", "补正告知书及送达记录"
    CORRECTION_LAPSED = "correction_lapsed", "补正期限届满未补正的记录"
    NO_GOOD_CAUSE = "no_good_cause", "申请人逾期无正当理由的记录"
    EARLIER_REPLY = "earlier_reply", "对同一申请人相同政府信息的在先答复文号"
    REASONS_ASKED = "reasons_asked", "说明理由告知书及送达记录"
    REASONS_ASSESSED = "reasons_assessed", "对申请理由的审查意见"
    FEE_NOTICE = "fee_notice", "信息处理费收费通知书及送达记录"
    PAYMENT_LAPSED = "payment_lapsed", "缴费期限届满未缴费的记录"
    # facts that forbid a decision
    THIRD_PARTY_CONSENT = "third_party_consent", "第三方同意公开的意见"
    PUBLIC_INTEREST_PREVAILS = "public_interest_prevails", "不公开会对公共利益造成重大影响的认定"
    LAW_REQUIRES = "law_requires", "法律、法规、规章规定应当公开的条文"
    REASONS_ACCEPTED = "reasons_accepted", "申请理由合理的审查意见"
    GOOD_CAUSE = "good_cause", "申请人逾期有正当理由的记录"
    PAID = "paid", "申请人已在期限内缴费的凭证"


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule about the file: one of `records` must be there (or, as a bar, must not).

    `sentence` says so to the person who handles the case; `confirmed` as in `in_force.Version`.
    """

    records: tuple[Record, ...]
    sentence: str
    article: Article
    confirmed: bool = True
    note: str = ""


_A15 = Article(R2019, 15)
_A16_1 = Article(R2019, 16, 1)
_A16_2 = Article(R2019, 16, 2)
_A17_2 = Article(R2019, 17, 2)
_A30 = Article(R2019, 30)
_A35 = Article(R2019, 35)
_A36_5 = Article(R2019, 36, 0, 5)
_FEE_6 = Article(FEES_2020, 6)
_COURTS = "条例未规定；据介绍法释〔2025〕8号的二手资料整理，未读到该条原文"

_REVIEW = Guard(
    (Record.REVIEW,), "公开前须经审查，并记明程序和责任：请先完成政府信息公开审查", _A17_2
)
_REVIEW_REPLY = Guard(
    (Record.REVIEW,),
    "答复发出前须经审查：请先完成政府信息公开审查",
    _A17_2,
    False,
    "条例只写明审查“拟公开的政府信息”；其他答复一并呈批是稳妥做法",
)
_NO_LAW = Guard(
    (Record.NO_LAW_REQUIRES,),
    "须说明没有法律、法规、规章规定该信息应当公开；有规定的应当公开",
    _A16_2,
)
_CORRECTION = Guard((Record.CORRECTION_NOTICE,), "须已一次性告知补正，并留存补正告知书", _A30)


def _discretion(article: Article) -> Guard:
    return Guard(
        (Record.DISCRETION_REASON,),
        "该理由为“可以”不予公开，须写明为何裁量不予公开",
        article,
        False,
        "条例第三十六条第（三）项要求说明理由；裁量理由须书面留存为推论",
    )


# what must be on file, by decision; D20 adds the guards of its withheld parts
GUARDS: dict[str, tuple[Guard, ...]] = {
    "D11": (_REVIEW_REPLY,),
    "D12": (_REVIEW,),
    "D20": (_REVIEW,),
    "D31": (
        _REVIEW_REPLY,
        Guard(
            (Record.CLASSIFICATION,),
            "以国家秘密为由不予公开，须有密级标识、保密期限等依法定密的材料",
            Article(SECRECY_LAW),
            False,
            _COURTS,
        ),
    ),
    "D32": (
        _REVIEW_REPLY,
        Guard(
            (Record.PROHIBITING_LAW,),
            "须写明禁止公开的法律或者行政法规条文；地方性法规、规章不能作为依据",
            Article(R2019, 14),
        ),
    ),
    "D33": (
        _REVIEW_REPLY,
        Guard(
            (Record.HARM_ASSESSMENT,),
            "须有公开后可能危及国家安全、公共安全、经济安全或者社会稳定的书面评估",
            Article(R2019, 14),
            False,
            _COURTS,
        ),
    ),
    "D34": (
        _REVIEW_REPLY,
        Guard(
            (Record.CONSULTATION, Record.CONSULTATION_IMPOSSIBLE),
            "须已书面征求第三方意见；无法征求的，须留存证明",
            Article(R2019, 32),
        ),
        Guard(
            (Record.PUBLIC_INTEREST_TEST,),
            "须衡量不公开是否会对公共利益造成重大影响，并留存记录",
            _A15,
        ),
    ),
    "D35": (
        _REVIEW_REPLY,
        Guard(
            (Record.INTERNAL_KIND,),
            "须写明属于人事管理、后勤管理、内部工作流程中的哪一类",
            _A16_1,
        ),
        _discretion(_A16_1),
    ),
    "D36": (
        _REVIEW_REPLY,
        Guard(
            (Record.DELIBERATIVE_KIND,),
            "须写明属于讨论记录、过程稿、磋商信函、请示报告中的哪一类",
            _A16_2,
        ),
        _discretion(_A16_2),
        _NO_LAW,
    ),
    "D37": (_REVIEW_REPLY, _discretion(_A16_2), _NO_LAW),
    "D38": (
        _REVIEW_REPLY,
        Guard(
            (Record.SPECIAL_RULE,),
            "须写明对该信息的获取有特别规定的法律或者行政法规",
            Article(R2019, 36, 0, 7),
        ),
    ),
    "D41": (
        _REVIEW_REPLY,
        Guard(
            (Record.SEARCH_LOG,),
            "答复政府信息不存在前须检索，并记明检索的人员、时间、范围和方法",
            Article(R2019, 36, 0, 4),
        ),
    ),
    "D42": (
        _REVIEW_REPLY,
        Guard((Record.REASON,), "须说明不属于本机关负责公开的理由", _A36_5),
        Guard(
            (Record.COMPETENT_BODY, Record.COMPETENT_BODY_UNKNOWN),
            "能够确定负责公开的行政机关的，须告知其名称、联系方式；不能确定的，须作出说明",
            _A36_5,
        ),
    ),
    "D43": (_REVIEW_REPLY,),
    "D44": (_REVIEW_REPLY, _CORRECTION),
    "D51": (_REVIEW_REPLY,),
    "D52": (
        _REVIEW_REPLY,
        Guard(
            (Record.EARLIER_REPLY,),
            "须写明此前就相同政府信息对同一申请人作出的答复文号",
            Article(R2019, 36, 0, 6),
        ),
    ),
    "D53": (_REVIEW_REPLY,),
    "D54": (
        _REVIEW_REPLY,
        Guard((Record.REASONS_ASKED,), "须已要求申请人说明理由，并留存告知书", _A35),
        Guard((Record.REASONS_ASSESSED,), "须审查申请人说明的理由，并留存审查意见", _A35),
    ),
    "D55": (_REVIEW_REPLY,),
    "D61": (
        _CORRECTION,
        Guard((Record.CORRECTION_LAPSED,), "补正期限须已届满而申请人未补正", _A30),
        Guard((Record.NO_GOOD_CAUSE,), "须查明申请人逾期不补正没有正当理由", _A30),
    ),
    "D62": (
        Guard((Record.FEE_NOTICE,), "须已送达收费通知书", _FEE_6),
        Guard((Record.PAYMENT_LAPSED,), "缴费期限须已届满而申请人未缴费", _FEE_6),
    ),
    "D63": (_REVIEW_REPLY,),
}

# what forbids the decision, by decision
BARS: dict[str, tuple[Guard, ...]] = {
    "D34": (
        Guard((Record.THIRD_PARTY_CONSENT,), "第三方同意公开的，予以公开", _A15),
        Guard(
            (Record.PUBLIC_INTEREST_PREVAILS,),
            "不公开会对公共利益造成重大影响的，予以公开并书面告知第三方",
            _A15,
        ),
    ),
    "D36": (Guard((Record.LAW_REQUIRES,), "法律、法规、规章规定应当公开的，从其规定", _A16_2),),
    "D37": (Guard((Record.LAW_REQUIRES,), "法律、法规、规章规定应当公开的，从其规定", _A16_2),),
    "D54": (
        Guard((Record.REASONS_ACCEPTED,), "申请理由合理的，应当答复，可以确定延迟答复期限", _A35),
    ),
    "D61": (Guard((Record.GOOD_CAUSE,), "申请人有正当理由的，不得视为放弃申请", _A30),),
    "D62": (Guard((Record.PAID,), "申请人已按期缴费的，应当继续处理", _FEE_6),),
}

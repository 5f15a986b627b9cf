"""办理环节与动作: what may be done to a case at which stage, and where that leads; a plain table.

The law's own table of states and events is `gongkai.law.moves`; an action that is an event of the
law is asked there too, so this table never allows more than the law does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.law import moves as law
from gongkai.law.labelled import Labelled
from gongkai.sources import FEES_2020, R2019, REFORM_2019, REVIEW_2023, SERVICE_2016, Article
from gongkai.terms import term

__all__ = [
    "CHAIN", "MOVES", "PAPER_MOVES", "UNDER_WAY", "Matter", "Move", "PaperMove", "PaperState",
    "Stage", "Verb",
]  # fmt: skip


class Matter(Labelled):
    """What a case is about."""

    INFORMATION = "information", term("application").zh
    RECTIFICATION = "rectification", "更正申请"  # 第四十一条


class Stage(Labelled):
    """Where the work on a case stands in the house."""

    ARRIVED = "arrived", "接收"
    REGISTERED = "registered", "登记"
    WITH_SECTIONS = "with_sections", "科室办理"
    DECIDING = "deciding", "拟办"
    IN_REVIEW = "in_review", "审查"
    SIGNED = "signed", "待送达"
    ANSWERED = "answered", "答复"
    CLOSED = "closed", "办结"
    ARCHIVED = "archived", "归档"

    @property
    def open(self) -> bool:
        """Whether a reply or another end is still to come."""
        return self not in (Stage.ANSWERED, Stage.CLOSED, Stage.ARCHIVED)


# the six stages that the Regulations and practice ask a record of (第四十五条)
CHAIN: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    ("接收", (Stage.ARRIVED,)),
    ("登记", (Stage.REGISTERED,)),
    ("办理", (Stage.WITH_SECTIONS, Stage.DECIDING)),
    ("审查", (Stage.IN_REVIEW, Stage.SIGNED)),
    ("答复", (Stage.ANSWERED, Stage.CLOSED)),
    ("归档", (Stage.ARCHIVED,)),
)


class Verb(Labelled):
    """What may be done to a case."""

    SUBMIT = "cases.submit", "提出申请"
    TAKE_IN = "cases.take_in", "接收申请"
    CONFIRM = "cases.confirm", "确认收到"
    REGISTER = "cases.register", "登记"
    AMEND = "cases.amend", "更正登记"
    SPLIT = "cases.split", "分立"
    ASSIGN = "cases.assign", "转办科室"
    RECALL = "cases.recall", "收回转办"
    KEEP = "cases.keep", "工作机构直接办理"
    OPINE = "cases.opine", "提出科室意见"
    CONSULT = "cases.consult", "征求意见"
    END_CONSULTATION = "cases.end_consultation", "登记征求意见结果"
    TELL_THIRD_PARTY = "cases.tell_third_party", "告知第三方"
    CONFER = "cases.confer", "记录会商"
    RECORD = "cases.record", "补充卷内材料"
    ASK_CORRECTION = "cases.ask_correction", "告知补正"
    SEND_CORRECTION = "cases.send_correction", "提交补正"
    RECEIVE_CORRECTION = "cases.receive_correction", "收到补正"
    LAPSE_CORRECTION = "cases.lapse_correction", "逾期不补正办结"
    PROPOSE_EXTENSION = "cases.propose_extension", "提请延长答复期限"
    EXTEND = "cases.extend", "批准延长答复期限"
    REFUSE_EXTENSION = "cases.refuse_extension", "不同意延长"
    ASK_REASONS = "cases.ask_reasons", "要求说明理由"
    SEND_REASONS = "cases.send_reasons", "说明理由"
    RECEIVE_REASONS = "cases.receive_reasons", "收到理由"
    DELAY = "cases.delay", "确定延迟答复的合理期限"
    NOTIFY_FEE = "cases.notify_fee", "通知收费"
    RECEIVE_PAYMENT = "cases.receive_payment", "收到缴费"
    LAPSE_PAYMENT = "cases.lapse_payment", "逾期不缴费办结"
    DECIDE = "cases.decide", "拟定处理决定"
    FIND = "cases.find", "拟定更正处理"
    DRAFT = "cases.draft", "拟写答复"
    SEND_FOR_REVIEW = "cases.send_for_review", "送审"
    REVIEW_LAW = "cases.review_law", "法规复核"
    REVIEW_SECRECY = "cases.review_secrecy", "保密审查"
    SIGN = "cases.sign", "签发"
    SEND_BACK = "cases.send_back", "退回修改"
    SERVE = "cases.serve", "送达答复"
    RECORD_SERVICE = "cases.record_service", "登记送达"
    RESEND = "cases.resend", "重新送达"
    PROPOSE_LETTER = "cases.propose_letter", "提请签发文书"
    SIGN_LETTER = "cases.sign_letter", "签发文书"
    REFUSE_LETTER = "cases.refuse_letter", "退回文书"
    TELL_LAPSE = "cases.tell_lapse", "告知视为放弃"
    WITHDRAW = "cases.withdraw", "撤回申请"
    ARCHIVE = "cases.archive", "归档"
    UNMASK = "cases.unmask", "查看申请人信息"
    RATE = "cases.rate", "评价答复"
    PROPOSE = "cases.propose", "建议纳入主动公开"
    EXAMINE_PROPOSAL = "cases.examine_proposal", "审核主动公开建议"
    PUBLISH = "cases.publish", "登记主动公开"
    HAND_OVER = "cases.hand_over", "移交承接机关"
    MARK_DRILL = "cases.mark_drill", "列为检查用申请"
    OPEN_DISPUTE = "cases.open_dispute", "登记复议诉讼"
    UPDATE_DISPUTE = "cases.update_dispute", "更新复议诉讼"
    REDO = "cases.redo", "重新答复"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: from which stages, to which stage (None: it stays), under what law.

    `event` is the event of the law that the act is, if it is one.
    """

    verb: Verb
    stages: frozenset[Stage]
    to: Stage | None
    article: Article
    event: law.Verb | None = None
    matters: frozenset[Matter] = frozenset({Matter.INFORMATION})


def _a(article: int, paragraph: int = 0, item: int = 0) -> Article:
    return Article(R2019, article, paragraph, item)


def _moves() -> tuple[Move, ...]:
    s, v, e = Stage, Verb, law.Verb
    new: tuple[Stage, ...] = ()
    at_work = (s.REGISTERED, s.WITH_SECTIONS, s.DECIDING)
    running = (s.ARRIVED, *at_work)
    open_ = (*running, s.IN_REVIEW, s.SIGNED)
    ended = (s.ANSWERED, s.CLOSED)
    fee_6 = Article(FEES_2020, 6)
    rows: list[tuple[Verb, tuple[Stage, ...], Stage | None, Article, law.Verb | None]] = [
        (v.SUBMIT, new, s.ARRIVED, _a(29), None),
        (v.TAKE_IN, new, s.ARRIVED, _a(29), None),
        (v.CONFIRM, (s.ARRIVED,), None, _a(31), e.CONFIRM),
        (v.REGISTER, (s.ARRIVED,), s.REGISTERED, _a(45), e.REGISTER),
        (v.AMEND, open_, None, _a(45), None),
        (v.SPLIT, (s.ARRIVED, s.REGISTERED), None, _a(29), None),
        (v.ASSIGN, at_work, s.WITH_SECTIONS, _a(45), None),
        (v.RECALL, (s.WITH_SECTIONS,), None, _a(45), None),
        (v.KEEP, (s.REGISTERED,), s.DECIDING, _a(45), None),
        (v.OPINE, (s.WITH_SECTIONS, s.DECIDING), None, _a(45), None),
        (v.CONSULT, at_work, None, _a(32), e.CONSULT),
        (v.END_CONSULTATION, at_work, None, _a(33, 3), e.END_CONSULTATION),
        (v.TELL_THIRD_PARTY, (s.SIGNED,), None, _a(32), None),
        (v.CONFER, at_work, None, _a(11), None),
        (v.RECORD, (*running, s.IN_REVIEW), None, _a(45), None),
        (v.ASK_CORRECTION, running, None, _a(30), e.ASK_CORRECTION),
        (v.SEND_CORRECTION, running, None, _a(30), None),
        (v.RECEIVE_CORRECTION, running, None, _a(30), e.RECEIVE_CORRECTION),
        (v.LAPSE_CORRECTION, running, s.CLOSED, _a(30), e.LAPSE_CORRECTION),
        (v.PROPOSE_EXTENSION, (*running, s.IN_REVIEW), None, _a(33, 2), None),
        (v.EXTEND, (*running, s.IN_REVIEW), None, _a(33, 2), e.EXTEND),
        (v.REFUSE_EXTENSION, (*running, s.IN_REVIEW), None, _a(33, 2), None),
        (v.ASK_REASONS, at_work, None, _a(35), e.ASK_REASONS),
        (v.SEND_REASONS, at_work, None, _a(35), None),
        (v.RECEIVE_REASONS, at_work, None, _a(35), e.RECEIVE_REASONS),
        (v.DELAY, at_work, None, _a(35), e.DELAY),
        (v.NOTIFY_FEE, at_work, None, fee_6, e.NOTIFY_FEE),
        (v.RECEIVE_PAYMENT, at_work, None, fee_6, e.RECEIVE_PAYMENT),
        (v.LAPSE_PAYMENT, at_work, s.CLOSED, fee_6, e.LAPSE_PAYMENT),
        (v.DECIDE, at_work, s.DECIDING, _a(36), None),
        (v.FIND, at_work, s.DECIDING, _a(41), None),
        (v.DRAFT, (s.DECIDING,), None, _a(36), None),
        (v.SEND_FOR_REVIEW, (s.DECIDING,), s.IN_REVIEW, _a(17, 2), e.SUBMIT),
        (v.REVIEW_LAW, (s.IN_REVIEW,), None, _a(17, 2), None),
        (v.REVIEW_SECRECY, (s.IN_REVIEW,), None, _a(17, 2), None),
        (v.SIGN, (s.IN_REVIEW,), s.SIGNED, _a(36), None),
        (v.SEND_BACK, (s.IN_REVIEW, s.SIGNED), s.DECIDING, _a(17, 2), e.SEND_BACK),
        (v.SERVE, (s.SIGNED,), s.ANSWERED, _a(33), e.REPLY),
        (v.RECORD_SERVICE, (*open_, *ended), None, Article(SERVICE_2016), None),
        (v.RESEND, (*open_, *ended), None, Article(SERVICE_2016), None),
        (v.PROPOSE_LETTER, (*running, s.CLOSED), None, _a(17, 2), None),
        (v.SIGN_LETTER, (*running, s.CLOSED), None, _a(17, 2), None),
        (v.REFUSE_LETTER, (*running, s.CLOSED), None, _a(17, 2), None),
        (v.TELL_LAPSE, (s.CLOSED,), None, _a(30), None),
        (v.HAND_OVER, open_, None, Article(REFORM_2019), None),
        (v.WITHDRAW, open_, s.CLOSED, _a(27), e.WITHDRAW),
        (v.ARCHIVE, ended, s.ARCHIVED, _a(45), e.ARCHIVE),
        (v.UNMASK, tuple(s), None, _a(29), None),
        (v.RATE, (s.ANSWERED, s.ARCHIVED), None, _a(46), None),
        (v.PROPOSE, (s.ANSWERED, s.ARCHIVED), None, _a(44, 2), None),
        (v.EXAMINE_PROPOSAL, (s.ANSWERED, s.ARCHIVED), None, _a(44, 2), None),
        (v.PUBLISH, (s.ANSWERED, s.ARCHIVED), None, _a(44, 2), None),
        (v.MARK_DRILL, (*open_, *ended), None, _a(47), None),
        (v.OPEN_DISPUTE, tuple(s), None, Article(REVIEW_2023, 11, 0, 14), None),
        (v.UPDATE_DISPUTE, tuple(s), None, Article(REVIEW_2023, 11, 0, 14), None),
        (v.REDO, (*ended, s.ARCHIVED), None, Article(REVIEW_2023, 77), None),
    ]
    return tuple(
        Move(verb, frozenset(at), to, art, event, _matters(verb))
        for verb, at, to, art, event in rows
    )


# 更正: what is not about giving information, letting others speak or a period (第四十一条)
_RECTIFYING = frozenset({
    Verb.SUBMIT, Verb.TAKE_IN, Verb.CONFIRM, Verb.REGISTER, Verb.AMEND, Verb.ASSIGN, Verb.RECALL,
    Verb.KEEP, Verb.OPINE, Verb.CONFER, Verb.RECORD, Verb.DRAFT, Verb.SEND_FOR_REVIEW,
    Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN, Verb.SEND_BACK, Verb.SERVE,
    Verb.RECORD_SERVICE, Verb.RESEND, Verb.WITHDRAW, Verb.ARCHIVE, Verb.UNMASK, Verb.RATE,
    Verb.HAND_OVER, Verb.MARK_DRILL, Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE, Verb.REDO,
})  # fmt: skip


def _matters(verb: Verb) -> frozenset[Matter]:
    if verb is Verb.FIND:
        return frozenset({Matter.RECTIFICATION})
    return frozenset(Matter if verb in _RECTIFYING else {Matter.INFORMATION})


MOVES: Mapping[Verb, Move] = {move.verb: move for move in _moves()}


class PaperState(Labelled):
    """Where a document stands."""

    DRAFT = "draft", "草稿"
    LAW = "law", "待法规复核"
    SECRECY = "secrecy", "待保密审查"
    SIGNING = "signing", "待签发"
    SIGNED = "signed", "已签发"
    SENT = "sent", "已发出"
    SERVED = "served", "已送达"
    VOID = "void", "作废"


# before it has gone out
UNDER_WAY = (
    PaperState.DRAFT, PaperState.LAW, PaperState.SECRECY, PaperState.SIGNING, PaperState.SIGNED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperMove:
    """A step of a reply through the reviews."""

    verb: Verb
    state: PaperState
    to: PaperState


PAPER_MOVES: tuple[PaperMove, ...] = (
    PaperMove(Verb.SEND_FOR_REVIEW, PaperState.DRAFT, PaperState.LAW),
    PaperMove(Verb.REVIEW_LAW, PaperState.LAW, PaperState.SECRECY),
    PaperMove(Verb.REVIEW_SECRECY, PaperState.SECRECY, PaperState.SIGNING),
    PaperMove(Verb.SIGN, PaperState.SIGNING, PaperState.SIGNED),
    PaperMove(Verb.SERVE, PaperState.SIGNED, PaperState.SENT),
    PaperMove(Verb.SEND_BACK, PaperState.LAW, PaperState.DRAFT),
    PaperMove(Verb.SEND_BACK, PaperState.SECRECY, PaperState.DRAFT),
    PaperMove(Verb.SEND_BACK, PaperState.SIGNING, PaperState.DRAFT),
    PaperMove(Verb.SEND_BACK, PaperState.SIGNED, PaperState.DRAFT),
)

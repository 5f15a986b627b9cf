"""办理状态: the states of an application, what may happen in each, and where that leads (一览).

A plain table that a lawyer can check against the Regulations; `gongkai.law.application` plays
events through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.sources import FEES_2020, R2019, Article

__all__ = ["MOVES", "RECTIFYING", "Move", "State", "Verb"]


class State(StrEnum):
    """Where an application stands; exactly one at any time."""

    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    IN_HAND = "in-hand"
    CORRECTING = "correcting"
    CONSULTING = "consulting"
    ASKED_REASONS = "asked-reasons"
    AWAITING_PAYMENT = "awaiting-payment"
    IN_REVIEW = "in-review"
    REPLIED = "replied"
    GIVEN_UP = "given-up"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"

    @property
    def zh(self) -> str:
        """The word for it."""
        return _STATE_ZH[self]

    @property
    def open(self) -> bool:
        """Whether a reply or another end is still to come."""
        return self not in _ENDED


class Verb(StrEnum):
    """What may happen to an application."""

    CONFIRM = "confirm"
    REGISTER = "register"
    ASK_CORRECTION = "ask-correction"
    RECEIVE_CORRECTION = "receive-correction"
    LAPSE_CORRECTION = "lapse-correction"
    CONSULT = "consult"
    END_CONSULTATION = "end-consultation"
    EXTEND = "extend"
    ASK_REASONS = "ask-reasons"
    RECEIVE_REASONS = "receive-reasons"
    DELAY = "delay"
    NOTIFY_FEE = "notify-fee"
    RECEIVE_PAYMENT = "receive-payment"
    LAPSE_PAYMENT = "lapse-payment"
    SUBMIT = "submit"
    SEND_BACK = "send-back"
    REPLY = "reply"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"

    @property
    def zh(self) -> str:
        """The word for it."""
        return _VERB_ZH[self]


_STATE_ZH = {
    State.UNCONFIRMED: "待确认",
    State.RECEIVED: "已收到",
    State.IN_HAND: "办理中",
    State.CORRECTING: "补正中",
    State.CONSULTING: "征求意见中",
    State.ASKED_REASONS: "待说明理由",
    State.AWAITING_PAYMENT: "待缴费",
    State.IN_REVIEW: "审签",
    State.REPLIED: "已答复",
    State.GIVEN_UP: "视为放弃",
    State.WITHDRAWN: "已撤回",
    State.ARCHIVED: "归档",
}
_VERB_ZH = {
    Verb.CONFIRM: "确认收到",
    Verb.REGISTER: "登记",
    Verb.ASK_CORRECTION: "告知补正",
    Verb.RECEIVE_CORRECTION: "收到补正",
    Verb.LAPSE_CORRECTION: "逾期不补正",
    Verb.CONSULT: "征求意见",
    Verb.END_CONSULTATION: "征求意见结束",
    Verb.EXTEND: "延长答复期限",
    Verb.ASK_REASONS: "要求说明理由",
    Verb.RECEIVE_REASONS: "收到理由",
    Verb.DELAY: "确定延迟答复的合理期限",
    Verb.NOTIFY_FEE: "送达收费通知",
    Verb.RECEIVE_PAYMENT: "收到缴费",
    Verb.LAPSE_PAYMENT: "逾期不缴费",
    Verb.SUBMIT: "送审",
    Verb.SEND_BACK: "退回修改",
    Verb.REPLY: "答复",
    Verb.WITHDRAW: "撤回申请",
    Verb.ARCHIVE: "归档",
}
_ENDED = frozenset((State.REPLIED, State.GIVEN_UP, State.WITHDRAWN, State.ARCHIVED))


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step."""

    state: State
    verb: Verb
    to: State
    article: Article


def _moves() -> tuple[Move, ...]:
    s, v = State, Verb
    working = (s.RECEIVED, s.IN_HAND)
    rows: list[tuple[State | tuple[State, ...], Verb, State | None, Article]] = [
        (s.UNCONFIRMED, v.CONFIRM, s.RECEIVED, Article(R2019, 31, 0, 3)),
        (s.RECEIVED, v.REGISTER, s.IN_HAND, Article(R2019, 45)),
        (working, v.ASK_CORRECTION, s.CORRECTING, Article(R2019, 30)),
        (s.CORRECTING, v.RECEIVE_CORRECTION, s.IN_HAND, Article(R2019, 30)),
        (s.CORRECTING, v.LAPSE_CORRECTION, s.GIVEN_UP, Article(R2019, 30)),
        (s.IN_HAND, v.CONSULT, s.CONSULTING, Article(R2019, 32)),
        (s.CONSULTING, v.CONSULT, s.CONSULTING, Article(R2019, 32)),
        # while another consultation is open, the application stays in CONSULTING
        (s.CONSULTING, v.END_CONSULTATION, s.IN_HAND, Article(R2019, 33, 3)),
        (
            (*working, s.CORRECTING, s.CONSULTING, s.ASKED_REASONS, s.IN_REVIEW),
            v.EXTEND,
            None,
            Article(R2019, 33, 2),
        ),
        (s.IN_HAND, v.ASK_REASONS, s.ASKED_REASONS, Article(R2019, 35)),
        (s.ASKED_REASONS, v.RECEIVE_REASONS, s.IN_HAND, Article(R2019, 35)),
        (s.IN_HAND, v.DELAY, s.IN_HAND, Article(R2019, 35)),
        ((s.IN_HAND, s.ASKED_REASONS), v.NOTIFY_FEE, s.AWAITING_PAYMENT, Article(FEES_2020, 6)),
        (s.AWAITING_PAYMENT, v.RECEIVE_PAYMENT, s.IN_HAND, Article(FEES_2020, 6)),
        (s.AWAITING_PAYMENT, v.LAPSE_PAYMENT, s.GIVEN_UP, Article(FEES_2020, 6)),
        ((s.IN_HAND, s.ASKED_REASONS), v.SUBMIT, s.IN_REVIEW, Article(R2019, 17)),
        (s.IN_REVIEW, v.SEND_BACK, s.IN_HAND, Article(R2019, 17)),
        # 能够当场答复的，应当当场予以答复
        (s.RECEIVED, v.REPLY, s.REPLIED, Article(R2019, 33, 1)),
        # from CORRECTING only while the clock runs: the notice was late, or under the old law
        ((s.IN_HAND, s.CORRECTING, s.ASKED_REASONS), v.REPLY, s.REPLIED, Article(R2019, 33, 2)),
        (s.IN_REVIEW, v.REPLY, s.REPLIED, Article(R2019, 33, 2)),
        (tuple(x for x in s if x.open), v.WITHDRAW, s.WITHDRAWN, Article(R2019, 27)),
        ((s.REPLIED, s.GIVEN_UP, s.WITHDRAWN), v.ARCHIVE, s.ARCHIVED, Article(R2019, 45)),
    ]
    return tuple(
        Move(state, verb, to or state, article)
        for states, verb, to, article in rows
        for state in (states if isinstance(states, tuple) else (states,))
    )


MOVES: dict[tuple[State, Verb], Move] = {(m.state, m.verb): m for m in _moves()}
# what happens to a claim for the correction of a record (第四十一条): no act that sets, stops or
# lengthens a period, for there is none
RECTIFYING = frozenset({
    Verb.CONFIRM, Verb.REGISTER, Verb.SUBMIT, Verb.SEND_BACK, Verb.REPLY, Verb.WITHDRAW,
    Verb.ARCHIVE,
})  # fmt: skip

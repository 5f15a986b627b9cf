"""办件的权限范围和事件: what a token may do with applications, what a web-hook is told of them."""

from __future__ import annotations

from gongkai.web.agencies.roles import Role
from gongkai.web.api import events, scopes
from gongkai.web.cases.moves import Verb

__all__ = ["READ_CASES", "READ_LEDGER", "READ_PEOPLE", "SUBMIT_CASES"]

SUBMIT_CASES = scopes.register(
    scopes.Scope(
        "submit:cases",
        "向本机关提交申请（本机关的其他渠道收到的，或者公众网上提交的）",
        Role.INTAKE,
    )
)
READ_CASES = scopes.register(
    scopes.Scope("read:cases", "查看本机关的办件，不含申请人信息和申请内容", Role.INTAKE)
)
READ_PEOPLE = scopes.register(
    scopes.Scope("read:cases.people", "查看本机关办件的申请人信息和申请内容，逐次留痕", Role.INTAKE)
)
READ_LEDGER = scopes.register(
    scopes.Scope("read:ledger", "查看本机关台账的表三、表四数字", Role.INTAKE)
)

_ANSWERED = frozenset({Verb.SERVE})
_ENDED = frozenset({Verb.WITHDRAW, Verb.LAPSE_CORRECTION, Verb.LAPSE_PAYMENT})
_DUE = frozenset({Verb.EXTEND, Verb.DELAY})
_STAGE = frozenset({
    Verb.CONFIRM, Verb.REGISTER, Verb.SPLIT, Verb.ASSIGN, Verb.RECALL, Verb.KEEP, Verb.OPINE,
    Verb.CONSULT, Verb.END_CONSULTATION, Verb.ASK_CORRECTION, Verb.RECEIVE_CORRECTION,
    Verb.ASK_REASONS, Verb.RECEIVE_REASONS, Verb.NOTIFY_FEE, Verb.RECEIVE_PAYMENT, Verb.DECIDE,
    Verb.SEND_FOR_REVIEW, Verb.SIGN, Verb.SEND_BACK, Verb.ARCHIVE, Verb.REDO,
})  # fmt: skip


def _register(id: str, zh: str, verbs: frozenset[Verb], *more: str) -> None:
    names = frozenset({*(verb.value for verb in verbs), *more})
    events.register(events.Event(id, zh, names, lambda row: f"/api/v1/cases/{row.pk}"))


_register("case.received", "收到新的申请", frozenset({Verb.SUBMIT, Verb.TAKE_IN}))
_register("case.stage", "申请的办理环节或者法定状态有变动", _STAGE)
_register("case.due", "申请的答复期限延长或者重新计算", _DUE, "cases.move_due")
_register("case.answered", "申请已经答复", _ANSWERED)
_register("case.ended", "申请没有答复而办结：撤回、逾期不补正、逾期不缴费", _ENDED)

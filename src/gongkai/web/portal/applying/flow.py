"""办理流程图: the public chart of the procedure, from the table of moves and the law's periods.

Nothing of it is written by hand but the words: which step belongs to which stage, where it leads
and how long it may take follow from `cases.moves` and `gongkai.law`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.clock import LONGEST_EXTENSION, REPLY_DAYS
from gongkai.law.in_force import InForce
from gongkai.law.periods import (
    CO_PRODUCER_DAYS,
    CORRECTION_NOTICE_DAYS,
    PAYMENT_DAYS,
    THIRD_PARTY_DAYS,
)
from gongkai.web.cases.moves import CHAIN, MOVES, Stage, Verb

__all__ = ["Box", "Node", "chart"]


@dataclass(frozen=True, slots=True)
class Node:
    """One step: what is done, by when, where that stands, and where it leads if not onward."""

    zh: str
    said: str
    limit: str
    article: str
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One of the six stages with its steps; `ways` are those that happen only sometimes."""

    zh: str
    steps: tuple[Node, ...]
    ways: tuple[Node, ...]


_Limit = Callable[[date], str]


def _days(words: str, *rules: InForce[Any]) -> _Limit:
    """A limit in words with {} for each length."""
    return lambda day: words.format(*(rule.on(day).value for rule in rules))


@dataclass(frozen=True, slots=True)
class _Shown:
    said: str
    limit: _Limit = lambda day: ""
    always: bool = False


_SHOWN: Mapping[Verb, _Shown] = {
    Verb.SUBMIT: _Shown("网上、当面、邮寄、传真或者口头提出，不需要说明用途", always=True),
    Verb.CONFIRM: _Shown(
        "网上申请由机关与您联系确认，确认之日为收到申请之日，期限从次日起算", always=True
    ),
    Verb.REGISTER: _Shown("编号、登记，进入办理台账", always=True),
    Verb.ASK_CORRECTION: _Shown(
        "内容不明确的，一次性告知需要补正的内容；补正后期限重新计算",
        _days("收到申请之日起{}个工作日内告知", CORRECTION_NOTICE_DAYS),
    ),
    Verb.LAPSE_CORRECTION: _Shown("没有正当理由逾期不补正，视为放弃申请"),
    Verb.ASSIGN: _Shown("转给掌握信息的科室查找、提出意见", always=True),
    Verb.CONSULT: _Shown(
        "涉及第三方或者其他机关的，书面征求意见；所需时间不计入答复期限",
        _days("第三方{}个、共同制作机关{}个工作日内提出意见", THIRD_PARTY_DAYS, CO_PRODUCER_DAYS),
    ),
    Verb.EXTEND: _Shown(
        "经工作机构负责人同意并告知您", _days("最多延长{}个工作日", LONGEST_EXTENSION)
    ),
    Verb.ASK_REASONS: _Shown("申请的数量、频次明显超过合理范围的，可以要求说明理由"),
    Verb.NOTIFY_FEE: _Shown(
        "数量、频次明显超过合理范围的，可以收取信息处理费；缴费后期限重新计算",
        _days("收到通知次日起{}个工作日内缴纳", PAYMENT_DAYS),
    ),
    Verb.LAPSE_PAYMENT: _Shown("逾期没有缴费，视为放弃申请"),
    Verb.DECIDE: _Shown("依照条例决定公开、部分公开、不公开或者其他处理", always=True),
    Verb.REVIEW_LAW: _Shown("核对事实、依据和救济途径", always=True),
    Verb.REVIEW_SECRECY: _Shown("依照保守国家秘密法等审查", always=True),
    Verb.SIGN: _Shown("由负责人签发答复书", always=True),
    Verb.SEND_BACK: _Shown("审查发现问题的，退回重新拟办"),
    Verb.SERVE: _Shown(
        "按您选择的方式书面答复；不公开的说明依据和理由，并告知救济途径",
        _days("收到申请之日起{}个工作日内", REPLY_DAYS), always=True,
    ),
    Verb.WITHDRAW: _Shown("答复以前，您可以随时撤回"),
    Verb.ARCHIVE: _Shown("全部材料归入卷宗，不能再改动", always=True),
}  # fmt: skip
_PLACE = {stage: n for n, (_, stages) in enumerate(CHAIN) for stage in stages}


def _group(verb: Verb) -> int:
    """The stage in which a step is shown: to which it leads, else where it belongs most."""
    move = MOVES[verb]
    at = [_PLACE[stage] for stage in move.stages]
    if (
        move.to is not None
        and move.to is not Stage.CLOSED
        and _PLACE[move.to] >= max(at, default=0)
    ):
        return _PLACE[move.to]
    return max(sorted(set(at)), key=at.count)


def _leads(verb: Verb, group: int) -> str:
    """Where a step leads if that is not the stage after it."""
    to = MOVES[verb].to
    if to is None or _PLACE[to] in (group, group + 1) and to is not Stage.CLOSED:
        return ""
    if to is Stage.CLOSED:
        return "申请办结"
    back = _PLACE[to] < group
    return f"{'退回' if back else '进入'}“{CHAIN[_PLACE[to]][0]}”"


def chart(day: date) -> tuple[Box, ...]:
    """The chart by the law of that day."""
    steps: list[list[Node]] = [[] for _ in CHAIN]
    ways: list[list[Node]] = [[] for _ in CHAIN]
    for verb, shown in _SHOWN.items():
        group = _group(verb)
        node = Node(
            verb.zh, shown.said, shown.limit(day), str(MOVES[verb].article), _leads(verb, group)
        )
        (steps if shown.always else ways)[group].append(node)
    return tuple(Box(zh, tuple(steps[n]), tuple(ways[n])) for n, (zh, _) in enumerate(CHAIN))

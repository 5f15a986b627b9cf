"""The page docs/states.md: stages, documents and the law's own states, drawn from their tables."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.law import moves as law
from gongkai.web.cases.moves import CHAIN, MOVES, PAPER_MOVES, PaperState, Stage, Verb

__all__ = ["states"]

# the arrival of what was sent is no step of the reviews, and so not in their table
_ARRIVED = (PaperState.SENT.zh, PaperState.SERVED.zh, Verb.RECORD_SERVICE.zh)


def states() -> str:
    """Three diagrams, each with its table."""
    chain = " → ".join(zh for zh, _ in CHAIN)
    lines = [
        "# 办理环节和状态",
        "",
        "一件申请同时有两个位置：在本机关内部办到哪个**环节**，在法律上处于哪个**状态**。环节由"
        "`gongkai.web.cases.moves` 的表规定，状态由 `gongkai.law.moves` 的表规定；一个动作如果也是"
        "法律上的事件，两张表都准许才能办理。下面的图和表由这两张表生成。",
        "",
        "## 办理环节",
        "",
        f"对外公布的六个阶段：{chain}。",
        "",
        *_diagram(_stage_arrows(), Stage.ARRIVED.zh, Stage.ARCHIVED.zh),
        "",
        f"从未办结的任何环节都可以：{'、'.join(_anywhere())}。全部承办科室提出意见以后，自动从"
        f"“{Stage.WITH_SECTIONS.zh}”进入“{Stage.DECIDING.zh}”；全部科室收回以后，回到"
        f"“{Stage.REGISTERED.zh}”。",
        "",
        "| 动作 | 可以办理的环节 | 此后 | 依据 | 法律上的事件 |",
        "|---|---|---|---|---|",
        *_stage_rows(),
        "",
        "## 答复书的状态",
        "",
        *_diagram(
            [*((m.state.zh, m.to.zh, m.verb.zh) for m in PAPER_MOVES), _ARRIVED],
            PAPER_MOVES[0].state.zh,
            PaperState.SERVED.zh,
        ),
        "",
        "发出时已经知道送达日期的（如网络、当面），直接成为已送达；其他的在登记送达以后成为已送达。",
        "已签发的答复退回修改时，原件连同文号作废，另起草稿。",
        "",
        "## 法律上的状态",
        "",
        # by counter and by signed post nothing has to be confirmed
        *_diagram(
            _law_arrows(), law.State.UNCONFIRMED.zh, law.State.ARCHIVED.zh, [law.State.RECEIVED.zh]
        ),
        "",
        *_law_notes(),
        "每一行的依据见[法律参数](law.md#办理状态和动作)。",
    ]
    return "\n".join(lines) + "\n"


def _diagram(
    arrows: Iterable[tuple[str, str, str]], first: str, last: str = "", more: Iterable[str] = ()
) -> list[str]:
    """States in the order of the table; what leads from one to another is one arrow."""
    merged: dict[tuple[str, str], list[str]] = {}
    for state, to, verb in arrows:
        merged.setdefault((state, to), []).append(verb)
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f"    [*] --> {state}" for state in (first, *more)),
        *(f"    {state} --> {to}: {'、'.join(verbs)}" for (state, to), verbs in merged.items()),
        *([f"    {last} --> [*]"] if last else []),
        "```",
    ]


# stages


def _open() -> frozenset[Stage]:
    return frozenset(stage for stage in Stage if stage.open)


def _stage_arrows() -> list[tuple[str, str, str]]:
    return [
        (stage.zh, move.to.zh, move.verb.zh)
        for move in MOVES.values()
        for stage in Stage
        if stage in move.stages and move.to not in (None, stage) and move.stages != _open()
    ]  # fmt: skip


def _anywhere() -> list[str]:
    return [
        f"{move.verb.zh}（到“{move.to.zh}”）"
        for move in MOVES.values()
        if move.to is not None and move.stages == _open()
    ]


def _stage_rows() -> list[str]:
    rows = []
    for move in MOVES.values():
        if not move.stages:
            at = "新申请"
        elif move.stages == frozenset(Stage):
            at = "全部"
        elif move.stages == _open():
            at = "未办结的全部"
        else:
            at = "、".join(stage.zh for stage in Stage if stage in move.stages)
        to = move.to.zh if move.to else "不变"
        event = move.event.zh if move.event else ""
        rows.append(f"| {move.verb.zh} | {at} | {to} | {move.article} | {event or '—'} |")
    return rows


# the law


def _law_arrows() -> list[tuple[str, str, str]]:
    return [
        (move.state.zh, move.to.zh, move.verb.zh)
        for move in law.MOVES.values()
        if move.to is not move.state and move.verb not in _from_all_open()
    ]


def _from_all_open() -> frozenset[law.Verb]:
    open_ = {state for state in law.State if state.open}
    return frozenset(
        verb for verb in law.Verb
        if {move.state for move in law.MOVES.values() if move.verb is verb} == open_
    )  # fmt: skip


def _law_notes() -> list[str]:
    found = []
    for verb in law.Verb:
        moves = [move for move in law.MOVES.values() if move.verb is verb]
        if verb in _from_all_open():
            found.append(f"- {verb.zh}：从未办结的任何状态到“{moves[0].to.zh}”。")
        stay = [move.state.zh for move in moves if move.to is move.state]
        if stay:
            names = "、".join(f"“{zh}”" for zh in stay)
            found.append(f"- {verb.zh}：在{names}可以办理，状态不变。")
    return ["图中没有画出的：", "", *found, ""]

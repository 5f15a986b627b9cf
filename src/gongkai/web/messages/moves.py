"""投递的状态与变动: a plain table; every change of state is one of these moves.

At most once: before a letter goes to the adapter its delivery is marked 发送中, and that is
committed. Whoever dies after that leaves a delivery in doubt, which is shown and never sent again
by the program: an administrator asks the receiver, and either settles it or has it sent again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.law.labelled import Labelled

__all__ = ["MOVES", "Move", "State", "Step", "diagram", "move_of"]


class State(Labelled):
    """Where a delivery stands."""

    QUEUED = "queued", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    DOUBTFUL = "doubtful", "结果不明"
    BUNDLED = "bundled", "并入每日摘要"


class Step(Labelled):
    """What changes the state of a delivery."""

    CLAIM = "claim", "取出发送"
    CONFIRM = "confirm", "对方已接收"
    PUT_OFF = "put_off", "稍后重试"
    GIVE_UP = "give_up", "不能送达"
    DOUBT = "doubt", "结果不明"
    RESEND = "resend", "重新发送"
    SETTLE = "settle", "核实已送达"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states, to which; `by_person`: only an administrator does it, and it is traced."""

    sources: tuple[State, ...]
    target: State
    by_person: bool = False


MOVES: dict[Step, Move] = {
    Step.CLAIM: Move((State.QUEUED,), State.SENDING),
    # a slow worker, already given up, may still report: only with the token of its own claim
    Step.CONFIRM: Move((State.SENDING, State.DOUBTFUL), State.SENT),
    Step.PUT_OFF: Move((State.SENDING,), State.QUEUED),
    Step.GIVE_UP: Move((State.SENDING,), State.FAILED),
    Step.DOUBT: Move((State.SENDING,), State.DOUBTFUL),
    Step.RESEND: Move((State.FAILED, State.DOUBTFUL), State.QUEUED, by_person=True),
    Step.SETTLE: Move((State.DOUBTFUL,), State.SENT, by_person=True),
}


def move_of(step: Step) -> Move:
    """The line of the table."""
    return MOVES[step]


def diagram() -> Iterator[str]:
    """The table as lines of a Mermaid state diagram."""
    yield "stateDiagram-v2"
    for step, move in MOVES.items():
        for source in move.sources:
            yield f"    {source.zh} --> {move.target.zh}: {step.zh}"

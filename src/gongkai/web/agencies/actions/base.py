"""What the actions of this app share: who may, which state, which day."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.moves import State, Verb, move_of, state_of
from gongkai.web.agencies.policies import may

__all__ = ["Ending", "SetUp", "ended_on", "today"]

M = TypeVar("M", bound=models.Model)


def today(act: Act[Any]) -> date:
    """The day of the act where the body is."""
    return timezone.localdate(act.now)


def ended_on(act: Act[Any], row: Any) -> date:
    """The last day that a person gave (today if none), not before it began."""

    last = facts.day(act.facts, "until", "截止日期", today(act))
    if last < row.since:
        raise BadInput(f"截止日期{last}早于起始日期{row.since}；请核对")
    if row.until is not None and last > row.until:
        raise BadInput(f"“{row}”本来到{row.until}为止，不能延长到{last}；请另行设定")
    return last


class SetUp(Action[M]):
    """An action on a body or on what belongs to one; `does` is its line in the tables."""

    does: ClassVar[Verb]

    def __init_subclass__(cls, **named: Any) -> None:
        """Take verb and name from the table."""
        if "does" in cls.__dict__:
            cls.verb, cls.zh = cls.does.value, cls.does.zh
        super().__init_subclass__(**named)

    def agency(self, act: Act[M]) -> Agency:
        """The body that is asked for leave."""
        found: Agency = act.row.agency  # type: ignore[attr-defined]
        return found

    def roles(self, act: Act[M]) -> tuple[str, ...]:
        """Of the posts that it is about."""
        return ()

    def may(self, act: Act[M]) -> None:
        """By the table of roles."""
        may(act.actor, self.does, self.agency(act), roles=self.roles(act))

    def move(self, act: Act[M]) -> None:
        """By the table of states; nothing is set up in a body that is no more."""
        move, state = move_of(self.does), state_of(act.row, today(act))
        if state not in move.states:
            allowed = "、".join(one.zh for one in State if one in move.states)
            raise Refused(
                Refusal.STATE,
                f"{move.kind.zh}“{_label(act.row)}”{state.zh}，不能“{self.zh}”；"
                f"只有{allowed}的可以",
            )
        agency = self.agency(act)
        if agency.pk and state_of(agency, today(act)) is State.ENDED:
            raise Refused(
                Refusal.STATE,
                f"{agency}已于{agency.until}撤销，不能再“{self.zh}”；请到承接其职责的机关办理",
            )


class Ending(SetUp[M]):
    """The end of a dated row (facts until, the last day); one still to begin goes altogether."""

    logged = ("since", "until")

    def law(self, act: Act[M]) -> None:
        """The last day."""
        row: Any = act.row
        self.never = row.since > today(act)
        if not self.never:
            row.until = ended_on(act, row)

    def save(self, act: Act[M]) -> None:
        """The trace keeps what was planned."""
        if self.never:
            act.row.delete()
        else:
            act.row.save()


def _label(row: models.Model) -> str:
    return str(row) if row.pk is not None else "新建"

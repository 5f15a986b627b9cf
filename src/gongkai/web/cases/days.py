"""Days as acts need them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.acting import Act
from gongkai.web.agencies import facts

__all__ = ["entered_later", "past_day", "today"]


def today(act: Act[Any]) -> date:
    """The day of the act where the body is.

    Of a case that was handled on paper and is entered later (补录), the fact `on` is the day on
    which the act was done; the trace keeps when it was entered.
    """
    day = timezone.localdate(act.now)
    if act.facts.get("on") is None:
        return day
    done = facts.day(act.facts, "on", "当时办理的日期")
    case = act.row
    if not getattr(case, "backlog", ""):
        raise BadInput("只有补录的办件才能填写当时办理的日期；请按今天办理")
    if done > day or done < case.arrived:
        raise BadInput(f"当时办理的日期{done}不在{case.arrived}至{day}之间；请核对")
    return done


def entered_later(act: Act[Any]) -> bool:
    """Whether the act was done on paper before and is only entered now."""
    return act.facts.get("on") is not None and today(act) < timezone.localdate(act.now)


def past_day(act: Act[Any], key: str, zh: str, otherwise: date | None = None) -> date:
    """A day that a person entered (today if none): not one to come."""
    day = facts.day(act.facts, key, zh, otherwise or today(act))
    if day > today(act):
        raise BadInput(f"{zh}{day}还没有到；请核对日期")
    return day

"""Days as acts need them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.sources import Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts

__all__ = ["in_time", "past_day", "today"]


def today(act: Act[Any]) -> date:
    """The day of the act where the body is."""
    return timezone.localdate(act.now)


def past_day(act: Act[Any], key: str, zh: str, otherwise: date | None = None) -> date:
    """A day that a person entered (today if none): not one to come."""
    day = facts.day(act.facts, key, zh, otherwise or today(act))
    if day > today(act):
        raise BadInput(f"{zh}{day}还没有到；请核对日期")
    return day


def in_time(act: Act[Any], sent: date, due: date, zh: str, article: Article) -> None:
    """Refused when what must be decided within the period is decided after it.

    That the letter is said to have left before does not help: it is decided today. Of a letter
    that leaves today the law itself speaks.
    """
    if sent < today(act) and today(act) > due:
        raise Refused(
            Refusal.LAW, f"答复期限已于 {due} 届满，已经逾期，不能再{zh}；请尽快答复", article
        )

"""重新计算期限: open cases by the present calendar, each once for each version; who is told.

Each case has the version of the calendar by which its date was computed, so nothing is lost when
the worker dies under way: what has not been recomputed is found again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.law.calendar import Calendar
from gongkai.web.acting import Act, Refused, perform
from gongkai.web.agencies.calendars import calendars_of
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.moves import Verb as AgencyVerb
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import clockwork
from gongkai.web.cases.actions.moving import MoveDue
from gongkai.web.cases.models import Case, DueChange
from gongkai.web.cases.receivers import of_roles
from gongkai.web.messages.telling import post_to

__all__ = ["LISTENED", "Recomputed", "on_performed", "recompute"]

_LISTED = 50  # lines of one digest
_CHUNK = 500
# acts that change the calendar of a body and of those below it
LISTENED = frozenset({
    AgencyVerb.ADD_OVERLAY.value, AgencyVerb.WITHDRAW_OVERLAY.value, AgencyVerb.MOVE.value,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many open cases were looked at, how many dates moved, how many could not be computed."""

    looked: int = 0
    moved: int = 0
    broken: int = 0

    def __str__(self) -> str:
        said = f"重新计算{self.looked}件，期限有变动{self.moved}件"
        return f"{said}，{self.broken}件没有算出，请打开办件核对" if self.broken else said


def on_performed(sender: object, verb: str, act: Act[Any], **_: Any) -> None:
    """Queue it in the transaction of the act that changes a calendar."""
    if verb in LISTENED:
        from gongkai.web.cases.tasks import recompute_due

        recompute_due.enqueue()


def recompute(now: datetime) -> Recomputed:
    """Every open case whose date was computed by another calendar; then tell the desks."""
    open_ = Case.objects.filter(ended=None)
    bodies = list(Agency.objects.filter(pk__in=open_.order_by().values("agency")))
    calendars = calendars_of(bodies)
    looked = moved = broken = 0
    for body in bodies:
        calendar = calendars[body.pk]
        stale = open_.filter(agency=body).exclude(calendar=calendar.version[:100])
        for cases in _chunks(stale.order_by("pk").values_list("pk", flat=True)):
            for case, differs in _compared(cases, calendar):
                looked += 1
                if differs is None:
                    broken += 1
                elif differs:
                    moved += _move(case, now)
        _digest(body, now)
    return Recomputed(looked, moved, broken)


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(list(keys))
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def _compared(keys: list[int], calendar: Calendar) -> Iterator[tuple[Case, bool | None]]:
    """Each case and whether its date moves; None when its steps cannot be played any more.

    Those that stay as they are get the new version and nothing else: no act, no line.
    """
    rows = Case.objects.filter(pk__in=keys).select_related("agency", "ordered")
    rows = rows.defer("ordered__lessons").prefetch_related("steps")
    same = []
    for case in rows:
        try:
            deadline = clockwork.play(case, case.steps.all(), calendar).deadline(calendar)
        except GongkaiError:
            yield case, None
            continue
        shown = (case.due, case.provisional)
        differs = (
            deadline is not None
            and case.due is not None
            and (deadline.due, deadline.provisional) != shown
        )
        if not differs:
            same.append(case.pk)
        yield case, differs
    Case.objects.filter(pk__in=same, ended=None).update(calendar=calendar.version[:100])


def _move(case: Case, now: datetime) -> bool:
    action = MoveDue()
    try:
        perform(action, SYSTEM, case, now=now)
    except Refused:  # answered meanwhile
        return False
    return action.found is not None


def _digest(body: Agency, now: datetime) -> None:
    """One list for the desk of what it has not been told: with the mark, in one transaction."""
    day = timezone.localdate(now)
    with transaction.atomic():
        rows = list(
            DueChange.objects.select_for_update(of=("self",))
            .filter(told=None, case__agency=body).select_related("case").order_by("id")
        )  # fmt: skip
        if not rows:
            return
        DueChange.objects.filter(pk__in=[row.pk for row in rows]).update(told=now)
        lines = [
            f"{row.case.number}　{row.before}→{row.after}{'（暂计）' if row.provisional else ''}"
            for row in rows[:_LISTED]
        ]
        if len(rows) > _LISTED:
            lines.append(f"另有{len(rows) - _LISTED}件，见“期限变动”")
        post_to(
            of_roles(body.pk, [Role.INTAKE, Role.APPROVER], day), "case_moved", uuid.uuid4(), now,
            agency=body, url=reverse("cases_moved"), count=len(rows), list="\n".join(lines),
        )  # fmt: skip

"""期限的当日读数: due dates of many cases as they stand today, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from gongkai.law.calendar import Calendar
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.calendars import calendars_of
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.policies import rows_of
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import clockwork
from gongkai.web.cases.models import Case, Clock, Step
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.things import due_tone

__all__ = ["PAUSED_STEPS", "Dues", "Reading"]

# a paused clock moves with each day: what it needs is read for those rows alone
PAUSED_STEPS = Prefetch("steps", Step.objects.filter(case__clock=Clock.PAUSED.value))


_LOOK_BELOW = frozenset({Role.OVERSEER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Reading:
    """A due date on a day: when, how many working days are left (minus: late), and words."""

    due: date | None
    left: int | None
    tag: Tag | None


class Dues:
    """Reads the clocks of the cases that an actor sees, on one day."""

    def __init__(self, active: Active, today: date) -> None:
        self.active, self.today = active, today
        self._read: dict[int, Reading] = {}

    @cached_property
    def _calendars(self) -> dict[int, Calendar]:
        actor, post = self.active.actor, self.active.post
        if post is not None and actor.role not in _LOOK_BELOW:
            return {post.agency_id: self.active.calendar}
        # of all bodies within reach at once: an export reads row by row
        return calendars_of(rows_of(Agency, actor))

    def calendar(self, agency: int) -> Calendar:
        """The calendar of a body within reach."""
        if agency not in self._calendars:  # closed since, and its cases still lie there
            self._calendars.update(calendars_of(Agency.objects.filter(pk=agency)))
        return self._calendars[agency]

    def of(self, case: Case) -> Reading:
        """The reading of a case; a paused one was read with its steps."""
        if case.pk not in self._read:
            self._read[case.pk] = self._now(case)
        return self._read[case.pk]

    def _now(self, case: Case) -> Reading:
        if not case.open or case.due is None:
            due = None if case.ended is not None and case.replied is None else case.due
            return Reading(due, None, self._ended(case))
        calendar, due = self.calendar(case.agency_id), case.due
        if case.clock == Clock.PAUSED:
            moved = clockwork.deadline_on(case, list(case.steps.all()), calendar, self.today)
            due = moved.due if moved is not None else due
        if self.today > due:
            late = calendar.count(due, self.today) or 1
            return Reading(due, -late, Tag(f"超期{late}日", Tone.LATE))
        left = calendar.count(self.today, due)
        if case.clock == Clock.PAUSED:
            return Reading(due, left, Tag("征求意见", Tone.PLAIN))
        tone = due_tone(due, self.today, calendar)
        return Reading(due, left, Tag(f"剩{left}日" if left else "今天到期", tone))

    def _ended(self, case: Case) -> Tag | None:
        if case.open:
            words = {Clock.NONE.value: "待确认", Clock.FROZEN.value: "期限暂停"}
            zh = words.get(case.clock)
            return Tag(zh, Tone.SOON if case.clock == Clock.NONE else Tone.PLAIN) if zh else None
        if case.replied is None:
            return Tag("已办结", Tone.DONE)
        return Tag("逾期办结", Tone.LATE) if case.late else Tag("按期办结", Tone.DONE)

    def soonest(self, cases: Iterable[Case]) -> list[Case]:
        """The cases by their due dates of today, those without one last."""
        return sorted(cases, key=lambda case: (self.of(case).due or date.max, case.pk))

"""期限重新计算: the software's own act when the calendar has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import timezone

from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies.policies import is_system
from gongkai.web.cases import changes, clockwork
from gongkai.web.cases.models import Case, DueChange
from gongkai.web.cases.moves import Stage
from gongkai.web.cases.receivers import workers_of
from gongkai.web.messages.telling import told

__all__ = ["MoveDue"]


class MoveDue(Action[Case]):
    """The due date of an open case by the present calendar; `found` is what moved, if anything."""

    verb, zh = "cases.move_due", "期限重新计算"
    logged = ("due", "provisional", "calendar", "must_by")
    found: DueChange | None = None

    def may(self, act: Act[Case]) -> None:
        """Nobody else."""
        if not is_system(act.actor):
            raise Refused(Refusal.FORBIDDEN, "答复期限由系统按工作日历重新计算")

    def move(self, act: Act[Case]) -> None:
        """What has ended keeps its date."""
        if not Stage(act.row.stage).open:
            raise Refused(Refusal.STATE, f"{act.row}已经办结，答复期限不再变动")

    def law(self, act: Act[Case]) -> None:
        """Played anew; facts must_by and reason when a decision has set the date anew."""
        if "must_by" in act.facts:
            act.row.must_by = act.facts["must_by"]
        self.after, self.calendar, _ = clockwork.current(act.row)

    def save(self, act: Act[Case]) -> None:
        """What moved, and the case."""
        case = act.row
        self.found = changes.note(case, self.after, self.calendar, act.now)
        clockwork.refresh(case, self.after, self.calendar)
        case.changed = act.now
        case.save()

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Who works on the case; the desk gets one list of all."""
        found, case = self.found, act.row
        if found is None:
            return
        people = workers_of([case], timezone.localdate(act.now))[case.pk]
        yield told(
            act, "case_shifted", people, number=case.number, title=case.title,
            before=found.before.isoformat(), after=_after(found), why=found.why,
            url=case.get_absolute_url(),
        )  # fmt: skip


def _after(found: DueChange) -> str:
    return f"{found.after.isoformat()}{'（暂计）' if found.provisional else ''}"

"""经过: the time-line of a case — the trace, with what the law made of each step, newest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from gongkai.law import moves as law
from gongkai.law.explain import long_date
from gongkai.web.audit import verbs
from gongkai.web.audit.history import history
from gongkai.web.cases.models import Stamp, Step
from gongkai.web.cases.moves import CHAIN, MOVES, Stage
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.things import Done, done_of

__all__ = ["Reached", "progress", "story"]

_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """One of the six stages: when it was reached, by whom, why when something was left out."""

    zh: str
    state: str  # done, now or nothing
    at: datetime | None = None
    who: str = ""
    reason: str = ""


def progress(opened: Opened) -> list[Reached]:
    """The six stages of which a record is kept (第四十五条), each with its first stamp."""
    stage = Stage(opened.case.stage)
    here = next(n for n, (_, stages) in enumerate(CHAIN) if stage in stages)
    found = []
    for n, (zh, stages) in enumerate(CHAIN):
        stamps = [one for one in opened.stamps if one.stage in {s.value for s in stages}]
        first: Stamp | None = stamps[0] if stamps else None
        # a case that ended by itself was never in review: what has no stamp was not reached
        state = "now" if n == here else "done" if n < here and first is not None else ""
        if n > here or first is None:
            found.append(Reached(zh, state if n == here else "skipped" if n < here else ""))
            continue
        reason = next((one.reason for one in stamps if one.reason), "")
        found.append(
            Reached(zh, state, first.at, first.actor, reason if opened.sees_people else "")
        )
    return found


def story(opened: Opened) -> list[Done]:
    """What was done, newest first; for those who look from above, without reasons."""
    steps = {(step.at, step.verb): step for step in opened.steps}
    events = {verb.value: move.event.value for verb, move in MOVES.items() if move.event}
    lines = []
    for event in history(opened.case, limit=_LIMIT):
        line = done_of(event)
        line = replace(line, zh=verbs.verb_zh(event.verb), who=event.person)
        step = steps.get((event.at, events.get(event.verb, "")))
        if not opened.sees_people:
            line = replace(line, said="", changes=())
        if step is not None:
            line = replace(line, said="；".join(filter(None, (_told(step), line.said))))
        lines.append(line)
    return lines


def _told(step: Step) -> str:
    """The days of a step in words."""
    known = step.day == timezone.localdate(step.at)
    parts = [] if known else [f"日期{long_date(step.day)}"]
    if step.served is not None and step.served != step.day:
        parts.append(f"送达{long_date(step.served)}")
    if step.days:
        parts.append(f"{step.days}个工作日")
    if step.until is not None:
        parts.append(f"至{long_date(step.until)}")
    if step.silent:
        parts.append("逾期未提出意见")
    if step.reason and step.verb in (law.Verb.RECEIVE_PAYMENT, law.Verb.RECEIVE_CORRECTION):
        parts.append(step.reason)
    return "，".join(parts)

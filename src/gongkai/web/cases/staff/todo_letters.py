"""待办: letters that wait for a signature, may leave, came back; replies to be given anew."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.law.outcomes import corrected
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Case, Dispute, Letter, Paper, Service
from gongkai.web.cases.models.papers import LetterState
from gongkai.web.cases.moves import Stage
from gongkai.web.cases.sealed import sealed_of
from gongkai.web.cases.staff.listing import SEALED_OF_CASE
from gongkai.web.cases.staff.todo import SHOWN, read_desk
from gongkai.web.workbench import tasks
from gongkai.web.workbench.tasks import Group, Task
from gongkai.written import day_zh

__all__ = ["register"]

_READ = 200  # rows of one kind that are read and counted at once
_SEALED_OF_PAPER = (
    *(f"paper__{name}" for name in sealed_of(Paper)),
    *(f"paper__{name}" for name in SEALED_OF_CASE),
)
_WORK = (Role.INTAKE, Role.HANDLER, Role.SECTION_HEAD)
_REDO = (Role.INTAKE, Role.LEGAL_REVIEWER, Role.APPROVER)


def _task(case: Case, note: str, due: date | None = None) -> Task:
    return Task(f"{case.number} {case.title}", case.get_absolute_url(), due, note)


def _letters(active: Active, day: date) -> Group | None:
    """To be signed by who approves, to be sent by who asked; one query."""
    post = active.post
    if post is None or post.role not in (*_WORK, Role.APPROVER):
        return None
    signs = post.role == Role.APPROVER
    state = LetterState.WAITING if signs else LetterState.SIGNED
    desk = read_desk(active, day)
    if desk is None:
        return None
    rows = Letter.objects.filter(desk.of("case"), state=state).order_by("asked", "pk")
    rows = rows.select_related("case").defer("facts", "text", *SEALED_OF_CASE)
    found = list(rows[:_READ])
    if not found:
        return None
    told = [_task(one.case, one.get_notice_display()) for one in found[:SHOWN]]
    zh = "待签发的文书" if signs else "已签发、待发出的文书"
    return Group(zh, told, len(found), f"{reverse('cases')}?stage=open")


def _returned(active: Active, day: date) -> Group | None:
    """Letters that came back and were not sent again; one query."""
    if active.post is None or active.post.role != Role.INTAKE:
        return None
    desk = read_desk(active, day)
    if desk is None:
        return None
    rows = Service.objects.filter(desk.of("paper__case"), returned__isnull=False, then=None)
    rows = rows.exclude(paper__case__stage=Stage.ARCHIVED.value)
    rows = rows.order_by("returned", "pk").select_related("paper__case")
    found = list(rows.defer(*_SEALED_OF_PAPER)[:_READ])
    if not found:
        return None
    told = [_task(one.paper.case, f"{one.paper.get_notice_display()}，{day_zh(one.returned)}退回")
            for one in found[:SHOWN]]  # fmt: skip
    return Group("退回的文书，待重新送达", told, len(found), reverse("cases"))


def _to_redo(active: Active, day: date) -> Group | None:
    """Decisions that ask for a new reply which nobody has begun; one query."""
    if active.post is None or active.post.role not in _REDO:
        return None
    desk = read_desk(active, day)
    if desk is None:
        return None
    rows = Dispute.objects.filter(desk.of("case"), redone=None, ordered=None, case__redone=None)
    read = rows.exclude(outcomes=[]).select_related("case").defer("lessons", *SEALED_OF_CASE)
    found = [one for one in read[:_READ] if corrected(one.outcomes)]
    if not found:
        return None
    found.sort(key=lambda one: (one.redo_due or date.max, one.pk))
    told = [_task(one.case, one.ordering, one.redo_due)
            for one in found[:SHOWN] if one.case]  # fmt: skip
    return Group("待重新答复", told, len(found), reverse("disputes"))


def register() -> None:
    """Make them known to the workbench."""
    tasks.provide("cases.letters", _letters)
    tasks.provide("cases.returned", _returned)
    tasks.provide("cases.redo", _to_redo)

"""待办: letters that wait for a signature, may leave, came back; replies to be given anew."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.law.outcomes import corrected
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Case, Dispute, Letter, Service
from gongkai.web.cases.models.papers import LetterState
from gongkai.web.cases.moves import Stage
from gongkai.web.cases.staff.todo import read_desk
from gongkai.web.workbench import tasks
from gongkai.web.workbench.tasks import Group, Task

__all__ = ["register"]

_SHOWN = 10
_READ = 200  # disputes of one body that are looked through, the latest first
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
    rows = Letter.objects.filter(case__in=desk.rows.values("pk"), state=state).order_by(
        "asked", "pk"
    )
    found = list(rows.select_related("case").defer("facts", "text")[:_READ])
    if not found:
        return None
    told = [_task(one.case, one.get_notice_display()) for one in found[:_SHOWN]]
    zh = "待签发的文书" if signs else "已签发、待发出的文书"
    return Group(zh, told, len(found), f"{reverse('cases')}?stage=open")


def _returned(active: Active, day: date) -> Group | None:
    """Letters that came back and were not sent again; one query."""
    if active.post is None or active.post.role != Role.INTAKE:
        return None
    desk = read_desk(active, day)
    if desk is None:
        return None
    ours = desk.rows.exclude(stage=Stage.ARCHIVED.value).values("pk")
    rows = Service.objects.filter(paper__case__in=ours, returned__isnull=False, then=None)
    rows = rows.order_by("returned", "pk")
    found = list(rows.select_related("paper__case").defer("paper__text")[:_READ])
    if not found:
        return None
    told = [_task(one.paper.case, f"{one.paper.get_notice_display()}，{one.returned}退回")
            for one in found[:_SHOWN]]  # fmt: skip
    return Group("退回的文书，待重新送达", told, len(found), reverse("cases"))


def _to_redo(active: Active, day: date) -> Group | None:
    """Decisions that ask for a new reply which nobody has begun; one query."""
    if active.post is None or active.post.role not in _REDO:
        return None
    desk = read_desk(active, day)
    if desk is None:
        return None
    ours = desk.rows.values("pk")
    rows = Dispute.objects.filter(redone=None, ordered=None, case__in=ours, case__redone=None)
    read = rows.exclude(outcomes=[]).select_related("case").defer("lessons")[:_READ]
    found = [one for one in read if corrected(one.outcomes)]
    if not found:
        return None
    found.sort(key=lambda one: (one.redo_due or date.max, one.pk))
    told = [_task(one.case, one.ordering, one.redo_due)
            for one in found[:_SHOWN] if one.case]  # fmt: skip
    return Group("待重新答复", told, len(found), reverse("disputes"))


def register() -> None:
    """Make them known to the workbench."""
    tasks.provide("cases.letters", _letters)
    tasks.provide("cases.returned", _returned)
    tasks.provide("cases.redo", _to_redo)

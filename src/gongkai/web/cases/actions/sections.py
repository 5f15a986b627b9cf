"""转办与科室意见."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from gongkai.errors import BadInput
from gongkai.law.events import Event
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.models import Section
from gongkai.web.agencies.policies import is_system
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions.base import OnCase, stamp
from gongkai.web.cases.days import today
from gongkai.web.cases.models import Assignment, Case, Desk, Paper
from gongkai.web.cases.models.work import Opinion
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.receivers import of_sections
from gongkai.web.messages.telling import in_role, told

__all__ = ["Assign", "Keep", "Opine", "Recall"]


def _open(case: Case) -> list[Assignment]:
    return list(case.assignments.filter(recalled=None).select_related("section"))


class Assign(OnCase):
    """To one or several sections; facts sections (rows, the first leads), due, note."""

    does = Verb.ASSIGN

    def check(self, act: Act[Case]) -> Event | None:
        """Sections of the body that do not have it yet, an inner limit before the legal one."""
        case = act.row
        self.sections: list[Section] = list(act.facts.get("sections") or ())
        if not self.sections:
            raise BadInput("没有选择科室；请至少选择一个承办科室")
        have = {one.section_id for one in _open(case)}
        for section in self.sections:
            if section.agency_id != case.agency_id or not section.holds(today(act)):
                raise BadInput(f"“{section}”不是{case.agency}现有的科室；请重新选择")
            if section.pk in have:
                raise BadInput(f"已经转办给“{section}”；如需改变期限，请先收回再转办")
        self.due = self._inner(act)
        self.note = facts.word(act.facts, "note", "转办说明", 300, needed=False)
        return None

    def _inner(self, act: Act[Case]) -> date:
        """The section's own limit: as given, else by the desk's setting, never after the law's."""
        case = act.row
        given = act.facts.get("due")
        if given:
            day = facts.day(act.facts, "due", "内部期限")
            if day < today(act):
                raise BadInput(f"内部期限{day}已经过去；请核对")
            if case.due is not None and day >= case.due:
                raise BadInput(f"内部期限{day}应当早于答复期限{case.due}，为审查和送达留出时间")
            return day
        desk = Desk.objects.filter(agency=case.agency_id).first() or Desk()
        day = self.calendar.add(today(act), desk.inner_days)
        return min(day, case.due) if case.due is not None else day

    def write(self, act: Act[Case]) -> Paper | None:
        """One row a section; the first leads unless another does."""
        case = act.row
        led = any(one.lead for one in _open(case))
        Assignment.objects.bulk_create(
            Assignment(
                case=case, section=section, lead=not led and n == 0, assigned=act.now,
                assigned_by=act.actor.name, note=self.note, due=self.due,
            )
            for n, section in enumerate(self.sections)
        )  # fmt: skip
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Handlers and heads of those sections."""
        case, ids = act.row, [section.pk for section in self.sections]
        there = of_sections(ids, today(act))
        yield told(act, "case_assigned", there, number=case.number, title=case.title,
                   due=self.due.isoformat(), url=case.get_absolute_url())  # fmt: skip


class Recall(OnCase):
    """Takes a case back from a section; facts assignment, reason."""

    does = Verb.RECALL

    def check(self, act: Act[Case]) -> Event | None:
        """One that is open, with a reason."""
        found = act.facts.get("assignment")
        if not isinstance(found, Assignment) or found.case_id != act.row.pk or found.recalled:
            raise BadInput("没有选择要收回的转办；请在科室名单中选择")
        self.found = found
        self.reason = facts.word(act.facts, "reason", "收回的理由", 300)
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The row stays with its reason; without any section the case is at the desk again."""
        self.found.recalled, self.found.recall_reason = act.now, self.reason
        self.found.save()
        _arrive(act)
        return None


class Keep(OnCase):
    """The disclosure office handles it without a section; the fact `skip` says why."""

    does = Verb.KEEP

    def check(self, act: Act[Case]) -> Event | None:
        """A stage is left out: with a reason."""
        facts.word(act.facts, "skip", "不转办科室的理由", 300)
        return None


class Opine(OnCase):
    """The section's opinion; facts opinion, basis, assignment (else that of the actor's section).

    The last of the open ones moves the case on.
    """

    does = Verb.OPINE

    def check(self, act: Act[Case]) -> Event | None:
        """An opinion with its reasons, in the name of the actor's own section."""
        self.found = self._whose(act)
        self.opinion = facts.kind(act.facts, "opinion", "科室意见", Opinion)
        self.basis = facts.lines(act.facts, "basis", "依据和理由", 10_000)
        if not self.basis:
            raise BadInput("没有填写依据和理由；请写明依据的条款和事实，附上相关材料")
        return None

    def _whose(self, act: Act[Case]) -> Assignment:
        open_ = _open(act.row)
        wanted = act.facts.get("assignment")
        section = act.actor.section
        fitting = [
            one for one in open_
            if (wanted is None or one.pk == wanted.pk)
            and (section is None or one.section_id == section or is_system(act.actor))
        ]  # fmt: skip
        if not fitting:
            raise Refused(Refusal.FORBIDDEN, "这件申请没有转办到您的科室，不能提出科室意见")
        if len(fitting) > 1:
            raise BadInput("转办给了几个科室；请选择代表哪个科室提出意见")
        return fitting[0]

    def write(self, act: Act[Case]) -> Paper | None:
        """The opinion on the row of the section."""
        row = self.found
        row.opinion, row.basis = self.opinion.value, self.basis
        row.opined, row.opined_by = act.now, act.actor.name
        row.save()
        _arrive(act)
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The desk."""
        case = act.row
        clerks = in_role(case.agency, [Role.INTAKE], today(act))
        yield told(act, "case_opined", clerks, number=case.number, title=case.title,
                   section=self.found.section.name, url=case.get_absolute_url())  # fmt: skip


def _arrive(act: Act[Case]) -> None:
    """Where the case stands now that a section has spoken or was taken off."""
    case = act.row
    open_ = _open(case)
    before = case.stage
    if not open_:
        if case.stage == Stage.WITH_SECTIONS:
            case.stage = Stage.REGISTERED.value
    elif case.stage == Stage.WITH_SECTIONS and all(one.opinion for one in open_):
        case.stage = Stage.DECIDING.value
    if case.stage != before:
        case.save(update_fields=["stage"])
        stamp(act, Stage(case.stage))

"""移交承接机关: an open case of a body whose functions went over; the period runs on unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.events import Event
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import successors
from gongkai.web.cases.actions.base import OnCase, stamp
from gongkai.web.cases.actions.ending import drop_drafts
from gongkai.web.cases.days import today
from gongkai.web.cases.models import Case, Handover, Paper, Rectification
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.messages.telling import in_role, told

__all__ = ["HandOver"]


class HandOver(OnCase):
    """Facts successor (a body), reason.

    Who stands in the body hands it over; where nobody stands any more, the successor takes it.
    What was drafted, or put before sections, was so by the old body: it begins anew there. What
    went out, and every date, stays.
    """

    does = Verb.HAND_OVER
    logged = ("agency", "stage", "state", "due")

    def check(self, act: Act[Case]) -> Event | None:
        """A body that took over from this one, and answers applications itself."""
        case, day = act.row, today(act)
        self.successor = facts.row(act.facts, "successor", "承接的机关", Agency)
        known = {one.pk for one in successors.successors(case.agency, day)}
        if self.successor.pk not in known:
            raise Refused(
                Refusal.LAW,
                f"没有登记{self.successor}承接{case.agency}的职责；请先由管理员登记机构沿革，"
                "或者告知申请人向负责的机关提出",
                self.row_of_table.article,
            )
        if not self.successor.regime.on_application:
            raise BadInput(f"{self.successor}不办理政府信息公开申请；请选择其他承接机关")
        self.reason = facts.word(act.facts, "reason", "移交的理由", 300)
        self.origin, self.stage = case.agency, Stage(case.stage)
        self.last = case.handovers.first()  # the newest
        if self.last is not None and day < self.last.day:
            raise BadInput(
                f"{case}已于{self.last.day}由{self.last.origin}移交{self.last.successor}，"
                f"本次移交不能早于这一天（填写的是{day}）；请核对，填写{self.last.day}或者以后的日期"
            )
        if self.before.state is law.State.IN_REVIEW:
            return Event(law.Verb.SEND_BACK, day)  # what the old body reviewed is no more
        return None

    successor: Agency
    last: Handover | None

    def changed(self, act: Act[Case]) -> None:
        """The body; the desk there begins."""
        case = act.row
        case.agency = self.successor
        case.outcome, case.decided_by = "", None
        case.wished_days, case.wished_extension = 0, ""
        if self.stage is not Stage.ARRIVED:
            case.stage = Stage.REGISTERED.value

    def write(self, act: Act[Case]) -> Paper | None:
        """The handover; sections, drafts and decisions of the old body are no more."""
        case, day = act.row, today(act)
        Handover.objects.create(
            case=case, origin=self.origin, successor=self.successor, day=day,
            since=self.last.day if self.last else None, stage=self.stage.value, reason=self.reason,
            at=act.now, actor=act.actor.name,
        )  # fmt: skip
        open_ = case.assignments.filter(recalled=None)
        open_.update(recalled=act.now, recall_reason=f"移交{self.successor}")
        case.items.update(code="")
        case.redactions.update(released=False)
        Rectification.objects.filter(case=case).update(finding="")
        drop_drafts(case)
        if self.origin.until is not None:  # nobody is left there to keep its registers
            case.disputes.update(agency=self.successor)
            case.complaints.update(agency=self.successor)
        if case.stage != self.stage:
            stamp(act, Stage(case.stage))
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The desk that has it now."""
        case = act.row
        clerks = in_role(self.successor, [Role.INTAKE], today(act))
        yield told(act, "case_handed_over", clerks, number=case.number, title=case.title,
                   origin=self.origin.name, url=case.get_absolute_url())  # fmt: skip

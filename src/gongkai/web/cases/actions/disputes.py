"""复议、诉讼登记, 重新答复, 投诉举报."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from gongkai.errors import BadInput
from gongkai.law.events import Event
from gongkai.law.outcomes import Dispute as InLaw
from gongkai.law.outcomes import Forum, Reviewed, corrected, outcome
from gongkai.law.periods import REDO_BY_COURT
from gongkai.law.receipt import Channel
from gongkai.web.acting import Act, Action, Refusal, Refused, perform
from gongkai.web.agencies import facts
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.numbers import Series, next_number
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import attachments, clockwork, policies
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.moving import MoveDue
from gongkai.web.cases.days import past_day
from gongkai.web.cases.models import Case, Complaint, Dispute, Item, Paper, Rectification, Stamp
from gongkai.web.cases.models.disputes import ComplaintKind
from gongkai.web.cases.moves import MOVES, Stage, Verb

__all__ = ["KeepComplaint", "OpenDispute", "Redo", "UpdateDispute"]


def _may_register(act: Act[Dispute] | Act[Complaint], verb: Verb) -> None:
    """Asked of the body that keeps the register; a new entry names a case of that body.

    The case of an old one may have been handed over since.
    """
    row = act.row
    policies.may(act.actor, verb, Case(agency=row.agency))
    if row._state.adding and row.case is not None and row.case.agency_id != row.agency_id:
        raise Refused(Refusal.FORBIDDEN, "办件不属于这个机关；请核对办件编号")


class _OnDispute(Action[Dispute]):
    """An act on an entry of the register."""

    does: ClassVar[Verb]
    logged = ("case", "forum", "opened", "outcomes", "effective", "redo_due", "redone")

    def __init_subclass__(cls, **named: Any) -> None:
        """Take verb and name from the table."""
        if "does" in cls.__dict__:
            cls.verb, cls.zh = cls.does.value, cls.does.zh
        super().__init_subclass__(**named)

    def may(self, act: Act[Dispute]) -> None:
        """By the table of roles."""
        _may_register(act, self.does)

    def move(self, act: Act[Dispute]) -> None:
        """New or not."""
        act.article = str(MOVES[self.does].article)
        if act.row._state.adding != (self.does is Verb.OPEN_DISPUTE):
            raise Refused(Refusal.STATE, f"这件复议或者诉讼不能“{self.zh}”；请从登记册中打开")

    def law(self, act: Act[Dispute]) -> None:
        """Numbers, days and outcomes as the law of table 4 takes them."""
        row, given = act.row, act.facts
        if row._state.adding:
            row.forum = facts.kind(given, "forum", "种类", Forum).value
        numbers = given.get("numbers", row.numbers) or []
        row.numbers = [str(one).strip() for one in numbers if str(one).strip()]
        row.body = facts.word(
            {"body": given.get("body", row.body)}, "body", "复议机关或者法院", 100
        )
        row.opened = past_day(act, "opened", "受理（立案）日期", row.opened)
        for key, zh in (
            ("copy_came", "收到副本的日期"), ("statement_sent", "提交答复、答辩的日期"),
            ("effective", "生效日期"), ("redone", "重新答复日期"),
        ):  # fmt: skip
            if key in given:
                setattr(row, key, past_day(act, key, zh) if given[key] else None)
        if "redo_due" in given:
            row.redo_due = (
                facts.day(given, "redo_due", "重新答复期限") if given["redo_due"] else None
            )
        if row.forum == Forum.RECONSIDERATION:
            row.simplified = bool(given.get("simplified", row.simplified))
        if row.forum == Forum.LITIGATION:
            before = {"reviewed": given.get("reviewed", row.reviewed)}
            row.reviewed = facts.kind(before, "reviewed", "此前的复议", Reviewed).value
            row.after = given.get("after", row.after)
            self._after(row)
        row.outcomes = [outcome(str(one)).id for one in given.get("outcomes", row.outcomes)]
        row.lessons = facts.lines(
            {"lessons": given.get("lessons", row.lessons)}, "lessons", "原因", 4_000
        )
        InLaw(  # its own rules: numbers, order of days, outcomes of the right forum
            Forum(row.forum), tuple(row.numbers), row.opened, tuple(row.outcomes), row.effective,
            Reviewed(row.reviewed),
        )  # fmt: skip

    def save(self, act: Act[Dispute]) -> None:
        """And the date of the reply given anew, where another one has been set for it."""
        super().save(act)
        for case in act.row.ordered.filter(ended=None).exclude(must_by=act.row.redo_due):
            perform(
                MoveDue(), SYSTEM, case, now=act.now, must_by=act.row.redo_due,
                reason=f"{act.row}确定的重新答复期限有变动",
            )  # fmt: skip

    def _after(self, row: Dispute) -> None:
        """A suit after reconsideration is linked to it, so that each is counted once."""
        if row.after is None:
            return
        if row.after.forum != Forum.RECONSIDERATION or row.after.agency_id != row.agency_id:
            raise BadInput("关联的应当是本机关的行政复议案件；请重新选择")
        if row.reviewed == Reviewed.NO:
            raise BadInput("已关联复议案件，“此前的复议”不能是未申请行政复议；请核对")


class OpenDispute(_OnDispute):
    """登记: `row.agency`, `row.case`; facts forum, numbers, body, opened …"""

    does = Verb.OPEN_DISPUTE


class UpdateDispute(_OnDispute):
    """更新: statement, outcomes, effect, lessons."""

    does = Verb.UPDATE_DISPUTE


class Redo(OnCase):
    """重新答复: a case of its own, not counted again, from the day on which the decision came.

    Facts dispute (corrected), day, until (the date that the decision set, if it set one).
    """

    does = Verb.REDO

    def check(self, act: Act[Case]) -> Event | None:
        """A dispute of this case that ended with a correction."""
        found = act.facts.get("dispute")
        if not isinstance(found, Dispute) or found.case_id != act.row.pk:
            raise BadInput("没有选择复议或者诉讼案件；请在登记册中选择")
        if not corrected(found.outcomes):
            raise Refused(Refusal.LAW, "案件结果不是纠正，不需要重新答复", MOVES[self.does].article)
        if act.row.redone.exists():
            raise Refused(Refusal.STATE, f"{act.row}已经在重新办理；请打开重新办理的办件")
        self.dispute = found
        self.day = past_day(act, "day", "收到复议决定、判决的日期")
        if act.row.ended is not None and self.day < act.row.ended:
            raise BadInput(f"收到决定的日期{self.day}早于办结日期{act.row.ended}；请核对")
        self.until = found.redo_due
        if act.facts.get("until"):
            self.until = facts.day(act.facts, "until", "重新答复的期限")
        if self.until is not None and self.until < self.day:
            raise BadInput(f"重新答复的期限{self.until}早于收到决定的日期{self.day}；请核对")
        if found.forum == Forum.LITIGATION:
            act.article = str(REDO_BY_COURT.versions[0].article)
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The new case with the same people and items, of a claim with its evidence."""
        old = act.row
        new = Case(
            agency=old.agency, number=next_number(old.agency, Series.CASE, self.day), code=old.code,
            matter=old.matter, title=old.title,
            channel=Channel.IN_PERSON.value, entered=act.now, arrived=self.day,
            evidence=f"{self.dispute}"[:300], description=old.description, features=old.features,
            wanted_form=old.wanted_form, way=old.way, assistance=old.assistance, column=old.column,
            stage=Stage.ARRIVED.value, redoes=old, ordered=self.dispute, must_by=self.until,
            drill=old.drill, drill_notice=old.drill_notice,
        )  # fmt: skip
        calendar = calendar_of(old.agency)
        clockwork.refresh(new, clockwork.play(new, (), calendar), calendar)
        new.save()
        for party in old.parties.all():
            party.pk, party.case, party._state.adding = None, new, True
            party.save()
        Item.objects.bulk_create(
            Item(case=new, order=item.order, text=item.text) for item in old.items.all()
        )
        if old.rectifies:  # what was found is found anew
            Rectification.objects.create(case=new, proof=old.rectification.proof)
            attachments.bring_along(act, old, new, f"随{old}重新办理带入{new}")
        Stamp.objects.create(
            case=new, stage=Stage.ARRIVED.value, at=act.now, actor=act.actor.name,
            reason=f"{self.dispute}：重新答复"[:500],
        )  # fmt: skip
        if self.dispute.redo_due != self.until:
            self.dispute.redo_due = self.until
            self.dispute.version += 1
            self.dispute.save()
        self.made = new
        return None


class KeepComplaint(Action[Complaint]):
    """投诉举报、责任追究: entered or changed; facts kind, day, source, text, result, closed."""

    verb, zh = "cases.keep_complaint", "登记投诉举报和责任追究"
    logged = ("kind", "day", "closed")

    def may(self, act: Act[Complaint]) -> None:
        """As disputes."""
        _may_register(act, Verb.OPEN_DISPUTE)

    def law(self, act: Act[Complaint]) -> None:
        """Days and words."""
        row, given = act.row, act.facts
        row.kind = facts.kind(given, "kind", "种类", ComplaintKind).value
        row.day = past_day(act, "day", "日期")
        row.source = facts.word(given, "source", "来源", 200)
        row.text = facts.lines(given, "text", "内容", 10_000)
        if not row.text:
            raise BadInput("没有填写内容；请填写")
        row.result = facts.lines(given, "result", "处理结果", 10_000)
        closed: date | None = past_day(act, "closed", "办结日期") if given.get("closed") else None
        if closed is not None and closed < row.day:
            raise BadInput(f"办结日期{closed}早于登记日期{row.day}；请核对")
        if closed is not None and not row.result:
            raise BadInput("办结的投诉举报应当写明处理结果；请填写")
        row.closed = closed

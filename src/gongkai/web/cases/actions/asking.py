"""补正、说明理由、延长: what is asked of the applicant, and more time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.clock import LONGEST_EXTENSION
from gongkai.law.decisions.codes import check_decision
from gongkai.law.decisions.guards import Record
from gongkai.law.events import Event
from gongkai.law.periods import REASONS_DAYS
from gongkai.notices import facts as notice_facts
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import outgoing
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.ending import close, drop_drafts
from gongkai.web.cases.actions.on_letter import OnLetter
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Desk, Evidence, Paper
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.on_file import records_of
from gongkai.web.cases.sending import sending_of
from gongkai.web.messages.telling import in_role, told

__all__ = [
    "AskCorrection", "AskReasons", "Delay", "Extend", "LapseCorrection", "ProposeExtension",
    "ReceiveCorrection", "ReceiveReasons", "RefuseExtension", "SendCorrection",
]  # fmt: skip


class AskCorrection(OnLetter):
    """补正告知书, once; facts items (what to correct), guidance, days, and how it is sent."""

    does, signable = Verb.ASK_CORRECTION, "T04"
    logged = ("stage", "state", "due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """What to correct, how long, and the letter's way."""
        self.items = facts.lines(act.facts, "items", "需要补正的事项", 4_000)
        if not self.items:
            raise BadInput("没有写明需要补正的事项；应当一次性写明全部需要补正的内容")
        self.guidance = facts.lines(act.facts, "guidance", "指导和释明", 4_000).rstrip("。；;")
        if not self.guidance:
            raise BadInput("没有填写指导和释明；请写明怎样补正，方便申请人一次补齐")
        desk = Desk.objects.filter(agency=act.row.agency_id).first() or Desk()
        days = act.facts.get("days") or desk.correction_days
        if not isinstance(days, int) or not 1 <= days <= 250:
            raise BadInput("补正期限应是1至250之间的工作日数；请核对")
        self.days = days
        self.sending = sending_of(act)
        return Event(
            law.Verb.ASK_CORRECTION, self.sending.sent, served=self.sending.reached, days=days
        )

    def parts(self, act: Act[Case]) -> tuple[str, dict[str, Any]]:
        """T04."""
        part = notice_facts.Correction(
            items=tuple(self.items.splitlines()), guidance=self.guidance, days=self.days,
            # of a posted letter the last day follows from its receipt, which is not known yet
            until=self.after.correction_until if self.sending.reached else None,
        )  # fmt: skip
        return "T04", {"correction": part}


class SendCorrection(OnCase):
    """The applicant hands in the correction on line; its receipt is still to be confirmed."""

    does = Verb.SEND_CORRECTION
    logged = ("correction_came",)

    def check(self, act: Act[Case]) -> Event | None:
        """Only while one is awaited."""
        case = act.row
        if case.state != law.State.CORRECTING:
            raise Refused(
                Refusal.STATE, "这件申请现在不需要补正；如有新的要求，请另行提出申请",
                Article(R2019, 30),
            )  # fmt: skip
        text = facts.lines(act.facts, "text", "补正内容", 10_000)
        if not text:
            raise BadInput("没有填写补正内容；请按补正告知书逐项写明")
        # nothing that was handed in is lost; what is handed in again with more is not doubled
        before = case.correction
        case.correction = text if before in text else f"{before}\n{text}"
        if len(case.correction) > 20_000:
            raise BadInput("补正内容太长；请上传文件，这里写明要点")
        # what came first decides whether it was in time; more may follow until it is confirmed
        case.correction_came = case.correction_came or today(act)
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The desk confirms it with the applicant."""
        case = act.row
        clerks = in_role(case.agency, [Role.INTAKE], today(act))
        yield told(act, "case_corrected", clerks, number=case.number, title=case.title,
                   url=case.get_absolute_url())  # fmt: skip


class ReceiveCorrection(OnCase):
    """收到补正: the clock starts anew; facts day, text (unless sent on line), reason if late."""

    does = Verb.RECEIVE_CORRECTION
    logged = ("stage", "state", "due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """The day; what was sent on line within the limit is not late by our confirming it."""
        case = act.row
        day = past_day(act, "day", "收到补正的日期")
        self.text = facts.lines(act.facts, "text", "补正内容", 10_000) or case.correction
        if not self.text:
            raise BadInput("没有填写补正内容；请录入或者上传申请人补正的材料")
        reason = facts.word(act.facts, "reason", "逾期补正的正当理由", 300, needed=False)
        until = self.before.correction_until
        if case.correction_came is not None:
            if day < case.correction_came:
                raise BadInput(
                    f"收到补正的日期{day}早于申请人网上提交的{case.correction_came}；请核对"
                )
            if not reason and until is not None and case.correction_came <= until < day:
                reason = f"申请人于{case.correction_came}网上提交补正，未超过期限"
        return Event(law.Verb.RECEIVE_CORRECTION, day, reason=reason)

    def changed(self, act: Act[Case]) -> None:
        """The correction joins what is asked for."""
        case, day = act.row, self.event.day
        case.description = f"{case.description}\n【{day}补正】{self.text}".strip()
        case.correction, case.correction_came = "", None


class LapseCorrection(OnCase):
    """视为放弃: the time for a correction passed without one (表三（六）1).

    The fact reason says how it was found that there was no good cause, unless that is on file.
    """

    does = Verb.LAPSE_CORRECTION
    logged = ("stage", "state", "outcome", "row", "ended")

    def check(self, act: Act[Case]) -> Event | None:
        """Nothing came on line in time either; what the law wants on file is there."""
        case, day = act.row, today(act)
        came, until = case.correction_came, self.before.correction_until
        if came is not None and (until is None or came <= until):
            raise Refused(
                Refusal.LAW,
                f"申请人已于{came}网上提交补正，请先确认收到，不能视为放弃",
                Article(R2019, 30),
            )
        event = Event(law.Verb.LAPSE_CORRECTION, day)
        self.before.do(event, self.calendar)  # the law of the dates is told first
        self.known_to_have_come(law.Verb.ASK_CORRECTION, "补正告知书")
        self.reason = facts.word(act.facts, "reason", "没有正当理由的查明情况", 500, needed=False)
        have = records_of(case, self.before, day)
        check_decision("D61", have | {Record.NO_GOOD_CAUSE} if self.reason else have, day)
        return event

    def changed(self, act: Act[Case]) -> None:
        """D61."""
        close(act, "D61", today(act))
        drop_drafts(act.row)

    def write(self, act: Act[Case]) -> Paper | None:
        """How it was found that there was no good cause."""
        if self.reason:
            Evidence.objects.create(
                case=act.row, kind=Record.NO_GOOD_CAUSE.value, day=today(act), by=act.actor.name,
                text=self.reason, entered=act.now, entered_by=act.actor.name,
            )  # fmt: skip
        return None


class ProposeExtension(OnCase):
    """Asks the head of the disclosure office for more time; facts days, reason."""

    does = Verb.PROPOSE_EXTENSION
    logged = ("wished_days",)

    def check(self, act: Act[Case]) -> Event | None:
        """Once, at most as long as the law allows, with a reason."""
        case = act.row
        if case.extension:
            raise Refused(
                Refusal.LAW,
                f"已经延长过{case.extension}个工作日，不能再次延长",
                Article(R2019, 33, 2),
            )
        most = LONGEST_EXTENSION.on(case.received or today(act)).value
        days = act.facts.get("days")
        if not isinstance(days, int) or not 1 <= days <= most:
            raise BadInput(f"延长的天数应是1至{most}之间的工作日数；请核对")
        case.wished_days = days
        case.wished_extension = facts.word(act.facts, "reason", "延长的理由", 300)
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Who approves."""
        case = act.row
        heads = in_role(case.agency, [Role.APPROVER], today(act))
        yield told(act, "case_extension", heads, number=case.number, title=case.title,
                   days=str(case.wished_days), url=case.get_absolute_url())  # fmt: skip


class Extend(OnCase):
    """The head of the disclosure office agrees and the notice goes out; facts days, reason, way."""

    does = Verb.EXTEND
    logged = ("due", "extension")

    def check(self, act: Act[Case]) -> Event | None:
        """As proposed unless the approver says otherwise."""
        case = act.row
        days = act.facts.get("days") or case.wished_days
        if not isinstance(days, int) or days < 1:
            raise BadInput("没有填写延长的工作日数；请填写")
        self.reason = (
            facts.word(act.facts, "reason", "延长的理由", 300, needed=False)
            or case.wished_extension
        )
        if not self.reason:
            raise BadInput("没有填写延长的理由；延期告知书应当说明理由")
        self.sending = sending_of(act)
        self.due_before = self.before.clock(self.calendar, self.sending.sent).due
        return Event(
            law.Verb.EXTEND, self.sending.sent, served=self.sending.reached, days=days,
            by=act.actor.name, reason=self.reason,
        )  # fmt: skip

    def changed(self, act: Act[Case]) -> None:
        """The proposal is dealt with."""
        act.row.wished_days, act.row.wished_extension = 0, ""

    def write(self, act: Act[Case]) -> Paper | None:
        """T06."""
        part = notice_facts.Extension(
            days=self.event.days, due=act.row.due, reason=self.reason, approver=act.actor.name
        )
        return outgoing.send(act, "T06", self.sending, due=self.due_before, extension=part)


class RefuseExtension(OnCase):
    """The proposal is turned down; facts reason."""

    does = Verb.REFUSE_EXTENSION
    logged = ("wished_days",)

    def check(self, act: Act[Case]) -> Event | None:
        """There is one."""
        if not act.row.wished_days:
            raise Refused(Refusal.STATE, "没有待批准的延长；无需处理")
        facts.word(act.facts, "reason", "不同意的理由", 300)
        act.row.wished_days, act.row.wished_extension = 0, ""
        return None


class AskReasons(OnLetter):
    """要求说明理由 (第三十五条): facts days (to explain), and how it is sent."""

    does, signable = Verb.ASK_REASONS, "T05"
    logged = ("stage", "state")

    def check(self, act: Act[Case]) -> Event | None:
        """The counts that are found excessive, and the time to explain."""
        self.counts = facts.word(act.facts, "counts", "申请的数量、频次", 300)
        days = act.facts.get("days") or REASONS_DAYS.on(today(act)).value
        if not isinstance(days, int) or not 1 <= days <= 60:
            raise BadInput("说明理由的期限应是1至60之间的工作日数；请核对")
        self.days = days
        self.sending = sending_of(act)
        return Event(
            law.Verb.ASK_REASONS, self.sending.sent, served=self.sending.reached, days=days
        )

    def parts(self, act: Act[Case]) -> tuple[str, dict[str, Any]]:
        """T05."""
        part = notice_facts.Reasons(counts=self.counts, days=self.days)
        return "T05", {"values": {"counts": self.counts}, "reasons": part}


class ReceiveReasons(OnCase):
    """What the applicant explained; facts day, text."""

    does = Verb.RECEIVE_REASONS
    logged = ("stage", "state")

    def check(self, act: Act[Case]) -> Event | None:
        """The day and the text."""
        case = act.row
        text = facts.lines(act.facts, "text", "申请人说明的理由", 8_000) or case.reasons
        if not text:
            raise BadInput("没有填写申请人说明的理由；请录入")
        self.text = text
        day = past_day(act, "day", "收到理由的日期")
        if case.reasons_came is not None and day < case.reasons_came:
            raise BadInput(f"收到理由的日期{day}早于申请人网上说明的{case.reasons_came}；请核对")
        return Event(law.Verb.RECEIVE_REASONS, day)

    def changed(self, act: Act[Case]) -> None:
        """They join the case, sealed as what the applicant wrote."""
        case = act.row
        case.description = f"{case.description}\n【{self.event.day}说明理由】{self.text}".strip()
        case.reasons, case.reasons_came = "", None


class Delay(OnCase):
    """理由合理、无法按期答复: a reasonable later date is set and told; facts until, reason, way."""

    does = Verb.DELAY
    logged = ("due",)

    def check(self, act: Act[Case]) -> Event | None:
        """A date after the present one."""
        self.until = facts.day(act.facts, "until", "延迟答复的期限")
        self.reason = facts.word(act.facts, "reason", "延迟的理由", 300)
        self.sending = sending_of(act)
        self.due_before = self.before.clock(self.calendar, self.sending.sent).due
        return Event(
            law.Verb.DELAY, self.sending.sent, served=self.sending.reached, until=self.until,
            by=act.actor.name, reason=self.reason,
        )  # fmt: skip

    def write(self, act: Act[Case]) -> Paper | None:
        """T07: it says that the reasons are good, so that is on file (第三十五条)."""
        Evidence.objects.create(
            case=act.row, kind=Record.REASONS_ACCEPTED.value, day=today(act), by=act.actor.name,
            text=f"申请理由合理，{self.reason}，延迟至{self.until}答复", entered=act.now,
            entered_by=act.actor.name,
        )  # fmt: skip
        part = notice_facts.Delay(due=self.until, reason=self.reason)
        return outgoing.send(act, "T07", self.sending, due=self.due_before, delay=part)

"""送达: a signed reply is served; what came of a letter is recorded; what came back goes again."""

from __future__ import annotations

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.decisions.codes import DISCLOSING
from gongkai.law.decisions.rows import counted_in
from gongkai.law.documents.notices import ANNOUNCING, ONLINE_CHANNEL, notice
from gongkai.law.events import Event
from gongkai.law.service import ServiceMethod, check_dispatch
from gongkai.sources import R2019, REVIEW_2023, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.cases import clockwork
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.deciding import main_code
from gongkai.web.cases.actions.ending import close, drop_letters
from gongkai.web.cases.actions.replying import OnReply
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Desk, Paper, Service, Step, WantedForm, Way
from gongkai.web.cases.moves import PaperState, Verb
from gongkai.web.cases.on_file import untold
from gongkai.web.cases.sending import Sending, sending_of, standing, that_counts

__all__ = ["RecordService", "Resend", "Serve"]

_A40 = Article(R2019, 40)


def told_online(case: Case, paper: Paper, sending: Sending) -> None:
    """What is served through the network tells how to ask for review there."""
    dated = paper.dated
    if sending.method is not ServiceMethod.ELECTRONIC or dated is None:
        return
    desk = Desk.objects.filter(agency=case.agency_id).first() or Desk()
    if dated < REVIEW_2023.since or (desk.online_review and desk.online_review in paper.text):
        return
    zh = notice(paper.notice).zh.partition("（")[0]
    said = f"{zh}没有写明提交行政复议申请的互联网渠道，不能网络送达；请以其他方式送达"
    if paper.state == PaperState.SIGNED:  # it may still be sent back
        way = "送达途径" if case.rectifies else "获取途径"
        first = "" if desk.online_review else "由管理员在办理设置中填写这一渠道以后，"
        said += f"，或者退回修改，{first}把{way}更正为{Way.ONLINE.zh}或者{Way.EMAIL.zh}后重新送审"
    raise Refused(Refusal.LAW, said, ONLINE_CHANNEL)


class Serve(OnReply):
    """送达答复: facts of the sending, given_form and, where it differs, given_reason.

    The day that counts is the law's: posting, signature or sending (235号解释).
    """

    does = Verb.SERVE
    logged = ("stage", "state", "outcome", "row", "replied", "ended", "late")

    def of_reply(self, act: Act[Case]) -> Event | None:
        """The day of the reply, and the form in which it is given (第四十条)."""
        self.sending = sending_of(act)
        due = self.before.clock(self.calendar, self.sending.sent).due
        judged = self.sending.judged(due)
        if judged.replied is None:
            raise BadInput(judged.faults[0] + "；请在签收之后登记送达")
        if self.paper.dated is not None and self.sending.sent < self.paper.dated:
            raise BadInput(f"发出日期{self.sending.sent}早于成文日期{self.paper.dated}；请核对")
        told_online(act.row, self.paper, self.sending)
        if waiting := untold(act.row):
            raise Refused(
                Refusal.LAW,
                f"决定公开而第三方不同意，应当先将决定公开的内容和理由书面告知{waiting[0].name}；"
                "请先办理“告知第三方”",
                Article(R2019, 32),
            )
        self._form(act)
        return Event(law.Verb.REPLY, judged.replied, served=judged.known)

    def _form(self, act: Act[Case]) -> None:
        case = act.row
        codes = set(case.items.values_list("code", flat=True))
        if not codes & DISCLOSING:
            return
        given = facts.kind(act.facts, "given_form", "实际提供的形式", WantedForm)
        reason = facts.word(act.facts, "given_reason", "形式不同的理由", 300, needed=False)
        if given != case.wanted_form and not reason:
            wanted = WantedForm(case.wanted_form).zh
            raise Refused(
                Refusal.LAW,
                f"申请人要求{wanted}，实际提供{given.zh}；形式不同的，请写明理由",
                _A40,
            )
        case.given_form, case.given_reason = given.value, reason

    def changed(self, act: Act[Case]) -> None:
        """The one row of table 3, by the year of the reply."""
        day = self.event.day
        case = act.row
        close(act, "" if case.rectifies else main_code(case, counted_in(day)), day)
        drop_letters(case)

    def write(self, act: Act[Case]) -> Paper | None:
        """The service."""
        self.to = PaperState.SERVED if self.sending.reached else PaperState.SENT
        self.paper.sent = act.now
        self.sending.row(act, self.paper)
        ordered = act.row.ordered
        if ordered is not None:  # the register of disputes tells that it was obeyed, and when
            ordered.redone = act.row.replied
            ordered.version += 1
            ordered.save()
        return super().write(act)


class _OnService(OnCase):
    """An act on the service of a letter: the steps that hang on it move with it."""

    logged = ("due", "clock", "replied", "ended", "late", "row")
    found: Service

    def chosen(self, act: Act[Case]) -> Service:
        """The service that the act is about."""
        found = act.facts.get("service")
        if not isinstance(found, Service) or found.paper.case_id != act.row.pk:
            raise BadInput("没有选择要登记的送达；请在送达名单中选择")
        return found

    def moves_steps(self, services: list[Service]) -> None:
        """The steps of that letter as all its services, in their order, now have it."""
        judged, self.replied = standing(services), None
        self.moved: list[Step] = []
        for place, step in enumerate(self.steps, 1):
            if step.paper_id != services[0].paper_id:
                continue
            step.served = judged.known
            reply = step.verb == law.Verb.REPLY
            day = judged.replied if reply else that_counts(services).sent
            # what was built upon the first day stays built upon it
            if day is not None and place == len(self.steps):
                step.day = day
                self.replied = day if reply else None
            self.moved.append(step)

    def law(self, act: Act[Case]) -> None:
        """Played anew with the days of the service."""
        super().law(act)
        self._after = clockwork.play(act.row, self.steps, self.calendar)

    def changed(self, act: Act[Case]) -> None:
        """A reply that left on another day ended the case on that day."""
        case = act.row
        if self.replied is not None and self.replied != case.replied:
            case.replied, case.late = self.after.replied, self.after.late
            close(act, "" if case.rectifies else main_code(case, counted_in(self.replied)),
                  self.replied)  # fmt: skip

    def follow(self, act: Act[Case], paper: Paper) -> None:
        """The steps, the inquiry and the state of the letter."""
        for step in self.moved:
            step.save(update_fields=["served", "day"])
        for place, inquiry in enumerate(act.row.inquiries.all(), 1):
            if inquiry.paper_id == paper.pk and not inquiry.answer:
                key = f"{act.row.pk}-{place}"
                letter = next(c for c in self.after.consultations if c.key == key)
                inquiry.reached, inquiry.limit = letter.received, letter.limit
                inquiry.sent = letter.sent
                inquiry.save()
        if paper.state in (PaperState.SENT, PaperState.SERVED):
            last = paper.services.last()
            there = last is not None and last.reached is not None and last.returned is None
            paper.state = (PaperState.SERVED if there else PaperState.SENT).value
            paper.save(update_fields=["state"])


class RecordService(_OnService):
    """登记送达: facts service, and of it reached (receiver), or returned (by_fault), or sent.

    `sent` puts right the day on which it left; it wants `evidence`, such as the postal receipt.
    """

    does = Verb.RECORD_SERVICE

    def check(self, act: Act[Case]) -> Event | None:
        """A day not before it was sent; the steps must still play."""
        found, given = self.chosen(act), act.facts
        if Service.objects.filter(again=found).exists():
            raise Refused(Refusal.STATE, "这次送达已经退回并重新送达；请登记后一次送达的结果",
                          self.row_of_table.article)  # fmt: skip
        if not any(given.get(name) for name in ("reached", "returned", "sent")):
            raise BadInput("没有填写签收日期；被退回的填写退回日期，更正发出日期的填写实际发出日期")
        self.found, self.was = found, found.sent
        if given.get("sent"):
            self._sent(act)
        if given.get("returned"):
            found.returned, found.reached = past_day(act, "returned", "退回日期"), None
            found.by_fault = bool(given.get("by_fault"))
        elif given.get("reached"):
            found.reached = past_day(act, "reached", "签收日期")
            if found.reached < found.sent:
                raise BadInput(f"签收日期{found.reached}早于发出日期{found.sent}；请核对")
            found.returned, found.by_fault = None, False
        if found.returned is not None and found.returned < found.sent:
            raise BadInput(f"退回日期{found.returned}早于发出日期{found.sent}；请核对")
        found.receiver = facts.word(given, "receiver", "签收人", 60, needed=False) or found.receiver
        found.note = facts.word(given, "note", "说明", 300, needed=False) or found.note
        others = found.paper.services.order_by("pk")
        self.moves_steps([found if one.pk == found.pk else one for one in others])
        return None

    def _sent(self, act: Act[Case]) -> None:
        """The day on which it left, as what was kept of it proves."""
        found = self.found
        sent = past_day(act, "sent", "实际发出日期")
        found.evidence = facts.word(act.facts, "evidence", "实际发出日期的凭证", 200)
        check_dispatch(sent, today(act), evidence=found.evidence, dated=found.paper.dated)
        before = found.again
        if before is not None and before.returned is not None and sent < before.returned:
            raise BadInput(f"发出日期{sent}早于前一次退回的{before.returned}；请核对")
        if found.reached == found.sent:  # by hand and through the network both are one day
            found.reached = sent
        found.sent = sent

    def reason_kept(self, act: Act[Case]) -> str:
        """What was put right stands in the trace with its proof."""
        if self.found.sent == self.was:
            return super().reason_kept(act)
        act.facts = {**act.facts, "reason": (
            f"发出日期由{self.was}更正为{self.found.sent}，凭证：{self.found.evidence}"
        )}  # fmt: skip
        return super().reason_kept(act)

    def write(self, act: Act[Case]) -> Paper | None:
        """The proof and what hangs on it."""
        self.found.at, self.found.actor = act.now, act.actor.name
        self.found.save()
        self.follow(act, self.found.paper)
        return None


class Resend(_OnService):
    """重新送达: a letter that came back goes out again; facts service, and how it is sent now.

    The applicant knows of it from this service; the body has answered with the first unless the
    letter came back by a fault of its own.
    """

    does = Verb.RESEND

    def check(self, act: Act[Case]) -> Event | None:
        """One that came back and was not sent again."""
        found = self.chosen(act)
        if found.returned is None:
            raise Refused(Refusal.STATE, "这份文书没有退回的记录；请先在“登记送达”中登记退回",
                          self.row_of_table.article)  # fmt: skip
        if Service.objects.filter(again=found).exists():
            raise Refused(Refusal.STATE, "这份文书已经重新送达；请登记后一次送达的结果",
                          self.row_of_table.article)  # fmt: skip
        self.found, self.sending = found, sending_of(act)
        if self.sending.sent < found.returned:
            raise BadInput(f"发出日期{self.sending.sent}早于退回日期{found.returned}；请核对")
        if found.paper.notice in ANNOUNCING:
            told_online(act.row, found.paper, self.sending)
        self.made = self.sending.made(act, found.paper)
        self.made.again = found
        others = list(found.paper.services.order_by("pk"))
        self.moves_steps([*others, self.made])
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The second service beside the first."""
        self.made.save()
        self.follow(act, self.found.paper)
        return None

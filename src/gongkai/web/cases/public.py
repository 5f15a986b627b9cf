"""公众一侧: what an applicant may see of his own case, in plain words; reading alone.

Whoever calls has made sure that the case is the visitor's own: by number and query code (`find`).
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.calendar import Calendar
from gongkai.law.clock import PROVISIONAL, Deadline
from gongkai.law.decisions.codes import PARTIAL, decision
from gongkai.law.decisions.review_first import review_first_after_silence
from gongkai.law.documents.notices import ANNOUNCING, NOTICES, RECTIFIED, Audience
from gongkai.law.documents.remedy_text import remedy_form
from gongkai.law.periods import Consulted, reasons_due
from gongkai.law.publishing import GIVEN
from gongkai.law.receipt import CHANNEL_RULES
from gongkai.law.remedies import (
    SUIT_AFTER_DAYS,
    Remedy,
    RemedyDue,
    remedy_after_silence,
    remedy_due,
)
from gongkai.law.service import ServiceMethod
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import clockwork
from gongkai.web.cases.models import Case, Clock, Desk, Paper, Redaction, Service, Step, WantedForm
from gongkai.web.cases.moves import PaperState, Stage
from gongkai.web.cases.sealed import fingerprint
from gongkai.web.workbench.things import Done
from gongkai.written import day_zh

__all__ = [
    "Remedies", "Standing", "find", "given_otherwise", "known_on", "letters_of", "released_of",
    "reply_of", "sent_again", "standing", "story", "takes_online",
]  # fmt: skip

_TO_APPLICANT = frozenset(n.code for n in NOTICES if n.audience is Audience.APPLICANT) - {
    "T01", "T02",
}  # fmt: skip
_ABSENT = fingerprint("no such application")


# finding ------------------------------------------------------------------------------------------


def find(number: str, code: str) -> Case | None:
    """The case with that number if that is its query code.

    The same is computed for a number that does not exist, and compared in constant time: the
    answer tells neither which numbers exist nor how much of a code is right.
    """
    number = unicodedata.normalize("NFKC", number).strip().upper()[:40]
    shown = fingerprint(code[:100])
    case = Case.objects.select_related("agency").filter(number=number).first()
    kept = case.code if case is not None and case.code else _ABSENT
    right = hmac.compare_digest(shown.encode(), kept.encode())
    return case if right and case is not None and case.code else None


def takes_online(agency: Agency, desk: Desk | None, day: date) -> bool:
    """Whether an application may be sent to that body on line on that day."""
    open_ = agency.regime.on_application and agency.holds(day)
    return open_ and (desk or Desk()).online


# where it stands ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remedies:
    """What may be done against the reply or its absence, and until which day.

    `text` is the paragraph of the reply itself; `known` the day from which the periods run.
    """

    zh: str
    text: str
    known: date | None
    lines: tuple[tuple[Remedy, RemedyDue], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as its applicant sees it on a day."""

    case: Case
    steps: Sequence[Step]
    application: Application
    calendar: Calendar
    day: date
    papers: Sequence[Paper]

    @property
    def awaits_correction(self) -> bool:
        """Whether a correction is asked for."""
        return self.application.state is law.State.CORRECTING

    @property
    def awaits_payment(self) -> bool:
        """Whether a fee is asked for."""
        return self.application.state is law.State.AWAITING_PAYMENT

    @property
    def correction_until(self) -> date | None:
        """The last day for a correction; None while the notice is not known to have come."""
        return self.application.correction_until if self._came(law.Verb.ASK_CORRECTION) else None

    @property
    def fee_until(self) -> date | None:
        """The last day for the payment; None while the notice is not known to have come."""
        return self.application.fee_until if self._came(law.Verb.NOTIFY_FEE) else None

    @property
    def reasons_until(self) -> date | None:
        """The last day to give reasons; None while the notice is not known to have come."""
        asked = [step for step in self.steps if step.verb == law.Verb.ASK_REASONS]
        if not asked or asked[-1].served is None or not asked[-1].days:
            return None
        return reasons_due(asked[-1].served, asked[-1].days, self.calendar).due

    def _came(self, verb: law.Verb) -> bool:
        return any(step.verb == verb and step.served is not None for step in self.steps)

    @property
    def deadline(self) -> Deadline | None:
        """The due date as it stands on that day."""
        return self.application.deadline(self.calendar, on=self.day)

    @property
    def late(self) -> bool:
        """Whether the reply is overdue on that day."""
        open_ = Stage(self.case.stage).open and self.case.clock == Clock.RUNS
        return open_ and self.deadline is not None and self.day > self.deadline.due

    @property
    def reply(self) -> Paper | None:
        """The reply, once it has gone out."""
        return reply_of(self.papers)

    @property
    def sentence(self) -> str:
        """Where it stands, for somebody who knows no law."""
        if self.case.stage == Stage.ARCHIVED and self.application.replied is None:
            return "这件申请已经办结。"
        if self.application.untimed and self.application.state in _NOW_OF_CLAIM:
            return _NOW_OF_CLAIM[self.application.state]
        return _NOW[self.application.state]

    def remedies(self) -> Remedies | None:
        """Against the reply; when none came in time, against that; else None."""
        if self.reply is not None:
            return _against(self.case, self.reply, self.calendar)
        deadline = self.deadline
        if deadline is not None and self.late:
            return _against_silence(deadline.due, self.calendar)
        return None


_NOW = {
    law.State.UNCONFIRMED: "已经提交，等待双方确认。机关将按您留的联系方式与您确认；"
    "确认之日为收到申请之日，答复期限从次日起算。",
    law.State.RECEIVED: "机关已经收到申请，正在登记。",
    law.State.IN_HAND: "正在办理。",
    law.State.CORRECTING: "申请内容需要补正，请按补正告知书写明；补正以前期限暂停。",
    law.State.CONSULTING: "正在书面征求其他方面的意见，所需时间不计入答复期限。",
    law.State.ASKED_REASONS: "机关请您说明申请数量、频次的理由。",
    law.State.AWAITING_PAYMENT: "等待缴纳信息处理费，缴费以前期限暂停。",
    law.State.IN_REVIEW: "答复正在审查、签发。",
    law.State.REPLIED: "已经答复。",
    law.State.GIVEN_UP: "已经办结：逾期没有补正或者缴费，视为放弃申请。",
    law.State.WITHDRAWN: "已经办结：您撤回了申请。",
    law.State.ARCHIVED: "已经答复，办件已归档。",
}
_NOW_OF_CLAIM = {
    law.State.UNCONFIRMED: "已经提交，等待双方确认。机关将按您留的联系方式与您确认。",
    law.State.IN_HAND: "正在审核。法律没有规定更正的期限，机关应当及时办理。",
    law.State.IN_REVIEW: "告知书正在审查、签发。",
}


def standing(case: Case, day: date) -> Standing:
    """Four queries."""
    application, calendar, steps = clockwork.current(case)
    return Standing(case, steps, application, calendar, day, letters_of(case))


# letters, files -----------------------------------------------------------------------------------


def letters_of(case: Case) -> list[Paper]:
    """The documents that went out to the applicant, oldest first; never one for anybody else."""
    sent = case.papers.filter(
        notice__in=_TO_APPLICANT, state__in=[PaperState.SENT, PaperState.SERVED]
    )
    return list(sent.prefetch_related("services"))


def reply_of(papers: Sequence[Paper]) -> Paper | None:
    """The reply among them."""
    return next((one for one in reversed(papers) if one.notice in ANNOUNCING), None)


def released_of(case: Case) -> QuerySet[Redaction]:
    """The files given with the reply, if it gave them as electronic data."""
    given = case.replied is not None and case.given_form == WantedForm.ELECTRONIC
    rows = case.redactions.filter(released=True).exclude(result="").select_related("source")
    return rows if given else rows.none()


_OTHERWISE = {
    WantedForm.PAPER: "机关以纸质提供信息",
    WantedForm.ELECTRONIC: "机关另行提供电子数据",
    WantedForm.DISC: "机关以光盘、磁盘等提供信息",
    WantedForm.INSPECT: "请到机关查阅、抄录信息",
}


def given_otherwise(case: Case) -> str:
    """How the information comes of which no file stands here; empty where none was given."""
    if case.replied is None or not case.given_form:
        return ""
    if not any(item.code in GIVEN for item in case.items.all()):
        return ""  # told where it stands
    return f"{_OTHERWISE[WantedForm(case.given_form)]}，这里没有可以下载的文件"


# the time-line ------------------------------------------------------------------------------------

_WHO = {
    Consulted.THIRD_PARTY.value: "第三方",
    Consulted.CO_PRODUCER.value: "共同制作该信息的机关",
    Consulted.OTHER_BODY.value: "其他机关",
}
_SAID: dict[str, tuple[str, str]] = {
    law.Verb.CONFIRM: ("双方确认收到申请", "这一天是收到申请之日，答复期限从次日起算。"),
    law.Verb.REGISTER: ("登记，开始办理", ""),
    law.Verb.RECEIVE_CORRECTION: ("机关收到补正", "答复期限从次日起重新计算。"),
    law.Verb.LAPSE_CORRECTION: ("逾期没有补正，视为放弃申请", "需要的，可以重新提出申请。"),
    law.Verb.END_CONSULTATION: ("征求意见结束", "答复期限继续计算。"),
    law.Verb.ASK_REASONS: ("要求说明申请数量、频次的理由", "请按说明理由告知书的要求办理。"),
    law.Verb.RECEIVE_REASONS: ("机关收到您说明的理由", ""),
    law.Verb.RECEIVE_PAYMENT: ("机关收到缴费", "答复期限从次日起重新计算。"),
    law.Verb.LAPSE_PAYMENT: ("逾期没有缴费，视为放弃申请", "需要的，可以重新提出申请。"),
    law.Verb.WITHDRAW: ("撤回申请", ""),
    law.Verb.ARCHIVE: ("办件归档", ""),
}


_FROM_NEXT_DAY = "答复期限从次日起算。"
_SAID_OF_CLAIM: dict[str, tuple[str, str]] = {
    law.Verb.CONFIRM: ("双方确认收到申请", ""),
    law.Verb.REGISTER: ("登记，开始审核", ""),
}


def story(now: Standing) -> list[Done]:
    """What happened, newest first; what goes on inside the house is left out."""
    return list(reversed(list(_lines(now))))


def _lines(now: Standing) -> Iterator[Done]:
    case = now.case
    channel = next(rule.zh for rule in CHANNEL_RULES if rule.channel == case.channel)
    yield Done(case.entered, "提交申请", said=f"渠道：{channel}。")
    if case.received is not None and not any(s.verb == law.Verb.CONFIRM for s in now.steps):
        yield Done(case.received, "机关收到申请", said="" if case.rectifies else _FROM_NEXT_DAY)
    for step in now.steps:
        told = _told(step, now)
        if told is not None:
            yield Done(step.day, *_split(told))
    for one in case.handovers.select_related("origin", "successor"):
        said = "" if case.rectifies else "答复期限不变。"
        yield Done(one.day, f"{one.origin}移交{one.successor}办理", said=said)
    waits = "等待机关确认收到。" if case.open else ""
    if case.correction_came is not None:
        yield Done(case.correction_came, "您在网上提交了补正", said=waits)
    if case.reasons_came is not None:
        yield Done(case.reasons_came, "您在网上说明了理由", said=waits)
    deadline = now.deadline
    if deadline is not None and Stage(case.stage).open and deadline.due >= now.day:
        note = PROVISIONAL.format(year=deadline.due.year) if deadline.provisional else ""
        yield Done(deadline.due, "答复期限届满", said=note, to_come=True)


def _split(told: tuple[str, str]) -> tuple[str, str, str]:
    return told[0], "", told[1]


def _told(step: Step, now: Standing) -> tuple[str, str] | None:
    """A step in plain words and what follows from it; None for what is internal."""
    if now.case.rectifies and step.verb in _SAID_OF_CLAIM:
        return _SAID_OF_CLAIM[step.verb]
    if step.verb in _SAID:
        return _SAID[step.verb]
    if step.verb == law.Verb.ASK_CORRECTION:
        until = now.correction_until
        return "机关请您补正", f"请在{day_zh(until)}以前补正。" if until else "请按补正告知书办理。"
    if step.verb == law.Verb.CONSULT:
        who = _WHO.get(step.who, "有关方面")
        return f"书面征求{who}的意见", "所需时间不计入答复期限。"
    if step.verb == law.Verb.EXTEND:
        return f"答复期限延长{step.days}个工作日", f"理由：{step.reason}"
    if step.verb == law.Verb.DELAY:
        return f"确定延迟到{day_zh(step.until)}答复", f"理由：{step.reason}"
    if step.verb == law.Verb.NOTIFY_FEE:
        return f"通知缴纳信息处理费{now.case.fee}元", "缴费以前，答复期限暂停。"
    if step.verb == law.Verb.REPLY:
        if now.case.rectifies:
            return "发出告知书", f"处理结果：{now.case.rectification.get_finding_display()}。"
        code = now.case.outcome
        return "作出答复", f"处理决定：{decision(code, step.day).zh}。" if code else ""
    return None


# remedies -----------------------------------------------------------------------------------------


def _against(case: Case, reply: Paper, calendar: Calendar) -> Remedies | None:
    day = reply.dated or case.replied or case.arrived
    form, partly = _form(case, day)
    if form not in ("R1", "R2"):
        return None
    known = known_on(reply)
    ways = (Remedy.RECONSIDERATION,) if form == "R1" and not partly else (
        Remedy.RECONSIDERATION, Remedy.SUIT,
    )  # fmt: skip
    lines = tuple((w, remedy_due(w, known, calendar)) for w in ways) if known else ()
    note = ""
    if form == "R1":
        what = "不予公开的部分" if partly else "这份答复"
        after = SUIT_AFTER_DAYS.on(day).value
        note = (
            f"对{what}，应当先申请行政复议；对复议决定不服的，可以自收到复议决定书之日起"
            f"{after}日内提起行政诉讼。"
        )
    return Remedies("对答复不服", _paragraph(reply.text), known, lines, note)


def _against_silence(due: date, calendar: Calendar) -> Remedies:
    """Both periods; which way comes first as the law is read."""
    ways = (Remedy.RECONSIDERATION, Remedy.SUIT)
    lines = tuple((w, remedy_after_silence(w, due, calendar)) for w in ways)
    order, note = review_first_after_silence(due), ""
    if order.first:
        after = SUIT_AFTER_DAYS.on(due).value
        note = (
            f"请先申请行政复议（{order.article}）；对复议决定不服的，可以自收到复议决定书之日起"
            f"{after}日内提起行政诉讼。没有申请复议而直接起诉的，是否受理由人民法院决定。"
        )
    return Remedies("逾期没有答复", "", due, lines, note)


def _form(case: Case, day: date) -> tuple[str, bool]:
    """The remedy, and whether its first way is that of a part: as the reply itself says it.

    What the case is counted as does not tell: a refusal beside something that is not held is.
    """
    if case.rectifies:
        return remedy_form(RECTIFIED, day), False
    items = [item for item in case.items.all() if item.code]
    withheld = {item.code for item in items if decision(item.code).by_exemption}
    other = any(item.code not in withheld for item in items)
    withheld |= {code for item in items if item.code == PARTIAL for code in item.refused}
    if withheld:
        return remedy_form(PARTIAL, day, withheld), other
    return ("R2" if case.outcome == PARTIAL else remedy_form(case.outcome, day)), False


def _paragraph(text: str) -> str:
    """The paragraph of the reply that tells of remedies."""
    said = [line for line in text.splitlines() if "行政复议" in line or "行政诉讼" in line]
    return "".join(said)


def sent_again(paper: Paper) -> str:
    """How a letter that came back went out, and again; "" for one that did not come back."""
    services = sorted(paper.services.all(), key=lambda one: one.pk)
    if all(one.returned is None for one in services):
        return ""
    lines = []
    for one in services:
        number = f"（{one.tracking}）" if one.tracking else ""
        word = "重新发出" if one.again_id else "发出"
        lines.append(f"{day_zh(one.sent)}{ServiceMethod(one.method).zh}{word}{number}")
        if one.returned is not None:
            lines.append(f"{day_zh(one.returned)}退回")
    if services[-1].returned is not None:
        lines.append("机关将核实地址后重新送达，也可以与机关联系领取")
    return "；".join(lines)


def known_on(paper: Paper) -> date | None:
    """The day on which the letter reached the applicant; None while that is not on file."""
    reached: list[Service] = [one for one in paper.services.all() if one.reached is not None]
    return min((one.reached for one in reached if one.reached), default=None)

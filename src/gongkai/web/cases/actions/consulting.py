"""征求意见与会商: while third parties and other bodies are asked, the clock stands still."""

from __future__ import annotations

from typing import Any

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.decisions.guards import Record
from gongkai.law.events import Event
from gongkai.law.periods import CO_PRODUCER_DAYS, OTHER_BODY_DAYS, THIRD_PARTY_DAYS, Consulted
from gongkai.law.service import ServiceMethod
from gongkai.notices import facts as notice_facts
from gongkai.notices.template import standard
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.cases import on_file, outgoing
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.on_letter import OnLetter
from gongkai.web.cases.days import past_day
from gongkai.web.cases.models import Case, Conference, Evidence, Inquiry, Paper, Way
from gongkai.web.cases.models.work import Answer
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.sending import TOLD, Sending, sending_of

__all__ = ["Confer", "Consult", "EndConsultation", "RecordEvidence", "TellThirdParty"]

_NOTICE = {
    Consulted.THIRD_PARTY: "T08",
    Consulted.CO_PRODUCER: "T11",
    Consulted.OTHER_BODY: "T12",
}
_ARTICLE = {
    Consulted.THIRD_PARTY: Article(R2019, 32),
    Consulted.CO_PRODUCER: Article(R2019, 34),
    Consulted.OTHER_BODY: Article(R2019, 33, 3),
}
DAYS = {
    Consulted.THIRD_PARTY: THIRD_PARTY_DAYS,
    Consulted.CO_PRODUCER: CO_PRODUCER_DAYS,
    Consulted.OTHER_BODY: OTHER_BODY_DAYS,
}
# what each may answer
ANSWERS = {
    Consulted.THIRD_PARTY: (Answer.CONSENT, Answer.OBJECTS, Answer.OBJECTS_BARELY, Answer.SILENT),
    Consulted.CO_PRODUCER: (Answer.CONSENT, Answer.OBJECTS, Answer.OBJECTS_BARELY, Answer.SILENT),
    Consulted.OTHER_BODY: (Answer.ANSWERED, Answer.SILENT),
}


class Consult(OnLetter):
    """A letter goes out; facts who, name, contact, subject, items, question, until, its sending.

    `items` are the orders of those that it is about: on them alone the answer bears.

    The applicant is told the same day, once for those of a kind who are asked on one day; how, is
    in facts of the same names with `told_` before them (through the network if so wished).
    Asking one's own sections is an assignment: it stops no clock.
    """

    does, signable = Verb.CONSULT, "T08"  # and its sisters T11, T12
    logged = ("stage", "state", "due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """Whom, what about."""
        text = str(act.facts.get("who") or "")
        if text not in Consulted._value2member_map_:
            raise BadInput("没有选择征求谁的意见；请选择第三方、共同制作机关或者其他机关")
        self.who = Consulted(text)
        self.name = facts.word(act.facts, "name", "对方名称", 100)
        self.contact = facts.word(act.facts, "contact", "对方联系方式", 200, needed=False)
        self.question = facts.lines(act.facts, "question", "征求意见的事项", 4_000)
        if not self.question:
            raise BadInput("没有写明征求意见的事项；请写明涉及的信息和需要回答的问题")
        self.subject = facts.word(act.facts, "subject", "涉及的政府信息", 300)
        self.items = sorted({int(one) for one in act.facts.get("items") or ()})
        orders = set(act.row.items.values_list("order", flat=True))
        if not set(self.items) <= orders:
            raise BadInput("选择的申请事项不在这件申请之内；请重新选择")
        if not self.items and len(orders) > 1:
            raise BadInput("没有选择涉及哪几项申请内容；请选择，以便逐项认定对方的意见")
        asked = act.facts.get("until")
        self.until = facts.day(act.facts, "until", "请对方回复的日期") if asked else None
        self.sending = sending_of(act)
        if self.until is not None and self.until <= self.sending.sent:
            sent = self.sending.sent
            raise BadInput(f"请对方回复的日期{self.until}应当晚于发出日期{sent}；请核对")
        act.article = str(_ARTICLE[self.who])
        told = act.row.papers.filter(notice="T10", dated=self.sending.sent)
        self.told: Sending | None = None
        if self.who.value not in [one.values.get("kind") for one in told]:
            self.told = self._to_applicant(act)
        number = act.row.inquiries.count() + 1
        self.key = f"{act.row.pk}-{number}"
        return Event(
            law.Verb.CONSULT, self.sending.sent, served=self.sending.reached, who=self.who,
            key=self.key,
        )  # fmt: skip

    def _to_applicant(self, act: Act[Case]) -> Sending:
        """How the applicant is told."""
        net = act.row.way in (Way.ONLINE, Way.EMAIL)
        try:
            return sending_of(act, TOLD, ServiceMethod.ELECTRONIC.value if net else "")
        except BadInput as problem:
            raise BadInput(f"征求意见应当告知申请人（征求意见告知书）：{problem}") from None

    def parts(self, act: Act[Case]) -> tuple[str, dict[str, Any]]:
        """T08, T11 or T12."""
        letter = next(c for c in self.after.consultations if c.key == self.key)
        days = DAYS.get(self.who)
        part = notice_facts.Consultation(
            kind=self.who.value, name=self.name, subject=self.subject, question=self.question,
            days=days.on(self.sending.sent).value if days else None,
            # what another body was asked for; the law sets it no limit of its own
            until=(self.until if self.who is Consulted.OTHER_BODY else None) or letter.limit,
        )  # fmt: skip
        third = self.who is Consulted.THIRD_PARTY  # it answers on the form that goes with it (T09)
        attached = (standard("T09").title,) if third else ()
        return _NOTICE[self.who], {"consultation": part, "attachments": attached}

    def write(self, act: Act[Case]) -> Paper | None:
        """The letter to the one who is asked, and the notice to the applicant (T10)."""
        letter = next(c for c in self.after.consultations if c.key == self.key)
        inquiry = Inquiry(
            case=act.row, who=self.who.value, name=self.name, contact=self.contact,
            subject=self.subject, items=self.items, question=self.question,
            sent=self.sending.sent, reached=self.sending.reached, limit=letter.limit,
        )  # fmt: skip
        inquiry.paper = super().write(act)
        inquiry.save()
        if self.told is not None:
            # nothing of whom was asked: that may be a secret of the third party
            kind = notice_facts.Consultation(kind=self.who.value, sent=self.sending.sent)
            outgoing.send(
                act, "T10", self.told, consultation=kind, values={"kind": self.who.value},
                numbered="told_paper_number",
            )  # fmt: skip
        return inquiry.paper


class EndConsultation(OnCase):
    """The answer came, or the time for it passed; facts inquiry, answer, day, reached, text."""

    does = Verb.END_CONSULTATION
    logged = ("stage", "state", "due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """Which letter, what was answered."""
        found = act.facts.get("inquiry")
        if not isinstance(found, Inquiry) or found.case_id != act.row.pk:
            raise BadInput("没有选择征求意见的函件；请在名单中选择")
        if found.answer:
            raise BadInput("这份函件的结果已经登记；如需更正请联系管理员")
        self.found = found
        self.answer = facts.kind(act.facts, "answer", "意见", Answer)
        if self.answer not in ANSWERS[Consulted(found.who)]:
            names = "、".join(one.zh for one in ANSWERS[Consulted(found.who)])
            raise BadInput(f"这一类对象的意见应为：{names}；请重新选择")
        self.text = facts.lines(act.facts, "text", "意见内容", 4_000)
        if self.answer not in (Answer.SILENT, Answer.CONSENT) and not self.text:
            raise BadInput("没有填写意见内容；请写明对方的意见和理由")
        reached = past_day(act, "reached", "对方收到日期") if act.facts.get("reached") else None
        self.reached = reached or found.reached
        day = past_day(act, "day", "收到意见（期限届满）的日期")
        place = list(act.row.inquiries.values_list("pk", flat=True)).index(found.pk) + 1
        return Event(
            law.Verb.END_CONSULTATION, day, served=self.reached, who=Consulted(found.who),
            key=f"{act.row.pk}-{place}", silent=self.answer is Answer.SILENT,
        )  # fmt: skip

    def write(self, act: Act[Case]) -> Paper | None:
        """The answer on the inquiry, with the days that the law made of it."""
        letter = next(c for c in self.after.consultations if c.key == self.event.key)
        row = self.found
        row.answer, row.text = self.answer.value, self.text
        row.reached, row.limit, row.answered = letter.received, letter.limit, letter.ended
        row.save()
        return None


class TellThirdParty(OnCase):
    """不予采纳告知: what will be given over an objection, and why, before it is given (T13).

    Facts inquiry, disclosed, reason, disclose_on, and how it is sent.
    """

    does = Verb.TELL_THIRD_PARTY

    def check(self, act: Act[Case]) -> Event | None:
        """One who objected and was not told yet."""
        waiting = on_file.untold(act.row)
        found = act.facts.get("inquiry")
        if found is None and len(waiting) == 1:
            found = waiting[0]
        if found not in waiting:
            raise BadInput("没有选择需要告知的第三方；决定公开而第三方不同意的，才需要告知")
        self.found: Inquiry = found
        said = facts.lines(act.facts, "disclosed", "决定公开的内容", 4_000)
        why = facts.lines(act.facts, "reason", "决定公开的理由", 4_000)
        self.disclosed, self.reason = said.rstrip("。；;"), why.rstrip("。；;")
        if not self.disclosed or not self.reason:
            raise BadInput("没有写明决定公开的内容和理由；应当书面告知第三方，请填写")
        self.sending = sending_of(act)
        given = act.facts.get("disclose_on")
        self.on = facts.day(act.facts, "disclose_on", "向申请人提供的日期") if given else None
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """T13."""
        one = self.found
        part = notice_facts.Consultation(
            kind=one.who, name=one.name, subject=one.subject or act.row.title, sent=one.sent,
            number=one.paper.number if one.paper else "", answered=one.answered, opinion=one.text,
            disclosed=self.disclosed, reason=self.reason, disclose_on=self.on,
        )  # fmt: skip
        return outgoing.send(
            act, "T13", self.sending, consultation=part,
            values={"inquiry": str(one.pk)},
        )  # fmt: skip


class Confer(OnCase):
    """会商: facts day, attendees, opinions, conclusion."""

    does = Verb.CONFER

    def check(self, act: Act[Case]) -> Event | None:
        """Who, what each held, what came of it."""
        self.row_ = Conference(
            case=act.row,
            day=past_day(act, "day", "会商日期"),
            attendees=facts.word(act.facts, "attendees", "参加单位和人员", 500),
            opinions=facts.lines(act.facts, "opinions", "各方意见", 10_000),
            conclusion=facts.lines(act.facts, "conclusion", "会商结论", 4_000),
            entered=act.now,
            entered_by=act.actor.name,
        )
        if not self.row_.opinions or not self.row_.conclusion:
            raise BadInput("会商记录应当写明各方意见和结论；请补充")
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The record."""
        self.row_.save()
        return None


class RecordEvidence(OnCase):
    """补充卷内材料: what a decision needs on file; facts kind, day, place, text, by."""

    does = Verb.RECORD

    def check(self, act: Act[Case]) -> Event | None:
        """What, when, by whom; a search says where too."""
        kind = facts.kind(act.facts, "kind", "材料种类", Record)
        if kind in on_file.DERIVED:
            raise BadInput(f"“{kind.zh}”由系统按办理步骤认定，不能手工录入；请办理相应步骤")
        search = kind is Record.SEARCH_LOG
        self.row_ = Evidence(
            case=act.row,
            kind=kind.value,
            day=past_day(act, "day", "日期"),
            place=facts.word(act.facts, "place", "检索的范围", 300, needed=search),
            by=facts.word(act.facts, "by", "经办人", 60, needed=search) or act.actor.name,
            text=facts.lines(act.facts, "text", "内容", 10_000),
            entered=act.now,
            entered_by=act.actor.name,
        )
        if not self.row_.text:
            what = "检索所用的关键词和结果" if search else "内容"
            raise BadInput(f"没有填写{what}；请填写")
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The row."""
        self.row_.save()
        return None

"""答复: drafted, reviewed in law and for secrecy, signed, served; nobody reviews his own draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.decisions.codes import PARTIAL
from gongkai.law.decisions.rows import counted_in
from gongkai.law.documents.notices import ONLINE_CHANNEL, REPLIES
from gongkai.law.events import Event
from gongkai.law.service import ServiceMethod
from gongkai.notices.check import Severity
from gongkai.sources import R2019, REVIEW_2023, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.numbers import Series, next_number
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import clockwork, letters
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.deciding import main_code
from gongkai.web.cases.actions.ending import close
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Desk, Paper, Review, Service, Step, WantedForm
from gongkai.web.cases.models.papers import ReviewKind
from gongkai.web.cases.moves import PAPER_MOVES, UNDER_WAY, PaperState, Verb
from gongkai.web.cases.on_file import untold
from gongkai.web.cases.sending import sending_of
from gongkai.web.messages.telling import in_role, told

__all__ = [
    "Draft", "RecordService", "ReviewLaw", "ReviewSecrecy", "SendBack", "SendForReview", "Serve",
    "Sign", "reply_of",
]  # fmt: skip

_A17 = Article(R2019, 17, 2)
_A40 = Article(R2019, 40)
_GIVES = ("D11", "D12", "D20")  # decisions that give information


def reply_of(case: Case) -> Paper | None:
    """The reply under way."""
    return case.papers.filter(notice__in=REPLIES, state__in=UNDER_WAY).last()


def _late_correction(before: Application) -> bool:
    """Whether a correction is awaited and the period runs on: in law it stays so until the end."""
    return before.state is law.State.CORRECTING and before.clock_runs


class _OnReply(OnCase):
    """An act on the reply under way; its states by PAPER_MOVES."""

    logged: ClassVar[tuple[str, ...]] = ("stage", "state", "due")
    paper: Paper

    def check(self, act: Act[Case]) -> Event | None:
        """The reply in the right state."""
        found = reply_of(act.row)
        moves = {move.state: move.to for move in PAPER_MOVES if move.verb is self.does}
        if found is None:
            raise Refused(Refusal.STATE, f"{act.row}还没有拟写答复；请先拟写")
        if PaperState(found.state) not in moves:
            allowed = "、".join(state.zh for state in moves)
            raise Refused(
                Refusal.STATE,
                f"答复目前“{found.state_zh}”，不能“{self.zh}”；{allowed}的才可以",
                self.row_of_table.article,
            )
        self.paper, self.to = found, moves[PaperState(found.state)]
        return self.of_reply(act)

    to: PaperState

    def of_reply(self, act: Act[Case]) -> Event | None:
        """What this act needs besides."""
        event = self.row_of_table.event
        return Event(event, today(act)) if event else None

    def write(self, act: Act[Case]) -> Paper | None:
        """The reply in its new state."""
        self.paper.state = self.to.value
        self.paper.version += 1
        self.paper.save()
        return self.paper

    def unchanged(self, act: Act[Case]) -> None:
        """The text is still the one that was sent for review."""
        notice, _ = letters.compose_reply(act.row, self.before, today(act))
        if letters.digest_of(notice) != self.paper.digest:
            raise Refused(
                Refusal.STALE,
                "答复的内容在送审之后变动过，此前的审查不再有效；请退回修改后重新送审",
                _A17,
            )  # fmt: skip

    def not_ones_own(self, act: Act[Case]) -> None:
        """Two pairs of eyes."""
        if act.actor.id is not None and act.actor.id == self.paper.drafted_by:
            raise Refused(
                Refusal.FORBIDDEN, f"拟稿人不能对自己拟写的答复“{self.zh}”；请由他人办理", _A17
            )

    def reviewed(self, act: Act[Case], kind: ReviewKind, passed: bool) -> Review:
        """The review on record."""
        return Review.objects.create(
            paper=self.paper, kind=kind.value, passed=passed, digest=self.paper.digest,
            comment=facts.lines(act.facts, "comment", "审查意见", 4_000),
            basis=facts.word(act.facts, "basis", "审查依据", 200, needed=False),
            at=act.now, actor=act.actor.name,
        )  # fmt: skip

    def ask(self, act: Act[Case], roles: Iterable[Role]) -> Callable[[], None]:
        """Tell who is to act next."""
        case = act.row
        people = in_role(case.agency, roles, today(act))
        return told(act, "case_review", people, number=case.number, title=case.title,
                    what=self.to.zh, url=case.get_absolute_url())  # fmt: skip


class Draft(OnCase):
    """拟写答复: the document that announces the decisions, as a draft."""

    does = Verb.DRAFT

    def check(self, act: Act[Case]) -> Event | None:
        """All items are decided."""
        case = act.row
        if case.items.filter(code="").exists() or not case.outcome:
            raise Refused(Refusal.STATE, f"{case}还有内容没有拟定处理决定；请先逐项拟定")
        self.notice, _ = letters.compose_reply(case, self.before, today(act))
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """One draft at a time."""
        case = act.row
        paper = reply_of(case) or Paper(
            case=case, state=PaperState.DRAFT.value, made=act.now, drafter=act.actor.name,
            drafted_by=act.actor.id,
        )  # fmt: skip
        paper.notice = self.notice.code
        paper.template = letters.templates_of(case.agency).get(self.notice.code)
        paper.template_version = self.notice.version
        paper.text, paper.digest = self.notice.text, letters.digest_of(self.notice)
        paper.drafter, paper.drafted_by = act.actor.name, act.actor.id
        paper.save()
        return paper


class SendForReview(_OnReply):
    """送审: the text is complete and passes the check before issue."""

    does = Verb.SEND_FOR_REVIEW

    def allowed(self, before: Application) -> None:
        """While a correction is awaited whose notice was late the clock runs: a reply may come."""
        if not _late_correction(before):
            super().allowed(before)

    def of_reply(self, act: Act[Case]) -> Event | None:
        """Nothing is missing; no finding forbids it; warnings need the fact `despite`."""
        case = act.row
        notice, noticed = letters.compose_reply(case, self.before, today(act))
        if notice.missing:
            raise BadInput(f"答复还缺：{'、'.join(notice.missing)}；请补充后再送审")
        found = letters.faults(case, notice, noticed)
        letters.refuse_faults(found)
        warned = [one.sentence for one in found if one.severity is Severity.WARNING]
        warned += _files_wanted(case)
        despite = facts.word(act.facts, "despite", "对提示的说明", 300, needed=False)
        if warned and not despite:
            said = "；".join(warned[:5])
            raise BadInput(f"请核对以下提示，确认无误的写明理由：{said}")
        _check_files(case)
        self.notice = notice
        return None if _late_correction(self.before) else super().of_reply(act)

    def write(self, act: Act[Case]) -> Paper | None:
        """The text that is reviewed."""
        paper = self.paper
        paper.notice, paper.template_version = self.notice.code, self.notice.version
        paper.text, paper.digest = self.notice.text, letters.digest_of(self.notice)
        return super().write(act)

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The legal reviewers."""
        yield self.ask(act, [Role.LEGAL_REVIEWER])


def _files_wanted(case: Case) -> list[str]:
    """A partial disclosure gives something: the part that is open (第三十七条)."""
    partial = case.items.filter(code=PARTIAL).exists()
    if not partial or case.redactions.filter(released=True).exists():
        return []
    return ["决定部分公开，但没有随附区分处理后的文件；请先在“区分处理”中生成并确定随答复提供，"
            "以其他方式提供的，写明如何提供"]  # fmt: skip


def _check_files(case: Case) -> None:
    """What goes out with the reply has been made safe and has passed the leak test."""
    for one in case.redactions.filter(released=True):
        if any(leak.get("blocking") for leak in one.leaks):
            raise Refused(
                Refusal.LAW, f"“{one.source.name}”区分处理后仍能读出不应公开的内容，不能随答复提供",
                Article(R2019, 37),
            )  # fmt: skip


class _Reviewing(_OnReply):
    kind: ReviewKind
    next_roles: tuple[Role, ...]

    def of_reply(self, act: Act[Case]) -> Event | None:
        """By another person, of the text that was sent."""
        self.not_ones_own(act)
        self.unchanged(act)
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The review and the reply."""
        self.reviewed(act, self.kind, True)
        return super().write(act)

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The next."""
        yield self.ask(act, self.next_roles)


class ReviewLaw(_Reviewing):
    """法规复核: outcome, article, text and remedies are right; facts comment."""

    does = Verb.REVIEW_LAW
    kind, next_roles = ReviewKind.LAW, (Role.SECRECY_REVIEWER,)


class ReviewSecrecy(_Reviewing):
    """保密审查: facts basis (needed), comment."""

    does = Verb.REVIEW_SECRECY
    kind, next_roles = ReviewKind.SECRECY, (Role.APPROVER,)

    def of_reply(self, act: Act[Case]) -> Event | None:
        """With its basis: procedure and responsibility are on record."""
        facts.word(act.facts, "basis", "保密审查的依据", 200)
        return super().of_reply(act)


class Sign(_Reviewing):
    """签发: both reviews hold for this very text; number and date are given, the file frozen."""

    does = Verb.SIGN
    kind, next_roles = ReviewKind.SIGNING, (Role.INTAKE,)

    def of_reply(self, act: Act[Case]) -> Event | None:
        """The chain is complete."""
        super().of_reply(act)
        for kind in (ReviewKind.LAW, ReviewKind.SECRECY):
            last = self.paper.reviews.filter(kind=kind.value).last()
            if last is None or not last.passed or last.digest != self.paper.digest:
                raise Refused(Refusal.LAW, f"答复还没有通过{kind.zh}，不能签发", _A17)
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """文号, date, PDF and DOCX."""
        case, day = act.row, today(act)
        number = next_number(case.agency, Series.REPLY, day)
        notice, noticed = letters.compose_reply(case, self.before, day, number=number, draft=False)
        letters.refuse_faults(letters.faults(case, notice, noticed))
        self.paper.signer = act.actor.name
        letters.freeze(self.paper, notice)
        return super().write(act)


class SendBack(_OnReply):
    """退回修改: facts comment (needed). A signed reply that has not gone out is void with it."""

    does = Verb.SEND_BACK

    def allowed(self, before: Application) -> None:
        """As when it was sent for review."""
        if not _late_correction(before):
            super().allowed(before)

    def of_reply(self, act: Act[Case]) -> Event | None:
        """By the one whose turn it is; with what is to be changed."""
        if not facts.lines(act.facts, "comment", "修改意见", 4_000):
            raise BadInput("没有填写修改意见；请写明需要修改的内容")
        turn = {
            PaperState.LAW: Role.LEGAL_REVIEWER,
            PaperState.SECRECY: Role.SECRECY_REVIEWER,
            PaperState.SIGNING: Role.APPROVER,
            PaperState.SIGNED: Role.APPROVER,
        }[PaperState(self.paper.state)]
        if act.actor.role and act.actor.role != turn:
            raise Refused(
                Refusal.FORBIDDEN, f"答复目前“{self.paper.state_zh}”，由{turn.zh}退回", _A17
            )
        return None if _late_correction(self.before) else Event(law.Verb.SEND_BACK, today(act))

    def write(self, act: Act[Case]) -> Paper | None:
        """What was signed stays, void, with its number; a new draft takes its place."""
        old = self.paper
        kind = {
            PaperState.LAW: ReviewKind.LAW, PaperState.SECRECY: ReviewKind.SECRECY,
        }.get(PaperState(old.state), ReviewKind.SIGNING)  # fmt: skip
        self.reviewed(act, kind, False)
        if old.state == PaperState.SIGNED:
            old.state = PaperState.VOID.value
            old.save()
            Paper.objects.create(
                case=act.row, notice=old.notice, template=old.template, text=old.text,
                digest=old.digest, state=PaperState.DRAFT.value, made=act.now,
                drafter=old.drafter, drafted_by=old.drafted_by,
            )  # fmt: skip
            return old
        return super().write(act)

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Who drafts."""
        yield self.ask(act, [Role.HANDLER, Role.INTAKE])


class Serve(_OnReply):
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
        self._channel(act.row)
        if waiting := untold(act.row):
            raise Refused(
                Refusal.LAW,
                f"决定公开而第三方不同意，应当先将决定公开的内容和理由书面告知{waiting[0].name}；"
                "请先办理“告知第三方”",
                Article(R2019, 32),
            )
        self._form(act)
        return Event(law.Verb.REPLY, judged.replied, served=judged.known)

    def _channel(self, case: Case) -> None:
        """What is served through the network tells how to ask for review there."""
        dated = self.paper.dated
        if self.sending.method is not ServiceMethod.ELECTRONIC or dated is None:
            return
        desk = Desk.objects.filter(agency=case.agency_id).first() or Desk()
        told = bool(desk.online_review) and desk.online_review in self.paper.text
        if dated >= REVIEW_2023.since and not told:
            raise Refused(
                Refusal.LAW,
                "答复书没有写明提交行政复议申请的互联网渠道，不能网络送达；请以其他方式送达，"
                "或者退回修改，把获取途径更正为网上获取或者电子邮件后重新送审",
                ONLINE_CHANNEL,
            )

    def _form(self, act: Act[Case]) -> None:
        case = act.row
        codes = set(case.items.values_list("code", flat=True))
        if not codes & set(_GIVES):
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
        close(act, main_code(act.row, counted_in(day)), day)

    def write(self, act: Act[Case]) -> Paper | None:
        """The service."""
        self.to = PaperState.SERVED if self.sending.reached else PaperState.SENT
        self.paper.sent = act.now
        self.sending.row(act, self.paper)
        return super().write(act)


class RecordService(OnCase):
    """登记送达: facts service, reached or returned, receiver; what hangs on it moves with it."""

    does = Verb.RECORD_SERVICE
    logged = ("due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """A day not before it was sent; the steps must still play."""
        found = act.facts.get("service")
        if not isinstance(found, Service) or found.paper.case_id != act.row.pk:
            raise BadInput("没有选择要登记的送达；请在送达名单中选择")
        self.found = found
        if act.facts.get("returned"):
            found.returned = past_day(act, "returned", "退回日期")
            if found.returned < found.sent:
                raise BadInput(f"退回日期{found.returned}早于发出日期{found.sent}；请核对")
        else:
            found.reached = past_day(act, "reached", "签收日期")
            if found.reached < found.sent:
                raise BadInput(f"签收日期{found.reached}早于发出日期{found.sent}；请核对")
            found.returned = None
        found.receiver = facts.word(act.facts, "receiver", "签收人", 60, needed=False)
        found.note = facts.word(act.facts, "note", "说明", 300, needed=False)
        self.moved: list[Step] = []
        for step in self.steps:
            if step.paper_id == found.paper_id and found.reached is not None:
                step.served = found.reached
                self.moved.append(step)
        return None

    def law(self, act: Act[Case]) -> None:
        """Played anew with the day of arrival."""
        super().law(act)
        self._after = clockwork.play(act.row, self.steps, self.calendar)

    def write(self, act: Act[Case]) -> Paper | None:
        """The proof, the paper, the steps that hang on it."""
        self.found.at, self.found.actor = act.now, act.actor.name
        self.found.save()
        for step in self.moved:
            step.save(update_fields=["served"])
        for inquiry in act.row.inquiries.filter(paper=self.found.paper_id, answer=""):
            place = list(act.row.inquiries.values_list("pk", flat=True)).index(inquiry.pk) + 1
            letter = next(c for c in self.after.consultations if c.key == f"{act.row.pk}-{place}")
            inquiry.reached, inquiry.limit = letter.received, letter.limit
            inquiry.save()
        paper = self.found.paper
        if self.found.reached is not None and paper.state == PaperState.SENT:
            paper.state = PaperState.SERVED.value
            paper.save(update_fields=["state"])
        return None

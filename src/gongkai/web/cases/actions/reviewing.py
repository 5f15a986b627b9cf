"""审查和签发: a reply is reviewed in law and for secrecy, signed, or sent back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.events import Event
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import letters, outgoing, policies
from gongkai.web.cases.actions.replying import OnReply, late_correction
from gongkai.web.cases.days import today
from gongkai.web.cases.models import Case, Paper, Review
from gongkai.web.cases.models.papers import ReviewKind
from gongkai.web.cases.moves import PaperState, Verb
from gongkai.web.cases.receivers import at_work_on

__all__ = ["ReviewLaw", "ReviewSecrecy", "SendBack", "Sign"]

_A17 = Article(R2019, 17, 2)


class _Reviewing(OnReply):
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
    """法规复核: outcome, article, text and remedies are right; facts comment, alone.

    `alone`: why somebody reviews what he had a hand in, in a body that has nobody else.
    """

    does = Verb.REVIEW_LAW
    kind, next_roles = ReviewKind.LAW, (Role.SECRECY_REVIEWER,)

    def not_ones_own(self, act: Act[Case]) -> None:
        """By somebody who had no hand in it, where there is one."""
        why = facts.word(act.facts, "alone", "无人可以另行复核的情况", 300, needed=False)
        self.alone = policies.may_review(act.actor, self.paper, today(act), why)

    def reason_kept(self, act: Act[Case]) -> str:
        """It stands in the trace."""
        if self.alone:
            act.facts = {**act.facts, "reason": self.alone}
        return super().reason_kept(act)

    def reviewed(self, act: Act[Case], kind: ReviewKind, passed: bool) -> Review:
        """And with the review."""
        review = super().reviewed(act, kind, passed)
        if self.alone:
            review.alone = self.alone
            review.save()
        return review


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
        number = outgoing.number_of(act, self.paper.notice)
        notice, noticed = letters.compose_reply(case, self.before, day, number=number, draft=False)
        letters.refuse_faults(outgoing.heeded(act, letters.faults(case, notice, noticed)))
        self.paper.signer = act.actor.name
        letters.freeze(self.paper, notice)
        return super().write(act)


class SendBack(OnReply):
    """退回修改: facts comment (needed). A signed reply that has not gone out is void with it."""

    does = Verb.SEND_BACK

    def allowed(self, before: Application) -> None:
        """As when it was sent for review."""
        if not late_correction(before):
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
        return None if late_correction(self.before) else Event(law.Verb.SEND_BACK, today(act))

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
        yield self.inform(act, at_work_on(act.row, today(act), self.paper.drafted_by))

"""答复: drafted and sent for review; what the acts on a reply under way share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from gongkai.errors import BadInput
from gongkai.law.application import Application
from gongkai.law.decisions.codes import PARTIAL
from gongkai.law.documents.notices import REPLIES
from gongkai.law.events import Event
from gongkai.law.moves import State
from gongkai.notices.check import Severity
from gongkai.notices.model import Notice
from gongkai.sources import R2019, Article
from gongkai.web.accounts.models import User
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import letters
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import today
from gongkai.web.cases.models import Case, Paper, Review
from gongkai.web.cases.models.papers import ReviewKind
from gongkai.web.cases.moves import PAPER_MOVES, UNDER_WAY, PaperState, Verb
from gongkai.web.messages.telling import in_role, told

__all__ = ["Draft", "OnReply", "SendForReview", "late_correction", "reply_of"]

_A17 = Article(R2019, 17, 2)


def reply_of(case: Case) -> Paper | None:
    """The reply under way."""
    return case.papers.filter(notice__in=REPLIES, state__in=UNDER_WAY).last()


def late_correction(before: Application) -> bool:
    """Whether a correction is awaited and the period runs on: in law it stays so until the end."""
    return before.state is State.CORRECTING and before.clock_runs


class OnReply(OnCase):
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
        return self.inform(act, in_role(act.row.agency, roles, today(act)))

    def inform(self, act: Act[Case], people: Iterable[User]) -> Callable[[], None]:
        """Tell these people how the reply stands."""
        case = act.row
        return told(act, "case_review", people, number=case.number, title=case.title,
                    what=self.to.zh, url=case.get_absolute_url())  # fmt: skip


class Draft(OnCase):
    """拟写答复: the document that announces the decisions, as a draft."""

    does = Verb.DRAFT

    def check(self, act: Act[Case]) -> Event | None:
        """All items are decided."""
        case = act.row
        undecided = case.items.filter(code="").exists() or not case.outcome
        if undecided and not case.rectifies:
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


class SendForReview(OnReply):
    """送审: the text is complete and passes the check before issue."""

    does = Verb.SEND_FOR_REVIEW

    def allowed(self, before: Application) -> None:
        """While a correction is awaited whose notice was late the clock runs: a reply may come."""
        if not late_correction(before):
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
        _check_ordered(case, notice)
        self.notice = notice
        return None if late_correction(self.before) else super().of_reply(act)

    def write(self, act: Act[Case]) -> Paper | None:
        """The text that is reviewed."""
        paper = self.paper
        paper.notice, paper.template_version = self.notice.code, self.notice.version
        paper.text, paper.digest = self.notice.text, letters.digest_of(self.notice)
        paper.submitted_by = act.actor.id
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


def _check_ordered(case: Case, notice: Notice) -> None:
    """A reply given anew names the decision or judgment that asks for it."""
    if case.ordered is not None and case.ordered.ordering not in notice.text:
        raise BadInput(
            f"重新答复没有写明“{case.ordered.ordering}”；请在文书模板的开头补上"
            "“{application.ordered}”"
        )


def _check_files(case: Case) -> None:
    """What goes out with the reply has been made safe and has passed the leak test."""
    for one in case.redactions.filter(released=True):
        if any(leak.get("blocking") for leak in one.leaks):
            raise Refused(
                Refusal.LAW, f"“{one.source.name}”区分处理后仍能读出不应公开的内容，不能随答复提供",
                Article(R2019, 37),
            )  # fmt: skip

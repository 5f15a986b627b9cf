"""撤回、归档、评价、查看申请人信息."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.archiving import RETENTIONS, kept_until
from gongkai.law.decisions.rows import counted_in, row_of
from gongkai.law.documents.notices import ANNOUNCING
from gongkai.law.events import Event
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.audit.readings import reading
from gongkai.web.cases import policies
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Package, Paper, Service
from gongkai.web.cases.models.papers import GOING, LetterState
from gongkai.web.cases.moves import PaperState, Verb

__all__ = ["Archive", "Rate", "Unmask", "Withdraw", "close", "drop_drafts", "drop_letters"]


def close(act: Act[Case], code: str, day: date) -> None:
    """The one statistical outcome, counted in the year in which the case ended.

    A claim for correction (第四十一条) ends without one: it is in no row of table 3.
    """
    case = act.row
    case.ended = day
    if case.rectifies:
        return
    case.outcome = code
    case.row = row_of(code, counted_in(day)).id


def drop_drafts(case: Case) -> None:
    """What was being written and will not go out any more is void."""
    gone = [PaperState.SENT, PaperState.SERVED, PaperState.VOID]
    case.papers.exclude(state__in=gone).update(state=PaperState.VOID.value)
    drop_letters(case)


def drop_letters(case: Case) -> None:
    """What was put before the one who signs, or has his signature, does not leave any more."""
    case.letters.filter(state__in=GOING).update(state=LetterState.VOID.value)


class Withdraw(OnCase):
    """撤回: by the applicant, or taken down by the desk (facts day, reason)."""

    does = Verb.WITHDRAW
    logged = ("stage", "state", "outcome", "row", "ended")

    def check(self, act: Act[Case]) -> Event | None:
        """On a day; who takes it down says what proves it."""
        case = act.row
        own = policies.is_applicant_of(act.actor, case)
        self.day = today(act) if own else past_day(act, "day", "撤回日期")
        reason = facts.word(act.facts, "reason", "撤回的凭证", 300, needed=not own)
        return Event(law.Verb.WITHDRAW, self.day, reason=reason)

    def changed(self, act: Act[Case]) -> None:
        """D63: no row of its own in table 3."""
        close(act, "D63", self.day)
        drop_drafts(act.row)


class Archive(OnCase):
    """归档: the file is sealed; facts retention. Nothing of it can be changed afterwards."""

    does = Verb.ARCHIVE
    logged = ("stage", "state", "retention")

    def check(self, act: Act[Case]) -> Event | None:
        """All letters have arrived or are known not to have; nothing is half-done."""
        case = act.row
        self.retention = str(act.facts.get("retention") or "")
        known = RETENTIONS.on(today(act)).value
        if self.retention not in known:
            raise BadInput(f"没有选择保管期限；应为{'、'.join(known)}")
        half = case.papers.filter(
            state__in=[PaperState.LAW, PaperState.SECRECY, PaperState.SIGNING, PaperState.SIGNED]
        )
        if half.exists():
            raise Refused(
                Refusal.STATE, f"{case}还有文书在审查或者待送达，不能归档；请先办结或者作废",
                Article(R2019, 45),
            )  # fmt: skip
        if case.letters.filter(state__in=GOING).exists():
            raise Refused(
                Refusal.STATE,
                f"{case}还有文书待签发或者待发出，不能归档；请先发出，或者请签发人退回",
                Article(R2019, 45),
            )  # fmt: skip
        # what came back and was not sent again is known not to have arrived
        if Service.objects.filter(
            paper__case=case,
            paper__state=PaperState.SENT,
            paper__notice__in=ANNOUNCING,
            returned=None,
            reached=None,
        ).exists():
            raise Refused(
                Refusal.STATE, f"{case}的答复还没有送达记录，不能归档；请先登记送达",
                Article(R2019, 45),
            )  # fmt: skip
        return Event(law.Verb.ARCHIVE, today(act))

    def changed(self, act: Act[Case]) -> None:
        """How long it is kept."""
        act.row.retention = self.retention

    def write(self, act: Act[Case]) -> Paper | None:
        """The package, to be made by the worker from what stands now and changes no more."""
        case = act.row
        self.package = Package.objects.create(
            case=case, retention=self.retention, begun=act.now, at=act.now, actor=act.actor.name,
            until=kept_until(self.retention, case.ended or today(act)),
        )  # fmt: skip
        return None

    package: Package

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The worker goes on."""
        from gongkai.web.cases.archiving import tasks

        yield partial(tasks.queue, tasks.build, self.package.pk)


class Unmask(OnCase):
    """Shows who asks: number of identity, telephone, address; the fact reason is logged."""

    does = Verb.UNMASK
    logged = ()
    looks = True

    def check(self, act: Act[Case]) -> Event | None:
        """For a reason."""
        facts.word(act.facts, "reason", "查看的理由", 200)
        return None

    def save(self, act: Act[Case]) -> None:
        """Nothing is changed; that it was read is written down."""
        what = "申请人姓名、证件号码、联系方式"
        reading(act.actor, act.row, what, act.now, reason=str(act.facts["reason"]))


class Rate(OnCase):
    """The applicant's opinion of the reply; facts score (1–5), text; once, may be changed."""

    does = Verb.RATE
    logged = ("score",)

    def check(self, act: Act[Case]) -> Event | None:
        """A reply there must be."""
        case = act.row
        if case.replied is None:
            raise Refused(Refusal.STATE, "这件申请还没有答复，暂不能评价")
        score = act.facts.get("score")
        if not isinstance(score, int) or not 1 <= score <= 5:
            raise BadInput("没有选择评价；请在1（非常不满意）至5（非常满意）之间选择")
        case.score = score
        case.opinion = facts.lines(act.facts, "text", "评价意见", 2_000)
        return None

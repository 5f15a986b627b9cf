"""转为主动公开 (第四十四条): proposed by the applicant or the desk, examined, published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from gongkai.errors import BadInput
from gongkai.law.decisions.codes import decision
from gongkai.law.events import Event
from gongkai.law.publishing import GIVEN, Ground, publish_by
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import policies
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Paper, Proposal
from gongkai.web.cases.models.rectification import Origin, ProposalState
from gongkai.web.cases.moves import MOVES, Stage, Verb
from gongkai.web.messages.telling import in_role, told

__all__ = [
    "ExamineProposal",
    "Propose",
    "Publish",
    "given_to_applicant",
    "may_propose",
    "under_way",
]

_A44 = Article(R2019, 44)
_GOING_ON = (ProposalState.OPEN, ProposalState.ACCEPTED)


def given_to_applicant(case: Case) -> bool:
    """Whether the reply gave information that was not public before."""
    return case.replied is not None and case.outcome in GIVEN


def under_way(case: Case) -> Proposal | None:
    """The proposal that is not done with."""
    return case.proposals.filter(state__in=_GOING_ON).first()


def may_propose(case: Case) -> bool:
    """Whether there is something to propose that was not proposed before; a query if so."""
    if Stage(case.stage) not in MOVES[Verb.PROPOSE].stages or not given_to_applicant(case):
        return False
    done = (*_GOING_ON, ProposalState.PUBLISHED)
    return not case.proposals.filter(state__in=done).exists()


class _OnProposal(OnCase):
    logged = ()
    tells: Role
    what: str

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Who is to act next."""
        case = act.row
        people = in_role(case.agency, [self.tells], today(act))
        yield told(act, "case_proposal", people, number=case.number, title=case.title,
                   what=self.what, url=case.get_absolute_url())  # fmt: skip


class Propose(_OnProposal):
    """建议纳入主动公开: facts grounds (of `Ground`), text; origin when the desk enters it.

    The applicant's own is always his; the desk takes his down (by letter, word of mouth) or has
    the thought itself, because several have asked for the same.
    """

    does = Verb.PROPOSE
    tells, what = Role.APPROVER, "待审核是否纳入主动公开"

    def check(self, act: Act[Case]) -> Event | None:
        """Information that was given; one proposal at a time."""
        case, given = act.row, act.facts
        if not given_to_applicant(case):
            zh = "、".join(decision(code).zh for code in GIVEN)
            raise Refused(
                Refusal.LAW, f"只有依申请提供的政府信息（{zh}）才能建议纳入主动公开的范围", _A44
            )
        if (there := under_way(case)) is not None:
            raise Refused(Refusal.STATE, f"已经建议过，目前“{there.get_state_display()}”", _A44)
        if case.proposals.filter(state=ProposalState.PUBLISHED).exists():
            raise Refused(Refusal.STATE, "这些信息已经主动公开，不需要再建议", _A44)
        own = policies.is_applicant_of(act.actor, case)
        self.origin = Origin.APPLICANT if own else facts.kind(given, "origin", "来源", Origin)
        self.grounds = [
            facts.kind({"ground": one}, "ground", "理由", Ground).value
            for one in given.get("grounds") or ()
        ]
        if self.origin is Origin.APPLICANT and not self.grounds:
            zh = "、".join(one.zh for one in Ground)
            raise BadInput(f"没有选择理由；建议纳入主动公开应当至少有一项：{zh}")
        self.text = facts.lines(given, "text", "建议内容", 2_000)
        self.day = today(act) if own else past_day(act, "day", "提出日期")
        if case.replied is not None and self.day < case.replied:
            raise BadInput(f"提出日期{self.day}早于答复日期{case.replied}；请核对")
        return None

    origin: Origin
    day: date

    def write(self, act: Act[Case]) -> Paper | None:
        """The proposal."""
        Proposal.objects.create(
            case=act.row, origin=self.origin.value, grounds=sorted(set(self.grounds)),
            text=self.text, made=self.day, maker=act.actor.name,
        )  # fmt: skip
        return None


class ExamineProposal(_OnProposal):
    """审核: facts accepted (bool), reason. What belongs to 主动公开 gets its date."""

    does = Verb.EXAMINE_PROPOSAL
    tells, what = Role.INTAKE, "主动公开建议已审核"

    def check(self, act: Act[Case]) -> Event | None:
        """One that waits, with a reason."""
        found = under_way(act.row)
        if found is None or found.state != ProposalState.OPEN:
            raise Refused(Refusal.STATE, "没有待审核的主动公开建议；无需处理", _A44)
        found.reason = facts.lines(act.facts, "reason", "审核意见", 2_000)
        if not found.reason:
            raise BadInput("没有填写审核意见；请写明属于或者不属于主动公开范围的理由")
        accepted = bool(act.facts.get("accepted"))
        found.state = (ProposalState.ACCEPTED if accepted else ProposalState.DECLINED).value
        found.decided, found.decider = today(act), act.actor.name
        if accepted:
            found.due = publish_by(found.decided, self.calendar)
        self.found = found
        return None

    found: Proposal

    def write(self, act: Act[Case]) -> Paper | None:
        """As it was examined."""
        self.found.save()
        return None


class Publish(OnCase):
    """登记主动公开: facts day, place (address on line or where it lies)."""

    does = Verb.PUBLISH
    logged = ()

    def check(self, act: Act[Case]) -> Event | None:
        """What was found to belong there, where everybody finds it."""
        found = under_way(act.row)
        if found is None or found.state != ProposalState.ACCEPTED or found.decided is None:
            raise Refused(Refusal.STATE, "没有审核同意纳入主动公开的信息；请先审核", _A44)
        found.published = past_day(act, "day", "公开日期")
        if found.published < found.decided:
            raise BadInput(f"公开日期{found.published}早于审核日期{found.decided}；请核对")
        found.place = facts.word(act.facts, "place", "公开的位置", 300)
        found.state = ProposalState.PUBLISHED.value
        self.found = found
        return None

    found: Proposal

    def write(self, act: Act[Case]) -> Paper | None:
        """Done with."""
        self.found.save()
        return None

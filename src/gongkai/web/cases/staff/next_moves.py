"""下一步: which verbs a person may do to this case now, and of the next one why not.

Asked of the actions themselves: role, stage and the law's own table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.law import moves as law
from gongkai.law.outcomes import corrected
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.cases import on_file, policies, successors
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.actions.on_letter import BY_LETTER
from gongkai.web.cases.actions.publishing import given_to_applicant
from gongkai.web.cases.models.papers import GOING, LetterState
from gongkai.web.cases.models.rectification import ProposalState
from gongkai.web.cases.moves import MOVES, PAPER_MOVES, PaperState, Stage, Verb
from gongkai.web.cases.policies import ALLOWED
from gongkai.web.cases.staff.lettering import waiting
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.things import NextMove, next_move

__all__ = ["DANGER", "Offered", "act_url", "natural", "offered", "refusal"]

# never from the page of a case: they begin one, or are the applicant's own, or have their own place
_ELSEWHERE = frozenset({
    Verb.SUBMIT, Verb.TAKE_IN, Verb.SEND_CORRECTION, Verb.SEND_REASONS, Verb.RATE, Verb.UNMASK,
    Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE, Verb.PROPOSE_LETTER,
})  # fmt: skip
# off the regular course and not to be undone; the forms say the same (`Asked.danger`)
DANGER = frozenset({
    Verb.LAPSE_CORRECTION, Verb.LAPSE_PAYMENT, Verb.WITHDRAW, Verb.HAND_OVER, Verb.SPLIT,
    Verb.SEND_BACK, Verb.REFUSE_LETTER,
})  # fmt: skip
GROUPS: tuple[tuple[str, tuple[Verb, ...]], ...] = (
    ("待签发的文书", (Verb.SIGN_LETTER, Verb.REFUSE_LETTER)),
    ("办理", (
        Verb.CONFIRM, Verb.REGISTER, Verb.ASSIGN, Verb.KEEP, Verb.OPINE, Verb.DECIDE, Verb.FIND,
        Verb.DRAFT, Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN,
        Verb.SEND_BACK, Verb.SERVE, Verb.ARCHIVE, Verb.REDO,
    )),
    ("与申请人往来", (
        Verb.RECEIVE_CORRECTION, Verb.LAPSE_CORRECTION, Verb.RECEIVE_REASONS, Verb.RECEIVE_PAYMENT,
        Verb.LAPSE_PAYMENT, Verb.ASK_CORRECTION, Verb.ASK_REASONS, Verb.NOTIFY_FEE,
        Verb.TELL_LAPSE, Verb.RESEND, Verb.RECORD_SERVICE,
    )),
    ("征求意见和记录", (
        Verb.END_CONSULTATION, Verb.CONSULT, Verb.TELL_THIRD_PARTY, Verb.CONFER, Verb.RECORD,
    )),
    ("期限", (
        Verb.EXTEND, Verb.REFUSE_EXTENSION, Verb.PROPOSE_EXTENSION, Verb.DELAY,
    )),
    ("转为主动公开", (Verb.PUBLISH, Verb.EXAMINE_PROPOSAL, Verb.PROPOSE)),
    ("更正和终结", (
        Verb.RECALL, Verb.AMEND, Verb.SPLIT, Verb.HAND_OVER, Verb.MARK_DRILL, Verb.WITHDRAW,
    )),
)  # fmt: skip
# which act brings a case on, by the state in which the law holds it still
_AWAITED = {
    law.State.UNCONFIRMED: Verb.CONFIRM,
    law.State.CORRECTING: Verb.RECEIVE_CORRECTION,
    law.State.CONSULTING: Verb.END_CONSULTATION,
    law.State.ASKED_REASONS: Verb.RECEIVE_REASONS,
    law.State.AWAITING_PAYMENT: Verb.RECEIVE_PAYMENT,
}
_BY_PAPER = {
    PaperState.LAW: Verb.REVIEW_LAW, PaperState.SECRECY: Verb.REVIEW_SECRECY,
    PaperState.SIGNING: Verb.SIGN, PaperState.SIGNED: Verb.SERVE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """The buttons of a page: what comes next, the rest under headings, what is refused."""

    first: NextMove | None
    groups: tuple[tuple[str, tuple[NextMove, ...]], ...]
    sentence: str = ""

    @property
    def any(self) -> bool:
        """Whether there is a button at all."""
        return bool(self.groups or (self.first and not self.first.refusal))


def act_url(case_pk: int, verb: Verb) -> str:
    """The form of a verb."""
    return reverse("case_act", args=[case_pk, verb.value.removeprefix("cases.")])


def refusal(opened: Opened, verb: Verb) -> Refused | None:
    """Why a verb that the role may do is refused now; None when its form may be opened."""
    case, action = opened.case, ACTIONS[verb]()
    act = Act(opened.actor, timezone.now(), case, {})
    try:
        action.move(act)
        action.allowed(opened.application)
    except Refused as refused:
        return refused
    except GongkaiError as problem:
        article = getattr(problem, "article", None)
        return Refused(Refusal.LAW, str(problem), article)
    if verb in BY_LETTER and waiting(opened, verb):
        return Refused(Refusal.STATE, "文书正在等待签发；签发以后才能发出")
    return _of_paper(opened, verb)


def _of_paper(opened: Opened, verb: Verb) -> Refused | None:
    """The reply must be in the state of which the verb is (PAPER_MOVES)."""
    states = {move.state for move in PAPER_MOVES if move.verb is verb}
    if not states:
        return None
    reply = opened.reply
    if reply is None:
        return Refused(Refusal.STATE, "还没有拟写答复；请先拟写")
    if PaperState(reply.state) not in states:
        return Refused(Refusal.STATE, f"答复目前“{reply.state_zh}”，不能“{verb.zh}”")
    if verb is Verb.REVIEW_LAW:
        try:
            policies.may_review(opened.actor, reply, opened.today, alone="—")
        except Refused as refused:
            return refused
    return None


def _idle(opened: Opened, verb: Verb) -> bool:
    """Whether there is nothing to which the verb could be done."""
    case = opened.case
    match verb:
        case Verb.RECALL:
            return not opened.sections
        case Verb.OPINE:
            section = opened.actor.section
            return not [one for one in opened.sections if section in (None, one.section_id)]
        case Verb.END_CONSULTATION:
            return not [one for one in opened.inquiries if not one.answer]
        case Verb.TELL_THIRD_PARTY:
            return not on_file.untold(case)
        case Verb.RECORD_SERVICE:
            return not any(paper.services.all() for paper in opened.papers)
        case Verb.RESEND:
            return not opened.returned
        case Verb.SIGN_LETTER:
            return not [one for one in opened.letters if one.state == LetterState.WAITING]
        case Verb.REFUSE_LETTER:
            return not [one for one in opened.letters if one.state in GOING]
        case Verb.TELL_LAPSE:
            gone = (PaperState.SENT, PaperState.SERVED)
            return any(one.notice == "T36" and one.state in gone for one in opened.papers)
        case Verb.REFUSE_EXTENSION:
            return not case.wished_days
        case Verb.PROPOSE_EXTENSION:
            return bool(case.extension or case.wished_days)
        case Verb.EXTEND:
            return bool(case.extension)
        case Verb.SPLIT:
            return len(opened.items) < 2
        case Verb.DRAFT | Verb.SEND_FOR_REVIEW:
            return _undecided(opened)
        case Verb.HAND_OVER:
            return not successors.successors(case.agency, opened.today)
        case Verb.PROPOSE:
            again = all(one.state == ProposalState.DECLINED for one in opened.proposals)
            return not (again and given_to_applicant(case))
        case Verb.EXAMINE_PROPOSAL:
            return opened.proposal is None or opened.proposal.state != ProposalState.OPEN
        case Verb.PUBLISH:
            return opened.proposal is None or opened.proposal.state != ProposalState.ACCEPTED
        case Verb.REDO:
            return not any(corrected(one.outcomes) for one in opened.disputes) or opened.redone
        case Verb.SEND_BACK:
            return not _ones_turn(opened)
    return False


def _undecided(opened: Opened) -> bool:
    if opened.case.rectifies:
        return not opened.case.rectification.finding
    return any(not item.code for item in opened.items)


def _ones_turn(opened: Opened) -> bool:
    """Whether the reply lies before this role: who may review it now may send it back."""
    reply = opened.reply
    if reply is None:
        return False
    state = PaperState(reply.state)
    if state is PaperState.SIGNED:
        return Verb.SIGN in opened.verbs
    return _BY_PAPER.get(state) in opened.verbs


def natural(opened: Opened) -> Verb | None:
    """The act that brings this case on."""
    case = opened.case
    if (awaited := _AWAITED.get(opened.application.state)) is not None:
        return awaited
    match Stage(case.stage):
        case Stage.ARRIVED:
            return Verb.REGISTER
        case Stage.REGISTERED:
            return Verb.ASSIGN
        case Stage.WITH_SECTIONS:
            return Verb.OPINE
        case Stage.DECIDING:
            if _undecided(opened):
                return Verb.FIND if case.rectifies else Verb.DECIDE
            return Verb.SEND_FOR_REVIEW if opened.reply is not None else Verb.DRAFT
        case Stage.IN_REVIEW | Stage.SIGNED:
            reply = opened.reply
            return _BY_PAPER.get(PaperState(reply.state)) if reply is not None else None
        case Stage.ANSWERED | Stage.CLOSED:
            return Verb.ARCHIVE
    return None


def offered(opened: Opened) -> Offered:
    """What the page offers; two queries."""
    wanted = natural(opened)
    first, sentence = None, ""
    if wanted is not None and wanted in opened.verbs:
        first = _move(opened, wanted, refusal(opened, wanted), primary=True)
    elif wanted is not None:
        who = "、".join(sorted(role.zh for role in ALLOWED[wanted])) or "申请人"
        sentence = f"下一步“{wanted.zh}”，由{who}办理。"
    groups = tuple(
        (zh, moves) for zh, verbs in GROUPS
        if (moves := tuple(_open_moves(opened, verbs, wanted)))
    )  # fmt: skip
    return Offered(first, groups, sentence)


def _open_moves(opened: Opened, verbs: tuple[Verb, ...], wanted: Verb | None) -> Iterator[NextMove]:
    for verb in verbs:
        if verb is wanted or verb not in opened.verbs or verb in _ELSEWHERE:
            continue
        if refusal(opened, verb) is None and not _idle(opened, verb):
            yield _move(opened, verb, None)


def _move(
    opened: Opened, verb: Verb, refused: Refused | None, *, primary: bool = False
) -> NextMove:
    url = act_url(opened.case.pk, verb)
    article = MOVES[verb].article
    return next_move(
        verb.zh, url, article=article, refused=refused, primary=primary, danger=verb in DANGER
    )

"""Who may: which cases a person sees, and what may be done to this one.

The disclosure office (受理), the reviewers and the approver see all cases of their body; a handler
whose post is limited to a section sees the cases assigned to it. 公开办 and 监督 see the register
of the bodies below without personal data and change nothing. An applicant sees the one case of
which he has shown number and query code. Nobody sees anything of another body.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.sources import R2019, Article
from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency, Post, on
from gongkai.web.agencies.policies import (
    OVERSIGHT,
    Relation,
    is_system,
    place_of,
    relation,
)
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.verbs import name_roles
from gongkai.web.cases.models import Assignment, Case, Handover, Paper, Part
from gongkai.web.cases.moves import Verb

__all__ = [
    "ALLOWED", "APPLICANT", "APPLICANT_VERBS", "applicant_of", "had_a_hand", "handovers_of",
    "is_applicant_of", "may", "may_read", "may_review", "may_see", "may_set_up", "may_work",
    "rows_of", "sees_people", "verbs_of",
]  # fmt: skip

M = TypeVar("M", bound=models.Model)


class _Visitor(Labelled):
    APPLICANT = "applicant", Part.APPLICANT.zh


name_roles(_Visitor)  # how the trace is read
APPLICANT = _Visitor.APPLICANT.value  # the role of who has shown that a case is his own

_INTAKE = frozenset({Role.INTAKE})
_OFFICE = frozenset({Role.INTAKE, Role.APPROVER})
_SECTION = frozenset({Role.HANDLER, Role.SECTION_HEAD})
_WORK = _INTAKE | _SECTION
_LEGAL = frozenset({Role.LEGAL_REVIEWER})
_APPROVER = frozenset({Role.APPROVER})
_REVIEWERS = frozenset({Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.APPROVER})

# of the case's own body; 法条: the reply goes out from the disclosure office alone
ALLOWED: Mapping[Verb, frozenset[Role]] = {
    Verb.SUBMIT: frozenset(),
    Verb.TAKE_IN: _INTAKE,
    Verb.CONFIRM: _INTAKE,
    Verb.REGISTER: _INTAKE,
    Verb.AMEND: _INTAKE,
    Verb.SPLIT: _INTAKE,
    Verb.ASSIGN: _INTAKE,
    Verb.RECALL: _INTAKE,
    Verb.KEEP: _INTAKE,
    Verb.OPINE: _SECTION,
    Verb.CONSULT: _WORK,
    Verb.END_CONSULTATION: _WORK,
    Verb.TELL_THIRD_PARTY: _INTAKE,
    Verb.CONFER: _WORK,
    Verb.RECORD: _WORK,
    Verb.ASK_CORRECTION: _INTAKE,
    Verb.SEND_CORRECTION: frozenset(),
    Verb.RECEIVE_CORRECTION: _INTAKE,
    Verb.LAPSE_CORRECTION: _INTAKE,
    Verb.PROPOSE_EXTENSION: _WORK,
    Verb.EXTEND: _APPROVER,
    Verb.REFUSE_EXTENSION: _APPROVER,
    Verb.ASK_REASONS: _INTAKE,
    Verb.SEND_REASONS: frozenset(),
    Verb.RECEIVE_REASONS: _INTAKE,
    Verb.DELAY: _APPROVER,
    Verb.NOTIFY_FEE: _INTAKE,
    Verb.RECEIVE_PAYMENT: _INTAKE,
    Verb.LAPSE_PAYMENT: _INTAKE,
    Verb.DECIDE: _WORK,
    Verb.FIND: _WORK,
    Verb.DRAFT: _WORK,
    Verb.SEND_FOR_REVIEW: _WORK,
    Verb.REVIEW_LAW: _LEGAL,
    Verb.REVIEW_SECRECY: frozenset({Role.SECRECY_REVIEWER}),
    Verb.SIGN: _APPROVER,
    Verb.SEND_BACK: _REVIEWERS,
    Verb.SERVE: _INTAKE,
    Verb.RECORD_SERVICE: _INTAKE,
    Verb.RESEND: _INTAKE,
    Verb.PROPOSE_LETTER: _WORK,
    Verb.SIGN_LETTER: _APPROVER,
    Verb.REFUSE_LETTER: _APPROVER,
    Verb.TELL_LAPSE: _INTAKE,
    Verb.WITHDRAW: _INTAKE,
    Verb.ARCHIVE: _INTAKE,
    Verb.UNMASK: _WORK | _REVIEWERS,
    Verb.RATE: frozenset(),
    Verb.PROPOSE: _INTAKE,
    Verb.EXAMINE_PROPOSAL: _APPROVER,
    Verb.PUBLISH: _INTAKE,
    Verb.HAND_OVER: _INTAKE,  # and who answers for a body that is no more
    Verb.MARK_DRILL: _APPROVER,
    Verb.OPEN_DISPUTE: _LEGAL | _INTAKE,
    Verb.UPDATE_DISPUTE: _LEGAL | _INTAKE,
    Verb.REDO: _INTAKE,
}

APPLICANT_VERBS = frozenset({
    Verb.SEND_CORRECTION, Verb.SEND_REASONS, Verb.WITHDRAW, Verb.RATE, Verb.PROPOSE,
})  # fmt: skip

# who see every case of their body; a post in a section narrows the section's roles alone
_ALL_OF_BODY = _OFFICE | _REVIEWERS
_LOOK_BELOW = frozenset({Role.OVERSEER, Role.SUPERVISOR})
REVIEWED = Article(R2019, 17, 2)
SETTINGS = Article(R2019, 4)  # 工作机构 of each body


def applicant_of(case: Case, address: str = "") -> Actor:
    """The visitor who has shown the number and the query code of this case."""
    return Actor(None, "申请人", APPLICANT, address=address, about=f"cases.case:{case.pk}")


def is_applicant_of(actor: Actor, case: Case) -> bool:
    """Whether this visitor has shown that the case is his own."""
    return (
        actor.role == APPLICANT
        and actor.id is None
        and case.pk is not None
        and actor.about == f"cases.case:{case.pk}"
    )


def rows_of(model: type[M], actor: Actor) -> models.QuerySet[M]:
    """The rows of a model of this app that an actor may read; a constant number of queries."""
    rows: models.QuerySet[M] = model._default_manager.all()
    if is_system(actor):
        return rows
    body = getattr(model, "agency_lookup", "agency")
    case = "" if model is Case else body.removesuffix("agency")  # "case__", "paper__case__"
    if actor.role == APPLICANT:
        key = actor.about.removeprefix("cases.case:")
        if model is not Case or actor.id is not None or not key.isdigit():
            return rows.none()
        return rows.filter(pk=int(key))
    place = place_of(actor)
    if place is None:
        return rows.none()
    role = Role(actor.role)
    if role in _ALL_OF_BODY:
        return rows.filter(**{body: actor.agency})
    if role in _SECTION:
        own = rows.filter(**{body: actor.agency})
        if actor.section is None:
            return own
        if model is not Case and not case:
            return rows.none()  # what belongs to the body and to no case
        theirs = Assignment.objects.filter(
            section=actor.section, recalled=None, case=models.OuterRef(f"{case}pk")
        )
        return own.filter(models.Exists(theirs))
    if role in _LOOK_BELOW and place.reach and model is Case:
        return rows.filter(
            models.Q(agency__path=place.path) | models.Q(agency__path__startswith=place.reach)
        )
    return rows.none()


def handovers_of(actor: Actor) -> models.QuerySet[Handover]:
    """What went over to the actor's body, and for who sees all of the body what went away from it.

    Of a case that went away only its number and title are shown: the case itself is seen no more.
    """
    rows = rows_of(Handover, actor)
    if actor.role in {role.value for role in _ALL_OF_BODY} and place_of(actor) is not None:
        return rows | Handover.objects.filter(origin=actor.agency)
    return rows


def sees_people(actor: Actor) -> bool:
    """Whether this role may see who asked: not those who look from above."""
    if is_system(actor):
        return True
    return actor.role in {role.value for role in _ALL_OF_BODY | _SECTION}


def may_see(actor: Actor, case: Case) -> None:
    """Raise Refused unless the actor may look into this case."""
    if is_system(actor) or rows_of(Case, actor).filter(pk=case.pk).exists():
        return
    raise Refused(
        Refusal.FORBIDDEN, "这件申请不在您可以查看的范围内；请切换岗位，或者从办件列表中打开"
    )


def may_read(actor: Actor, case: Case) -> None:
    """Raise Refused unless the actor may read what the applicant wrote and handed in."""
    may_see(actor, case)
    if not sees_people(actor) and not is_applicant_of(actor, case):
        raise Refused(
            Refusal.FORBIDDEN, "上级机关可以查看办理情况，不能查看申请人信息和申请材料", OVERSIGHT
        )


def verbs_of(actor: Actor, case: Case) -> frozenset[Verb]:
    """What the role may do to a case that was read from `rows_of` this actor; two queries.

    The same table as `may`, asked once for all verbs: which buttons a page shows.
    """
    if is_system(actor):
        return frozenset(Verb)
    if relation(place_of(actor), case.agency.path) is not Relation.OWN:
        return frozenset()
    return frozenset(verb for verb, roles in ALLOWED.items() if actor.role in {*roles})


def may(actor: Actor, verb: Verb, case: Case) -> None:
    """Raise Refused unless the actor may do that to this case (or begin one in its body)."""
    if is_system(actor):
        return
    if verb is Verb.SUBMIT and actor.id is None and not actor.role:
        return  # anybody may apply (第二十七条)
    if verb in APPLICANT_VERBS and is_applicant_of(actor, case):
        return
    if verb is Verb.HAND_OVER and case.pk is not None and _takes_over(actor, case):
        return
    _in_role(actor, ALLOWED[verb], verb.zh, case, applicant=verb in APPLICANT_VERBS)


def _takes_over(actor: Actor, case: Case) -> bool:
    """Whether the actor's body answers for the case's body, in which nobody has a post any more."""
    from gongkai.web.cases.successors import predecessors

    if actor.role not in ALLOWED[Verb.HAND_OVER] or case.agency.until is None:
        return False
    place = place_of(actor)
    # whatever day it is: a body that is no more does not come back
    return place is not None and case.agency_id in predecessors(actor.agency, date.max)


def may_work(actor: Actor, zh: str, case: Case) -> None:
    """Raise Refused unless the actor works on this case; `zh` names what he wants to do."""
    if not is_system(actor):
        _in_role(actor, _WORK, zh, case)


def _in_role(
    actor: Actor, allowed: frozenset[Role], zh: str, case: Case, *, applicant: bool = False
) -> None:
    found = relation(place_of(actor), case.agency.path)
    if found is Relation.OWN and actor.role in {role.value for role in allowed}:
        if case.pk is None or rows_of(Case, actor).filter(pk=case.pk).exists():
            return
        raise Refused(
            Refusal.FORBIDDEN, f"这件申请没有转办到您的科室，不能“{zh}”；请与工作机构联系"
        )
    if found is Relation.SUBORDINATE and actor.role in (Role.OVERSEER, Role.SUPERVISOR):
        raise Refused(
            Refusal.FORBIDDEN,
            f"{Role(actor.role).zh}可以查看{case.agency}的办理情况，但不能代其“{zh}”；"
            "请通知该机关自行办理",
            OVERSIGHT,
        )
    roles = "、".join(sorted(role.zh for role in allowed))
    if applicant:
        roles = "、".join(filter(None, ("申请人", roles)))
    raise Refused(
        Refusal.FORBIDDEN,
        f"您目前的岗位不能“{zh}”；这由该机关的{roles or '申请人'}办理",
    )


def _hands(paper: Paper) -> set[int | None]:
    return {paper.drafted_by, paper.submitted_by, paper.case.decided_by} - {None}


def had_a_hand(actor: Actor, paper: Paper) -> bool:
    """Whether the actor drafted the reply, decided on it or sent it for review."""
    return actor.id is not None and actor.id in _hands(paper)


def may_review(actor: Actor, paper: Paper, day: date, alone: str) -> str:
    """Raise Refused when a reply's legal review falls to somebody who worked on it.

    That is who drafted it, who decided on it and who sent it for review. In a body that has nobody
    else for it the review may be done all the same, for a reason (`alone`), which is returned: ""
    when the actor had no hand in the reply.
    """
    if not had_a_hand(actor, paper):
        return ""
    hands = _hands(paper)
    zh = Verb.REVIEW_LAW.zh
    posts = Post.objects.filter(
        on(day), agency=paper.case.agency, role__in=[one.value for one in ALLOWED[Verb.REVIEW_LAW]],
        user__is_active=True,
    )  # fmt: skip
    if posts.exclude(user__in=hands).exists():
        raise Refused(
            Refusal.FORBIDDEN,
            f"您拟写、拟定或者送审了这份答复，不能再对它“{zh}”；请由本机关其他{zh}人员办理",
            REVIEWED,
        )
    if not alone:
        raise Refused(
            Refusal.FORBIDDEN,
            f"您拟写、拟定或者送审了这份答复，不能再对它“{zh}”；本机关确实没有其他人可以复核的，"
            "请写明情况",
            REVIEWED,
        )
    return alone


def may_set_up(actor: Actor, agency: Agency) -> None:
    """Raise Refused unless the actor sets up the desk and the templates of that body."""
    if is_system(actor):
        return
    own = relation(place_of(actor), agency.path) is Relation.OWN
    if own and actor.role == Role.ADMINISTRATOR:
        return
    raise Refused(Refusal.FORBIDDEN, f"{agency}的办理设置和文书模板由该机关的管理员设定", SETTINGS)

"""Posts and delegations: who may act in which role, and that no administrator judges the trace."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from gongkai.errors import BadInput
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.actions.base import Ending, SetUp, today
from gongkai.web.agencies.models import Agency, Delegation, Post, Section, on
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.roles import APART, Role

__all__ = ["Delegate", "EndDelegation", "EndPost", "GivePost", "RecordTraining", "check_apart"]


def _overlap(since: date, until: date | None, prefix: str = "") -> Q:
    """Dated rows that share a day with the period."""
    found = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": since})
    return found if until is None else found & Q(**{f"{prefix}since__lte": until})


def check_apart(user: int, role: Role, since: date, until: date | None) -> None:
    """Refused when the person holds, or stands in for, the role that must be kept apart.

    The person's row is locked: of two posts given at once the second is refused.
    """
    if role not in APART:
        return
    person = get_user_model().objects.select_for_update().get(pk=user)
    others = [other.value for other in APART if other is not role]
    held = Post.objects.filter(_overlap(since, until), user=user, role__in=others)
    stood_in = Post.objects.filter(
        role__in=others,
        pk__in=Delegation.objects.filter(_overlap(since, until), to=user).values("post"),
    )
    found = held.select_related("agency").first() or stood_in.select_related("agency").first()
    if found:
        raise Refused(
            Refusal.LAW,
            f"{person}在{found.agency}任{Role(found.role).zh}（或者代理），不能同时任{role.zh}："
            "管理员和审计员须由不同的人担任；请另选人员",
        )


def _person(act: Act[Any], key: str, zh: str) -> Any:
    person = facts.row(act.facts, key, zh, get_user_model())
    if not person.is_active:
        raise BadInput(f"用户{person}已经停用；请另选，或者先启用")
    return person


class GivePost(SetUp[Post]):
    """Gives a post: `row.agency`; facts user, role, section, since, until, full_time, trained."""

    does = Verb.GIVE_POST
    logged = ("user", "agency", "section", "role", "since", "until", "full_time")

    def roles(self, act: Act[Post]) -> tuple[str, ...]:
        """The one that is given."""
        return (str(act.facts.get("role", "")),)

    def law(self, act: Act[Post]) -> None:
        """Once only, within the life of body and section, and apart."""
        row, given = act.row, act.facts
        row.user = _person(act, "user", "人员")
        role = facts.kind(given, "role", "岗位", Role)
        row.role = role.value
        row.since, row.until = facts.period(given, today(act))
        row.full_time = bool(given.get("full_time"))
        row.trained = facts.day(given, "trained", "培训日期") if given.get("trained") else None
        if given.get("section") is not None:
            section = facts.row(given, "section", "科室", Section)
            if section.agency_id != row.agency_id or not section.holds(max(row.since, today(act))):
                raise BadInput(f"“{section}”不是{row.agency}现有的科室；请另选")
            row.section = section
        if row.since < row.agency.since:
            raise BadInput(f"起始日期{row.since}早于{row.agency}的设立日期；请核对")
        check_apart(row.user_id, role, row.since, row.until)
        again = Post.objects.filter(
            _overlap(row.since, row.until), user=row.user, agency=row.agency,
            section=row.section, role=row.role,
        )  # fmt: skip
        if again.exists():
            raise BadInput(f"{row.user}在这段时间已经任{row.agency}{row.title}；不必重复任用")


class RecordTraining(SetUp[Post]):
    """Notes the last training and whether the person does this work alone (facts both)."""

    does = Verb.RECORD_TRAINING
    logged = ("trained", "full_time")

    def law(self, act: Act[Post]) -> None:
        """Training lies in the past."""
        row, given = act.row, act.facts
        if given.get("trained"):
            row.trained = facts.day(given, "trained", "培训日期")
            if row.trained > today(act):
                raise BadInput(f"培训日期{row.trained}还没有到；请核对")
        if "full_time" in given:
            row.full_time = bool(given["full_time"])


class EndPost(Ending[Post]):
    """Ends it (facts until, the last day); who stands in ends with it."""

    does = Verb.END_POST

    def roles(self, act: Act[Post]) -> tuple[str, ...]:
        """The one that ends."""
        return (act.row.role,)

    def save(self, act: Act[Post]) -> None:
        """With its delegations."""
        super().save(act)
        if self.never:
            return
        lent = act.row.delegations
        lent.filter(since__gt=act.row.until).delete()  # never came to be
        lent.filter(until__gt=act.row.until).update(until=act.row.until)


class _OfTheHolder(SetUp[Delegation]):
    """What the holder of a post may do himself, besides the administrator of the body."""

    def agency(self, act: Act[Delegation]) -> Agency:
        """That of the post."""
        return act.row.post.agency

    def may(self, act: Act[Delegation]) -> None:
        """The holder, in any of his posts of that body; never who only stands in."""
        post, actor = act.row.post, act.actor
        if actor.id is not None and actor.id == post.user_id and actor.agency == post.agency_id:
            return
        super().may(act)


class Delegate(_OfTheHolder):
    """Lets another act in a post: `row.post`; facts to, since, until, reason."""

    does = Verb.DELEGATE
    logged = ("post", "to", "since", "until")

    def law(self, act: Act[Delegation]) -> None:
        """A colleague of the same body, for a time, within the post's own, and apart."""
        row, post, given = act.row, act.row.post, act.facts
        post.refresh_from_db()
        row.to = _person(act, "to", "代理人")
        row.since, until = facts.period(given, today(act))
        row.reason = facts.word(given, "reason", "原因", 200, needed=False)
        if until is None:
            raise BadInput("没有填写截止日期；代理须有期限，请填写")
        row.until = until
        if until < today(act):
            raise BadInput(f"截止日期{until}已经过去；请核对")
        if row.to_id == post.user_id:
            raise BadInput("代理人就是本人；请另选")
        if row.since < post.since or (post.until is not None and until > post.until):
            raise BadInput(f"代理期应在任期之内（{post.since}至{post.until or '今'}）；请核对")
        if not Post.objects.filter(on(row.since), user=row.to, agency=post.agency).exists():
            raise BadInput(f"{row.to}在{post.agency}没有岗位；只能委托本机关的人员，请另选")
        if post.delegations.filter(_overlap(row.since, until)).exists():
            raise BadInput("这个岗位在此期间已经委托他人代理；请先结束原来的代理")
        check_apart(row.to_id, Role(post.role), row.since, until)


class EndDelegation(_OfTheHolder, Ending[Delegation]):
    """Ends it before its day (facts until, the last day)."""

    does = Verb.END_DELEGATION

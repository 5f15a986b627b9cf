"""Who may: which rows a person sees, and what may be done to this row.

A post gives its holder a role in one body. Most roles reach that body alone. 公开办 and 监督 look
into the bodies below and change nothing there; an administrator founds, moves and closes the
bodies below and gives them their first administrator; an auditor sees the trace alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from gongkai.sources import R2019, Article
from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency, Delegation, Post, Succession, on
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry

if TYPE_CHECKING:
    from gongkai.web.accounts.models import User

__all__ = [
    "ALLOWED", "SYSTEM", "Place", "Relation", "entries_of", "is_system", "may", "may_see",
    "place_of", "posts_of", "relation", "rows_of", "visible_agencies",
]  # fmt: skip

M = TypeVar("M", bound=models.Model)


def is_system(actor: Actor) -> bool:
    """Whether the software itself acts (a command, the first set-up).

    The very object is asked for: a visitor has no id either, and may call himself anything.
    """
    return actor is SYSTEM


class Relation(Enum):
    """How a body stands to the body for which somebody acts."""

    OWN = "本机关"
    SUBORDINATE = "下级机关"
    OTHER = "其他机关"


@dataclass(frozen=True, slots=True)
class Place:
    """The body for which somebody acts: its path, and the path below which it reaches."""

    path: str
    reach: str


# who look below the body in which their post is
_LOOK_BELOW = frozenset({Role.OVERSEER, Role.SUPERVISOR, Role.ADMINISTRATOR})
_BLIND = frozenset({Role.AUDITOR})  # sees the trace alone

_OWN, _BELOW = Relation.OWN, Relation.SUBORDINATE
_SETUP = frozenset({(Role.ADMINISTRATOR, _OWN)})
_ABOVE = frozenset({(Role.ADMINISTRATOR, _BELOW)})
_FACE = _SETUP | {(Role.EDITOR, _OWN)}

ALLOWED: Mapping[Verb, frozenset[tuple[Role, Relation]]] = {
    Verb.FOUND: _SETUP | _ABOVE,  # asked of the body under which it is founded
    Verb.RENAME: _SETUP | _ABOVE,
    Verb.DESCRIBE: _SETUP | _ABOVE,
    Verb.MOVE: _ABOVE,
    Verb.MERGE: _ABOVE,
    Verb.SPLIT: _ABOVE,
    Verb.HAND_ON: _ABOVE,
    Verb.CLOSE: _ABOVE,
    Verb.NAME_OFFICE: _SETUP,
    Verb.OPEN_SECTION: _SETUP,
    Verb.RENAME_SECTION: _SETUP,
    Verb.CLOSE_SECTION: _SETUP,
    Verb.GIVE_POST: _SETUP | _ABOVE,  # below: administrator and auditor alone
    Verb.RECORD_TRAINING: _SETUP,
    Verb.END_POST: _SETUP | _ABOVE,
    Verb.DELEGATE: _SETUP,  # and the holder of the post
    Verb.END_DELEGATION: _SETUP,
    Verb.APPOINT_LEADER: _FACE,
    Verb.DESCRIBE_LEADER: _FACE,
    Verb.END_LEADER: _FACE,
    Verb.JOIN_GROUP: _FACE,
    Verb.LEAVE_GROUP: _FACE,
    Verb.RECORD_MEETING: _FACE,
    Verb.CORRECT_MEETING: _FACE,
    Verb.SET_CONTACT: _FACE,
    Verb.ADD_OVERLAY: _SETUP,
    Verb.WITHDRAW_OVERLAY: _SETUP,
    Verb.OPEN_ACCOUNT: _SETUP | _ABOVE,
    Verb.CHANGE_PERSON: _SETUP | _ABOVE,
    Verb.RESET_PASSWORD: _SETUP | _ABOVE,
    Verb.RESET_FACTOR: _SETUP | _ABOVE,
    Verb.DISABLE_ACCOUNT: _SETUP | _ABOVE,
    Verb.ENABLE_ACCOUNT: _SETUP | _ABOVE,
}

OVERSIGHT = Article(R2019, 3)  # 主管部门负责推进、指导、协调、监督
# what the rows of a model belong to; other apps say it in `agency_lookup` of the model
_LOOKUPS: Mapping[type[models.Model], tuple[str, ...]] = {
    Agency: ("",),
    Delegation: ("post__agency__",),
    Succession: ("predecessor__", "successor__"),
}


def posts_of(user: User, day: date) -> models.QuerySet[Post]:
    """The posts in which a person may act on that day, the delegated ones after the own ones.

    Annotated: `borrowed` — the post of another, who is `post.user`.
    """
    if not user.is_active:
        return Post.objects.none()
    lent = Delegation.objects.filter(on(day), post=models.OuterRef("pk"), to=user.pk)
    # who has left or is barred lends nothing
    borrowed = models.Q(models.Exists(lent), user__is_active=True) & ~models.Q(user=user.pk)
    return (
        Post.objects.filter(on(day), on(day, "agency__"), models.Q(user=user.pk) | borrowed)
        .annotate(borrowed=models.Case(models.When(user=user.pk, then=False), default=True))
        .select_related("agency__parent", "section", "user")
        .order_by("borrowed", "id")
    )


def reach_of(role: Role, agency: Agency) -> str:
    """The path below which a role of that body looks, or "".

    The office of a government is competent for all bodies of that government (条例第三条).
    """
    if role not in _LOOK_BELOW:
        return ""
    if agency.competent and agency.parent and role is not Role.ADMINISTRATOR:
        return agency.parent.path
    return agency.path


def place_of(actor: Actor) -> Place | None:
    """Where an actor stands, read anew at each question: a body may have moved since."""
    if actor.agency is None or actor.role not in Role._value2member_map_:
        return None
    agency = Agency.objects.select_related("parent").filter(pk=actor.agency).first()
    return Place(agency.path, reach_of(Role(actor.role), agency)) if agency else None


def relation(place: Place | None, path: str) -> Relation:
    """How the body with that path stands to the actor's own."""
    if place is None or not path:
        return Relation.OTHER
    if path == place.path:
        return Relation.OWN
    if place.reach and path.startswith(place.reach):
        return Relation.SUBORDINATE
    return Relation.OTHER


def visible_agencies(user: User, day: date) -> models.QuerySet[Agency]:
    """The bodies into which a person may look in any of his posts on that day; two queries."""
    seen = models.Q(pk__in=())
    for post in posts_of(user, day):
        role = Role(post.role)
        if role in _BLIND:
            continue
        seen |= models.Q(path=post.agency.path)
        if reach := reach_of(role, post.agency):
            seen |= models.Q(path__startswith=reach)
    return Agency.objects.filter(seen)


def rows_of(model: type[M], actor: Actor) -> models.QuerySet[M]:
    """The rows of a model that an actor may read: two queries, whatever their number.

    The model has a field `agency`, or says in `agency_lookup` how to come to it.
    """
    rows: models.QuerySet[M] = model._default_manager.all()
    if is_system(actor):
        return rows
    place = place_of(actor)
    if place is None or actor.role in _BLIND:
        return rows.none()
    own = models.Q(pk__in=())
    for lookup in _LOOKUPS.get(model) or (getattr(model, "agency_lookup", "agency") + "__",):
        own |= models.Q(**{f"{lookup}path": place.path})
        if place.reach:
            own |= models.Q(**{f"{lookup}path__startswith": place.reach})
    return rows.filter(own)


def entries_of(actor: Actor) -> models.QuerySet[Entry]:
    """The lines of the trace that an auditor reads: his body's; at the root also nobody's."""
    entries = Entry.objects.all()
    if is_system(actor):
        return entries
    if actor.role != Role.AUDITOR or actor.agency is None:
        return entries.none()
    own = models.Q(agency=actor.agency)
    if Agency.objects.filter(pk=actor.agency, parent=None).exists():
        own |= models.Q(agency=None)  # refused log-ins, the system itself
    return entries.filter(own)


def may_see(actor: Actor, agency: Agency) -> None:
    """Raise Refused unless the actor may look into that body."""
    if is_system(actor):
        return
    found = relation(place_of(actor), agency.path)
    if found is Relation.OTHER or actor.role in _BLIND:
        raise Refused(Refusal.FORBIDDEN, f"您目前的岗位不能查看{agency}的内容；请切换岗位")


def may(
    actor: Actor,
    verb: Verb,
    agency: Agency,
    *,
    roles: Iterable[str] = (),
    where: Relation | None = None,
) -> None:
    """Raise Refused unless the actor may do that in that body.

    `roles`: of the posts that it is about; an administrator above gives only the first ones.
    `where`: how that body stands to his own, for a page that has just asked.
    """
    if is_system(actor):
        return
    role: Any = actor.role
    found = where or relation(place_of(actor), agency.path)
    allowed = ALLOWED[verb]
    if found is not Relation.OTHER and (role, found) in allowed:
        if found is Relation.SUBORDINATE and any(r not in _FROM_ABOVE for r in roles):
            raise Refused(
                Refusal.FORBIDDEN,
                f"上级管理员只能在{agency}任免管理员和审计员；其他岗位由该机关自己的管理员设定",
            )
        return
    if found is Relation.SUBORDINATE and role in (Role.OVERSEER, Role.SUPERVISOR):
        raise Refused(
            Refusal.FORBIDDEN,
            f"{Role(role).zh}可以查看{agency}的情况，但不能代其“{verb.zh}”；请通知该机关自行办理",
            OVERSIGHT,
        )
    who = "、".join(sorted({f"{_WHOSE[whose]}的{r.zh}" for r, whose in allowed}))
    raise Refused(
        Refusal.FORBIDDEN,
        f"您目前的岗位不能对“{agency}”办理“{verb.zh}”；这由{who}办理，请切换岗位或者与其联系",
    )


# who may, said of the body that it is about: an administrator of the body above
_WHOSE = {Relation.OWN: "该机关", Relation.SUBORDINATE: "其上级机关", Relation.OTHER: "其他机关"}
_FROM_ABOVE = frozenset({Role.ADMINISTRATOR.value, Role.AUDITOR.value})

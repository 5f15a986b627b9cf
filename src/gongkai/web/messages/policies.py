"""Who may: one's own messages and feeds; an administrator the deliveries of his body."""

from __future__ import annotations

from django.db import models

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.policies import Relation, is_system, place_of, relation, rows_of
from gongkai.web.agencies.roles import Role
from gongkai.web.messages.models import Delivery, FeedToken, Message

__all__ = ["deliveries_of", "feeds_of", "may_keep", "may_own", "messages_of"]


def messages_of(actor: Actor) -> models.QuerySet[Message]:
    """What a person was told, in whichever post he acts."""
    return Message.objects.filter(user=actor.id) if actor.id else Message.objects.none()


def feeds_of(actor: Actor) -> models.QuerySet[FeedToken]:
    """One's own addresses of feeds."""
    return FeedToken.objects.filter(user=actor.id) if actor.id else FeedToken.objects.none()


def deliveries_of(actor: Actor) -> models.QuerySet[Delivery]:
    """The log: an administrator's body and those below; at the root also nobody's."""
    if actor.role != Role.ADMINISTRATOR or actor.agency is None:
        return Delivery.objects.none()
    rows = rows_of(Delivery, actor)
    if _at_root(actor):
        rows = rows | Delivery.objects.filter(agency=None)
    return rows


def may_own(actor: Actor, user: int) -> None:
    """Raise Refused unless it is one's own."""
    if not is_system(actor) and actor.id != user:
        raise Refused(Refusal.FORBIDDEN, "只能改动自己的消息设置和订阅")


def may_keep(actor: Actor, agency: Agency | None, what: str) -> None:
    """Raise Refused unless the actor is an administrator of that very body."""
    if is_system(actor):
        return
    root = agency is None and _at_root(actor)
    own = agency is not None and relation(place_of(actor), agency.path) is Relation.OWN
    if actor.role != Role.ADMINISTRATOR or not (own or root):
        raise Refused(Refusal.FORBIDDEN, f"“{what}”由本机关的管理员办理；请切换岗位或者与其联系")


def _at_root(actor: Actor) -> bool:
    here = actor.agency
    return here is not None and Agency.objects.filter(pk=here, parent=None).exists()

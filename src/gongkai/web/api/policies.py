"""谁可以管接口: the administrator of the body; tokens that read the trace are the auditor's."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.policies import is_system
from gongkai.web.agencies.roles import Role
from gongkai.web.api.models import Delivery, Hook, Token
from gongkai.web.api.scopes import scope

__all__ = [
    "deliveries_of", "hooks_of", "keeps", "keeps_hooks", "may_give", "may_keep_hooks",
    "may_revoke", "tokens_of",
]  # fmt: skip

_KEEPERS = (Role.ADMINISTRATOR, Role.AUDITOR)


def keeps(actor: Actor) -> bool:
    """Whether the pages of the API are for this post."""
    return actor.agency is not None and actor.role in _KEEPERS


def keeps_hooks(actor: Actor) -> bool:
    """Whether the pages of web-hooks are for this post."""
    return actor.agency is not None and actor.role == Role.ADMINISTRATOR


def _own(actor: Actor, allowed: bool) -> Q:
    return Q() if is_system(actor) else Q(agency=actor.agency) if allowed else Q(pk__in=())


def tokens_of(actor: Actor) -> QuerySet[Token]:
    """The tokens of the own body."""
    return Token.objects.filter(_own(actor, keeps(actor)))


def hooks_of(actor: Actor) -> QuerySet[Hook]:
    """The web-hooks of the own body."""
    return Hook.objects.filter(_own(actor, keeps_hooks(actor)))


def deliveries_of(actor: Actor) -> QuerySet[Delivery]:
    """What was sent to the web-hooks of the own body."""
    return Delivery.objects.filter(hook__in=hooks_of(actor).order_by().values("pk"))


def may_give(actor: Actor, agency: Agency, scopes: Iterable[str]) -> None:
    """Raise Refused unless this person may make a token of that body with those scopes."""
    if is_system(actor):
        return
    _own_body(actor, agency, _KEEPERS)
    for id in scopes:
        found = scope(id)
        if found is not None and actor.role not in found.makers:
            who = "、".join(sorted(role.zh for role in found.makers))
            raise Refused(Refusal.FORBIDDEN, f"“{found.zh}”的令牌由{who}生成；请与其联系")


def may_revoke(actor: Actor, agency: Agency) -> None:
    """Raise Refused unless this person may revoke a token of that body."""
    _own_body(actor, agency, _KEEPERS)


def may_keep_hooks(actor: Actor, agency: Agency) -> None:
    """Raise Refused unless this person may set up the web-hooks of that body."""
    _own_body(actor, agency, (Role.ADMINISTRATOR,))


def _own_body(actor: Actor, agency: Agency, roles: Iterable[Role]) -> None:
    if is_system(actor) or (
        any(actor.role == role for role in roles) and actor.agency == agency.pk
    ):
        return
    who = "或者".join(role.zh for role in roles)
    raise Refused(Refusal.FORBIDDEN, f"{agency}的接口由该机关的{who}管理；请切换岗位，或者与其联系")

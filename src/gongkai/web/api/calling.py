"""谁在调用: the token of the call, the body that it acts for, and what it may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from gongkai.web.accounts.addresses import address_of
from gongkai.web.acting import Actor
from gongkai.web.agencies.moves import State, state_of
from gongkai.web.api import keys, limits
from gongkai.web.api.models import Token
from gongkai.web.api.problems import Kind, Problem
from gongkai.web.api.scopes import Scope

__all__ = ["Bearer", "Caller", "Open", "caller_of", "open_to"]


@dataclass(frozen=True, slots=True)
class Caller:
    """A system of a body: its token, as the actor of actions, when it called."""

    token: Token
    actor: Actor
    now: datetime


class Bearer(HttpBearer):
    """Asks for a token with one of these scopes; the last one that it holds says the role."""

    openapi_scheme = "bearer"

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = scopes

    def __call__(self, request: HttpRequest) -> Any:
        """The caller; raises Problem."""
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise _unknown("请在 Authorization 里写 Bearer 和令牌")
        return self.authenticate(request, text.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller; raises Problem."""
        now, address = timezone.now(), address_of(request)
        prefix = keys.prefix_of(token)
        found = (
            Token.objects.select_related("agency").filter(prefix=prefix).first() if prefix else None
        )
        if found is None or not keys.matches(token, found.digest):
            raise _unknown("没有这个令牌；请核对，或者请管理员重新生成")
        if not found.holds(now):
            raise _unknown("令牌已经撤销或者过期；请管理员重新生成")
        agency = found.agency
        if state_of(agency, timezone.localdate(now)) is not State.CURRENT:
            raise _unknown(f"{agency}已经撤销，令牌不能再用")
        request.quota = limits.count_token(found, now, address)  # type: ignore[attr-defined]
        held = [scope for scope in self.scopes if scope.id in found.scopes]
        if not held:
            names = "或者".join(f"“{scope.zh}”（{scope.id}）" for scope in self.scopes)
            raise Problem(
                Kind.SCOPE, f"这个令牌没有{names}的权限范围；请管理员另行生成",
                scopes=[scope.id for scope in self.scopes],
            )  # fmt: skip
        name = f"接口：{agency.name}"[:150]
        actor = Actor(
            None,
            f"{name}（{found.name[:40]}）",
            held[-1].role.value,
            agency.pk,
            agency.name,
            address,
        )
        return Caller(found, actor, now)


class Open:
    """Asks for nothing, and counts the calls of an address."""

    def __call__(self, request: HttpRequest) -> bool:
        """Always, until the quota of the address is used up."""
        quota = limits.count_address(address_of(request), timezone.now())
        request.quota = quota  # type: ignore[attr-defined]
        return True


def _unknown(detail: str) -> Problem:
    header = {"WWW-Authenticate": 'Bearer realm="gongkai"'}
    return Problem(Kind.UNAUTHENTICATED, detail, headers=header)


def caller_of(request: HttpRequest) -> Caller:
    """Who calls an operation that asks for a token."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def open_to(*scopes: Scope) -> dict[str, Any]:
    """Keyword arguments of an operation: who may call it, and how the document says so."""
    return {
        "auth": Bearer(*scopes),
        "openapi_extra": {"x-scopes": [scope.id for scope in scopes]},
    }

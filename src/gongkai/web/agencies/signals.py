"""Log-in, log-out, failures and second factors go into the trace, for the body of the first post.

Passwords never reach this place. A name that nobody has is not written down: people type their
password there by mistake.
"""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa import signals as factor
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from gongkai.web.accounts import locks
from gongkai.web.accounts.addresses import address_of
from gongkai.web.accounts.models import User
from gongkai.web.agencies.active import actor_in
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.policies import posts_of
from gongkai.web.audit import chain
from gongkai.web.audit.actor import Actor
from gongkai.web.audit.verbs import register

__all__ = ["LOG_IN", "LOG_IN_FAILED", "LOG_OUT", "note"]

LOG_IN = register("log_in", "登录")
LOG_OUT = register("log_out", "退出")
LOG_IN_FAILED = register("log_in_failed", "登录失败")
LOCKED = register("log_in_locked", "登录锁定")
PASSWORD_CHANGED = register("change_password", "修改口令")
FACTOR_ADDED = register("add_second_factor", "设置双因素")
FACTOR_REMOVED = register("remove_second_factor", "移除双因素")
FACTOR_RESET = register("renew_recovery_codes", "更换恢复码")


def note(verb: str, user: User | None, request: HttpRequest | None, reason: str = "") -> None:
    """One line about an account."""
    now = timezone.now()
    address = address_of(request) if request is not None else ""
    actor = Actor(None, "访客", address=address)
    if user is not None:
        actor = actor_in(user, posts_of(user, timezone.localdate(now)).first(), address)
        if actor.agency is None and user.kept_by:
            body = Agency.objects.filter(pk=user.kept_by).first()
            if body:
                actor = Actor(
                    user.pk, user.name, agency=body.pk, agency_name=body.name, address=address
                )
    chain.append(
        chain.Line(
            act=uuid.uuid4(),
            actor=actor.id,
            actor_name=actor.name,
            role=actor.role,
            agency=actor.agency,
            agency_name=actor.agency_name,
            verb=verb,
            kind="accounts.user",
            object=str(user.pk) if user is not None else "",
            label=user.name if user is not None else "（没有这个登录名）",
            before={},
            after={},
            reason=reason,
            address=actor.address,
        ),
        now,
    )


@receiver(user_logged_in)
def logged_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """The failures before it are forgotten."""
    locks.open_again(user.username)
    note(LOG_IN, user, request)


@receiver(user_logged_out)
def logged_out(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    """A session that had ended by itself has no user any more."""
    if user is not None:
        note(LOG_OUT, user, request)


@receiver(user_login_failed)
def log_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
) -> None:
    """Counted by the name that was typed."""
    name = str(credentials.get("username") or "")
    _failed(name, User.objects.filter(username=name.strip().lower()).first(), request, "口令不对")


@receiver(factor.authentication_failed)
def factor_failed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """A wrong code counts as a wrong password does."""
    _failed(user.username, user, request, "验证码不对")


def _failed(name: str, user: User | None, request: HttpRequest | None, why: str) -> None:
    locked = locks.failed(name, timezone.now())
    note(LOG_IN_FAILED, user, request, why)
    if locked:
        note(LOCKED, user, request)


@receiver(password_changed)
def changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """By the person."""
    note(PASSWORD_CHANGED, user, request)


@receiver(factor.authenticator_added)
def added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
    """TOTP, WebAuthn or recovery codes."""
    note(FACTOR_ADDED, user, request, authenticator.get_type_display())


@receiver(factor.authenticator_removed)
def removed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
    """The same."""
    note(FACTOR_REMOVED, user, request, authenticator.get_type_display())


@receiver(factor.authenticator_reset)
def renewed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """New recovery codes."""
    note(FACTOR_RESET, user, request)

"""The post in which a person acts now: kept in the session, shown on every page, proved each time.

The session holds an id and no right: what the post allows is read anew with each page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from gongkai.law.calendar import Calendar, national
from gongkai.web.accounts.addresses import address_of
from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Post
from gongkai.web.agencies.policies import posts_of

if TYPE_CHECKING:
    from gongkai.web.accounts.models import User

__all__ = [
    "KEY", "Active", "active_of", "actor_of", "actor_in", "attach_actor", "switch",
]  # fmt: skip

KEY = "post"  # in the session


@dataclass
class Active:
    """Who sits before the screen on that day: all posts, and the one in which he acts."""

    user: User | None
    day_and_time: datetime
    chosen: int | None
    address: str = ""

    @cached_property
    def posts(self) -> list[Post]:
        """One query; empty for a visitor."""
        if self.user is None:
            return []
        return list(posts_of(self.user, timezone.localdate(self.day_and_time)))

    @cached_property
    def post(self) -> Post | None:
        """The chosen one while it may be used, else the first."""
        found = [post for post in self.posts if post.pk == self.chosen]
        return next(iter(found or self.posts), None)

    @cached_property
    def calendar(self) -> Calendar:
        """Of the body in which he acts; one query. The national one without a post."""
        return calendar_of(self.post.agency) if self.post else national()

    @cached_property
    def actor(self) -> Actor:
        """The same for the actions."""
        if self.user is None:
            return Actor(None, "访客", address=self.address)
        return actor_in(self.user, self.post, self.address)


def actor_in(user: User, post: Post | None, address: str = "") -> Actor:
    """A person in a post; who stands in for another is named with him."""
    if post is None:
        return Actor(user.pk, user.name, address=address)
    name = user.name if post.user_id == user.pk else f"{user.name}（代{post.user.name}）"
    return Actor(
        user.pk, name, post.role, post.agency_id, post.agency.name, address,
        post=post.pk, section=post.section_id,
    )  # fmt: skip


def active_of(request: HttpRequest, now: datetime | None = None) -> Active:
    """Who sits before the screen; found once a page."""
    found: Active | None = getattr(request, "_active", None)
    if found is None:
        user: Any = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        found = Active(
            user if signed_in else None,
            now or timezone.now(),
            request.session.get(KEY) if signed_in else None,
            address_of(request),
        )
        request._active = found  # type: ignore[attr-defined]
    return found


def actor_of(request: HttpRequest) -> Actor:
    """The person at the screen as the actor of actions; a visitor has no id and no role."""
    return active_of(request).actor


def switch(request: HttpRequest, post: int) -> Post:
    """Act in that post from now on; Refused unless it is one of the person's."""
    active = active_of(request)
    found = next((one for one in active.posts if one.pk == post), None)
    if found is None:
        raise Refused(Refusal.FORBIDDEN, "这不是您的岗位，或者任期、代理期已经结束；请重新选择")
    request.session[KEY] = found.pk
    request._active = Active(  # type: ignore[attr-defined]
        active.user, active.day_and_time, found.pk, active.address
    )
    return found


def attach_actor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.active`, whose posts and actor are only looked up when asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.active = SimpleLazyObject(lambda: active_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware

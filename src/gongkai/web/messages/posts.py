"""岗位变动: people are told when they get or lose a post, and of a delegation.

Agencies know nothing of messages: this listens to their acts, in the same transaction. Nobody is
told of what he did himself, nor anybody of what the software does (the first set-up).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.acting import Act
from gongkai.web.agencies.models import Agency, Delegation, Post
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.policies import is_system
from gongkai.web.messages.telling import told

__all__ = ["on_performed"]


def on_performed(sender: object, verb: str, act: Act[Any], **_: Any) -> None:
    """What an act on posts means for those who hold them."""
    tell = _TELL.get(verb)
    if tell is not None and not is_system(act.actor):
        tell(act)


def _tell(
    act: Act[Any], kind: str, to: Iterable[User], body: Agency, post: str, **fields: Any
) -> None:
    others = [user for user in to if user.pk != act.actor.id]
    told(
        act, kind, others, agency=body, url=reverse("work_home"),
        body=body.name, post=post, by=act.actor.name, **fields,
    )()  # fmt: skip


def _given(act: Act[Post]) -> None:
    post = act.row
    term = f"至{post.until}" if post.until else "没有设定截止日期"
    _tell(act, "post_given", [post.user], post.agency, post.title, since=post.since, term=term)


def _ended(act: Act[Post]) -> None:
    post, last = act.row, _last(act, act.row)
    _tell(act, "post_ended", [post.user], post.agency, post.title, last=last)
    if post.pk is not None:
        _stood_in(act, Delegation.objects.filter(post=post, until=post.until), last)


def _closed(act: Act[Agency]) -> None:
    """Whoever held a post to the end of the body, or stood in: one message each."""
    body = act.row
    posts = Post.objects.filter(agency=body, until=body.until)
    lent = Delegation.objects.filter(post__agency=body, until=body.until)
    people = User.objects.filter(Q(posts__in=posts) | Q(delegated__in=lent)).distinct()
    _tell(act, "post_ended", people, body, "全部岗位", last=f"随机关撤销，到{body.until}为止")


def _stood_in(act: Act[Any], rows: Any, last: str) -> None:
    for row in rows.select_related("to", "post__user", "post__agency", "post__section"):
        _tell(
            act, "delegation_ended", [row.to], row.post.agency, row.post.title,
            deputy=row.to.name, holder=row.post.user.name, last=last,
        )  # fmt: skip


def _delegated(act: Act[Delegation]) -> None:
    row = act.row
    _tell(
        act, "delegated", [row.to, row.post.user], row.post.agency, row.post.title,
        since=row.since, until=row.until,
        deputy=row.to.name, holder=row.post.user.name,
    )  # fmt: skip


def _delegation_ended(act: Act[Delegation]) -> None:
    row = act.row
    _tell(
        act, "delegation_ended", [row.to, row.post.user], row.post.agency, row.post.title,
        last=_last(act, row),
        deputy=row.to.name, holder=row.post.user.name,
    )  # fmt: skip


def _last(act: Act[Any], row: Post | Delegation) -> str:
    """When it ends; what had not begun never will."""
    until: date | None = row.until
    if row.pk is None or until is None:
        return f"原定{row.since}开始，已取消"
    today = timezone.localdate(act.now)
    return f"到{until}为止" if until >= today else f"已于{until}结束"


_TELL: Mapping[str, Callable[[Act[Any]], None]] = {
    Verb.GIVE_POST.value: _given,
    Verb.END_POST.value: _ended,
    Verb.DELEGATE.value: _delegated,
    Verb.END_DELEGATION.value: _delegation_ended,
    Verb.MERGE.value: _closed,
    Verb.SPLIT.value: _closed,
    Verb.CLOSE.value: _closed,
}

"""告知: what an act has people told, written in its own transaction.

    def tell(self, act):
        yield told(act, "post_given", [user], agency=row.agency, url=..., post=row.title)

A kind, its fields and its receivers are checked when `told` is called: a mistake refuses the act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from gongkai.law.calendar import Calendar, national
from gongkai.web.accounts.models import User
from gongkai.web.acting import Act
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency, Delegation, Post, on
from gongkai.web.agencies.roles import Role
from gongkai.web.messages.kinds import Kind, Wording, kind_of
from gongkai.web.messages.models import Channel, Delivery, Message, Override, Preference
from gongkai.web.messages.moves import State
from gongkai.web.messages.overrides import kind_in
from gongkai.web.messages.times import digest_moment, due_moment

__all__ = ["address_of", "in_role", "post_to", "told"]

_BATCH = 20  # deliveries of one task


def told(
    act: Act[Any],
    kind: str,
    to: Iterable[User],
    /,
    *,
    agency: Agency | None = None,
    url: str = "",
    **fields: Any,
) -> Callable[[], None]:
    """What `Action.tell` yields; BadInput when the kind or a merge field is wrong.

    `agency` is the body in whose log the letters stand: that of the row unless another is named.
    """
    kind_of(kind).word(fields)
    users = list(to)
    its = getattr(act.row, "agency", None)
    body = agency or (its if isinstance(its, Agency) else None)

    def queue() -> None:
        post_to(users, kind, act.id, act.now, agency=body, url=url, **fields)

    return queue


def in_role(agency: Agency, roles: Iterable[Role], day: date) -> models.QuerySet[User]:
    """Who holds one of the roles in that body on that day, or stands in for a holder."""
    posts = Post.objects.filter(
        on(day), agency=agency, role__in=[role.value for role in roles], user__is_active=True
    )
    lent = models.Q(delegated__in=Delegation.objects.filter(on(day), post__in=posts.values("pk")))
    return User.objects.filter(
        models.Q(pk__in=posts.values("user")) | lent, is_active=True
    ).distinct()


def post_to(
    to: Iterable[User],
    kind: str,
    act: UUID,
    now: datetime,
    /,
    *,
    agency: Agency | None = None,
    url: str = "",
    **fields: Any,
) -> list[Message]:
    """Write the messages and the deliveries, and queue the task, in the caller's transaction.

    Nobody is told twice. A constant number of statements for any number of receivers without a
    digest, one task for 20 letters.
    """
    what, override = kind_in(agency, kind)
    wording = what.word(fields)
    with transaction.atomic():
        return _written(what, wording, to, act, now, agency, url, override)


def _written(
    what: Kind,
    wording: Wording,
    to: Iterable[User],
    act: UUID,
    now: datetime,
    agency: Agency | None,
    url: str,
    override: Override | None,
) -> list[Message]:
    users = list({user.pk: user for user in to if user.is_active}.values())
    made = Message.objects.bulk_create(
        Message(
            user=user, agency=agency, act=act, kind=what.slug, template=what.version,
            override=override, subject=wording.subject, text=wording.text, url=url, at=now,
        )
        for user in users
    )  # fmt: skip
    wishes = {one.user_id: one for one in Preference.objects.filter(user__in=users)}
    calendar = calendar_of(agency) if agency is not None else national()
    letters = [
        letter
        for message in made
        for letter in _letters(what, message, wishes.get(message.user_id), now, calendar)
    ]
    Delivery.objects.bulk_create(letters)
    _wake([one.pk for one in letters if one.state == State.QUEUED and one.due <= now])
    return made


def _wake(deliveries: Sequence[int]) -> None:
    from gongkai.web.messages.tasks import deliver

    for first in range(0, len(deliveries), _BATCH):
        deliver.enqueue(list(deliveries[first : first + _BATCH]))


def _letters(
    kind: Kind, message: Message, wish: Preference | None, now: datetime, calendar: Calendar
) -> Iterable[Delivery]:
    """The deliveries of one message, as its receiver wishes and has addresses."""
    wish = wish or Preference(user=message.user)
    wanted = {Channel.MAIL: wish.mail, Channel.SMS: wish.sms}
    for channel in kind.channels:
        if not wanted[channel] or not address_of(message.user, channel):
            continue
        letter = Delivery(
            user=message.user, agency=message.agency, message=message, channel=channel.value,
            kind=kind.slug, subject=message.subject, made=now, due=now,
        )  # fmt: skip
        if kind.urgent:
            pass
        elif wish.digest and channel is Channel.MAIL:
            letter.digest = _open_digest(message, wish, now, calendar)
            letter.state = State.BUNDLED.value
        else:
            letter.due = due_moment(wish, now, calendar)
            letter.held = letter.due > now
        yield letter


def _open_digest(message: Message, wish: Preference, now: datetime, calendar: Calendar) -> Delivery:
    """The digest that this person gets next; locked, so that it does not leave without this part.

    A digest that no worker has touched is one a person (`delivery_one_open_digest`).
    """
    rows = Delivery.objects.select_for_update(no_key=True)
    digest, _ = rows.get_or_create(
        user=message.user, channel=Channel.MAIL.value, message=None, state=State.QUEUED.value,
        attempts=0,
        defaults={
            "agency": message.agency, "kind": "digest", "subject": "每日消息摘要", "made": now,
            "due": digest_moment(wish, now, calendar),
        },
    )  # fmt: skip
    return digest


def address_of(user: User, channel: Channel) -> str:
    """Where a letter goes, or "": only a mobile number gets an SMS."""
    if channel is Channel.MAIL:
        return user.email
    digits = "".join(c for c in user.phone if c.isdigit())
    return digits if len(digits) == 11 and digits.startswith("1") else ""

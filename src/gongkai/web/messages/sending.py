"""发送: one delivery from 待发送 to its end, by the moves of `moves`.

Three steps, each a short statement of its own, and no transaction while the adapter works:
claim (committed) → adapter → what became of it (committed).
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.messages import telling
from gongkai.web.messages.adapters import InDoubt, Letter, NotSent, Undeliverable, adapter_of
from gongkai.web.messages.kinds import kind_zh
from gongkai.web.messages.models import Attempt, Channel, Delivery
from gongkai.web.messages.moves import State, Step, move_of

__all__ = ["LEASE", "PAUSES", "claim", "compose", "deliver_due", "doubt_lost", "send", "step"]

log = logging.getLogger("gongkai.messages")

# a worker that has said nothing for so long is dead; an adapter has one minute
LEASE = timedelta(minutes=5)
# after the first, second … try that did not succeed
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480))

_AT_A_TIME = 20  # then the worker looks at its tasks again


def deliver_due(now: datetime, stopped: Callable[[], bool] = lambda: False) -> int:
    """Send what is due: what was held or put off, and what a dead worker had not begun."""
    due = Delivery.objects.filter(state=State.QUEUED.value, due__lte=now).order_by("due", "id")
    keys = due.values_list("pk", flat=True)[:_AT_A_TIME]
    return sum(send(pk, now) for pk in keys if not stopped())


def send(pk: int, now: datetime) -> bool:
    """Send one delivery, unless it is not due or another worker has it; whether it was tried."""
    token = claim(pk, now)
    if token is None:
        return False
    row = Delivery.objects.select_related("user", "message").get(pk=pk)
    letter = compose(row)
    if not letter.to or not row.user.is_active:
        _end(row, Step.GIVE_UP, token, now, "收件人没有可用的地址")
        return True
    try:
        adapter_of(letter.channel).send(letter)
    except NotSent as problem:
        _not_sent(row, token, now, str(problem))
    except Undeliverable as problem:
        _end(row, Step.GIVE_UP, token, timezone.now(), str(problem))
    except InDoubt as problem:
        _end(row, Step.DOUBT, token, timezone.now(), str(problem))
    else:
        _end(row, Step.CONFIRM, token, timezone.now(), "")
    return True


def claim(pk: int, now: datetime) -> uuid.UUID | None:
    """Mark it 发送中, committed before anything goes out; None when it is not to be had."""
    token = uuid.uuid4()
    won = step(
        Step.CLAIM, now, Q(pk=pk, due__lte=now), claim=token, lease=timezone.now() + LEASE,
        attempts=F("attempts") + 1,
    )  # fmt: skip
    return token if won else None


def step(which: Step, now: datetime, where: Q, *, said: str = "", **changes: object) -> list[int]:
    """Make a move for the deliveries of a condition that are in a state for it; those it moved.

    The condition is asked in the very statement that changes the row: of two workers one wins.
    """
    move = move_of(which)
    states = [state.value for state in move.sources]
    moved = []
    with transaction.atomic():
        for pk in Delivery.objects.filter(where, state__in=states).values_list("pk", flat=True):
            rows = Delivery.objects.filter(where, pk=pk, state__in=states)
            if rows.update(state=move.target.value, version=F("version") + 1, **changes):
                moved.append(pk)
        Attempt.objects.bulk_create(
            Attempt(delivery_id=pk, at=now, step=which.value, said=said[:200]) for pk in moved
        )
    return moved


def _end(row: Delivery, which: Step, token: uuid.UUID, now: datetime, said: str) -> None:
    moved = step(which, now, Q(pk=row.pk, claim=token), said=said, lease=None, ended=now)
    if moved:
        log.info("delivery %s %s %s", row.key, row.channel, which.value)
        if which in (Step.GIVE_UP, Step.DOUBT):
            _tell_administrators([row], which, now, said)


def _not_sent(row: Delivery, token: uuid.UUID, now: datetime, said: str) -> None:
    """Again after a pause; after the last one, given up."""
    if row.attempts > len(PAUSES):
        _end(row, Step.GIVE_UP, token, now, f"试了 {row.attempts} 次：{said}")
        return
    pause = PAUSES[row.attempts - 1]
    step(Step.PUT_OFF, now, Q(pk=row.pk, claim=token), said=said, lease=None, claim=None,
         due=now + pause)  # fmt: skip
    log.info("delivery %s %s put off", row.key, row.channel)


def doubt_lost(now: datetime) -> int:
    """Those whose worker died while it sent: in doubt from now on; how many."""
    said = "发送程序中断，不知是否已经发出"
    lost = step(Step.DOUBT, now, Q(lease__lt=now), said=said, lease=None, ended=now)
    rows = list(Delivery.objects.filter(pk__in=lost).select_related("agency"))
    for row in rows:
        log.warning("delivery %s %s in doubt: its worker died", row.key, row.channel)
    _tell_administrators(rows, Step.DOUBT, now, said)
    return len(rows)


def _tell_administrators(rows: Iterable[Delivery], which: Step, now: datetime, why: str) -> None:
    """In their workbench; those letters are few, whatever the number of messages."""
    for row in rows:
        agency: Agency | None = row.agency
        if agency is None:
            continue
        people = telling.in_role(agency, [Role.ADMINISTRATOR], timezone.localdate(now))
        fields = {
            "channel": Channel(row.channel).zh, "kind": kind_zh(row.kind), "key": str(row.key),
        }  # fmt: skip
        url = reverse("delivery", args=[row.pk])
        if which is Step.DOUBT:
            telling.post_to(people, "doubtful", uuid.uuid4(), now, agency=agency, url=url, **fields)
        else:
            telling.post_to(
                people, "failed", uuid.uuid4(), now, agency=agency, url=url, why=why, **fields
            )


def compose(row: Delivery) -> Letter:
    """The letter of a delivery; an SMS has the subject alone: others see the phone too."""
    channel = Channel(row.channel)
    user: User = row.user
    message = row.message
    if message is None:
        parts = Delivery.objects.filter(digest=row).select_related("message").order_by("id")
        told = [part.message for part in parts if part.message is not None]
        lines = [f"{n}. {one.subject}\n   {_address(one.url)}" for n, one in enumerate(told, 1)]
        text = f"您有 {len(told)} 条消息：\n\n" + "\n".join(lines)
    elif channel is Channel.SMS:
        text = f"{row.subject}。请登录工作台查看。"
    else:
        text = f"{message.text}\n\n{_address(message.url)}"
    return Letter(row.key, channel, telling.address_of(user, channel), row.subject, text)


def _address(path: str) -> str:
    """Where it is dealt with, as a whole address."""
    return settings.SITE_ADDRESS.rstrip("/") + (path or reverse("work_messages"))

"""The background task: send, note what came of it, try again later and later, give up at last.

A message may arrive twice when a worker dies between sending and noting; its id tells.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from gongkai.errors import BadInput
from gongkai.web.acting import Refused, perform
from gongkai.web.api import actions, keys
from gongkai.web.api.hooks import addresses, sending
from gongkai.web.api.models import Delivery, DeliveryState, Hook
from gongkai.web.audit.actor import SYSTEM

__all__ = ["STOP_AFTER", "WAITS", "deliver", "try_once"]

# minutes before each further attempt; after the last one it is given up
WAITS = (1, 5, 15, 60, 180, 360, 720)
STOP_AFTER = 3  # messages given up one after the other: then the hook is stopped
_HELD = timedelta(minutes=2)  # an attempt under way; nobody else begins one


@task()
def deliver(id: str) -> None:
    """Send one message; the text is the key of a Delivery."""
    try_once(uuid.UUID(id), timezone.now())


def try_once(id: uuid.UUID, now: datetime) -> None:
    """One attempt, if it is due; what is due later is queued again."""
    one = _claim(id, now)
    if one is None:
        return
    status, problem = _send(one, now)
    if status is not None and 200 <= status < 300:
        _arrived(one, status)
    else:
        _failed(one, status, problem or f"对方答复 {status}", now)


def _claim(id: uuid.UUID, now: datetime) -> Delivery | None:
    with transaction.atomic():
        waiting = Delivery.objects.select_for_update().filter(
            pk=id, state=DeliveryState.WAITING.value, due__lte=now
        )
        one = waiting.first()
        if one is None:
            return None
        one.hook = Hook.objects.get(pk=one.hook_id)
        if one.hook.ended is not None or one.hook.stopped is not None:
            Delivery.objects.filter(pk=id).update(
                state=DeliveryState.DROPPED.value, due=None, problem="网络钩子已经停用或者撤销"
            )
            return None
        one.attempts, one.tried, one.due = one.attempts + 1, now, now + _HELD
        one.save(update_fields=["attempts", "tried", "due"])
        # when this worker dies under way, the message is taken up again
        deliver.using(run_after=one.due).enqueue(str(id))
    return one


def _send(one: Delivery, now: datetime) -> tuple[int | None, str]:
    body, timestamp = one.body.encode(), int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "gongkai",
        "Gongkai-Event": one.event,
        "Gongkai-Delivery": str(one.pk),
        "Gongkai-Timestamp": str(timestamp),
        "Gongkai-Signature": sending.signature(keys.hook_secret(one.hook.seed), timestamp, body),
    }
    try:
        return sending.post(addresses.resolve(one.hook.url), body, headers), ""
    except (BadInput, sending.NotSent) as problem:
        return None, str(problem)[:300]


def _arrived(one: Delivery, status: int) -> None:
    Delivery.objects.filter(pk=one.pk).update(
        state=DeliveryState.DELIVERED.value, status=status, problem="", due=None
    )
    Hook.objects.filter(pk=one.hook_id, failures__gt=0).update(failures=0)


def _failed(one: Delivery, status: int | None, problem: str, now: datetime) -> None:
    if one.attempts <= len(WAITS):
        due = now + timedelta(minutes=WAITS[one.attempts - 1])
        with transaction.atomic():
            Delivery.objects.filter(pk=one.pk).update(status=status, problem=problem, due=due)
            deliver.using(run_after=due).enqueue(str(one.pk))
        return
    with transaction.atomic():
        Delivery.objects.filter(pk=one.pk).update(
            status=status, problem=problem, due=None, state=DeliveryState.FAILED.value
        )
        Hook.objects.filter(pk=one.hook_id).update(failures=F("failures") + 1)
    hook = Hook.objects.get(pk=one.hook_id)
    if hook.failures >= STOP_AFTER and hook.stopped is None and hook.ended is None:
        reason = f"连续{hook.failures}条消息没有送达：{problem}"[:300]
        try:
            perform(actions.StopHook(), SYSTEM, hook, now=now, reason=reason)
        except Refused:  # somebody stopped or ended it meanwhile
            return

"""幂等键: a write that is sent twice under one key is done once, and answered alike.

The key is claimed in a transaction of its own, so that a second call meanwhile is told to wait;
what is done and its answer are stored in one transaction. A claim whose worker died may be taken
over after a minute: nothing of it was stored.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from gongkai.web.acting import Refused
from gongkai.web.api import problems
from gongkai.web.api.calling import Caller, caller_of
from gongkai.web.api.models import Replay
from gongkai.web.api.problems import Kind, Problem

__all__ = ["KEPT", "once"]

KEPT = timedelta(hours=24)
_DEAD = timedelta(minutes=1)
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
_HEADERS = ("Content-Type", "ETag", "Location", "Retry-After")
_PASSING = frozenset({409, 412, 429, 500, 503})  # to try these again may succeed


def once(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it, or answer as before; without a key it is simply done."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return _done(do)
    if not _KEY.fullmatch(key):
        raise Problem(Kind.BAD, "Idempotency-Key 应是1至100个英文字母、数字或者符号")
    caller = caller_of(request)
    claim = _claim(caller, key, _fingerprint(request))
    if claim.status is not None:
        return _again(claim)
    stored = False
    try:
        with transaction.atomic():
            response = _done(do)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                stored = _store(claim, response)
        if not stored and response.status_code not in _PASSING:
            stored = _store(claim, response)
        return response
    finally:
        if not stored:
            Replay.objects.filter(pk=claim.pk, claim=claim.claim).delete()


def _done(do: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return do()
    except Refused as refused:
        return problems.answer(problems.of_refusal(refused))
    except Problem as problem:
        return problems.answer(problem)


def _fingerprint(request: HttpRequest) -> str:
    made = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    made.update(request.headers.get("If-Match", "").encode() + b"\n")
    made.update(request.body)
    return made.hexdigest()


def _claim(caller: Caller, key: str, fingerprint: str) -> Replay:
    """A claim of our own, or what was answered before."""
    Replay.objects.filter(token=caller.token, at__lt=caller.now - KEPT).delete()
    mine = Replay(token=caller.token, key=key, fingerprint=fingerprint, at=caller.now)
    try:
        with transaction.atomic():
            mine.save(force_insert=True)
        return mine
    except IntegrityError:
        found = Replay.objects.filter(token=caller.token, key=key).first()
    if found is None:
        raise _wait()
    if found.fingerprint != fingerprint:
        raise Problem(Kind.KEY_REUSED, "这个幂等键已经用于另一次内容不同的提交；新的提交请换一个键")
    if found.status is None:
        mine.claim = uuid.uuid4()
        dead = Replay.objects.filter(pk=found.pk, claim=found.claim, at__lt=caller.now - _DEAD)
        if not dead.update(claim=mine.claim, at=caller.now):
            raise _wait()
        found.claim = mine.claim
    return found


def _wait() -> Problem:
    return Problem(
        Kind.UNDER_WAY, "同一幂等键的提交正在办理；请稍候再试", headers={"Retry-After": "2"}
    )


def _store(claim: Replay, response: HttpResponse) -> bool:
    """Keep the answer with what it did; when the claim was taken over, nothing is done here."""
    headers = {name: response[name] for name in _HEADERS if name in response}
    mine = Replay.objects.filter(pk=claim.pk, claim=claim.claim)
    body = response.content.decode()
    if not mine.update(status=response.status_code, headers=headers, body=body):
        raise _wait()
    return True


def _again(claim: Replay) -> HttpResponse:
    response = HttpResponse(claim.body, status=claim.status)
    for name, value in claim.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response

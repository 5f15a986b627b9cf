"""Locking a log-in name after too many failures, and opening it again.

Counted by name whether or not anybody has it: the answer never tells which names exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from gongkai.web.accounts.models import LoginLock

__all__ = ["failed", "locked_until", "open_again"]


def _key(name: str) -> str:
    return salted_hmac("gongkai.locks", name.strip().lower(), algorithm="sha256").hexdigest()


def locked_until(name: str, now: datetime) -> datetime | None:
    """Until when the name is locked; None when it is not."""
    return (
        LoginLock.objects.filter(key=_key(name), until__gt=now)
        .values_list("until", flat=True)
        .first()
    )


def failed(name: str, now: datetime, most: int = 0) -> bool:
    """Count a failure; True when it was the one that locks the name (`most`: after how many)."""
    window = timedelta(minutes=settings.LOCK_MINUTES)
    LoginLock.objects.filter(last__lt=now - 2 * window).delete()
    with transaction.atomic():
        LoginLock.objects.get_or_create(key=_key(name), defaults={"last": now})
        lock = LoginLock.objects.select_for_update().get(key=_key(name))
        if lock.until is not None and lock.until > now:
            return False
        again = lock.until is None and now - lock.last <= window
        lock.failures = lock.failures + 1 if again else 1
        lock.last, lock.until = now, None
        if lock.failures >= (most or settings.LOGIN_FAILURES):
            lock.until = now + window
        lock.save()
    return lock.until is not None


def open_again(name: str) -> None:
    """Forget the failures: the person is in, or an administrator has helped."""
    LoginLock.objects.filter(key=_key(name)).delete()

"""限次: so many calls a minute for each token, and for each address that shows none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Case, F, Value, When

from gongkai.web.api.models import Token, Usage
from gongkai.web.api.problems import Kind, Problem

__all__ = ["Quota", "count_address", "count_token"]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many calls a minute, how many are left, how many seconds until it begins anew."""

    limit: int
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """RateLimit headers."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w=60",
        }

    def check(self, used: int) -> None:
        """Raise Problem when it is used up."""
        if used > self.limit:
            raise Problem(
                Kind.TOO_MANY,
                f"每分钟最多{self.limit}次，已经用完；请在{self.reset}秒以后再试",
                headers={"Retry-After": str(self.reset), **self.headers()},
            )


def count_token(token: Token, now: datetime, address: str) -> Quota:
    """Count a call: one row a token, the same for all processes."""
    minute, reset = _minute(now)
    changes = {
        "used": Case(When(window=minute, then=F("used") + 1), default=Value(1)),
        "window": minute,
        "last": now,
        "address": address,
    }
    if not Usage.objects.filter(pk=token.pk).update(**changes):
        Usage.objects.get_or_create(token=token)
        Usage.objects.filter(pk=token.pk).update(**changes)
    used = Usage.objects.values_list("used", flat=True).get(pk=token.pk)
    return _quota(settings.API_CALLS, used, reset)


def count_address(address: str, now: datetime) -> Quota:
    """Count a call without a token, in the cache."""
    minute, reset = _minute(now)
    key = f"api.{address}.{minute}"
    cache.add(key, 0, 120)
    try:
        used = cache.incr(key)
    except ValueError:  # thrown out meanwhile
        used = 1
    return _quota(settings.API_OPEN_CALLS, used, reset)


def _minute(now: datetime) -> tuple[int, int]:
    seconds = int(now.timestamp())
    return seconds // 60, 60 - seconds % 60


def _quota(limit: int, used: int, reset: int) -> Quota:
    quota = Quota(limit, max(0, limit - used), reset)
    quota.check(used)
    return quota

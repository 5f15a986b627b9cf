"""后台任务: what the worker does for cases every so often."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

__all__ = ["EVERY_DAY", "OFTEN", "recompute_due", "remind"]

EVERY_DAY, OFTEN = timedelta(days=1), timedelta(minutes=30)


@task()
def recompute_due() -> str:
    """By the present calendar; a second run finds nothing left to do."""
    from gongkai.web.cases.recomputing import recompute

    return str(recompute(timezone.now()))


@task()
def remind() -> str:
    """What is to be remembered today; what has gone out once does not go out again."""
    from gongkai.web.cases import reminders

    return f"发出提醒{reminders.remind(timezone.now())}项"

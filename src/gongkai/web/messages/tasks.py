"""后台任务: what the worker is asked to do with deliveries."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from gongkai.web.messages import sending

__all__ = ["deliver"]


@task()
def deliver(deliveries: list[int]) -> int:
    """Send these deliveries, each once; how many were tried.

    The row of a delivery is the truth and the task only wakes the worker: a task that is run twice
    or never changes nothing, since `sending.deliver_due` finds what is left.
    """
    return sum(sending.send(pk, timezone.now()) for pk in deliveries)

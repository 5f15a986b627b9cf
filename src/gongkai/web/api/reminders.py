"""What waits for the administrator: web-hooks that were stopped because nothing arrived."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.web.agencies.active import Active
from gongkai.web.api.policies import hooks_of, keeps_hooks
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.tasks import Group, Task

__all__ = ["stopped_hooks"]


def stopped_hooks(active: Active, day: date) -> Group | None:
    """One query; nothing for others than the administrator."""
    if not keeps_hooks(active.actor):
        return None
    found = list(hooks_of(active.actor).filter(ended=None, stopped__isnull=False)[:20])
    tasks = [
        Task(hook.url, reverse("api_hook", args=[hook.pk]), None, hook.why_stopped,
             Tag("已停用", Tone.LATE))
        for hook in found
    ]  # fmt: skip
    return Group("网络钩子", tasks, len(tasks), reverse("api_hooks"))

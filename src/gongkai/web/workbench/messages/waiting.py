"""未读消息 on the home page, and the days of one's tasks as a calendar feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse

from gongkai.web.accounts.models import User
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.policies import posts_of
from gongkai.web.messages import policies
from gongkai.web.messages.feeds import Feed
from gongkai.web.messages.ical import Event
from gongkai.web.workbench import tasks

__all__ = ["DUE", "due_days", "unread"]

_FIRST = 5


def unread(active: Active, day: date) -> tasks.Group | None:
    """The newest messages that one has not opened."""
    rows = policies.messages_of(active.actor).filter(read=None)
    total = rows.count()
    if not total:
        return None
    found = [
        tasks.Task(one.subject, reverse("work_message", args=[one.pk])) for one in rows[:_FIRST]
    ]
    return tasks.Group("未读消息", found, total, f"{reverse('work_messages')}?unread=1", news=True)


def due_days(user: User, day: date) -> Iterator[Event]:
    """What waits for a person in all his posts and has a day; one event a task."""
    begun = datetime.combine(day, time(), UTC)
    site, seen = settings.SITE_ADDRESS.rstrip("/"), set()
    posts = list(posts_of(user, day))
    for post in posts:
        active = Active(user, begun, post.pk)
        active.__dict__["posts"] = posts  # read once for all of them
        for group in tasks.groups(active, day):
            for task in group.tasks:
                if task.due is None or task.url in seen:
                    continue
                seen.add(task.url)
                yield Event(
                    uid="task-" + task.url.strip("/").replace("/", "-"), day=task.due, zh=task.zh,
                    stamp=begun, text=f"{group.zh}：{task.note}" if task.note else group.zh,
                    url=site + task.url,
                )  # fmt: skip


DUE = Feed("due", "待办期限", due_days, "等您办理的事，各在到期的那一天")

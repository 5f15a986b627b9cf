"""定时工作: tasks that apps have the worker do every so often, whoever asks.

An app registers its own in `AppConfig.ready`:

    every(timedelta(minutes=10), tidy_up)

When the last one was asked for stands among the tasks: a second worker or a restart adds none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

__all__ = ["Clock", "every", "registered"]

_duties: dict[str, _Duty] = {}


@dataclass(frozen=True, slots=True)
class _Duty:
    task: Task[Any, Any]
    pause: timedelta


def every(pause: timedelta, task: Task[Any, Any]) -> None:
    """Have a task without arguments done each time that so much time has passed."""
    _duties[task.module_path] = _Duty(task, pause)


def registered() -> dict[str, timedelta]:
    """The pauses, by the dotted name of the task."""
    return {name: duty.pause for name, duty in _duties.items()}


class Clock:
    """Of one worker: it looks into the database for a duty once in its pause, not each second."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def ask(self, now: datetime) -> int:
        """Queue what is due; how many that were."""
        asked = 0
        for name, duty in _duties.items():
            last = self._seen.get(name)
            if last is None or now - last >= duty.pause:
                rows = DBTaskResult.objects.filter(task_path=name).order_by("-enqueued_at")
                last = rows.values_list("enqueued_at", flat=True).first()
                if last is None or now - last >= duty.pause:
                    duty.task.enqueue()
                    asked, last = asked + 1, now
                self._seen[name] = last
        return asked

"""后台进程: runs the queued tasks of all apps, and what is due by the clock.

Every process may have one, and several may run at once.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from gongkai.web.messages import sending
from gongkai.web.messages.duties import Clock

__all__ = ["KEPT", "LOST", "Loop", "start_thread", "tick"]

KEPT = timedelta(days=7)  # what has been done is remembered
LOST = timedelta(hours=1)  # a task that runs for longer has lost its worker


# each start of its loop is no news
logging.getLogger("django_tasks_db").setLevel(logging.WARNING)


class _LostWorker(Exception):
    """The process that ran the task is gone."""


class Loop(Worker):
    """Tasks until there are none, then what is due, then a pause; until told to stop."""

    def __init__(self, interval: float = 1.0) -> None:
        super().__init__(
            queue_names=["*"], excluded_queue_names=[], interval=interval, batch=True,
            backend_name="default", startup_delay=False, max_tasks=50,
            worker_id=get_random_string(32),
        )  # fmt: skip
        self.stop = threading.Event()
        self.clock = Clock()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the task under way: to break off would leave a letter in doubt."""
        if self.stop.is_set():
            self.reset_signals()  # the second signal ends at once
            sys.exit(1)
        self.running = False
        self.stop.set()

    def work(self, *, once: bool = False) -> None:
        """Work until stopped; `once`: until nothing is left to do now."""
        while self.running and not self.stop.is_set():
            self._run_tasks = 0
            self.run()
            now = timezone.now()
            done = self._run_tasks + tick(now, self.stop.is_set) + self.clock.ask(now)
            if done:
                continue
            if once:
                return
            self.stop.wait(self.interval)
        close_old_connections()


def tick(now: datetime, stopped: Callable[[], bool] = lambda: False) -> int:
    """What is due at any time: letters, those of dead workers, old tasks; how much was done."""
    done = sending.doubt_lost(now) + sending.deliver_due(now, stopped)
    for row in DBTaskResult.objects.running().filter(started_at__lt=now - LOST):
        row.set_failed(_LostWorker("执行任务的进程已经中断"))
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return done


def start_thread(interval: float = 1.0) -> tuple[threading.Thread, Loop]:
    """Work in a thread of a serving process, as `make run` does; `loop.stop.set()` ends it."""
    loop = Loop(interval)
    thread = threading.Thread(target=loop.work, name="messages", daemon=True)
    thread.start()
    return thread, loop

"""清理附件: ends abandoned uploads, checks what still waits, deletes what was removed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.web.acting import Refused, perform
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.files.actions import Drop
from gongkai.web.files.checking import check
from gongkai.web.files.kinds import State
from gongkai.web.files.models import Content, File, Preview
from gongkai.web.files.tasks import make_preview

__all__ = ["EVERY", "Tidied", "tidy"]

EVERY = timedelta(minutes=10)  # how often the worker does it
_ORPHAN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each."""

    expired: int
    purged: int
    checked: int
    orphans: int

    def __str__(self) -> str:
        return (
            f"清除未传完的{self.expired}个、移除期满的{self.purged}个，"
            f"检查完{self.checked}个，删去残片{self.orphans}个"
        )


def tidy(now: datetime) -> Tidied:
    """All that is due; a second run at the same time does no harm."""
    begun = now - timedelta(hours=settings.FILE_HOURS)
    removed = now - timedelta(days=settings.FILES_UNDO_DAYS)
    expired = _drop(now, state=State.RECEIVING, changed__lt=begun)
    purged = _drop(now, state=State.REMOVED, changed__lt=removed)
    checked = _check(now)
    waiting = Content.objects.filter(
        preview=Preview.WAITING, files__changed__lt=now - timedelta(hours=1)
    )
    for content in waiting.values_list("pk", flat=True).distinct():
        make_preview.call(content)
    return Tidied(expired, purged, checked, _orphans(now))


def _drop(now: datetime, **which: Any) -> int:
    done = 0
    for file in list(File.objects.filter(**which)):
        try:
            perform(Drop(), SYSTEM, file, now=now)
            done += 1
        except Refused:  # somebody went on with it meanwhile
            continue
    return done


def _check(now: datetime) -> int:
    done = 0
    for file in list(File.objects.filter(state=State.CHECKING)):
        try:
            done += check(file, now).state != State.CHECKING
        except Refused:  # another process is at it
            continue
    return done


def _orphans(now: datetime) -> int:
    folder = Path(settings.FILES_RECEIVING)
    if not folder.is_dir():
        return 0
    open_ = File.objects.filter(state__in=(State.RECEIVING, State.CHECKING))
    kept = {key.hex for key in open_.values_list("key", flat=True)}
    old = [
        path
        for path in folder.iterdir()
        if path.name not in kept
        and now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _ORPHAN
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)

"""检查: from the last piece to a verdict; killed in the middle, it is done again.

Nothing is locked in the database while a file is looked at.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.errors import DamagedFile, ReadError
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.web.acting import Actor, perform
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.files import clamav, receiving, storage
from gongkai.web.files.actions import Admit, Attach, Finish, Refuse
from gongkai.web.files.inspecting import inspect
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File

__all__ = ["attach_whole", "check", "finish"]

WAITING = "病毒检查服务暂时不能用；文件已经收到，检查通过以后才能查看"


def attach_whole(
    actor: Actor, kind: str, key: str, name: str, size: int, source: Any, now: datetime
) -> File:
    """A file that comes in one piece; raises Refused before anything is kept."""
    file = perform(Attach(), actor, File(owner_kind=kind, owner=key), now=now, name=name, size=size)
    receiving.receive(file, 0, source, size)
    return finish(actor, file, now)


def finish(actor: Actor, file: File, now: datetime, sha256: str = "") -> File:
    """All has arrived: check it; the file is then ready or refused, or waits for clamd."""
    file = perform(Finish(), actor, file, now=now, sha256=sha256)
    return check(file, now)


def check(file: File, now: datetime) -> File:
    """The verdict on a file that waits for one; without clamd it goes on waiting."""
    with receiving.locked(file.key):
        file.refresh_from_db()
        if file.state != State.CHECKING:
            return file
        path = receiving.path_of(file.key)
        try:
            facts = _verdict(file, path)
            storage.keep(file.blob, path)
            file = perform(Admit(), SYSTEM, file, now=now, **facts)
        except clamav.Unavailable:
            return file
        except ReadError as error:
            file = perform(Refuse(), SYSTEM, file, now=now, sentence=str(error))
        receiving.discard(file.key)
    return file


def _verdict(file: File, path: Path) -> dict[str, Any]:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if path.stat().st_size != file.size or (file.sha256 and file.sha256 != digest):
        raise DamagedFile("传输中内容有变，与原文件不一致", "请重新上传")
    # a fresh interpreter: a server has threads, and those do not survive a fork
    with IsolatedWorker(fresh={}) as worker:
        kind = worker.run(
            inspect, str(path), file.name, tuple(settings.FILE_KINDS),
            seconds=settings.FILE_CHECK_SECONDS,
        )  # fmt: skip
    clamav.scan(path, settings.CLAMAV, settings.CLAMAV_SECONDS)
    return {"kind": kind.value, "sha256": digest}

"""接收: pieces of a file written one after the other; what has arrived survives a restart.

The bytes are on the disk before the row says so; what lies there beyond is cut off again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from django.conf import settings
from django.http import UnreadablePostError

from gongkai.web.acting import Refusal, Refused
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File

__all__ = ["WrongOffset", "discard", "locked", "path_of", "receive"]

_READ = 1 << 16


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most that many."""
        ...


class WrongOffset(Exception):
    """The piece does not begin where the last one ended: at `offset`."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(f"expected offset {offset}")


def path_of(key: UUID) -> Path:
    """Where the pieces of a file are put together; never under its name."""
    return Path(settings.FILES_RECEIVING) / key.hex


@contextmanager
def locked(key: UUID) -> Iterator[BinaryIO]:
    """The file that is being put together, for one process at a time; Refused for the second."""
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(Refusal.STALE, "这个文件正在另一处上传或者检查；请稍候再试") from None
        yield file


def receive(file: File, offset: int, source: Source, most: int) -> int:
    """Write what comes, at most `most` bytes; the offset of the next piece.

    A connection that breaks leaves what had arrived. Raises WrongOffset and Refused.
    """
    with locked(file.key) as part:
        file.refresh_from_db(fields=["received", "state", "size"])
        if file.state != State.RECEIVING:
            raise Refused(Refusal.STATE, f"“{file}”{file.state_zh}，不能再传")
        at = min(file.received, part.seek(0, os.SEEK_END))
        if at != file.received:  # the disk lost what the row promises
            File.objects.filter(pk=file.pk).update(received=at)
        if offset != at:
            raise WrongOffset(at)
        part.truncate(at)
        part.seek(at)
        try:
            at = _copy(source, part, at, min(most, file.size - at))
        finally:
            part.flush()
            os.fsync(part.fileno())
            at = part.tell()
            rows = File.objects.filter(pk=file.pk, state=State.RECEIVING)
            rows.update(received=at)
        file.received = at
        return at


def _copy(source: Source, part: BinaryIO, at: int, most: int) -> int:
    end = at + most
    try:
        while at < end and (piece := source.read(min(_READ, end - at))):
            part.write(piece)
            at += len(piece)
        if at >= end and source.read(1):
            raise Refused(Refusal.INPUT, "收到的内容比申报的多；请重新选择文件上传")
    except UnreadablePostError:
        pass  # the browser is gone; it asks for the offset when it comes back
    return at


def discard(key: UUID) -> None:
    """Forget what has arrived."""
    path_of(key).unlink(missing_ok=True)

"""后台: text and pictures of the pages, made once for each content."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task, task_backends

from gongkai.errors import ReadError
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.web.files import storage
from gongkai.web.files.extracting import Extracted, extract
from gongkai.web.files.models import Content, Preview

__all__ = ["make_preview", "queue", "tidy_up"]


def queue(content: int) -> None:
    """Have it done: a task in the same transaction, or after it where tasks run at once."""
    from django_tasks.backends.immediate import ImmediateBackend

    if isinstance(task_backends["default"], ImmediateBackend) and connection.in_atomic_block:
        transaction.on_commit(partial(make_preview.enqueue, content))
    else:
        make_preview.enqueue(content)


@task()
def make_preview(content: int) -> None:
    """Read a content; done a second time it changes nothing."""
    row = Content.objects.filter(pk=content, preview=Preview.WAITING).first()
    if row is None:
        return
    found = _extracted(row)
    place = storage.storage()
    for number, picture in enumerate(found.pages, 1):
        name = storage.page_name(row.blob, number)
        place.delete(name)
        place.save(name, ContentFile(picture))
    changed = Content.objects.filter(pk=content, preview=Preview.WAITING).update(
        text=found.text,
        pages=len(found.pages),
        page_count=found.page_count,
        preview=Preview.MADE if found.pages else Preview.NONE,
        note="" if found.pages else found.note[:200],
    )
    if not changed and not Content.objects.filter(pk=content).exists():
        storage.delete(row.blob, len(found.pages))  # dropped meanwhile


@task()
def tidy_up() -> str:
    """What the worker does every so often; what it did stays among its tasks for a week."""
    from gongkai.web.files.tidying import tidy

    return str(tidy(timezone.now()))


def _extracted(row: Content) -> Extracted:
    """Of a copy on this machine, in a process of its own; why not, when it breaks."""
    with (
        tempfile.NamedTemporaryFile(prefix="gongkai-") as copy,
        storage.storage().open(row.blob) as source,
    ):
        for piece in source.chunks():
            copy.write(piece)
        copy.flush()
        try:
            with IsolatedWorker(fresh={}) as worker:
                return worker.run(
                    extract, str(Path(copy.name)), f"file.{row.kind}", row.kind,
                    seconds=settings.FILE_PREVIEW_SECONDS,
                )  # fmt: skip
        except ReadError as error:
            return Extracted(note=error.what)

"""后台: files are opened and made safe by the worker, each in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task, task_backends

from gongkai.errors import BadInput, GongkaiError
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.web.acting import Action, Refused, perform
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import redaction_work as work
from gongkai.web.cases import redactions
from gongkai.web.cases.models import Redaction
from gongkai.web.cases.models.sealing import Work
from gongkai.web.files import storage

__all__ = ["make", "prepare", "queue"]

_AT_ONCE = 5  # pictures between two reports of progress


def queue(what: Any, pk: int) -> None:
    """Have it done: a task in the same transaction, or after it where tasks run at once."""
    from django_tasks.backends.immediate import ImmediateBackend

    if isinstance(task_backends["default"], ImmediateBackend) and connection.in_atomic_block:
        transaction.on_commit(partial(what.enqueue, pk))
    else:
        what.enqueue(pk)


@task()
def prepare(pk: int) -> None:
    """Open a file for marks; done a second time it changes nothing."""
    from gongkai.web.cases.actions.redacting import KeepPrepared

    row = _waiting(pk, Work.PREPARING)
    if row is None:
        return
    with _told(row), IsolatedWorker(work.MEGABYTES, fresh={}) as worker:
        found = worker.run(work.prepare, _source(row), row.source.kind, seconds=work.SECONDS)
        blob = _keep(found.pdf)
        try:
            place = storage.storage()
            place.save(redactions.packed_name(blob), ContentFile(found.packed))
            _draw(row, worker, blob, found.pdf, len(found.sizes))
            _report(
                KeepPrepared(), row, converted=blob, sizes=found.sizes, notes=found.notes,
                hits=[redactions.hit_row(hit) for hit in found.hits],
            )  # fmt: skip
        except BaseException:
            redactions.drop_source(blob, len(found.sizes))
            raise


@task()
def make(pk: int) -> None:
    """Make what may be given out, and test it; done a second time it changes nothing."""
    from gongkai.web.cases.actions.redacting import KeepMade

    row = _waiting(pk, Work.MAKING)
    if row is None:
        return
    with _told(row), IsolatedWorker(work.MEGABYTES, fresh={}) as worker:
        if row.whole:
            kind = row.source.kind
            made = worker.run(
                work.stripped, _source(row), kind, row.accept_changes, seconds=work.SECONDS
            )
            notes = [f"{one.where}：已清除{one.what}（{one.count}处）" for one in made.removed]
            notes += made.doubts
        else:
            kind, notes = "pdf", row.notes
            pdf = redactions.read(row.converted)
            packed = redactions.read(redactions.packed_name(row.converted))
            marks = redactions.marks_of(row)
            made = worker.run(work.burnt, pdf, packed, marks, seconds=work.SECONDS)
        kind = "pdf" if made.data.startswith(b"%PDF-") else kind
        blob, drawn = _keep(made.data), 0
        try:
            if row.whole and kind != "pdf":
                for picture in worker.run(work.previews, made.data, kind, seconds=work.SECONDS):
                    drawn += 1
                    storage.storage().save(storage.page_name(blob, drawn), ContentFile(picture))
            else:
                pages = len(row.sizes) or worker.run(work.count, made.data, seconds=work.SECONDS)
                _draw(row, worker, blob, made.data, pages)
                drawn = pages
            _report(
                KeepMade(), row, result=blob, result_kind=kind, result_size=len(made.data),
                result_sha256=sha256(made.data).hexdigest(), pictures=drawn, notes=notes,
                leaks=[redactions.leak_row(leak) for leak in made.leaks],
            )  # fmt: skip
        except BaseException:
            redactions.drop_result(blob, max(drawn, len(row.sizes)))
            raise


def _waiting(pk: int, state: Work) -> Redaction | None:
    rows = Redaction.objects.select_related("source__content", "case")
    return rows.filter(pk=pk, work=state).first()


def _source(row: Redaction) -> bytes:
    if row.source.content is None:
        raise BadInput("文件的内容已经清除；请重新上传")
    return redactions.read(row.source.content.blob)


def _keep(data: bytes) -> str:
    return storage.storage().save(storage.new_name(), ContentFile(data))


def _draw(row: Redaction, worker: IsolatedWorker, blob: str, pdf: bytes, pages: int) -> None:
    """Pictures of all pages; how far it is stands on the row."""
    for start in range(0, pages, _AT_ONCE):
        stop = min(start + _AT_ONCE, pages)
        drawn = worker.run(work.pictures, pdf, start, stop, seconds=work.SECONDS)
        for number, picture in enumerate(drawn, start + 1):
            storage.storage().save(storage.page_name(blob, number), ContentFile(picture))
        # only what the waiting page shows, and nothing that an act guards
        Redaction.objects.filter(pk=row.pk).update(progress=stop)


def _report(action: Action[Redaction], row: Redaction, **facts: Any) -> None:
    perform(action, SYSTEM, row, now=timezone.now(), begun=row.begun, **facts)


@contextmanager
def _told(row: Redaction) -> Iterator[None]:
    """What goes wrong is told on the page; work that is no longer wanted ends quietly."""
    from gongkai.web.cases.actions.redacting import NoteFailure

    try:
        yield
    except Refused:
        return
    except GongkaiError as error:
        with suppress(Refused):
            _report(NoteFailure(), row, problem=str(error))
    except BaseException:
        with suppress(Refused):
            _report(
                NoteFailure(), row, problem="处理中断；请再试一次，仍然不行的请告诉系统运维人员"
            )
        raise

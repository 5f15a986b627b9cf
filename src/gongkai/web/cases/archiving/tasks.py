"""后台: packages are made and checked by the worker; what was interrupted is taken up again."""

from __future__ import annotations

import errno
from contextlib import suppress
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from gongkai.errors import GongkaiError
from gongkai.web.acting import Action, Refused, perform
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases.archiving import checking, packing
from gongkai.web.cases.models import Package
from gongkai.web.cases.models.sealing import STALLED, Packing
from gongkai.web.cases.redaction_tasks import queue
from gongkai.web.files import storage

__all__ = ["build", "check", "queue", "take_up"]

_UNDER_WAY = (Packing.WAITING, Packing.BUILDING)


@task()
def build(pk: int) -> None:
    """Make a package; done a second time it changes nothing."""
    from gongkai.web.cases.actions.packing import KeepPackage

    rows = Package.objects.select_related("case__agency")
    row = rows.filter(pk=pk, state__in=_UNDER_WAY).first()
    if row is None:
        return

    def told(done: int, total: int) -> None:
        # only what the waiting page shows, and nothing that an act guards
        Package.objects.filter(pk=pk, begun=row.begun, state__in=_UNDER_WAY).update(
            state=Packing.BUILDING.value, done=done, total=total, alive=timezone.now()
        )

    try:
        made = packing.seal(row, told)
    except GongkaiError as error:
        _failed(row, str(error))
    except OSError as error:
        _failed(row, _of_disk(error))
        raise
    except BaseException:
        _failed(row, "处理中断；请重新生成，仍然不行的请告诉系统运维人员")
        raise
    else:
        try:
            _report(
                KeepPackage(), row, blob=made.blob, sha256=made.sha256, size=made.size,
                pages=made.pages, contents=made.contents,
            )  # fmt: skip
        except BaseException as error:
            storage.storage().delete(made.blob)
            if not isinstance(error, Refused):
                raise


@task()
def check(pk: int) -> None:
    """Recompute the hashes of a package and note what differs."""
    from gongkai.web.cases.actions.packing import CheckPackage

    row = Package.objects.filter(pk=pk, state=Packing.READY).first()
    if row is not None:
        perform(CheckPackage(), SYSTEM, row, now=timezone.now(), found=checking.faults_of(row))


@task()
def take_up() -> str:
    """Begin anew what a worker left behind when it died."""
    from gongkai.web.cases.actions.packing import PackAgain

    now = timezone.now()
    left = Package.objects.filter(state__in=_UNDER_WAY, begun__lt=now - STALLED)
    left = left.filter(Q(alive=None) | Q(alive__lt=now - STALLED))
    count = 0
    for row in left.order_by("pk")[:100]:
        with suppress(Refused):
            perform(PackAgain(), SYSTEM, row, now=now)
            count += 1
    return f"重新开始案卷{count}卷"


def _of_disk(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "存储空间已满；请系统运维人员腾出空间，再重新生成"
    return "读写存储时出错；请重新生成，仍然不行的请告诉系统运维人员"


def _report(action: Action[Package], row: Package, **facts: Any) -> None:
    perform(action, SYSTEM, row, now=timezone.now(), begun=row.begun, **facts)


def _failed(row: Package, problem: str) -> None:
    """Told on the page; work that is no longer wanted ends quietly."""
    from gongkai.web.cases.actions.packing import NotePackageFailure

    with suppress(Refused):
        _report(NotePackageFailure(), row, problem=problem)

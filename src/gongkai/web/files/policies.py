"""Who may: the files of an object are as open as the object itself."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.policies import is_system
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File
from gongkai.web.files.owners import owner_of, owner_row

__all__ = ["files_of", "may_attach", "may_continue", "may_read"]


def files_of(row: models.Model) -> models.QuerySet[File]:
    """The files of an object that can be read, are being checked or still arrive; one query."""
    kind = row._meta.label_lower
    shown = (State.READY, State.CHECKING, State.RECEIVING)
    return File.objects.filter(owner_kind=kind, owner=str(row.pk), state__in=shown)


def may_read(actor: Actor, file: File) -> Any:
    """The object to which a file belongs; raises Refused unless it may be read."""
    row = owner_row(file)
    if not is_system(actor):
        owner_of(file.owner_kind).may_read(actor, row)
    return row


def may_attach(actor: Actor, row: models.Model) -> None:
    """Raise Refused unless this person may add files to that object and take them away."""
    owner = owner_of(row._meta.label_lower)
    if not is_system(actor):
        owner.may_attach(actor, row)


def may_continue(actor: Actor, file: File) -> None:
    """Raise Refused unless it is the one who began to send it, and still may."""
    if is_system(actor):
        return
    may_attach(actor, owner_row(file))  # first: a stranger is not told the name of the file
    if file.added_by != actor.id:
        raise Refused(Refusal.FORBIDDEN, f"“{file}”是别人在上传；请等其传完，或者另行上传")

"""What `files/_list.html` and `files/_upload.html` need; trades add it to their context."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models

from gongkai.report.read.limits import size_in_words
from gongkai.web.acting import Actor, Refused
from gongkai.web.files.kinds import ENDINGS, Kind
from gongkai.web.files.models import File
from gongkai.web.files.policies import files_of, may_attach

__all__ = ["file_list", "files_for"]


def files_for(actor: Actor, row: models.Model, *, next: str = "") -> dict[str, Any]:
    """The files of an object and, for who may add some, the form; one query besides the policy's.

    The caller has made sure that the object may be read.
    """
    try:
        may_attach(actor, row)
        allowed = True
    except Refused:
        allowed = False
    kind, key = row._meta.label_lower, str(row.pk)
    return file_list(files_of(row), may_attach=allowed, kind=kind, key=key, next=next)


def file_list(
    files: Iterable[File], *, may_attach: bool, kind: str, key: str, next: str
) -> dict[str, Any]:
    """The same from rows at hand."""
    kinds = [one for one in Kind if one.value in settings.FILE_KINDS]
    return {
        "attached": list(files),
        "may_attach": may_attach,
        "owner_kind": kind,
        "owner_key": key,
        "next": next,
        "accept": ",".join(f".{ending}" for one in kinds for ending in ENDINGS[one]),
        "kinds_zh": "、".join(dict.fromkeys(one.zh for one in kinds)),
        "largest": settings.FILE_BYTES,
        "largest_zh": size_in_words(settings.FILE_BYTES),
        "chunk": settings.FILE_CHUNK_BYTES // 4,
        "undo_days": settings.FILES_UNDO_DAYS,
    }

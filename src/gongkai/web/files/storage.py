"""存放: where contents lie, outside the web root, under names that nobody can guess.

Any storage of Django will do: FILES_STORAGE names its class and options; by GONGKAI_FILES it is a
folder, or a bucket of a store that speaks S3.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File as Opened
from django.core.files.storage import Storage
from django.core.files.storage.handler import StorageHandler

__all__ = ["delete", "keep", "new_name", "page_name", "storage"]


_made: dict[str, Storage] = {}  # to load what boto3 knows of S3 takes long


def storage() -> Storage:
    """The one that is set."""
    key = repr(settings.FILES_STORAGE)
    if key not in _made:
        handler: Any = StorageHandler  # its stubs mistake settings for storages
        _made[key] = handler({"files": settings.FILES_STORAGE})["files"]
    return _made[key]


def new_name() -> str:
    """A name of 122 random bits, without ending, spread over folders."""
    word = uuid.uuid4().hex
    return f"{word[:2]}/{word}"


def page_name(blob: str, number: int) -> str:
    """Where the picture of a page lies, from 1."""
    return f"{blob}.{number}.png"


def keep(name: str, source: Path) -> None:
    """Store a file under exactly that name; what an attempt before left there is replaced."""
    place = storage()
    place.delete(name)
    with source.open("rb") as opened:
        saved = place.save(name, Opened(opened))
    if saved != name:
        place.delete(saved)
        raise OSError(f"the storage chose another name than {name}")


def delete(name: str, pages: int) -> None:
    """Delete a content and the pictures of its pages."""
    place = storage()
    for number in range(1, pages + 1):
        place.delete(page_name(name, number))
    place.delete(name)

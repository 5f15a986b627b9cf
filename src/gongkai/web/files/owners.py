"""附件的归属: which kinds of object may have files, and who may read and add them.

A trade registers its models when it is loaded; without that no file can be attached or read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.files.models import File

__all__ = ["Owner", "agency_of", "owner_of", "owner_row", "register"]


def _agency(row: Any) -> Agency:
    found: Agency = row.agency
    return found


def _address(row: Any) -> str:
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else "/"


@dataclass(frozen=True, slots=True)
class Owner:
    """What files of one model need to know of it; `may_…` raise Refused.

    personal: what a reader gets to see of a person (申请材料), "" for what is nobody's.
    """

    model: type[models.Model]
    may_read: Callable[[Actor, Any], None]
    may_attach: Callable[[Actor, Any], None]
    personal: Callable[[Any], str] = lambda row: ""
    agency: Callable[[Any], Agency] = _agency
    url: Callable[[Any], str] = _address
    most: int = 50  # files


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Let rows of that model have files."""
    _owners[owner.model._meta.label_lower] = owner


def owner_of(kind: str) -> Owner:
    """What is registered for a kind; Refused when nothing is."""
    if kind not in _owners:
        raise Refused(Refusal.FORBIDDEN, "这里不能上传或者查看附件")
    return _owners[kind]


def owner_row(file: File) -> Any:
    """The object to which a file belongs; Refused when it is no more."""
    return row_of(file.owner_kind, file.owner)


def row_of(kind: str, key: str) -> Any:
    """The object with that key; Refused when there is none."""
    owner = owner_of(kind)
    try:
        row = owner.model._base_manager.filter(pk=key).first()
    except (ValueError, TypeError):
        row = None
    if row is None:
        raise Refused(Refusal.FORBIDDEN, "附件所属的事项不存在，或者不在您可以查看的范围内")
    return row


def agency_of(row: models.Model) -> Agency:
    """The body that keeps the files of an object."""
    return owner_of(row._meta.label_lower).agency(row)

"""What the models of this app share."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled

__all__ = ["Kept", "OfCase", "choices", "known"]


def choices(kinds: type[Labelled]) -> list[tuple[str, str]]:
    """The values of an enumeration with their words."""
    return [(member.value, member.zh) for member in kinds]


def known(field: str, kinds: type[Labelled], *, empty: bool = False) -> models.CheckConstraint:
    """The constraint that a field has one of the values."""
    values = [member.value for member in kinds] + [""] * empty
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}), name=f"%(class)s_{field}_is_known"
    )


class Kept(models.Model):
    """A row that two people may edit: the version tells the second that he was second."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class OfCase(models.Model):
    """What belongs to one case, and to its body through it."""

    agency_lookup: ClassVar[str] = "case__agency"

    class Meta:
        abstract = True

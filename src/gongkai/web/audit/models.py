"""One line of the trace, and the head of the chain.

Lines are kept as long as the database: nothing in the program deletes one, and the database refuses
to (`triggers`). That is longer than the six months for which 网络安全法第二十一条 asks.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

__all__ = ["Chain", "Entry"]


class Entry(models.Model):
    """One act: nothing of it is ever changed, and the database refuses to.

    Actor and object are copied as text, so that a line outlives both. `hash` covers the line and
    the `hash` of the line before it.
    """

    id = models.BigIntegerField(primary_key=True)  # position in the chain, without gaps
    at = models.DateTimeField(db_index=True)
    act = models.UUIDField(db_index=True)  # shared by the lines of one user action
    actor = models.BigIntegerField(null=True, db_index=True)  # None: the system
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40, blank=True)
    agency = models.BigIntegerField(null=True, db_index=True)  # for which body
    agency_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=60)  # of object: app.model
    object = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    article = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=60, blank=True)
    personal = models.BooleanField(default=False)  # personal data were read
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "object", "id"], name="audit_object")
        ]
        verbose_name = "留痕记录"

    def __str__(self) -> str:
        return f"{self.id} {self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: `chain.append` adds lines, and nothing changes them."""
        raise TypeError("a line is added by chain.append and never changed")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a line is never deleted")


class Chain(models.Model):
    """The one row that says where the chain ends; locked while a line is added."""

    id = models.SmallIntegerField(primary_key=True)
    length = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_one_chain")
        ]
        verbose_name = "留痕链"

    def __str__(self) -> str:
        return f"{self.length} {self.head[:12]}"

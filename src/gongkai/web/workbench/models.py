"""What a person keeps for themselves in the workbench."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Export", "SavedView"]


class SavedView(models.Model):
    """A narrowing of a list under a name: the query of its address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    listing = models.CharField("名单", max_length=60)
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=2_000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name = "保存的视图"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "listing", "name"], name="view_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A large export of one person: the address of the list, how far it is, its file when done."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    post = models.BigIntegerField(null=True)  # in which he acted; what it allows is asked anew
    address = models.CharField(max_length=45, blank=True)  # for the trace
    path = models.CharField(max_length=300)
    query = models.TextField(blank=True)
    zh = models.CharField("名单", max_length=60)
    unit = models.CharField(max_length=4)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    made = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    name = models.CharField("文件名", max_length=120, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "导出"

    def __str__(self) -> str:
        return f"导出{self.zh}"

    def count(self, done: int) -> None:
        """So many rows are written."""
        type(self).objects.filter(pk=self.pk).update(done=done)

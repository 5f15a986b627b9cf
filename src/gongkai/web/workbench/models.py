"""What a person keeps for themselves in the workbench."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["SavedView"]


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

"""运行日志: which version began when, and what went wrong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled

__all__ = ["Kind", "Note"]


class Kind(Labelled):
    """What a note is about."""

    UPGRADE = "upgrade", "升级"
    INCIDENT = "incident", "故障"
    RESTORE = "restore", "恢复"
    OTHER = "other", "其他"


class Note(models.Model):
    """One line of the log; written by `actions.WriteNote` alone, never changed."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.zh) for kind in Kind])
    version = models.CharField(max_length=40)
    text = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        verbose_name = "运行日志"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {Kind(self.kind).zh}"

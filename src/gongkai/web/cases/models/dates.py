"""期限的变动和提醒: what a new calendar moved; which reminders have gone out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.web.cases.models.base import OfCase
from gongkai.web.cases.models.case import Case

__all__ = ["DueChange", "Reminder"]


class DueChange(OfCase):
    """A due date that another calendar moved or made certain: before, after, which days."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="due_changes")
    before = models.DateField("原答复期限")
    after = models.DateField("现答复期限")
    was_provisional = models.BooleanField("原为暂计")
    provisional = models.BooleanField("现为暂计")
    why = models.TextField("原因")
    calendar = models.CharField("日历版本", max_length=100)
    at = models.DateTimeField("计算时间")
    told = models.DateTimeField("告知时间", null=True, blank=True)  # the digest of the desk

    class Meta:
        verbose_name = "期限变动"
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["case"], condition=models.Q(told__isnull=True), name="due_change_untold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.before}→{self.after}"


class Reminder(OfCase):
    """That people were reminded: written with the messages, so that none goes out twice."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)  # of what: the date and the threshold
    at = models.DateTimeField()

    class Meta:
        verbose_name = "提醒"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "key"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.key}"

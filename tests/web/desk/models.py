"""A sheet, the slips that make up its total, and what was told of it."""

from __future__ import annotations

from django.db import models


class Keeper(models.Model):
    """Who keeps a sheet."""

    name = models.CharField("姓名", max_length=20)

    class Meta:
        app_label = "desk"

    def __str__(self) -> str:
        return self.name


class Sheet(models.Model):
    """Its total is the sum of its slips, its version one more than the acts that changed it."""

    title = models.CharField("标题", max_length=40)
    total = models.IntegerField("合计", default=0)
    state = models.CharField(
        "状态", max_length=10, choices=[("open", "在用"), ("closed", "已结")], default="open"
    )
    keeper = models.ForeignKey(
        Keeper, models.SET_NULL, null=True, blank=True, verbose_name="保管人"
    )
    due = models.DateField("期限", null=True, blank=True)
    remark = models.CharField("备注", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "desk"

    def __str__(self) -> str:
        return self.title


class Slip(models.Model):
    """One amount, and the act that entered it."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="slips")
    act = models.UUIDField()
    amount = models.IntegerField()

    class Meta:
        app_label = "desk"


class Letter(models.Model):
    """What is to be sent."""

    act = models.UUIDField()
    text = models.CharField(max_length=200)

    class Meta:
        app_label = "desk"

"""Tokens, what they did twice, and web-hooks with what was sent to them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.web.agencies.models import Agency

__all__ = ["Delivery", "DeliveryState", "Hook", "Replay", "Token", "Usage"]


class Token(models.Model):
    """What a system of a body shows instead of a password; the secret itself is not kept."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tokens", verbose_name="机关")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField("前缀", max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField("权限范围", default=list)
    made = models.DateTimeField("生成时间")
    maker = models.CharField("生成人", max_length=200)
    expires = models.DateTimeField("有效期至")
    revoked = models.DateTimeField("撤销时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "接口令牌"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(revoked__isnull=True),
                name="token_named_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}）"

    def holds(self, now: datetime) -> bool:
        """Whether it may be used."""
        return self.revoked is None and now < self.expires


class Usage(models.Model):
    """How often a token was used in the present minute, and when last."""

    token = models.OneToOneField(Token, models.CASCADE, primary_key=True, related_name="usage")
    window = models.BigIntegerField(default=0)  # minutes since 1970
    used = models.PositiveIntegerField(default=0)
    last = models.DateTimeField("最近使用", null=True)
    address = models.CharField("来源地址", max_length=60, blank=True)

    class Meta:
        verbose_name = "令牌使用"

    def __str__(self) -> str:
        return f"{self.token_id} {self.last}"


class Replay(models.Model):
    """What a write under an idempotency key was answered with; without a status it is under way."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="replays")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    claim = models.UUIDField(default=uuid.uuid4)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name = "接口重复提交"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token", "key"], name="replay_once")
        ]

    def __str__(self) -> str:
        return self.key


class Hook(models.Model):
    """An address of a body that is told of events; `seed` makes the signing secret."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="hooks", verbose_name="机关")
    url = models.CharField("网址", max_length=500)
    events = models.JSONField("事件", default=list)
    seed = models.CharField(max_length=32)
    made = models.DateTimeField("登记时间")
    failures = models.PositiveIntegerField("连续失败", default=0)
    stopped = models.DateTimeField("停用时间", null=True, blank=True)
    why_stopped = models.CharField("停用原因", max_length=300, blank=True)
    ended = models.DateTimeField("撤销时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "网络钩子"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "url"], condition=models.Q(ended__isnull=True),
                name="hook_once_an_address",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.url


class DeliveryState(Labelled):
    """Where a message to a web-hook stands."""

    WAITING = "waiting", "待发送"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "未送达"
    DROPPED = "dropped", "不再发送"


class Delivery(models.Model):
    """One message to one web-hook: what was sent, how often it was tried, what came of it."""

    agency_lookup = "hook__agency"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    event = models.CharField("事件", max_length=60)
    body = models.TextField("内容")
    made = models.DateTimeField("发生时间", db_index=True)
    state = models.CharField(
        "状态", max_length=20, default=DeliveryState.WAITING.value,
        choices=[(one.value, one.zh) for one in DeliveryState],
    )  # fmt: skip
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    due = models.DateTimeField("下次发送", null=True)
    tried = models.DateTimeField("最近发送", null=True)
    status = models.PositiveSmallIntegerField("对方答复", null=True)
    problem = models.CharField("问题", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made", "id"]
        verbose_name = "钩子投递"

    def __str__(self) -> str:
        return f"{self.event} {self.id}"

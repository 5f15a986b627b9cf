"""Messages to people, the deliveries outside the platform, wishes of receivers, calendar feeds.

A message is what a person finds in the workbench. A delivery is one letter by mail or SMS: the
outbox. Both are written in the transaction of the act that asks for them.
"""

from __future__ import annotations

import uuid
from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.messages.moves import State

__all__ = [
    "Announcement", "Attempt", "Channel", "Delivery", "FeedToken", "Message", "Override",
    "Preference",
]  # fmt: skip


class Channel(Labelled):
    """A way out of the platform."""

    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信"


def _one_of(field: str, kinds: type[Labelled]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [member.value for member in kinds]}),
        name=f"%(class)s_{field}_is_known",
    )


class Message(models.Model):
    """One message to one person, as it was worded then; `template` is the version of its kind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    act = models.UUIDField(db_index=True)  # the act that asked for it, as in the trace
    kind = models.CharField(max_length=60)
    template = models.PositiveSmallIntegerField()
    override = models.ForeignKey("Override", models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=200)  # never personal data
    text = models.TextField()
    url = models.CharField(max_length=300, blank=True)  # where it is dealt with, on this site
    at = models.DateTimeField()
    read = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        verbose_name = "消息"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-at"], name="letters_of_user"),
            models.Index(
                fields=["user"], condition=models.Q(read__isnull=True), name="letters_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One letter out of the platform; `key` goes with it, so that its way can be followed.

    A digest is a delivery without a message: what goes into it are the deliveries that name it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="deliveries")
    digest = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    channel = models.CharField("渠道", max_length=10, choices=[(c.value, c.zh) for c in Channel])
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField("状态", max_length=10, default=State.QUEUED.value)
    made = models.DateTimeField()
    due = models.DateTimeField()  # not before
    held = models.BooleanField(default=False)  # for the quiet hours of the receiver
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)  # of the worker that sends it now
    lease = models.DateTimeField(null=True)  # until when that worker is believed to live
    ended = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "投递"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", State),
            _one_of("channel", Channel),
            models.CheckConstraint(
                condition=~models.Q(state=State.SENDING.value)
                | models.Q(claim__isnull=False, lease__isnull=False),
                name="delivery_sending_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.BUNDLED.value) | models.Q(digest__isnull=False),
                name="delivery_bundled_names_its_digest",
            ),
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel"),
            models.UniqueConstraint(
                fields=["user", "channel"],
                condition=models.Q(message__isnull=True, state=State.QUEUED.value, attempts=0),
                name="delivery_one_open_digest",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due"], name="delivery_due")
        ]

    def __str__(self) -> str:
        return f"{Channel(self.channel).zh}：{self.subject}"


class Attempt(models.Model):
    """What became of one try; the log of the deliveries. No address, no text, no personal data."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    at = models.DateTimeField()
    step = models.CharField(max_length=10)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "投递记录"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.step}"


class Preference(models.Model):
    """How a person wants to be reached; without a row, as a new row is."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="letter_preference"
    )
    mail = models.BooleanField("电子邮件", default=True)
    sms = models.BooleanField("短信", default=False)
    digest = models.BooleanField("合并为每日摘要", default=False)
    digest_at = models.TimeField("摘要时间", default=time(8, 30))
    quiet = models.BooleanField("免打扰", default=True)
    quiet_from = models.TimeField("免打扰自", default=time(20, 0))
    quiet_until = models.TimeField("免打扰至", default=time(8, 0))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "消息设置"

    def __str__(self) -> str:
        return f"{self.user}的消息设置"


class FeedToken(models.Model):
    """An address under which somebody's calendar program reads a feed; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    feed = models.CharField(max_length=40)
    name = models.CharField("用在哪里", max_length=40, blank=True)
    hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "日历订阅"

    def __str__(self) -> str:
        return f"{self.user}的日历订阅{self.name}"


class Announcement(models.Model):
    """A notice of an administrator to the people of his body, or to those of one role."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="announcements")
    role = models.CharField("收件岗位", max_length=40, blank=True)  # empty: everybody
    subject = models.CharField("标题", max_length=100)
    text = models.TextField("内容")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "通知"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(role__in=["", *(r.value for r in Role)]),
                name="announcement_role_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Override(models.Model):
    """How a body words a kind of message; a change ends the present one and adds the next."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="wordings")
    kind = models.CharField("种类", max_length=60)
    number = models.PositiveIntegerField("版本")  # 1, 2, 3 … of that kind in that body
    subject = models.CharField("标题", max_length=100)
    text = models.TextField("正文")
    at = models.DateTimeField("启用")
    ended = models.DateTimeField("停用", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["agency", "kind", "number"]
        verbose_name = "消息用语"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "kind", "number"], name="override_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind"], condition=models.Q(ended__isnull=True),
                name="override_one_present",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} 第{self.number}版"

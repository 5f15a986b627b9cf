"""附件与其内容: what was given to whom under which name, and the bytes, kept once a body.

Only the actions of this app write these rows; `received` grows with each piece that arrives.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.web.agencies.models import Agency
from gongkai.web.files.kinds import IMAGES, Kind, State

__all__ = ["Content", "File", "Preview"]


class Preview(Labelled):
    """Whether there are pictures of the pages."""

    WAITING = "waiting", "正在生成"
    MADE = "made", "已生成"
    NONE = "none", "不能生成"


def _choices(kinds: type[Labelled]) -> list[tuple[str, str]]:
    return [(member.value, member.zh) for member in kinds]


class Content(models.Model):
    """Bytes that a body has: the same ones are kept once a body, never across bodies."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    blob = models.CharField(max_length=100, unique=True)  # where it lies in the storage
    text = models.TextField(blank=True)  # for search
    preview = models.CharField(
        max_length=10, choices=_choices(Preview), default=Preview.WAITING.value
    )
    note = models.CharField(max_length=200, blank=True)  # why there is none
    pages = models.PositiveIntegerField(default=0)  # pictures that were made
    page_count = models.PositiveIntegerField(default=0)  # pages that there are

    class Meta:
        verbose_name = "附件内容"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "sha256"], name="files_kept_once_a_body")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class File(models.Model):
    """One file as somebody attached it to an object (`owner_kind`: app.model, `owner`: its key)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in addresses
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="files", verbose_name="机关")
    owner_kind = models.CharField("所属种类", max_length=60)
    owner = models.CharField("所属编号", max_length=60)
    name = models.CharField("文件名", max_length=130)
    size = models.BigIntegerField("大小")
    received = models.BigIntegerField("已收到", default=0)
    sha256 = models.CharField("校验值", max_length=64, blank=True)
    kind = models.CharField("种类", max_length=10, choices=_choices(Kind), blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=_choices(State), default=State.RECEIVING.value
    )
    refusal = models.CharField("拒收理由", max_length=300, blank=True)
    content = models.ForeignKey(Content, models.PROTECT, null=True, related_name="files")
    # the file of another object that was carried over with what was divided: bytes are shared
    source = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="带自"
    )
    blob = models.CharField(max_length=100, blank=True)  # where its content will lie
    added_by = models.BigIntegerField(null=True)  # who may go on with it
    added = models.DateTimeField("上传时间")
    changed = models.DateTimeField("状态变动时间")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "附件"
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner_kind", "owner", "state"], name="files_owner"),
            models.Index(fields=["state", "changed"], name="files_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="files_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(content__isnull=False),
                name="files_ready_has_content",
            ),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, received__lte=models.F("size")),
                name="files_not_more_than_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_zh(self) -> str:
        """What people read."""
        return Kind(self.kind).zh if self.kind else ""

    @property
    def state_zh(self) -> str:
        """What people read."""
        return State(self.state).zh

    @property
    def ready(self) -> bool:
        """Whether it may be read."""
        return self.state == State.READY

    @property
    def is_picture(self) -> bool:
        """Whether a browser shows it as it is."""
        return self.kind in IMAGES

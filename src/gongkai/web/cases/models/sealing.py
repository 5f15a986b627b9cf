"""涂黑与归档: files made safe for release; the sealed package of a closed case."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.web.cases.models.base import Kept, OfCase, choices, known
from gongkai.web.cases.models.case import Case
from gongkai.web.cases.sealed import SealedData, SealedText
from gongkai.web.files.models import File

__all__ = ["STALLED", "FilledSheet", "Package", "Packing", "Redaction", "Work"]


class Work(Labelled):
    """How far the work on a file has come."""

    PREPARING = "preparing", "正在打开"
    MARKING = "marking", "标记中"
    MAKING = "making", "正在生成"
    MADE = "made", "已生成"
    FAILED = "failed", "没有办成"


class Redaction(Kept, OfCase):
    """A file of a case with what must not be seen marked on it, and the file made from it.

    `marks`: id, page, boxes in points, ground, text, the `step` in which it was made and, if so,
    in which it went (`gone`). `hits`: what was proposed, its text, and `kept` if it is to stay,
    with the reason. `whole`: released whole, only what is hidden in it is taken out.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="redactions")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name="原件")
    whole = models.BooleanField("整份提供", default=False)
    accept_changes = models.BooleanField("接受修订", default=False)
    work = models.CharField(
        "状态", max_length=10, choices=choices(Work), default=Work.PREPARING.value
    )
    begun = models.DateTimeField("开始时间")  # of the work that is under way
    progress = models.PositiveIntegerField(default=0)  # pages done of it
    problem = SealedText("没有办成的原因", blank=True)
    converted = models.CharField(max_length=100, blank=True)  # the PDF to which the marks refer
    sizes = models.JSONField("页面", default=list, blank=True)  # width, height of each page
    notes = SealedData("说明", default=list, blank=True)  # sentences for the officer
    marks = SealedData(default=list, blank=True)
    hits = SealedData(default=list, blank=True)
    leaks = SealedData(default=list, blank=True)  # what the leak test found, texts left out
    result = models.CharField(max_length=100, blank=True)  # where it lies in the storage
    result_kind = models.CharField(max_length=10, blank=True)
    result_size = models.BigIntegerField(default=0)
    result_sha256 = models.CharField(max_length=64, blank=True)
    pictures = models.PositiveIntegerField(default=0)  # of the pages of the result
    made = models.DateTimeField("生成时间", null=True, blank=True)
    released = models.BooleanField("随答复提供", default=False)
    actor = models.CharField("经办人", max_length=60)

    class Meta:
        verbose_name = "区分处理"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(released=False) | ~models.Q(result=""),
                name="redaction_released_is_made",
            ),
            known("work", Work),
        ]

    def __str__(self) -> str:
        return f"{self.case} 区分处理{self.pk}"

    @property
    def work_zh(self) -> str:
        """What people read."""
        return Work(self.work).zh


STALLED = timedelta(minutes=30)  # without a sign of life


class Packing(Labelled):
    """How far a package has come."""

    WAITING = "waiting", "等待生成"
    BUILDING = "building", "正在生成"
    READY = "ready", "已生成"
    FAILED = "failed", "没有生成"


class Package(Kept, OfCase):
    """The sealed file of a case: everything in it with its list and hashes; made by the worker.

    `contents`: group, title, number, day, by, pages, first (page), name, sha256, bytes of each.
    `faults`: what the last check found to differ, a sentence each.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="package")
    state = models.CharField(
        "状态", max_length=10, choices=choices(Packing), default=Packing.WAITING.value
    )
    begun = models.DateTimeField("开始时间")  # of the making that is under way
    alive = models.DateTimeField("最近进展", null=True, blank=True)
    done = models.PositiveIntegerField(default=0)  # pieces of it
    total = models.PositiveIntegerField(default=0)
    problem = SealedText("没有生成的原因", blank=True)
    blob = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    pages = models.PositiveIntegerField("页数", default=0)
    contents = SealedData(default=list, blank=True)  # names of files may name people
    retention = models.CharField("保管期限", max_length=20)
    until = models.DateField("保管期满", null=True, blank=True)  # None: 永久
    at = models.DateTimeField("归档时间")
    actor = models.CharField("归档人", max_length=60)
    checked = models.DateTimeField("最近核对", null=True, blank=True)
    faults = SealedData("核对结果", default=list, blank=True)

    class Meta:
        verbose_name = "归档案卷"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("state", Packing),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(blob=""),
                name="package_ready_is_stored",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], name="package_until")
        ]

    def __str__(self) -> str:
        return f"{self.case} 案卷"

    @property
    def state_zh(self) -> str:
        """What people read."""
        return Packing(self.state).zh

    def stalled(self, now: datetime) -> bool:
        """Whether the work on it has died: nothing came of it for long."""
        return now - (self.alive or self.begun) >= STALLED

    @property
    def ready(self) -> bool:
        """Whether it can be opened."""
        return self.state == Packing.READY


class FilledSheet(Kept, OfCase):
    """What people wrote on a form of a case by hand (`cases.sheets`); `sheet` is its key there."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="filled_sheets")
    sheet = models.CharField("表单", max_length=30)
    values = SealedData("填写的内容", default=dict, blank=True)  # may name people
    at = models.DateTimeField("填写时间")
    actor = models.CharField("填写人", max_length=60)

    class Meta:
        verbose_name = "表单填写"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "sheet"], name="sheet_filled_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} 表单{self.sheet}"

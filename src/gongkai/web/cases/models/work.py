"""办理: sections and their opinions, inquiries, meetings, what is on file, what is decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.law.decisions.guards import Record
from gongkai.law.labelled import Labelled
from gongkai.law.periods import Consulted
from gongkai.web.agencies.models import Section
from gongkai.web.cases.models.base import OfCase, choices, known
from gongkai.web.cases.models.case import Case
from gongkai.web.cases.sealed import SealedData, SealedText

__all__ = ["Answer", "Assignment", "Conference", "Evidence", "Inquiry", "Item", "Opinion"]


class Opinion(Labelled):
    """What a section holds of disclosure."""

    DISCLOSE = "disclose", "予以公开"
    PARTLY = "partly", "部分公开"
    WITHHOLD = "withhold", "不予公开"
    NOT_HELD = "not_held", "不掌握或者不存在"
    NOT_OURS = "not_ours", "不属于本机关（本科室）负责"
    OTHER = "other", "其他处理"


class Assignment(OfCase):
    """A section that works on a case, until when, and its opinion."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name="科室")
    lead = models.BooleanField("牵头", default=True)
    assigned = models.DateTimeField("转办时间")
    assigned_by = models.CharField("转办人", max_length=60)
    note = SealedText("转办说明", blank=True)
    due = models.DateField("内部期限")
    opinion = models.CharField("科室意见", max_length=20, choices=choices(Opinion), blank=True)
    basis = SealedText("依据和理由", blank=True)
    opined = models.DateTimeField("提出时间", null=True, blank=True)
    opined_by = models.CharField("提出人", max_length=60, blank=True)
    recalled = models.DateTimeField("收回时间", null=True, blank=True)
    recall_reason = SealedText("收回理由", blank=True)

    class Meta:
        verbose_name = "转办"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "section"], condition=models.Q(recalled__isnull=True),
                name="assignment_once_a_section",
            ),
            known("opinion", Opinion, empty=True),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["section", "case"], condition=models.Q(recalled__isnull=True),
                name="assignment_of_section",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case} {self.section}"


class Answer(Labelled):
    """What the one who was asked said."""

    CONSENT = "consent", "同意公开"
    OBJECTS = "objects", "不同意公开，有合理理由"
    OBJECTS_BARELY = "objects_barely", "不同意公开，理由不合理或者未说明理由"
    ANSWERED = "answered", "已答复"
    SILENT = "silent", "逾期未提出意见"


class Inquiry(OfCase):
    """A letter to a third party or another body and its answer; it stops the clock (第三十三条)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="inquiries")
    who = models.CharField("对象", max_length=20, choices=[(w.value, w.value) for w in Consulted])
    name = SealedText("名称")
    contact = SealedText("联系方式", blank=True)
    subject = SealedText("涉及的政府信息", blank=True)
    items = models.JSONField("涉及的申请事项", default=list, blank=True)  # their order; none: all
    question = SealedText("征求意见的事项")
    sent = models.DateField("发出日期")
    reached = models.DateField("收到日期", null=True, blank=True)
    limit = models.DateField("期限", null=True, blank=True)
    answer = models.CharField("意见", max_length=20, choices=choices(Answer), blank=True)
    answered = models.DateField("结束日期", null=True, blank=True)
    text = SealedText("意见内容", blank=True)
    paper = models.ForeignKey("Paper", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "征求意见"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [known("answer", Answer, empty=True)]

    def __str__(self) -> str:
        return f"{self.case} 征求意见{self.pk}"


class Conference(OfCase):
    """会商: who met, what each held, what came of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conferences")
    day = models.DateField("日期")
    attendees = SealedText("参加单位和人员")
    opinions = SealedText("各方意见")
    conclusion = SealedText("结论")
    entered = models.DateTimeField()
    entered_by = models.CharField("记录人", max_length=60)

    class Meta:
        verbose_name = "会商记录"
        ordering: ClassVar[list[str]] = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.day} 会商"


class Evidence(OfCase):
    """Something on file that a decision needs (`gongkai.law.decisions.guards.Record`)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence_list")
    kind = models.CharField("种类", max_length=40, choices=choices(Record))
    day = models.DateField("日期")
    place = SealedText("检索的范围或者出处", blank=True)
    by = models.CharField("经办人", max_length=60)
    text = SealedText("内容")
    entered = models.DateTimeField()
    entered_by = models.CharField(max_length=60)

    class Meta:
        verbose_name = "卷内材料"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [known("kind", Record)]

    def __str__(self) -> str:
        return f"{self.case} {Record(self.kind).zh}"


class Item(OfCase):
    """One thing asked for in an application, and what is decided on it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=1)
    text = SealedText("内容")
    code = models.CharField("处理决定", max_length=4, blank=True)  # D11 … D63
    refused = models.JSONField("不公开部分", default=list, blank=True)  # D31 … of 部分公开
    grounds = models.JSONField("理由条款", default=list, blank=True)  # exemption codes
    reason = SealedText("事实和理由", blank=True)
    details = SealedData("要素", default=dict, blank=True)  # merge fields of its reply

    class Meta:
        verbose_name = "申请事项"
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "order"], name="item_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} 第{self.order}项"

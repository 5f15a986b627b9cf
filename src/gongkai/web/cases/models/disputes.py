"""复议、诉讼、投诉: what came of a case before other bodies and courts (表四)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.law.outcomes import Forum, Reviewed
from gongkai.web.agencies.models import Agency
from gongkai.web.cases.models.base import Kept, choices, known
from gongkai.web.cases.models.case import Case
from gongkai.web.cases.sealed import SealedText

__all__ = ["Complaint", "ComplaintKind", "Dispute"]


class Dispute(Kept):
    """One reconsideration or one suit, both instances together; counted once."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="disputes", verbose_name="办件"
    )
    forum = models.CharField("种类", max_length=20, choices=choices(Forum))
    numbers = models.JSONField("案号", default=list)
    body = models.CharField("复议机关或者法院", max_length=100)
    opened = models.DateField("受理（立案）日期")
    copy_came = models.DateField("收到申请书、起诉状副本", null=True, blank=True)
    simplified = models.BooleanField("适用简易程序", default=False)  # 行政复议法第五十三条
    statement_sent = models.DateField("提交答复、答辩", null=True, blank=True)
    reviewed = models.CharField(
        "此前的复议", max_length=20, choices=choices(Reviewed), default=Reviewed.NO.value
    )
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="suits",
        verbose_name="复议案件",
    )  # fmt: skip
    outcomes = models.JSONField("结果", default=list, blank=True)  # ids of law.outcomes
    effective = models.DateField("生效日期", null=True, blank=True)
    redo_due = models.DateField("重新答复期限", null=True, blank=True)
    redone = models.DateField("重新答复日期", null=True, blank=True)
    lessons = SealedText("原因和改进", blank=True)

    class Meta:
        verbose_name = "复议诉讼"
        ordering: ClassVar[list[str]] = ["-opened", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("forum", Forum),
            known("reviewed", Reviewed),
        ]

    def __str__(self) -> str:
        return "、".join(self.numbers) or f"{Forum(self.forum).zh}{self.pk}"

    @property
    def ordering(self) -> str:
        """How a reply given anew names the decision or judgment that asks for it."""
        what = "行政复议决定" if self.forum == Forum.RECONSIDERATION else "行政判决"
        number = f"（{self.numbers[-1]}）" if self.numbers else ""
        return f"{self.body}{what}{number}"


class ComplaintKind(Labelled):
    """What the register holds (条例第四十七条、第五十一条、第五十三条)."""

    COMPLAINT = "complaint", "投诉举报"
    ACCOUNTABILITY = "accountability", "责任追究"


class Complaint(Kept):
    """A complaint about disclosure, or a decision on accountability."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaints")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="complaints")
    kind = models.CharField("种类", max_length=20, choices=choices(ComplaintKind))
    day = models.DateField("日期")
    source = SealedText("来源")
    text = SealedText("内容")
    result = SealedText("处理结果", blank=True)
    closed = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = "投诉举报和责任追究"
        ordering: ClassVar[list[str]] = ["-day", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [known("kind", ComplaintKind)]

    def __str__(self) -> str:
        return f"{self.day} {ComplaintKind(self.kind).zh}"

"""更正与转为主动公开: what articles 41 and 44 add to a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.law.labelled import Labelled
from gongkai.law.publishing import Ground
from gongkai.law.rectification import Finding
from gongkai.web.cases.models.base import OfCase, choices, known
from gongkai.web.cases.models.case import Case
from gongkai.web.cases.sealed import SealedText

__all__ = ["Origin", "Proposal", "ProposalState", "Rectification"]


class Rectification(OfCase):
    """The claim that a record about oneself is wrong, and what was found (第四十一条).

    Which record is `Case.features`, what is wrong and how it should read `Case.description`.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="rectification")
    proof = SealedText("证据", blank=True)
    finding = models.CharField("处理结果", max_length=20, choices=choices(Finding), blank=True)
    grounds = SealedText("审核情况", blank=True)
    result = SealedText("更正结果", blank=True)
    body = models.CharField("有权更正的行政机关", max_length=100, blank=True)
    contact = models.CharField("其联系方式", max_length=200, blank=True)

    class Meta:
        verbose_name = "更正"
        constraints: ClassVar[list[models.BaseConstraint]] = [known("finding", Finding, empty=True)]

    def __str__(self) -> str:
        return f"{self.case} 更正"


class Origin(Labelled):
    """Who had the thought (第四十四条第一款、第二款)."""

    APPLICANT = "applicant", "申请人建议"
    BODY = "body", "多个申请人申请相同信息"


class ProposalState(Labelled):
    """Where a proposal stands."""

    OPEN = "open", "待审核"
    ACCEPTED = "accepted", "待公开"
    DECLINED = "declined", "不纳入主动公开"
    PUBLISHED = "published", "已主动公开"


class Proposal(OfCase):
    """That information given on application should be published for everybody (第四十四条)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    origin = models.CharField("来源", max_length=20, choices=choices(Origin))
    state = models.CharField(
        "状态", max_length=20, choices=choices(ProposalState), default=ProposalState.OPEN.value
    )
    grounds = models.JSONField("理由类别", default=list, blank=True)  # of law.publishing.Ground
    text = SealedText("建议内容", blank=True)  # people write of themselves here
    made = models.DateField("提出日期")
    maker = models.CharField("登记人", max_length=60)
    decided = models.DateField("审核日期", null=True, blank=True)
    decider = models.CharField("审核人", max_length=60, blank=True)
    reason = SealedText("审核意见", blank=True)
    due = models.DateField("公开期限", null=True, blank=True)
    published = models.DateField("公开日期", null=True, blank=True)
    place = models.CharField("公开的位置", max_length=300, blank=True)

    class Meta:
        verbose_name = "转为主动公开"
        ordering: ClassVar[list[str]] = ["-made", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("origin", Origin),
            known("state", ProposalState),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=["open", "accepted"]),
                name="proposal_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published__isnull=False),
                name="proposal_published_has_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case} {ProposalState(self.state).zh}"

    @property
    def grounds_zh(self) -> list[str]:
        """Why, in words."""
        return [Ground(one).zh for one in self.grounds]

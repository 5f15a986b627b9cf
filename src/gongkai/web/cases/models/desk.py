"""办理设置与草稿: what a body sets for its desk; what a visitor has begun to write."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gongkai.law.documents.signing import signed_unless_set
from gongkai.law.periods import CORRECTION_DAYS
from gongkai.web.agencies.models import Agency
from gongkai.web.cases.models.base import Kept
from gongkai.web.cases.sealed import SealedText

__all__ = ["Desk", "Draft"]


class Desk(Kept):
    """How a body's disclosure office works: channels, inner limits, remedies, payment."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="desk")
    online = models.BooleanField("接收网上申请", default=True)
    email = models.BooleanField("接收电子邮件申请", default=False)
    fax = models.BooleanField("接收传真申请", default=False)
    inner_days = models.PositiveSmallIntegerField("科室办理期限（工作日）", default=5)
    correction_days = models.PositiveSmallIntegerField(
        "补正期限（工作日）", default=CORRECTION_DAYS.versions[-1].value
    )
    court = models.CharField("提起行政诉讼的人民法院", max_length=100, blank=True)
    review_body = models.CharField("复议机关（按机关种类算不出时填写）", max_length=100, blank=True)
    online_review = models.CharField("提交复议申请的互联网渠道", max_length=200, blank=True)
    payment = models.TextField("信息处理费缴纳方式", blank=True)
    to_sign = models.JSONField("须经签发的文书", default=signed_unless_set, blank=True)
    began = models.DateField("在本平台办理的起始日", null=True, blank=True)

    class Meta:
        verbose_name = "办理设置"

    def __str__(self) -> str:
        return f"{self.agency} 办理设置"


class Draft(models.Model):
    """An application that a visitor is still writing; found by a key in a cookie, then deleted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    values = SealedText()  # JSON
    changed = models.DateTimeField()

    class Meta:
        verbose_name = "申请草稿"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["changed"], name="draft_changed")
        ]

    def __str__(self) -> str:
        return "草稿"

"""移交: a case goes over to the body that took over the functions (机构改革)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongkai.web.agencies.models import Agency
from gongkai.web.cases.models.base import OfCase, choices, known
from gongkai.web.cases.models.case import Case
from gongkai.web.cases.moves import Stage
from gongkai.web.cases.sealed import SealedText

__all__ = ["Handover"]


class Handover(OfCase):
    """That a body held a case from `since` (None: from its receipt) until `day`, and who took it.

    Years that ended before `day` count the case for `origin`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="handovers")
    origin = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="移交机关")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="承接机关")
    since = models.DateField(null=True, blank=True)
    day = models.DateField("移交日期")
    stage = models.CharField("移交时的环节", max_length=20, choices=choices(Stage))
    reason = SealedText("移交的理由", blank=True)
    at = models.DateTimeField("登记时间")
    actor = models.CharField("经办人", max_length=60)

    class Meta:
        verbose_name = "移交"
        ordering: ClassVar[list[str]] = ["-day", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("stage", Stage),
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("successor")), name="handover_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(since__isnull=True) | models.Q(since__lte=models.F("day")),
                name="handover_after_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 移交"

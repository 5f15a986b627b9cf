"""文书: the documents of a case, their reviews, their service, and a body's own templates."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gongkai.law.documents.notices import NOTICES, notice
from gongkai.law.labelled import Labelled
from gongkai.law.service import Carrier, ServiceMethod
from gongkai.web.agencies.models import Agency
from gongkai.web.cases.models.base import Kept, OfCase, choices, known
from gongkai.web.cases.models.case import Case
from gongkai.web.cases.moves import PaperState
from gongkai.web.cases.sealed import SealedData, SealedText

__all__ = [
    "GOING", "Letter", "LetterState", "Paper", "Review", "ReviewKind", "Service", "Template",
]  # fmt: skip


class Template(Kept):
    """A body's own wording of a document; every saved version stays."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="templates")
    notice = models.CharField("文书", max_length=3)  # T01 … T40
    number = models.PositiveIntegerField("版本")
    text = models.TextField("内容")  # as gongkai.notices reads it
    since = models.DateTimeField("启用时间")
    ended = models.DateTimeField("停用时间", null=True, blank=True)
    author = models.CharField("修改人", max_length=60)

    class Meta:
        verbose_name = "文书模板"
        ordering: ClassVar[list[str]] = ["notice", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "notice", "number"], name="template_version_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "notice"], condition=models.Q(ended__isnull=True),
                name="template_one_in_use",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.notice} 第{self.number}版"


class Paper(Kept, OfCase):
    """One document of a case: composed, reviewed, numbered, sent; from then on frozen.

    `values` are the merge fields filled in by hand; `content` is the composed document as data and
    `digest` that of its text: a review holds for the text that was reviewed and no other.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.CharField("文书", max_length=3, choices=[(n.code, n.zh) for n in NOTICES])
    template = models.ForeignKey(
        Template, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    template_version = models.CharField(max_length=64, blank=True)
    state = models.CharField("状态", max_length=10, choices=choices(PaperState))
    number = models.CharField("文号", max_length=60, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    values = SealedData(default=dict, blank=True)
    content = SealedData(default=dict, blank=True)
    text = SealedText("正文", blank=True)
    digest = models.CharField(max_length=64, blank=True)
    drafted_by = models.BigIntegerField(null=True)  # who drafts does not review
    drafter = models.CharField("拟稿人", max_length=60, blank=True)
    submitted_by = models.BigIntegerField(null=True)  # nor who sent it for review
    signer = models.CharField("签发人", max_length=60, blank=True)
    made = models.DateTimeField("制作时间")
    sent = models.DateTimeField("发出时间", null=True, blank=True)
    pdf = models.CharField(max_length=100, blank=True)  # where they lie in the storage
    docx = models.CharField(max_length=100, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "文书"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("state", PaperState),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "served"]) | ~models.Q(pdf=""),
                name="paper_sent_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_notice_display()}"

    def get_notice_display(self) -> str:  # type: ignore[no-redef]  # the usual one knows the code
        """Its name; T16 also answers items decided differently, and then does not say 予以公开."""
        zh = notice(self.notice).zh
        mixed = self.notice == "T16" and self.case.outcome not in ("", "D12")
        return zh.partition("（")[0] if mixed else zh

    @property
    def state_zh(self) -> str:
        """What people read."""
        return PaperState(self.state).zh


class ReviewKind(Labelled):
    """Which review."""

    LAW = "law", "法规复核"
    SECRECY = "secrecy", "保密审查"
    SIGNING = "signing", "签发"


class Review(OfCase):
    """What a reviewer said of one text of a document (条例第十七条: 程序和责任)."""

    agency_lookup = "paper__case__agency"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="reviews")
    kind = models.CharField("审查", max_length=10, choices=choices(ReviewKind))
    passed = models.BooleanField("通过")
    comment = SealedText("意见", blank=True)
    basis = SealedText("依据", blank=True)
    alone = SealedText("无人可以另行复核的说明", blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField("时间")
    actor = models.CharField("审查人", max_length=60)

    class Meta:
        verbose_name = "审查"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [known("kind", ReviewKind)]

    def __str__(self) -> str:
        return f"{self.paper} {ReviewKind(self.kind).zh}"


class Service(OfCase):
    """How a document was brought to its addressee, and the proof (送达回证)."""

    agency_lookup = "paper__case__agency"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="services")
    method = models.CharField(
        "送达方式", max_length=20, choices=[(m.value, m.zh) for m in ServiceMethod]
    )
    carrier = models.CharField(
        max_length=20, choices=[(c.value, c.value) for c in Carrier], blank=True
    )
    tracking = models.CharField("邮件编号", max_length=60, blank=True)
    sent = models.DateField("交邮（发出）日期")
    reached = models.DateField("签收日期", null=True, blank=True)
    returned = models.DateField("退回日期", null=True, blank=True)
    to = SealedText("送达地址", blank=True)
    receiver = SealedText("签收人", blank=True)
    note = SealedText("说明", blank=True)
    evidence = SealedText("发出日期的凭证", blank=True)  # when it left before it was recorded
    again = models.OneToOneField(  # sent again after this one came back
        "self", models.PROTECT, null=True, blank=True, related_name="then", verbose_name="重新送达"
    )
    by_fault = models.BooleanField("因本机关的原因退回", default=False)
    at = models.DateTimeField("登记时间")
    actor = models.CharField("经办人", max_length=60)

    class Meta:
        verbose_name = "送达"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(reached__isnull=True) | models.Q(reached__gte=models.F("sent")),
                name="service_reached_after_sent",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["returned"], name="service_came_back",
                condition=models.Q(returned__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.paper} 送达"


class LetterState(Labelled):
    """Where a letter stands that leaves only on a second person's signature."""

    WAITING = "waiting", "待签发"
    SIGNED = "signed", "已签发，待发出"
    SENT = "sent", "已发出"
    REFUSED = "refused", "退回"
    VOID = "void", "作废"


GOING = (LetterState.WAITING, LetterState.SIGNED)  # put before the one who signs, not sent yet


class Letter(Kept, OfCase):
    """A letter on the way, put before the one who signs before it is numbered and leaves.

    `facts` are those of its verb, `text` what was signed, `digest` that of the text.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    verb = models.CharField(max_length=40)  # the act that sends it
    notice = models.CharField("文书", max_length=3, choices=[(n.code, n.zh) for n in NOTICES])
    state = models.CharField("状态", max_length=10, choices=choices(LetterState))
    facts = SealedData(default=dict, blank=True)
    text = SealedText("正文")
    digest = models.CharField(max_length=64)
    asked = models.DateTimeField("提请时间")
    asked_by = models.BigIntegerField(null=True)  # who asks does not sign
    asker = models.CharField("提请人", max_length=60)
    signed = models.DateTimeField("签发时间", null=True, blank=True)
    signer = models.CharField("签发人", max_length=60, blank=True)
    comment = SealedText("签发意见", blank=True)
    paper = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="letter", verbose_name="文书"
    )

    class Meta:
        verbose_name = "待签发文书"
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("state", LetterState),
            models.UniqueConstraint(
                fields=["case", "verb"], condition=models.Q(state__in=["waiting", "signed"]),
                name="letter_one_under_way",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case} {self.get_notice_display()}"

    @property
    def state_zh(self) -> str:
        """What people read."""
        return LetterState(self.state).zh

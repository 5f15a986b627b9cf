"""办件: an application, who asks, what happened to it in law, when each stage was reached."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from gongkai.law.labelled import Labelled
from gongkai.law.moves import State
from gongkai.law.receipt import CHANNEL_RULES
from gongkai.terms import term
from gongkai.web.agencies.models import Agency
from gongkai.web.cases.models.base import Kept, OfCase, choices, known
from gongkai.web.cases.moves import Matter, Stage
from gongkai.web.cases.sealed import SealedText

__all__ = ["Case", "Clock", "Part", "Party", "Stamp", "Step", "WantedForm", "Way"]


class WantedForm(Labelled):
    """In which form the information is wanted (第二十九条第二款第三项)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子数据"
    DISC = "disc", "光盘、磁盘等"
    INSPECT = "inspect", "现场查阅、抄录"


class Way(Labelled):
    """By which way it, and every letter, is to come."""

    POST = "post", "邮寄"
    ONLINE = "online", "网上获取"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    PICK_UP = "pick_up", "自行领取"


class Clock(Labelled):
    """Whether the reply period runs on the day of the last event."""

    NONE = "none", "未起算"
    RUNS = "runs", "计算中"
    PAUSED = "paused", "征求意见，不计入"
    FROZEN = "frozen", "暂停，重新起算"
    STOPPED = "stopped", "已结束"
    UNTIMED = "untimed", "没有法定期限"


class Case(Kept):
    """One application (件): counted once in table 3.

    `received` to `clock` follow from the steps and are stored for lists; `clockwork` keeps them.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name="机关")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("办件编号", max_length=40, unique=True)
    code = models.CharField(max_length=64, blank=True)  # keyed print of the query code
    token = models.UUIDField(null=True, unique=True)  # of the form: sent twice, it is one
    matter = models.CharField(
        "事项种类", max_length=20, choices=choices(Matter), default=Matter.INFORMATION.value
    )

    channel = models.CharField(
        "申请渠道", max_length=20, choices=[(r.channel.value, r.zh) for r in CHANNEL_RULES]
    )
    entered = models.DateTimeField("录入时间")
    changed = models.DateTimeField("最近变动", default=timezone.now)
    arrived = models.DateField("提交（到达）日期")
    signed = models.DateField("签收日期", null=True, blank=True)
    confirmed = models.DateField("双方确认日期", null=True, blank=True)
    to_office = models.BooleanField("寄给工作机构", default=True)
    tracking = models.CharField("邮件编号", max_length=60, blank=True)
    evidence = SealedText("收到日期的凭证", blank=True)  # whom one spoke to

    title = models.CharField("申请事项", max_length=120)  # shown in lists; no personal data
    description = SealedText("所需信息的内容描述")  # people write of themselves here
    features = SealedText("文号或者其他特征", blank=True)
    wanted_form = models.CharField("获取形式", max_length=20, choices=choices(WantedForm))
    way = models.CharField("获取途径", max_length=20, choices=choices(Way))
    assistance = SealedText("需要的帮助", blank=True)  # tells of health
    column = models.CharField("申请人类别", max_length=40, blank=True)  # term id of table 3

    state = models.CharField("法定状态", max_length=20, choices=[(s.value, s.zh) for s in State])
    stage = models.CharField("办理环节", max_length=20, choices=choices(Stage))
    received = models.DateField(term("received").zh, null=True, blank=True)
    due = models.DateField("答复期限", null=True, blank=True)
    provisional = models.BooleanField("暂计", default=False)
    clock = models.CharField(max_length=10, choices=choices(Clock), default=Clock.NONE.value)
    calendar = models.CharField(max_length=100, blank=True)  # version by which `due` was computed
    extension = models.PositiveSmallIntegerField("延长的工作日", default=0)
    wished_extension = SealedText("提请延长的理由", blank=True)
    wished_days = models.PositiveSmallIntegerField("提请延长的工作日", default=0)
    correction = SealedText("网上提交的补正", blank=True)  # until its receipt is confirmed
    correction_came = models.DateField("网上提交补正的日期", null=True, blank=True)
    reasons = SealedText("网上说明的理由", blank=True)  # until its receipt is confirmed
    reasons_came = models.DateField("网上说明理由的日期", null=True, blank=True)

    registered = models.DateTimeField("登记时间", null=True, blank=True)
    registered_by = models.CharField("登记人", max_length=60, blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="分立自"
    )
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated",
        verbose_name="重复的在先申请",
    )  # fmt: skip
    redoes = models.ForeignKey(  # 重新答复 after a reconsideration or suit: not counted again
        "self", models.PROTECT, null=True, blank=True, related_name="redone",
        verbose_name="重新办理的原办件",
    )  # fmt: skip
    ordered = models.ForeignKey(  # the decision or judgment that asks for the new reply
        "Dispute", models.PROTECT, null=True, blank=True, related_name="ordered",
        verbose_name="重新答复的依据",
    )  # fmt: skip
    must_by = models.DateField("决定、判决确定的重新答复期限", null=True, blank=True)
    backlog = models.CharField("补录说明", max_length=200, blank=True)  # handled on paper before
    drill = models.BooleanField("检查用申请", default=False)  # 暗访: kept out of table 3
    drill_notice = models.CharField("组织检查的机关和通知文号", max_length=200, blank=True)

    decided_by = models.BigIntegerField(null=True)  # who decides does not review
    outcome = models.CharField("处理决定", max_length=4, blank=True)  # D11 … D63
    row = models.CharField("表三的行", max_length=60, blank=True)  # term id, by the year's form
    replied = models.DateField("答复日期", null=True, blank=True)
    ended = models.DateField("办结日期", null=True, blank=True)
    late = models.BooleanField("逾期", default=False)
    given_form = models.CharField(
        "实际提供的形式", max_length=20, choices=choices(WantedForm), blank=True
    )
    given_reason = SealedText("形式不同的理由", blank=True)

    fee_method = models.CharField("计收方式", max_length=20, blank=True)
    fee_count = models.PositiveIntegerField("件数或者页数", default=0)
    fee_first = models.PositiveIntegerField("当月序号", default=0)
    fee = models.PositiveIntegerField("信息处理费（元）", default=0)
    fee_paid = models.PositiveIntegerField("已收（元）", default=0)

    score = models.PositiveSmallIntegerField("评价", null=True, blank=True)
    opinion = SealedText("评价意见", blank=True)
    retention = models.CharField("保管期限", max_length=20, blank=True)

    class Meta:
        verbose_name = "办件"
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["agency", "stage", "due"], name="cases_stage"),
            models.Index(fields=["agency", "received"], name="cases_received"),
            models.Index(fields=["agency", "ended"], name="cases_ended"),
            models.Index(fields=["agency", "-id"], name="cases_newest"),
            models.Index(fields=["agency", "changed"], name="cases_changed"),
            models.Index(fields=["agency", "due"], name="cases_due"),
            models.Index(
                fields=["agency", "due"], condition=models.Q(ended__isnull=True), name="cases_open"
            ),
            # rows are long: a search for a word reads this instead
            models.Index(fields=["agency", "number", "title"], name="cases_words"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("matter", Matter),
            known("stage", Stage),
            known("clock", Clock),
            known("wanted_form", WantedForm),
            known("way", Way),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="case_state_is_known",
            ),
            # exactly one statistical outcome once it has ended, none before; of a claim for
            # correction (第四十一条) never one: it is no application for information
            models.CheckConstraint(
                condition=models.Q(ended__isnull=True, row="")
                | models.Q(matter=Matter.RECTIFICATION.value, row="", outcome="")
                | (
                    models.Q(ended__isnull=False, matter=Matter.INFORMATION.value)
                    & ~models.Q(row="")
                ),
                name="case_ended_has_one_row",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="archived") | models.Q(ended__isnull=False),
                name="case_archived_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stage_zh(self) -> str:
        """What people read."""
        return Stage(self.stage).zh

    @property
    def state_zh(self) -> str:
        """What people read."""
        return State(self.state).zh

    @property
    def open(self) -> bool:
        """Whether a reply or another end is still to come."""
        return Stage(self.stage).open

    @property
    def rectifies(self) -> bool:
        """Whether it asks for the correction of a record (第四十一条)."""
        return self.matter == Matter.RECTIFICATION

    def get_absolute_url(self) -> str:
        """Its page in the workbench."""
        from django.urls import reverse

        return reverse("case", args=[self.pk])


class Part(Labelled):
    """What a person is in an application."""

    APPLICANT = "applicant", "申请人"
    AGENT = "agent", "代理人"


class Party(OfCase):
    """An applicant or the agent; all that tells who it is stands sealed.

    `…_print` are keyed prints, to find the same person again.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    part = models.CharField(max_length=10, choices=choices(Part), default=Part.APPLICANT.value)
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("类别", max_length=40)  # id of gongkai.law.applicants
    name = SealedText("姓名或者名称")
    name_print = models.CharField(max_length=64, db_index=True)
    identity_kind = models.CharField("证件种类", max_length=20, blank=True)
    identity = SealedText("证件号码", blank=True)
    identity_print = models.CharField(max_length=64, blank=True, db_index=True)
    representative = SealedText("法定代表人（负责人）", blank=True)
    contact = SealedText("联系人", blank=True)
    phone = SealedText("联系电话", blank=True)
    phone_print = models.CharField(max_length=64, blank=True, db_index=True)
    email = SealedText("电子邮箱", blank=True)
    address = SealedText("通信地址", blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)

    class Meta:
        verbose_name = "申请人"
        ordering: ClassVar[list[str]] = ["part", "order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known("part", Part),
            models.UniqueConstraint(fields=["case", "part", "order"], name="party_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {Part(self.part).zh}{self.order}"


class Step(OfCase):
    """One event of the law on a case; played in order through `gongkai.law.application`.

    Never changed, but for what is known later of its letter: the day of arrival (`served`) and,
    on proof, that it left on another day.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)  # of gongkai.law.moves
    day = models.DateField("日期")
    served = models.DateField("送达日期", null=True, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    until = models.DateField(null=True, blank=True)
    who = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=40, blank=True)
    silent = models.BooleanField(default=False)
    by = models.CharField(max_length=60, blank=True)
    reason = SealedText(blank=True)
    paper = models.ForeignKey("Paper", models.PROTECT, null=True, blank=True, related_name="steps")
    at = models.DateTimeField("登记时间")
    actor = models.CharField("登记人", max_length=60)

    class Meta:
        verbose_name = "法定步骤"
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "place"], name="step_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.place}"


class Stamp(OfCase):
    """When a case came to a stage, by whom, and why if something was skipped or taken back."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="stamps")
    stage = models.CharField(max_length=20, choices=choices(Stage))
    at = models.DateTimeField("时间")
    actor = models.CharField("经办人", max_length=60)
    reason = SealedText("说明", blank=True)

    class Meta:
        verbose_name = "环节记录"
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.case} {Stage(self.stage).zh}"

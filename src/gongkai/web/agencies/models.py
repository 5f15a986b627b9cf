"""Bodies and the people in them; what has a from and a to is never overwritten.

Only the actions of this app write these rows.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from gongkai.law.bodies.kinds import BodyKind, Regime, regime
from gongkai.law.labelled import Labelled
from gongkai.terms import term
from gongkai.web.agencies.roles import Role

__all__ = [
    "Agency", "AgencyName", "AgencyPlace", "CalendarOverlay", "ContactBlock", "Delegation",
    "GroupMember", "GroupPart", "Leader", "Meeting", "NumberSeries", "Post", "Section",
    "Succession", "SuccessionKind", "on",
]  # fmt: skip


def on(day: date, prefix: str = "") -> models.Q:
    """The condition for what holds on a day; `prefix` leads to the dated row (`post__`)."""
    ends = models.Q(**{f"{prefix}until__isnull": True}) | models.Q(**{f"{prefix}until__gte": day})
    return models.Q(**{f"{prefix}since__lte": day}) & ends


def _choices(kinds: type[Labelled]) -> list[tuple[str, str]]:
    return [(member.value, member.zh) for member in kinds]


def _one_of(field: str, kinds: type[Labelled]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [member.value for member in kinds]}),
        name=f"%(class)s_{field}_is_known",
    )


class _Kept(models.Model):
    """A row that two people may edit: the version tells the second that he was second."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class _Dated(_Kept):
    """Something that holds from a day to a day, both included; without an end it still holds."""

    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="%(class)s_ends_after_it_begins",
            )
        ]

    def holds(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or self.until >= day)


class Agency(_Dated):
    """A body: its place in the tree, what kind it is (which law applies), its code.

    `parent` and `path` are of today, and decide who may; AgencyPlace tells where it stood when.
    `path` lists the ids from the root to the body itself, each followed by a slash: `1/4/9/`.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=255, unique=True)
    kind = models.CharField("种类", max_length=40, choices=_choices(BodyKind))
    name = models.CharField("名称", max_length=200)  # the present one; history in AgencyName
    short_name = models.CharField("简称", max_length=60, blank=True)
    document_word = models.CharField("机关代字", max_length=30, blank=True)  # 云审批 in 文号
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True)
    competent = models.BooleanField(term("competent_department").zh, default=False)
    disclosure_office = models.ForeignKey(
        "Section", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=term("disclosure_office").zh,
    )  # fmt: skip

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        verbose_name = "机关"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_Dated.Meta.constraints,
            _one_of("kind", BodyKind),
            models.UniqueConstraint(
                fields=["parent", "name"], condition=models.Q(until__isnull=True),
                name="agency_named_once_under_its_parent",
            ),
            # 条例第三条: the office of a government is its one competent department
            models.UniqueConstraint(
                fields=["parent"], condition=models.Q(competent=True, until__isnull=True),
                name="agency_one_competent_department",
            ),
            models.CheckConstraint(
                condition=models.Q(competent=False) | models.Q(parent__isnull=False),
                name="agency_competent_below_a_government",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def above(self) -> list[int]:
        """Ids of the bodies above it, from the root down."""
        return [int(id) for id in self.path.split("/")[:-2]]

    @property
    def regime(self) -> Regime:
        """Which part of the Regulations binds it."""
        return regime(BodyKind(self.kind))


class AgencyName(_Dated):
    """A name that a body had for a time; the last one is the present one."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["since"]
        verbose_name = "机关名称"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(until__isnull=True),
                name="agencyname_one_present",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyPlace(_Dated):
    """Under which body it stood for a time; the last one is the present one.

    A move puts all bodies below along: each of them keeps its own parent and needs no new row.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="places")
    parent = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "id"]
        verbose_name = "隶属关系"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(until__isnull=True),
                name="agencyplace_one_present",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}：{self.parent or '没有上级'}"


class SuccessionKind(Labelled):
    """How the functions of one body came to another."""

    MERGED = "merged", "并入"
    SPLIT = "split", "分设"
    HANDED_ON = "handed_on", "职责划转"
    CLOSED = "closed", "撤销后承接"


class Succession(models.Model):
    """What became of a body: merged, split, closed, or part of its functions handed on."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="inheritances")
    kind = models.CharField("方式", max_length=20, choices=_choices(SuccessionKind))
    day = models.DateField("日期")
    document = models.CharField("依据", max_length=200, blank=True)
    functions = models.TextField("职责", blank=True)  # which, where only part went over

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "id"]
        verbose_name = "机构沿革"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("kind", SuccessionKind),
            models.UniqueConstraint(
                fields=["predecessor", "successor", "day"], name="succession_said_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Section(_Dated):
    """A section of a body: 办公室, 政策法规科 …"""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="sections")
    name = models.CharField("名称", max_length=100)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name = "科室"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(until__isnull=True),
                name="section_named_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Post(_Dated):
    """A person's role in a body, or in one section of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True)
    role = models.CharField("岗位", max_length=40, choices=_choices(Role))
    full_time = models.BooleanField("专职", default=False)
    trained = models.DateField("最近培训", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["agency", "role", "id"]
        verbose_name = "岗位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_Dated.Meta.constraints,
            _one_of("role", Role),
            models.UniqueConstraint(
                fields=["user", "agency", "section", "role"],
                condition=models.Q(until__isnull=True),
                name="post_held_once",
            ),
            models.UniqueConstraint(  # no section equals no other: a rule of its own
                fields=["user", "agency", "role"],
                condition=models.Q(until__isnull=True, section__isnull=True),
                name="post_of_the_body_held_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} · {self.agency} · {self.title}"

    @property
    def title(self) -> str:
        """The role, with the section if it is limited to one: 政策法规科 法规复核."""
        role = Role(self.role).zh
        return f"{self.section} {role}" if self.section else role


class Delegation(_Dated):
    """While its holder is away, another person acts in a post; both names are logged."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="delegations")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegated")
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-since", "id"]
        verbose_name = "代理"
        constraints: ClassVar[list[models.BaseConstraint]] = [*_Dated.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"


class Leader(_Dated):
    """A leader of the body, shown to the public with post and division of work."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="leaders")
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=100)
    duties = models.TextField("分工", blank=True)
    order = models.PositiveSmallIntegerField("排序", default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "since", "id"]
        verbose_name = "领导"
        constraints: ClassVar[list[models.BaseConstraint]] = [*_Dated.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）"


class GroupPart(Labelled):
    """What a member is in the leading group."""

    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"


class GroupMember(_Dated):
    """A member of the leading group for open government (政务公开领导小组)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="group")
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=100)
    unit = models.CharField("单位", max_length=200, blank=True)
    part = models.CharField(
        "组内职务", max_length=20, choices=_choices(GroupPart), default=GroupPart.MEMBER.value
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "id"]
        verbose_name = "领导小组成员"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_Dated.Meta.constraints,
            _one_of("part", GroupPart),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）"


class Meeting(_Kept):
    """A meeting of the leaders on open government; counted for the yearly report."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="meetings")
    day = models.DateField("日期")
    topic = models.CharField("议题", max_length=200)
    decisions = models.TextField("决定", blank=True)
    documents = models.TextField("审议通过的文件", blank=True)  # one a line

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "-id"]
        verbose_name = "专题会议"

    def __str__(self) -> str:
        return f"{self.day} {self.topic}"


class ContactBlock(_Kept):
    """What the 指南 must say of the disclosure office (条例第十二条)."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="contact")
    office = models.CharField("工作机构名称", max_length=200)
    address = models.CharField("办公地址", max_length=200)
    hours = models.CharField("办公时间", max_length=200)
    phone = models.CharField("联系电话", max_length=60)
    fax = models.CharField("传真号码", max_length=60, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    email = models.EmailField("互联网联系方式", blank=True)

    class Meta:
        verbose_name = "联系方式"

    def __str__(self) -> str:
        return self.office


class CalendarOverlay(_Kept):
    """A notice on top of the national calendar, for a body and all below it; kept as TOML."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="overlays")
    number = models.CharField("文号", max_length=100)
    issued = models.DateField("印发日期")
    text = models.TextField("内容")
    withdrawn = models.DateField("停用", null=True, blank=True)  # entered in error: never deleted

    class Meta:
        ordering: ClassVar[list[str]] = ["issued", "id"]
        verbose_name = "日历补充"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=models.Q(withdrawn__isnull=True),
                name="overlay_entered_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """A running number of a body and year (文号, 索引号): taken under a lock, never twice."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="series")
    kind = models.CharField("种类", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = "编号"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "kind", "year"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.kind} {self.year}：{self.last}"

"""办理质量: fees, correction rate, replies in time, time taken — each with its base said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    Avg,
    BigIntegerField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from gongkai.law import moves as law
from gongkai.law.annual_report import period
from gongkai.terms import term
from gongkai.web.cases.ledger import Table4, held_by, registered_by
from gongkai.web.cases.models import Case, Complaint, Handover, Step
from gongkai.web.cases.models.disputes import ComplaintKind
from gongkai.web.cases.moves import Matter

__all__ = [
    "GROUPS", "Complaints", "Correction", "Drills", "Fees", "Replies", "complaints_of",
    "correction", "drills", "fees", "replies",
]  # fmt: skip

# whose rate: reconsiderations, all suits
GROUPS = {
    "reconsideration": ("reconsideration",),
    "litigation": ("direct_suit", "suit_after_reconsideration"),
}


def percent(part: int, whole: int) -> Decimal | None:
    """In per cent with one decimal, as reports print it; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Fees:
    """信息处理费 of a year: notices sent, yuan charged, yuan received."""

    year: int
    notices: int
    charged: int
    received: int

    @property
    def sentence(self) -> str:
        """As section six of the report says it (国办函〔2020〕109号); none is said to be none."""
        fee = term("processing_fee").zh
        if not self.notices and not self.received:
            return f"本年度未发出收费通知，没有收取政府信息公开{fee}。"
        return (
            f"本年度发出{fee}收费通知{self.notices}件，总金额{self.charged}元，"
            f"实际收取{self.received}元。"
        )


def fees(bodies: Iterable[int], year: int) -> Fees:
    """By the day of the notice and the day of the payment; one query.

    Each counts for the body that had the case when it was entered: it sent the notice, it has the
    money, whoever took the case over afterwards.
    """
    start, end = period(year)
    later = Handover.objects.filter(case=OuterRef("case"), at__gt=OuterRef("at"))
    first = later.order_by("at", "pk").values("origin")[:1]
    body = Coalesce(Subquery(first), "case__agency", output_field=BigIntegerField())
    steps = Step.objects.annotate(body=body).filter(
        body__in=list(bodies), case__drill=False, day__gte=start, day__lte=end
    )
    sent, paid = Q(verb=law.Verb.NOTIFY_FEE.value), Q(verb=law.Verb.RECEIVE_PAYMENT.value)
    found = steps.aggregate(
        notices=Count("pk", filter=sent), charged=Sum("case__fee", filter=sent),
        received=Sum("case__fee_paid", filter=paid),
    )  # fmt: skip
    return Fees(year, found["notices"], found["charged"] or 0, found["received"] or 0)


@dataclass(frozen=True, slots=True)
class Correction:
    """纠错率 of one kind of dispute: how many were corrected, of all and of the concluded ones."""

    forum: str
    corrected: int
    all: int
    concluded: int

    @property
    def of_all(self) -> Decimal | None:
        """In per cent of all cases, those still open included."""
        return percent(self.corrected, self.all)

    @property
    def of_concluded(self) -> Decimal | None:
        """In per cent of the concluded cases."""
        return percent(self.corrected, self.concluded)

    @property
    def sentence(self) -> str:
        """Both rates, each with its base."""
        zh = term(self.forum).zh
        if not self.all:
            return f"本年度没有{zh}案件，不计算纠错率。"
        if not self.concluded:
            return f"{zh}{self.all}件，都未审结，不计算纠错率。"
        return (
            f"{zh}结果纠正{self.corrected}件：占已审结{self.concluded}件的{self.of_concluded}%，"
            f"占全部{self.all}件（含尚未审结）的{self.of_all}%。"
        )

    def change(self, before: Correction) -> str:
        """In percentage points against the year before, on the base of the concluded."""
        now, then = self.of_concluded, before.of_concluded
        if now is None or then is None:
            return "上年或者本年没有已审结的案件，不作比较。"
        points = now - then
        if not points:
            return "按已审结计，与上年持平。"
        return f"按已审结计，比上年{'上升' if points > 0 else '下降'}{abs(points)}个百分点。"


def correction(table: Table4, forum: str) -> Correction:
    """From table 4: suits of both groups together."""
    groups = GROUPS[forum]
    total = sum(table[group, "total"] for group in groups)
    open_ = sum(table[group, "pending"] for group in groups)
    return Correction(
        forum, sum(table[group, "corrected"] for group in groups), total, total - open_
    )


@dataclass(frozen=True, slots=True)
class Replies:
    """Replies of a year: how many, how many in time, calendar days from receipt on average."""

    count: int
    late: int
    days: Decimal | None

    @property
    def on_time(self) -> Decimal | None:
        """Per cent of all replies that came in time."""
        return percent(self.count - self.late, self.count)

    @property
    def sentence(self) -> str:
        """With its base."""
        if not self.count:
            return "本年度没有答复。"
        return (
            f"本年度答复{self.count}件，其中按期{self.count - self.late}件，占{self.on_time}%；"
            f"从收到申请到答复平均{self.days}日（自然日，含补正、征求意见等不计入期限的时间）。"
        )


def replies(bodies: Iterable[int], year: int) -> Replies:
    """Of the cases that count in table 3 and were replied to in the year; one query."""
    start, end = period(year)
    # who has an answered case is who answered it: only what is open is handed over
    rows = Case.objects.filter(
        agency__in=list(bodies), matter=Matter.INFORMATION.value, drill=False, redoes=None,
        replied__gte=start, replied__lte=end,
    )  # fmt: skip
    taken = ExpressionWrapper(F("replied") - F("received"), DurationField())
    found = rows.aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(late=True)), taken=Avg(taken)
    )
    mean: timedelta | None = found["taken"]
    if mean is None:
        return Replies(found["count"], found["late"], None)
    days = Decimal(mean / timedelta(days=1)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Replies(found["count"], found["late"], days)


@dataclass(frozen=True, slots=True)
class Complaints:
    """投诉举报 and 责任追究 of a year; none is said to be none."""

    complaints: int
    accountability: int

    @property
    def sentence(self) -> str:
        """For the report."""
        words = [
            f"{kind.zh}{count}件" if count else f"没有{kind.zh}"
            for kind, count in (
                (ComplaintKind.COMPLAINT, self.complaints),
                (ComplaintKind.ACCOUNTABILITY, self.accountability),
            )
        ]
        return f"本年度因政府信息公开工作{'，'.join(words)}。"


@dataclass(frozen=True, slots=True)
class Drills:
    """检查用申请 that tables 3 and 4 leave out: the number of each and whose letter it goes by."""

    cases: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """Each by its number, so that nothing is left out unseen; none is said to be none."""
        if not self.cases:
            return "没有列为检查用的申请。"
        listed = "；".join(
            f"{number}（{notice or '没有登记检查通知'}）" for number, notice in self.cases
        )
        return f"另有检查用申请{len(self.cases)}件没有计入上述统计：{listed}。"


def drills(bodies: Iterable[int], year: int) -> Drills:
    """Received in the year, or before it and still open or ended in it; one query."""
    start, end = period(year)
    going_on = Q(ended=None) | Q(ended__gte=start) | Q(received__gte=start)
    rows = Case.objects.filter(
        going_on, held_by(bodies, year), drill=True, redoes=None, received__lte=end
    )
    return Drills(tuple(rows.order_by("number").values_list("number", "drill_notice")))


def complaints_of(bodies: Iterable[int], year: int) -> tuple[Complaints, QuerySet[Complaint]]:
    """The counts and the entries; one query."""
    start, end = period(year)
    rows = Complaint.objects.filter(registered_by(bodies, year), day__gte=start, day__lte=end)
    found = rows.aggregate(
        complaints=Count("pk", filter=Q(kind=ComplaintKind.COMPLAINT.value)),
        accountability=Count("pk", filter=Q(kind=ComplaintKind.ACCOUNTABILITY.value)),
    )
    return Complaints(**found), rows

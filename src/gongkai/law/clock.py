"""答复期限: when the reply to an application is due, and every day that led to it (第三十三条)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gongkai.errors import BadInput, LawError
from gongkai.law.calendar import WEEKDAYS, Calendar, DayKind
from gongkai.law.in_force import InForce, Version
from gongkai.sources import FEES_2020, R2007, R2019, Article
from gongkai.terms import term

__all__ = ["Deadline", "Pause", "PauseRule", "ReplyFacts", "Step", "StepKind", "reply_due"]


class PauseRule(StrEnum):
    """Which of the two days of a pause are counted: that of sending, that of the answer."""

    AFTER_SENDING = "(sent, answered]"  # the sending day counts, the day of the answer does not
    FROM_SENDING = "[sent, answered]"  # neither counts
    BETWEEN = "(sent, answered)"  # both count


REPLY_DAYS = InForce(
    "reply_days",
    "答复期限",
    "工作日",
    (
        Version(date(2008, 5, 1), 15, Article(R2007, 24, 2)),
        Version(date(2019, 5, 15), 20, Article(R2019, 33, 2)),
    ),
)
LONGEST_EXTENSION = InForce(
    "longest_extension",
    "延长答复的最长期限",
    "工作日",
    (
        Version(date(2008, 5, 1), 15, Article(R2007, 24, 2)),
        Version(date(2019, 5, 15), 20, Article(R2019, 33, 2)),
    ),
)
VERSION_BY_RECEIPT = InForce(
    "version_by_receipt",
    "新旧条例的适用：以收到申请之日为准",
    "规则",
    (
        Version(
            date(2019, 5, 15),
            True,
            Article(R2019, 56),
            confirmed=False,
            note="条例只规定施行日期，没有过渡条款；按收到申请之日划分",
        ),
    ),
)
PAUSE_RULE = InForce(
    "pause_rule",
    "征求意见时间的起止日如何计算",
    "规则",
    (
        Version(
            date(2008, 5, 1),
            PauseRule.AFTER_SENDING,
            Article(R2007, 24, 3),
            confirmed=False,
            note="条例只说所需时间不计算在内；发出当日计入、收到意见当日不计入，系依“开始的当日不计入”推定",
        ),
        Version(
            date(2019, 5, 15),
            PauseRule.AFTER_SENDING,
            Article(R2019, 33, 3),
            confirmed=False,
            note="条例只说所需时间不计算在内；发出当日计入、收到意见当日不计入，系依“开始的当日不计入”推定",
        ),
    ),
)
RESTART_ON_CORRECTION = InForce(
    "restart_on_correction",
    "补正后答复期限自收到补正的申请之日起重新计算",
    "规则",
    (
        Version(
            date(2008, 5, 1),
            True,
            Article(R2007, 21, 0, 4),
            confirmed=False,
            note="原条例只说告知申请人作出更改、补充，未说期限如何计算；按现行条例的办法推定",
        ),
        Version(date(2019, 5, 15), True, Article(R2019, 30)),
    ),
)
RESTART_ON_PAYMENT = InForce(
    "restart_on_payment",
    "缴费后答复期限自缴费完成次日起重新计算",
    "规则",
    (
        Version(
            date(2021, 1, 1),
            True,
            Article(FEES_2020, 6),
            confirmed=False,
            note="未见办法第六条全文，依各地转述",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (
    REPLY_DAYS,
    LONGEST_EXTENSION,
    VERSION_BY_RECEIPT,
    PAUSE_RULE,
    RESTART_ON_CORRECTION,
    RESTART_ON_PAYMENT,
)


class StepKind(StrEnum):
    """What happens to the count on a day."""

    COUNTS = "counts"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the explanation: its kind, the running number when it counts, and why."""

    day: date
    kind: StepKind
    n: int | None
    why: str
    provisional: bool = False

    def __str__(self) -> str:
        number = f"第 {self.n} 日" if self.n else "不计"
        return f"{self.day} {WEEKDAYS[self.day.weekday()]}  {number}  {self.why}"


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: consulting a third party or another body (第三十三条第三款).

    `sent` is the day on which the letter left, `answered` the day on which the answer came (or
    the period for answering ended).
    """

    sent: date
    answered: date
    reason: str = "征求意见"

    def __post_init__(self) -> None:
        if self.answered < self.sent:
            raise BadInput(
                f"{self.reason}的答复日 {self.answered} 早于发出日 {self.sent}；请核对两个日期"
            )


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """All that decides the due date of a reply; the calendar is given apart."""

    received: date  # 收到申请之日
    pauses: tuple[Pause, ...] = ()
    corrected: date | None = None  # 收到补正之日
    fee_paid: date | None = None  # 缴费完成之日
    extension: int = 0  # working days


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date with its article, its reasons and, on demand, every day that led to it."""

    due: date
    provisional: bool
    article: Article
    reasons: tuple[str, ...]
    anchor: date  # the day from which is counted, itself not counted
    quota: int  # working days
    calendar: Calendar
    spans: tuple[tuple[date, date, str], ...] = ()  # paused days, both included, merged

    def steps(self) -> Iterator[Step]:
        """Each day after the anchor up to the due date."""
        return _steps(self)

    @property
    def days_paused(self) -> int:
        """Working days that the pauses took out of the count."""
        one = timedelta(1)
        return sum(
            self.calendar.count(first - one, min(last, self.due)) for first, last, _ in self.spans
        )


def reply_due(
    facts: ReplyFacts, calendar: Calendar, *, pause_rule: PauseRule | None = None
) -> Deadline:
    """The last day on which the reply is in time.

    The day of receipt is not counted. A correction or a payment starts a fresh period; pauses are
    united, never added up; the extension lengthens the period in hand. BadInput for impossible
    dates, LawError for an extension beyond the law, NoRuleInForce before 2008-05-01.
    """
    days = REPLY_DAYS.on(facts.received)
    _possible(facts)
    anchor, reasons = _anchor(facts)
    reasons.append(f"{anchor} 为起算日，当日不计；答复期限 {days.value} 个工作日（{days.article}）")
    quota = days.value + facts.extension
    if facts.extension:
        article = check_extension(facts.extension, facts.received)
        reasons.append(f"经批准延长 {facts.extension} 个工作日（{article}）")
    spans: tuple[tuple[date, date, str], ...] = ()
    due = calendar.add(anchor, quota)
    if facts.pauses:
        rule = PAUSE_RULE.on(facts.received)
        spans = _union(facts.pauses, pause_rule or rule.value, anchor)
        plain, due = due, _beyond(due, anchor, quota, spans, calendar)
        excluded = calendar.count(anchor, due) - quota
        reasons += [f"{p.reason}：{p.sent} 发出，{p.answered} 收到意见或期满" for p in facts.pauses]
        reasons.append(
            f"征求意见所需时间不计算在内，扣除 {excluded} 个工作日"
            f"（不扣除则为 {plain}；{rule.article}）"
        )
    provisional = calendar.is_provisional(due)
    if provisional:
        reasons.append(PROVISIONAL.format(year=due.year))
    return Deadline(due, provisional, days.article, tuple(reasons), anchor, quota, calendar, spans)


PROVISIONAL = "{year} 年放假通知尚未发布，本日期为暂计，通知发布后须重新计算"


def working_days_after(
    start: date, count: int, article: Article, calendar: Calendar, *, what: str
) -> Deadline:
    """A period of working days without pauses: `what` names it in the reasons."""
    due = calendar.add(start, count)
    reasons = [f"{start} 为起算日，当日不计；{what} {count} 个工作日（{article}）"]
    provisional = calendar.is_provisional(due)
    if provisional:
        reasons.append(PROVISIONAL.format(year=due.year))
    return Deadline(due, provisional, article, tuple(reasons), start, count, calendar)


def check_extension(days: int, received: date) -> Article:
    """The article under which a reply may be extended by `days`; LawError beyond it."""
    longest = LONGEST_EXTENSION.on(received)
    if days < 1:
        raise BadInput(f"延长 {days} 个工作日没有意义；应为 1 至 {longest.value}")
    if days > longest.value:
        raise LawError(
            f"不能延长 {days} 个工作日：最长不得超过 {longest.value} 个工作日", longest.article
        )
    return longest.article


def _possible(facts: ReplyFacts) -> None:
    """Nothing that follows the receipt may lie before it."""
    for day, what in (
        (facts.corrected, "收到补正之日"),
        (facts.fee_paid, "缴费完成之日"),
        *((pause.sent, f"{pause.reason}的发出日") for pause in facts.pauses),
    ):
        if day is not None and day < facts.received:
            raise BadInput(f"{what} {day} 早于{term('received')} {facts.received}；请核对两个日期")


def _anchor(facts: ReplyFacts) -> tuple[date, list[str]]:
    """The day from which is counted: of receipt, of the correction, of the payment; the latest."""
    anchor, reasons = facts.received, [f"{term('received')} {facts.received}"]
    if facts.corrected is not None:
        rule = RESTART_ON_CORRECTION.on(facts.received)
        anchor = facts.corrected
        reasons.append(f"{anchor} 收到补正后的申请，期限重新计算（{rule.article}）")
    if facts.fee_paid is not None:
        paid = RESTART_ON_PAYMENT.on(facts.fee_paid)
        reasons.append(f"{facts.fee_paid} 缴费完成，期限自次日起重新计算（{paid.article}）")
        anchor = max(anchor, facts.fee_paid)
    return anchor, reasons


def _union(
    pauses: Iterable[Pause], rule: PauseRule, anchor: date
) -> tuple[tuple[date, date, str], ...]:
    """The paused days after the anchor as disjoint spans, both ends included, in order."""
    one = timedelta(1)
    spans: list[tuple[date, date, str]] = []
    for pause in sorted(pauses, key=lambda p: (p.sent, p.answered)):
        first = pause.sent if rule is PauseRule.FROM_SENDING else pause.sent + one
        last = pause.answered - one if rule is PauseRule.BETWEEN else pause.answered
        first = max(first, anchor + one)
        if last < first:
            continue
        if spans and first <= spans[-1][1] + one:
            start, end, reason = spans[-1]
            if pause.reason not in reason.split("、"):
                reason = f"{reason}、{pause.reason}"
            spans[-1] = (start, max(end, last), reason)
        else:
            spans.append((first, last, pause.reason))
    return tuple(spans)


def _beyond(
    due: date,
    anchor: date,
    quota: int,
    spans: tuple[tuple[date, date, str], ...],
    calendar: Calendar,
) -> date:
    """The due date moved by the working days of the pauses that begin before it."""
    excluded = 0
    for first, last, _ in spans:  # in order: each may push the due date into the next
        if first > due:
            break
        excluded += calendar.count(first - timedelta(1), last)
        due = calendar.add(anchor, quota + excluded)
    return due


_KINDS = {
    DayKind.WORKDAY: StepKind.COUNTS,
    DayKind.REST: StepKind.REST,
    DayKind.HOLIDAY: StepKind.HOLIDAY,
    DayKind.MAKE_UP: StepKind.MAKE_UP,
}


def _steps(deadline: Deadline) -> Iterator[Step]:
    calendar, spans = deadline.calendar, iter(deadline.spans)
    span = next(spans, None)
    n = 0
    for ordinal in range(deadline.anchor.toordinal() + 1, deadline.due.toordinal() + 1):
        day = date.fromordinal(ordinal)
        while span is not None and span[1] < day:
            span = next(spans, None)
        kind = calendar.kind(day)
        provisional = calendar.is_provisional(day)
        if span is not None and span[0] <= day and kind.works:
            yield Step(day, StepKind.PAUSED, None, f"{span[2]}，不计算在内", provisional)
            continue
        if kind.works:
            n += 1
        yield Step(day, _KINDS[kind], n if kind.works else None, _why(calendar, day), provisional)


def _why(calendar: Calendar, day: date) -> str:
    kind, name, notice = calendar.kind(day), calendar.name(day), calendar.notice(day)
    if kind is DayKind.WORKDAY:
        return kind.zh + ("（该年放假通知尚未发布）" if calendar.is_provisional(day) else "")
    if kind is DayKind.MAKE_UP:
        return f"{name}{kind.zh}（{notice}）"
    if kind is DayKind.HOLIDAY:
        return f"{name}放假（{notice}）" if notice else "法定节日（该年放假通知尚未发布）"
    return kind.zh

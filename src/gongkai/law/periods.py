"""其他期限: correction, consultation, payment, publication: a start, a length, an article each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.calendar import Calendar
from gongkai.law.clock import PROVISIONAL, Deadline, working_days_after
from gongkai.law.in_force import InForce, Version
from gongkai.sources import (
    BUDGET_LAW,
    ENFORCEMENT_2018,
    FEES_2020,
    LITIGATION,
    PENALTY_LAW,
    R2007,
    R2019,
    REVIEW_2023,
    Article,
)

__all__ = [
    "Consulted",
    "Publication",
    "PublicationDue",
    "Silence",
    "consultation_limit",
    "correction_due",
    "correction_notice_due",
    "payment_due",
    "publication_due",
    "reasons_due",
]

CORRECTION_NOTICE_DAYS = InForce(
    "correction_notice_days",
    "一次性补正告知的期限",
    "工作日",
    (Version(date(2019, 5, 15), 7, Article(R2019, 30)),),
)
CORRECTION_DAYS = InForce(
    "correction_days",
    "补正期限的默认值（由机关合理确定）",
    "工作日",
    (
        Version(
            date(2019, 5, 15),
            15,
            Article(R2019, 30),
            confirmed=False,
            note="条例只说“合理的补正期限”；各地五至十五个工作日不等",
        ),
    ),
)
SHORTEST_CORRECTION_DAYS = InForce(
    "shortest_correction_days",
    "补正期限的最短值",
    "工作日",
    (
        Version(
            date(2019, 5, 15),
            5,
            Article(R2019, 30),
            confirmed=False,
            note="条例没有最短期限；少于五个工作日难称合理",
        ),
    ),
)
REASONS_DAYS = InForce(
    "reasons_days",
    "说明理由期限的默认值（由机关合理确定）",
    "工作日",
    (
        Version(
            date(2019, 5, 15),
            10,
            Article(R2019, 35),
            confirmed=False,
            note="条例只说可以要求申请人说明理由，没有期限",
        ),
    ),
)
THIRD_PARTY_DAYS = InForce(
    "third_party_days",
    "第三方提出意见的期限",
    "工作日",
    (Version(date(2019, 5, 15), 15, Article(R2019, 32)),),
)
CO_PRODUCER_DAYS = InForce(
    "co_producer_days",
    "共同制作机关提出意见的期限",
    "工作日",
    (Version(date(2019, 5, 15), 15, Article(R2019, 34)),),
)
OTHER_BODY_DAYS = InForce(
    "other_body_days",
    "征求其他机关意见的期限（默认）",
    "工作日",
    (
        Version(
            date(2019, 5, 15),
            15,
            Article(R2019, 33, 3),
            confirmed=False,
            note="条例没有规定期限；参照共同制作机关，超过即提醒",
        ),
    ),
)
PAYMENT_DAYS = InForce(
    "payment_days",
    "缴纳信息处理费的期限，自收到收费通知次日起",
    "工作日",
    (Version(date(2021, 1, 1), 20, Article(FEES_2020, 6)),),
)


class Consulted(StrEnum):
    """Who is asked; their silence means different things."""

    THIRD_PARTY = "third-party"
    CO_PRODUCER = "co-producer"
    OTHER_BODY = "other-body"


class Silence(StrEnum):
    """What it means that no answer came in time."""

    BODY_DECIDES = "body-decides"
    CONSENT = "consent"


SILENCE_OF_THIRD_PARTY = InForce(
    "silence_of_third_party",
    "第三方逾期未提出意见：由行政机关依照条例决定是否公开",
    "规则",
    (Version(date(2019, 5, 15), Silence.BODY_DECIDES, Article(R2019, 32)),),
)
SILENCE_OF_CO_PRODUCER = InForce(
    "silence_of_co_producer",
    "共同制作机关逾期未提出意见：视为同意公开",
    "规则",
    (Version(date(2019, 5, 15), Silence.CONSENT, Article(R2019, 34)),),
)
SILENCE_OF_OTHER_BODY = InForce(
    "silence_of_other_body",
    "其他机关逾期未回复：由行政机关自行决定",
    "规则",
    (
        Version(
            date(2019, 5, 15),
            Silence.BODY_DECIDES,
            Article(R2019, 33, 3),
            confirmed=False,
            note="条例未规定其他机关沉默的后果；不推定同意",
        ),
    ),
)
OTHER_BODIES_PAUSE = InForce(
    "other_bodies_pause",
    "征求其他机关（包括共同制作机关）意见所需时间也不计算在内",
    "规则",
    (
        Version(
            date(2008, 5, 1),
            False,
            Article(R2007, 24, 3),
            confirmed=False,
            note="原条例只写征求第三方意见所需时间，依记忆，未逐字核对",
        ),
        Version(date(2019, 5, 15), True, Article(R2019, 33, 3)),
    ),
)
_LIMITS = {
    Consulted.THIRD_PARTY: (THIRD_PARTY_DAYS, SILENCE_OF_THIRD_PARTY),
    Consulted.CO_PRODUCER: (CO_PRODUCER_DAYS, SILENCE_OF_CO_PRODUCER),
    Consulted.OTHER_BODY: (OTHER_BODY_DAYS, SILENCE_OF_OTHER_BODY),
}


def correction_notice_due(received: date, calendar: Calendar) -> Deadline:
    """The last day for the one notice that asks for a correction (第三十条)."""
    rule = CORRECTION_NOTICE_DAYS.on(received)
    return working_days_after(received, rule.value, rule.article, calendar, what="补正告知期限")


def correction_due(notice_received: date, days: int, calendar: Calendar) -> Deadline:
    """The last day for the applicant to correct, counted from the day the notice was received."""
    rule = CORRECTION_DAYS.on(notice_received)
    if days < 1:
        raise BadInput(
            f"补正期限不能是 {days} 个工作日；应为合理的期限，建议 {rule.value} 个工作日"
        )
    return working_days_after(notice_received, days, rule.article, calendar, what="补正期限")


def reasons_due(notice_received: date, days: int, calendar: Calendar) -> Deadline:
    """The last day to give reasons (第三十五条), counted from the day the notice was received."""
    rule = REASONS_DAYS.on(notice_received)
    if days < 1:
        raise BadInput(
            f"说明理由的期限不能是 {days} 个工作日；应为合理的期限，建议 {rule.value} 个工作日"
        )
    return working_days_after(notice_received, days, rule.article, calendar, what="说明理由的期限")


def consultation_limit(
    who: Consulted, letter_received: date, calendar: Calendar
) -> tuple[Deadline, Silence, Article]:
    """The last day for an opinion, what silence after it means, and where that stands."""
    days, silence = _LIMITS[who]
    rule, meaning = days.on(letter_received), silence.on(letter_received)
    limit = working_days_after(
        letter_received, rule.value, rule.article, calendar, what="提出意见的期限"
    )
    return limit, meaning.value, meaning.article


def payment_due(notice_received: date, calendar: Calendar) -> Deadline:
    """The last day to pay the 信息处理费; after it the application counts as given up."""
    rule = PAYMENT_DAYS.on(notice_received)
    return working_days_after(notice_received, rule.value, rule.article, calendar, what="缴费期限")


class Publication(StrEnum):
    """What is to be published or withdrawn, by the period that rules it."""

    GENERAL = "general"
    BUDGET = "budget"
    DECISION = "decision"
    OTHER_DECISION = "other-decision"
    WITHDRAWAL = "withdrawal"


GENERAL_DAYS = InForce(
    "publication_days",
    "主动公开的期限，自形成或者变更之日起",
    "工作日",
    (
        Version(date(2008, 5, 1), 20, Article(R2007, 18)),
        Version(date(2019, 5, 15), 20, Article(R2019, 26)),
    ),
)
BUDGET_DAYS = InForce(
    "budget_days",
    "预算、决算公开的期限，自批准（批复）之日起",
    "日",
    (Version(date(2015, 1, 1), 20, Article(BUDGET_LAW, 14)),),
)
DECISION_DAYS = InForce(
    "decision_days",
    "行政许可、行政处罚决定公开的期限",
    "工作日",
    (
        Version(
            date(2018, 12, 5),
            7,
            Article(ENFORCEMENT_2018),
            confirmed=False,
            note="未见原文，依实践",
        ),
    ),
)
OTHER_DECISION_DAYS = InForce(
    "other_decision_days",
    "其他执法决定公开的期限",
    "工作日",
    (
        Version(
            date(2018, 12, 5),
            20,
            Article(ENFORCEMENT_2018),
            confirmed=False,
            note="未见原文，依实践",
        ),
    ),
)
WITHDRAWAL_DAYS = InForce(
    "withdrawal_days",
    "处罚决定被变更、撤销、确认违法或无效后撤回的期限",
    "工作日",
    (Version(date(2021, 7, 15), 3, Article(PENALTY_LAW, 48)),),
)
_PUBLICATION = {
    Publication.GENERAL: GENERAL_DAYS,
    Publication.BUDGET: BUDGET_DAYS,
    Publication.DECISION: DECISION_DAYS,
    Publication.OTHER_DECISION: OTHER_DECISION_DAYS,
    Publication.WITHDRAWAL: WITHDRAWAL_DAYS,
}
_FIXED = (
    "期限由其确定，推定不因补正、征求意见、收费顺延，本机关也不能自行延长。没有确定期限的，"
    "自收到之日起适用二十个工作日"
)
REDO_BY = InForce(
    "redo_by",
    "复议决定确定了重新答复期限的，以所定期限为准",
    "规则",
    (
        Version(
            REVIEW_2023.since,
            True,
            Article(REVIEW_2023, 77, 1),
            confirmed=False,
            note=f"被申请人应当履行行政复议决定；{_FIXED}",
        ),
    ),
)
REDO_BY_COURT = InForce(
    "redo_by_court",
    "判决确定了重新答复期限的，以所定期限为准",
    "规则",
    (
        Version(
            LITIGATION.since,
            True,
            Article(LITIGATION, 94),
            confirmed=False,
            note=f"当事人必须履行发生法律效力的判决；{_FIXED}",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (
    REDO_BY,
    REDO_BY_COURT,
    CORRECTION_NOTICE_DAYS,
    CORRECTION_DAYS,
    SHORTEST_CORRECTION_DAYS,
    REASONS_DAYS,
    THIRD_PARTY_DAYS,
    SILENCE_OF_THIRD_PARTY,
    CO_PRODUCER_DAYS,
    SILENCE_OF_CO_PRODUCER,
    OTHER_BODY_DAYS,
    SILENCE_OF_OTHER_BODY,
    OTHER_BODIES_PAUSE,
    PAYMENT_DAYS,
    *_PUBLICATION.values(),
)


@dataclass(frozen=True, slots=True)
class PublicationDue:
    """`last_day` as the law counts it; `publish_by` the last working day not after it."""

    last_day: date
    publish_by: date
    provisional: bool
    article: Article
    reasons: tuple[str, ...]


def publication_due(what: Publication, since: date, calendar: Calendar) -> PublicationDue:
    """When something formed, approved, decided or annulled on `since` must be on line (or off).

    A period of calendar days has no roll-over here: on a day off it is done on the last working
    day before.
    """
    rule = _PUBLICATION[what].on(since)
    if _PUBLICATION[what].unit == "日":
        last = since + timedelta(rule.value)
    else:
        last = calendar.add(since, rule.value)
    by = calendar.on_or_before(last)
    unit = _PUBLICATION[what].unit
    reasons = [
        f"{since} 为起算日，当日不计；期限 {rule.value} 个{unit}（{rule.article}）".replace(
            "个日", "日"
        )
    ]
    if by != last:
        reasons.append(f"期限末日 {last} 不是工作日，应在此前最后一个工作日 {by} 公开")
    provisional = calendar.is_provisional(last)
    if provisional:
        reasons.append(PROVISIONAL.format(year=last.year))
    return PublicationDue(last, by, provisional, rule.article, tuple(reasons))

"""救济期限: how long an applicant may apply for reconsideration or sue, and from which day."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.calendar import Calendar
from gongkai.law.clock import PROVISIONAL, working_days_after
from gongkai.law.in_force import InForce, Version
from gongkai.sources import (
    CIVIL_CODE,
    LITIGATION,
    LITIGATION_NOTES,
    REVIEW_1999,
    REVIEW_2023,
    REVIEW_RULES,
    Article,
)

__all__ = ["Remedy", "RemedyDue", "remedy_after_silence", "remedy_due", "statement_due"]


class Remedy(StrEnum):
    """The three ways against a reply or against its absence."""

    RECONSIDERATION = "reconsideration"
    SUIT = "suit"
    SUIT_AFTER_RECONSIDERATION = "suit-after-reconsideration"

    @property
    def zh(self) -> str:
        """The word for it."""
        return _ZH[self]


_ZH = {
    Remedy.RECONSIDERATION: "申请行政复议",
    Remedy.SUIT: "直接提起行政诉讼",
    Remedy.SUIT_AFTER_RECONSIDERATION: "复议后提起行政诉讼",
}

RECONSIDERATION_DAYS = InForce(
    "reconsideration_days",
    "申请行政复议的期限",
    "日",
    (
        Version(date(1999, 10, 1), 60, Article(REVIEW_1999, 9)),
        Version(date(2024, 1, 1), 60, Article(REVIEW_2023, 20, 1)),
    ),
)
SUIT_MONTHS = InForce(
    "suit_months",
    "直接起诉的期限",
    "个月",
    (Version(date(2015, 5, 1), 6, Article(LITIGATION, 46, 1)),),
)
SUIT_AFTER_DAYS = InForce(
    "suit_after_reconsideration_days",
    "复议后起诉的期限",
    "日",
    (Version(date(2015, 5, 1), 15, Article(LITIGATION, 45)),),
)
UNTOLD_RECONSIDERATION_MONTHS = InForce(
    "untold_reconsideration_months",
    "未告知复议权利、机关和期限时，自知道内容之日起最长",
    "个月",
    (Version(date(2024, 1, 1), 12, Article(REVIEW_2023, 20, 3)),),
)
UNTOLD_SUIT_MONTHS = InForce(
    "untold_suit_months",
    "未告知起诉期限时，自知道内容之日起最长",
    "个月",
    (Version(date(2018, 2, 8), 12, Article(LITIGATION_NOTES, 64)),),
)
LONGEST_RECONSIDERATION_YEARS = InForce(
    "longest_reconsideration_years",
    "复议申请自行政行为作出之日起最长（不动产以外）",
    "年",
    (Version(date(2024, 1, 1), 5, Article(REVIEW_2023, 21)),),
)
LONGEST_SUIT_YEARS = InForce(
    "longest_suit_years",
    "起诉自行政行为作出之日起最长（不动产以外）",
    "年",
    (Version(date(2015, 5, 1), 5, Article(LITIGATION, 46, 2)),),
)
SILENCE_RECONSIDERATION = InForce(
    "reconsideration_after_silence",
    "逾期不答复的，复议期限自答复期限届满之日起算",
    "规则",
    (Version(date(2007, 8, 1), True, Article(REVIEW_RULES, 16, 0, 1)),),
)
SILENCE_SUIT = InForce(
    "suit_after_silence",
    "逾期不答复的，起诉期限自答复期限届满之日起算",
    "规则",
    (Version(date(2018, 2, 8), True, Article(LITIGATION_NOTES, 66)),),
)
HANDLING_DAYS = InForce(
    "reconsideration_handling_days",
    "行政复议的审理期限，自受理之日起",
    "日",
    (
        Version(date(1999, 10, 1), 60, Article(REVIEW_1999, 31)),
        Version(date(2024, 1, 1), 60, Article(REVIEW_2023, 62, 1)),
    ),
)
HANDLING_EXTENSION_DAYS = InForce(
    "reconsideration_extension_days",
    "行政复议审理期限的最长延长",
    "日",
    (
        Version(date(1999, 10, 1), 30, Article(REVIEW_1999, 31)),
        Version(date(2024, 1, 1), 30, Article(REVIEW_2023, 62, 1)),
    ),
)
SIMPLIFIED_DAYS = InForce(
    "reconsideration_simplified_days",
    "政府信息公开案件适用简易程序的审理期限",
    "日",
    (Version(date(2024, 1, 1), 30, Article(REVIEW_2023, 62, 2)),),
)
ROLL_FORWARD = InForce(
    "roll_forward",
    "按日、按月计算的期间，末日是法定休假日的，以休假日结束的次日为末日",
    "规则",
    (
        Version(
            date(1999, 10, 1),
            True,
            Article(CIVIL_CODE, 203, 1),
            note="2021年以前依民法通则和诉讼法的同样规定",
        ),
    ),
)
REVIEW_STATEMENT_DAYS = InForce(
    "reconsideration_statement_days",
    "被申请人提出书面答复的期限，自收到复议申请书副本之日起",
    "工作日",
    (
        Version(
            date(2024, 1, 1),
            10,
            Article(REVIEW_2023, 48),
            confirmed=False,
            note="条文未读到原文；按第八十八条，十日以内的期间为工作日。2024年以前按旧法，不在此列",
        ),
    ),
)
SIMPLIFIED_STATEMENT_DAYS = InForce(
    "reconsideration_simplified_statement_days",
    "适用简易程序的，被申请人提出书面答复的期限",
    "工作日",
    (
        Version(
            date(2024, 1, 1),
            5,
            Article(REVIEW_2023, 54),
            confirmed=False,
            note="条文未读到原文；按第八十八条，十日以内的期间为工作日",
        ),
    ),
)
SUIT_STATEMENT_DAYS = InForce(
    "suit_statement_days",
    "被告提交答辩状和证据的期限，自收到起诉状副本之日起",
    "日",
    (
        Version(
            date(2015, 5, 1),
            15,
            Article(LITIGATION, 67),
            confirmed=False,
            note="条文未读到原文",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (
    REVIEW_STATEMENT_DAYS,
    SIMPLIFIED_STATEMENT_DAYS,
    SUIT_STATEMENT_DAYS,
    RECONSIDERATION_DAYS,
    UNTOLD_RECONSIDERATION_MONTHS,
    LONGEST_RECONSIDERATION_YEARS,
    SILENCE_RECONSIDERATION,
    SUIT_MONTHS,
    UNTOLD_SUIT_MONTHS,
    LONGEST_SUIT_YEARS,
    SILENCE_SUIT,
    SUIT_AFTER_DAYS,
    HANDLING_DAYS,
    HANDLING_EXTENSION_DAYS,
    SIMPLIFIED_DAYS,
    ROLL_FORWARD,
)


@dataclass(frozen=True, slots=True)
class RemedyDue:
    """The last day for a remedy; `nominal` is that day before it rolled over days off."""

    last_day: date
    nominal: date
    provisional: bool
    article: Article
    reasons: tuple[str, ...]


def remedy_due(
    kind: Remedy,
    known: date,
    calendar: Calendar,
    *,
    told: bool = True,
    told_on: date | None = None,
) -> RemedyDue:
    """The last day to use a remedy against an act known (served, signed for) on `known`.

    `told=False`: the reply did not state the right, the body and the period. Then the period runs
    from `told_on`, the day on which the applicant learned of them, but ends at the latest a year
    after `known`; without `told_on` that year is the answer.
    """
    if told_on is not None and told_on < known:
        raise BadInput(f"知道权利之日 {told_on} 早于知道内容之日 {known}；请核对两个日期")
    if told:
        return _plain(kind, known, calendar)
    cap = _cap(kind, known)
    if cap is None:
        return _plain(kind, told_on or known, calendar)
    longest = add_months(known, cap.value)
    if told_on is not None:
        plain = _plain(kind, told_on, calendar)
        if plain.nominal <= longest:
            return plain
    reason = f"未告知权利和期限：自 {known} 知道内容之日起最长 {cap.value} 个月（{cap.article}）"
    return _rolled(longest, cap.article, [reason], calendar)


def remedy_after_silence(kind: Remedy, reply_was_due: date, calendar: Calendar) -> RemedyDue:
    """The last day when no reply came: counted from the end of the reply period."""
    if kind is Remedy.SUIT_AFTER_RECONSIDERATION:
        raise BadInput("复议后起诉的期限从收到复议决定书起算，不适用于逾期不答复")
    rule = SILENCE_RECONSIDERATION if kind is Remedy.RECONSIDERATION else SILENCE_SUIT
    article = rule.on(reply_was_due).article
    found = _plain(kind, reply_was_due, calendar)
    reasons = (f"答复期限 {reply_was_due} 届满而未答复（{article}）", *found.reasons)
    return RemedyDue(found.last_day, found.nominal, found.provisional, article, reasons)


def statement_due(
    copy_came: date, calendar: Calendar, *, suit: bool = False, simplified: bool = False
) -> RemedyDue:
    """The last day for the body's own statement, from the day on which the copy reached it.

    NoRuleInForce for a reconsideration before 2024, which was under the former law.
    """
    if suit:
        rule = SUIT_STATEMENT_DAYS.on(copy_came)
        reasons = [
            f"{copy_came} 收到起诉状副本，当日不计；答辩期限 {rule.value} 日（{rule.article}）"
        ]
        return _rolled(copy_came + timedelta(rule.value), rule.article, reasons, calendar)
    rule = (SIMPLIFIED_STATEMENT_DAYS if simplified else REVIEW_STATEMENT_DAYS).on(copy_came)
    what = "书面答复期限（简易程序）" if simplified else "书面答复期限"
    due = working_days_after(copy_came, rule.value, rule.article, calendar, what=what)
    return RemedyDue(due.due, due.due, due.provisional, rule.article, due.reasons)


def add_months(day: date, count: int) -> date:
    """The same day number `count` months on, or the end of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _cap(kind: Remedy, known: date) -> Version[int] | None:
    rules = {
        Remedy.RECONSIDERATION: UNTOLD_RECONSIDERATION_MONTHS,
        Remedy.SUIT: UNTOLD_SUIT_MONTHS,
    }
    rule = rules.get(kind)
    return rule.on(known) if rule and known >= rule.versions[0].since else None


def _plain(kind: Remedy, start: date, calendar: Calendar) -> RemedyDue:
    if kind is Remedy.SUIT:
        months_rule = SUIT_MONTHS.on(start)
        article, nominal = months_rule.article, add_months(start, months_rule.value)
        length = f"{months_rule.value} 个月"
    else:
        days = RECONSIDERATION_DAYS if kind is Remedy.RECONSIDERATION else SUIT_AFTER_DAYS
        rule = days.on(start)
        article, nominal = rule.article, start + timedelta(rule.value)
        length = f"{rule.value} 日"
    reasons = [f"{start} 为起算日，当日不计；{kind.zh}的期限 {length}（{article}）"]
    return _rolled(nominal, article, reasons, calendar)


def _rolled(nominal: date, article: Article, reasons: list[str], calendar: Calendar) -> RemedyDue:
    last = calendar.on_or_after(nominal)
    if last != nominal:
        rule = ROLL_FORWARD.on(nominal).article
        reasons.append(f"期间末日 {nominal} 是{calendar.kind(nominal).zh}，顺延至 {last}（{rule}）")
    provisional = calendar.is_provisional(last)
    if provisional:
        reasons.append(PROVISIONAL.format(year=last.year))
    return RemedyDue(last, nominal, provisional, article, tuple(reasons))

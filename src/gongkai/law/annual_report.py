"""年度报告: when it is due and what it must hold, by kind of body and year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Calendar
from gongkai.sources import FEES_2020, FORM_2021, R2019, Article

__all__ = ["Due", "due", "fee_statement", "government_duties", "period", "publish_by"]

_ARTICLE_49 = Article(R2019, 49)
_ARTICLE_50_4 = Article(R2019, 50, 0, 4)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for a report and where that stands; `named` is False where Article 49 does
    not name the kind of body (乡镇、街道、管委会) and the later of the two dates is given."""

    day: date
    article: Article
    named: bool = True


def due(year: int, *, is_government: bool, is_department: bool) -> Due:
    """Departments: 31 January of the next year; governments from county level: 31 March.

    Bodies that are neither are given 31 March, the later date: the Regulations do not name them.
    """
    if is_department and not is_government:
        return Due(date(year + 1, 1, 31), _ARTICLE_49)
    return Due(date(year + 1, 3, 31), _ARTICLE_49, named=is_government)


def publish_by(limit: Due, calendar: Calendar) -> date:
    """The last working day on or before the limit: a fixed date does not roll over days off."""
    return calendar.on_or_before(limit.day)


def period(year: int) -> tuple[date, date]:
    """What a report covers: 1 January to 31 December of its year."""
    return date(year, 1, 1), date(year, 12, 31)


def government_duties(is_government: bool) -> tuple[str, Article] | None:
    """What the report of a people's government must hold besides: Article 50, item 4."""
    return ("工作考核、社会评议和责任追究结果情况", _ARTICLE_50_4) if is_government else None


def fee_statement(year: int) -> Article | None:
    """From the reports of 2021: section six says what 信息处理费 was charged, or that none was.

    The fee rules took effect on 1 January 2021; that section six must say so is the practice
    under the 2021 form.
    """
    if year < FEES_2020.since.year:
        return None
    return Article(FORM_2021, part="六、其他需要报告的事项")

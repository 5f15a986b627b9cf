"""Dates: signature against period and deadline, accounts of a year that is not over."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from gongkai.law.annual_report import due, period
from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.claims.fold import fold
from gongkai.report.model import Level, Report
from gongkai.sources import R2019, Article
from gongkai.written import day_zh

__all__ = ["fiscal", "impossible", "late", "missing", "signed_before_period_end"]

_A49 = Article(R2019, 49)
_NOT_NAMED = re.compile(r"街道|[镇乡]$|管理委员会$|管委会$|公司$|学校$|医院$|大学$|学院$")


def _due(report: Report, year: int) -> tuple[date, str]:
    """The last day for this report and why, in words."""
    department = (
        bool(report.body)
        and report.level is not Level.TOWNSHIP
        and not _NOT_NAMED.search(report.body)
    )
    limit = due(
        year,
        is_government=report.is_government and report.level is not Level.TOWNSHIP,
        is_department=department,
    )
    if not limit.named:
        return limit.day, f"{limit.article}未点名这类机关，按较晚的3月31日"
    return limit.day, str(limit.article)


def _signature(report: Report) -> Quote:
    day = report.signed_on
    words = f"{report.signed_by} {day_zh(day)}".strip() if day else ""
    return Quote(words, report.sections[-1].number if report.sections else 0, report.signed_place)


@check(
    "DATE.SIGN_BEFORE_PERIOD_END",
    Severity.ERROR,
    "落款日期应在统计期限届满之后。",
    _A49,
)
def signed_before_period_end(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """A report dated before the end of the year it covers."""
    signed = report.signed_on
    if signed is None or report.year is None:
        return
    end = report.period[1] if report.period and report.period[1].year == report.year else None
    end = end or period(report.year)[1]
    if signed > end:
        return
    limit, _ = _due(report, report.year)
    months = (end.year - signed.year) * 12 + end.month - signed.month
    expected = f"{day_zh(period(report.year + 1)[0])}至{day_zh(limit)}之间的日期"
    likely = _same_day_next_year(signed, report.year + 1)
    if likely and likely <= limit:
        expected += f"（可能是{day_zh(likely)}）"
    yield own.finding(
        "",
        f"报告统计至{day_zh(end)}，落款却是{day_zh(signed)}，早了{months}个月",
        quotes=[_signature(report)],
        expected=expected,
        found=day_zh(signed),
        place=report.signed_place,
    )


def _same_day_next_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


@check(
    "DATE.LATE",
    Severity.ERROR,
    "部门应于次年1月31日前、县级以上政府应于次年3月31日前公布年度报告。",
    _A49,
)
def late(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Dated after 31 January (departments) or 31 March (governments)."""
    signed = report.signed_on
    if signed is None or report.year is None:
        return
    limit, why = _due(report, report.year)
    if signed > limit:
        yield own.finding(
            "",
            f"落款日期{day_zh(signed)}晚于{day_zh(limit)}（{why}）",
            quotes=[_signature(report)],
            expected=f"不晚于{day_zh(limit)}",
            found=day_zh(signed),
            place=report.signed_place,
        )


@check("DATE.MISSING", Severity.NOTE, "报告应有落款日期，否则无法核对公布期限。", _A49)
def missing(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """No date of signature or publication in the text."""
    if report.signed_on is None:
        limit = f"不晚于{day_zh(_due(report, report.year)[0])}的日期" if report.year else "日期"
        yield own.finding(
            "", "全文没有落款日期或公布日期，无法核对是否按期", expected=limit, found="无"
        )


_DAY = re.compile(r"(?:(?P<y>(?:19|20)\d\d) ?年 ?)?(?<!\d)(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日")


@check("DATE.IMPOSSIBLE", Severity.ERROR, "日期应是历法上有的日子。", "历法")
def impossible(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """2月30日, 13月1日."""
    for section in report.sections:
        for paragraph in section.paragraphs:
            if "月" not in paragraph.text:
                continue
            for match in _DAY.finditer(fold(paragraph.text)):
                # without a year any leap year will do
                year, month, day = int(match["y"] or 2000), int(match["m"]), int(match["d"])
                if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
                    continue
                words = paragraph.text[match.start() : match.end()]
                yield own.finding(
                    words,
                    f"没有“{words}”这一天",
                    quotes=[Quote(words, section.number, paragraph.place)],
                    expected="存在的日期",
                    found=words,
                    place=paragraph.place,
                )


_OF = r"(?:全[市区县省]|[市区县省]级|[市区县省]?本级|部门|政府|单位|财政|收支|的|和)"
_FINAL = re.compile(rf"(?P<fy>(?:19|20)\d\d) ?年度?{_OF}*决算")
_BUDGET = re.compile(rf"(?P<by>(?:19|20)\d\d) ?年度?{_OF}*预算(?!执行|草案)")
_TOLD = re.compile(r"公开|公布|公示|发布")
_PLANNED = re.compile(r"将|下一步|计划|拟|准备|编制|草案|执行情况")


@check(
    "DATE.FISCAL",
    Severity.WARNING,
    "当年的决算次年才能公开：年度内公开的应是上一年决算和本年预算。",
    Article(R2019, 20, 0, 7),
)
def fiscal(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Final accounts of the reporting year (or later) said to have been disclosed within it."""
    year = report.year
    if year is None:
        return
    for section in report.sections:
        if section.number not in (0, 1, 6):
            continue
        for paragraph in section.paragraphs:
            begin = 0
            for match in re.finditer(r"[。;\n]|$", folded := fold(paragraph.text)):
                sentence = folded[begin : match.start()]
                printed = paragraph.text[begin : match.start()]
                begin = match.end()
                final = _FINAL.search(sentence)
                if not final or int(final["fy"]) < year or _PLANNED.search(sentence):
                    continue
                if not _TOLD.search(sentence) and not _TOLD.search(folded):
                    continue
                budget = _BUDGET.search(sentence)
                found = f"{final['fy']}年决算"
                expected = f"{year - 1}年决算"
                if budget:
                    found += f"、{budget['by']}年度预算"
                    expected += f"、{year}年度预算"
                yield own.finding(
                    f"{final['fy']}",
                    f"写{year}年内公开了{final['fy']}年决算；"
                    f"那一年的决算要到{int(final['fy']) + 1}年才能编成公开",
                    quotes=[Quote(printed.strip(), section.number, paragraph.place)],
                    expected=expected,
                    found=found,
                    place=paragraph.place,
                )

"""期限说明: a deadline with every day that was counted, as text, as data and as a page to print."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

from gongkai.law.calendar import WEEKDAYS, Calendar, DayKind
from gongkai.law.clock import Deadline, Step, StepKind
from gongkai.written import day_zh

__all__ = [
    "calendar_as_json",
    "calendar_page",
    "calendar_text",
    "deadline_as_json",
    "deadline_page",
    "deadline_text",
    "long_date",
]

_WORDS = {
    StepKind.COUNTS: "工作日",
    StepKind.REST: "休息日",
    StepKind.HOLIDAY: "放假",
    StepKind.MAKE_UP: "调休上班",
    StepKind.PAUSED: "不计入",
}


def long_date(day: date) -> str:
    """As documents write it: 2024年3月6日（周三）."""
    return f"{day_zh(day)}（{WEEKDAYS[day.weekday()]}）"


# a deadline -------------------------------------------------------------------------------------


def deadline_as_json(deadline: Deadline) -> dict[str, Any]:
    """Due date, standing, article, reasons, and one object a day."""
    return {
        "due": deadline.due.isoformat(),
        "provisional": deadline.provisional,
        "article": str(deadline.article),
        "reasons": list(deadline.reasons),
        "calendar": deadline.calendar.version,
        "steps": [
            {
                "date": step.day.isoformat(),
                "kind": step.kind.value,
                "n": step.n,
                "why": step.why,
            }
            for step in deadline.steps()
        ],
    }


def deadline_text(deadline: Deadline, *, what: str = "答复期限") -> str:
    """The due date, the reasons, then the days; for a terminal."""
    mark = "（暂计）" if deadline.provisional else ""
    lines = [f"{what}：{long_date(deadline.due)}{mark}", ""]
    lines += [f"  · {reason}" for reason in deadline.reasons]
    lines += ["", "逐日计算："]
    lines += [f"  {step}" for step in deadline.steps()]
    return "\n".join(lines) + "\n"


def deadline_page(deadline: Deadline, *, what: str = "答复期限", title: str = "") -> str:
    """One page of HTML to print and to put into a file of reconsideration."""
    mark = '<span class="mark">暂计</span>' if deadline.provisional else ""
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in deadline.reasons)
    rows = "".join(_row(step) for step in deadline.steps())
    notices = "、".join(dict.fromkeys(_notices(deadline)))
    body = (
        f"<h1>{escape(title or what + '计算说明')}</h1>\n"
        f'<p class="due">{escape(what)}：<strong>{long_date(deadline.due)}</strong>{mark}</p>\n'
        f"<h2>依据和事实</h2>\n<ol>{reasons}</ol>\n"
        "<h2>逐日计算</h2>\n"
        '<table class="days">'
        '<caption class="unseen">从起算日次日到期限末日，逐日是否计入</caption>'
        '<thead><tr><th scope="col">日期</th><th scope="col">星期</th><th scope="col">性质</th>'
        '<th scope="col" class="n">第几日</th><th scope="col">说明</th></tr></thead>\n'
        f"<tbody>{rows}</tbody></table>\n"
        f'<p class="foot">起算日当日不计。放假和调休依据：{escape(notices or "尚无")}。'
        f"工作日历版本 {deadline.calendar.version}。</p>\n"
    )
    return _page(title or f"{what}计算说明", body)


def _row(step: Step) -> str:
    number = str(step.n) if step.n else "—"
    why = "" if step.why == _WORDS[step.kind] else step.why
    return (
        f'<tr class="{step.kind}"><th scope="row">{step.day}</th>'
        f"<td>{WEEKDAYS[step.day.weekday()]}</td><td>{_WORDS[step.kind]}</td>"
        f'<td class="n">{number}</td><td>{escape(why)}</td></tr>\n'
    )


def _notices(deadline: Deadline) -> Iterator[str]:
    for step in deadline.steps():
        if notice := deadline.calendar.notice(step.day):
            yield notice.number


# a year -----------------------------------------------------------------------------------------


def calendar_as_json(calendar: Calendar, year: int) -> dict[str, Any]:
    """The year's notice, its number of working days, and every day."""
    days = list(_days(year))
    notice = calendar.notice(date(year, 7, 1))
    return {
        "year": year,
        "provisional": calendar.is_provisional(days[0]),
        "notice": str(notice) if notice else None,
        "calendar": calendar.version,
        "working_days": sum(calendar.is_working(day) for day in days),
        "days": [
            {
                "date": day.isoformat(),
                "kind": calendar.kind(day).value,
                "name": calendar.name(day),
                "notice": str(calendar.notice(day) or "") or None,
            }
            for day in days
        ],
    }


def calendar_text(calendar: Calendar, year: int) -> str:
    """Twelve months, then the days off and the days made up; for a terminal."""
    days = list(_days(year))
    lines = [_heading(calendar, year), ""]
    for month in range(1, 13):
        lines.append(f"{month}月")
        lines.append("   一   二   三   四   五   六   日")
        for week in months.Calendar().monthdatescalendar(year, month):
            marks = [_mark(calendar, day) if day.month == month else "     " for day in week]
            lines.append("".join(marks).rstrip())
        lines.append("")
    lines.append("( ) 放假　[ ] 双休日调休上班　没有括号的周六、周日为休息日")
    lines += ["", "放假和调休："]
    for day in days:
        kind = calendar.kind(day)
        if kind in (DayKind.HOLIDAY, DayKind.MAKE_UP):
            name = calendar.name(day) or ("" if calendar.notice(day) else "法定节日")
            lines.append(
                f"  {day} {WEEKDAYS[day.weekday()]}  {name}{_DONE[kind]}"
                f"  {calendar.notice(day) or '放假通知尚未发布'}"
            )
    return "\n".join(lines) + "\n"


_DONE = {DayKind.HOLIDAY: "放假", DayKind.MAKE_UP: "调休上班"}
_BRACKETS = {DayKind.HOLIDAY: "(%2d)", DayKind.MAKE_UP: "[%2d]"}


def _mark(calendar: Calendar, day: date) -> str:
    return " " + _BRACKETS.get(calendar.kind(day), " %2d ") % day.day


def calendar_page(calendar: Calendar, year: int) -> str:
    """The year on one page of HTML, to print."""
    tables = []
    for month in range(1, 13):
        weeks = "".join(
            "<tr>" + "".join(_cell(calendar, day, month) for day in week) + "</tr>"
            for week in months.Calendar().monthdatescalendar(year, month)
        )
        heads = "".join(f'<th scope="col">{name[1]}</th>' for name in WEEKDAYS)
        tables.append(
            f"<table><caption>{month}月</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{weeks}</tbody></table>"
        )
    body = (
        f"<h1>{year}年工作日历</h1>\n<p>{escape(_heading(calendar, year))}</p>\n"
        '<p class="legend"><span class="holiday">休　放假</span>'
        '<span class="make-up">班　调休上班</span><span class="rest">休息日</span></p>\n'
        f'<div class="year">{"".join(tables)}</div>\n'
        f"<h2>放假和调休</h2>\n<ul>{''.join(_holidays(calendar, year))}</ul>\n"
        f'<p class="foot">工作日历版本 {calendar.version}。</p>\n'
    )
    return _page(f"{year}年工作日历", body)


def _cell(calendar: Calendar, day: date, month: int) -> str:
    if day.month != month:
        return "<td></td>"
    kind = calendar.kind(day)
    sign = f"<small>{_SIGNS[kind]}</small>" if kind in _SIGNS else ""
    return f'<td class="{kind}">{day.day}{sign}</td>'


_SIGNS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班"}


def _holidays(calendar: Calendar, year: int) -> Iterator[str]:
    """One entry a holiday: the days off, the weekend days worked, and the notices."""
    holidays: dict[str, list[date]] = {}
    for day in _days(year):
        if calendar.kind(day) in _SIGNS:
            unnamed = "其他" if calendar.notice(day) else "法定节日"
            holidays.setdefault(calendar.name(day) or unnamed, []).append(day)
    for name, days in holidays.items():
        off = [day for day in days if not calendar.is_working(day)]
        worked = [day for day in days if calendar.is_working(day)]
        said = [f"{_dates(off)}放假"] if off else []
        said += [f"{_dates(worked)}上班"] if worked else []
        notices = dict.fromkeys(str(calendar.notice(day) or "放假通知尚未发布") for day in days)
        yield f"<li>{escape(name)}：{'，'.join(said)}（{escape('、'.join(notices))}）</li>"


def _dates(days: list[date]) -> str:
    """Days in a row as one stretch: 10月1日至10月8日."""
    stretches: list[list[date]] = []
    for day in days:
        if stretches and (day - stretches[-1][-1]).days == 1:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    ends = [dict.fromkeys((days[0], days[-1])) for days in stretches]
    return "、".join("至".join(f"{day.month}月{day.day}日" for day in pair) for pair in ends)


def _heading(calendar: Calendar, year: int) -> str:
    count = sum(calendar.is_working(day) for day in _days(year))
    notice = calendar.notice(date(year, 7, 1))
    if calendar.is_provisional(date(year, 7, 1)) or notice is None:
        return f"{year}年：放假通知尚未发布，暂计 {count} 个工作日"
    return f"{year}年：{count} 个工作日，依据{notice}（{long_date(notice.issued)[:-4]}印发）"


def _days(year: int) -> Iterator[date]:
    for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        yield date.fromordinal(ordinal)


def _page(title: str, body: str) -> str:
    css = (files("gongkai.law") / "page.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )

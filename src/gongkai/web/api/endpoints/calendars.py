"""日历: the working days of a body, with the notices of the bodies above it and its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from gongkai.law.calendar.days import DayKind
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.api.calling import caller_of, open_to
from gongkai.web.api.endpoints.agencies import Id, agency_seen
from gongkai.web.api.scopes import READ_AGENCIES, READ_BELOW
from gongkai.web.api.versions import give

__all__ = ["router"]

router = Router(tags=["日历"])


class DayOut(Schema):
    """One day."""

    day: date = Field(description="日期")
    kind: DayKind = Field(description="workday、make-up 为工作日；rest、holiday 不是")
    working: bool = Field(description="是否工作日")
    name: str = Field(description="节日名称")
    notice: str = Field(description="依据的通知")


class YearOut(Schema):
    """A year of a body."""

    year: int = Field(description="年份")
    version: str = Field(description="日历的版本；有任何一天变动，版本就不同")
    provisional: bool = Field(description="是否暂计：国务院尚未发布当年的放假通知")
    working_days: int = Field(description="工作日总数")
    days: list[DayOut] = Field(description="逐日")


@router.get(
    "/{id}/calendar/{year}", response=YearOut, operation_id="read_calendar",
    summary="一年的工作日", **open_to(READ_AGENCIES, READ_BELOW),
)  # fmt: skip
def read_calendar(
    request: HttpRequest, id: Id, year: Annotated[int, Path(ge=2000, le=2199)]
) -> HttpResponse:
    """国务院的放假安排，加上本机关和上级的补充通知。"""
    calendar = calendar_of(agency_seen(caller_of(request), id))
    calendar.check_year(year)
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]
    shown = [
        {
            "day": day, "kind": calendar.kind(day).value, "working": calendar.is_working(day),
            "name": calendar.name(day), "notice": str(calendar.notice(day) or ""),
        }
        for day in days
    ]  # fmt: skip
    data = {
        "year": year, "version": calendar.version, "provisional": calendar.is_provisional(days[-1]),
        "working_days": sum(1 for one in shown if one["working"]), "days": shown,
    }  # fmt: skip
    return give(request, data)

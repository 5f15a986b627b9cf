"""免打扰与每日摘要: when a letter may go out, by the calendar of the body."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongkai.errors import NoRuleInForce
from gongkai.law.calendar import Calendar
from gongkai.web.messages.models import Preference

__all__ = ["digest_moment", "due_moment", "working"]

_DAY = timedelta(days=1)


def due_moment(preference: Preference, now: datetime, calendar: Calendar) -> datetime:
    """`now`, or when the quiet hours end: in the morning of a working day.

    Days off are quiet as a whole.
    """
    if not preference.quiet:
        return now
    local = timezone.localtime(now)
    day, clock = local.date(), local.time()
    begin, end = preference.quiet_from, preference.quiet_until
    if begin <= end:  # a part of the day, such as 12:00 to 14:00
        quiet = begin <= clock < end
    else:  # over midnight
        quiet = clock >= begin or clock < end
    if not quiet and working(calendar, day):
        return now
    if clock >= end:
        day += _DAY if not working(calendar, day) or begin > end else timedelta()
    return _at(_working_from(calendar, day), end)


def digest_moment(preference: Preference, now: datetime, calendar: Calendar) -> datetime:
    """The next hour of the digest after `now`, on a working day."""
    local = timezone.localtime(now)
    day = local.date() + (_DAY if local.time() >= preference.digest_at else timedelta())
    return _at(_working_from(calendar, day), preference.digest_at)


def working(calendar: Calendar, day: date) -> bool:
    """Whether the body works that day; beyond the years of the calendar, from Monday to Friday."""
    try:
        return calendar.is_working(day)
    except NoRuleInForce:
        return day.weekday() < 5


def _working_from(calendar: Calendar, day: date) -> date:
    while not working(calendar, day):
        day += _DAY
    return day


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))

"""节假日和调休: the working calendar of a person's body as a feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from gongkai.law.calendar import Calendar, national
from gongkai.law.calendar.days import DayKind
from gongkai.web.accounts.models import User
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.policies import posts_of
from gongkai.web.messages.feeds import Feed
from gongkai.web.messages.feeds import provide as add
from gongkai.web.messages.ical import Event

__all__ = ["FEED", "days_off", "provide"]


def days_off(user: User, day: date) -> Iterator[Event]:
    """Holidays and make-up days of last year, this and the next, by the body of the first post."""
    post = posts_of(user, day).first()
    calendar = calendar_of(post.agency) if post else national()
    begin, end = date(day.year - 1, 1, 1), date(day.year + 1, 12, 31)
    yield from _runs(calendar, max(begin, calendar.first), min(end, calendar.last))


def _runs(calendar: Calendar, begin: date, end: date) -> Iterator[Event]:
    """Days of one kind and name that follow each other are one event."""
    run: list[date] = []
    words = ""
    for number in range(begin.toordinal(), end.toordinal() + 2):
        day = date.fromordinal(number)
        now = _words(calendar, day) if day <= end else ""
        if run and now != words:
            yield _event(calendar, run, words)
            run = []
        if now:
            run, words = [*run, day], now
        else:
            words = ""


def _words(calendar: Calendar, day: date) -> str:
    """春节放假, 调休上班（春节）; ordinary days and week-ends have none."""
    kind, name = calendar.kind(day), calendar.name(day)
    if kind is DayKind.HOLIDAY:
        return f"{name or kind.zh}放假"
    if kind is DayKind.MAKE_UP:
        return f"{kind.zh}（{name}）" if name else kind.zh
    return ""


def _event(calendar: Calendar, run: list[date], words: str) -> Event:
    notice = calendar.notice(run[0])
    issued = notice.issued if notice else run[0] - timedelta(days=365)
    provisional = calendar.is_provisional(run[0])
    text = "放假通知尚未印发，暂按法定节日推算" if provisional else str(notice or "")
    return Event(
        uid=f"day-{run[0]:%Y%m%d}", day=run[0], until=run[-1],
        zh=f"{words}（暂定）" if provisional else words,
        stamp=datetime.combine(issued, time(), UTC), text=text,
    )  # fmt: skip


FEED = Feed("days", "节假日和调休", days_off, "本机关的放假和调休上班安排")


def provide() -> None:
    """Register it."""
    add(FEED)

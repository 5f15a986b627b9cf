"""Due dates for every start day of 2019–2026: the shares of wrong ones by the usual ways of
counting, and the time a deadline takes, beside kept libraries."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from statistics import median

from benchmarks.race import versions
from gongkai.law.calendar import DayKind, national
from gongkai.law.clock import Pause, ReplyFacts, reply_due

__all__ = ["run"]

_AT_MOST = 50.0  # microseconds a deadline, explanation off
_DAYS = 20
_FIRST, _LAST = date(2019, 1, 1), date(2026, 12, 31)

Count = Callable[[date], date]


def run(quick: bool) -> Iterable[str]:
    """One table of ways, one of times, and the verdict."""
    calendar = national()
    starts = [_FIRST + timedelta(n) for n in range((_LAST - _FIRST).days + 1)]
    # a due date in a year without notice is provisional: nothing to be measured against
    starts = [day for day in starts if not calendar.is_provisional(calendar.add(day, _DAYS))]
    right = [calendar.add(day, _DAYS) for day in starts]
    ways: dict[str, Count] = {
        "**gongkai** (20 days after, no facts)": lambda day: calendar.add(day, _DAYS),
        **_naive(),
        **dict(_libraries()),
    }
    rounds = 3 if quick else 9
    yield (
        f"\n### {_DAYS} working days from every day of 2019–2026 ({len(starts):,} start days)\n\n"
        "| | wrong | share | largest error (days) | µs a date |\n|---|--:|--:|--:|--:|"
    )
    for name, count in ways.items():
        answers = [count(day) for day in starts]
        off = [abs((a - b).days) for a, b in zip(answers, right, strict=True) if a != b]
        spent = _microseconds(lambda f=count: [f(day) for day in starts], len(starts), rounds)
        yield (
            f"| {name} | {len(off):,} | {len(off) / len(starts):.1%} | {max(off, default=0)} "
            f"| {spent:.1f} |"
        )
    applications = [
        _application(day, n) for n, day in enumerate(starts) if day >= date(2019, 5, 15)
    ]
    plain = [ReplyFacts(facts.received) for facts in applications]
    yield (
        "\n| a reply's due date, with article and reasons | µs |\n|---|--:|\n"
        f"| plain, explanation off | {_all(plain, rounds):.1f} |"
    )
    paused = _all(applications, rounds)
    yield f"| two consultations and an extension, explanation off | {paused:.1f} |"
    some = applications[:: 4 if quick else 1]
    explained = _microseconds(
        lambda: [list(reply_due(facts, calendar).steps()) for facts in some], len(some), 3
    )
    yield f"| the same with every day explained | {explained:.1f} |\n"
    word = "met" if paused <= _AT_MOST else "MISSED"
    yield f"{word}: {paused:.1f} µs a deadline with explanation off (at most {_AT_MOST:g})"
    yield versions("chinesecalendar", "holidays", "numpy")


def _application(day: date, n: int) -> ReplyFacts:
    """Two consultations that may overlap, and an extension."""
    one, two = day + timedelta(2 + n % 5), day + timedelta(8 + n % 7)
    pauses = (Pause(one, one + timedelta(10 + n % 9)), Pause(two, two + timedelta(12)))
    return ReplyFacts(day, pauses, extension=n % 21)


def _all(applications: list[ReplyFacts], rounds: int) -> float:
    calendar = national()
    return _microseconds(
        lambda: [reply_due(facts, calendar) for facts in applications], len(applications), rounds
    )


def _naive() -> dict[str, Count]:
    """What systems that do not know 调休 do: weekdays, and weekdays minus a perfect list."""
    calendar = national()
    holidays = {
        day
        for n in range((date(2027, 12, 31) - _FIRST).days + 1)
        if calendar.kind(day := _FIRST + timedelta(n)) is DayKind.HOLIDAY
    }

    def count(day: date, off: set[date]) -> date:
        left = _DAYS
        while left:
            day += timedelta(1)
            left -= day.weekday() < 5 and day not in off
        return day

    return {
        "Monday to Friday": lambda day: count(day, set()),
        "Monday to Friday minus every holiday, no make-up workdays": lambda day: count(
            day, holidays
        ),
    }


def _libraries() -> Iterable[tuple[str, Count]]:
    """Kept libraries that know make-up workdays, and one that does not."""
    try:
        import chinese_calendar

        yield (
            "chinesecalendar `find_workday`",
            lambda day: chinese_calendar.find_workday(
                _DAYS, day if chinese_calendar.is_workday(day) else _before(day)
            ),
        )
    except ImportError:
        pass
    try:
        import holidays

        china = holidays.country_holidays("CN", years=range(2018, 2028))
        yield "holidays `get_nth_working_day`", lambda day: china.get_nth_working_day(day, _DAYS)
    except ImportError:
        pass
    try:
        import numpy as np

        yield (
            "numpy `busday_offset`, weekdays only",
            lambda day: np.busday_offset(day, _DAYS, roll="backward").astype(date),
        )
    except ImportError:
        pass


def _before(day: date) -> date:
    """The working day before a day off: from there the library counts as the law does."""
    return national().on_or_before(day)


def _microseconds(work: Callable[[], object], count: int, rounds: int) -> float:
    """Median CPU time a piece, warm."""
    work()
    spent = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return median(spent) / count * 1e6

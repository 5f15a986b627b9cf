"""一事三栏: what the detail pattern shows — facts, what was done, the clock, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.law.calendar import Calendar
from gongkai.law.clock import Deadline, Step
from gongkai.law.explain import long_date
from gongkai.web.acting import Refused
from gongkai.web.audit.history import Event
from gongkai.web.workbench.columns import Tone

__all__ = [
    "Change", "ClockCard", "Done", "Fact", "NextMove", "clock_card", "done_of", "due_tone",
    "next_move",
]  # fmt: skip

SOON = 3  # working days before the due date from which it is due soon, wherever that is said


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is asked: its word and its value; without one, why there is none."""

    zh: str
    value: Any
    none: str = "未填写"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one act changed."""

    zh: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Done:
    """One line of the time-line: when, what, by whom; newest first."""

    at: date | datetime
    zh: str
    who: str = ""
    said: str = ""
    article: str = ""
    changes: Sequence[Change] = ()
    tone: Tone = Tone.PLAIN
    to_come: bool = False

    @property
    def has_time(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.at, datetime)


@dataclass(frozen=True, slots=True)
class NextMove:
    """What may be done next, with its article; or why it may not, in a sentence."""

    zh: str
    url: str
    article: str = ""
    refusal: str = ""
    primary: bool = False
    danger: bool = False


def next_move(
    zh: str,
    url: str,
    *,
    article: object = "",
    refused: Refused | None = None,
    primary: bool = False,
    danger: bool = False,
) -> NextMove:
    """A button, or the sentence of the refusal in its place."""
    if refused is not None:
        by = refused.article or article
        return NextMove(zh, url, str(by or ""), refused.sentence)
    return NextMove(zh, url, str(article or ""), "", primary, danger)


@dataclass(frozen=True, slots=True)
class ClockCard:
    """The clock of a case: due date in words, days left, why, and every day that was counted."""

    what: str
    tone: Tone
    due: date | None
    due_zh: str
    provisional: bool
    number: int | None  # of `left`, set large
    left: str  # the words before and after the number, with {} for it
    reasons: Sequence[str]
    article: str
    deadline: Deadline | None = None
    still: bool = False

    @property
    def before(self) -> str:
        """The words before the number."""
        return self.left.partition("{}")[0]

    @property
    def after(self) -> str:
        """The words after it."""
        return self.left.partition("{}")[2]

    def days(self) -> Iterator[tuple[Step, str, str]]:
        """Each day that led to the due date, as (step, date in words, number or 不计)."""
        if self.deadline is not None:
            for step in self.deadline.steps():
                number = f"第{step.n}日" if step.n else "不计"
                yield step, f"{step.day.month}月{step.day.day}日", number

    @property
    def counted(self) -> int:
        """How many days the list has."""
        if self.deadline is None:
            return 0
        return (self.deadline.due - self.deadline.anchor).days


def due_tone(due: date, today: date, calendar: Calendar) -> Tone:
    """How near a day is: past, within three working days, or further off."""
    if today > due:
        return Tone.LATE
    return Tone.SOON if calendar.count(today, due) <= SOON else Tone.OPEN


def clock_card(
    deadline: Deadline | None,
    today: date,
    *,
    what: str = "答复期限",
    ended: date | None = None,
    still: str = "",
) -> ClockCard:
    """The card on a day; `ended`: when the reply went out; `still`: why no time runs now."""
    if deadline is None:
        words = still or "没有在计算的期限"
        return ClockCard(what, Tone.PLAIN, None, words, False, None, "", (), "", still=True)
    number, left, tone = _left(deadline, ended or today, ended is not None)
    return ClockCard(
        what, tone, deadline.due, long_date(deadline.due), deadline.provisional, number, left,
        (still, *deadline.reasons) if still else deadline.reasons, str(deadline.article), deadline,
        bool(still),
    )  # fmt: skip


def _left(deadline: Deadline, day: date, ended: bool) -> tuple[int | None, str, Tone]:
    calendar, due = deadline.calendar, deadline.due
    if day > due:
        late = calendar.count(due, day) or 1
        return late, "超期{}个工作日" + ("后办结" if ended else ""), Tone.LATE
    if ended:
        return None, "已在期限内办结", Tone.DONE
    left = calendar.count(day, due)
    if day == due or not left:
        return None, "今天到期", Tone.SOON
    return left, "还剩{}个工作日", due_tone(due, day, calendar)


def done_of(event: Event) -> Done:
    """A line of the trace as a line of the time-line."""
    changes = [Change(change.field, change.before, change.after) for change in event.changes]
    said = f"理由：{event.reason}" if event.reason else ""
    return Done(event.at, event.sentence, "", said, event.article, changes)

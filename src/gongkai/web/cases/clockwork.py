"""计时: a case's steps played through the law; what lists need of that is kept on the case.

Nothing here judges: `gongkai.law.application` says what is allowed and which date follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from gongkai.errors import GongkaiError
from gongkai.law import moves as law
from gongkai.law.application import Application, open_application
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Deadline
from gongkai.law.events import Event
from gongkai.law.outcomes import Forum
from gongkai.law.periods import Consulted
from gongkai.law.receipt import Channel, Receipt, received_on
from gongkai.web.agencies.calendars import calendar_at, calendar_of
from gongkai.web.cases.models import Case, Clock, Step

__all__ = ["current", "deadline_on", "event_of", "play", "receipt_of", "refresh", "still_zh"]

_FROZEN = (law.State.CORRECTING, law.State.AWAITING_PAYMENT)
_STOPPED = (law.State.REPLIED, law.State.GIVEN_UP, law.State.WITHDRAWN, law.State.ARCHIVED)


def receipt_of(case: Case) -> Receipt:
    """收到申请之日 by the channel, from what is entered; BadInput for impossible dates."""
    return received_on(
        Channel(case.channel),
        arrived=case.arrived,
        signed=case.signed,
        confirmed=case.confirmed,
        to_disclosure_office=case.to_office,
    )


def event_of(step: Step) -> Event:
    """A stored step as the law takes it."""
    return Event(
        law.Verb(step.verb), step.day, served=step.served, days=step.days, until=step.until,
        who=Consulted(step.who) if step.who else None, key=step.key, silent=step.silent,
        by=step.by, reason=step.reason,
    )  # fmt: skip


def play(case: Case, steps: Iterable[Step], calendar: Calendar) -> Application:
    """The application after its steps."""
    steps = list(steps)
    confirmed_first = bool(steps) and steps[0].verb == law.Verb.CONFIRM
    # what the channel makes received at once has no step of confirmation
    received = None if confirmed_first else receipt_of(case).day
    application = open_application(
        received or case.arrived,
        confirmed=received is not None,
        rectifies=case.rectifies,
        must_by=case.must_by,
        by_court=case.must_by is not None and _by_court(case),
    )
    for step in steps:
        application = _again(case, application, step, calendar)
    return application


def _by_court(case: Case) -> bool:
    """Whether it was a judgment; who plays many cases reads `ordered` with them."""
    return case.ordered is not None and case.ordered.forum == Forum.LITIGATION


def _again(case: Case, before: Application, step: Step, calendar: Calendar) -> Application:
    """A step that was done: when a later notice would not allow it, by the calendar known then."""
    try:
        return before.do(event_of(step), calendar)
    except GongkaiError:
        known = calendar_at(case.agency, step.at)
        if known.version == calendar.version:
            raise
    return before.do(event_of(step), known)


def refresh(case: Case, application: Application, calendar: Calendar) -> None:
    """Write what follows from the law on the case (not saved).

    What has ended keeps the date by which it was judged, whatever notices come later.
    """
    over = case.state in [state.value for state in _STOPPED]
    case.state = application.state.value
    if over:
        return
    case.received = application.received
    case.extension = application.extension
    case.replied = application.replied
    case.late = application.late
    deadline = application.deadline(calendar)
    case.clock = _clock(application).value
    if deadline is not None:
        case.due, case.provisional = deadline.due, deadline.provisional
    elif application.state is law.State.UNCONFIRMED or case.clock == Clock.FROZEN:
        case.due, case.provisional = None, False
    case.calendar = calendar.version[:100]


def _clock(application: Application) -> Clock:
    if application.state in _STOPPED:
        return Clock.STOPPED
    if application.received is None:
        return Clock.NONE
    if application.untimed:
        return Clock.UNTIMED
    if application.state is law.State.CONSULTING and application.must_by is None:
        return Clock.PAUSED
    if application.state in _FROZEN and not application.clock_runs:
        return Clock.FROZEN
    return Clock.RUNS


def deadline_on(
    case: Case, steps: Sequence[Step], calendar: Calendar, day: date
) -> Deadline | None:
    """The due date as it stands on a day: while others are asked it moves with each day."""
    return play(case, steps, calendar).deadline(calendar, on=day)


def still_zh(case: Case) -> str:
    """Why no time runs now; "" while it does."""
    return {
        Clock.NONE.value: "等待双方确认，尚未起算",
        Clock.PAUSED.value: "正在征求意见，所需时间不计算在内",
        Clock.FROZEN.value: f"{case.state_zh}：期限暂停，之后重新起算",
        Clock.STOPPED.value: "",
        Clock.UNTIMED.value: "更正没有法定的答复期限（条例第四十一条），应当及时办理",
    }.get(case.clock, "")


def current(case: Case) -> tuple[Application, Calendar, list[Step]]:
    """The application as it stands, its calendar, its steps; two queries."""
    calendar = calendar_of(case.agency)
    steps = list(case.steps.all())
    return play(case, steps, calendar), calendar, steps

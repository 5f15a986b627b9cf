"""申请的办理: events played through the law; an application is in exactly one state.

`open_application` and `Application.do` return a new application or raise: LawError for an act
that the law does not allow at that point, NoRuleInForce where no law knew it yet, BadInput for
facts that cannot be. A fault of the body that the law does not undo (a late notice) is kept in
`faults` and never changes a date silently.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.errors import BadInput, LawError
from gongkai.law.acts import ACTS
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Deadline, Pause, ReplyFacts, reply_due
from gongkai.law.events import Consultation, Event, Fault
from gongkai.law.moves import MOVES, RECTIFYING, Move, State, Verb
from gongkai.law.periods import OTHER_BODIES_PAUSE, REDO_BY, REDO_BY_COURT, Consulted
from gongkai.sources import R2019, Article
from gongkai.terms import term

__all__ = ["Application", "Consultation", "Event", "Fault", "open_application"]


@dataclass(frozen=True, slots=True)
class Application:
    """An application after the events so far."""

    state: State
    last: date  # day of the last event
    received: date | None = None
    correction_asked: date | None = None
    correction_until: date | None = None
    correction_late: bool = False  # the notice was late: the clock neither stops nor restarts
    corrected: date | None = None
    consultations: tuple[Consultation, ...] = ()
    extension: int = 0
    reasons_given: date | None = None
    delayed_until: date | None = None
    fee_notice: date | None = None
    fee_until: date | None = None
    fee_paid: date | None = None
    replied: date | None = None
    late: bool = False  # the reply came after its period
    must_by: date | None = None  # 重新答复: the last day that the decision or judgment set
    by_court: bool = False  # a judgment set it, not a decision on reconsideration
    rectifies: bool = False  # 更正 (第四十一条), for which the law sets no period
    faults: tuple[Fault, ...] = ()

    @property
    def start(self) -> date:
        """收到申请之日, whose law governs the application; BadInput before it is known."""
        if self.received is None:
            raise BadInput("尚未确认收到申请，答复期限没有起算")
        return self.received

    @property
    def under_old_law(self) -> bool:
        """Whether it was received before the Regulations of 2019 took effect."""
        return self.start < R2019.since

    @property
    def facts(self) -> ReplyFacts:
        """What the clock needs; consultations still open are left to `clock`."""
        return self._facts(self.last)

    @property
    def untimed(self) -> bool:
        """Whether no period runs: of a claim under Article 41, unless a decision set a day."""
        return self.rectifies and self.must_by is None

    @property
    def order_zh(self) -> str:
        """What asks for a reply anew, as people read it."""
        return "判决" if self.by_court else "复议决定"

    @property
    def obeys(self) -> Article:
        """Why a decision or a judgment that asks for a reply anew binds the body."""
        return (REDO_BY_COURT if self.by_court else REDO_BY).versions[0].article

    @property
    def clock_runs(self) -> bool:
        """Whether there is a due date.

        Not while unconfirmed, nor while a correction asked for in time or a payment is awaited
        (the period will start afresh), nor after an end without a reply. The old Regulations
        stopped no clock for a correction. A claim under Article 41 has no period of its own.
        """
        if self.untimed:
            return False
        if self.must_by is not None and self.state in _HELD:
            return True
        if self.state is State.CORRECTING:
            return self.correction_late or self.under_old_law
        if self.state is State.ARCHIVED:
            return self.replied is not None
        return self.state not in _CLOCKLESS

    def deadline(self, calendar: Calendar, *, on: date | None = None) -> Deadline | None:
        """The due date as it stands on a day (default: of the last event); None without a clock.

        An open consultation pauses up to that day, at most to its limit. A reasonable later date
        set under Article 35 wins over an earlier one.
        """
        return self.clock(calendar, on or self.last) if self.clock_runs else None

    def clock(self, calendar: Calendar, on: date) -> Deadline:
        """The same, whether or not the clock stands still."""
        due = reply_due(self._facts(on, open_too=True), calendar)
        if self.must_by is not None:
            reason = f"{self.order_zh}确定于 {self.must_by} 以前重新答复，不因补正、征求意见等顺延"
            return replace(
                due, due=self.must_by, provisional=False, article=self.obeys,
                reasons=(*due.reasons[:1], f"{reason}（{self.obeys}）"),
            )  # fmt: skip
        until = self.delayed_until
        if until is None or until <= due.due:
            return due
        article = Article(R2019, 35)
        reason = f"理由合理但无法按期答复，确定延迟至 {until}（{article}）"
        return replace(
            due,
            due=until,
            provisional=calendar.is_provisional(until),
            article=article,
            reasons=(*due.reasons, reason),
        )

    def move(self, verb: Verb) -> Move:
        """The row of the table for that act in the present state; LawError names what there is."""
        if self.rectifies and verb not in RECTIFYING:
            raise LawError(
                f"更正申请没有法定的答复期限，也不收费、不补正，不能“{verb.zh}”", Article(R2019, 41)
            )
        move = MOVES.get((self.state, verb))
        if move is None:
            allowed = "、".join(v.zh for (state, v) in MOVES if state is self.state)
            raise LawError(
                f"“{self.state.zh}”的申请不能“{verb.zh}”；此时可以：{allowed or '无'}",
                _ARTICLES[verb],
            )
        return move

    def do(self, event: Event, calendar: Calendar) -> Application:
        """The application after one more event; an error leaves this one as it is."""
        move = self.move(event.verb)
        if self.state is State.CORRECTING and event.verb in _NEED_A_CLOCK and not self.clock_runs:
            raise LawError(
                f"补正期限到 {self.correction_until} 届满，此间答复期限不计算，"
                f"不能“{event.verb.zh}”",
                Article(R2019, 30),
            )
        if event.day < self.last:
            raise BadInput(
                f"“{event.verb.zh}”的日期 {event.day} 早于上一步的 {self.last}；请核对日期"
            )
        after = replace(self, state=move.to, last=event.day)
        act = ACTS.get(event.verb)
        return act(after, event, calendar) if act else after

    def with_fault(self, day: date, what: str, article: Article) -> Application:
        """The same with one more fault on record."""
        return replace(self, faults=(*self.faults, Fault(day, what, article)))

    def _facts(self, on: date, *, open_too: bool = False) -> ReplyFacts:
        pauses = []
        for c in self.consultations:
            ended = c.ended
            if ended is None and open_too:
                ended = max(c.sent, min(on, c.limit or on))
            third = c.who is Consulted.THIRD_PARTY
            if ended and (third or OTHER_BODIES_PAUSE.on(self.start).value):
                pauses.append(Pause(c.sent, ended, _REASON[c.who]))
        corrected = None if self.correction_late else self.corrected
        return ReplyFacts(self.start, tuple(pauses), corrected, self.fee_paid, self.extension)


def open_application(
    day: date, *, confirmed: bool, rectifies: bool = False, must_by: date | None = None,
    by_court: bool = False,
) -> Application:  # fmt: skip
    """A new application: received on `day`, or only arrived and still to be confirmed.

    `must_by`: the last day for a reply given anew, where the decision or judgment set one;
    `by_court`: it was a judgment.
    `rectifies`: it asks for the correction of a record about oneself (第四十一条).
    """
    begun = Application(
        State.UNCONFIRMED, day, rectifies=rectifies, must_by=must_by, by_court=by_court
    )
    return replace(begun, state=State.RECEIVED, received=day) if confirmed else begun


_ARTICLES = {move.verb: move.article for move in MOVES.values()}
_NEED_A_CLOCK = (Verb.EXTEND, Verb.REPLY)
_HELD = (State.CORRECTING, State.AWAITING_PAYMENT)  # whose clock stands still otherwise
_CLOCKLESS = (State.UNCONFIRMED, State.AWAITING_PAYMENT, State.GIVEN_UP, State.WITHDRAWN)
_REASON = {
    Consulted.THIRD_PARTY: term("third_party_consultation").zh,
    Consulted.CO_PRODUCER: "征求共同制作机关意见",
    Consulted.OTHER_BODY: "征求其他机关意见",
}

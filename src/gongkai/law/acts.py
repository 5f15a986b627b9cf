"""各步办理的要求: what the law asks of each event, and what it changes in the application.

Each act takes the application already moved to its new state, and returns it with the facts that
the event adds, or raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gongkai.errors import BadInput, LawError
from gongkai.law import periods
from gongkai.law.calendar import Calendar
from gongkai.law.clock import LONGEST_EXTENSION, PAUSE_RULE, check_extension
from gongkai.law.events import Consultation, Event
from gongkai.law.moves import State, Verb
from gongkai.law.periods import Consulted
from gongkai.sources import FEES_2020, R2007, R2019, Article

if TYPE_CHECKING:
    from gongkai.law.application import Application

__all__ = ["ACTS", "Act"]

Act = Callable[["Application", Event, Calendar], "Application"]

_A30 = Article(R2019, 30)
_A35 = Article(R2019, 35)
_FEE_6 = Article(FEES_2020, 6)


def _served(e: Event) -> date:
    """The day on which a notice reached the applicant: the same day unless told."""
    if e.served is None:
        return e.day
    if e.served < e.day:
        raise BadInput(f"“{e.verb.zh}”的送达日 {e.served} 早于发出日 {e.day}；请核对两个日期")
    return e.served


def _confirm(a: Application, e: Event, calendar: Calendar) -> Application:
    return replace(a, received=e.day)


# correction -------------------------------------------------------------------------------------


def _ask_correction(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.under_old_law:  # which limits neither the number of times nor the days, and lapses nothing
        return replace(a, correction_asked=e.day)
    if a.correction_asked is not None:
        raise LawError(
            f"补正应当一次性告知，已于 {a.correction_asked} 告知，不能再次告知；"
            "补正后仍不明确的，答复无法提供",
            _A30,
        )
    days = e.days or periods.CORRECTION_DAYS.on(e.day).value
    limit = periods.correction_notice_due(a.start, calendar).due
    until = periods.correction_due(_served(e), days, calendar).due
    a = replace(a, correction_asked=e.day, correction_until=until, correction_late=e.day > limit)
    shortest = periods.SHORTEST_CORRECTION_DAYS.on(e.day)
    if days < shortest.value:
        a = a.with_fault(e.day, f"补正期限 {days} 个工作日过短，难称合理", shortest.article)
    if a.correction_late:
        late = f"补正告知应在 {limit} 以前发出，实际 {e.day}；答复期限仍自收到申请之日起计算"
        a = a.with_fault(e.day, late, _A30)
    return a


def _receive_correction(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.correction_until is not None and e.day > a.correction_until and not e.reason:
        raise LawError(
            f"补正期限已于 {a.correction_until} 届满，无正当理由逾期不补正的视为放弃申请；"
            "申请人有正当理由的，请写明理由",
            _A30,
        )
    return replace(a, corrected=e.day)


def _lapse_correction(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.correction_until is None:
        raise LawError(
            "申请在 2019-05-15 以前收到，原条例没有逾期不补正视为放弃的规定，不能视为放弃申请",
            Article(R2007, 21, 0, 4),
        )
    if e.day <= a.correction_until:
        raise LawError(f"补正期限到 {a.correction_until} 届满，{e.day} 尚不能视为放弃申请", _A30)
    return a


# consultation -----------------------------------------------------------------------------------


def _consult(a: Application, e: Event, calendar: Calendar) -> Application:
    if e.who is None or not e.key:
        raise BadInput(
            "征求意见须写明征求谁的意见（第三方、共同制作机关、其他机关）和编号；"
            "征求本机关内设机构的意见不扣除时间，不必登记"
        )
    if any(c.key == e.key for c in a.consultations):
        raise BadInput(f"征求意见“{e.key}”已经登记过；请换一个编号")
    due = a.clock(calendar, e.day).due
    received = None if e.served is None else _served(e)
    letter = Consultation(e.key, e.who, e.day, received, _limit(e.who, received, calendar))
    a = replace(a, consultations=(*a.consultations, letter))
    if e.day > due:
        what = f"答复期限已于 {due} 届满，此后征求意见不再扣除时间"
        return a.with_fault(e.day, what, PAUSE_RULE.on(a.start).article)
    return a


def _end_consultation(a: Application, e: Event, calendar: Calendar) -> Application:
    """The answer came, or its period ran out in silence: from then on the clock runs again."""
    letter = next((c for c in a.consultations if c.key == e.key and c.ended is None), None)
    if letter is None:
        raise BadInput(f"没有正在进行的征求意见“{e.key}”；请核对编号")
    received = e.served or letter.received
    if received is not None and not letter.sent <= received <= e.day:
        raise BadInput(
            f"对方收到函件的日期 {received} 应在发出日 {letter.sent} 与 {e.day} 之间；请核对"
        )
    limit = _limit(letter.who, received, calendar)
    # after its limit an answer stops no clock: the time since then counts
    closed = replace(letter, received=received, limit=limit, ended=min(e.day, limit or e.day))
    if e.silent:
        if received is None or limit is None:
            raise BadInput("没有对方收到函件的日期和法定的期限，不能认定逾期未提出意见；请先核实")
        _, silence, article = periods.consultation_limit(letter.who, received, calendar)
        if e.day <= limit:
            what = f"提出意见的期限到 {limit} 届满，{e.day} 尚不能认定逾期未提出意见"
            raise LawError(what, article)
        closed = replace(closed, silence=silence)
    consultations = tuple(closed if c is letter else c for c in a.consultations)
    still = any(c.ended is None for c in consultations)
    state = State.CONSULTING if still else State.IN_HAND
    return replace(a, consultations=consultations, state=state)


def _limit(who: Consulted, received: date | None, calendar: Calendar) -> date | None:
    """The last day for an opinion: none before the letter came, and none under the old law."""
    if received is None or received < R2019.since:
        return None
    return periods.consultation_limit(who, received, calendar)[0].due


# more time --------------------------------------------------------------------------------------


def _extend(a: Application, e: Event, calendar: Calendar) -> Application:
    article = LONGEST_EXTENSION.on(a.start).article
    _own_term(a, "延长")
    if a.extension:
        raise LawError(f"已经延长过 {a.extension} 个工作日，不能再次延长", article)
    check_extension(e.days, a.start)
    if not e.by:
        raise LawError("延长答复期限须经政府信息公开工作机构负责人同意，请写明同意人", article)
    due = a.clock(calendar, e.day).due
    if e.day > due:
        raise LawError(f"延期告知应在 {due} 以前发出，实际 {e.day}；已经逾期，不能再延长", article)
    return replace(a, extension=e.days)


def _own_term(a: Application, zh: str) -> None:
    """The body cannot lengthen what a decision or a judgment has set."""
    if a.must_by is not None:
        why = f"重新答复的期限 {a.must_by} 由{a.order_zh}确定，本机关不能自行{zh}"
        raise LawError(why, a.obeys)


def _ask_reasons(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.under_old_law:
        raise LawError("申请在 2019-05-15 以前收到，原条例没有要求说明理由的规定", _A35)
    return a


def _receive_reasons(a: Application, e: Event, calendar: Calendar) -> Application:
    return replace(a, reasons_given=e.day)


def _delay(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.reasons_given is None:
        raise LawError(
            "延迟答复以申请人说明了理由、行政机关认为理由合理为前提；请先要求说明理由", _A35
        )
    _own_term(a, "延迟")
    due = a.clock(calendar, e.day).due
    if e.day > due:
        raise LawError(f"答复期限已于 {due} 届满，不能再确定延迟答复的期限", _A35)
    if e.until is None or e.until <= due:
        raise BadInput(f"延迟答复的期限须写明，并晚于原期限 {due}")
    calendar.kind(e.until)  # a date beyond every calendar is a slip of the pen
    return replace(a, delayed_until=e.until)


# the fee ----------------------------------------------------------------------------------------


def _notify_fee(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.fee_notice is not None:
        raise LawError(f"已于 {a.fee_notice} 通知收费，不能重复收费", Article(FEES_2020, 3))
    due = a.clock(calendar, e.day).due
    if e.day > due:
        raise LawError(f"收费决定应在答复期限内作出，期限已于 {due} 届满", _FEE_6)
    until = periods.payment_due(_served(e), calendar).due
    return replace(a, fee_notice=e.day, fee_until=until)


def _receive_payment(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.fee_until is not None and e.day > a.fee_until:
        raise LawError(f"缴费期限已于 {a.fee_until} 届满，视为放弃申请", _FEE_6)
    return replace(a, fee_paid=e.day)


def _lapse_payment(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.fee_until is not None and e.day <= a.fee_until:
        raise LawError(f"缴费期限到 {a.fee_until} 届满，{e.day} 尚不能视为放弃申请", _FEE_6)
    return a


# the reply --------------------------------------------------------------------------------------


def _reply(a: Application, e: Event, calendar: Calendar) -> Application:
    if a.untimed:  # Article 41 sets no period: nothing is late
        return replace(a, replied=e.day)
    deadline = a.clock(calendar, e.day)
    a = replace(a, replied=e.day)
    if e.day > deadline.due:
        what = f"答复日 {e.day} 晚于期限 {deadline.due}"
        return replace(a, late=True).with_fault(e.day, what, deadline.article)
    return a


ACTS: Mapping[Verb, Act] = {
    Verb.CONFIRM: _confirm,
    Verb.ASK_CORRECTION: _ask_correction,
    Verb.RECEIVE_CORRECTION: _receive_correction,
    Verb.LAPSE_CORRECTION: _lapse_correction,
    Verb.CONSULT: _consult,
    Verb.END_CONSULTATION: _end_consultation,
    Verb.EXTEND: _extend,
    Verb.ASK_REASONS: _ask_reasons,
    Verb.RECEIVE_REASONS: _receive_reasons,
    Verb.DELAY: _delay,
    Verb.NOTIFY_FEE: _notify_fee,
    Verb.RECEIVE_PAYMENT: _receive_payment,
    Verb.LAPSE_PAYMENT: _lapse_payment,
    Verb.REPLY: _reply,
}

"""卷内材料: what is on file in a case, as the guards of decisions ask (`law.decisions.guards`).

What follows from a step, an inquiry or an earlier case is derived from it; the rest is entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.decisions.guards import Record
from gongkai.law.decisions.heard import over_objection
from gongkai.law.periods import Consulted
from gongkai.web.cases.models import Case, Inquiry, Item
from gongkai.web.cases.models.work import Answer

__all__ = ["DERIVED", "objections", "records_of", "touched", "untold"]

# never entered by hand: the step itself proves them
DERIVED = frozenset({
    Record.REVIEW, Record.CONSULTATION, Record.CORRECTION_NOTICE, Record.CORRECTION_LAPSED,
    Record.EARLIER_REPLY, Record.REASONS_ASKED, Record.FEE_NOTICE, Record.PAYMENT_LAPSED,
    Record.THIRD_PARTY_CONSENT, Record.PAID,
})  # fmt: skip


def objections(case: Case, *answers: Answer) -> list[Inquiry]:
    """The letters to third parties who did not agree, by default with or without good reason."""
    wanted = answers or (Answer.OBJECTS, Answer.OBJECTS_BARELY)
    return [
        one for one in case.inquiries.all()
        if one.who == Consulted.THIRD_PARTY and one.answer in wanted
    ]  # fmt: skip


def touched(inquiry: Inquiry, items: Iterable[Item]) -> list[tuple[str, list[str]]]:
    """What is decided on the items that somebody was asked about: codes, those of withheld parts.

    A letter that names no item is about all of them.
    """
    asked = set(inquiry.items)
    return [(one.code, one.refused) for one in items if not asked or one.order in asked]


def untold(case: Case) -> list[Inquiry]:
    """Third parties over whose objection something is given and who were not told (第三十二条)."""
    found = objections(case)
    if not found:
        return []
    items = [one for one in case.items.all() if one.code]
    found = [one for one in found if over_objection(touched(one, items))]
    told = [one.values.get("inquiry") for one in case.papers.filter(notice="T13")]
    return [one for one in found if str(one.pk) not in told]


def records_of(case: Case, application: Application, day: date) -> frozenset[Record]:
    """What is on file on that day; the review of the reply is not, it comes last."""
    have = {Record(one) for one in case.evidence_list.values_list("kind", flat=True)}
    third = [one for one in case.inquiries.all() if one.who == Consulted.THIRD_PARTY]
    if third and all(one.answer for one in third):
        have.add(Record.CONSULTATION)
        if all(one.answer == Answer.CONSENT for one in third):
            have.add(Record.THIRD_PARTY_CONSENT)
    if application.correction_asked is not None:
        have.add(Record.CORRECTION_NOTICE)
        until = application.correction_until
        if until is not None and application.corrected is None and day > until:
            have.add(Record.CORRECTION_LAPSED)
    # asked is enough: who was asked and says nothing has given no reasons
    if case.steps.filter(verb=law.Verb.ASK_REASONS).exists():
        have.add(Record.REASONS_ASKED)
    if application.fee_notice is not None:
        have.add(Record.FEE_NOTICE)
    if application.fee_paid is not None:
        have.add(Record.PAID)
    elif application.fee_until is not None and day > application.fee_until:
        have.add(Record.PAYMENT_LAPSED)
    if case.repeats is not None and case.repeats.replied is not None:
        have.add(Record.EARLIER_REPLY)
    return frozenset(have)

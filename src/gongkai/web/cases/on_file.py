"""卷内材料: what is on file in a case, as the guards of decisions ask (`law.decisions.guards`).

What follows from a step, an inquiry or an earlier case is derived from it; the rest is entered.
"""

from __future__ import annotations

from datetime import date

from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.decisions.codes import PARTIAL, decision
from gongkai.law.decisions.guards import Record
from gongkai.law.periods import Consulted
from gongkai.web.cases.models import Case, Inquiry
from gongkai.web.cases.models.work import Answer

__all__ = ["DERIVED", "objections", "records_of", "untold"]

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


def untold(case: Case) -> list[Inquiry]:
    """Third parties over whose objection something is given and who were not told (第三十二条)."""
    found = objections(case)
    if not found:
        return []
    items = [item for item in case.items.all() if item.code]
    given = any(item.code in ("D12", PARTIAL) for item in items)
    if not given or any(item.refused or decision(item.code).by_exemption for item in items):
        return []
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

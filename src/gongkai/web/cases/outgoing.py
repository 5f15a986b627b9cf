"""程序性文书: letters on the way — composed, checked, numbered, frozen and sent in one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.documents.notices import ANNOUNCING
from gongkai.law.documents.notices import notice as named
from gongkai.law.service import ServiceMethod
from gongkai.notices import facts as f
from gongkai.notices.check import Finding
from gongkai.notices.compose import compose
from gongkai.notices.model import Notice
from gongkai.notices.template import parse, standard
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.agencies.numbers import Series, next_number
from gongkai.web.cases.days import entered_later, today
from gongkai.web.cases.letters import (
    PLACEHOLDER,
    facts_of,
    faults,
    freeze,
    refuse_faults,
    templates_of,
)
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.moves import PaperState
from gongkai.web.cases.sending import Sending

__all__ = ["draft", "heeded", "number_of", "send"]


def number_of(act: Act[Case], code: str, numbered: str = "paper_number") -> str:
    """The next 文号; of a paper that is entered later the one it bore (in the fact `numbered`)."""
    day = today(act)
    if entered_later(act):
        number = facts.word(act.facts, numbered, f"原{named(code).zh.partition('（')[0]}的文号", 60)
        if Paper.objects.filter(case__agency=act.row.agency_id, number=number).exists():
            raise BadInput(f"文号“{number}”已经登记过；请核对原文书")
        return number
    series = Series.REPLY if code in ANNOUNCING else Series.DOCUMENT
    return next_number(act.row.agency, series, day)


def heeded(act: Act[Case], found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings but for the form of a number that is as it was on paper."""
    later = entered_later(act)
    return tuple(one for one in found if not (later and one.code == "number_form"))


def _composed(
    case: Case, code: str, day: date, number: str, *, online: bool, **parts: Any
) -> tuple[Notice, f.Facts]:
    own = templates_of(case.agency)
    noticed = facts_of(case, day, number=number, online=online, **parts)
    template = parse(own[code].text) if code in own else standard(code)
    return compose(template, noticed), noticed


def draft(case: Case, code: str, day: date, **parts: Any) -> Notice:
    """The letter before it is signed: no number; BadInput for what forbids it."""
    parts.pop("values", None)
    notice, noticed = _composed(case, code, day, PLACEHOLDER, online=False, **parts)
    refuse_faults(faults(case, notice, noticed))
    return notice


def send(
    act: Act[Case], code: str, sending: Sending, *, values: Mapping[str, str] | None = None,
    signer: str = "", numbered: str = "paper_number", **parts: Any,
) -> Paper:  # fmt: skip
    """A procedural document: composed, checked, numbered, frozen and sent in one act.

    `values` are kept with it for the documents that come after; `signer`, where another signed it.
    """
    case = act.row
    number = number_of(act, code, numbered)
    online = sending.method is ServiceMethod.ELECTRONIC
    notice, noticed = _composed(case, code, sending.sent, number, online=online, **parts)
    refuse_faults(heeded(act, faults(case, notice, noticed)))
    kept: Any = dict(values or {})
    paper = Paper(
        case=case, notice=code, template=templates_of(case.agency).get(code), made=act.now,
        state=(PaperState.SERVED if sending.reached else PaperState.SENT).value, sent=act.now,
        drafter=act.actor.name, drafted_by=act.actor.id, signer=signer or act.actor.name,
        values=kept,
    )  # fmt: skip
    freeze(paper, notice)
    paper.save()
    sending.row(act, paper)
    return paper

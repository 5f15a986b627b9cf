"""签发文书的页面: what a form asks of a letter that leaves only on a second person's signature.

The page of the act that sends the letter is one and the same: before it is signed it asks for what
the letter says, once it is signed for how it leaves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from gongkai.law.documents.notices import notice
from gongkai.web.cases.actions.on_letter import BY_LETTER
from gongkai.web.cases.letters import PLACEHOLDER
from gongkai.web.cases.models import Letter
from gongkai.web.cases.models.papers import GOING, LetterState
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.reading import as_printed
from gongkai.web.cases.sending import of_sending
from gongkai.web.cases.staff.asked import Asked, Facts, Fields, day, desk_of, text
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.forms import WorkForm

__all__ = ["asked_of", "done_by", "shown_letter", "waiting"]

# whose document bears a number
_NUMBERED = frozenset({*BY_LETTER, Verb.EXTEND, Verb.DELAY, Verb.TELL_THIRD_PARTY, Verb.SIGN})


def letter_of(opened: Opened, verb: Verb) -> Letter | None:
    """The letter of that act that is under way."""
    return next((one for one in opened.letters if one.verb == verb and one.state in GOING), None)


def waiting(opened: Opened, verb: Verb) -> bool:
    """Whether the letter of that act waits for its signature."""
    found = letter_of(opened, verb)
    return found is not None and found.state == LetterState.WAITING


def _to_be_signed(opened: Opened, verb: Verb) -> bool:
    if verb not in BY_LETTER or letter_of(opened, verb) is not None:
        return False
    return BY_LETTER[verb].signable in desk_of(opened).to_sign and not opened.case.backlog


def done_by(opened: Opened, verb: Verb, given: Facts) -> tuple[Verb, Facts]:
    """The act that the page performs, with its facts."""
    if _to_be_signed(opened, verb):
        return Verb.PROPOSE_LETTER, {**given, "letter": verb.value}
    return verb, given


def asked_of(opened: Opened, verb: Verb, asked: Asked) -> Asked:
    """What the page asks: before the signature what the letter says, after it how it leaves."""
    if _to_be_signed(opened, verb):
        zh = notice(BY_LETTER[verb].signable).zh.split("（")[0]
        running = "；发出以前期限照常计算" if opened.case.open else ""
        asked = replace(
            asked, fields=_without_sending(asked), button="提请签发",
            consequence=f"{zh}先由签发人签发，签发以后再发出{running}。",
        )  # fmt: skip
    elif (found := letter_of(opened, verb)) is not None and found.state == LetterState.SIGNED:
        asked = replace(
            asked, fields=_sending_alone(asked), button="发出", facts=_as_given,
            template="cases/letter.html", beside=_signed(found),
        )  # fmt: skip
    return replace(asked, fields=_later(asked, verb)) if opened.case.backlog else asked


def _as_given(opened: Opened, given: Facts) -> Facts:
    return given


def _without_sending(asked: Asked) -> Any:
    def fields(opened: Opened) -> Fields:
        return {key: one for key, one in asked.fields(opened).items() if not of_sending(key)}

    return fields


def _sending_alone(asked: Asked) -> Any:
    def fields(opened: Opened) -> Fields:
        return {key: one for key, one in asked.fields(opened).items() if of_sending(key)}

    return fields


def _later(asked: Asked, verb: Verb) -> Any:
    def fields(opened: Opened) -> Fields:
        more: dict[str, forms.Field] = {
            "on": day(opened, "当时办理的日期", "补录：按纸质案卷填写；今天办理的不填。",
                      required=False, filled=False),
        }  # fmt: skip
        if verb in _NUMBERED:
            more["paper_number"] = text(
                "原文书的文号", 60, "补录以前发出的文书，填写纸质文书上的文号。", required=False
            )
        if verb is Verb.CONSULT:
            more["told_paper_number"] = text(
                "原征求意见告知书的文号",
                60,
                "补录以前发出的文书，填写告知申请人的文书上的文号。",
                required=False,
            )
        return {**asked.fields(opened), **more}

    return fields


def _signed(letter: Letter) -> Any:
    def beside(opened: Opened, form: WorkForm) -> Facts:
        return {"letters": [shown_letter(letter)]}

    return beside


def shown_letter(letter: Letter) -> dict[str, Any]:
    """A letter as it was put before the one who signs."""
    return {
        "row": letter, "zh": notice(letter.notice).zh,
        "read": as_printed(letter.text, PLACEHOLDER),
    }  # fmt: skip

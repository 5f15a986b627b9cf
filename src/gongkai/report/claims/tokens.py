"""A number met in folded text: its form, its figure, and how exact it claims to be."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from gongkai.report.claims.patterns import AFTER, BEFORE
from gongkai.report.model import Exactness

__all__ = ["Form", "Token", "exactness_of", "plain_token"]


class Form(Enum):
    """What a number is by its form alone."""

    COUNT = "count"
    RATE = "rate"
    YEAR = "year"
    DATE = "date"
    MONTH = "month"
    DOCUMENT = "document_number"
    PHONE = "phone"
    POSTCODE = "postcode"
    ORDINAL = "ordinal"
    STREET = "street_number"
    IDENTIFIER = "identifier"
    VERSION = "version"
    FREQUENCY = "frequency"
    TIME = "time"
    RATIO = "ratio"
    NAME = "name"


class Token(NamedTuple):
    """A number: where it stands (`end` without, `unit_end` with its unit) and what it says."""

    start: int
    end: int
    unit_end: int
    form: Form
    figure: Decimal
    unit: str = ""
    exactness: Exactness = Exactness.EXACT
    when: date | None = None
    chinese: bool = False


def plain_token(
    match: re.Match[str], form: Form, figure: Decimal, unit: str = "", when: date | None = None
) -> Token:
    """The token of a whole match, whose figure is exact."""
    return Token(match.start(), match.end(), match.end(), form, figure, unit, Exactness.EXACT, when)


def exactness_of(text: str, start: int, unit_end: int) -> Exactness:
    """What the words around a number with its unit say: about, more than, less than."""
    before = text[max(0, start - 4) : start].rstrip()
    for match in BEFORE.finditer(before):
        if match.end() == len(before):
            return _EXACTNESS[match.lastgroup or ""]
    after = AFTER.match(text, unit_end)
    return _EXACTNESS[after.lastgroup or ""] if after else Exactness.EXACT


_EXACTNESS = {
    "about": Exactness.ABOUT,
    "more": Exactness.MORE_THAN,
    "less": Exactness.LESS_THAN,
}

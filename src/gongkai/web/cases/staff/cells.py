"""表三的格: which cases stand in a cell of the yearly table; one condition for ledger and list.

The condition itself is the ledger's: what the list shows behind a figure is what was counted.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.law.decisions.codes import DECISIONS, Group
from gongkai.law.decisions.rows import form_of
from gongkai.terms import term
from gongkai.web.cases import ledger

__all__ = ["COLUMNS", "cell", "cells", "in_year", "rows_of_form"]

# the columns of table 3 by the ids of their terms
COLUMNS = (
    "natural_person", "business", "research", "charity", "legal_service", "other_organisation",
)  # fmt: skip
_ROW = "row:"


def in_year(year: int) -> Q:
    """Received by the end of that year and not ended before it: new and carried in."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Q(received__lte=last) & (Q(ended__isnull=True) | Q(ended__gte=first))


def rows_of_form(year: int) -> tuple[str, ...]:
    """The rows of outcomes in the form of that year, in its order."""
    old = form_of(year).value == "2019"
    return tuple(dict.fromkeys(d.row_2019 if old else d.row for d in DECISIONS))


def cell(text: str, year: int) -> Q:
    """The condition of a cell: new, carried, row:TERM, left; a group's row is all rows below it."""
    return ledger.condition(text, year)


def cells(year: int) -> list[tuple[str, str]]:
    """Every cell of the year with its words, for a choice."""
    rows = rows_of_form(year)
    below = [(f"{_ROW}{row}", _words(row)) for row in rows]
    groups = [
        (f"{_ROW}{group.value}", _words(group.value)) for group in Group
        if group.value not in rows and any(row.startswith(f"{group.value}_") for row in rows)
    ]  # fmt: skip
    return [
        ("new", "本年新收"), ("carried", "上年结转"), *groups, *below,
        (f"{_ROW}handled_total", "本年办结合计"), ("left", "结转下年度"),
    ]  # fmt: skip


def _words(row: str) -> str:
    """A row by its own words, under its group where it has one."""
    group = next((g for g in Group if row.startswith(f"{g.value}_")), None)
    words = term(row).zh.partition("（区分")[0]
    return f"{group.zh}：{words.partition('.')[2] or words}" if group and row != group else words

"""What a check is, how it is registered, and how a report is run through all of them.

A check is a function decorated with `@check`, which yields `Finding`s. Its id, severity, the forms
and years it holds for, its one Chinese sentence and its source stand in the decorator; its
examples, at least one that fires and one that stays silent, stand in
`tests/report/checks/examples/<id>.yaml`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from gongkai.report.forms import FORMS
from gongkai.report.model import NOWHERE, Place, Report
from gongkai.sources import Article

__all__ = [
    "CHECKS",
    "Check",
    "Context",
    "Finding",
    "Severity",
    "check",
    "finding_id",
]


class Severity(StrEnum):
    """error: the figures or dates cannot all be right. warning: suspicious, some reading could
    rescue it. note: form, wording, artefact, or not verifiable from the document."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def zh(self) -> str:
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


class Quote(NamedTuple):
    """Words of the report that a finding is about."""

    text: str
    section: int = 0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found in one report.

    cells: indexes into the form's cells, the cell to look at first; quotes: words of the prose.
    expected and found are short: a number, a date, or a phrase. derived_from: ids of the
    findings whose correction makes this one vanish.
    """

    id: str
    check: str
    severity: Severity
    message: str
    cells: tuple[int, ...] = ()
    quotes: tuple[Quote, ...] = ()
    expected: str = ""
    found: str = ""
    derived_from: tuple[str, ...] = ()
    place: Place = NOWHERE
    waived: str = ""  # the reason, when a waiver silences it

    @property
    def expected_zh(self) -> str:
        """`expected` for people."""
        return _zh(self.expected)

    @property
    def found_zh(self) -> str:
        """`found` for people."""
        return _zh(self.found)

    def from_roots(self, roots: Iterable[str]) -> Finding:
        """The same finding, marked as derived."""
        return replace(self, derived_from=tuple(roots))


def _zh(said: str) -> str:
    """The word "blank" of the data formats in Chinese."""
    return re.sub(r"(\d+) blank", r"\1格空白", said).replace("blank", "空白")


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides the report: last year's report and the parent's.

    `memo` holds what several checks share for one run over one report.
    """

    previous: Report | None = None
    parent: Report | None = None
    memo: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


CheckFunction = Callable[[Report, Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    id: str
    severity: Severity
    sentence: str
    source: str
    forms: tuple[str, ...]
    needs: str  # "", "previous" or "parent"
    run: CheckFunction = field(repr=False)
    cells_only: bool = False  # looks at nothing but cells: has a twin in checks/columns.py

    def finding(
        self,
        key: str,
        message: str,
        *,
        cells: Sequence[int] = (),
        quotes: Sequence[Quote] = (),
        expected: object = "",
        found: object = "",
        severity: Severity | None = None,
        place: Place = NOWHERE,
    ) -> Finding:
        """A finding of this check; `key` makes its id stable across runs and re-reads."""
        return Finding(
            id=finding_id(self.id, key),
            check=self.id,
            severity=severity or self.severity,
            message=message,
            cells=tuple(cells),
            quotes=tuple(quotes),
            expected=str(expected),
            found=str(found),
            place=place,
        )


CHECKS: dict[str, Check] = {}
_ALL_FORMS = tuple(form.key for form in FORMS)


def check(
    id: str,
    severity: Severity,
    sentence: str,
    source: Article | str,
    *,
    forms: Sequence[str] = _ALL_FORMS,
    needs: str = "",
    cells_only: bool = False,
) -> Callable[[Callable[[Check, Report, Context], Iterable[Finding]]], Check]:
    """Register a check. The function gets its own `Check` first, so that it can make findings."""

    def register(function: Callable[[Check, Report, Context], Iterable[Finding]]) -> Check:
        def run(report: Report, context: Context) -> Iterable[Finding]:
            return function(made, report, context)

        made = Check(id, severity, sentence, str(source), tuple(forms), needs, run, cells_only)
        if id in CHECKS:
            raise ValueError(f"two checks are called {id}")
        CHECKS[id] = made
        return made

    return register


def finding_id(check_id: str, key: str) -> str:
    """check id + ":" + the key if it is ASCII (a cell's slug), else a short hash of it."""
    if key.isascii():
        return f"{check_id}:{key}" if key else check_id
    return f"{check_id}:{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def run_checks(report: Report, context: Context | None = None) -> Iterator[Finding]:
    """Every finding of every check that holds for the report's form and has what it needs."""
    context = context or Context()
    for one in CHECKS.values():
        if report.form.key not in one.forms:
            continue
        if one.needs and getattr(context, one.needs) is None:
            continue
        yield from one.run(report, context)

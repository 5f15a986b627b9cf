"""发文前检查: the one door through which a document passes before it is issued."""

from __future__ import annotations

from gongkai.notices.check_case import Finder, Others, case_findings
from gongkai.notices.check_law import law_findings
from gongkai.notices.facts import Facts
from gongkai.notices.findings import Finding, Severity
from gongkai.notices.model import Notice

__all__ = ["Finder", "Finding", "Others", "Severity", "check"]


def check(
    notice: Notice, facts: Facts, *, others: Others | None = None, finder: Finder | None = None
) -> tuple[Finding, ...]:
    """Everything at fault with a document before it is issued; an ERROR forbids issuing it.

    `others`: names and numbers of other cases. `finder`: finds personal data in a text, as
    (kind in Chinese, the words found).
    """
    of_case = case_findings(notice, facts, others or Others(), finder)
    unique = dict.fromkeys([*law_findings(notice, facts), *of_case])
    return tuple(sorted(unique, key=lambda one: one.severity is not Severity.ERROR))

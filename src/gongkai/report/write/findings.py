"""What every view of findings shares: their order, what hangs on what, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai.report.checks.engine import Finding, Severity
from gongkai.report.model import Report

__all__ = ["Checked", "Counts", "Tree", "count", "grow", "in_order", "quote_of", "section_of"]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_SECTION = {"二": 2, "三": 3, "四": 4}
_LAST = 10**9


class Checked(NamedTuple):
    """A report and what was found in it."""

    report: Report
    findings: Sequence[Finding]


class Counts(NamedTuple):
    """How many findings; derived ones are counted with the errors and so on, waived ones apart."""

    error: int
    warning: int
    note: int
    derived: int
    waived: int

    @property
    def zh(self) -> str:
        """The counts in words, without those that are nought; empty when nothing is open."""
        open_ones = ((self.error, "错误"), (self.warning, "警告"), (self.note, "提示"))
        words = "，".join(f"{name}{n}处" for n, name in open_ones if n)
        return f"{words}（其中派生{self.derived}处）" if self.derived else words


class Tree(NamedTuple):
    """A finding and those that vanish when it is corrected."""

    finding: Finding
    derived: tuple[Finding, ...]


def count(findings: Iterable[Finding]) -> Counts:
    """How many there are of each kind."""
    findings = list(findings)
    live = [f for f in findings if not f.waived]
    severities = [f.severity for f in live]
    return Counts(
        error=severities.count(Severity.ERROR),
        warning=severities.count(Severity.WARNING),
        note=severities.count(Severity.NOTE),
        derived=sum(bool(f.derived_from) for f in live),
        waived=len(findings) - len(live),
    )


def section_of(report: Report, finding: Finding) -> int:
    """The section a finding stands beside; 0 is the head of the report."""
    if finding.cells:
        return _SECTION[report.form.cells[finding.cells[0]].table[0]]
    return finding.quotes[0].section if finding.quotes else 0


def in_order(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """By severity, then by place in the report, waived ones last."""

    def key(finding: Finding) -> tuple[bool, int, int, int, int]:
        first = finding.cells[0] if finding.cells else -1
        line = finding.place.line
        if finding.quotes and not line:
            line = finding.quotes[0].place.line
        section = section_of(report, finding)
        return bool(finding.waived), _RANK[finding.severity], section, first, line or _LAST

    return sorted(findings, key=key)


def grow(findings: Sequence[Finding]) -> list[Tree]:
    """Each finding once: a derived one under the first of its roots, if one of them is here."""
    here = {f.id for f in findings if not f.derived_from}
    under: dict[str, list[Finding]] = {}
    tops = []
    for finding in findings:
        root = next((r for r in finding.derived_from if r in here), None)
        if root is None:
            tops.append(finding)
        else:
            under.setdefault(root, []).append(finding)
    # two findings may bear one id when a file holds a label twice; the first takes the derived
    return [Tree(f, tuple(under.pop(f.id, ()))) for f in tops]


def quote_of(finding: Finding) -> str:
    """The words of the report that it is about, several joined by “ / ”."""
    return " / ".join(q.text for q in finding.quotes)

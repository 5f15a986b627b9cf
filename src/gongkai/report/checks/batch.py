"""Checking several reports: each with its predecessor and parent among the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.report.checks.engine import Context, Finding, Severity, run_checks
from gongkai.report.checks.waivers import Waiver, apply_waivers
from gongkai.report.model import Report

__all__ = ["check_report", "has_error"]


def check_report(
    report: Report,
    previous: Sequence[Report] = (),
    parents: Sequence[Report] = (),
    waivers: Sequence[Waiver] = (),
) -> list[Finding]:
    """All findings of one report, waived ones marked.

    previous: reports among which its own of the year before is looked for (one alone is taken as
    it is); parents likewise by year.
    """
    context = Context(previous=_previous(report, previous), parent=_parent(report, parents))
    return apply_waivers(report, run_checks(report, context), waivers)


def has_error(checked: Iterable[tuple[Report, Sequence[Finding]]]) -> bool:
    """Whether any report has an error that nobody waived."""
    return any(
        f.severity is Severity.ERROR and not f.waived for _, findings in checked for f in findings
    )


def _previous(report: Report, candidates: Sequence[Report]) -> Report | None:
    if len(candidates) == 1:
        return candidates[0]
    return next(
        (
            c
            for c in candidates
            if report.year and c.year == report.year - 1 and c.body == report.body
        ),
        None,
    )


def _parent(report: Report, candidates: Sequence[Report]) -> Report | None:
    if len(candidates) == 1:
        return candidates[0]
    same_year = [c for c in candidates if c.year == report.year and c.body != report.body]
    return next((c for c in same_year if c.region == report.region), next(iter(same_year), None))

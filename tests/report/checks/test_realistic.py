"""Passages as real reports have them, with tables that agree: no error, no warning."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.report.checks import Severity, run_checks
from tests.report.checks.realistic_reports import passages, report_of


@pytest.mark.parametrize(
    "entry", [pytest.param(e, id=f"{stem}-{e['name']}") for stem, e in passages()]
)
def test_a_sound_passage_raises_no_alarm(entry: dict[str, Any]) -> None:
    found = [f for f in run_checks(report_of(entry)) if f.severity is not Severity.NOTE]
    assert [f"{f.check} {f.message}" for f in found] == []


def test_there_are_passages_enough() -> None:
    names = [e["name"] for _, e in passages()]
    assert len(names) >= 120
    assert len(set(names)) == len(names)

"""Findings → JSON after docs/schema/findings-1.json."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from gongkai.report.checks.engine import Finding
from gongkai.report.model import Report
from gongkai.report.write.findings import Checked, in_order, quote_of

__all__ = ["dump"]


def dump(checked: Iterable[Checked], *, waived: bool = False) -> str:
    """A list with one object a file; two reports in one file share theirs.

    waived: also list the findings that a waiver silences, each with its reason.
    """
    files: dict[str, list[dict[str, Any]]] = {}
    for report, findings in checked:
        files.setdefault(report.file, []).extend(
            _finding(report, f) for f in in_order(report, findings) if waived or not f.waived
        )
    data = [{"file": file, "findings": found} for file, found in files.items()]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    cells = (report.form.cells[i] for i in finding.cells)
    made: dict[str, Any] = {
        "id": finding.id,
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "cells": [
            {"table": c.table, "row_path": c.row_path, "column_path": c.column_path} for c in cells
        ],
        "quote": quote_of(finding),
        "expected": finding.expected,
        "found": finding.found,
        "derived_from": list(finding.derived_from),
    }
    if finding.waived:
        made["waived"] = finding.waived
    return made

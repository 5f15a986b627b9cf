"""Findings → SARIF 2.1.0, which code hosts and editors show beside the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from gongkai.report.checks.engine import CHECKS, Finding
from gongkai.report.model import Place, Report
from gongkai.report.write.findings import Checked, in_order

__all__ = ["dump"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def dump(checked: Iterable[Checked]) -> str:
    """One run over all files; a waived finding is a suppressed result."""
    results: list[dict[str, Any]] = []
    rules: dict[str, int] = {}
    for report, findings in checked:
        for finding in in_order(report, findings):
            index = rules.setdefault(finding.check, len(rules))
            results.append(_result(report, finding, index))
    driver = {"name": "gongkai", "rules": [_rule(check) for check in rules]}
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(id: str) -> dict[str, Any]:
    check = CHECKS.get(id)
    rule: dict[str, Any] = {
        "id": id,
        "shortDescription": {"text": check.sentence if check else id},
    }
    if check:
        rule["fullDescription"] = {"text": f"{check.sentence}（依据：{check.source}）"}
        rule["defaultConfiguration"] = {"level": check.severity.value}
    return rule


def _result(report: Report, finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "locations": _locations(report, finding),
        "partialFingerprints": {"findingId/v1": _fingerprint(report, finding)},
        "properties": {
            "id": finding.id,
            "expected": finding.expected,
            "found": finding.found,
            "derivedFrom": list(finding.derived_from),
        },
    }
    if finding.waived:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.waived}
        ]
    return result


def _message(finding: Finding) -> str:
    parts = [finding.message]
    if finding.expected:
        parts.append(f"应为：{finding.expected_zh}")
    if finding.found:
        parts.append(f"实为：{finding.found_zh}")
    return "；".join(parts)


def _fingerprint(report: Report, finding: Finding) -> str:
    return hashlib.sha256(f"{report.file}\n{finding.id}".encode()).hexdigest()[:32]


def _locations(report: Report, finding: Finding) -> list[dict[str, Any]]:
    """One location for each cell and quote; the file alone when there is none."""
    made = []
    for index in finding.cells:
        where = report.form.cells[index]
        cell = report.cells[index] if index < len(report.cells) else None
        logical = {"name": where.zh, "fullyQualifiedName": where.slug, "kind": "element"}
        made.append(_location(report, cell.place if cell else Place(), [logical]))
    made.extend(_location(report, words.place, [], words.text) for words in finding.quotes)
    return made or [_location(report, finding.place, [])]


def _location(
    report: Report, place: Place, logical: Sequence[dict[str, str]], snippet: str = ""
) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(report.file.replace("\\", "/") or "-")}
    }
    if place.line:
        physical["region"] = {"startLine": place.line}
        if snippet:
            physical["region"]["snippet"] = {"text": snippet}
    location: dict[str, Any] = {"physicalLocation": physical}
    if logical:
        location["logicalLocations"] = list(logical)
    if place.zh or snippet:
        location["message"] = {"text": "，".join(filter(None, [place.zh, snippet]))}
    return location

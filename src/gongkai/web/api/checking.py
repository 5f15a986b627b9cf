"""核验: what the child process runs on an uploaded file; it knows nothing of Django."""

from __future__ import annotations

import json

from gongkai.errors import ReadError

__all__ = ["findings"]


def findings(data: bytes, name: str) -> str:
    """JSON: `files` as `gongkai check --format json` writes it, `unreadable` with what is wrong."""
    from gongkai.report.checks.batch import check_report
    from gongkai.report.read import read_bytes
    from gongkai.report.write.findings import Checked
    from gongkai.report.write.findings_json import dump

    checked, unreadable = [], []
    for member, outcome in read_bytes(data, name):
        if isinstance(outcome, ReadError):
            unreadable.append({"file": member, "problem": str(outcome)})
            continue
        checked += [Checked(report, check_report(report)) for report in outcome]
    made = {"files": json.loads(dump(checked)), "unreadable": unreadable}
    return json.dumps(made, ensure_ascii=False)

"""Findings → lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.report.checks.engine import Finding
from gongkai.report.write.findings import Checked, count, grow, in_order

__all__ = ["dump"]


def dump(checked: Iterable[Checked], *, waived: bool = False) -> str:
    """A heading for each report, a line for each finding, derived ones under their root.

    waived: also list what a waiver silences; the last line of a report counts it in any case.
    """
    return "".join(f"{line}\n" for one in checked for line in _report(one, waived))


def _report(checked: Checked, waived: bool) -> Iterator[str]:
    report, findings = checked
    live = [f for f in in_order(report, findings) if not f.waived]
    silenced = [f for f in in_order(report, findings) if f.waived]
    yield f"{report.file}　{report.title}".rstrip("　")
    for finding, derived in grow(live):
        yield "  " + _line(finding)
        yield from (f"      └ 派生 {_line(one)}" for one in derived)
    if waived:
        yield from (f"  已豁免 {_line(f)}　理由：{_one_line(f.waived)}" for f in silenced)
    counts = count(findings)
    closing = f"；已豁免{counts.waived}处" if counts.waived else ""
    yield f"  {'共' + counts.zh if counts.zh else '未发现问题'}{closing}"


def _line(finding: Finding) -> str:
    expected = f"应为{finding.expected_zh}" if finding.expected else ""
    found = f"实为{finding.found_zh}" if finding.found else ""
    said = f"（{'，'.join(filter(None, [expected, found]))}）" if expected or found else ""
    return f"{finding.severity.zh} {finding.id} {_one_line(finding.message + said)}"


def _one_line(text: str) -> str:
    """Text of a report on one line, without control characters that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\u3000" else " " for c in text)

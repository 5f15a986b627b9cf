"""The marks that findings leave in a report: in its cells and in its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from gongkai.report.checks.engine import Finding
from gongkai.report.model import Report
from gongkai.report.write.layout import LaidOutCell, tables
from gongkai.report.write.text import markup, slug_id

__all__ = ["Marks", "sign"]

_MANY = 12  # a finding of more cells only tints them: the sign stands in the first
_SHORT = {"error": "错", "warning": "警", "note": "提"}


class _Span(NamedTuple):
    start: int
    end: int
    finding: Finding


class Marks:
    """Numbers the findings of a report and knows what each touches."""

    def __init__(self, report: Report, findings: Sequence[Finding]) -> None:
        self.findings = findings
        self._form = report.form
        self.printed = {
            cell.cell
            for table in tables(report)
            for row in table.body
            for cell in row
            if cell.cell is not None
        }
        self._numbers = {id(finding): n for n, finding in enumerate(findings, 1)}
        self._cells: dict[int, list[Finding]] = {}
        for finding in findings:
            for index in dict.fromkeys(finding.cells):
                self._cells.setdefault(index, []).append(finding)

    def label(self, finding: Finding) -> str:
        """错误 3: what it is and its number on the page."""
        return f"{finding.severity.zh} {self._numbers[id(finding)]}"

    def short(self, finding: Finding) -> str:
        """错3: the same, for a cell."""
        return f"{_SHORT[finding.severity.value]}{self._numbers[id(finding)]}"

    def anchor(self, finding: Finding) -> str:
        """The id of the finding's card."""
        return f"finding-{self._numbers[id(finding)]}"

    def cell(self, cell: LaidOutCell) -> tuple[str, str]:
        """Attributes and content of a data cell."""
        assert cell.cell is not None  # noqa: S101  only data cells are shown this way
        anchor = slug_id("c-", self._form.cells[cell.cell].slug)
        found = self._cells.get(cell.cell, [])
        # a cell that the file does not have says so only where somebody misses it
        text = "缺" if cell.absent else markup(cell.text)
        classes = ["absent"] if cell.absent else []
        if not found:
            return f' id="{anchor}"{_class(classes)}', text
        worst = found[0]
        leads = any(f.cells[0] == cell.cell for f in found if not f.waived)
        classes += [_tone(worst), "lead" if leads else "involved"]
        told = " ".join(f"{self.anchor(f)}-says" for f in found)
        signs = "".join(
            sign(self, f, "#" + self.anchor(f))
            for f in found
            if len(f.cells) <= _MANY or f.cells[0] == cell.cell
        )
        return f' id="{anchor}"{_class(classes)} aria-describedby="{told}"', f"{text}{signs}"

    def words(self, text: str, section: int, plain: Callable[[str], str] = markup) -> str:
        """Text of a section as markup, the quoted words marked and followed by their signs."""
        spans = [
            _Span(start, start + len(quote.text), finding)
            for finding in self.findings
            for quote in finding.quotes
            if quote.text and quote.section == section
            for start in [text.find(quote.text)]
            if start >= 0
        ]
        if not spans:
            return plain(text)
        edges = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
        made = []
        for start, end in zip(edges, edges[1:], strict=False):
            over = [s.finding for s in spans if s.start <= start and end <= s.end]
            piece = plain(text[start:end])
            made.append(f'<mark class="{_tone(over[0])}">{piece}</mark>' if over else piece)
            made.extend(
                sign(self, s.finding, "#" + self.anchor(s.finding)) for s in spans if s.end == end
            )
        return "".join(made)


def sign(marks: Marks, finding: Finding, target: str) -> str:
    """A small link that names the finding: 错3."""
    tone = _tone(finding)
    spoken = f"{marks.label(finding)}"
    return (
        f'<a class="sign {tone} kind-{finding.severity.value}" href="{target}" '
        f'aria-label="{spoken}">{marks.short(finding)}</a>'
    )


def _tone(finding: Finding) -> str:
    return "waived" if finding.waived else finding.severity.value


def _class(names: Sequence[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""

"""The marks that findings leave in a report: in its cells and in its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from gongkai.report.checks.engine import Finding
from gongkai.report.model import Report
from gongkai.report.write.layout import LaidOutCell, tables
from gongkai.report.write.text import markup, slug_id

__all__ = ["Marks", "sign"]

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
        # the first of its cells that the file has, where its sign stands
        self._leads = {
            id(finding): next((i for i in finding.cells if i in self.printed), None)
            for finding in findings
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

    def cell(self, cell: LaidOutCell, index: int) -> tuple[str, str]:
        """Attributes and content of a data cell, the one with that index in the form."""
        anchor = slug_id("c-", self._form.cells[index].slug)
        found = self._cells.get(index, [])
        # a cell that the file does not have says so only where somebody misses it
        text = "缺" if cell.absent else markup(cell.text)
        classes = ["absent"] if cell.absent else []
        if not found:
            return f' id="{anchor}"{_class(classes)}', text
        worst = found[0]
        leads = [f for f in found if self._leads[id(f)] == index]
        classes += [_tone(worst), "involved" if all(f.waived for f in leads) else "lead"]
        told = " ".join(f"{self.anchor(f)}-says" for f in found)
        # the sign stands in one cell, lest it be read as part of the figure in all the others
        signs = "".join(sign(self, f, "#" + self.anchor(f)) for f in leads)
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

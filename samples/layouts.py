"""The odd layouts that reports come in: text of one cell a line, of one row a line, Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.model import Report
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutCell,
    LaidOutTable,
    Signature,
    Title,
    flow,
)

__all__ = ["full_grid", "markdown", "text_of_cells", "text_of_rows"]

_WRAP = 12  # characters in a cell before a flattened Word table breaks the line
_CUT = 12  # characters after which a narrow column cuts a label off
_PAGE_ROW = "3.要求提供公开出版物"  # the row of table 3 that begins a new page


def full_grid(table: LaidOutTable) -> list[list[LaidOutCell | None]]:
    """Every row at full width: a cell at its first position, None where one reaches over.

    A row whose last cells are absent from the report is shorter.
    """
    rows: list[list[LaidOutCell | None]] = []
    for row in (*table.head, *table.body):
        cells = {cell.column: cell for cell in row if not cell.absent}
        gone = sum(cell.absent for cell in row)
        rows.append([cells.get(x) for x in range(table.width - gone)])
    return rows


def text_of_cells(report: Report) -> str:
    """One cell a line, each beginning with TAB; an empty line ends a row: flattened Word."""
    lines: list[str] = []
    for part in flow(report):
        match part:
            case LaidOutTable():
                reached: dict[int, int] = {}  # column → last row that a cell reaches down to
                for y, row in enumerate((*part.head, *part.body)):
                    here = {c.column: c for c in row if not c.absent}
                    for x in range(part.width):
                        cell = here.get(x)
                        if cell:
                            lines.append("\t" + _wrapped(cell))
                            for column in range(x, x + cell.colspan):
                                reached[column] = y + cell.rowspan - 1 if column == x else -1
                        elif reached.get(x, -1) >= y:
                            lines.append("\t")
                    lines.append("")
                lines.append("")
            case Signature(by, day):
                lines += ["", " " * 20 + by, " " * 20 + day]
            case Title(text) | Heading(_, text):
                lines += ["", text]
            case BodyText(_, text):
                lines.append("　　" + text)
    return "\n".join(lines) + "\n"


def _wrapped(cell: LaidOutCell) -> str:
    text = cell.text
    if not cell.header or len(text) <= _WRAP:
        return text
    return "\n".join(text[i : i + _WRAP] for i in range(0, len(text), _WRAP))


def text_of_rows(report: Report, page_break_after: str = "") -> str:
    """One row a line with TABs between, as recognised page by page.

    Labels are cut off at the margin, the columns of table 3 drift, and a new page begins inside
    table 3 and after the words `page_break_after`.
    """
    lines: list[str] = []
    for part in flow(report):
        match part:
            case LaidOutTable():
                lines += [*_tabbed(part), ""]
            case Signature(by, day):
                lines += [by, "", day]
            case BodyText(_, text) if page_break_after and page_break_after in text:
                at = text.index(page_break_after) + len(page_break_after)
                lines += [text[:at], "", "", text[at:], ""]
            case Title(text) | Heading(_, text) | BodyText(_, text):
                lines += [text, ""]
    return "\n".join(lines) + "\n"


def _tabbed(table: LaidOutTable) -> Iterator[str]:
    groups = 0  # columns of labels left of the figures on this page
    for y, row in enumerate(full_grid(table)):
        head = y < len(table.head)
        if table.key != "三" or head:
            yield "\t".join(cell.text if cell else "" for cell in row)
            continue
        labels = [cell.text[:_CUT] if cell else "" for cell in row[:3]]
        figures = [cell.text if cell else "" for cell in row[3:]]
        while labels and not labels[-1]:
            labels.pop()  # a label over several columns takes one field: the figures drift
        if labels[-1].startswith(_PAGE_ROW[:_CUT]):
            yield ""
            groups = 1
        fields = [*labels[groups if not labels[0] else 0 :], *figures]
        width = table.width - groups
        yield "\t".join(fields + [""] * (width - len(fields)))


def markdown(report: Report) -> str:
    """Pipe tables; merged cells leave empty ones behind."""
    lines: list[str] = []
    for part in flow(report):
        match part:
            case LaidOutTable():
                for y, row in enumerate(full_grid(part)):
                    lines.append("| " + " | ".join(c.text if c else "" for c in row) + " |")
                    if y == 0:
                        lines.append("|" + " --- |" * len(row))
                lines.append("")
            case Signature(by, day):
                lines += [by, "", day, ""]
            case Title(text):
                lines += ["# " + text, ""]
            case Heading(_, text):
                lines += ["## " + text, ""]
            case BodyText(_, text):
                lines += [text, ""]
    return "\n".join(lines)

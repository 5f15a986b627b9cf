"""Reports of both forms in the layouts met in the wild, made from random figures.

A layout is a set of choices: how table 2 is cut, how table 3 names its rows and columns, how
table 4 is turned, and in which format it is handed over. Each comes with the truth, so that a
test can ask of every cell: is it right, or at least said to be unread?
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from gongkai.report.forms import Form
from gongkai.report.model import NoteCode, Report, State
from gongkai.report.read.assemble import assemble
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from tests.report.read.variant_tables import (
    FOUR,
    HEADS,
    ROWS,
    TITLES,
    TWO,
    YEARS,
    Box,
    Part,
    Table,
    figures,
)
from tests.report.read.variant_twists import TWISTS

# whole reports ------------------------------------------------------------------------------


@dataclass(slots=True)
class Layout:
    """The choices that make a printed report."""

    two: str = "two_six"
    head: str = "head_official"
    rows: str = "rows_official"
    four: str = "four_official"
    cut: int = 0  # table 3 is cut behind that many of its rows
    head_again: bool = False
    twists: tuple[str, ...] = ()
    prose: list[str] = field(default_factory=lambda: ["我局认真做好公开工作，效果明显。"])


def parts_of(form: Form, values: Sequence[str], layout: Layout, rng: random.Random) -> list[Part]:
    """A report as lines and tables."""
    parts: list[Part] = [f"云州市水务局{YEARS[form.key]}年政府信息公开工作年度报告"]
    parts += [TITLES[0], *layout.prose, TITLES[1]]
    parts += TWO[layout.two](form, values, rng)
    parts.append(TITLES[2])
    labels, rows = ROWS[layout.rows](form, values)
    if layout.head == "head_total_first":
        rows = [[*row[:-7], row[-1], *row[-7:-1]] for row in rows]
    for twist in layout.twists:
        rows = TWISTS[twist](rows, rng)
    if layout.head == "head_extra_column":
        for row in rows:
            if len(row) > 7:
                full = any(box.text for box in row)
                row.append(Box(str(rng.choice([0, 3, 44])) if full else ""))
    head = HEADS[layout.head]
    if layout.cut:
        again = head(labels) if layout.head_again else []
        parts += [head(labels) + cut_above(rows, layout.cut), again + cut_below(rows, layout.cut)]
    else:
        parts.append(head(labels) + rows)
    parts.append(TITLES[3])
    parts += FOUR[layout.four](form, values)
    parts += [TITLES[4], "问题是更新慢。", TITLES[5], "无。"]
    return parts


def cut_above(rows: Table, at: int) -> Table:
    return [
        [Box(b.text, b.across, min(b.down, at - i)) for b in row] for i, row in enumerate(rows[:at])
    ]


def cut_below(rows: Table, at: int) -> Table:
    """What comes on the next page: cells merged down over the cut go on without text."""
    held: list[tuple[int, Box]] = []
    for row, at_row in zip(rows[:at], range(at), strict=True):
        for n, b in enumerate(row):
            if at_row + b.down > at:
                held.append((n, Box("", b.across, at_row + b.down - at)))
    first = [b for _, b in held] + rows[at]
    return [first, *rows[at + 1 :]] if rows[at:] else []


# formats ------------------------------------------------------------------------------------


def placed(table: Table) -> Iterator[list[tuple[int, Box]]]:
    """Rows with the column of each cell that begins in them."""
    taken: dict[int, int] = {}
    for n, row in enumerate(table):
        column = 0
        made = []
        for box in row:
            while taken.get(column, 0) > n:
                column += 1
            made.append((column, box))
            for c in range(column, column + box.across):
                taken[c] = n + box.down
            column += box.across
        yield made


def as_blocks(parts: Sequence[Part]) -> Document:
    """As the readers of DOCX, HTML and XLSX hand it over."""
    document = Document(format="made")
    for part in parts:
        if isinstance(part, str):
            document.blocks.append(Para(part))
        elif part:
            document.blocks.append(
                Grid([[GridCell(b.text, c, b.across) for c, b in row] for row in placed(part)])
            )
    return document


def as_html(parts: Sequence[Part], *, framed: bool = False, padded: bool = False) -> bytes:
    """A page; `framed`: all in one layout table; `padded`: as Word and editors export it."""
    made = []
    for part in parts:
        if isinstance(part, str):
            made.append(f'<p style="text-indent:2em"><span>{escape(part)}</span></p>')
            continue
        rows = []
        for row in part:
            cells = []
            for b in row:
                text = escape(b.text) or ("&nbsp;" if padded else "")
                if padded:
                    text = f'<p align="center"><span style="font-size:9pt">\n  {text}</span></p>'
                spans = (f' colspan="{b.across}"' if b.across > 1 else "") + (
                    f' rowspan="{b.down}"' if b.down > 1 else ""
                )
                cells.append(f"<td{spans}>{text}</td>")
            rows.append("<tr>" + "".join(cells) + "</tr>")
        made.append("<table border=1><tbody>" + "\n".join(rows) + "</tbody></table>")
    body = "\n".join(made)
    if framed:
        body = f"<table><tr><td>首页 &gt; 公开</td></tr><tr><td>{body}</td></tr></table>"
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def as_docx(parts: Sequence[Part]) -> bytes:
    """A Word file with real merges."""
    import docx

    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        rows = list(placed(part))
        width = max((c + b.across for row in rows for c, b in row), default=0)
        if not width:
            continue
        table = document.add_table(len(rows), width)
        grid = [list(table.row_cells(r)) for r in range(len(rows))]
        for r, row in enumerate(rows):
            for c, b in row:
                cell = grid[r][c]
                if b.across > 1 or b.down > 1:
                    end = min(r + b.down, len(rows)) - 1
                    cell = cell.merge(grid[end][c + b.across - 1])
                cell.text = b.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_tab_rows(parts: Sequence[Part]) -> str:
    """One row a line; merged cells keep their width as empty fields."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        width = max((c + b.across for row in placed(part) for c, b in row), default=0)
        for row in placed(part):
            fields = [""] * width
            for c, b in row:
                fields[c] = b.text
            lines.append("\t".join(fields))
        lines.append("")
    return "\n".join(lines)


def as_copied_rows(parts: Sequence[Part]) -> str:
    """As a browser copies: one row a line, merged cells without their width."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            lines += ["\t".join(b.text for b in row) for row in part] + [""]
    return "\n".join(lines)


def as_tab_cells(parts: Sequence[Part]) -> str:
    """One cell a line behind a TAB, an empty line after each row."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            for row in part:
                lines += [f"\t{b.text}" for b in row] + [""]
            lines.append("")
    return "\n".join(lines)


def as_bare_cells(parts: Sequence[Part]) -> str:
    """One cell a line, nothing else; empty cells leave an empty line."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [b.text for row in part for b in row]
    return "\n".join(lines)


def as_bare_cells_apart(parts: Sequence[Part]) -> str:
    """One cell a line with an empty line behind each; empty cells are lost."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            for row in part:
                for b in row:
                    lines += [b.text, ""] if b.text else []
    return "\n".join(lines)


def as_single_spaces(parts: Sequence[Part]) -> str:
    """As copied from a PDF: the cells of a row held apart by one space; empty cells are lost."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [" ".join(b.text for b in row if b.text) for row in part]
    return "\n".join(lines)


def as_wide_spaces(parts: Sequence[Part]) -> str:
    """As pdftotext -layout prints it: columns held apart by blanks; empty cells are blanks."""
    from unicodedata import east_asian_width

    def cells(text: str) -> int:
        return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        rows = list(placed(part))
        widths: dict[int, int] = {}
        for row in rows:
            for c, b in row:
                if b.across == 1:
                    widths[c] = max(widths.get(c, 4), cells(b.text) + 3)
        for row in rows:
            line, at = "", 0
            for c, b in row:
                start = sum(widths.get(k, 4) for k in range(c))
                line += " " * max(start - at, 2 if line else 0) + b.text
                at = cells(line)
            lines.append(line)
        lines.append("")
    return "\n".join(lines)


def as_bars(parts: Sequence[Part]) -> str:
    """Markdown."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        width = max((c + b.across for row in placed(part) for c, b in row), default=0)
        for n, row in enumerate(placed(part)):
            fields = [""] * width
            for c, b in row:
                fields[c] = b.text
            lines.append("| " + " | ".join(fields) + " |")
            if n == 0:
                lines.append("|" + "---|" * width)
        lines.append("")
    return "\n".join(lines)


def _html(data: bytes) -> Document:
    from gongkai.report.read.html import read

    return read(data)


def _docx(data: bytes) -> Document:
    from gongkai.report.read.docx import read

    return read(data)


def _text(text: str) -> Document:
    from gongkai.report.read.text import read_text

    return read_text(text)


FORMATS: dict[str, Callable[[Sequence[Part]], Document]] = {
    "blocks": as_blocks,
    "html": lambda parts: _html(as_html(parts)),
    "html framed": lambda parts: _html(as_html(parts, framed=True)),
    "html padded": lambda parts: _html(as_html(parts, padded=True)),
    "docx": lambda parts: _docx(as_docx(parts)),
    "tab rows": lambda parts: _text(as_tab_rows(parts)),
    "copied rows": lambda parts: _text(as_copied_rows(parts)),
    "tab cells": lambda parts: _text(as_tab_cells(parts)),
    "bare cells": lambda parts: _text(as_bare_cells(parts)),
    "bare cells apart": lambda parts: _text(as_bare_cells_apart(parts)),
    "single spaces": lambda parts: _text(as_single_spaces(parts)),
    "wide spaces": lambda parts: _text(as_wide_spaces(parts)),
    "bars": lambda parts: _text(as_bars(parts)),
}


# judging ------------------------------------------------------------------------------------

_SAYS_UNREAD = {
    NoteCode.SHORT_ROW, NoteCode.LONG_ROW, NoteCode.UNKNOWN_ROW, NoteCode.MISSING_ROW,
    NoteCode.MISSING_TABLE, NoteCode.LEFT_OUT,
}  # fmt: skip


@dataclass(slots=True)
class Verdict:
    """What a reading got right, wrong, left out saying so, and left out silently (slugs)."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def judge(report: Report | None, form: Form, values: Sequence[str]) -> Verdict:
    """Hold a reading against the truth, cell by cell."""
    verdict = Verdict()
    if report is None:
        verdict.silent = [c.slug for c in form.cells]
        return verdict
    told = {i for n in report.notes if n.code in _SAYS_UNREAD for i in n.cells}
    # the figures of a short row stand where the header says, and the note says so
    short = {
        report.form.cells[n.cells[0]].row_path
        for n in report.notes
        if n.code is NoteCode.SHORT_ROW and n.cells
    }
    for where, value in zip(form.cells, values, strict=True):
        i = report.form.by_slug.get(where.slug)
        if i is None:
            verdict.silent.append(where.slug)
            continue
        cell = report.cells[i]
        if cell is not None and plain(cell.raw) == value:
            verdict.right += 1
        elif cell is not None and (where.row_path in short or cell.state is State.TEXT):
            verdict.said.append(where.slug)
        elif cell is not None:
            verdict.wrong.append(f"{where.slug}: {cell.raw!r} for {value!r}")
        elif i in told:
            verdict.said.append(where.slug)
        else:
            verdict.silent.append(where.slug)
    return verdict


def plain(raw: str) -> str:
    """A figure without what `decorated` put around it."""
    text = raw.strip().rstrip("件①（）")
    return "" if raw == "/" else text


def read_made(format: str, parts: Sequence[Part]) -> Report | None:
    """The one report in it, or None."""
    reports = assemble(FORMATS[format](parts), "云州市水务局.x")
    return reports[0] if len(reports) == 1 else None


def verdict_on(form: Form, seed: int, layout: Layout, format: str, blanks: float) -> Verdict:
    """Make a report, read it, judge it."""
    rng = random.Random(seed)
    values = figures(form, rng, blanks)
    return judge(read_made(format, parts_of(form, values, layout, rng)), form, values)

"""A report's tables for a terminal: columns aligned, Chinese characters two wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from gongkai.report.model import Cell, NoteCode, Report, State

__all__ = ["columns", "tables_text"]

_SAID = (  # notes that tell what could not be read, or was read otherwise than printed
    NoteCode.SHORT_ROW,
    NoteCode.LONG_ROW,
    NoteCode.SETTLED,
    NoteCode.UNKNOWN_ROW,
    NoteCode.MISSING_ROW,
    NoteCode.MISSING_TABLE,
    NoteCode.NOT_A_NUMBER,
    NoteCode.FORM,
    NoteCode.DOUBTFUL,
    NoteCode.LEFT_OUT,
    NoteCode.EXTRA_TABLE,
)


def tables_text(report: Report) -> str:
    """File, body, year, the three tables, and what could not be read."""
    return "\n".join(_lines(report)) + "\n\n"


def _lines(report: Report) -> Iterator[str]:
    form = report.form
    said = f"{report.year}年" if report.year else "年度不明"
    yield f"{report.file}　{report.body or '机关不明'}　{said}　{form.source.number}"
    for block in form.blocks:
        head = [block.title.zh, *(c.zh for c in block.columns)]
        rows = [[r.labels[-1].zh, *(_shown(report, i) for i in r.cells)] for r in block.rows]
        yield from columns([head, *rows])
    head = ["表三", *(path[-1].zh for path in form.columns)]
    rows = [[r.labels[-1].zh[:22], *(_shown(report, i) for i in r.cells)] for r in form.rows]
    yield from columns([head, *rows])
    outcomes = (form.cells[i].column_path for i in _group_cells(report, 0))
    head = ["表四", *(path.rsplit(" / ", 1)[-1] for path in outcomes)]
    rows = [
        [g.labels[-1].zh, *(_shown(report, i) for i in _group_cells(report, n))]
        for n, g in enumerate(form.groups)
    ]
    yield from columns([head, *rows])
    for note in report.notes:
        if note.code in _SAID:
            place = f"（{note.place.zh}）" if note.place.zh else ""
            yield f"  注意：{note.message}{place}"


def _group_cells(report: Report, group: int) -> list[int]:
    g = report.form.groups[group]
    return [*g.parts, g.total]


def _shown(report: Report, index: int) -> str:
    cell: Cell | None = report.cells[index]
    if cell is None:
        return "（缺）"
    if cell.state is State.BLANK:
        return "·"
    return " ".join(cell.raw.split())


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines: the first column left, the others right aligned."""
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first, *rest = row
        cells = [first + " " * (widths[0] - _width(first))]
        cells += [" " * (w - _width(c)) + c for c, w in zip(rest, widths[1:], strict=True)]
        yield "  " + "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

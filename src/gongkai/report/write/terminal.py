"""A report's tables for a terminal: columns aligned, Chinese characters two wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gongkai.report.forms import Form
from gongkai.report.model import Cell, NoteCode, Report, State
from gongkai.report.write.text import screen_width

__all__ = ["form_lines", "tables_text"]

_LABEL = 22  # characters of a row label in table 3 that are shown

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
    said = f"{report.year}年" if report.year else "年度不明"
    yield f"{report.file}　{report.body or '机关不明'}　{said}　{report.form.source.number}"
    yield from form_lines(report.form, lambda index: _shown(report.cells[index]))
    for note in report.notes:
        if note.code in _SAID:
            place = f"（{note.place.zh}）" if note.place.zh else ""
            yield f"  注意：{note.message}{place}"


def form_lines(form: Form, shown: Callable[[int], str]) -> Iterator[str]:
    """The tables of a form as lines; `shown` says what stands in the cell with that index."""
    for block in form.blocks:
        head = [block.title.zh, *(c.zh for c in block.columns)]
        yield from _aligned(head, [(r.labels[-1].zh, r.cells) for r in block.rows], shown)
    head = ["表三", *(path[-1].zh for path in form.columns)]
    yield from _aligned(head, [(r.labels[-1].zh[:_LABEL], r.cells) for r in form.rows], shown)
    groups = [(g.labels[-1].zh, (*g.parts, g.total)) for g in form.groups]
    outcomes = (form.cells[i].column_path for i in groups[0][1])
    yield from _aligned(["表四", *(p.rsplit(" / ", 1)[-1] for p in outcomes)], groups, shown)


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return "（缺）"
    if cell.state is State.BLANK:
        return "·"
    return " ".join(cell.raw.split())


def _aligned(
    head: list[str], named: Sequence[tuple[str, Sequence[int]]], shown: Callable[[int], str]
) -> Iterator[str]:
    """Rows as lines: the first column left, the others right aligned."""
    rows = [head, *([name, *map(shown, cells)] for name, cells in named)]
    widths = [max(screen_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first, *rest = row
        cells = [first + " " * (widths[0] - screen_width(first))]
        cells += [" " * (w - screen_width(c)) + c for c, w in zip(rest, widths[1:], strict=True)]
        yield "  " + "  ".join(cells).rstrip()

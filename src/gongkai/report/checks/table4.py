"""Table 4 cell by cell: counts, blanks, short rows.

Since 2024 a refusal under Articles 14 to 16 goes to reconsideration first
(行政复议法第二十三条), so no suit over one can be brought directly. No check holds the suits brought
directly against that: table 4 does not say what a suit was about, and table 3 counts the decisions
of this year, not those sued over.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.checks.cells import not_counts, texts
from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.model import NOWHERE, NoteCode, Report, State
from gongkai.sources import FORM_2021, Article

__all__ = ["blank", "not_count", "short_row", "text"]

_TABLE_4 = Article(FORM_2021, part="表四")


def _cells(report: Report) -> list[int]:
    return [i for g in report.form.groups for i in (*g.parts, g.total)]


@check("T4.NOT_COUNT", Severity.ERROR, "表四各格是件数，应为非负整数。", _TABLE_4, cells_only=True)
def not_count(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Negative or broken numbers of reconsiderations and suits."""
    return not_counts(own, report, _cells(report))


@check("T4.TEXT", Severity.WARNING, "表四各格应填数字。", _TABLE_4, cells_only=True)
def text(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Something that is not a number in a number cell."""
    return texts(own, report, "四")


@check("T4.BLANK", Severity.WARNING, "表四每一组应填报，没有发生的填0。", _TABLE_4, cells_only=True)
def blank(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """A group whose total and outcomes say nothing: "none" is not stated."""
    silent = []
    for group in report.form.groups:
        cells = [report.cells[i] for i in (*group.parts, group.total)]
        total = cells[-1]
        if any(c is None for c in cells) or total is None:
            continue
        nothing_else = all(c is not None and not c.value for c in cells)
        if total.state is State.BLANK and nothing_else:
            silent.append(group)
    if not silent:
        return
    empty = [i for i in _cells(report) if (c := report.cells[i]) and c.state is State.BLANK]
    names = "、".join(g.labels[-1].zh for g in silent)
    first = report.cells[empty[0]]
    yield own.finding(
        "",
        f"表四15格中有{len(empty)}格空白，{names}没有填报；没有发生的应填0，空白不能说明没有发生",
        cells=empty,
        expected="15个数（没有发生的填0）",
        found=f"{len(empty)} blank",
        place=first.place if first else NOWHERE,
    )


@check("T4.SHORT_ROW", Severity.WARNING, "表四应有十五个数，与十五列一一对应。", _TABLE_4)
def short_row(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """More or fewer values than the fifteen columns."""
    for note in report.notes:
        if (
            note.code in (NoteCode.SHORT_ROW, NoteCode.LONG_ROW)
            and note.cells
            and report.form.cells[note.cells[0]].table == "四"
        ):
            yield own.finding("", note.message, cells=note.cells, expected=15, place=note.place)

"""Table 3 cell by cell: counts, blanks, rows that came short, labels."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.checks.cells import blanks, not_counts, texts
from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.model import NoteCode, Report, State
from gongkai.sources import FORM_2021, Article

__all__ = ["blank", "label", "not_count", "short_row", "text"]

_TABLE_3 = Article(FORM_2021, part="表三")


@check("T3.NOT_COUNT", Severity.ERROR, "表三各格是件数，应为非负整数。", _TABLE_3, cells_only=True)
def not_count(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Negative or broken numbers of applications."""
    return not_counts(own, report, [i for row in report.form.rows for i in row.cells])


@check("T3.TEXT", Severity.WARNING, "表三各格应填数字。", _TABLE_3, cells_only=True)
def text(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Something that is not a number in a number cell."""
    return texts(own, report, "三")


@check(
    "T3.SHORT_ROW",
    Severity.WARNING,
    "表三每一行应有七个数，与七列一一对应。",
    _TABLE_3,
)
def short_row(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Rows with fewer or more values than columns, as the reader met them."""
    notes = [
        n
        for n in report.notes
        if n.code in (NoteCode.SHORT_ROW, NoteCode.LONG_ROW)
        and n.cells
        and report.form.cells[n.cells[0]].table == "三"
    ]
    if notes:
        # the last row first: a row lost at the end of a table is the one nothing else reports
        cells = [i for n in reversed(notes) for i in n.cells]
        yield own.finding(
            report.form.cells[cells[0]].slug,
            "；".join(n.message for n in notes),
            cells=cells,
            expected="每行7个数",
            found="、".join(f"{_filled(report, n.cells)}个数" for n in notes),
            place=notes[-1].place,
        )


def _filled(report: Report, cells: tuple[int, ...]) -> int:
    row = next(r for r in report.form.rows if cells[0] in r.cells)
    return sum(
        1 for i in row.cells if (c := report.cells[i]) is not None and c.state is not State.BLANK
    )


@check("T3.BLANK", Severity.NOTE, "表三没有发生的情形应填0，不留空白。", _TABLE_3, cells_only=True)
def blank(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Blanks where a zero belongs; a warning when the whole table is blank."""
    empty = blanks(report, "三")
    total = sum(len(row.cells) for row in report.form.rows)
    if not empty:
        return
    everything = len(empty) == sum(
        1 for row in report.form.rows for i in row.cells if report.cells[i] is not None
    )
    yield own.finding(
        "",
        "表三全部空白，没有填报任何数据"
        if everything
        else f"表三{total}格中有{len(empty)}格空白；没有发生的应填0，空白不等于0",
        cells=empty,
        expected="0",
        found=f"{len(empty)} blank",
        severity=Severity.WARNING if everything else Severity.NOTE,
    )


@check("T3.LABEL", Severity.NOTE, "表三的行标签应与表式一致。", _TABLE_3)
def label(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Labels cut off at a margin or torn over a page."""
    notes = [n for n in report.notes if n.code is NoteCode.LABEL]
    if notes:
        yield own.finding(
            "",
            f"表三有{len(notes)}个行标签与表式不一致：" + "、".join(n.message for n in notes),
            cells=[i for n in notes for i in n.cells[:1]],
            place=notes[0].place,
        )

"""Tables and rows of the form that the file does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.model import Report
from gongkai.sources import FORM_2021, Article

__all__ = ["table_2", "table_3", "table_4"]


@check(
    "T2.MISSING",
    Severity.WARNING,
    "表二应有表式规定的各行。",
    Article(FORM_2021, part="表二"),
)
def table_2(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Rows of table 2 that are not there."""
    rows = [
        (f"{block.title.zh} {row.path}", row.cells)
        for block in report.form.blocks
        for row in block.rows
    ]
    return _absent(own, report, "表二", rows)


@check(
    "T3.MISSING",
    Severity.WARNING,
    "表三应有表式规定的各行，少一行则各列无法核对。",
    Article(FORM_2021, part="表三"),
)
def table_3(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Rows of table 3 that are not there."""
    return _absent(own, report, "表三", [(row.path, row.cells) for row in report.form.rows])


@check(
    "T4.MISSING",
    Severity.WARNING,
    "表四应有行政复议和两类行政诉讼三组数。",
    Article(FORM_2021, part="表四"),
)
def table_4(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Groups of table 4 that are not there."""
    groups = [(g.labels[-1].zh, (*g.parts, g.total)) for g in report.form.groups]
    return _absent(own, report, "表四", groups)


def _absent(
    own: Check, report: Report, table: str, rows: Sequence[tuple[str, tuple[int, ...]]]
) -> Iterator[Finding]:
    if len(report.cells) != len(report.form.cells):
        return
    gone = [(name, cells) for name, cells in rows if all(report.cells[i] is None for i in cells)]
    if not gone:
        return
    whole = len(gone) == len(rows)
    names = "、".join(name for name, _ in gone)
    yield own.finding(
        "" if whole else report.form.cells[gone[0][1][0]].slug,
        f"没有读到{table}" if whole else f"{table}缺{len(gone)}行：{names}",
        cells=[i for _, cells in gone for i in cells],
        expected=f"{len(rows)}行" if table != "表四" else f"{len(rows)}组",
        found="无" if whole else f"缺{names}",
    )

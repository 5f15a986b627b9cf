"""Tables as they come out of files: rows of a form, distorted in the ways met in the wild."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gongkai.report.forms import Form
from gongkai.report.model import Report
from gongkai.report.read.blocks import Grid, GridCell
from gongkai.report.read.rows import Aligned
from gongkai.report.read.tables import TableReader

TRADITIONAL = str.maketrans(
    "总计开机关处数据申请规范许织团务无国发报诉讼复维纠审类实质调证补费确认获会内过执业结转续",
    "總計開機關處數據申請規範許織團務無國發報訴訟復維糾審類實質調證補費確認獲會內過執業結轉續",
)
HEADER_ROWS = 3


def table_3(
    form: Form,
    values: Sequence[str],
    *,
    columns: bool = True,
    drift: int = 0,
    padding: int = 0,
    label: Callable[[str], str] = str,
    repeat_groups: bool = False,
) -> list[list[GridCell]]:
    """Table 3 as a reader hands it over. `values` is aligned with form.cells."""

    def cell(text: str, column: int, span: int = 1) -> GridCell:
        return GridCell(text, column if columns else -1, span)

    rows = [
        [cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 0, 3),
         cell("申请人情况", 3, 7)],
        [cell("自然人", 3), cell("法人或其他组织", 4, 5), cell("总计", 9)],
        [cell(path[-1].zh, 3 + i) for i, path in enumerate(form.columns) if 0 < i < 6],
    ]  # fmt: skip
    before: tuple[str, ...] = ()
    for form_row in form.rows:
        labels = tuple(t.zh for t in form_row.labels)
        shown = [
            (i, text)
            for i, text in enumerate(labels)
            if repeat_groups or before[: i + 1] != labels[: i + 1]
        ]
        row = [cell(label(text), i) for i, text in shown]
        row += [cell("", 3) for _ in range(drift)]
        row += [cell(values[c], 3 + drift + k) for k, c in enumerate(form_row.cells)]
        row += [cell("", 10 + drift + k) for k in range(padding)]
        rows.append(row)
        before = labels
    return rows


def align(grids: Sequence[Grid], year: int | None, section: int = 3) -> Aligned:
    """What the table reader makes of some grids."""
    reader = TableReader()
    for grid in grids:
        reader.add(grid, section)
    return reader.finish(year)


def raw(aligned: Aligned, table: str) -> list[str | None]:
    """Raw texts of one table, None for cells not read."""
    return [
        None if cell is None else cell.raw
        for where, cell in zip(aligned.form.cells, aligned.cells, strict=True)
        if where.table.startswith(table)
    ]


def raws(report: Report) -> dict[str, str]:
    """Raw text of each cell that is in the file, by slug."""
    return {where.slug: cell.raw for where, cell in report.filled()}

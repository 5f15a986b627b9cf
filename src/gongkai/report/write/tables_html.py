"""The statutory tables as accessible HTML: every figure names its row and column heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.report.write.layout import LaidOutCell, LaidOutTable, Row, present
from gongkai.report.write.text import markup

__all__ = ["Shown", "frame"]

# what a data cell shows: further attributes (with a leading blank) and its content, both markup;
# the number is its index in the form
Shown = Callable[[LaidOutCell, int], tuple[str, str]]

_COLS = {
    3: '<colgroup><col class="group-1"><col class="group-2"><col class="leaf"></colgroup>'
    '<colgroup span="7"></colgroup>\n',
}


def _as_printed(cell: LaidOutCell, index: int) -> tuple[str, str]:
    """A cell as printed."""
    return "", markup(cell.text)


def frame(
    tables: list[LaidOutTable], shown: Shown = _as_printed, *, keep_absent: bool = False
) -> str:
    """The tables of one section, under each other, in a frame that scrolls.

    keep_absent: also draw cells at the end of a row that the file does not have; without it the
    row ends where it ends in the file, so that a reader gets the same row back.
    """
    made = "".join(_table(table, shown, keep_absent) for table in tables)
    name = markup(f"第{tables[0].section}部分表格")
    return f'<div class="frame" role="region" aria-label="{name}" tabindex="0">\n{made}</div>\n'


def _table(table: LaidOutTable, shown: Shown, keep_absent: bool) -> str:
    prefix = f"h{table.key}".translate(_ASCII)
    tops = _ids(table.head, prefix + "-c")
    sides = _ids(table.body, prefix + "-r")
    head = "".join(
        "<tr>" + "".join(_header(cell, tops[y, cell.column]) for cell in row) + "</tr>\n"
        for y, row in enumerate(table.head)
    )
    body = []
    for y, row in enumerate(table.body):
        cells = []
        for cell in row if keep_absent else present(row):
            if cell.cell is None:
                cells.append(_header(cell, sides[y, cell.column]))
                continue
            heads = " ".join((*_above(table, tops, cell), *_beside(table, sides, y)))
            attributes, content = shown(cell, cell.cell)
            span = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            cells.append(f'<td headers="{heads}"{span}{attributes}>{content}</td>')
        body.append("<tr>" + "".join(cells) + "</tr>\n")
    return (
        f'<table class="form table-{table.section}">\n'
        f'<caption class="unseen">{markup(table.caption)}</caption>\n{_COLS.get(table.section, "")}'
        f"<thead>\n{head}</thead>\n<tbody>\n{''.join(body)}</tbody>\n</table>\n"
    )


_ASCII = str.maketrans(
    {**{c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}, "(": "-", ")": ""}
)


def _header(cell: LaidOutCell, id: str) -> str:
    scope = f' scope="{cell.scope}"' if cell.scope else ' class="corner"'
    columns = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f'<th id="{id}"{scope}{columns}{rows}>{markup(cell.text)}</th>'


def _ids(rows: tuple[Row, ...], prefix: str) -> dict[tuple[int, int], str]:
    """An id for each header cell, by row and column."""
    return {
        (y, cell.column): f"{prefix}{y + 1}-{cell.column + 1}"
        for y, row in enumerate(rows)
        for cell in row
        if cell.header
    }


def _above(
    table: LaidOutTable, ids: dict[tuple[int, int], str], cell: LaidOutCell
) -> Iterator[str]:
    for y, row in enumerate(table.head):
        for head in row:
            if head.scope and head.column <= cell.column < head.column + head.colspan:
                yield ids[y, head.column]


def _beside(table: LaidOutTable, ids: dict[tuple[int, int], str], row: int) -> Iterator[str]:
    for y, cells in enumerate(table.body[: row + 1]):
        for head in cells:
            if head.header and y + head.rowspan > row:
                yield ids[y, head.column]

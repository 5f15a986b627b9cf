"""How a report stands on paper, without any styling: its parts in order, its tables cell by cell.

Every writer of a printed format (DOCX, PDF, HTML, XLSX, text) walks `flow(report)`, so that all
of them print the same words in the same order, and the readers get the same report back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.report.forms import Block, FormRow
from gongkai.report.model import Cell, Report
from gongkai.terms import Term, term
from gongkai.written import day_zh

__all__ = [
    "BodyText",
    "Heading",
    "LaidOutCell",
    "LaidOutTable",
    "Part",
    "Row",
    "Signature",
    "Title",
    "flow",
    "present",
    "signing_day",
    "tables",
]

BLOCK_WIDTH = 4  # the small tables of section two stand on one grid of four columns
LABEL_WIDTH = 3  # columns of table 3 that hold labels


@dataclass(frozen=True, slots=True)
class LaidOutCell:
    """A cell that begins in its row.

    column: first grid column, from 0. scope of a header: "col", "colgroup", "row", "rowgroup", or
    "" for the corner with the balance rule. cell: index into `form.cells`, None for a header.
    absent: the file has no such cell; it prints as nothing, and is not a blank cell. Those at the
    end of a row are left out by `present`.
    """

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""
    cell: int | None = None
    absent: bool = False

    @property
    def header(self) -> bool:
        """Whether it names what stands in others."""
        return self.cell is None


Row = tuple[LaidOutCell, ...]


@dataclass(frozen=True, slots=True)
class LaidOutTable:
    """A statutory table: `head` rows repeat on each page, `body` rows carry the figures.

    section: 2, 3 or 4. key: the table as the data sets name it (二(一) … 二(九), 三, 四).
    width: grid columns. The tables of section 2 have one width, so that a writer may set them
    under each other as the one table that the official form shows.
    """

    section: int
    key: str
    caption: str
    width: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the report."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section, as printed."""

    section: int
    text: str


@dataclass(frozen=True, slots=True)
class BodyText:
    """A paragraph of section `section`; 0 is the text between title and first section."""

    section: int
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The 落款 at the end, right aligned; either may be empty."""

    signed_by: str
    day: str


Part = Title | Heading | BodyText | LaidOutTable | Signature


def signing_day(report: Report) -> str:
    """The day of signing as official papers write it: 2026年1月20日; empty when not stated."""
    return day_zh(report.signed_on)


def flow(report: Report) -> Iterator[Part]:
    """The parts of the report in printed order.

    The tables of a section follow its paragraphs. Tables whose section is not in the report stand
    before the next section, so that no figure is lost.
    """
    waiting = tables(report)
    present = {section.number for section in report.sections}

    def due(number: int) -> Iterator[LaidOutTable]:
        now = [t for t in waiting if t.section < number and t.section not in present]
        waiting[:] = [t for t in waiting if t not in now]
        yield from now

    if report.title:
        yield Title(report.title)
    for section in report.sections:
        yield from due(section.number)
        if section.title:
            yield Heading(section.number, section.title)
        for paragraph in section.paragraphs:
            yield BodyText(section.number, paragraph.text)
        own = [t for t in waiting if t.section == section.number]
        waiting[:] = [t for t in waiting if t not in own]
        yield from own
    yield from waiting
    if report.signed_by or report.signed_on:
        yield Signature(report.signed_by, signing_day(report))


def present(row: Row) -> Row:
    """The row without the cells at its end that the file does not have."""
    end = len(row)
    while end and row[end - 1].absent:
        end -= 1
    return row[:end]


def tables(report: Report) -> list[LaidOutTable]:
    """The statutory tables of the report, in the order of the form.

    A row of which the report has no cell is left out, and so is a table without any.
    """
    cells: Sequence[Cell | None] = report.cells or [None] * len(report.form.cells)
    made = [_block(block, cells) for block in report.form.blocks]
    made.append(_applications(report, cells))
    made.append(_remedies(report, cells))
    return [table for table in made if table.body]


def _data(cells: Sequence[Cell | None], index: int, column: int, colspan: int = 1) -> LaidOutCell:
    cell = cells[index]
    return LaidOutCell(cell.raw if cell else "", column, colspan, cell=index, absent=cell is None)


def _has(row: FormRow, cells: Sequence[Cell | None]) -> bool:
    return any(cells[i] is not None for i in row.cells)


def _block(block: Block, cells: Sequence[Cell | None]) -> LaidOutTable:
    """第二十条第（N）项: a title over the whole width, the column names, one row for each thing."""
    # the last column takes what is left of the width, as on the official form
    spans = [1] * len(block.columns)
    spans[-1] = BLOCK_WIDTH - len(block.columns)
    head: tuple[Row, ...] = (
        (LaidOutCell(block.title.zh, 0, BLOCK_WIDTH, scope="colgroup"),),
        (
            LaidOutCell(term("information_content").zh, 0, scope="col"),
            *(
                LaidOutCell(name.zh, 1 + i, span, scope="col")
                for i, (name, span) in enumerate(zip(block.columns, spans, strict=True))
            ),
        ),
    )
    body = tuple(
        (
            LaidOutCell(row.labels[-1].zh, 0, scope="row"),
            *(
                _data(cells, index, 1 + i, span)
                for i, (index, span) in enumerate(zip(row.cells, spans, strict=True))
            ),
        )
        for row in block.rows
        if _has(row, cells)
    )
    return LaidOutTable(2, block.table, block.title.zh, BLOCK_WIDTH, head, body)


def _applications(report: Report, cells: Sequence[Cell | None]) -> LaidOutTable:
    """Table 3: three header rows, labels in up to three columns, seven figures a row."""
    columns = report.form.columns
    width = LABEL_WIDTH + len(columns)
    first, last = LABEL_WIDTH, width - 1

    def top(text: str, column: int, colspan: int, rowspan: int, scope: str) -> LaidOutCell:
        return LaidOutCell(text, column, colspan, rowspan, scope=scope)

    organisations = columns[1:-1]
    head: tuple[Row, ...] = (
        (
            top(term("balance_rule").zh, 0, LABEL_WIDTH, 3, ""),
            top(term("applicants").zh, first, len(columns), 1, "colgroup"),
        ),
        (
            top(columns[0][0].zh, first, 1, 2, "col"),
            top(organisations[0][0].zh, first + 1, len(organisations), 1, "colgroup"),
            top(columns[-1][0].zh, last, 1, 2, "col"),
        ),
        tuple(top(path[-1].zh, first + 1 + i, 1, 1, "col") for i, path in enumerate(organisations)),
    )
    rows = [row for row in report.form.rows if _has(row, cells)]
    body = tuple(
        (
            *_labels(rows, n),
            *(_data(cells, index, first + i) for i, index in enumerate(row.cells)),
        )
        for n, row in enumerate(rows)
    )
    caption = term("section_applications").zh
    return LaidOutTable(3, "三", caption, width, head, body)


def _labels(rows: Sequence[FormRow], n: int) -> Iterator[LaidOutCell]:
    """The labels that begin in row n: groups run down over their rows, the last fills the width."""
    labels = rows[n].labels
    for depth, label in enumerate(labels):
        leaf = depth == len(labels) - 1
        if leaf:
            yield LaidOutCell(label.zh, depth, LABEL_WIDTH - depth, scope="row")
        elif not n or rows[n - 1].labels[: depth + 1] != labels[: depth + 1]:
            run = _run(rows, n, labels[: depth + 1])
            yield LaidOutCell(label.zh, depth, 1, run, scope="rowgroup")


def _run(rows: Sequence[FormRow], n: int, path: tuple[Term, ...]) -> int:
    """How many rows from n on stand under that label path."""
    end = n
    while end < len(rows) and rows[end].labels[: len(path)] == path:
        end += 1
    return end - n


def _remedies(report: Report, cells: Sequence[Cell | None]) -> LaidOutTable:
    """Table 4: three header rows over one row of fifteen figures."""
    groups = report.form.groups
    size = len(groups[0].parts) + 1
    width = size * len(groups)
    outcomes = [report.form.cells[i].column_path.rsplit(" / ", 1)[-1]
                for i in (*groups[0].parts, groups[0].total)]  # fmt: skip

    def top(text: str, column: int, colspan: int, rowspan: int, scope: str) -> LaidOutCell:
        return LaidOutCell(text, column, colspan, rowspan, scope=scope)

    head: tuple[Row, ...] = (
        (
            top(groups[0].labels[0].zh, 0, size, 1, "colgroup"),
            top(groups[1].labels[0].zh, size, 2 * size, 1, "colgroup"),
        ),
        (
            *(top(name, i, 1, 2, "col") for i, name in enumerate(outcomes)),
            top(groups[1].labels[-1].zh, size, size, 1, "colgroup"),
            top(groups[2].labels[-1].zh, 2 * size, size, 1, "colgroup"),
        ),
        tuple(top(name, size + i, 1, 1, "col") for i, name in enumerate(outcomes * 2)),
    )
    indexes = [i for group in groups for i in (*group.parts, group.total)]
    body: tuple[Row, ...] = ()
    if any(cells[i] is not None for i in indexes):
        body = (tuple(_data(cells, index, i) for i, index in enumerate(indexes)),)
    return LaidOutTable(4, "四", term("section_remedies").zh, width, head, body)

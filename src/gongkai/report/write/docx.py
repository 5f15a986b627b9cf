"""Write a report as a Word file: its XML put straight into a zip, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gongkai.report.model import Report
from gongkai.report.write import docx_parts
from gongkai.report.write.docx_parts import xml
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutCell,
    LaidOutTable,
    Part,
    Row,
    Signature,
    Title,
    flow,
    present,
)
from gongkai.report.write.measures import (
    COLUMNS,
    LINE,
    MM,
    TABLE_ROW,
    TABLE_SIZE,
    figure_size,
    split_subheading,
    title_lines,
)

__all__ = ["write"]

_GAP = '<w:spacing w:after="120"/>'


def write(report: Report) -> bytes:
    """The report as DOCX in the official layout.

    Needs no font: it names 仿宋, 黑体, 楷体 and 小标宋 and, for machines without them, what to
    take instead. The same report gives the same bytes.
    """
    document = docx_parts.document(_body(flow(report)))
    return docx_parts.pack(report.title, document)


def _body(flowing: Iterable[Part]) -> Iterator[str]:
    """The parts as XML. Tables of one section stand under each other as one table."""
    parts = list(flowing)
    group: list[LaidOutTable] = []
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        if isinstance(part, LaidOutTable):
            group.append(part)
            if not isinstance(following, LaidOutTable) or following.section != part.section:
                yield _table(group)
                # Word joins two tables that touch, and wants a paragraph after the last one
                yield _p("TableEnd", "")
                group = []
        else:
            yield _paragraphs(part, following)


def _paragraphs(part: Title | Heading | BodyText | Signature, following: Part | None) -> str:
    match part:
        case Title(text):
            *above, last = title_lines(text)
            gap = f'<w:spacing w:after="{round(LINE * 20)}"/>'
            return "".join(_p("Title", _runs(line)) for line in above) + _p(
                "Title", _runs(last), gap
            )
        case Heading(_, text):
            before_table = isinstance(following, LaidOutTable)
            return _p("Heading1", _runs(text), _GAP if before_table else "")
        case BodyText(_, text):
            # a signature must not stand alone on a page (GB/T 9704 7.3.5.4)
            keep = "<w:keepNext/><w:keepLines/>" if isinstance(following, Signature) else ""
            head, rest = split_subheading(text)
            if head and not rest:
                return _p("Heading2", _runs(head), keep)
            return _p("BodyText", _runs(head, "Subheading") + _runs(rest), keep)
        case Signature(signed_by, day):
            lines = [text for text in (signed_by, day) if text]
            gap = f'<w:spacing w:before="{round(LINE * 20)}"/>'
            return "".join(
                _p("Signature", _runs(text), "" if n else gap) for n, text in enumerate(lines)
            )


def _p(style: str, runs: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _runs(text: str, style: str = "", size: float = 0.0) -> str:
    """One run; the hint makes Word take the Chinese font for “”, … and —, which are both."""
    if not text:
        return ""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    look += '<w:rFonts w:hint="eastAsia"/>'
    if size:
        half = round(size * 2)
        look += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    inside = xml(text).replace("\t", "</w:t><w:tab/>\t").replace("\n", "</w:t><w:br/>\t")
    inside = inside.replace("\t", '<w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{inside}</w:t></w:r>'


def _table(tables: Sequence[LaidOutTable]) -> str:
    """Tables of one width as one; the head of the first repeats on each page."""
    first = tables[0]
    widths = [round(mm * MM * 20) for mm in COLUMNS[first.section]]
    alone = len(tables) == 1
    caption = xml(first.caption if alone else "、".join(t.caption for t in tables), quotes=True)
    rows: list[str] = []
    for table in tables:
        for part in (table.head, table.body):
            repeat = alone and part is table.head
            rows += _rows(table, part, widths, repeat=repeat, last=part is table.body)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{caption}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _rows(
    table: LaidOutTable, rows: Sequence[Row], widths: Sequence[int], *, repeat: bool, last: bool
) -> Iterator[str]:
    """Rows with a continuation cell wherever a cell from above runs down.

    The rows of a table ask to stay on one page, which Word grants where they fit on one.
    repeat: these rows stand again on each page; last: the table ends with them.
    """
    above: dict[int, tuple[int, int]] = {}  # column → (columns, rows still to come)
    for row in rows:
        keep = not last or row is not rows[-1]
        there = present(row)
        begin = {cell.column: cell for cell in there}
        end = table.width if there == row else there[-1].column + there[-1].colspan
        cells: list[str] = []
        column = 0
        while column < end:
            if column in above:
                span, left = above.pop(column)
                cells.append(_tc("", widths[column : column + span], merge="<w:vMerge/>"))
                if left > 1:
                    above[column] = (span, left - 1)
            else:
                cell = begin[column]
                span = cell.colspan
                cells.append(_cell(table, cell, widths[column : column + span], keep=keep))
                if cell.rowspan > 1:
                    above[column] = (span, cell.rowspan - 1)
            column += span
        look = ""
        if end < table.width:
            look += f'<w:gridAfter w:val="{table.width - end}"/>'
            look += f'<w:wAfter w:w="{sum(widths[end:])}" w:type="dxa"/>'
        look += "<w:cantSplit/>"
        look += f'<w:trHeight w:val="{round(TABLE_ROW * 20)}" w:hRule="atLeast"/>'
        look += "<w:tblHeader/>" if repeat else ""
        yield f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(table: LaidOutTable, cell: LaidOutCell, widths: Sequence[int], *, keep: bool) -> str:
    style = "TableLabel" if table.section == 3 and cell.scope == "row" else "TableText"
    size = 0.0
    if cell.cell is not None:
        fitting = figure_size(cell.text, table.section, cell.column, cell.colspan)
        size = fitting if fitting < TABLE_SIZE else 0.0
    merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
    together = "<w:keepNext/>" if keep else ""
    return _tc(_runs(cell.text, size=size), widths, merge=merge, style=style, more=together)


def _tc(
    runs: str, widths: Sequence[int], *, merge: str = "", style: str = "TableText", more: str = ""
) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{_p(style, runs, more)}</w:tc>'
    )

"""A document as a Word file in the official look; the same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.notices.layout import FORM_LINE, FORM_SIZE, row_height, seal_indents
from gongkai.notices.model import Block, Cell, Notice, Paragraph, Role, Run, Seal, Table
from gongkai.report.write import docx_parts
from gongkai.report.write.docx_parts import xml
from gongkai.report.write.measures import BODY_SIZE, LINE, MM

__all__ = ["write"]

_LINE = round(LINE * 20)
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_STYLES = {
    Role.ADDRESSEE: "Normal",
    Role.HEADING: "Heading1",
    Role.BODY: "BodyText",
    Role.REMEDY: "BodyText",
    Role.ATTACHMENT: "BodyText",
}


def write(notice: Notice) -> bytes:
    """The document as DOCX.

    Needs no font: it names 仿宋, 黑体 and 小标宋 and, for machines without them, others.
    """
    return docx_parts.pack(notice.title, docx_parts.document(_parts(notice)))


def _parts(notice: Notice) -> Iterator[str]:
    *above, last = notice.heading
    for line in above:
        yield _p("Title", _run(Run(line)))
    gap = "" if notice.number else f'<w:spacing w:after="{_LINE}"/>'
    yield _p("Title", _run(Run(last)), gap)
    if notice.number:
        look = f'<w:spacing w:before="{_LINE // 4}" w:after="{_LINE}"/><w:jc w:val="center"/>'
        yield _p("Normal", _run(Run(notice.number)), look)
    for n, block in enumerate(notice.blocks):
        before = notice.blocks[n - 1] if n else None
        after = notice.blocks[n + 1] if n + 1 < len(notice.blocks) else notice.seal
        yield from _block(block, before, after)
    if notice.seal:
        yield from _seal(notice.seal, more=bool(notice.note))
    if notice.note:
        yield _p("BodyText", _run(Run(notice.note)), '<w:jc w:val="left"/>')


def _block(block: Block, before: Block | None, after: Block | Seal | None) -> Iterator[str]:
    if isinstance(block, Table):
        yield _table(block)
        # Word joins two tables that touch, and wants a paragraph after the last one
        yield _p("TableEnd", "")
        return
    # neither a signature (GB/T 9704 7.3.5.4) nor a table begins a page without its text
    look = _TOGETHER if isinstance(after, Seal | Table) else ""
    first = isinstance(before, Paragraph) and before.role is not Role.ATTACHMENT
    if block.role is Role.ATTACHMENT and first:
        look += f'<w:spacing w:before="{_LINE}"/>'
    if block.role is Role.ADDRESSEE:
        look += '<w:jc w:val="left"/>'
    yield _p(_STYLES[block.role], "".join(map(_run, block.runs)), look)


def _seal(seal: Seal, *, more: bool) -> Iterator[str]:
    """Name over date, with room above for the seal."""
    for n, (line, indent) in enumerate(zip(seal.lines, seal_indents(seal), strict=True)):
        right = round(indent * BODY_SIZE * 20)
        look = (_TOGETHER if more or not n else "") + (
            "" if n else f'<w:spacing w:before="{_LINE}"/>'
        )
        place = f'<w:ind w:rightChars="{round(indent * 100)}" w:right="{right}"/>'
        yield _p("Normal", _run(Run(line)), f'{look}{place}<w:jc w:val="right"/>')


def _p(style: str, runs: str, look: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{runs}</w:p>'


def _run(run: Run, size: float = 0.0) -> str:
    """One run; the hint makes Word take the Chinese font for “”, … and —, which are both."""
    look = '<w:rFonts w:hint="eastAsia"/>' + ("<w:b/>" if run.bold else "")
    if size:
        look += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{xml(run.text)}</w:t></w:r>'


# --- tables -------------------------------------------------------------------------------------


def _table(table: Table) -> str:
    widths = [round(mm * MM * 20) for mm in table.widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(table, widths))}</w:tbl>"
    )


def _rows(table: Table, widths: Sequence[int]) -> Iterator[str]:
    """Rows, with a continuation cell wherever a cell from above runs down."""
    above: dict[int, tuple[int, int]] = {}  # column → (columns, rows still to come)
    for n, row in enumerate(table.rows):
        left = list(row)
        cells: list[str] = []
        column = 0
        while column < len(widths):
            if column in above:
                span, more = above.pop(column)
                cells.append(_tc("", widths[column : column + span], "<w:vMerge/>"))
                if more > 1:
                    above[column] = (span, more - 1)
            else:
                cell = left.pop(0)
                span = cell.columns
                merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                cells.append(_tc(_lines(cell), widths[column : column + span], merge))
                if cell.rows > 1:
                    above[column] = (span, cell.rows - 1)
            column += span
        height = round(row_height(table, row) * MM * 20)
        look = f'<w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>'
        look += "<w:tblHeader/>" if n < table.head else ""
        yield f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _lines(cell: Cell) -> str:
    line = round(FORM_LINE * 20)
    look = f'<w:spacing w:before="40" w:after="40" w:line="{line}" w:lineRule="exact"/>'
    look += '<w:ind w:left="80" w:right="80"/>'
    look += f'<w:jc w:val="{"left" if cell.left else "center"}"/>'
    return "".join(
        _p("TableText", "".join(_run(run, FORM_SIZE) for run in line), look) for line in cell.lines
    )


def _tc(inside: str, widths: Sequence[int], merge: str) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{inside or _p("TableText", "")}</w:tc>'
    )

"""Report → a workbook: the official tables, the prose, and formulas that check the figures.

Numbers that a format code shows exactly as printed are numbers, anything else is text. The sheets
说明 and 勾稽 are not part of the report; their first cell says so (`ASIDE`), and the reader of
workbooks passes over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any

from gongkai.errors import WriteError
from gongkai.report.model import Report
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutCell,
    LaidOutTable,
    Part,
    Signature,
    Title,
    flow,
    present,
)
from gongkai.report.write.text import ASIDE, printable
from gongkai.report.write.xlsx_checks import add_checks, mark_totals
from gongkai.report.write.xlsx_numbers import number_format

__all__ = ["dump"]

_LONGEST = 32767  # characters that a cell of a workbook can hold
_A4 = 9
_PROSE_WIDTH = 96
_SHEETS = {
    0: "总体情况",
    1: "总体情况",
    2: "表二",
    3: "表三",
    4: "表四",
    5: "其他文字",
    6: "其他文字",
}
_WIDTHS = {
    2: [26, 24, 24, 24],
    3: [9, 13, 34, *[11] * 7],
    4: [9] * 15,
}
_ABOUT = (
    "本工作簿由年度报告生成，共七张表：说明、总体情况、表二、表三、表四、其他文字、勾稽。",
    "表二、表三、表四按国务院办公厅规定的格式排列，可直接打印（A4，表头逐页重复）。",
    "各格照报告原文填写：空白就是空白，不等于0；“/”、带单位或文字的格保留为文字。",
    "“勾稽”表用公式核对表三的横向合计、纵向合计和勾稽关系以及表四的三个总计；"
    "改动表三、表四的数字，结果随之改变。",
    "表三、表四中与其各项之和不符的总计显示为红色。",
)


def dump(report: Report) -> bytes:
    """The workbook; WriteError when a paragraph is longer than a cell can hold."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    # the day of the report, not of the writing: the same report gives the same bytes
    made = datetime.combine(report.signed_on or date(2000, 1, 1), time(), UTC)
    book.set_properties({"title": printable(report.title)[:255], "created": made})
    try:
        writer = _Writer(book, report)
        writer.about()
        for name in dict.fromkeys(_SHEETS.values()):
            writer.sheet(name)
        for part in flow(report):
            writer.part(part)
        mark_totals(book, report, writer.where)
        add_checks(book, report, writer.where)
    finally:
        book.close()
    return target.getvalue()


class _Writer:
    """Writes the parts of one report, each to the sheet of its section."""

    def __init__(self, book: Any, report: Report) -> None:
        self.where: dict[int, tuple[str, int, int]] = {}  # form cell → sheet, row, column
        self._book = book
        self._report = report
        self._next: dict[str, int] = {}
        self._section = 0
        face = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
        grid = {**face, "border": 1, "align": "center"}
        self._grid = grid
        self._formats = {
            name: book.add_format(properties)
            for name, properties in {
                "title": {**face, "font_size": 18, "bold": True, "align": "center"},
                "heading": {**face, "font_name": "黑体", "font_size": 13, "text_wrap": False},
                "text": {**face, "valign": "top"},
                "right": {**face, "align": "right"},
                "head": {**grid, "bg_color": "#F4F6F9"},
                "label": {**grid, "align": "left"},
                "group": grid,
                "data": grid,
            }.items()
        }  # fmt: skip

    def about(self) -> None:
        """The sheet 说明."""
        sheet = self._book.add_worksheet("说明")
        sheet.set_column(0, 0, _PROSE_WIDTH)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        self._string(sheet, 0, 0, ASIDE + "：使用说明", "heading")
        for row, text in enumerate((self._report.title, *_ABOUT), 2):
            self._string(sheet, row, 0, text, "text")

    def sheet(self, name: str) -> None:
        """An empty sheet for one or two sections, set up for printing."""
        sheet = self._book.add_worksheet(name)
        section = next(s for s, other in _SHEETS.items() if other == name)
        for column, width in enumerate(_WIDTHS.get(section, [_PROSE_WIDTH])):
            sheet.set_column(column, column, width)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第&P页，共&N页")
        if section in (3, 4):
            sheet.set_landscape()

    def part(self, part: Part) -> None:
        """One part of the report."""
        match part:
            case Title(text):
                self._line(text, "title", 0)
            case Heading(section, text):
                self._line(text, "heading", section)
            case BodyText(section, text):
                self._line(text, "text", section)
            case Signature(signed_by, day):
                for text in filter(None, (signed_by, day)):
                    self._line(text, "right", 6)
            case LaidOutTable():
                self._table(part)

    def _line(self, text: str, style: str, section: int) -> None:
        sheet, row = self._take(_SHEETS[section], 1)
        if len(text) > _LONGEST:
            raise WriteError(
                f"{self._report.file}：有一段长达{len(text)}字，超过工作簿一格的上限{_LONGEST}字；"
                "请拆分该段，或改写为其他格式"
            )
        width = len(_WIDTHS.get(section, [0]))
        if width > 1:
            # a paragraph above a table takes the width of the table
            sheet.merge_range(row, 0, row, width - 1, "", self._formats[style])
            lines = ceil(len(text) * 2 / sum(_WIDTHS[section]))
            sheet.set_row(row, 16 * max(lines, 1) + 4)
        self._string(sheet, row, 0, text, style)

    def _table(self, table: LaidOutTable) -> None:
        name = _SHEETS[table.section]
        sheet, top = self._take(name, len(table.head) + len(table.body))
        for y, row in enumerate(table.head + table.body, top):
            in_head = y < top + len(table.head)
            sheet.set_row(y, _height(table, row))
            for cell in present(row):
                self._cell(sheet, y, cell, "head" if in_head else "label")
            # a missing total still has its place, where the formulas look for it
            self.where.update((c.cell, (name, y, c.column)) for c in row if c.cell is not None)
        if table.section != 2:  # the small tables have no head in common
            sheet.repeat_rows(top, top + len(table.head) - 1)
            sheet.freeze_panes(top + len(table.head), 3 if table.section == 3 else 0)

    def _cell(self, sheet: Any, y: int, cell: LaidOutCell, header: str) -> None:
        code = ""
        if cell.cell is not None:
            header = "data"
            code = number_format(self._report.cells[cell.cell])
        elif header == "label" and cell.scope != "row":
            header = "group"
        look = self._number(code) if code else self._formats[header]
        if cell.colspan > 1 or cell.rowspan > 1:
            last = y + cell.rowspan - 1, cell.column + cell.colspan - 1
            sheet.merge_range(y, cell.column, *last, "", look)
        if code:
            sheet.write_number(y, cell.column, float(cell.text.replace(",", "")), look)
        elif cell.text:
            self._string(sheet, y, cell.column, cell.text[:_LONGEST], header)
        else:
            sheet.write_blank(y, cell.column, None, look)

    def _number(self, code: str) -> Any:
        if code not in self._formats:
            self._formats[code] = self._book.add_format({**self._grid, "num_format": code})
        return self._formats[code]

    def _string(self, sheet: Any, row: int, column: int, text: str, style: str) -> None:
        # never `write`, which takes text that begins with = for a formula
        sheet.write_string(row, column, printable(text), self._formats[style])

    def _take(self, name: str, rows: int) -> tuple[Any, int]:
        first = self._next.get(name, 0)
        self._next[name] = first + rows
        return self._book.get_worksheet_by_name(name), first


def _height(table: LaidOutTable, row: Sequence[LaidOutCell]) -> float:
    """Points that the row needs: spreadsheets do not fit the height of merged cells themselves."""
    widths = _WIDTHS[table.section]
    lines = 1
    for cell in row:
        if cell.rowspan == 1:
            width = sum(widths[cell.column : cell.column + cell.colspan])
            lines = max(lines, ceil(2 * len(cell.text) / (width - 1)))
    return 15.0 * lines + 5

"""Spreadsheets → blocks: tables as grids, titles and prose as paragraphs.

.xlsx, .xls and .et. A run of rows without an empty one between is a table together with what is
written above and below it; see `_is_prose` for where it begins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from gongkai.errors import DamagedFile
from gongkai.report.model import Note, NoteCode, Place
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from gongkai.report.read.limits import MAX_CELLS
from gongkai.report.read.sheets import Merge, Sheet, too_many_cells
from gongkai.report.read.values import is_value
from gongkai.report.write.text import ASIDE

__all__ = ["read"]

_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表|sheet)\s*\d*")
_CITES_ARTICLE = re.compile(r"\s*第.{1,6}条")  # the title row of a table, not of a report
_ENUMERATED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]")
_LINES = re.compile(r"[\r\n]+")


def read(data: bytes) -> Document:
    """A workbook. DamagedFile, EncryptedFile or FileTooLarge when it cannot be read.

    Hidden sheets are left out, with a note.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from gongkai.report.read.sheet_biff import sheets_of_xls

        document, sheets = Document(format="xls"), sheets_of_xls(data)
    else:
        from gongkai.report.read.sheet_xml import sheets_of_xlsx

        document, sheets = Document(format="xlsx"), sheets_of_xlsx(data)
    # our own workbooks have sheets beside the report (说明, 勾稽); their names are not headings
    ours = any(map(_is_aside, sheets))
    sheets = [sheet for sheet in sheets if not _is_aside(sheet)]
    if not sheets:
        raise DamagedFile("工作簿里没有工作表", "请用 Excel 或 WPS 打开后另存为 .xlsx 再试")
    visible = [sheet for sheet in sheets if not sheet.hidden]
    area = 0
    for sheet in sheets:
        if sheet.hidden:
            document.notes.append(
                Note(
                    NoteCode.LEFT_OUT, f"隐藏的工作表“{sheet.name}”未读入", Place(sheet=sheet.name)
                )
            )
            continue
        layout = _Layout(sheet, MAX_CELLS - area, drawn_whole=ours)
        blocks = layout.blocks()
        area += layout.area
        if not ours and len(visible) > 1 and _says_something(sheet.name, blocks):
            document.blocks.append(Para(sheet.name, Place(sheet=sheet.name), heading=True))
        document.blocks.extend(blocks)
        _note_unsaved(document, sheet)
    return document


def _is_aside(sheet: Sheet) -> bool:
    return sheet.cells.get((0, 0), "").startswith(ASIDE)


def _says_something(name: str, blocks: list[Para | Grid]) -> bool:
    """Whether the sheet's name is more than a default or a copy of its first line."""
    if not blocks or _DEFAULT_NAME.fullmatch(name.strip()):
        return False
    first = blocks[0]
    text = first.text if isinstance(first, Para) else first.rows[0][0].text
    return "".join(name.split()) not in "".join(text.split())


def _note_unsaved(document: Document, sheet: Sheet) -> None:
    if sheet.unsaved:
        row, column = sheet.unsaved[0]
        place = Place(sheet=sheet.name, row=row + 1, column=column + 1)
        document.notes.append(
            Note(
                NoteCode.LEFT_OUT,
                f"工作表“{sheet.name}”有 {len(sheet.unsaved)} 个公式没有保存计算结果（第一个在第"
                f"{row + 1}行第{column + 1}列），读入的是公式本身，不是数；请用 Excel 或 WPS "
                "打开并保存后再读",
                place,
            )
        )


class _Cell(NamedTuple):
    column: int
    text: str
    last: int  # column


class _Layout:
    """Cuts one sheet into blocks. `area`: cells of all grids, empty ones included.

    drawn_whole: every cell of a table is known to be drawn, so that a row ends where they end.
    """

    def __init__(self, sheet: Sheet, budget: int, *, drawn_whole: bool = False) -> None:
        self.sheet = sheet
        self.budget = budget
        self.area = 0
        self.rows: dict[int, list[_Cell]] = defaultdict(list)
        self.merge_at: dict[tuple[int, int], Merge] = {}
        self.covered: set[tuple[int, int]] = set()
        self.from_above: set[int] = set()  # rows into which a merged cell with text reaches
        self._merge()
        for at, text in sorted(sheet.cells.items()):
            if at not in self.covered:
                last = self.merge_at[at][3] if at in self.merge_at else at[1]
                self.rows[at[0]].append(_Cell(at[1], text, last))
        for row in self.from_above:
            self.rows.setdefault(row, [])
        self.ends: dict[int, int] = {}
        if drawn_whole:
            for row, column in (*sheet.cells, *sheet.drawn):
                self.ends[row] = max(column, self.ends.get(row, 0))
        self.drawn: dict[int, int] = defaultdict(int)
        for row, column in sheet.drawn:
            if (row, column) not in self.covered:
                self.drawn[row] += 1

    def _merge(self) -> None:
        """Note what merged cells cover, within what is written on the sheet."""
        cells = self.sheet.cells
        if not cells:
            return
        bottom, right = max(r for r, _ in cells), max(c for _, c in cells)
        size = 0
        for top, left, last_row, last in self.sheet.merges:
            written = (top, left) in cells
            # a merge without text only counts where it lies among cells
            end_row, end = (
                (last_row, last) if written else (min(last_row, bottom), min(last, right))
            )
            size += max(0, end_row - top + 1) * max(0, end - left + 1)
            if size > self.budget:
                raise too_many_cells()
            for row in range(top, end_row + 1):
                self.covered.update((row, column) for column in range(left, end + 1))
                if row > top and written:
                    self.from_above.add(row)
            self.covered.discard((top, left))
            self.merge_at[top, left] = (top, left, end_row, end)

    def blocks(self) -> list[Para | Grid]:
        made: list[Para | Grid] = []
        run: list[int] = []
        for row in sorted(self.rows):
            if run and row != run[-1] + 1:
                made.extend(self._run(run))
                run = []
            run.append(row)
        made.extend(self._run(run))
        return made

    def _run(self, run: list[int]) -> list[Para | Grid]:
        """Rows without an empty one between: grids, and the prose around and between them."""
        table = [row for row in run if len(self.rows[row]) != 1 or row in self.from_above]
        left = min((c.column for row in table for c in self.rows[row]), default=0)
        right = max((c.last for row in table for c in self.rows[row]), default=0)
        made: list[Para | Grid] = []
        piece: list[int] = []
        for row in run:
            ends = (table[0], table[-1], left, right) if table else None
            if row not in self.from_above and self._is_prose(row, ends):
                made.extend(self._grid(piece))
                piece = []
                made.extend(self._paragraphs(row))
            else:
                piece.append(row)
        made.extend(self._grid(piece))
        return made

    def _is_prose(self, row: int, table: tuple[int, int, int, int] | None) -> bool:
        """Whether a row with a single written cell stands outside any table.

        It does above the first row with several cells, and where it is merged over the whole
        width. It belongs to the table when it is a figure, when it cites an article (the title of
        a small table), when empty cells are drawn beside it, or, below, when it is enumerated like
        a row's label.
        """
        cells = self.rows[row]
        if len(cells) != 1:
            return False
        cell = cells[0]
        if table is None:
            return True
        first, last, left, right = table
        cites = _CITES_ARTICLE.match(cell.text) and len(cell.text) <= 24
        if cites or is_value(cell.text):
            return False
        if row < first or (cell.column <= left and cell.last >= right and right > left):
            return True
        if self.drawn[row]:
            return False
        return row > last and not (cell.last > cell.column or _ENUMERATED.match(cell.text))

    def _paragraphs(self, row: int) -> list[Para | Grid]:
        cell = self.rows[row][0]
        place = Place(sheet=self.sheet.name, row=row + 1, column=cell.column + 1)
        return [Para(line, place) for line in _LINES.split(cell.text) if line.strip()]

    def _grid(self, piece: list[int]) -> list[Para | Grid]:
        cells = [cell for row in piece for cell in self.rows[row]]
        if not cells:
            return []
        left, right = min(c.column for c in cells), max(c.last for c in cells)
        self.area += len(piece) * (right - left + 1)
        if self.area > self.budget:
            raise too_many_cells()
        name = self.sheet.name
        return [
            Grid(
                [self._grid_row(row, left, right, name) for row in piece],
                Place(sheet=name, row=piece[0] + 1, column=left + 1),
            )
        ]

    def _grid_row(self, row: int, left: int, right: int, name: str) -> list[GridCell]:
        texts = {cell.column: cell.text for cell in self.rows[row]}
        covered, merge_at = self.covered, self.merge_at
        made = []
        for column in range(left, min(right, self.ends.get(row, right)) + 1):
            at = (row, column)
            if at in covered:
                continue
            text = texts.get(column, "")
            if "\n" in text or "\r" in text:
                text = _LINES.sub("", text)
            span = min(merge_at[at][3], right) - column + 1 if at in merge_at else 1
            made.append(
                GridCell(text, column - left, span, Place(0, 0, 0, row + 1, column + 1, name))
            )
        return made

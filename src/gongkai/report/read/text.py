"""Plain text and Markdown → blocks.

Tables in text come in two families (one cell a line beginning with TAB; one row a line with TABs
between), as Markdown with bars, as columns of spaces, or as bare lines, one cell each.
"""

from __future__ import annotations

import re
from itertools import accumulate

from gongkai.report.model import Place
from gongkai.report.read.bars import join_cells
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from gongkai.report.read.encoding import decode
from gongkai.report.read.labels import (
    column_3_name,
    fold,
    heading_number,
    is_column_2,
    row_2_name,
)
from gongkai.report.read.remedies import is_label_4
from gongkai.report.read.text_bare import bare_tables, names_a_row
from gongkai.report.read.text_cells import tables_of_cells
from gongkai.report.read.text_lines import Line
from gongkai.report.read.text_tables import tables
from gongkai.report.read.values import is_value

__all__ = ["read", "read_text"]

_RULE = re.compile(r"^[\s|:+\-=─━┄┅—_]+$")
_BAR = re.compile(r"(?<!\\)[|｜│┃]")
_EDGE = re.compile(r"^[|｜│┃]|[|｜│┃]$")  # one only: two together hold an empty cell
_GAP = re.compile(r"[ \u3000\u00a0]{2,}|\t")
_VALUES_AT_END = re.compile(
    r"^(?P<label>.*?\D)??\s*(?P<values>(?:\s*[-+－＋]?[\d０-９][\d０-９,.]*){3,})\s*$"
)
_FIGURES = frozenset("0123456789０１２３４５６７８９/-—–－无")
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s+(?P<heading>.*?)\s*#*\s*$")


def read(data: bytes) -> Document:
    """A text file in any Chinese encoding."""
    text, _ = decode(data)
    return read_text(text)


def read_text(text: str) -> Document:
    """Text already decoded."""
    lines, pages = _lines(text)
    document = Document(format="text")
    reader = _Lines(document)
    following = _following(lines)
    spaced = _spaced_tables(lines, pages)
    skipped = 0  # the last line of a table already taken
    for number, line in join_cells(lines):
        if number in spaced:
            skipped, grid = spaced[number]
            reader.end_grid()
            document.blocks.append(grid)
        if number > skipped:
            reader.line(number, line, following[number - 1])
    reader.end_grid()
    document.blocks = _torn_tables(bare_tables(document))
    return document


def _lines(text: str) -> tuple[list[str], list[int]]:
    """The lines, and for each how many page ends stand before it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = re.sub(r"(?<=[^\n\f])\f", "\n\f", text).split("\n")
    pages = [*accumulate(line.count("\f") for line in lines)]
    return [line.replace("\f", "") for line in lines], pages


def _spaced_tables(lines: list[str], pages: list[int]) -> dict[int, tuple[int, Grid]]:
    """Tables in columns of spaces: first line → last line and grid."""
    sections = []
    section = start = 0
    for n in range(len(lines) + 1):
        number = heading_number(lines[n]) if n < len(lines) else 7
        if not number:
            continue
        if 2 <= section <= 4 and not any(_has_marks(line) for line in lines[start:n]):
            body = [Line.of(k + 1, pages[k], lines[k]) for k in range(start, n)]
            sections.append((section, body))
        section, start = number, n + 1
    found = tables_of_cells(sections) or tables(sections)
    return {first: (last, grid) for first, last, grid in found}


def _has_marks(line: str) -> bool:
    return "\t" in line or line.rstrip().endswith("|") or len(_BAR.findall(line)) >= 2


def _following(lines: list[str]) -> list[str]:
    """For each line the next one that is not empty."""
    made = [""] * len(lines)
    for n in range(len(lines) - 2, -1, -1):
        made[n] = lines[n + 1] if lines[n + 1].strip() else made[n + 1]
    return made


class _Lines:
    """Collects lines into grids and paragraphs."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.kind = ""  # of the open grid: "cell" a line, "row" a line, "bar", "space"
        self.rows: list[list[GridCell]] = []
        self.row: list[GridCell] = []
        self.first = 0
        self.section = 0  # of the last heading met

    def line(self, number: int, line: str, following: str) -> None:
        if not line.strip():
            self._empty(line, number)
        elif self._is_cell(line, following):
            self._cell(number, line[1:])
        elif line.count("\t") >= (1 if self.kind != "cell" or not self.row else 3):
            self._cells(number, line.split("\t"), "row")
        elif len(_BAR.findall(line)) >= 2:
            if _RULE.match(line):
                return
            # the blanks beside a bar are part of the bar, not of the cell
            fields = [field.strip(" ") for field in _BAR.split(_EDGE.sub("", line.strip()))]
            self._cells(number, fields, "bar")
        elif self.kind == "cell" and self.row and self._continues(line):
            last = self.row[-1]
            self.row[-1] = last._replace(text=last.text + line)
        else:
            spaced = _space_row(line, self.section, following)
            if spaced:
                self._cells(number, spaced, "space")
            else:
                self.end_grid()
                self._para(number, line)

    def _is_cell(self, line: str, following: str) -> bool:
        """Whether a line is one cell behind a TAB, not a row whose first cell is empty."""
        return (
            line.startswith("\t")
            and "\t" not in line[1:]
            and self.kind != "row"
            and (self.kind == "cell" or "\t" not in following[1:])
        )

    def _continues(self, line: str) -> bool:
        return len(line.strip()) <= 40 and not heading_number(line)

    def _empty(self, line: str, number: int) -> None:
        if line.startswith("\t") and line.count("\t") == 1 and self.kind != "row":
            self._cell(number, line[1:])
        elif line.count("\t") >= 1 and self.kind == "row":
            self._cells(number, line.split("\t"), "row")
        elif self.kind == "cell":
            # an empty line ends a row; two end the table
            if self.row:
                self.rows.append(self.row)
                self.row = []
            else:
                self.end_grid()
        else:
            self.end_grid()

    def _cell(self, number: int, text: str) -> None:
        if self.kind != "cell":
            self.end_grid()
            self.kind = "cell"
            self.first = number
        self.row.append(GridCell(text, place=Place(line=number)))

    def _cells(self, number: int, texts: list[str], kind: str) -> None:
        if self.kind != kind:
            self.end_grid()
            self.kind = kind
            self.first = number
        column = (lambda i: -1) if kind == "space" else (lambda i: i)
        self.rows.append(
            [
                GridCell(text, column(i), 1, Place(line=number, column=i + 1))
                for i, text in enumerate(texts)
            ]
        )

    def _para(self, number: int, line: str) -> None:
        self.section = heading_number(line) or self.section
        match = _MARKDOWN.match(line)
        if match:
            self.blocks.append(Para(match["heading"], Place(line=number), heading=True))
        else:
            self.blocks.append(Para(line, Place(line=number)))

    def end_grid(self) -> None:
        if self.row:
            self.rows.append(self.row)
            self.row = []
        if self.rows:
            self.blocks.append(Grid(self.rows, Place(line=self.first)))
            self.rows = []
        self.kind = ""


def _space_row(line: str, section: int, following: str) -> list[str] | None:
    """A line of a table whose columns are held apart by spaces; None for prose."""
    if len(line) > 300 or "。" in line:
        return None
    words = _words(line)
    if 2 <= section <= 4:
        alone = section == 4 and len(following.split()) > 1  # 行政复议 above its row of outcomes
        heads = sum(_heads_a_column(word) for word in words)
        if heads == len(words) >= 2 - alone or (heads > 1 and _is_header(words, heads)):
            return words
        row = _label_and_values(line, words)
        if row:
            return row
    match = _VALUES_AT_END.match(line)
    if match and section < 2 or section > 4:
        match = None if not match or len(match["values"].split()) < 5 else match
    if match:
        values = match["values"].split()
        label = [p.strip() for p in _GAP.split((match["label"] or "").strip()) if p.strip()]
        if len(values) >= 5 or (label and len(fold(label[-1])) <= 12):
            return [*label, *values]
    parts = [part for part in _GAP.split(line.strip()) if part]
    values_in = [is_value(part) for part in parts]
    if len(parts) >= 3 and sum(values_in) >= len(parts) - 2 and not all(values_in):
        return parts
    return parts if 2 <= section <= 4 and len(parts) >= 2 and len(line) <= 120 else None


def _words(line: str) -> list[str]:
    """The words of a line; letters held apart (予 以 公 开) are one."""
    made: list[str] = []
    apart = False
    for word in line.split():
        letter = len(word) == 1 and word not in _FIGURES
        if letter and apart:
            made[-1] += word
        else:
            made.append(word)
        apart = letter
    return made


def _is_header(words: list[str], heads: int) -> bool:
    """Whether most words head a column and the others could: short and no figures."""
    return heads * 2 >= len(words) and all(len(w) <= 12 and not is_value(w) for w in words)


def _heads_a_column(word: str) -> bool:
    return (
        is_label_4(word)
        or bool(column_3_name(word))
        or is_column_2(word)
        or "勾稽关系" in word
        or fold(word) in ("申请人情况", "法人或其他组织", "信息内容")
    )


def _label_and_values(line: str, words: list[str]) -> list[str] | None:
    """A known label and the figures behind it, held apart by single spaces."""
    end = len(words)
    while end and is_value(words[end - 1]):
        end -= 1
    values = words[end:]
    if end and words[end - 1] in ("增", "减"):
        end -= 1
        values = [words[end] + " " + words[end + 1], *values[1:]]
    if not values or not end:
        return None
    label = " ".join(words[:end])
    known = row_2_name(label) or names_a_row(words[end - 1])
    return [*words[:end], *values] if known or is_label_4(words[end - 1]) else None


def _torn_tables(blocks: list[Para | Grid]) -> list[Para | Grid]:
    """Tables of spaces go on behind a line or two that hold the rest of a label."""
    made: list[Para | Grid] = []
    section = 0
    for n, block in enumerate(blocks):
        if isinstance(block, Para):
            section = heading_number(block.text) or section
        above = made[-1] if made else None
        if not (isinstance(above, Grid) and above.rows[0][0].column < 0 and 2 <= section <= 4):
            made.append(block)
        elif isinstance(block, Grid) and block.rows[0][0].column < 0:
            made[-1] = Grid([*above.rows, *block.rows], above.place)
        elif isinstance(block, Para) and _is_piece(block) and _grid_within(blocks[n + 1 : n + 3]):
            made[-1] = Grid([*above.rows, [GridCell(block.text, place=block.place)]], above.place)
        else:
            made.append(block)
    return made


def _is_piece(block: Para) -> bool:
    text = block.text.strip()
    return len(text) <= 40 and "。" not in text and not heading_number(text)


def _grid_within(blocks: list[Para | Grid]) -> bool:
    for block in blocks:
        if isinstance(block, Grid):
            return block.rows[0][0].column < 0
        if not _is_piece(block):
            return False
    return False

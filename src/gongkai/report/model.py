"""A yearly report as data: cells, sections, claims, and what could not be read.

Reading, checking and writing all meet here. Cells and places are named tuples because a corpus
holds tens of millions of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gongkai.report.forms import Form, FormCell

__all__ = [
    "Cell",
    "Claim",
    "Contact",
    "Exactness",
    "Level",
    "NOWHERE",
    "Note",
    "NoteCode",
    "Paragraph",
    "Place",
    "Report",
    "Section",
    "State",
]


class State(StrEnum):
    """What stands in a cell. Blank is never zero."""

    NUMBER = "number"
    ZERO = "zero"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"  # “/”, “-”, “无”, “不适用”
    TEXT = "text"  # something that is not a number; kept raw


class Place(NamedTuple):
    """Where something stands in the file. Counted from 1; 0 means not known.

    `box` is (left, top, right, bottom) on the page, in points from its upper left corner.
    """

    line: int = 0
    page: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        # written out, because a corpus says it for tens of millions of cells
        parts = []
        if self.page:
            parts.append(f"page={self.page}")
        if self.sheet:
            parts.append("sheet=" + self.sheet.replace("%", "%25").replace(";", "%3B"))
        if self.table:
            parts.append(f"table={self.table}")
        if self.row:
            parts.append(f"row={self.row}")
        if self.column:
            parts.append(f"column={self.column}")
        if self.line:
            parts.append(f"line={self.line}")
        if self.box:
            parts.append("box=" + ",".join(f"{x:.1f}" for x in self.box))
        return ";".join(parts)

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read back what `str` wrote."""
        known: dict[str, str] = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
        corners = [float(x) for x in known.get("box", "").split(",") if x]
        return cls(
            line=int(known.get("line", 0)),
            page=int(known.get("page", 0)),
            table=int(known.get("table", 0)),
            row=int(known.get("row", 0)),
            column=int(known.get("column", 0)),
            sheet=known.get("sheet", "").replace("%3B", ";").replace("%25", "%"),
            box=(corners[0], corners[1], corners[2], corners[3]) if len(corners) == 4 else None,
        )

    @property
    def zh(self) -> str:
        """The place in words, for messages."""
        parts = [
            text.format(value)
            for text, value in (
                ("工作表“{}”", self.sheet),
                ("第{}页", self.page),
                ("第{}个表", self.table),
                ("第{}行", self.row),
                ("第{}列", self.column),
                ("文本第{}行", self.line),
            )
            if value
        ]
        return "".join(parts)


NOWHERE = Place()


class Cell(NamedTuple):
    """One cell of a form as printed. `value` is in the unit written (608（万元） → 608, 万元)."""

    raw: str
    value: Decimal | None
    state: State
    unit: str = ""
    place: Place = NOWHERE


class Level(StrEnum):
    """Rank of the body; which date and duties apply depends on it and on `is_government`."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    UNKNOWN = "unknown"


class Paragraph(NamedTuple):
    """Running text with the place of its beginning."""

    text: str
    place: Place = NOWHERE


@dataclass(slots=True)
class Section:
    """One of the six statutory sections, or 0 for what stands before the first.

    `title` is as printed; `order` is the position in which it was met (1 = first).
    """

    number: int
    title: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    place: Place = NOWHERE
    order: int = 0

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(p.text for p in self.paragraphs)


class Exactness(StrEnum):
    """How exact a figure claims to be."""

    EXACT = "exact"
    MORE_THAN = "more_than"  # 余、多、超过、突破、以上
    ABOUT = "about"  # 约、近、左右
    LESS_THAN = "less_than"  # 不到、以内


class Claim(NamedTuple):
    """A number in the prose.

    figure: the number in units of 1 (8.3万 → 83000); for a date its year, with `when` set.
    unit: the measure word or unit written (件, 条, %, 万元 → 元 scaled).
    scope: whose figure it is: "own" (本机关), "area" (全市…), "part" (another body), "" not said.
    year: the year it speaks of (the reporting year when nothing else is said).
    kind: what it counts; one of the slugs in `gongkai.report.claims`.
    quote: the clause, as printed; span: (start, end) of the figure in the text of the section.
    """

    figure: Decimal
    unit: str
    scope: str
    year: int | None
    kind: str
    exactness: Exactness
    quote: str
    section: int
    span: tuple[int, int]
    written: str
    when: date | None = None
    place: Place = NOWHERE


@dataclass(slots=True)
class Contact:
    """The contact block, as printed; empty where not stated."""

    address: str = ""
    phone: str = ""
    postcode: str = ""
    email: str = ""
    website: str = ""


class NoteCode(StrEnum):
    """What the reader has to say about its own work."""

    SHORT_ROW = "short_row"  # fewer values than columns
    LONG_ROW = "long_row"  # more values than columns
    SETTLED = "settled"  # an ambiguity settled by arithmetic, with the reason
    UNKNOWN_ROW = "unknown_row"  # a row that the form does not have
    MISSING_ROW = "missing_row"  # a row of the form that is not in the file
    MISSING_TABLE = "missing_table"
    LABEL = "label"  # label cut off, torn or worded otherwise
    NOT_A_NUMBER = "not_a_number"  # text in a number cell
    EXTRA_TABLE = "extra_table"  # a table that is not statutory
    DEBRIS = "debris"  # left by a converter, removed
    FURNITURE = "furniture"  # page numbers and running titles of the paper, removed
    HEALED = "healed"  # a paragraph cut at a page end, joined
    FORM = "form"  # the form by labels is not the form of the year
    DOUBTFUL = "doubtful"  # read by recognition, low confidence
    LEFT_OUT = "left_out"  # something that the reader did not read


class Note(NamedTuple):
    """One thing the reader noticed: what, where, and the cells it concerns (form indexes)."""

    code: NoteCode
    message: str
    place: Place = NOWHERE
    cells: tuple[int, ...] = ()


@dataclass
class Report:
    """One yearly report.

    `cells` has one entry for each cell of `form.cells`, None where the file has no such cell:
    None is "not there", a cell of state blank is "printed empty", zero is zero.
    """

    file: str
    form: Form
    year: int | None
    body: str = ""
    region: str = ""
    level: Level = Level.UNKNOWN
    is_government: bool = False
    title: str = ""
    cells: Sequence[Cell | None] = ()
    sections: list[Section] = field(default_factory=list)
    contact: Contact = field(default_factory=Contact)
    signed_by: str = ""
    signed_on: date | None = None
    signed_place: Place = NOWHERE
    period: tuple[date, date] | None = None
    notes: list[Note] = field(default_factory=list)
    source_format: str = ""

    def cell(self, table: str, row_path: str, column_path: str) -> Cell | None:
        """The cell under the official labels; KeyError for labels that the form does not have."""
        return self.cells[self.form.index[table, row_path, column_path]]

    def filled(self) -> Iterator[tuple[FormCell, Cell]]:
        """The cells that are in the file, in the order of the form."""
        for where, cell in zip(self.form.cells, self.cells, strict=True):
            if cell is not None:
                yield where, cell

    def section(self, number: int) -> Section | None:
        """The section with that number, if the file has it."""
        return next((s for s in self.sections if s.number == number), None)

    @cached_property
    def texts(self) -> dict[int, str]:
        """The text of each section, joined once: checks ask for it claim by claim."""
        return {s.number: s.text for s in reversed(self.sections)}

    @cached_property
    def claims(self) -> list[Claim]:
        """Every number in the prose, in reading order."""
        from gongkai.report.claims import claims_of

        return claims_of(self)

"""The composed document: what DOCX, PDF and the checks work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.written import day_zh

__all__ = ["Block", "Cell", "Notice", "Paragraph", "Role", "Run", "Seal", "Table"]


class Role(StrEnum):
    """What a paragraph is, which decides how it is set."""

    ADDRESSEE = "addressee"
    HEADING = "heading"
    BODY = "body"
    REMEDY = "remedy"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of runs."""

    runs: tuple[Run, ...]
    role: Role = Role.BODY

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `lines` of runs. `height` is the least height in mm, 0 the usual."""

    lines: tuple[tuple[Run, ...], ...]
    columns: int = 1
    rows: int = 1
    height: float = 0.0
    label: bool = False
    left: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: widths in mm, how many of its rows are its head, the rows."""

    widths: tuple[float, ...]
    head: int
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def text(self) -> str:
        """Its rows, one a line, the cells apart."""
        rows = ((" ".join(cell.text.split("\n")) for cell in row) for row in self.rows)
        return "\n".join("\u3000".join(row) for row in rows)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the seal goes: over the name of the body and the date."""

    name: str
    day: date

    @property
    def lines(self) -> tuple[str, str]:
        """As printed."""
        return self.name, day_zh(self.day)


@dataclass(frozen=True, slots=True)
class Notice:
    """A document ready to print.

    `heading` are the lines of the title; `number` the 文号; `note` the line in brackets under the
    date (附注); `day` the day of the document, also where it bears no seal. `values` are the merge
    fields printed, by path; `missing` the names of those that stand as 【…】 in a draft.
    """

    code: str
    version: str
    heading: tuple[str, ...]
    number: str
    blocks: tuple[Block, ...]
    seal: Seal | None
    note: str
    day: date
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What a list or a file name calls it."""
        return "".join(self.heading)

    @property
    def lines(self) -> Iterator[str]:
        """Its text, paragraph by paragraph, as printed from top to bottom."""
        yield from self.heading
        if self.number:
            yield self.number
        for block in self.blocks:
            yield from block.text.split("\n")
        if self.seal:
            yield from self.seal.lines
        if self.note:
            yield self.note

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

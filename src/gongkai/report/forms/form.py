"""What a report form is: its cells in reading order, and the tables they make up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gongkai.sources import Instrument
from gongkai.terms import Term

__all__ = ["MONEY", "Block", "Form", "FormCell", "FormRow", "Group"]

MONEY = ("procurement_amount", "amount_collected")  # columns of amounts; the others count


class FormCell(NamedTuple):
    """One cell of a form. `slug` names it in data sets: ASCII, stable across versions."""

    table: str  # 二(一) … 二(九), 三, 四
    row_path: str
    column_path: str
    slug: str

    @property
    def is_money(self) -> bool:
        """Whether it holds an amount, which means nothing without its unit."""
        return self.slug.endswith(MONEY)

    @property
    def zh(self) -> str:
        """The cell in words, for messages: 表三 （一）予以公开 × 总计."""
        row = self.row_path.rsplit(" / ", 1)[-1]
        column = self.column_path.rsplit(" / ", 1)[-1] if self.table == "三" else self.column_path
        table = "表" + self.table.replace("(", "（").replace(")", "）")
        return f"{table} {row} × {column}" if row else f"{table} {column}"


class FormRow(NamedTuple):
    """A row of a table: its label path from the outermost group to the leaf, and its cells."""

    labels: tuple[Term, ...]
    cells: tuple[int, ...]  # indexes into Form.cells

    @property
    def path(self) -> str:
        return " / ".join(t.zh for t in self.labels)


@dataclass(frozen=True, slots=True)
class Block:
    """One of the small tables of section two: 第二十条第（N）项."""

    table: str
    title: Term
    columns: tuple[Term, ...]
    rows: tuple[FormRow, ...]


class Group(NamedTuple):
    """Five cells of table 4: four outcomes and their total (indexes)."""

    labels: tuple[Term, ...]
    parts: tuple[int, int, int, int]
    total: int


@dataclass(frozen=True, eq=False)
class Form:
    """A report form: 2019 (国办公开办函〔2019〕60号) or 2021 (国办公开办函〔2021〕30号).

    cells: every cell in printed order; blocks: table 2; rows: table 3; groups: table 4.
    columns: the column paths of table 3, 自然人 first, 总计 last.
    """

    key: str
    source: Instrument
    years: range
    cells: tuple[FormCell, ...]
    blocks: tuple[Block, ...]
    rows: tuple[FormRow, ...]
    columns: tuple[tuple[Term, ...], ...]
    groups: tuple[Group, ...]
    index: dict[tuple[str, str, str], int] = field(repr=False)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Travel to worker processes by name."""
        from gongkai.report.forms import form_by_key

        return form_by_key, (self.key,)

    @cached_property
    def by_slug(self) -> dict[str, int]:
        """Index of each cell by its slug."""
        return {cell.slug: i for i, cell in enumerate(self.cells)}

    def row(self, leaf: str) -> FormRow:
        """The row of table 3 whose leaf term has that identifier."""
        return next(r for r in self.rows if r.labels[-1].id == leaf)

"""Nodes and facts to runs: fills merge fields in, and keeps account of what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.errors import NoRuleInForce
from gongkai.notices import fields
from gongkai.notices.facts import Decision, Facts
from gongkai.notices.markup import (
    Choice,
    Cite,
    Each,
    Merge,
    Node,
    Remedies,
    TableSlot,
    Text,
    When,
)
from gongkai.notices.model import Cell, Run, Table
from gongkai.notices.template import CellSpec, TableSpec
from gongkai.sources import Article, cite

__all__ = ["Line", "Renderer"]

# what a template writes after a value that itself ends a sentence
_STOPS = "。；，、.;,"
_AFTER = "。；，、”）"

Line = tuple[Run, ...] | TableSlot | Remedies


@dataclass(slots=True)
class Renderer:
    """Fills nodes in. `draft`: what is missing stands as 【name】 instead of stopping the paper."""

    facts: Facts
    draft: bool = False
    decision: Decision | None = None
    values: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)  # path → name
    _lines: list[Line] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _after_value: bool = False
    _last: bool = False  # whether the entry of a list being filled in is the last

    def lines(self, nodes: Sequence[Node], item: object = None, number: int = 0) -> list[Line]:
        """The paragraphs that the nodes make, without empty ones."""
        self._fill(nodes, item, number)
        self._end()
        made, self._lines = self._lines, []
        return made

    def need(self, path: str, zh: str, found: str) -> str:
        """A value that the document itself needs, noted; or its place in a draft."""
        if found:
            self.values[path] = found
            return found
        self.missing[path] = zh
        return f"【{zh}】"

    def cited(self, articles: Sequence[Article]) -> None:
        """NoRuleInForce for an article that the day of the document does not know yet."""
        day = self.facts.document.day
        for one in articles:
            if day and day < one.instrument.since:
                raise NoRuleInForce(
                    f"成文日期 {day} 时{one.instrument}尚未施行"
                    f"（自 {one.instrument.since} 起施行），不能引用；请核对日期或者改用当时的依据"
                )

    def table(self, spec: TableSpec) -> Table:
        """The table filled in."""
        rows = [spec.head] if spec.head else []
        made = [tuple(self._cell(cell, None, 0) for cell in row) for row in (*rows, *spec.rows)]
        if spec.each:
            entries: tuple[object, ...] = fields.value(
                spec.each, self.facts, self.decision, None, 0
            )
            if entries:
                self.values[spec.each] = ""
            elif not spec.blank:
                place = self.need(spec.each, fields.field_of(spec.each).zh, "")
                made.append((Cell(((Run(place),),), len(spec.widths)),))
            for n, entry in enumerate(entries, 1):
                made.append(tuple(self._cell(cell, entry, n) for cell in spec.row))
            blank = range(1, 0 if entries else spec.blank + 1)
            made += [tuple(_empty(cell, n) for cell in spec.row) for n in blank]
        return Table(spec.widths, len(rows), tuple(made))

    def _cell(self, spec: CellSpec, item: object, number: int) -> Cell:
        lines = [line for line in self.lines(spec.nodes, item, number) if isinstance(line, tuple)]
        return Cell(
            tuple(lines) or ((),), spec.columns, spec.rows, spec.height, spec.label, spec.left
        )

    def _value(self, path: str, item: object, number: int) -> object:
        if path == ".end":
            return "。" if self._last else "；"
        return fields.value(path, self.facts, self.decision, item, number)

    def _fill(self, nodes: Sequence[Node], item: object, number: int) -> None:
        for node in nodes:
            match node:
                case Text():
                    self._text(node)
                case Merge():
                    self._merge(node, item, number)
                case Cite(articles):
                    self.cited(articles)
                    text = cite(articles)
                    self.values[f"law.{text}"] = text
                    self._add(text, bold=False)
                case Choice(path, wanted):
                    there = fields.printed(self._value(path, item, number)) == wanted
                    if there:
                        self.values[path] = "■"
                    self._add("■" if there else "□", bold=False)
                case When():
                    if self._shown(node, item, number):
                        self._fill(node.inside, item, number)
                case Each(path, inside):
                    self._each(path, inside, item, number)
                case TableSlot() | Remedies():
                    self._end()
                    self._lines.append(node)

    def _shown(self, node: When, item: object, number: int) -> bool:
        found = self._value(node.path, item, number)
        there = fields.printed(found) == node.value if node.value else found not in ("", None, ())
        if isinstance(found, str) and not node.value:
            there = bool(found.strip())
        if found is False:
            there = False
        return there is not node.negated

    def _each(self, path: str, inside: Sequence[Node], item: object, number: int) -> None:
        entries = self._value(path, item, number)
        if not isinstance(entries, tuple) or not entries:
            self._add(self.need(path, fields.field_of(path).zh, ""), bold=False)
            return
        self.values[path] = ""
        for n, entry in enumerate(entries, 1):
            self._last = n == len(entries)
            self._fill(inside, entry, n)

    def _merge(self, node: Merge, item: object, number: int) -> None:
        found = self._value(node.path, item, number)
        text = fields.printed(found)
        if node.path == "decision.articles" and self.decision:
            self.cited(self.decision.cited)
        if not text:
            if node.blank:
                return
            text = self.need(node.path, node.zh, "")
        elif not node.path.startswith("."):
            self.values[node.path] = text
        elif node.path == ".end":
            self._strip_stop()
        self._add(text, bold=node.bold)
        self._after_value = True

    def _text(self, node: Text) -> None:
        for n, line in enumerate(node.text.split("\n")):
            if n:
                self._end()
            if line:
                if self._after_value and line[0] in _AFTER:
                    self._strip_stop()
                self._add(line, bold=node.bold)

    def _strip_stop(self) -> None:
        if self._runs:
            last = self._runs[-1]
            self._runs[-1] = Run(last.text.rstrip(_STOPS), last.bold)

    def _add(self, text: str, *, bold: bool) -> None:
        self._after_value = False
        first, *more = text.split("\n")
        self._runs.append(Run(first, bold))
        for line in more:
            self._end()
            self._runs.append(Run(line.strip(), bold))

    def _end(self) -> None:
        """The end of a paragraph; neighbours of one weight become one run."""
        joined: list[Run] = []
        for run in self._runs:
            if joined and joined[-1].bold is run.bold:
                joined[-1] = Run(joined[-1].text + run.text, run.bold)
            else:
                joined.append(run)
        if any(run.text.strip() for run in joined):
            self._lines.append(tuple(run for run in joined if run.text))
        self._runs = []
        self._after_value = False


def _empty(spec: CellSpec, number: int) -> Cell:
    """A cell of a row to be filled in by hand; its number is printed."""
    numbered = any(isinstance(n, Merge) and n.path == ".n" for n in spec.nodes)
    line = (Run(str(number)),) if numbered else ()
    return Cell((line,), spec.columns, spec.rows, spec.height, spec.label, spec.left)

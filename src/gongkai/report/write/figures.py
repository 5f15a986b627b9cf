"""The headline figures of a report, as its tables state them. What is not stated is None."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from gongkai.report.model import Report
from gongkai.report.write.text import grouped
from gongkai.terms import term

__all__ = ["Figure", "applicants", "headline", "outcomes", "proactive", "remedies"]

_OUTCOMES = ("granted", "partly_granted", "withheld", "unavailable", "declined", "other")
_HEADLINE = (
    ("新收申请", "new_applications"),
    ("上年结转", "carried_in"),
    ("办结", "handled_total"),
    ("结转下年", "carried_out"),
)


class Figure(NamedTuple):
    """A number and its name. value: None when no cell states it; gaps: cells that state nothing."""

    name: str
    value: Decimal | None
    unit: str = "件"
    gaps: int = 0

    @property
    def zh(self) -> str:
        """The number for people; 未列 when it is not stated, which is not nought."""
        return "未列" if self.value is None else grouped(self.value)


def _sum(report: Report, name: str, cells: Iterable[int], unit: str = "件") -> Figure:
    found = [report.cells[i] if report.cells else None for i in cells]
    stated = [c.value for c in found if c is not None and c.value is not None]
    units = {c.unit for c in found if c is not None and c.unit}
    value = sum(stated, Decimal()) if stated else None
    return Figure(name, value, units.pop() if len(units) == 1 else unit, len(found) - len(stated))


def headline(report: Report) -> list[Figure]:
    """Received, carried in, handled, carried out: the 总计 column of table 3."""
    return [_sum(report, name, report.form.row(row).cells[-1:]) for name, row in _HEADLINE]


def outcomes(report: Report) -> list[Figure]:
    """The six kinds of outcome in the 总计 column of table 3."""
    made = []
    for kind in _OUTCOMES:
        rows = [r for r in report.form.rows if kind in {t.id for t in r.labels[1:]}]
        name = term(kind).zh.partition("）")[2].partition("（")[0]
        made.append(_sum(report, name, [r.cells[-1] for r in rows]))
    return made


def applicants(report: Report) -> list[Figure]:
    """New applications by kind of applicant: 自然人, then the five kinds of organisation."""
    *cells, _ = report.form.row("new_applications").cells
    names = [path[-1].zh for path in report.form.columns]
    names[-2] = "其他组织"
    return [_sum(report, name, [i]) for name, i in zip(names, cells, strict=False)]


def proactive(report: Report) -> list[tuple[str, list[Figure]]]:
    """Table 2: each row with its figures, named by their columns."""
    made = []
    for block in report.form.blocks:
        for row in block.rows:
            figures = []
            for column, index in zip(block.columns, row.cells, strict=True):
                name, _, unit = column.zh.partition("（单位：")
                figures.append(_sum(report, name, [index], unit.rstrip("）")))
            made.append((row.labels[-1].zh, figures))
    return made


def remedies(report: Report) -> list[tuple[str, list[Figure], Figure]]:
    """Table 4: each group with its four outcomes and its total as stated."""
    made = []
    for group in report.form.groups:
        parts = [
            _sum(report, report.form.cells[i].column_path.rsplit(" / ", 1)[-1], [i])
            for i in group.parts
        ]
        made.append((group.labels[-1].zh, parts, _sum(report, "总计", [group.total])))
    return made

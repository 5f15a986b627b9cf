"""台账作为年度报告: tables 3 and 4 in the statutory form, written by the report's own writers.

What the ledger does not know (sections one, two and five) is left to whoever writes the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from gongkai.law.annual_report import period
from gongkai.report.model import Cell, Paragraph, Report, Section, State
from gongkai.terms import term
from gongkai.web.cases.ledger import CELLS_4, Table3, Table4
from gongkai.web.cases.measures import Drills, Fees
from gongkai.written import day_zh

__all__ = ["FORMATS", "as_report", "export"]

FORMATS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_LEFT = "（由起草年度报告的人填写）"


def as_report(
    body: str, three: Table3, four: Table4, fees: Fees, *, drills: Drills | None = None,
    signed: date | None = None,
) -> Report:  # fmt: skip
    """The report of that body and year as far as its cases tell it; `signed`: day of the export.

    `drills`: what the tables leave out is told in section six.
    """
    form, year = three.form, three.year
    values = {
        cell: three[row.labels[-1].id, column[-1].id]
        for row in form.rows
        for cell, column in zip(row.cells, form.columns, strict=True)
    }
    for group in form.groups:
        id = group.labels[-1].id
        for cell, name in zip((*group.parts, group.total), CELLS_4, strict=True):
            values[cell] = four[id, name]
    first, last = period(year)
    said = f"本报告所列数据的统计期限自{day_zh(first)}起，至{day_zh(last)}止。"
    texts = (said, "", "", "", "", fees.sentence)
    left_out = [Paragraph(drills.sentence)] if drills is not None and drills.cases else []
    return Report(
        file=f"{body}{year}年度台账",
        form=form,
        year=year,
        body=body,
        title=f"{body}{year}年{term('annual_report').zh}（台账）",
        cells=[_cell(values[n]) if n in values else None for n in range(len(form.cells))],
        sections=[
            Section(n, f"{'一二三四五六'[n - 1]}、{term(f'section_{name}').zh}",
                    [Paragraph(text or _LEFT), *(left_out if n == 6 else ())]
                    if n not in (3, 4) else [], order=n)
            for n, (name, text) in enumerate(zip(_SECTIONS, texts, strict=True), 1)
        ],
        signed_by=body if signed else "",
        signed_on=signed,
        period=(first, last),
    )  # fmt: skip


_SECTIONS = ("overview", "proactive", "applications", "remedies", "problems", "other")


def _cell(value: int) -> Cell:
    return Cell(str(value), Decimal(value), State.NUMBER if value else State.ZERO)


def export(report: Report, kind: str) -> bytes:
    """The file in one of FORMATS."""
    from gongkai.report.write import csv_, json_, xlsx

    if kind == "xlsx":
        return xlsx.dump(report)
    if kind == "csv":  # the mark without which spreadsheets read Chinese as garbage
        return b"\xef\xbb\xbf" + csv_.dump(report).encode()
    return json_.dump(report).encode()

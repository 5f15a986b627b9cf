"""台账: the figures of table 3 and table 4 of the token's body, from its cases and disputes."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.decisions.rows import row_of
from gongkai.terms import term
from gongkai.web.api.calling import caller_of, open_to
from gongkai.web.api.of_cases import READ_LEDGER
from gongkai.web.api.versions import give
from gongkai.web.cases import ledger

__all__ = ["router"]

router = Router(tags=["台账"])
Year = Annotated[int, Path(ge=2019, le=2199, description="年度")]


class Figure(Schema):
    """One figure."""

    row: str = Field(description="行")
    row_zh: str = Field(description="行的名称")
    column: str = Field(description="列")
    column_zh: str = Field(description="列的名称")
    value: int = Field(description="件数")


class TableOut(Schema):
    """A table of a year."""

    year: int = Field(description="年度")
    agency: int = Field(description="机关的 id")
    figures: list[Figure] = Field(description="各格，没有的为0")


class Table3Out(TableOut):
    """Table 3 and what stands in no column of it."""

    unplaced: int = Field(description="申请人类别不在表中的件数，不计入任何一格")
    balanced: bool = Field(description="一、二之和是否等于三（七）、四之和")


@router.get(
    "/{year}/applications", response=Table3Out, operation_id="read_ledger_applications",
    summary="表三：收到和处理申请的情况", **open_to(READ_LEDGER),
)  # fmt: skip
def read_ledger_applications(request: HttpRequest, year: Year) -> HttpResponse:
    """按台账算出的表三，与年度报告的表三逐格相同。"""
    agency = caller_of(request).token.agency
    table = ledger.table_3(ledger.bodies_of(agency, year), year)
    rows = dict.fromkeys([
        ledger.NEW, ledger.CARRIED_IN, *(row_of(one.code, year).id for one in DECISIONS),
        ledger.HANDLED, ledger.CARRIED_OUT,
    ])  # fmt: skip
    columns = (*ledger.COLUMNS, ledger.TOTAL)
    data = {
        "year": year, "agency": agency.pk, "unplaced": table.unplaced, "balanced": table.balanced,
        "figures": [_figure(table, row, column) for row in rows for column in columns],
    }  # fmt: skip
    return give(request, data)


@router.get(
    "/{year}/disputes", response=TableOut, operation_id="read_ledger_disputes",
    summary="表四：行政复议、行政诉讼的情况", **open_to(READ_LEDGER),
)  # fmt: skip
def read_ledger_disputes(request: HttpRequest, year: Year) -> HttpResponse:
    """按复议诉讼登记册算出的表四。"""
    agency = caller_of(request).token.agency
    table = ledger.table_4(ledger.bodies_of(agency, year), year)
    figures = [_figure(table, group, c) for group in ledger.GROUPS_4 for c in ledger.CELLS_4]
    return give(request, {"year": year, "agency": agency.pk, "figures": figures})


def _figure(table: Any, row: str, column: str) -> dict[str, Any]:
    return {
        "row": row, "row_zh": term(row).zh, "column": column, "column_zh": term(column).zh,
        "value": table[row, column],
    }  # fmt: skip

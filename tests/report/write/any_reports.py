"""Reports with any cells at all, for the round trips of the data formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from gongkai.report.forms import FORMS
from gongkai.report.model import (
    Cell,
    Contact,
    Level,
    Note,
    NoteCode,
    Place,
    Report,
    State,
)
from tests.report.write.made_reports import report_2019, report_2021

__all__ = ["any_cell", "rich_report", "reports"]


def rich_report(key: str = "2021") -> Report:
    """A clean report with something in every field of the model."""
    base = report_2021() if key == "2021" else report_2019()
    assert base.year
    return replace(
        base,
        cells=tuple(cell and cell._replace(place=Place(line=20 + n, table=1))
                    for n, cell in enumerate(base.cells)),
        level=Level.CITY,
        is_government=True,
        contact=Contact("云州市河东区学府路1号", "0000-0000000", "000000", "gk@yunzhou.example",
                        "https://www.yunzhou.example"),
        signed_place=Place(page=6, line=400),
        period=(date(base.year, 1, 1), date(base.year, 12, 31)),
        notes=[Note(NoteCode.LABEL, "行标签被截断", Place(page=2, box=(1.25, 2, 3, 4)), (5, 6))],
        source_format="docx",
    )  # fmt: skip


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
places = st.builds(
    Place,
    line=st.integers(0, 10**6),
    page=st.integers(0, 300),
    table=st.integers(0, 9),
    row=st.integers(0, 99),
    column=st.integers(0, 99),
    sheet=text,
    box=st.none() | st.tuples(*[st.integers(0, 9999).map(lambda n: n / 10)] * 4),
)
numbers = st.decimals(-(10**18), 10**18, allow_nan=False, places=4) | st.integers(
    -(10**25), 10**25
).map(Decimal)
_numbers_in_cells = numbers.map(lambda d: (d, State.NUMBER if d else State.ZERO))
_no_numbers = st.sampled_from([State.BLANK, State.NOT_APPLICABLE, State.TEXT]).map(
    lambda state: (None, state)
)
any_cell = st.builds(
    lambda raw, value, unit, place: Cell(raw, value[0], value[1], unit, place),
    text,
    _numbers_in_cells | _no_numbers,
    st.sampled_from(["", "万元", "件"]),
    places,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report with any cells, some of them not in the file, at least one in it."""
    form = draw(st.sampled_from(FORMS))
    some = [draw(any_cell), *draw(st.lists(st.none() | any_cell, max_size=8))]
    cells = tuple(some[n % len(some)] for n in range(len(form.cells)))
    return Report(file=draw(text), form=form, year=2025, cells=cells)

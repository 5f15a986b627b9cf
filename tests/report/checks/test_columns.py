"""The checks over columns say just what the checks over one report say."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from gongkai.report.checks import CHECKS, run_checks
from gongkai.report.forms import FORMS, Form
from gongkai.report.model import Cell, Report, State
from gongkai.report.read.values import parse_value

pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")

from gongkai.report.checks import columns

TEXTS = [
    "",
    "",
    "0",
    "0",
    "0",
    "1",
    "2",
    "3",
    "12",
    "1245",
    "-1",
    "1.5",
    "/",
    "见附件",
    "608（万元）",
]


def cell(text: str) -> Cell:
    value = parse_value(text)
    return Cell("" if value.state is State.BLANK else text, value.value, value.state, value.unit)


def balanced(form: Form, rng: random.Random) -> list[Cell | None]:
    """A report whose tables add up, zeros where nothing is drawn."""
    numbers = [0] * len(form.cells)
    outcomes = [r for r in form.rows if r.labels[0].id == "outcomes"]
    for column in range(6):
        for row in outcomes[:-1]:
            numbers[row.cells[column]] = rng.choice([0, 0, 0, 1, 4])
        done = sum(numbers[r.cells[column]] for r in outcomes[:-1])
        numbers[outcomes[-1].cells[column]] = done
        left = rng.choice([0, 1])
        numbers[form.rows[-1].cells[column]] = left
        numbers[form.rows[0].cells[column]] = done + left
    for row in form.rows:
        numbers[row.cells[6]] = sum(numbers[i] for i in row.cells[:6])
    for group in form.groups:
        for i in group.parts:
            numbers[i] = rng.choice([0, 2])
        numbers[group.total] = sum(numbers[i] for i in group.parts)
    return [cell(str(n)) for n in numbers]


def reports(form: Form, count: int) -> list[Report]:
    rng = random.Random(7)
    made = []
    for n in range(count):
        if n % 3 == 0:
            cells: list[Cell | None] = [
                None if rng.random() < 0.01 else cell(rng.choice(TEXTS)) for _ in form.cells
            ]
        else:
            cells = balanced(form, rng)
            if n % 5 == 0:  # a group of table 4 left empty
                for i in (*form.groups[n % 2].parts, form.groups[n % 2].total):
                    cells[i] = cell("")
            for _ in range(rng.choice([0, 1, 2, 3])):
                cells[rng.randrange(len(cells))] = rng.choice([None, cell(rng.choice(TEXTS))])
        made.append(Report(f"{n}.txt", form, form.years[0], body=f"机关{n}", cells=tuple(cells)))
    return made


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_columns_and_single_reports_agree(form: Form) -> None:
    many = reports(form, 120)
    found = columns.run(columns.frame(many), form)
    bulk = {(row, check, key) for row, check, key in found.iter_rows()}
    single = {
        (n, f.check, f.id.removeprefix(f.check).removeprefix(":"))
        for n, report in enumerate(many)
        for f in run_checks(report)
        if CHECKS[f.check].cells_only
    }
    assert bulk == single
    # every check had a chance to disagree
    assert {c for _, c, _ in bulk} == {
        c.id for c in CHECKS.values() if c.cells_only and form.key in c.forms
    } - {"T2.NO_CHANGE"}


def test_a_frame_keeps_blank_absent_and_zero_apart() -> None:
    assert columns.value_of(cell("0")) == 0.0
    assert columns.value_of(cell("")) is None
    absent = columns.value_of(None)
    assert absent is not None and absent != absent
    assert (
        columns.states_of([cell("0"), cell("5"), cell(""), cell("/"), cell("x"), None]) == "znbatm"
    )


def test_money_is_exact_enough_to_compare() -> None:
    assert columns.value_of(cell("2146820144.15")) == float(Decimal("2146820144.15"))

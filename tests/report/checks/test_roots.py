"""One wrong cell is named, whatever cell it is, and its consequences are marked derived."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.checks import Finding, run_checks
from gongkai.report.checks.equations import Kind, equations, failures, numbers
from gongkai.report.checks.roots import explain
from gongkai.report.forms import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import Cell, Report
from gongkai.report.read.values import parse_value

ARITHMETIC = {
    "T3.ROW_TOTAL", "T3.COL_TOTAL", "T3.TOTAL_BLANK", "T3.RECONCILE", "T4.TOTAL", "T4.TOTAL_BLANK",
}  # fmt: skip


def balanced(form: Form, seed: int) -> list[int]:
    """Figures that satisfy every equation, most of them not zero."""
    rng = random.Random(seed)
    values = [0] * len(form.cells)
    *outcomes, total = [r for r in form.rows if r.labels[0].id == "outcomes"]
    for column in range(6):
        for row in outcomes:
            values[row.cells[column]] = rng.randrange(0, 30)
        done = sum(values[r.cells[column]] for r in outcomes)
        carried_in, carried_out = rng.randrange(0, 5), rng.randrange(0, 5)
        carried_in = min(carried_in, done + carried_out)
        values[total.cells[column]] = done
        values[form.rows[1].cells[column]] = carried_in
        values[form.rows[-1].cells[column]] = carried_out
        values[form.rows[0].cells[column]] = done + carried_out - carried_in
    for row in form.rows:
        values[row.cells[6]] = sum(values[i] for i in row.cells[:6])
    for group in form.groups:
        for i in group.parts:
            values[i] = rng.randrange(0, 9)
        values[group.total] = sum(values[i] for i in group.parts)
    return values


def report(form: Form, values: Sequence[int | str]) -> Report:
    cells = []
    for value in values:
        read = parse_value(str(value))
        cells.append(Cell(str(value), read.value, read.state, read.unit))
    return Report("x", form, form.years[0], cells=tuple(cells))


def arithmetic(form: Form, values: Sequence[int | str]) -> list[Finding]:
    return [f for f in run_checks(report(form, values)) if f.check in ARITHMETIC]


TABLE_3 = {form.key: [i for r in form.rows for i in r.cells] for form in FORMS}


@given(seed=st.integers(0, 10**6), wrong=st.integers(0, 10**6), by=st.integers(1, 500))
@settings(max_examples=150, deadline=None)
def test_one_wrong_cell_of_table_3_is_found(seed: int, wrong: int, by: int) -> None:
    form = FORMS[seed % 2]
    values = balanced(form, seed)
    cell = TABLE_3[form.key][wrong % len(TABLE_3[form.key])]
    right = values[cell]
    values[cell] = right + by if seed % 3 else max(0, right - by)
    if values[cell] == right:
        return
    found = arithmetic(form, values)
    roots = [f for f in found if not f.derived_from]
    assert len(roots) == 1
    (root,) = roots
    assert root.cells[0] == cell
    assert root.expected == str(right) and root.found == str(values[cell])
    assert all(f.derived_from == (root.id,) for f in found if f is not root)
    # every cell stands in two equations at least: the row or balance, and the column or balance
    assert len(found) >= 2


@given(seed=st.integers(0, 10**6), which=st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_one_blank_total_is_found(seed: int, which: int) -> None:
    form = FORMS[seed % 2]
    values: list[int | str] = list(balanced(form, seed))
    totals = [r.cells[6] for r in form.rows] + [g.total for g in form.groups]
    cell = totals[which % len(totals)]
    right = values[cell]
    values[cell] = ""
    found = arithmetic(form, values)
    if right == 0:
        assert found == []
        return
    (root,) = [f for f in found if not f.derived_from]
    assert (root.check[2:], root.cells[0]) == (".TOTAL_BLANK", cell)
    assert (root.expected, root.found) == (str(right), "blank")


def test_a_balanced_table_has_no_findings() -> None:
    for seed in range(20):
        for form in FORMS:
            assert arithmetic(form, balanced(form, seed)) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_two_wrong_cells_far_apart_are_both_found(form: Form) -> None:
    values = balanced(form, 3)
    one, other = form.rows[4].cells[1], form.rows[12].cells[4]
    values[one] += 7
    values[other] += 11
    found = arithmetic(form, values)
    roots = [f for f in found if not f.derived_from]
    assert {f.cells[0] for f in roots} == {one, other}
    assert {f.found for f in roots} == {str(values[one]), str(values[other])}


def test_a_wrong_part_is_named_with_what_it_should_say() -> None:
    values = balanced(FORM_2021, 5)
    cell = FORM_2021.row("granted").cells[0]
    values[cell] += 3
    (root,) = [f for f in arithmetic(FORM_2021, values) if not f.derived_from]
    assert root.check == "T3.ROW_TOTAL"
    assert f"由{values[cell]}改为{values[cell] - 3}" in root.message


def test_nothing_is_concluded_when_two_corrections_are_equally_good() -> None:
    values = balanced(FORM_2021, 5)
    # 一 too many by 2 in one column and in the total: as well 四 or 二 could be wrong
    for i in (FORM_2021.rows[0].cells[2], FORM_2021.rows[0].cells[6]):
        values[i] += 2
    found = arithmetic(FORM_2021, values)
    assert {f.check for f in found} == {"T3.RECONCILE"}
    assert all(not f.derived_from for f in found) and len(found) == 2


def test_a_cell_that_is_not_in_the_file_makes_its_equations_silent() -> None:
    values = balanced(FORM_2019, 8)
    made = report(FORM_2019, values)
    cells = list(made.cells)
    for i in FORM_2019.row("granted").cells:
        cells[i] = None
    made.cells = tuple(cells)
    assert [f for f in run_checks(made) if f.check in ARITHMETIC] == []


def test_a_hopeless_table_still_reports_every_failure_in_time() -> None:
    rng = random.Random(1)
    values = [rng.randrange(0, 99) for _ in FORM_2021.cells]
    made = numbers(report(FORM_2021, values).cells)
    failed = failures(FORM_2021, made)
    assert len(failed) > 30
    # table 4 has one equation a group, so its total is named; table 3 is past explaining
    assert {FORM_2021.cells[i].table for i in explain(FORM_2021, made, failed)} == {"四"}
    found = [f for f in arithmetic(FORM_2021, values) if f.check.startswith("T3")]
    assert len(found) == len(failed) - 3 and not any(f.derived_from for f in found)


def test_the_equations_of_a_form() -> None:
    for form, rows in ((FORM_2019, 23), (FORM_2021, 25)):
        kinds = [e.kind for e in equations(form)]
        assert [kinds.count(k) for k in Kind] == [rows, 7, 7, 3]


def test_blanks_are_left_out_of_sums() -> None:
    values: list[int | str] = [0] * 198
    row = FORM_2019.row("partly_granted").cells
    for i, v in zip(row, ["305", "12", "", "12", "", "1", "330"], strict=True):
        values[i] = v
    assert not [f for f in arithmetic(FORM_2019, values) if f.check == "T3.ROW_TOTAL"]
    assert numbers(report(FORM_2019, values).cells)[row[2]] is None
    assert numbers(report(FORM_2019, values).cells)[row[0]] == Decimal(305)

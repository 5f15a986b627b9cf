"""Table 4 by the labels around its figures, in whatever shape it is printed."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

import pytest

from gongkai.report.read.blocks import GridCell
from gongkai.report.read.remedies import fields_4, is_label_4, is_outcome_4, place_4

OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
KINDS = ["行政复议", "未经复议直接起诉", "复议后起诉"]
NUMBERS = [str(n) for n in range(15)]


def rows(*texts: list[str], columns: bool = True) -> list[list[GridCell]]:
    return [[GridCell(t, i if columns else -1) for i, t in enumerate(row)] for row in texts]


def placed(printed: list[list[GridCell]]) -> list[str] | None:
    found = place_4(printed)
    return None if found is None else [cell.text if cell else "?" for cell in found]


BOTH = pytest.mark.parametrize("columns", [True, False])


@BOTH
def test_fifteen_figures_without_a_header_are_the_forms_order(columns: bool) -> None:
    assert placed(rows(NUMBERS, columns=columns)) == NUMBERS


@BOTH
def test_empty_rows_beside_a_filled_one_are_only_for_looks(columns: bool) -> None:
    assert placed(rows([""] * 15, NUMBERS, [""] * 15, columns=columns)) == NUMBERS
    assert placed(rows([""] * 15, columns=columns)) == [""] * 15


@BOTH
def test_outcomes_down_and_kinds_across(columns: bool) -> None:
    table = [["", *KINDS], *([o, *NUMBERS[i::5]] for i, o in enumerate(OUTCOMES))]
    assert placed(rows(*table, columns=columns)) == NUMBERS


@BOTH
def test_an_empty_row_of_a_turned_table_is_a_row(columns: bool) -> None:
    table = [["", *KINDS], *([o, *NUMBERS[i::5]] for i, o in enumerate(OUTCOMES))]
    table[1][1:] = ["", "", ""]
    wanted = ["" if n % 5 == 0 else str(n) for n in range(15)]
    assert placed(rows(*table, columns=columns)) == wanted


@BOTH
def test_three_rows_of_five(columns: bool) -> None:
    table = [["", *OUTCOMES], *([k, *NUMBERS[5 * i : 5 * i + 5]] for i, k in enumerate(KINDS))]
    assert placed(rows(*table, columns=columns)) == NUMBERS
    table[1][1:] = [""] * 5
    assert placed(rows(*table, columns=columns)) == [""] * 5 + NUMBERS[5:]


@BOTH
def test_kinds_in_another_order_go_by_their_labels(columns: bool) -> None:
    table = [["", *OUTCOMES], *([k, *NUMBERS[5 * i : 5 * i + 5]] for i, k in enumerate(KINDS))]
    assert placed(rows(table[0], table[2], table[3], table[1], columns=columns)) == NUMBERS


def test_columns_in_another_order_go_by_the_header_above() -> None:
    outcomes = [OUTCOMES[4], *OUTCOMES[:4]]
    table = [["", *outcomes], *([k, *NUMBERS[5 * i : 5 * i + 5]] for i, k in enumerate(KINDS))]
    wanted = [str(5 * i + j) for i in range(3) for j in (1, 2, 3, 4, 0)]
    assert placed(rows(*table)) == wanted


def test_a_list_of_fifteen_lines() -> None:
    table = [
        [*([k] if j == 0 else []), o, NUMBERS[5 * i + j]]
        for i, k in enumerate(KINDS)
        for j, o in enumerate(OUTCOMES)
    ]
    assert placed(rows(*table, columns=False)) == NUMBERS


def test_outcomes_in_another_order_without_positions_are_not_placed() -> None:
    outcomes = [OUTCOMES[4], *OUTCOMES[:4]] * 3
    assert placed(rows(outcomes, NUMBERS, columns=False)) is None


def test_lawsuits_before_reconsideration_are_not_read_in_the_forms_order() -> None:
    head = [["行政诉讼", "行政复议"], ["未经复议直接起诉", "复议后起诉"]]
    assert placed(rows(*head, NUMBERS, columns=False)) is None
    table = [*head, *([o, *NUMBERS[i::5]] for i, o in enumerate(OUTCOMES))]
    assert placed(rows(*table, columns=False)) is None


def test_the_end_of_a_header_may_run_into_the_figures() -> None:
    table = [["行政复议", *OUTCOMES[:4]], ["总计", *NUMBERS]]
    assert placed(rows(*table, columns=False)) == NUMBERS


@BOTH
@pytest.mark.parametrize("count", [14, 16])
def test_other_numbers_of_figures_are_not_placed(count: int, columns: bool) -> None:
    assert placed(rows([str(n) for n in range(count)], columns=columns)) is None


def test_the_same_label_twice_places_nothing() -> None:
    table = [["", *OUTCOMES], *(["行政复议", *NUMBERS[5 * i : 5 * i + 5]] for i in range(3))]
    assert placed(rows(*table)) is None


def test_labels_are_known_and_fields_stand_behind_them() -> None:
    assert is_label_4("行政诉讼") and is_label_4("尚未审 结") and is_outcome_4("合计")
    assert not is_label_4("政府信息公开行政复议、行政诉讼情况如下表所示") and not is_outcome_4(
        "行政复议"
    )
    (row,) = rows(["行政诉讼", "", "复议后起诉", "1", "见附件", ""])
    assert [cell.text for cell in fields_4(row)] == ["1", "见附件", ""]


def test_a_label_behind_figures_places_nothing() -> None:
    torn = ["3", "1", "结果维持", "1", "2", "3", "4", "5", "6"]
    assert placed(rows(["行政复议", "", "", "", "", "行政诉讼"], torn)) is None

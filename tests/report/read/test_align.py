"""Rows and columns of table 3 survive what converters and typists do to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from gongkai.report.forms import FORM_2019, FORM_2021, FORMS, Form
from gongkai.report.model import NoteCode, State
from gongkai.report.read.blocks import Grid, GridCell
from tests.report.read.printed import HEADER_ROWS, TRADITIONAL, align, raw, table_3

YEARS = {"2019": 2020, "2021": 2023}


def figures(form: Form, blanks: bool, seed: int = 1) -> list[str]:
    rng = random.Random(seed)
    values = [
        "" if blanks and rng.random() < 0.4 else str(rng.choice([0, 0, 1, 5, 23]))
        for _ in form.cells
    ]
    for row in form.rows:  # as in every real report: the first and the last column are filled
        for i in (row.cells[0], row.cells[6]):
            values[i] = values[i] or "0"
    return values


def without_number(text: str) -> str:
    return text.split("、", 1)[-1].split("）", 1)[-1].split(".", 1)[-1] or text


DISTORTIONS: dict[str, dict[str, Any]] = {
    "as printed": {},
    "one cell a line": {"columns": False},
    "data one column right of the header": {"drift": 1},
    "empty fields at the end": {"padding": 2},
    "labels cut off": {"label": lambda s: s[: max(5, len(s) * 6 // 10)]},
    "labels spaced out": {"label": "　".join},
    "traditional characters": {"label": lambda s: s.translate(TRADITIONAL)},
    "half-width brackets": {"label": lambda s: s.replace("（", "(").replace("）", ")")},
    "other brackets": {"label": lambda s: s.replace("（", "〔").replace("）", "〕")},
    "explained in brackets": {"label": lambda s: s + "（条例第三十六条）"},
    "explained after a comma": {"label": lambda s: s + "，含上年结转的"},
    "no numerals": {"label": without_number},
    "group labels on every row": {"repeat_groups": True},
    "mistyped": {"label": lambda s: s.replace("公开", "公幵").replace("申请", "申靖")},
    "no labels at all": {"label": lambda s: ""},
}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
@pytest.mark.parametrize("blanks", [False, True], ids=["filled", "with blanks"])
@pytest.mark.parametrize("how", DISTORTIONS)
def test_table_3_is_read_whole(form: Form, blanks: bool, how: str) -> None:
    values = figures(form, blanks)
    aligned = align([Grid(table_3(form, values, **DISTORTIONS[how]))], YEARS[form.key])
    expected = [v for v, c in zip(values, form.cells, strict=True) if c.table == "三"]
    assert aligned.form is form
    assert raw(aligned, "三") == expected


@pytest.mark.parametrize("cut", range(HEADER_ROWS + 1, HEADER_ROWS + 23))
@pytest.mark.parametrize("header_again", [False, True])
def test_a_table_cut_over_pages_is_one_table(cut: int, header_again: bool) -> None:
    values = figures(FORM_2021, blanks=False)
    rows = table_3(FORM_2021, values)
    rest = (rows[:HEADER_ROWS] if header_again else []) + rows[cut:]
    aligned = align([Grid(rows[:cut]), Grid(rest)], 2023)
    assert raw(aligned, "三") == values[10:185]
    assert not [n for n in aligned.notes if "表三" in n.message]


def six_values(values: list[str], row: int, columns: bool) -> list[list[GridCell]]:
    """Table 3 of 2021 with one value of a row lost: the cell itself is gone."""
    rows = table_3(FORM_2021, values, columns=columns)
    rows[HEADER_ROWS + row].pop(-2)
    return rows


def test_six_values_for_seven_columns_are_not_padded() -> None:
    values = ["0"] * 200
    aligned = align([Grid(six_values(values, 24, columns=False))], 2023)
    carried_out = FORM_2021.row("carried_out").cells
    assert [aligned.cells[i] for i in carried_out] == [None] * 7
    (note,) = [n for n in aligned.notes if n.code is NoteCode.SHORT_ROW]
    assert "6个数，应有7个" in note.message


def consistent() -> list[str]:
    values = ["0"] * 200
    row = ["4", "3", "0", "2", "1", "9", "19"]
    for leaf in ("new_applications", "granted", "handled_total"):
        for i, v in zip(FORM_2021.row(leaf).cells, row, strict=True):
            values[i] = v
    return values


@pytest.mark.parametrize("leaf", ["new_applications", "carried_out", "granted", "handled_total"])
def test_arithmetic_places_six_values_when_only_one_place_fits(leaf: str) -> None:
    values = consistent()
    if leaf == "carried_out":
        for name in ("new_applications", "carried_out"):
            for i, v in zip(FORM_2021.row(name).cells, "6420719", strict=True):
                values[i] = v
        for name in ("granted", "handled_total"):
            for i in FORM_2021.row(name).cells:
                values[i] = "0"
    rows = table_3(FORM_2021, values, columns=False)
    index = [r.labels[-1].id for r in FORM_2021.rows].index(leaf)
    rows[HEADER_ROWS + index].pop(-6)  # 商业企业
    aligned = align([Grid(rows)], 2023)
    cells = FORM_2021.row(leaf).cells
    got = [c.raw if (c := aligned.cells[i]) else None for i in cells]
    assert got == [values[cells[0]], None, *(values[i] for i in cells[2:])]
    (note,) = [n for n in aligned.notes if n.code is NoteCode.SETTLED]
    assert "商业企业" in note.message


def test_arithmetic_does_not_guess_among_zeros() -> None:
    rows = table_3(FORM_2021, consistent(), columns=False)
    rows[HEADER_ROWS + 3].pop(-4)
    aligned = align([Grid(rows)], 2023)
    assert [aligned.cells[i] for i in FORM_2021.row("partly_granted").cells] == [None] * 7


def test_a_grid_with_columns_shows_which_value_is_missing() -> None:
    values = figures(FORM_2021, blanks=False)
    aligned = align([Grid(six_values(values, 24, columns=True))], 2023)
    cells = [aligned.cells[i] for i in FORM_2021.row("carried_out").cells]
    assert cells[5] is None
    assert [c.raw for c in cells if c] == values[178:183] + values[184:185]


def test_the_form_is_told_by_its_labels_against_the_year() -> None:
    aligned = align([Grid(table_3(FORM_2019, ["0"] * 198))], 2022)
    assert aligned.form is FORM_2019
    assert NoteCode.FORM in {n.code for n in aligned.notes}


def test_a_row_the_form_does_not_have_is_said_and_not_read() -> None:
    rows = table_3(FORM_2021, ["1"] * 200)
    extra = [GridCell("（八）其中涉及疫情防控信息的答复", 1)]
    extra += [GridCell("9", 3 + k) for k in range(7)]
    rows.insert(HEADER_ROWS + 24, extra)
    aligned = align([Grid(rows)], 2023)
    assert raw(aligned, "三") == ["1"] * 175
    (note,) = [n for n in aligned.notes if n.code is NoteCode.UNKNOWN_ROW]
    assert "疫情防控" in note.message


def test_missing_rows_are_named() -> None:
    rows = table_3(FORM_2021, ["1"] * 200)
    del rows[HEADER_ROWS + 10]
    aligned = align([Grid(rows)], 2023)
    (note,) = [n for n in aligned.notes if n.code is NoteCode.MISSING_ROW and "表三" in n.message]
    assert "7.属于行政执法案卷" in note.message
    assert raw(aligned, "三").count(None) == 7


def test_only_the_first_of_two_tables_3_counts() -> None:
    first = table_3(FORM_2021, ["1"] * 200)
    second = table_3(FORM_2021, ["2"] * 200)
    aligned = align([Grid(first), Grid(second)], 2023)
    assert raw(aligned, "三") == ["1"] * 175
    assert NoteCode.EXTRA_TABLE in {n.code for n in aligned.notes}


def test_words_in_a_number_cell_are_kept_and_said() -> None:
    values = ["0"] * 200
    values[FORM_2021.by_slug["t3.granted.business"]] = "见附件"
    aligned = align([Grid(table_3(FORM_2021, values))], 2023)
    cell = aligned.cells[FORM_2021.by_slug["t3.granted.business"]]
    assert cell is not None and cell.state is State.TEXT and cell.raw == "见附件"
    assert NoteCode.NOT_A_NUMBER in {n.code for n in aligned.notes}


# table 2 and table 4 ------------------------------------------------------------------------


def table_2(form: Form, label: Callable[[str], str] = str, padding: int = 0) -> list[Grid]:
    grids = []
    for block in form.blocks:
        rows = [
            [GridCell(block.title.zh, 0, 4)],
            [GridCell(t, i) for i, t in enumerate(["信息内容", *(c.zh for c in block.columns)])],
        ]
        for row in block.rows:
            cells = [GridCell(label(row.labels[0].zh), 0)]
            cells += [GridCell(str(100 + i), 1 + k) for k, i in enumerate(row.cells)]
            cells += [GridCell("", 9 + k) for k in range(padding)]
            rows.append(cells)
        grids.append(Grid(rows))
    return grids


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
@pytest.mark.parametrize("padding", [0, 2])
@pytest.mark.parametrize(
    "label", [str, "　".join, lambda s: s.translate(TRADITIONAL), lambda s: s + "（件）"]
)
def test_table_2_is_read_whole(form: Form, padding: int, label: Callable[[str], str]) -> None:
    aligned = align(table_2(form, label, padding), YEARS[form.key], section=2)
    size = sum(len(r.cells) for b in form.blocks for r in b.rows)
    assert aligned.form is form
    assert raw(aligned, "二") == [str(100 + i) for i in range(size)]


def test_columns_of_table_2_in_another_order_go_by_their_labels() -> None:
    grids = table_2(FORM_2021)
    for row in grids[0].rows[1:]:
        row[1], row[3] = (
            GridCell(row[3].text, row[1].column),
            GridCell(row[1].text, row[3].column),
        )
    aligned = align(grids, 2023, section=2)
    assert raw(aligned, "二")[:6] == ["100", "101", "102", "103", "104", "105"]


def test_the_fee_column_gives_its_unit() -> None:
    aligned = align(table_2(FORM_2021), 2023, section=2)
    cell = aligned.cells[FORM_2021.by_slug["t2.administrative_charges.amount_collected"]]
    assert cell is not None and cell.unit == "万元"


def table_4(values: list[str]) -> Grid:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return Grid(
        [
            [GridCell("行政复议", 0, 5), GridCell("行政诉讼", 5, 10)],
            [*(GridCell(h, i) for i, h in enumerate(heads)), GridCell("未经复议直接起诉", 5, 5),
             GridCell("复议后起诉", 10, 5)],
            [GridCell(h, 5 + i) for i, h in enumerate(heads * 2)],
            [GridCell(v, i) for i, v in enumerate(values)],
        ]
    )  # fmt: skip


def test_table_4_is_read_by_position() -> None:
    values = [str(n) for n in range(15)]
    assert raw(align([table_4(values)], 2023, section=4), "四") == values


def test_a_half_blank_table_4_keeps_its_blanks() -> None:
    values = [""] * 5 + ["0"] * 10
    assert raw(align([table_4(values)], 2023, section=4), "四") == values


def test_fourteen_values_in_table_4_are_not_placed() -> None:
    aligned = align([table_4(["0"] * 14)], 2023, section=4)
    assert raw(aligned, "四") == [None] * 15
    assert NoteCode.SHORT_ROW in {n.code for n in aligned.notes}

"""Which fields of a row stand in the seven columns of table 3, by header and neighbours."""

from __future__ import annotations

from gongkai.report.forms import FORM_2021
from gongkai.report.model import NoteCode
from gongkai.report.read.blocks import Grid, GridCell
from tests.report.read.printed import align, raw

NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LABELS = [row.labels[-1].zh for row in FORM_2021.rows]
SIX = ["1", "2", "3", "4", "5", "6"]


def row(texts: list[str], first: int = 0) -> list[GridCell]:
    return [GridCell(t, first + i) for i, t in enumerate(texts)]


def first_rows(header: list[str], *rows: list[str]) -> tuple[list[str | None], list[NoteCode]]:
    """The first rows of table 3 under a header in one row, and what was noted of them."""
    labelled = [row([LABELS[i], *fields]) for i, fields in enumerate(rows)]
    aligned = align([Grid([row(["", *header]), *labelled])], 2023)
    seven = raw(aligned, "三")[: 7 * len(rows)]
    codes = [n.code for n in aligned.notes if n.code not in _MISSING]
    return seven, codes


_MISSING = (NoteCode.MISSING_ROW, NoteCode.MISSING_TABLE)


def test_more_than_seven_figures_are_not_placed_without_a_heading_for_each() -> None:
    got, codes = first_rows(NAMES, [*SIX, "21", "9"])
    assert got == [None] * 7
    assert codes == [NoteCode.LONG_ROW]


def test_a_column_that_the_form_does_not_have_is_left_out_and_said() -> None:
    got, codes = first_rows([*NAMES, "上年数"], [*SIX, "21", "9"], ["", *SIX[1:], "20", "9"])
    assert got == [*SIX, "21", "", *SIX[1:], "20"]
    assert codes == [NoteCode.LEFT_OUT]


def test_columns_in_another_order_go_by_their_headings() -> None:
    got, codes = first_rows(["总计", *NAMES[:6]], ["21", *SIX])
    assert got == [*SIX, "21"] and not codes


def test_another_order_and_a_figure_lost_place_nothing() -> None:
    got, codes = first_rows(["总计", *NAMES[:6]], ["21", *SIX], SIX)
    assert got == [*SIX, "21", *[None] * 7]
    assert codes == [NoteCode.SHORT_ROW]


def test_another_order_whose_figures_stand_elsewhere_places_nothing() -> None:
    got, codes = first_rows(["总计", *NAMES[:6]], ["", "", "21", *SIX])
    assert got == [None] * 7 and codes == [NoteCode.LONG_ROW]


def test_organisations_in_another_order_in_lines_of_text_place_nothing() -> None:
    names = [*NAMES[:1], *reversed(NAMES[1:6]), "总计"]
    header = [GridCell(t) for t in ["申请人情况", *names]]
    cells = [GridCell(t) for t in [LABELS[0], *SIX, "21"]]
    aligned = align([Grid([header, cells])], 2023)
    assert raw(aligned, "三")[:7] == [None] * 7


def test_six_figures_under_a_whole_header_stand_where_they_stand_and_are_said() -> None:
    got, codes = first_rows(NAMES, [*SIX, "21"], SIX)
    assert got[7:] == [*SIX, None]
    assert codes == [NoteCode.SHORT_ROW]


def test_an_empty_field_in_front_of_six_figures_is_not_taken_for_a_column() -> None:
    """All rows begin two columns right of the header's; this one begins one column left of them."""
    rows = [
        [GridCell("申请人情况", 1, 7)],
        row(NAMES, 1),
        *(row([LABELS[i], "", "", *SIX, "21"]) for i in range(3)),
        [GridCell(LABELS[3], 0), *row(["", *SIX], 2)],
    ]
    aligned = align([Grid(rows)], 2023)
    assert raw(aligned, "三")[:7] == [*SIX, "21"]
    assert raw(aligned, "三")[21:28] == [None] * 7


def test_the_first_of_seven_is_the_total_only_where_the_figures_show_it() -> None:
    """In a run of cells the 总计 before 自然人 may be the one of the row above."""
    run = [GridCell(t) for t in ["申请人情况", "总计", "自然人", "法人或其他组织", *NAMES[1:6]]]

    def read(*figures: list[str]) -> list[str | None]:
        rows = [[GridCell(t) for t in [LABELS[i], *f]] for i, f in enumerate(figures)]
        return raw(align([Grid([run, *rows])], 2023), "三")[:7]

    assert read(["21", *SIX], ["6", "1", "0", "0", "0", "0", "5"]) == [*SIX, "21"]
    assert read(["4", *SIX], ["6", "1", "0", "0", "0", "0", "9"]) == [None] * 7

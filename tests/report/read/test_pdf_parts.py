"""Parts of the PDF reader by themselves: cells from lines, rows cut by a page end."""

from __future__ import annotations

import pytest

from gongkai.report.model import NoteCode, Place
from gongkai.report.read.blocks import Grid, GridCell, Para
from gongkai.report.read.pdf.cut_rows import join_cut_rows
from gongkai.report.read.pdf.glyphs import clean
from gongkai.report.read.pdf.grid import Rule, find_frames, join
from gongkai.report.read.pdf.page import turned


def shapes(across: list[Rule], down: list[Rule]) -> list[list[tuple[int, ...]]]:
    frames = find_frames(across, down)
    return [[(s.row, s.column, s.row_end, s.column_end) for s in f.slots] for f in frames]


def lines(at: list[float], start: float, end: float) -> list[Rule]:
    return [Rule(x, start, end) for x in at]


def test_pieces_and_doubles_of_a_line_are_one() -> None:
    pieces = [Rule(100, 0, 40), Rule(101, 42, 80), Rule(100.5, 10, 20), Rule(100, 200, 240)]
    assert join(pieces) == [Rule(100.375, 0, 80), Rule(100.375, 200, 240)]


def test_a_missing_line_joins_cells() -> None:
    across = [*lines([0, 40], 0, 90), Rule(20, 30, 90)]
    down = [*lines([0, 30, 90], 0, 40), Rule(60, 20, 40)]
    assert shapes(across, down) == [[(0, 0, 2, 1), (0, 1, 1, 3), (1, 1, 2, 2), (1, 2, 2, 3)]]


def test_an_l_shaped_cell_gives_one_cell_a_row() -> None:
    across = [*lines([0, 60], 0, 90), Rule(20, 30, 90), Rule(40, 0, 30)]
    down = [*lines([0, 90], 0, 60), Rule(30, 0, 40)]
    (found,) = shapes(across, down)
    assert sorted(found) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2), (2, 0, 3, 2)]


def test_an_open_side_keeps_its_cells() -> None:
    across = lines([0, 20, 40], 0, 90)
    down = lines([30, 60], 0, 40)
    (found,) = shapes(across, down)
    assert len(found) == 6


def test_lines_that_do_not_meet_are_no_table() -> None:
    assert shapes(lines([0, 20], 0, 90), lines([200, 300], 0, 20)) == []
    assert shapes([], lines([0, 30], 0, 20)) == []
    assert shapes(lines([0, 20], 0, 90), lines([0, 90], 0, 20)) == []


def test_a_table_around_a_table_is_left_out() -> None:
    across = [*lines([0, 100], 0, 300), *lines([20, 40], 20, 80)]
    down = [*lines([0, 150, 300], 0, 100), *lines([20, 50, 80], 20, 40)]
    (frame,) = find_frames(across, down)
    assert frame.box == (20, 20, 80, 40)


def test_a_box_turned_four_times_is_where_it_was() -> None:
    page = (0.0, 0.0, 595.0, 842.0)
    assert turned((10, 20, 30, 50), page, 0) == (10, 792, 30, 822)
    assert turned((10, 20, 30, 50), page, 1) == (20, 10, 50, 30)
    assert turned((10, 20, 30, 50), page, 2) == (565, 20, 585, 50)
    assert turned((10, 20, 30, 50), page, 3) == (792, 565, 822, 585)


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        (0x41, "A"),
        (0x4E00, "一"),
        (0x02, "-"),
        (0xFFFE, "-"),
        (0x07, ""),
        (0x200D, ""),
        (0xD83D, ""),
    ],
)
def test_one_character_is_what_a_reader_sees(code: int, seen: str) -> None:
    assert clean(code) == seen


def row(*texts: str, lefts: tuple[float, ...] = ()) -> list[GridCell]:
    """A label cell 100 wide, then figures 30 wide; or cells at `lefts`."""
    places = lefts or tuple([0.0] + [100.0 + 30 * n for n in range(len(texts))])
    widths = [30.0 if x else 100.0 for x in places]
    return [
        GridCell(text, n, 1, Place(page=1, box=(x, 0, x + wide, 9)))
        for n, (text, x, wide) in enumerate(zip(texts, places, widths, strict=False))
    ]


SEVEN = tuple("1234567")
BLANK = ("",) * 7


def joined(upper: list[GridCell], *lower: list[GridCell]) -> tuple[list[str], int, int]:
    pages: list[list[Para | Grid]] = [[Grid([row("甲", *SEVEN), upper])], [Grid(list(lower))]]
    notes = join_cut_rows(pages)
    assert all(note.code is NoteCode.HEALED for note in notes)
    grid = pages[0][0]
    assert isinstance(grid, Grid)
    left = sum(len(block.rows) for block in pages[1] if isinstance(block, Grid))
    return [cell.text for cell in grid.rows[-1]], left, len(notes)


def test_figures_may_stand_in_either_part_of_a_cut_row() -> None:
    whole = ["1.属于国家秘密", *SEVEN]
    assert joined(row("1.属于", *SEVEN), row("国家秘密", *BLANK)) == (whole, 0, 1)
    assert joined(row("1.属于", *BLANK), row("国家秘密", *SEVEN)) == (whole, 0, 1)


def test_a_part_of_several_lines_and_a_repeated_header_are_no_hindrance() -> None:
    found = joined(
        row("1.属于", *SEVEN), row("甲", *SEVEN), row("国家"), row("秘密"), row("2.其他", *SEVEN)
    )
    assert found == (["1.属于国家秘密", *SEVEN], 2, 1)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (row("1.属于", *SEVEN), row("国家秘密", *SEVEN)),  # figures in both
        (row("1.属于", *SEVEN), row("2.其他", *BLANK)),  # a row of its own
        (row("规章", *SEVEN), row("行政许可", *BLANK)),  # no numbered label
        (row("1.属于", "1", "2"), row("国家秘密", "", "")),  # too few columns
        (row("1.属于", *SEVEN), row("国家秘密", lefts=(120.0,))),  # words over figures
        (row(*SEVEN), row("国家秘密")),  # no label above
        (row("1.属于", *SEVEN), row("", *BLANK)),  # no words below
        (row("1.属于", *BLANK), row("国家秘密", "1")),  # another number of columns
    ],
)
def test_rows_that_may_be_two_stay_two(upper: list[GridCell], lower: list[GridCell]) -> None:
    before = [cell.text for cell in upper]
    assert joined(upper, lower) == (before, 1, 0)


def test_each_label_goes_on_in_its_own_column() -> None:
    upper = Grid(
        [
            row("三、本年", "（四）", "0.甲", *SEVEN, lefts=(0, 20, 40, *range(140, 350, 30))),
            row("1.本机", *SEVEN, lefts=(40, *range(140, 350, 30))),
        ]
    )
    lower = Grid(
        [row("度", "无法提供", "关", *BLANK, lefts=(0, 20, 40, *range(140, 350, 30))), row("2.乙")]
    )
    join_cut_rows([[upper], [], [lower]])
    assert upper.rows[1][0].text == "1.本机"
    join_cut_rows([[upper], [lower]])
    assert [cell.text for cell in upper.rows[0][:3]] == ["三、本年度", "（四）无法提供", "0.甲"]
    assert upper.rows[1][0].text == "1.本机关"


def test_a_part_under_no_label_column_belongs_to_the_innermost() -> None:
    text, left, _ = joined(row("1.属于", *SEVEN), row("国家", lefts=(33.0,)))
    assert (text[0], left) == ("1.属于国家", 0)


def test_text_between_the_tables_keeps_them_apart() -> None:
    upper, lower = Grid([row("1.属于", *SEVEN)]), Grid([row("国家秘密", *BLANK)])
    assert join_cut_rows([[upper, Para("注")], [lower]]) == []
    assert join_cut_rows([[upper], [Para("注"), lower]]) == []


def test_cells_without_a_box_are_left_alone() -> None:
    bare = [GridCell("1.属于"), *(GridCell(text) for text in SEVEN)]
    assert join_cut_rows([[Grid([bare])], [Grid([[GridCell("2.其他")]])]]) == []

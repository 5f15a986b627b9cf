"""Pages drawn by hand: every way of drawing a line, turned pages, odd characters, layout."""

from __future__ import annotations

import pytest

from gongkai.report.model import NoteCode
from gongkai.report.read import pdf
from gongkai.report.read.blocks import Document, Grid, Para
from tests.report.read.pdf_samples import cell_words, drawn_pdf, image_pdf, words

ROWS = [["a", "b", "c"], ["d", "12", "0"], ["e", "", "345"]]
XS, YS = [100, 180, 260, 340], [700, 680, 660, 640]


def stroked() -> str:
    across = [f"100 {y} m 340 {y} l S" for y in YS]
    down = [f"{x} 700 m {x} 640 l S" for x in XS]
    return "\n".join(across + down)


def one_path() -> str:
    across = [f"100 {y} m 340 {y} l" for y in YS]
    down = [f"{x} 700 m {x} 640 l" for x in XS]
    return "\n".join([*across, *down, "S"])


def thin_rectangles() -> str:
    across = [f"{x} {y} 80 0.5 re f" for y in YS for x in XS[:3]]
    down = [f"{x} {y} 0.5 20 re f" for y in YS[1:] for x in XS]
    return "\n".join(across + down)


def one_filled_path() -> str:
    return thin_rectangles().replace(" re f", " re") + "\nf"


def cell_borders() -> str:
    return "\n".join(f"{x + 1} {y + 1} 78 18 re S" for y in YS[1:] for x in XS[:3])


def closed_paths() -> str:
    return "\n".join(
        f"{x} {y} m {x + 80} {y} l {x + 80} {y + 20} l {x} {y + 20} l s"
        for y in YS[1:]
        for x in XS[:3]
    )


def areas() -> str:
    return "1 g\n" + "\n".join(f"{x} {y} 79 19 re f" for y in YS[1:] for x in XS[:3]) + "\n0 g"


def dashes() -> str:
    across = [f"{x} {y} m {x + 2.5} {y} l S" for y in YS for x in range(100, 340, 4)]
    down = [f"{x} {y} m {x} {y + 2.5} l S" for x in XS for y in range(640, 700, 4)]
    return "\n".join(across + down)


def open_sides() -> str:
    across = [f"100 {y} m 340 {y} l S" for y in YS]
    down = [f"{x} 700 m {x} 640 l S" for x in XS[1:3]]
    return "\n".join(across + down)


def doubled() -> str:
    return stroked() + "\n" + stroked().replace(" m ", ".4 m ").replace(" l ", ".4 l ")


def read(*contents: str, **options: object) -> Document:
    return pdf.read(drawn_pdf(*contents, **options))  # type: ignore[arg-type]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Para)]


@pytest.mark.parametrize(
    "draw",
    [
        stroked,
        one_path,
        thin_rectangles,
        one_filled_path,
        cell_borders,
        closed_paths,
        areas,
        dashes,
        open_sides,
        doubled,
    ],
)
def test_lines_count_however_they_are_drawn(draw: object) -> None:
    document = read(draw() + "\n" + cell_words(ROWS))  # type: ignore[operator]
    assert [texts(grid) for grid in grids(document)] == [ROWS]
    assert lines(document) == []


def test_lines_inside_a_form_object_are_placed_by_its_matrix() -> None:
    drawing = stroked().encode()
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 900] /Matrix [1 0 0 1 -50 0] "
        b"/Length %d >> stream\n%s\nendstream" % (len(drawing), drawing)
    )
    document = read(
        "q 1 0 0 1 50 0 cm /X Do Q\n" + cell_words(ROWS),
        extra=(form,),
        resources="/XObject << /X 4 0 R >>",
    )
    assert [texts(grid) for grid in grids(document)] == [ROWS]


def test_thin_images_are_lines() -> None:
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >> stream\n\x00\nendstream"
    )
    across = [f"q 240 0 0 0.5 100 {y} cm /I Do Q" for y in YS]
    down = [f"q 0.5 0 0 60 {x} 640 cm /I Do Q" for x in XS]
    document = read(
        "\n".join(across + down) + "\n" + cell_words(ROWS),
        extra=(image,),
        resources="/XObject << /I 4 0 R >>",
    )
    assert [texts(grid) for grid in grids(document)] == [ROWS]


TURN = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(angle: int) -> None:
    drawing = f"q {TURN[angle]} {stroked()}\n{cell_words(ROWS)} Q"
    document = read(drawing, page=f"/MediaBox [0 0 595 842] /Rotate {angle}")
    (grid,) = grids(document)
    assert texts(grid) == ROWS
    height = 842 if angle == 180 else 595
    assert grid.place.box == pytest.approx((100, height - 700, 340, height - 640), abs=1)


@pytest.mark.parametrize("angle", [90, 270])
def test_a_table_set_sideways_keeps_its_place_on_the_page_as_shown(angle: int) -> None:
    drawing = f"q {TURN[angle]} {stroked()}\n{cell_words(ROWS)} Q"
    (grid,) = grids(read(drawing))
    assert texts(grid) == ROWS
    # x and y of the drawing, turned: (x, y) → (595 − y, x) or (y, 842 − x) from the lower left
    upright = (-105, 502, -45, 742) if angle == 90 else (640, 100, 700, 340)
    assert grid.place.box == pytest.approx(upright, abs=1)


def test_a_crop_box_moves_the_origin() -> None:
    box = "/MediaBox [0 0 595 842] /CropBox [50 100 545 800]"
    (grid,) = grids(read(stroked() + "\n" + cell_words(ROWS), page=box))
    assert grid.place.box == pytest.approx((50, 100, 290, 160), abs=1)


def test_rows_without_lines_between_them_are_not_run_together() -> None:
    frame = "100 700 m 340 700 l S 100 640 m 340 640 l S\n" + "\n".join(
        f"{x} 700 m {x} 640 l S" for x in XS
    )
    rows = [["a", "1", "2"], ["b", "30", "4"], ["c", "5", "6"]]
    more = [[*row, str(n)] for n, row in enumerate(rows, 7)]
    document = read(frame + "\n420 700 m 420 640 l S\n100 640 m 420 640 l S\n" + cell_words(more))
    assert [row[-3:] for row in texts(grids(document)[0])] == [row[1:] for row in more]


def test_a_long_figure_wrapped_in_a_narrow_cell_is_one_figure() -> None:
    xs = [100, 122, 144, 166, 188]
    lines_ = "\n".join(
        [f"100 {y} m 188 {y} l S" for y in (700, 660)] + [f"{x} 700 m {x} 660 l S" for x in xs]
    )
    wrapped = words(
        *((x + 3, 686, "123") for x in xs[:3]),
        *((x + 3, 674, "45") for x in xs[:3]),
        (191 - 20, 680, "0"),
    )
    assert texts(grids(read(lines_ + "\n" + wrapped))[0]) == [["12345", "12345", "12345", "0"]]


def test_a_box_around_text_is_not_a_table() -> None:
    document = read("90 600 300 120 re S\n" + words((100, 690, "One line"), (100, 670, "Two")))
    assert grids(document) == []
    assert lines(document) == ["One line", "Two"]


def test_a_table_inside_a_frame_is_read_and_the_frame_is_not() -> None:
    outer = "80 500 400 300 re S 80 760 m 480 760 l S 280 760 m 280 800 l S\n"
    document = read(outer + stroked() + "\n" + cell_words(ROWS) + words((90, 770, "Title")))
    assert [texts(grid) for grid in grids(document)] == [ROWS]
    assert lines(document) == ["Title"]


def test_a_drawing_without_text_is_no_table() -> None:
    assert read(stroked() + words((50, 50, "Below"))).blocks[0].text == "Below"  # type: ignore[union-attr]


def test_broken_lines_do_not_make_a_cell_of_another_shape() -> None:
    drawn = stroked() + "\n"
    no_floor = drawn.replace("100 680 m 340 680 l S", "100 680 m 260 680 l S")
    corner = no_floor.replace("260 700 m 260 640 l S", "260 700 m 260 660 l S")
    (grid,) = grids(read(corner + cell_words([["a", "b", "c"], ["d", "1", ""], ["e", "2", "3"]])))
    assert [[c.text for c in row] for row in grid.rows][0] == ["a", "b", "c"]


def test_tables_of_unequal_width_under_each_other_have_no_cell_outside() -> None:
    wide = stroked().replace(
        "100 640 m 340 640 l S", "100 640 m 340 640 l S\n100 620 m 180 620 l S"
    )
    taller = wide.replace("100 700 m 100 640 l S", "100 700 m 100 620 l S").replace(
        "180 700 m 180 640 l S", "180 700 m 180 620 l S"
    )
    (grid,) = grids(read(taller + "\n" + cell_words([*ROWS, ["f"]])))
    assert texts(grid) == [*ROWS, ["f"]]


def test_characters_printed_twice_count_once() -> None:
    bold = words((110, 686, "11200"), (110.3, 686, "11200"), (110, 686, "11200"))
    assert lines(read(bold)) == ["11200"]


def test_radicals_ligatures_and_hidden_signs_become_what_a_reader_sees() -> None:
    codes = "2F00 2EA0 F98E FB01 200B 2ED3 00AD FF11"
    pairs = "\n".join(f"<{65 + n:02X}> <{code}>" for n, code in enumerate(codes.split()))
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap "
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes.split())} beginbfchar\n{pairs}\nendbfchar endcmap end"
    ).encode()
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>"
    stream = b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap)
    assert lines(read(words((100, 700, "ABCDEFGH")), font=font, extra=(stream,))) == [
        "一民年fi长１"
    ]


def test_gaps_are_spaces_only_where_they_part_words() -> None:
    line = words((100, 700, "12"), (115, 700, "34"), (150, 700, "56"), (500, 700, "x"))
    assert lines(read(line)) == ["12 34 56 x"]
    assert lines(read(words((100, 700, "1"), (105.6, 700, "2")))) == ["12"]


def test_larger_type_is_a_heading() -> None:
    body = words(*((100, 700 - 20 * n, "body text") for n in range(6)))
    blocks = read(words((100, 760, "Title"), size=18) + body).blocks
    assert [block.heading for block in blocks if isinstance(block, Para)] == [True] + [False] * 6


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(60, 750 - 14 * n, f"left column line number {n:02d} ab") for n in range(30)]
    right = [(320, 750 - 14 * n, f"right column line number {n:02d} ab") for n in range(30)]
    placed = [spot for pair in zip(left, right, strict=True) for spot in pair]
    squeezed = [(x, y, text.replace(" ", "")) for x, y, text in placed]
    found = lines(read(words(*squeezed)))
    assert found[0].startswith("leftcolumn")
    assert found[29] == "leftcolumnlinenumber29ab"
    assert found[30] == "rightcolumnlinenumber00ab"


def test_signatures_on_either_side_of_a_line_stay_one_line() -> None:
    assert lines(read(words((100, 100, "Office"), (400, 100, "2025-01-10")))) == [
        "Office 2025-01-10"
    ]


def test_running_titles_and_page_numbers_are_dropped() -> None:
    def page(n: int) -> str:
        return words(
            (250, 810, "Report 2024"),
            (100, 700, f"Text {n}"),
            (100, 680, "12"),
            (290, 30, str(n)),
        )

    document = read(page(1), page(2), page(3))
    assert lines(document) == ["Text 1", "12", "Text 2", "12", "Text 3", "12"]
    assert [note.code for note in document.notes] == [NoteCode.FURNITURE] * 2
    assert "“Report 2024”" in document.notes[0].message
    assert "3页" in document.notes[0].message


@pytest.mark.parametrize("number", ["- 7 -", "7/12", "Page 7 of 12"])
def test_a_page_number_by_its_form_is_dropped_from_a_single_page(number: str) -> None:
    assert lines(read(words((100, 700, "Text"), (290, 30, number)))) == ["Text"]


def test_a_figure_at_the_foot_that_is_not_the_page_number_stays() -> None:
    assert lines(read(words((100, 700, "Text"), (290, 30, "318")))) == ["Text", "318"]


def test_a_title_on_one_page_only_stays() -> None:
    first = words((250, 810, "Report 2024"), (100, 700, "Text"))
    assert lines(read(first, words((100, 700, "More")))) == ["Report 2024", "Text", "More"]


def test_figures_under_each_other_in_prose_are_no_table() -> None:
    document = read(words((100, 700, "telephone"), (250, 700, "12345"), (100, 680, "other words")))
    assert grids(document) == []
    assert lines(document)[0] == "telephone 12345"


BORDERLESS = [
    ["x", "1", "2", "3"],
    ["y", "", "22", "33"],
    ["z", "111", "", "333"],
]


def test_a_blank_in_a_table_without_lines_stays_a_blank() -> None:
    (grid,) = grids(read(cell_words(BORDERLESS)))
    assert texts(grid) == BORDERLESS
    assert grid.rows[1][1].place.box is not None


def test_a_column_of_blanks_is_known_by_its_header() -> None:
    rows = [["n", "p", "q", "r", "s"], ["x", "1", "2", "", "4"], ["y", "11", "22", "", "44"]]
    (grid,) = grids(read(cell_words(rows)))
    assert texts(grid)[1:] == rows[1:]


def test_rules_above_and_below_rows_part_them() -> None:
    rules = "\n".join(f"100 {y} m 420 {y} l S" for y in (700, 680, 660, 640))
    (grid,) = grids(read(rules + "\n" + cell_words(BORDERLESS)))
    assert texts(grid) == BORDERLESS


def test_figures_wrapped_in_a_table_without_lines_are_joined() -> None:
    top = words(*((100 + 40 * n, 700, "123") for n in range(5)), (320, 700, "0"))
    ends = words(*((100 + 40 * n, 689, "45") for n in range(5)))
    (grid,) = grids(read(top + ends))
    assert texts(grid)[-1] == ["12345"] * 5 + ["0"]


def test_shorter_figures_below_are_a_row_of_their_own() -> None:
    top = words(*((100 + 40 * n, 700, "123") for n in range(4)), (262, 700, "7"))
    below = words(*((100 + 40 * n, 689, "45") for n in range(5)))
    (grid,) = grids(read(top + below))
    assert texts(grid)[-2:] == [["123"] * 4 + ["7"], ["45"] * 5]


def test_hidden_text_over_a_scan_is_read_when_nothing_can_recognise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gongkai.report.read.pdf import reader

    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 1 >> stream\n\xff\nendstream"
    )
    hidden = "3 Tr\n" + words((100, 700, "recognised by another program"))
    document = read(
        "q 595 0 0 842 0 0 cm /I Do Q\n" + hidden,
        extra=(image,),
        resources="/XObject << /I 4 0 R >>",
    )
    assert lines(document) == ["recognised by another program"]


def test_the_sample_maker_makes_a_page_that_is_only_an_image() -> None:
    assert image_pdf(b"", 10, 10).startswith(b"%PDF")

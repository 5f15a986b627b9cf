"""PDFs of a made-up report as typst, Chromium and LibreOffice draw it: the same cells each time."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from gongkai.report.forms import FORM_2019, FORM_2021
from gongkai.report.model import NoteCode
from gongkai.report.read import pdf
from gongkai.report.read.blocks import Document, Grid, Para
from tests.report.read.pdf_samples import (
    FOLDER,
    Table,
    figures,
    rows_read,
    table_2,
    table_3,
    tables,
    typeset,
    typst_report,
    with_blanks,
)

WHOLE = tables()
BLANKS = tables(FORM_2021, with_blanks)
ONLY_3 = [table_3(FORM_2021)]
ONLY_3_OLD = [table_3(FORM_2019)]


def document(name: str) -> Document:
    return pdf.read((FOLDER / name).read_bytes())


def grids(read: Document) -> list[Grid]:
    return [block for block in read.blocks if isinstance(block, Grid)]


def lines(read: Document) -> list[str]:
    return [block.text for block in read.blocks if isinstance(block, Para)]


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("typst-ruled.pdf", WHOLE),
        ("typst-2019-blanks.pdf", tables(FORM_2019, with_blanks)),
        ("typst-rows-ruled.pdf", WHOLE),
        ("typst-rows-ruled-blanks.pdf", BLANKS),
        ("typst-no-rules.pdf", WHOLE),
        ("typst-no-rules-blanks.pdf", BLANKS),
        ("typst-landscape.pdf", WHOLE),
        ("typst-narrow.pdf", WHOLE),
        ("typst-cut.pdf", WHOLE),
        ("typst-cut-headers.pdf", WHOLE),
        ("chromium-collapsed.pdf", ONLY_3),
        ("chromium-separate.pdf", ONLY_3),
        ("chromium-areas.pdf", ONLY_3),
        ("libreoffice-grid.pdf", ONLY_3_OLD),
    ],
)
def test_every_figure_and_blank_stands_in_its_cell(name: str, chosen: list[Table]) -> None:
    read = document(name)
    assert rows_read(read, chosen) == figures(chosen)
    assert pdf.looks_right(read)


def test_a_word_table_without_lines_cut_over_pages_keeps_its_rows_in_order() -> None:
    read = document("libreoffice-no-rules.pdf")
    rows = [[cell.text for cell in row[-7:]] for grid in grids(read) for row in grid.rows]
    wanted = figures(ONLY_3_OLD)
    assert [row for row in rows if row in wanted] == wanted


@pytest.mark.skipif(find_spec("pdfplumber") is None, reason="the extra pdf-fallback is missing")
@pytest.mark.parametrize(
    ("name", "chosen"), [("typst-ruled.pdf", WHOLE), ("chromium-collapsed.pdf", ONLY_3)]
)
def test_pdfplumber_reads_the_same_cells(name: str, chosen: list[Table]) -> None:
    other = pdf.read_with_pdfplumber((FOLDER / name).read_bytes())
    own = document(name)
    assert rows_read(other, chosen) == figures(chosen)
    assert [[c.text for row in g.rows for c in row] for g in grids(other)] == [
        [c.text for row in g.rows for c in row] for g in grids(own)
    ]
    assert [[(c.column, c.span) for row in g.rows for c in row] for g in grids(other)] == [
        [(c.column, c.span) for row in g.rows for c in row] for g in grids(own)
    ]
    assert lines(other)[0].replace(" ", "") == lines(own)[0]


def test_merged_header_cells_keep_column_and_span() -> None:
    head = grids(document("typst-ruled.pdf"))[4].rows[:3]
    assert [(c.text, c.column, c.span) for c in head[0]] == [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 0, 3),
        ("申请人情况", 3, 7),
    ]
    assert [(c.text, c.column, c.span) for c in head[1]] == [
        ("自然人", 3, 1),
        ("法人或其他组织", 4, 5),
        ("总计", 9, 1),
    ]
    assert [c.column for c in head[2]] == [4, 5, 6, 7, 8]


def test_a_label_wrapped_over_lines_has_nothing_in_between() -> None:
    texts = {c.text for g in grids(document("typst-narrow.pdf")) for row in g.rows for c in row}
    assert "5.要求行政机关确认或重新出具已获取信息" in texts
    assert "三、本年度办理结果" in texts


def test_a_cell_knows_page_table_row_column_and_box() -> None:
    grid = grids(document("typst-ruled.pdf"))[5]
    cell = grid.rows[4][1]
    assert cell.text == "165"
    place = cell.place
    assert (place.page, place.table, place.row, place.column) == (2, 6, 5, 4)
    assert place.box is not None
    assert grid.place.box is not None
    assert place.box[0] == pytest.approx(281, abs=1)
    assert grid.place.box[1] < place.box[1] < place.box[3] < grid.place.box[3]


def test_a_table_cut_over_pages_comes_as_one_grid_a_page() -> None:
    pages = [grid.place.page for grid in grids(document("typst-cut.pdf"))]
    assert pages == sorted(pages)
    assert len(set(pages)) == 5
    cut = grids(document("typst-cut.pdf"))[6]
    assert [c.text for c in cut.rows[0][:3]] == ["", "", "2.其他法律行政法规禁止公开"]


@pytest.mark.parametrize("name", ["typst-cut.pdf", "typst-cut-headers.pdf", "libreoffice-grid.pdf"])
def test_a_row_cut_by_a_page_end_is_one_row_again(name: str) -> None:
    read = document(name)
    chosen = ONLY_3_OLD if "libreoffice" in name else [table_3(FORM_2021)]
    leaves = {row[n].text for row in chosen[0] for n in range(len(row)) if row[n].label}
    texts = {c.text for g in grids(read) for row in g.rows for c in row}
    assert leaves <= texts | {"三、本年度办理结果"}
    assert [note.code for note in read.notes if note.code is NoteCode.HEALED] == [NoteCode.HEALED]


def test_running_text_comes_line_by_line_with_its_place() -> None:
    read = document("typst-ruled.pdf")
    assert read.format == "pdf"
    assert not read.lines_are_paragraphs
    title = read.blocks[0]
    assert isinstance(title, Para)
    assert title.text == "示例区水务局2024年政府信息公开工作年度报告"
    assert title.heading
    assert title.place.page == 1
    assert title.place.box is not None
    prose = [b for b in read.blocks if isinstance(b, Para) and b.text.startswith("类信息1245条")]
    assert len(prose) == 3
    assert not any(b.heading for b in prose)


def test_tables_stand_between_the_headings_they_belong_to() -> None:
    kinds = [
        block.text[:2] if isinstance(block, Para) else "表"
        for block in document("typst-ruled.pdf").blocks
        if isinstance(block, Grid) or block.text[1:2] == "、"
    ]
    assert kinds == ["一、", "二、", *"表表表表", "三、", "表", "表", "四、", "表", "五、", "六、"]


@pytest.mark.parametrize("name", ["typst-ruled.pdf", "typst-cut.pdf", "typst-cut-headers.pdf"])
def test_page_numbers_are_dropped_and_noted(name: str) -> None:
    read = document(name)
    assert not [text for text in lines(read) if text.strip("- 0123456789/") == ""]
    notes = [note for note in read.notes if note.code is NoteCode.FURNITURE]
    assert len(notes) == 1
    assert "页码" in notes[0].message


@pytest.mark.parametrize(
    ("stroke", "size"), [("0.5pt", 7), ("1.5pt + red", 10.5), ('(dash: "dotted")', 9)]
)
def test_lines_may_be_thin_thick_coloured_or_dotted(stroke: str, size: float) -> None:
    if find_spec("typst") is None:
        pytest.skip("the package typst is missing")
    try:
        data = typeset(typst_report(stroke=stroke, size=size))
    except Exception as error:
        if "font" in str(error):
            pytest.skip("no Chinese font is installed")
        raise
    read = pdf.read(data)
    if "示例区" not in "".join(lines(read)):
        pytest.skip("no Chinese font is installed")
    assert rows_read(read, WHOLE) == figures(WHOLE)


def test_the_second_section_has_one_grid_for_each_block() -> None:
    first = grids(document("typst-ruled.pdf"))[:4]
    assert [[c.text for c in row] for row in first[0].rows] == [
        [box.text for box in row] for row in table_2(FORM_2021)[0]
    ]
    assert [len(grid.rows) for grid in first] == [4, 3, 4, 3]

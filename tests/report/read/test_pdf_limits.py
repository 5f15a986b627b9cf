"""Files that cannot or should not be read, pages without text, and the fallback."""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from typing import Any

import pytest

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, MissingProgram
from gongkai.report.model import Note, NoteCode, Place
from gongkai.report.read import pdf
from gongkai.report.read.blocks import Grid, GridCell, Para
from gongkai.report.read.pdf import reader
from gongkai.report.read.pdf.page import PageContent
from tests.report.read.pdf_samples import (
    FOLDER,
    as_scan,
    drawn_pdf,
    figures,
    image_pdf,
    rows_read,
    tables,
    words,
)

RULED = (FOLDER / "typst-ruled.pdf").read_bytes()
ENCRYPTION = (
    b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << "
    b"/Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
)
GREY = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    b"/BitsPerComponent 8 /Length 1 >> stream\n\xff\nendstream"
)
needs_pdfplumber = pytest.mark.skipif(
    find_spec("pdfplumber") is None, reason="the extra pdf-fallback is missing"
)


def picture_page(text: str = "") -> bytes:
    return drawn_pdf(
        "q 595 0 0 600 0 0 cm /I Do Q\n" + (words((100, 700, text)) if text else ""),
        extra=(GREY,),
        resources="/XObject << /I 4 0 R >>",
    )


@pytest.fixture
def nothing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda name: None)


@pytest.fixture
def recognition(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Recognition that finds one grid on any page image, and what it was asked."""
    asked: list[tuple[Any, ...]] = []

    def read_page_image(*given: Any) -> tuple[list[Para | Grid], list[Note]]:
        asked.append(given)
        row = [GridCell("本年新收政府信息公开申请"), *(GridCell(str(n)) for n in range(7))]
        place = Place(page=given[2], table=given[3] + 1)
        return [Para("图"), Grid([row], place)], [Note(NoteCode.DOUBTFUL, "存疑", place)]

    class Scan:
        pass

    module = Scan()
    module.read_page_image = read_page_image  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gongkai.report.read.scan", module)  # type: ignore[arg-type]
    monkeypatch.setattr(reader, "find_spec", lambda name: object())
    pytest.importorskip("numpy", reason="page images need numpy (extra ocr)")
    return asked


@pytest.mark.parametrize(
    "data", [b"", b"not a PDF", b"%PDF-1.7\n", RULED[:3000], b"PK\x03\x04" + b"\0" * 90]
)
def test_what_is_no_whole_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFile) as caught:
        pdf.read(data)
    assert caught.value.remedy


def test_a_password_is_said_to_be_the_reason() -> None:
    with pytest.raises(EncryptedFile, match="密码"):
        pdf.read(drawn_pdf(words((100, 700, "x")), trailer=ENCRYPTION))


def test_no_page_is_damage() -> None:
    with pytest.raises(DamagedFile):
        pdf.read(drawn_pdf())


def test_301_pages_are_too_many() -> None:
    with pytest.raises(FileTooLarge, match="301页"):
        pdf.read(drawn_pdf(*["" for _ in range(301)]))


@pytest.mark.parametrize("pages", [75, pytest.param(300, marks=pytest.mark.thorough)])
def test_many_pages_without_a_table_end_fast(pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_SECONDS", 60.0)  # measured here: tracing slows it down
    page = words(*((60, 780 - 18 * n, "running text and 2024 figures 12") for n in range(40)))
    data = drawn_pdf(*[page] * pages)
    started = time.process_time()
    document = pdf.read(data)
    assert time.process_time() - started < pages / 3  # some 15 ms a page without tracing
    assert len(document.blocks) > 30 * pages


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_SECONDS", -1.0)
    with pytest.raises(FileTooLarge, match="第1页"):
        pdf.read(RULED)


def test_an_empty_page_is_empty() -> None:
    assert pdf.read(drawn_pdf("")).blocks == []


def test_a_page_that_cannot_be_loaded_is_empty() -> None:
    broken = drawn_pdf("", words((100, 700, "second"))).replace(
        b"/Type /Page /", b"/Type /Pagx /", 1
    )
    document = pdf.read(broken)
    assert [b.text for b in document.blocks if isinstance(b, Para)] == ["second"]


def test_thousands_of_lines_are_a_drawing_and_end_fast() -> None:
    grid = "\n".join(f"{x} 0 m {x} 800 l S 0 {x} m 590 {x} l S" for x in range(0, 590))
    many = "\n".join(f"{x % 590} {x // 7} 20 0.3 re f" for x in range(0, 60_000, 13))
    started = time.process_time()
    document = pdf.read(drawn_pdf(grid + "\n" + many + "\n" + words((100, 820, "Text"))))
    assert time.process_time() - started < 18
    assert any(isinstance(b, Para) and b.text == "Text" for b in document.blocks)


def test_a_path_of_very_many_points_is_a_drawing() -> None:
    path = "0 0 m " + " ".join(f"{n % 500} {n % 700} l" for n in range(5000)) + " S\n"
    assert pdf.read(drawn_pdf(path + words((100, 820, "Text")))).blocks[0].text == "Text"  # type: ignore[union-attr]


def test_curves_are_no_lines() -> None:
    curve = "100 100 m 100 300 300 300 300 100 c S\n"
    assert pdf.read(drawn_pdf(curve + words((100, 820, "Text")))).blocks[0].text == "Text"  # type: ignore[union-attr]


def test_forms_inside_forms_without_end_are_left() -> None:
    loop = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >>"
    loop += b" >> /Length 5 >> stream\n/X Do\nendstream"
    drawn = drawn_pdf(
        "/X Do\n" + words((9, 9, "a")), extra=(loop,), resources="/XObject << /X 4 0 R >>"
    )
    assert pdf.read(drawn).blocks[0].text == "a"  # type: ignore[union-attr]


@pytest.mark.usefixtures("nothing_extra")
def test_a_scan_without_the_extra_says_what_to_install() -> None:
    with pytest.raises(MissingProgram) as caught:
        pdf.read(picture_page())
    assert str(caught.value) == "这是扫描件；需要安装 ocr 组件：pip install 'gongkai[ocr]'"


@pytest.mark.usefixtures("nothing_extra")
def test_text_in_fonts_without_codes_is_a_scan() -> None:
    cmap = b"begincmap 1 beginbfrange <41> <5A> <E000> endbfrange endcmap"
    stream = b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>"
    with pytest.raises(MissingProgram):
        pdf.read(drawn_pdf(words((100, 700, "ABCDEFGHIJKLMNOP")), font=font, extra=(stream,)))


@pytest.mark.usefixtures("nothing_extra")
def test_a_picture_page_in_a_report_with_text_tables_is_left_out_and_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = reader.read_page

    def with_a_cover(document: Any, number: int) -> PageContent:
        return PageContent(595, 842, image_share=1.0) if number == 1 else whole(document, number)

    monkeypatch.setattr(reader, "read_page", with_a_cover)
    document = pdf.read(RULED)
    assert [(n.code, n.place.page) for n in document.notes if n.code is NoteCode.LEFT_OUT] == [
        (NoteCode.LEFT_OUT, 2)
    ]
    assert pdf.looks_right(document)


def test_a_scanned_page_goes_to_recognition(recognition: list[tuple[Any, ...]]) -> None:
    document = pdf.read(picture_page())
    ((image, scale, page, before),) = recognition
    assert image.shape == (2339, 1653)
    assert (round(scale * 72), page, before) == (200, 1, 0)
    assert pdf.looks_right(document)
    assert [note.code for note in document.notes] == [NoteCode.DOUBTFUL]


def test_hidden_text_over_a_scan_is_read_anew(recognition: list[tuple[Any, ...]]) -> None:
    hidden = "q 595 0 0 842 0 0 cm /I Do Q 3 Tr\n" + words((100, 700, "layer of another program"))
    data = drawn_pdf(hidden, extra=(GREY,), resources="/XObject << /I 4 0 R >>")
    pdf.read(data)
    under = words((100, 700, "layer of another program")) + "q 595 0 0 842 0 0 cm /I Do Q"
    pdf.read(drawn_pdf(under, extra=(GREY,), resources="/XObject << /I 4 0 R >>"))
    assert len(recognition) == 2


def test_too_many_scanned_pages_are_refused(
    monkeypatch: pytest.MonkeyPatch, recognition: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setattr(reader, "MAX_SCANNED", 0)
    with pytest.raises(FileTooLarge, match="扫描件有1页"):
        pdf.read(picture_page())
    assert recognition == []


@pytest.fixture
def report_with_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text page that names section three beside a picture where its table should be."""
    heading = Para("三、收到和处理政府信息公开申请情况")
    monkeypatch.setattr(reader, "page_blocks", lambda *given: [heading])


@pytest.mark.usefixtures("report_with_pictures")
def test_tables_pasted_as_pictures_are_recognised(recognition: list[tuple[Any, ...]]) -> None:
    document = pdf.read(picture_page("some twenty letters of text"))
    assert len(recognition) == 1
    assert pdf.looks_right(document)


@pytest.mark.usefixtures("report_with_pictures", "nothing_extra")
def test_tables_pasted_as_pictures_are_noted_when_nothing_can_recognise() -> None:
    document = pdf.read(picture_page("some twenty letters of text"))
    assert [note.code for note in document.notes] == [NoteCode.LEFT_OUT]
    assert "ocr" in document.notes[0].message


def test_pictures_in_other_papers_are_left_alone(recognition: list[tuple[Any, ...]]) -> None:
    pdf.read(picture_page("some twenty letters of text"))
    assert recognition == []


def test_a_picture_without_a_table_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, recognition: list[tuple[Any, ...]]
) -> None:
    heading = Para("三、收到和处理政府信息公开申请情况")
    monkeypatch.setattr(reader, "page_blocks", lambda *given: [heading])
    monkeypatch.setattr(reader, "_count_grids", lambda pages: 0)
    assert pdf.read(picture_page("some twenty letters of text")).blocks == [heading]


@pytest.fixture
def own_grid_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Para("一、本年新收政府信息公开申请数量 913 132")
    monkeypatch.setattr(reader, "page_blocks", lambda *given: [line])


@needs_pdfplumber
@pytest.mark.usefixtures("own_grid_fails")
def test_pdfplumber_steps_in_when_the_own_grid_finds_no_table_3() -> None:
    document = pdf.read(RULED)
    assert pdf.looks_right(document)
    assert rows_read(document, tables()) == figures(tables())


@pytest.mark.usefixtures("own_grid_fails", "nothing_extra")
def test_without_pdfplumber_the_own_reading_stands() -> None:
    document = pdf.read(RULED)
    assert [type(block) for block in document.blocks] == [Para, Para]


@needs_pdfplumber
@pytest.mark.usefixtures("own_grid_fails")
@pytest.mark.parametrize("error", [ValueError("odd"), DamagedFile("坏")])
def test_a_fallback_that_fails_leaves_the_own_reading(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(data: bytes, wanted: object) -> None:
        raise error

    monkeypatch.setattr(reader, "plumber_pages", broken)
    assert len(pdf.read(RULED).blocks) == 2


@needs_pdfplumber
@pytest.mark.usefixtures("own_grid_fails")
def test_a_fallback_that_finds_no_better_is_not_taken() -> None:
    data = drawn_pdf(words((100, 700, "no table at all")))
    assert len(pdf.read(data).blocks) == 1


def test_a_label_in_a_grid_that_lacks_columns_calls_for_the_fallback() -> None:
    short = [GridCell("本年新收政府信息公开申请数量"), GridCell("1")]
    assert reader._mentions("本年新收", [Grid([short])])
    assert not reader._mentions("上年结转", [Grid([short]), Para("别的")])
    full = [GridCell("本年新收政府信息公开申请数量"), *(GridCell(str(n)) for n in range(7))]
    other = [GridCell("上年结转政府信息公开申请数量"), *full[1:]]
    assert not reader._holds_first_row([Para("甲"), Grid([short]), Grid([other])])
    assert reader._holds_first_row([Grid([other, full])])


@needs_pdfplumber
def test_pdfplumber_reads_the_pages_asked_for() -> None:
    document = pdf.read_with_pdfplumber(RULED, pages=[1])
    assert {block.place.page for block in document.blocks} == {2}


@pytest.mark.usefixtures("nothing_extra")
def test_pdfplumber_missing_is_said() -> None:
    with pytest.raises(MissingProgram, match="pdf-fallback"):
        pdf.read_with_pdfplumber(RULED)


@needs_pdfplumber
def test_a_file_that_pdfplumber_cannot_open_is_damaged() -> None:
    from gongkai.report.read.pdf.plumber import plumber_pages

    with pytest.raises(DamagedFile):
        plumber_pages(b"nothing", range(1))


def test_a_real_scan_needs_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL", reason="page images need Pillow (extra ocr)")
    jpeg = as_scan(RULED, 0, 40)
    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    with pytest.raises(MissingProgram):
        pdf.read(image_pdf(jpeg, 331, 468, 40))

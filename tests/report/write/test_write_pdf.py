"""A report written as PDF."""

from __future__ import annotations

import ctypes
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gongkai.errors import MissingFont
from gongkai.report.model import Paragraph, Report
from gongkai.report.read.assemble import assemble
from gongkai.report.read.pdf.reader import read as read_pdf
from gongkai.report.write import pdf, typeset
from gongkai.report.write.fonts import find_fonts
from tests.report.write.made_reports import cell, report_2019, report_2021, with_cells


@pytest.fixture(autouse=True, scope="module")
def _a_chinese_font() -> None:
    try:
        find_fonts()
    except MissingFont as missing:
        pytest.skip(str(missing))


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        yield document
    finally:
        document.close()


def pages(data: bytes) -> list[str]:
    """The text of each page without white space, because lines wrap."""
    with opened(data) as document:
        return ["".join(p.get_textpage().get_text_range().split()) for p in document]


@pytest.mark.parametrize("made", [report_2021, report_2019])
def test_every_word_and_figure_is_in_the_text(made: Any) -> None:
    report: Report = made()
    text = "".join(pages(pdf.write(report)))
    for section in report.sections:
        for words in (section.title, *(p.text for p in section.paragraphs)):
            # a paragraph may be cut by a page number
            for half in (words[: len(words) // 2], words[len(words) // 2 :]):
                assert "".join(half.split())[:12] in text
    for where, one in report.filled():
        assert where.row_path.rsplit(" / ", 1)[-1][:4] in text
        assert one.raw.replace(" ", "") in text
    assert report.title in text
    assert text.endswith("云州市人民政府" + f"{report.year + 1 if report.year else 0}年1月20日—4—")


def test_the_same_report_gives_the_same_bytes() -> None:
    first = pdf.write(report_2021())
    pdf.write(report_2019())
    assert pdf.write(report_2021()) == first


@pytest.mark.parametrize("made", [report_2021, report_2019])
def test_the_report_comes_back(made: Any) -> None:
    base = made()
    (again,) = assemble(read_pdf(pdf.write(base)), "again")
    assert [c and c[:4] for c in again.cells] == [c and c[:4] for c in base.cells]
    assert [(s.number, s.title, s.text) for s in again.sections] == [
        (s.number, s.title, s.text) for s in base.sections
    ]
    for name in ("title", "body", "year", "signed_by", "signed_on"):
        assert getattr(again, name) == getattr(base, name)


def test_tables_alone_are_a_whole_file() -> None:
    bare = replace(report_2021(), sections=[], signed_by="", signed_on=None)
    (again,) = assemble(read_pdf(pdf.write(bare)), "again")
    assert [c and c[:4] for c in again.cells] == [c and c[:4] for c in bare.cells]
    assert pages(pdf.write(replace(bare, cells=(), title=""))) == ["—1—"]


def test_a_table_over_two_pages_and_short_rows_come_back() -> None:
    base = report_2021()
    granted, handled = base.form.row("granted").cells, base.form.row("handled_total").cells
    carried = base.form.row("carried_out").cells
    changed = with_cells(
        base,
        {
            granted[1]: cell(""),
            granted[5]: None,
            granted[6]: None,
            handled[6]: None,
            carried[0]: cell("608（万元，含上年结转及补充报送）"),
            base.form.groups[0].total: cell("4608171123"),
        },
    )
    changed.sections[3].paragraphs = [Paragraph("下表所列申请包括信函和当面提交。" * 5)]
    written = pdf.write(changed)
    with_head = [page for page in pages(written) if "申请人情况" in page]
    assert len(with_head) == 2
    assert all("法人或其他组织" in page for page in with_head)
    (again,) = assemble(read_pdf(written), "again")
    assert [c and c[:3] for c in again.cells] == [c and c[:3] for c in changed.cells]


def test_table_three_stays_on_one_page_when_no_figure_wraps() -> None:
    heads = [page for page in pages(pdf.write(report_2021())) if "申请人情况" in page]
    assert len(heads) == 1
    assert "四、结转下年度继续办理" in heads[0]


def test_it_is_tagged_archival_and_names_its_title_and_language() -> None:
    written = pdf.write(report_2021())
    for mark in (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1"):
        assert mark in written
    with opened(written) as document:
        assert document.get_metadata_value("Title") == report_2021().title
        assert document.get_metadata_value("Author") == ""
        assert document.get_metadata_value("CreationDate").startswith("D:20260120")
        assert pdfium.FPDFCatalog_IsTagged(document)
        assert all(page.get_size() == pytest.approx((595.3, 841.9), abs=0.1) for page in document)


def test_the_headings_are_bookmarks() -> None:
    with opened(pdf.write(report_2021())) as document:
        marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    titles = [(0, s.title) for s in report_2021().sections if s.title]
    assert [mark for mark in marks if mark[0] == 0] == titles
    assert marks[1] == (1, "（二）依申请公开")


def test_page_numbers_stand_on_the_outer_side() -> None:
    with opened(pdf.write(report_2021())) as document:
        for n, page in enumerate(document, 1):
            searcher = page.get_textpage().search(f"— {n} —")
            found = searcher.get_next()
            assert found
            left = ctypes.c_double()
            pdfium.FPDFText_GetCharBox(
                page.get_textpage(), found[0], left, ctypes.c_double(), ctypes.c_double(),
                ctypes.c_double(),
            )  # fmt: skip
            assert (left.value > 298) == (n % 2 == 1)


def test_each_part_has_its_font() -> None:
    fonts = find_fonts()

    def font_at(text: pypdfium2.PdfTextPage, words: str) -> str:
        found = text.search(words).get_next()
        assert found
        name = ctypes.create_string_buffer(80)
        pdfium.FPDFText_GetFontInfo(text, found[0], name, 80, ctypes.c_int())
        return name.value.decode()

    with opened(pdf.write(report_2021())) as document:
        text = document[0].get_textpage()
        heading, words = font_at(text, "一、总体情况"), font_at(text, "坚持以公开为常态")
    assert (heading != words) == (fonts.heading[0] != fonts.body[0])


def test_padding_and_full_width_digits_stay_as_printed() -> None:
    base = report_2021()
    raws = ["\u3000\u30000", "增 25", "+28", "１２３", "/", "—", "608（万元）", "", "-1\xa0"]
    raws += ["\xa08\xa0", "\xa0\u30000", "\u3000\xa00"]
    first = base.form.row("new_applications").cells[0]
    changed = with_cells(base, {first + n: cell(raw) for n, raw in enumerate(raws)})
    (again,) = assemble(read_pdf(pdf.write(changed)), "again")
    read = [again.cells[first + n] for n in range(len(raws))]
    assert [c.raw for c in read if c] == raws


def test_a_long_address_breaks_at_the_margin_and_comes_back() -> None:
    base = report_2021()
    address = "https://www.yunzhou.example/" + "zwgk/art/2026/1/20/art_1229_" * 4 + "9" * 60
    base.sections[1].paragraphs = [Paragraph(f"全文见{address}，欢迎查阅。")]
    first = base.form.row("new_applications").cells[0]
    changed = with_cells(base, {first + 1: cell("9" * 40), first + 2: cell("see-attachment-no-12")})
    written = pdf.write(changed)
    with opened(written) as document:
        for page in document:
            text = page.get_textpage()
            for k in range(text.count_rects()):
                left, _, right, _ = text.get_rect(k)
                assert left > 70
                assert right < 528
    (again,) = assemble(read_pdf(written), "again")
    assert again.sections[1].text == base.sections[1].text
    assert [c and c.raw for c in again.cells] == [c and c.raw for c in changed.cells]


def test_signs_that_cannot_be_printed_are_left_out() -> None:
    base = report_2021()
    base.sections[1].paragraphs = [Paragraph("甲\x00乙\u200b丙\ufeff丁\xad戊\ud800己\n庚")]
    changed = replace(base, title="", signed_by="", signed_on=None, year=None)
    written = pdf.write(changed)
    assert "甲乙丙丁戊己庚" in "".join(pages(written))
    with opened(written) as document:
        assert document.get_metadata_value("Title") == "政府信息公开工作年度报告"


def test_a_character_that_no_font_has_is_named() -> None:
    base = report_2021()
    base.sections[1].paragraphs = [Paragraph("承办人姓\U0002ebe0，名\uf06c。")]
    with pytest.raises(MissingFont, match=r"U\+2EBE0.*U\+F06C.*DOCX"):
        pdf.write(base)


def test_another_error_of_the_compiler_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    monkeypatch.setattr(typeset, "_STANDARDS", ["1.4", "ua-1"])  # UA-1 needs a later version
    with pytest.raises((typst.TypstError, ValueError, RuntimeError)) as caught:
        pdf.write(report_2021())
    assert not isinstance(caught.value, MissingFont)


def test_threads_share_the_printer() -> None:
    expected = pdf.write(report_2021())
    made: list[bytes] = []
    workers = [
        threading.Thread(target=lambda: made.append(pdf.write(report_2021()))) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert made == [expected] * 4

"""DOCX and PDF of every document: the same text in both, no empty field, the same bytes."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache

import docx as python_docx
import pypdfium2
import pytest
from docx.table import Table as WordTable

from gongkai.errors import MissingFont
from gongkai.notices import docx, pdf
from gongkai.notices.compose import compose
from gongkai.notices.facts import Body, Document, Facts, HandoverItem
from gongkai.notices.layout import seal_indents
from gongkai.notices.model import Notice, Paragraph, Run, Seal
from gongkai.notices.template import standard
from tests.notices.support import BODY, CODES, FACTS, FEE, made_up

UNFILLED = re.compile(r"[{}【]|None|_{2,}|（）|〔〕|“”")


@cache
def made(code: str) -> Notice:
    return compose(standard(code), made_up(code))


@cache
def printed(code: str) -> bytes:
    return pdf.write(made(code))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def words_of_docx(raw: bytes) -> str:
    """Paragraphs and cells in the order of the file; a cell that spans counts once."""
    document = python_docx.Document(io.BytesIO(raw))
    parts: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, WordTable):
            cells = block._tbl.iter_tcs()
            parts += ["".join(p.text for p in cell.p_lst) for cell in cells]
        else:
            parts.append(block.text)
    return squeezed("".join(parts))


def pages_of(raw: bytes) -> list[str]:
    with pypdfium2.PdfDocument(raw) as document:
        return [page.get_textpage().get_text_range() for page in document]


def letters(text: str) -> str:
    """Characters in no order: a PDF gives the cells of a table in another one."""
    return "".join(sorted(text))


@pytest.mark.parametrize("code", CODES)
def test_a_made_up_case_prints_the_same_words_in_both_with_no_empty_field(code: str) -> None:
    text = squeezed(made(code).text)
    assert not UNFILLED.search(text)
    assert words_of_docx(docx.write(made(code))) == text
    pages = pages_of(printed(code))
    body = "".join(re.sub(r"—\s*\d+\s*—", "", page) for page in pages)
    found = squeezed(body)
    assert letters(found) == letters(text)
    if made(code).seal and not any("table" in str(type(b)).lower() for b in made(code).blocks):
        assert found == text
    for n, page in enumerate(pages, 1):
        assert f"— {n} —" in page


@pytest.mark.parametrize("code", ["T01", "T14", "T17"])
def test_the_same_document_gives_the_same_bytes(code: str) -> None:
    assert pdf.write(made(code)) == printed(code)
    assert docx.write(made(code)) == docx.write(made(code))
    later = compose(standard(code), made_up(code, document=replace(FACTS.document, number="别号")))
    if later.seal:
        assert docx.write(later) != docx.write(made(code))


def test_a_printed_document_takes_less_than_a_third_of_a_second_when_warm() -> None:
    printed("T14")
    began = time.perf_counter()
    for _ in range(5):
        pdf.write(made("T14"))
    assert (time.perf_counter() - began) / 5 < 0.3


def test_the_page_has_the_measures_of_an_official_document() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(made("T16")))) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    section = python_docx.Document(io.BytesIO(docx.write(made("T16")))).sections[0]
    for side, millimetres in (("top", 37), ("bottom", 35), ("left", 28), ("right", 26)):
        length = getattr(section, f"{side}_margin")
        assert abs(length.mm - millimetres) < 0.1
    assert "仿宋" in styles and 'w:val="32"' in styles  # 三号
    assert 'w:line="560"' in styles  # 28 points
    assert body.index("政府信息公开答复书") < body.index("样例〔2024〕15号")
    with pypdfium2.PdfDocument(printed("T16")) as document:
        assert tuple(round(x) for x in document[0].get_size()) == (595, 842)
        assert document.get_metadata_value("Title") == "甲市乙区城市管理局政府信息公开答复书"
        assert document.get_metadata_value("CreationDate").startswith("D:20240612")


def test_the_name_stands_over_the_middle_of_the_date_four_characters_in() -> None:
    assert seal_indents(Seal("甲市乙区人民政府", date(2024, 3, 6))) == (3.0, 4.0)
    # a name so long that it would leave the text pushes both inwards
    name, day = seal_indents(Seal("甲市乙区" * 6, date(2024, 3, 6)))
    assert name == 0.0 and day > 4
    assert compose(standard("T16"), made_up("T16")).seal is not None
    assert Seal("甲", date(2024, 3, 6)).lines == ("甲", "2024年3月6日")


def test_a_form_can_be_printed_empty_and_filled_in_by_hand() -> None:
    facts = Facts(body=Body(kind=BODY.kind, name="甲局"), document=Document(day=date(2024, 6, 12)))
    for code in ("T01", "T02", "T38", "T39", "T40"):
        notice = compose(standard(code), facts)
        assert "申请人" in notice.text or code in ("T38", "T40")
        assert words_of_docx(docx.write(notice)) == squeezed(notice.text)
        assert letters(squeezed("".join(pages_of(pdf.write(notice))).replace("— 1 —", ""))) == (
            letters(squeezed(notice.text))
        )
    form = compose(standard("T01"), facts)
    assert "□自然人" in form.text and "■" not in form.text
    assert "□纸质" in form.text
    rows = compose(standard("T40"), facts).text.split()
    assert [n for n in map(str, range(1, 13)) if n in rows] == [str(n) for n in range(1, 13)]


def test_what_runs_down_a_form_keeps_its_columns() -> None:
    document = python_docx.Document(io.BytesIO(docx.write(made("T01"))))
    table = document.tables[0]
    assert {len(row.cells) for row in table.rows} == {5}
    assert table.cell(0, 0).text == table.cell(5, 0).text == "申请人\n信息"


def test_attachments_and_long_addresses_are_printed_whole() -> None:
    address = "https://www.example.cn/" + "very-long-path/" * 12
    one = replace(FACTS.document, attachments=("甲" * 60, address))
    facts = made_up("T16", document=one)
    notice = compose(standard("T16"), facts)
    text = squeezed(notice.text)
    assert words_of_docx(docx.write(notice)) == text
    pages = (re.sub(r"—\s*\d+\s*—", "", page) for page in pages_of(pdf.write(notice)))
    # the reader marks a hyphen at the end of a line
    found = squeezed("".join(pages)).replace("\ufffe", "-").replace("\x02", "-")
    assert letters(found) == letters(text)


def test_a_long_list_goes_on_over_pages_under_its_head() -> None:
    items = tuple(
        HandoverItem(title=f"第{n}件", number="甲", made=date(2024, 1, 1), count="1份")
        for n in range(90)
    )
    facts = made_up("T40", handover=replace(FACTS.handover, items=items))
    pages = pages_of(pdf.write(compose(standard("T40"), facts)))
    assert len(pages) > 2
    assert all("政府信息名称" in page for page in pages[:-1])


def test_a_seal_never_stands_alone_on_a_page() -> None:
    for lines in range(1, 22):
        information = tuple(f"材料{n}" for n in range(lines))
        decision = replace(made_up("T16").decisions[0], information=information)
        notice = compose(standard("T16"), made_up("T16", decisions=(decision,)))
        last = pages_of(pdf.write(notice))[-1]
        assert "2024年6月12日" in last and "行政复议" in last, lines


def test_a_character_that_no_font_has_is_named() -> None:
    notice = replace(made("T16"), blocks=(Paragraph((Run("名\U0002ebe0\uf06c"),)),))
    with pytest.raises(MissingFont, match="文书中的这些字"):
        pdf.write(notice)


def test_a_fee_by_page_prints_its_bands() -> None:
    from gongkai.law.fees.tariff import fee_by_pages

    fee = replace(FEE, fee=fee_by_pages(250, date(2024, 5, 16)))
    notice = compose(standard("T14"), made_up("T14", fee=fee))
    assert "按量计收" in notice.text and "4700元" in notice.text
    assert "不收费" in notice.text


def test_what_people_type_prints_as_they_typed_it_or_not_at_all() -> None:
    odd = "甲\x00乙\x0b丙\u200b<w:t>&amp;\ud800丁#let x = 1 $a$ *b* _c_ @d \\e"
    consultation = replace(FACTS.consultation, question=odd, subject="。" * 300)
    notice = compose(standard("T12"), made_up("T12", consultation=consultation))
    in_docx = words_of_docx(docx.write(notice))
    in_pdf = squeezed("".join(pages_of(pdf.write(notice))))
    for words in ("甲乙丙", "<w:t>&amp;", "#letx=1$a$*b*_c_@d\\e"):
        assert words in in_docx.replace("\u200b", "")
        assert words in in_pdf

"""A DOCX that is broken or meant to do harm gives one sentence, quickly."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError
from gongkai.report.read import docx
from tests.report.read.bad_files import locked_zip
from tests.report.read.made_docx import document, made, p, package, plain, relations, texts, tr

SECONDS = 18  # of CPU: other programs do not count


def refused(data: bytes) -> ReadError:
    """The error of reading, which must come soon and say what to do in Chinese."""
    began = time.process_time()
    with pytest.raises(ReadError) as caught:
        docx.read(data)
    assert time.process_time() - began < SECONDS
    assert caught.value.what and caught.value.remedy
    assert not caught.value.what.isascii() and not caught.value.remedy.isascii()
    return caught.value


def test_a_zip_without_a_document_is_no_word_file() -> None:
    assert type(refused(package({"xl/workbook.xml": "<x/>"}))) is DamagedFile
    assert type(refused(package({"_rels/.rels": relations(officeDocument="a.xml")}))) is DamagedFile
    assert type(refused(package({"word/document.xml": ""}))) is DamagedFile
    assert type(refused(package({"word/document.xml": "<document/>"}))) is DamagedFile
    assert type(refused(b"")) is DamagedFile


def test_every_truncation_is_an_error_and_never_a_crash() -> None:
    data = made(p("文") + plain([["a", "b"], ["c", "d"]]))
    for length in range(0, len(data) - 1, 97):
        assert isinstance(refused(data[:length]), DamagedFile)


def test_broken_xml_is_a_damaged_file() -> None:
    whole = document(p("文"))
    assert type(refused(package({"word/document.xml": whole[:-20]}))) is DamagedFile
    assert type(refused(package({"word/document.xml": b"\xff\xfe\x00garbage"}))) is DamagedFile
    assert type(refused(package({"word/document.xml": whole, "_rels/.rels": "<x"}))) is DamagedFile


def test_a_flipped_byte_in_the_data_is_noticed() -> None:
    data = bytearray(made(p("文" * 500)))
    at = data.find(b"word/document.xml") + 60
    data[at] ^= 0xFF
    assert type(refused(bytes(data))) is DamagedFile


def test_a_locked_member_is_said_to_be_encrypted() -> None:
    assert type(refused(locked_zip({"word/document.xml": document(p("文")).encode()}))) is (
        EncryptedFile
    )


LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 50}">' for i in range(12))


@pytest.mark.parametrize(
    "declared",
    [
        f"<!DOCTYPE x [{LAUGHS}]>",
        '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a11 "x">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY a11 "x">]>',
        "<!DOCTYPE x [<!ELEMENT x ANY>]>",
    ],
)
@pytest.mark.parametrize("used", ["&a11;", ""])
def test_entities_are_refused_and_never_expanded(declared: str, used: str) -> None:
    xml = document(p("文" + used)).replace("<w:document", declared + "<w:document", 1)
    error = refused(package({"word/document.xml": xml}))
    assert type(error) is DamagedFile
    assert "root:" not in str(error)


def test_entities_in_an_attribute_are_refused() -> None:
    xml = document(p("文")).replace(
        "<w:document", f"<!DOCTYPE x [{LAUGHS}]><w:document z='&a11;'", 1
    )
    assert type(refused(package({"word/document.xml": xml}))) is DamagedFile


@pytest.mark.parametrize("tag", ["w:sdt", "w:p", "w:r", "x"])
def test_fifty_thousand_nested_tags_are_too_many(tag: str) -> None:
    deep = f"<{tag}>" * 50_000 + f"</{tag}>" * 50_000
    assert type(refused(made(deep))) is FileTooLarge


def test_tables_nested_as_deep_as_the_parser_allows_are_refused_or_read() -> None:
    def nest(depth: int) -> str:
        return "<w:tbl><w:tr><w:tc>" * depth + p("文") + "</w:tc></w:tr></w:tbl>" * depth

    assert texts(made(nest(30))) == ["文"]
    assert type(refused(made(nest(60)))) is FileTooLarge


def test_a_part_that_unpacks_to_too_much_is_not_unpacked() -> None:
    xml = document(p("文") + " " * (70 * 2**20))
    assert type(refused(package({"word/document.xml": xml}))) is FileTooLarge


def test_a_part_whose_size_is_a_lie_is_not_unpacked() -> None:
    data = package({"word/document.xml": document(p("文") + " " * (80 * 2**20))})
    directory = data.find(b"PK\x01\x02")
    lie = data[: directory + 24] + (1000).to_bytes(4, "little") + data[directory + 28 :]
    assert isinstance(refused(lie), DamagedFile | FileTooLarge)


def test_millions_of_tags_are_too_many() -> None:
    assert type(refused(made("<w:p/>" * 2_100_000))) is FileTooLarge


def test_a_text_of_more_than_ten_million_characters_is_too_long() -> None:
    assert type(refused(made(p("x" * 10_100_000)))) is FileTooLarge


def test_many_paragraphs_styles_and_columns_do_not_take_long() -> None:
    began = time.process_time()
    styles = '<w:style w:styleId="z"/>' + " " * 3_900_000
    body = "".join(p("文", f'<w:pStyle w:val="s{i}"/>') for i in range(20_000))
    assert len(docx.read(made(body, styles=styles)).blocks) == 20_000
    wide = "".join(
        '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr></w:tc>' for _ in range(30_000)
    )
    docx.read(made(f"<w:tbl>{tr(wide) * 2}</w:tbl>"))
    assert time.process_time() - began < SECONDS


def test_broken_or_huge_styles_cost_a_mark_and_not_the_text() -> None:
    body = p("文", '<w:pStyle w:val="s1"/>')
    assert texts(made(body, styles=" " * 5_000_000)) == ["文"]
    assert texts(made(body, styles='<w:style w:styleId="s1"')) == ["文"]
    data = bytearray(made(body, styles="".join(f"<x{i}/>" for i in range(2000))))
    data[data.find(b"word/styles.xml") + 60] ^= 0xFF
    assert texts(bytes(data)) == ["文"]
    with zipfile.ZipFile(BytesIO(made(body))) as archive:
        assert "word/styles.xml" not in archive.namelist()

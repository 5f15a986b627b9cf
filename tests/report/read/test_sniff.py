"""Formats are told by content, and what cannot be read is told at once."""

from __future__ import annotations

import random
import zipfile

import pytest

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError, UnsupportedFormat
from gongkai.report.read.sniff import Format, sniff
from tests.report.read import bad_files as bad

MHT = (
    b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; boundary="x"\r\n'
)
ODF = b'<office:document office:mimetype="application/vnd.oasis.opendocument.%s">'

KNOWN = {
    "docx": (bad.docx(), Format.DOCX),
    "docx with backslashes": (
        bad.zip_of({"[Content_Types].xml": bad.TYPES, "word\\document.xml": b"<a/>"}),
        Format.DOCX,
    ),
    "xlsx": (bad.xlsx(), Format.XLSX),
    "doc": (bad.ole({"WordDocument": b"\xec\xa5" + bytes(30), "1Table": b""}), Format.DOC),
    "xls": (bad.xls({"甲": bad.number_cell(0, 0, 1)}), Format.XLS),
    "old xls": (bad.ole({"Book": bad.record(0x0809, bytes(4))}), Format.XLS),
    "odt": (bad.zip_of({"mimetype": b"application/vnd.oasis.opendocument.text"}), Format.ODT),
    "ods": (
        bad.zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        Format.ODS,
    ),
    "odt with manifest": (
        bad.zip_of(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b"<manifest/>",
            }
        ),
        Format.ODT,
    ),
    "flat odt": (b"<?xml version='1.0'?>" + ODF % b"text", Format.ODT),
    "flat ods": (b"<?xml version='1.0'?>" + ODF % b"spreadsheet", Format.ODS),
    "pdf": (bad.pdf(), Format.PDF),
    "pdf after junk": (b"\r\nHTTP/1.1 200 OK\r\n\r\n" + bad.pdf(), Format.PDF),
    "pdf with zeros after it": (bad.pdf() + bytes(5000), Format.PDF),
    "html": (b"<!DOCTYPE html><title>x</title>", Format.HTML),
    "html fragment": ("\ufeff\n<p>甲</p>".encode(), Format.HTML),
    "html after text": ("甲<table><tr><td>1</td></tr></table>".encode("gb18030"), Format.HTML),
    "html in utf-16 without a mark": ("<html><body>甲乙</body>".encode("utf-16-le"), Format.HTML),
    "html of Excel": (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>',
        Format.HTML,
    ),
    "xhtml": (b'<?xml version="1.0"?><!DOCTYPE html><html/>', Format.HTML),
    "mht": (MHT, Format.MHT),
    "rtf": (b"{\\rtf1\\ansi x}", Format.RTF),
    "Word 2003 XML": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>',
        Format.WORD_XML,
    ),
    "flat OPC": (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x">', Format.WORD_XML),
    "Excel 2003 XML": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        Format.EXCEL_XML,
    ),
    "text in GB 18030": ("二〇二四年度报告\t1\r\n".encode("gb18030") * 9, Format.TEXT),
    "text in UTF-16": ("二〇二四年度报告".encode("utf-16"), Format.TEXT),
    "text in UTF-16 without a mark": ("年度报告\n甲 1\n".encode("utf-16-be"), Format.TEXT),
    "text with a stray zero byte": ("年度报告".encode() * 40 + b"\0", Format.TEXT),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(9), Format.IMAGE),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(9), Format.IMAGE),
    "tiff": (b"II*\x00" + bytes(9), Format.IMAGE),
    "gif": (b"GIF89a" + bytes(9), Format.IMAGE),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(9), Format.IMAGE),
    "bmp": (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", Format.IMAGE),
    "zip of reports": (bad.zip_of({"甲.docx": bad.docx()}), Format.ZIP),
    "zip of web pages with a file called mimetype": (
        bad.zip_of({"mimetype": b"text/html", "a.html": b"<p>"}),
        Format.ZIP,
    ),
    "zip with a folder called MIMETYPE": (bad.zip_of({"MIMETYPE": b"x"}), Format.ZIP),
}


@pytest.mark.parametrize("case", KNOWN)
def test_the_content_tells_the_format(case: str) -> None:
    data, expected = KNOWN[case]
    assert sniff(data, "wrong.pdf") is expected


def test_the_name_only_settles_text_with_tags() -> None:
    data = "# 标题\n\n<table><tr><td>1</td></tr></table>".encode()
    assert sniff(data, "a.md") is Format.TEXT
    assert sniff(data, "a") is Format.HTML
    assert sniff(b"<p>1</p>", "a.txt") is Format.HTML


_CONTENT = {"[Content_Types].xml": bad.TYPES}
REFUSED: dict[str, tuple[bytes, type[ReadError], str]] = {
    "empty": (b"", DamagedFile, "空的"),
    "zeros": (bytes(100_000), DamagedFile, "空字节"),
    "noise": (random.Random(1).randbytes(5000), DamagedFile, "认不出"),
    "zeros and ones": (b"\0\1" * 3000, DamagedFile, "认不出"),
    "truncated docx": (bad.docx()[:-40], DamagedFile, "不完整"),
    "head of a docx": (bad.docx()[:60], DamagedFile, "不完整"),
    "empty zip": (b"PK\x05\x06" + bytes(18), DamagedFile, "空的"),
    "package without a part": (bad.zip_of(_CONTENT), DamagedFile, "没有正文"),
    "truncated xls": (bad.xls({"甲": bad.number_cell(0, 0, 1)})[:3000], DamagedFile, "没有下载完"),
    "head of an OLE file": (bad.LOCKED_XLS[:600], DamagedFile, "没有下载完"),
    "broken mark of an OLE file": (b"\xd0\xcf\x11\xe0" + bytes(600), DamagedFile, "开头"),
    "truncated pdf": (bad.pdf()[:-200], DamagedFile, "没有下载完"),
    "truncated linear pdf": (
        b"%PDF-1.5\n1 0 obj<</Linearized 1/L 9999/N 1>>endobj\nstartxref\n0\n%%EOF\n" + b"x" * 3000,
        DamagedFile,
        "没有下载完",
    ),
    "encrypted docx": (bad.LOCKED_OOXML, EncryptedFile, "加密"),
    "encrypted doc": (bad.LOCKED_DOC, EncryptedFile, "加密"),
    "encrypted xls": (bad.LOCKED_XLS, EncryptedFile, "加密"),
    "encrypted odt": (
        bad.zip_of(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        EncryptedFile,
        "加密",
    ),
    "sealed by an office's guard": (b"%TSD-Header-###%" + bytes(99), EncryptedFile, "加密软件"),
    "sealed by another": (b"b\x14#e\0\0E-SafeNet\0LOCK" + bytes(99), EncryptedFile, "加密软件"),
    "ofd": (bad.zip_of({"OFD.xml": b"<ofd/>"}), UnsupportedFormat, "OFD"),
    "epub": (bad.zip_of({"mimetype": b"application/epub+zip"}), UnsupportedFormat, "EPUB"),
    "xlsb": (bad.zip_of({**_CONTENT, "xl/workbook.bin": b""}), UnsupportedFormat, "xlsb"),
    "pptx": (bad.zip_of({**_CONTENT, "ppt/a.xml": b""}), UnsupportedFormat, "演示"),
    "ppt": (bad.ole({"PowerPoint Document": b""}), UnsupportedFormat, "演示"),
    "msg": (bad.ole({"__properties_version1.0": b""}), UnsupportedFormat, "邮件"),
    "other OLE": (bad.ole({"Contents": b""}), UnsupportedFormat, "旧版"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(99), UnsupportedFormat, "RAR"),
    "program": (b"MZ\x90" + bytes(99), UnsupportedFormat, "程序"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(99), UnsupportedFormat, "HEIC"),
    "uof": (b"<?xml version='1.0'?><uof:UOF xmlns:uof='x'/>", UnsupportedFormat, "UOF"),
    "xml": (b"<?xml version='1.0'?><a/>", UnsupportedFormat, "XML"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_said_at_once(case: str) -> None:
    data, kind, word = REFUSED[case]
    with pytest.raises(ReadError) as caught:
        sniff(data, "a.docx")
    assert type(caught.value) is kind
    assert word in caught.value.what
    assert caught.value.remedy


def test_a_refusal_is_a_new_error_each_time() -> None:
    errors = []
    for _ in range(2):
        with pytest.raises(UnsupportedFormat) as caught:
            sniff(b"7z\xbc\xaf\x27\x1c")
        errors.append(caught.value)
    assert errors[0] is not errors[1]


def test_an_unknown_file_of_the_trade_is_named() -> None:
    with pytest.raises(UnsupportedFormat, match="CEB"):
        sniff(b"\0\1\2" * 500, "公文.CEB")


def test_an_old_word_file_of_unknown_streams_goes_by_its_name() -> None:
    assert sniff(bad.ole({"CONTENTS": b"x"}), "旧.wps") is Format.DOC


def test_an_ole_file_without_the_padding_of_its_last_sector_is_whole() -> None:
    data = bad.ole({"Workbook": bad.record(0x0809, bytes(4200))})
    assert sniff(data[:-300]) is Format.XLS


def test_a_word_file_is_cut_off_when_its_table_stream_is() -> None:
    data = bad.ole({"WordDocument": b"\xec\xa5" + bytes(30), "1Table": b""})
    with pytest.raises(DamagedFile, match="没有下载完"):
        sniff(data[:-2000])


def test_a_directory_of_too_many_entries_is_not_even_parsed() -> None:
    many = bad.zip_of({f"{i}": b"" for i in range(20_001)}, zipfile.ZIP_STORED)
    with pytest.raises(FileTooLarge, match="20001 个文件"):
        sniff(many)


def test_a_linear_pdf_that_is_whole_is_read() -> None:
    head = b"%PDF-1.5\n1 0 obj<</Linearized 1/L 90/N 1>>endobj\n"
    assert sniff(head + b"x" * (90 - len(head))) is Format.PDF


def test_every_byte_flipped_and_every_cut_is_a_format_or_a_read_error() -> None:
    dice = random.Random(7)
    for data in (bad.docx(), bad.xlsx(), bad.LOCKED_XLS, bad.pdf(), MHT, KNOWN["odt"][0]):
        for _ in range(120):
            broken = bytearray(data)
            for _ in range(dice.randint(1, 8)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            for candidate in (bytes(broken), data[: dice.randrange(len(data))]):
                try:
                    assert isinstance(sniff(candidate), Format)
                except ReadError as error:
                    assert error.what

"""Any bytes: the right reader, or one clear sentence, quickly and in little memory."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from pathlib import Path

import docx as python_docx
import openpyxl
import pypdfium2
import pytest
from lxml import etree

from gongkai.errors import (
    DamagedFile,
    EncryptedFile,
    FileTooLarge,
    MissingProgram,
    ReadError,
    UnsupportedFormat,
)
from gongkai.report.read import docx, office, pdf, text, xlsx
from gongkai.report.read import open as opening
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.isolate import run_isolated
from gongkai.report.read.open import expand, open_documents, preconvert, read_document
from gongkai.report.read.sniff import Format
from tests.report.read import bad_files as bad


def _word(rows: int = 1) -> bytes:
    document = python_docx.Document()
    document.add_paragraph("甲乙丙")
    table = document.add_table(rows, 2, style="Table Grid")
    for row in table.rows:
        row.cells[0].text, row.cells[1].text = "丁", "25"
    if rows > 1:
        document.add_paragraph("戊")  # LibreOffice loses a table that ends an old file
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _words(document: Document | ReadError) -> str:
    assert isinstance(document, Document), document
    made = []
    for block in document.blocks:
        rows = block.rows if isinstance(block, Grid) else []
        made += [block.text] if isinstance(block, Para) else [c.text for row in rows for c in row]
    return "|".join(made)


def _outcomes(data: bytes, name: str) -> dict[str, Document | ReadError]:
    """Outcome by name; the members of an archive without the archive's name before theirs."""
    return {n.removeprefix(name + "/"): o for n, o in open_documents(data, name)}


def _error_of(data: bytes, name: str) -> ReadError | None:
    """The error for a file that is alone; for a worker."""
    [outcome] = [outcome for _, outcome in open_documents(data, name)]
    return outcome if isinstance(outcome, ReadError) else None


PAGE = "<html><body><p>甲乙丙</p><table><tr><td>丁</td><td>25</td></tr></table></body></html>"
MHT = (
    "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=gb18030\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n" + PAGE
)  # fmt: skip
READABLE = {
    "docx": (_word(), "docx"),
    "html": (PAGE.encode("gb18030"), "html"),
    "mht": (MHT.encode("gb18030"), "mht"),
    "xlsx": (
        bad.xlsx(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>甲乙丙</t></is></c></row><row r="3">'
            '<c r="A3" t="inlineStr"><is><t>丁</t></is></c><c r="B3"><v>25</v></c></row>'
        ),
        "xlsx",
    ),
    "xls": (
        bad.xls({
            "表": bad.text_cell(0, 0, "甲乙丙") + bad.text_cell(2, 0, "丁")
            + bad.number_cell(2, 1, 25)
        }),
        "xls",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READABLE)
@pytest.mark.parametrize("name", ["报告.pdf", "报告.docx", "报告"])
def test_a_wrong_ending_is_no_hindrance(case: str, name: str) -> None:
    data, format = READABLE[case]
    [(label, document)] = open_documents(data, name)
    assert (label, _words(document)) == (name, "甲乙丙|丁|25")
    assert isinstance(document, Document)
    assert document.format == format


def test_text_and_pdf_go_to_their_readers() -> None:
    assert "甲乙丙" in _words(read_document("甲乙丙".encode(), "a.docx"))
    assert "Hello" in _words(read_document(bad.pdf("Hello" * 5), "a.docx"))


def test_a_picture_goes_to_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.report.read import scan

    monkeypatch.setattr(scan, "read", lambda data: Document(format="image"))
    assert read_document(b"\x89PNG\r\n\x1a\n", "a").format == "image"


def test_an_archive_is_no_document() -> None:
    with pytest.raises(UnsupportedFormat):
        read_document(bad.zip_of({"a.txt": b"x"}), "a.zip")


def test_the_members_of_a_zip_are_read_and_the_bad_ones_told() -> None:
    data = bad.zip_of({
        "1.docx": _word(),
        "二/2.docx": _word()[:-50],
        "3.html": PAGE.encode(),
        "4.bin": random.Random(3).randbytes(500),
        "5.zip": bad.zip_of({"6.htm": PAGE.encode("gbk"), "7.doc": bad.LOCKED_DOC}),
    })  # fmt: skip
    assert [n for n, _ in open_documents(data, "全市.zip")][0] == "全市.zip/1.docx"
    found = _outcomes(data, "全市.zip")
    assert {n: type(o) for n, o in found.items()} == {
        "1.docx": Document,
        "二/2.docx": DamagedFile,
        "3.html": Document,
        "4.bin": DamagedFile,
        "5.zip/6.htm": Document,
        "5.zip/7.doc": EncryptedFile,
    }
    assert len({_words(o) for o in found.values() if isinstance(o, Document)}) == 1


# hostile --------------------------------------------------------------------------------------


def _onion(depth: int, width: int) -> bytes:
    data = bad.zip_of({"0.txt": bytes(2**20)})
    for _ in range(depth):
        data = bad.zip_of({f"{i}.zip": data for i in range(width)})
    return data


DEEP = 50_000
HOSTILE: dict[str, tuple[bytes, type[ReadError], str]] = {
    "empty": (b"", DamagedFile, "空的"),
    "truncated docx": (_word()[:-100], DamagedFile, "不完整"),
    "half a docx": (_word()[: len(_word()) // 2], DamagedFile, "不完整"),
    "truncated pdf": (bad.pdf()[:-150], DamagedFile, "下载完"),
    "truncated xls": (READABLE["xls"][0][:4000], DamagedFile, "下载完"),
    "truncated zip": (bad.zip_of({"a.txt": b"x" * 99})[:-10], DamagedFile, "不完整"),
    "encrypted docx": (bad.LOCKED_OOXML, EncryptedFile, "加密"),
    "encrypted doc": (bad.LOCKED_DOC, EncryptedFile, "加密"),
    "encrypted xls": (bad.LOCKED_XLS, EncryptedFile, "加密"),
    "encrypted zip": (bad.locked_zip({"a.txt": b"x"}), EncryptedFile, "加密"),
    "encrypted member of a docx": (
        bad.locked_zip({"[Content_Types].xml": bad.TYPES, "word/document.xml": b"<a/>"}),
        EncryptedFile,
        "加密",
    ),
    "encrypted pdf": (bad.pdf("x", b"secret"), EncryptedFile, "PDF"),
    "XML bomb in docx": (bad.docx("<w:p>&f;</w:p>", bad.BILLION_LAUGHS), DamagedFile, ""),
    "external entity in docx": (bad.docx("<w:p>&f;</w:p>", bad.EXTERNAL), DamagedFile, ""),
    "XML bomb in xlsx": (bad.xlsx(doctype=bad.BILLION_LAUGHS), DamagedFile, ""),
    "50,000 nested tags in docx": (
        bad.docx("<w:sdt>" * DEEP + "</w:sdt>" * DEEP), FileTooLarge, "深",
    ),
    "50,000 nested tables in docx": (
        bad.docx("<w:tbl><w:tr><w:tc>" * DEEP + "</w:tc></w:tr></w:tbl>" * DEEP),
        FileTooLarge,
        "深",
    ),
    "50,000 nested tags in html": (b"<div>" * DEEP, FileTooLarge, "深"),
    "a docx that unpacks to 200 MB": (
        bad.docx("<w:p/>" * (200 * 2**20 // 6)), FileTooLarge, "上限",
    ),
    "a member of 300 MB": (bad.zip_of({"a.txt": bytes(300 * 2**20)}), FileTooLarge, "上限"),
    "noise": (random.Random(5).randbytes(100_000), DamagedFile, "认不出"),
    "zeros": (bytes(100_000), DamagedFile, "空字节"),
    "a zip of 100,000 members": (
        bad.zip_of({str(i): b"" for i in range(100_000)}, zipfile.ZIP_STORED),
        FileTooLarge,
        "100000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_one_clear_sentence(case: str) -> None:
    data, kind, word = HOSTILE[case]
    error = run_isolated(_error_of, data, "报告.docx", seconds=10, megabytes=600)
    assert error is not None
    assert (type(error), word in error.what) == (kind, True), error
    assert re.search(r"[\u4e00-\u9fff]{3}", error.what)
    assert error.remedy
    assert "秒" not in error.what


def test_an_onion_of_zips_is_peeled_to_its_limit_only() -> None:
    found = run_isolated(_types_of, _onion(5, 16), seconds=18, megabytes=500)
    assert set(found) == {"UnsupportedFormat"}
    assert len(found) == 16**3


def _types_of(data: bytes) -> list[str]:
    return [type(outcome).__name__ for _, outcome in open_documents(data, "a.zip")]


def test_fuzzed_files_are_read_or_refused_but_never_crash() -> None:
    dice = random.Random(11)
    names = [*READABLE]
    for _ in range(150):
        data = bytearray(READABLE[dice.choice(names)][0])
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        for _, outcome in open_documents(bytes(data), "a"):
            assert isinstance(outcome, Document | ReadError)


def test_a_fuzzed_xml_part_is_read_or_refused() -> None:
    dice = random.Random(13)
    with zipfile.ZipFile(io.BytesIO(READABLE["xlsx"][0])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(300):
        name = dice.choice([*parts])
        part = bytearray(parts[name])
        at = dice.randrange(len(part))
        part[at : at + dice.randint(0, 4)] = dice.choice(
            [b"", b"9", b"-1", b"<", b'"', b"A", b"\xff"]
        )
        for _, outcome in open_documents(bad.zip_of({**parts, name: bytes(part)}), "a"):
            assert isinstance(outcome, Document | ReadError)


def test_a_fuzzed_old_workbook_is_read_or_refused() -> None:
    dice = random.Random(17)
    data = READABLE["xls"][0]
    start = data.index(struct.pack("<HH", 0x0809, 16))
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 4)):
            broken[start + dice.randrange(300)] = dice.randrange(256)
        try:
            run = xlsx.read(bytes(broken))
        except ReadError:
            continue
        assert isinstance(run, Document)


@pytest.mark.parametrize(
    ("raised", "kind", "word"),
    [
        (RecursionError(), FileTooLarge, "嵌套"),
        (MemoryError(), FileTooLarge, "内存"),
        (etree.XMLSyntaxError("Excessive depth in document", 1, 1, 1), FileTooLarge, "嵌套"),
        (etree.XMLSyntaxError("junk", 1, 1, 1), DamagedFile, "XML"),
        (zipfile.BadZipFile(), DamagedFile, "BadZipFile"),
        (struct.error(), DamagedFile, "error"),
        (KeyError("x"), DamagedFile, "KeyError"),
        (UnicodeDecodeError("utf-8", b"", 0, 1, ""), DamagedFile, "UnicodeDecodeError"),
        (OSError(), DamagedFile, "OSError"),
        (EncryptedFile("锁"), EncryptedFile, "锁"),
    ],
)
def test_every_error_of_a_library_becomes_a_read_error(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, kind: type[ReadError], word: str
) -> None:
    def fail(_: bytes) -> Document:
        raise raised

    monkeypatch.setattr(text, "read", fail)
    with pytest.raises(ReadError) as caught:
        read_document(b"x", "a.txt")
    assert type(caught.value) is kind
    assert word in caught.value.what


def test_an_error_of_pdfium_becomes_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> Document:
        raise pypdfium2.PdfiumError("Failed to load page.")

    monkeypatch.setattr(pdf, "read", fail)
    with pytest.raises(DamagedFile, match="PDF"):
        read_document(bad.pdf(), "a.pdf")


def test_too_little_memory_to_tell_the_format_is_an_error_of_that_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> Format:
        raise MemoryError

    monkeypatch.setattr(opening, "sniff", fail)
    [item] = expand(b"x", "a")
    assert isinstance(item.content, FileTooLarge)


def test_a_mistake_in_a_reader_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "read", lambda data: data.nothing)
    with pytest.raises(AttributeError):
        read_document(b"x", "a.txt")


# old office files -----------------------------------------------------------------------------

DOC = bad.ole({"WordDocument": b"\xec\xa5" + bytes(30), "1Table": b""})
RTF = b"{\\rtf1 x}"
EXCEL_XML = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """LibreOffice replaced: everything becomes the same docx or xlsx, “bad” RTF is refused."""
    calls: list[tuple[int, str]] = []

    def convert(files: dict[str, bytes], target: str = "docx") -> dict[str, bytes | ReadError]:
        if files:
            calls.append((len(files), target))
        good = READABLE[target][0]
        return {n: DamagedFile("拒") if b"bad" in d else good for n, d in files.items()}

    monkeypatch.setattr(office, "convert_to_docx", convert)
    monkeypatch.setattr(office, "available", lambda target="docx": True)
    return calls


def test_a_zip_that_cannot_be_opened_after_all_is_one_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: bytes) -> object:
        raise DamagedFile("坏")

    monkeypatch.setattr(opening.archive, "members", fail)
    assert isinstance(_outcomes(bad.zip_of({"a.txt": b"x"}), "a.zip")["a.zip"], DamagedFile)


def test_old_files_are_read_by_way_of_libreoffice(conversions: list[tuple[int, str]]) -> None:
    for data, format in ((DOC, "doc"), (RTF, "rtf"), (EXCEL_XML, "excel-xml")):
        [(_, document)] = open_documents(data, "a")
        assert _words(document) == "甲乙丙|丁|25"
        assert isinstance(document, Document)
        assert document.format == format
    assert conversions == [(1, "docx"), (1, "docx"), (1, "xlsx")]
    assert _words(read_document(DOC, "a")) == "甲乙丙|丁|25"


def test_a_zip_of_old_files_is_converted_in_one_go(conversions: list[tuple[int, str]]) -> None:
    members = {f"{i}.rtf": b"{\\rtf1 %d}" % i for i in range(5)}
    data = bad.zip_of({**members, "bad.rtf": b"{\\rtf1 bad}", "a.xml": EXCEL_XML})
    found = _outcomes(data, "a.zip")
    assert conversions == [(6, "docx"), (1, "xlsx")]
    assert isinstance(found["bad.rtf"], DamagedFile)
    assert sum(isinstance(o, Document) for o in found.values()) == 6


def test_batches_are_small_enough_to_be_held(
    conversions: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bad.zip_of({f"{i}.rtf": b"{\\rtf1 %d}" % i for i in range(90)})
    assert len(_outcomes(data, "a.zip")) == 90
    assert conversions == [(40, "docx"), (40, "docx"), (10, "docx")]
    conversions.clear()
    monkeypatch.setattr(opening, "_BATCH_BYTES", 18)
    assert len(_outcomes(bad.zip_of({f"{i}.rtf": b"{\\rtf1 %d}" % i for i in range(4)}), "a")) == 4
    assert conversions == [(2, "docx"), (2, "docx")]


def test_old_files_can_be_converted_before_they_are_read(
    conversions: list[tuple[int, str]], tmp_path: Path
) -> None:
    files = {
        "a.rtf": RTF,
        "b.doc": DOC,
        "c.txt": b"x",
        "d.docx": READABLE["docx"][0],
        "e.xml": EXCEL_XML,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    converted = preconvert([*(tmp_path / name for name in files), tmp_path / "none", tmp_path])
    assert conversions == [(2, "docx"), (1, "xlsx")]
    for name, data in files.items():
        [(_, document)] = open_documents(data, name, converted)
        assert isinstance(document, Document)
    assert preconvert([tmp_path / "a.rtf"], converted) is converted
    assert len(conversions) == 2


def test_a_workbook_that_calamine_refuses_is_tried_by_libreoffice(
    conversions: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = bad.ole({"Workbook": b""})
    assert _words(read_document(odd, "a.et")) == "甲乙丙|丁|25"
    monkeypatch.setattr(office, "available", lambda target="docx": False)
    with pytest.raises(DamagedFile):
        read_document(odd, "a.et")
    assert len(conversions) == 1


def test_without_libreoffice_an_old_file_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office, "_program", lambda: "")
    [(_, outcome)] = open_documents(DOC, "a.doc")
    assert isinstance(outcome, MissingProgram)
    assert "libreoffice-writer-nogui" in outcome.remedy


@pytest.mark.needs_libreoffice
def test_a_real_old_file_has_the_cells_of_the_new_one(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.docx").write_bytes(_word(5))
    book = openpyxl.Workbook()
    book.active.append([25, 0.125])
    book.active["B1"].number_format = "0.00%"
    book.save(tmp_path / "b.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for target, source in (("doc", "a.docx"), ("xls", "b.xlsx")):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", target, "--outdir", tmp_path,
             tmp_path / source],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    made = {n: (tmp_path / n).read_bytes() for n in ("a.doc", "b.xls")}
    found = _outcomes(bad.zip_of(made), "a.zip")
    assert _words(found["a.doc"]) == _words(docx.read(_word(5)))
    assert _words(found["b.xls"]) == "25|12.50%"

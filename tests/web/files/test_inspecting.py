"""What may come in and what may not, each with a file made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import BadInput, ReadError
from gongkai.web.files.inspecting import inspect
from gongkai.web.files.kinds import Kind
from gongkai.web.files.names import clean_name
from tests.web.files.samples import (
    LOCKED,
    PNG,
    archive,
    biff,
    docx,
    odt,
    ole,
    pdf,
    word_stream,
    xlsx,
)  # fmt: skip

ALL = tuple(kind.value for kind in Kind)
EXE = b"MZ" + bytes(200)

GOOD = {
    "通知.pdf": (pdf(), Kind.PDF),
    "说明.docx": (docx(), Kind.DOCX),
    "无后缀": (docx(), Kind.DOCX),
    "表.xlsx": (xlsx(), Kind.XLSX),
    "旧.doc": (ole({"WordDocument": word_stream(), "1Table": b"x"}), Kind.DOC),
    "旧.wps": (ole({"WordDocument": word_stream()}), Kind.DOC),
    "旧.xls": (ole({"Workbook": biff(0, 0)}), Kind.XLS),
    "文.odt": (odt(), Kind.ODT),
    "版.ofd": (archive({"OFD.xml": b"<ofd/>"}), Kind.OFD),
    "图.png": (PNG, Kind.PNG),
    "记录.txt": ("办理情况".encode(), Kind.TXT),
    "表.csv": ("甲,乙\n1,2\n".encode(), Kind.CSV),
    "文.rtf": (b"{\\rtf1 hello}", Kind.RTF),
    "包.zip": (archive({"内/说明.docx": docx(), "a.pdf": pdf()}), Kind.ZIP),
    "附.pdf.docx": (docx(), Kind.DOCX),
}

_TEMPLATE = b'<Relationship Type="http://x/attachedTemplate" Target="%s" TargetMode="External"/>'
BAD: dict[str, tuple[str, bytes, str]] = {
    "a program": ("工具.exe", EXE, "程序"),
    "a program under another name": ("通知.pdf", EXE, "程序"),
    "a program with a double ending": ("通知.pdf.exe", EXE, "程序"),
    "a program of Linux": ("通知.doc", b"\x7fELF" + bytes(99), "程序"),
    "a program that is a PDF too": ("通知.pdf", b"MZ  \n" + pdf(), "程序"),
    "a script": ("run.txt", b"#!/bin/sh\nrm -rf x\n", "程序"),
    "a page that a server runs": ("a.txt", b"<?php echo 1;", "程序"),
    "a batch file": ("a.bat", b"echo 1\r\n", "程序"),
    "a page": ("a.html", b"<html><body><p>x</p></body></html>", "程序"),
    "a page called text": ("a.txt", b"<html><body><p>x</p></body></html>", "不接受"),
    "SVG": ("a.svg", b"<svg onload='alert(1)'/>", "程序"),
    "the wrong ending": ("照片.png", pdf(), "内容却是PDF"),
    "an ending for programs on a document": ("通知.pdf.scr", pdf(), "程序"),
    "nothing": ("空.pdf", b"", "空"),
    "zeros only": ("空.pdf", bytes(500), "空字节"),
    "half a PDF": ("半.pdf", pdf()[:300], "没有下载完"),
    "a locked PDF": ("密.pdf", pdf(encrypted=LOCKED), "加密"),
    "a PDF with a script": (
        "脚本.pdf",
        pdf(extra="<</S/JavaScript/JS(app.alert(1))>>",
            catalog="/Names<</JavaScript<</Names[(a) 4 0 R]>>>>"),
        "脚本",
    ),
    "a PDF that starts a program": (
        "启动.pdf",
        pdf(extra="<</S/Launch/F(cmd.exe)>>", catalog="/OpenAction 4 0 R"), "启动程序",
    ),
    "VBA in docx": ("宏.docx", docx(**{"word/vbaProject.bin": b"x"}), "宏"),
    "a macro type in docx": (
        "宏.docx", docx(types=b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml"),
        "宏",
    ),
    "a file for macros": ("宏.docm", docx(), "程序"),
    "a macro sheet in xlsx": ("宏.xlsx", xlsx(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), "宏"),
    "VBA in xlsx": ("宏.xlsx", xlsx(**{"xl/vbaProject.bin": b"x"}), "宏"),
    "Basic in odt": ("宏.odt", odt(**{"Basic/Standard/Module1.xml": b"<x/>"}), "宏"),
    "VBA in doc": (
        "宏.doc", ole({"WordDocument": word_stream(), "Macros/VBA/dir": b"x"}), "VBA",
    ),
    "VBA in xls": (
        "宏.xls", ole({"Workbook": biff(0), "_VBA_PROJECT_CUR/VBA/dir": b"x"}), "VBA",
    ),
    "XLM in xls": ("宏.xls", ole({"Workbook": biff(0, 1)}), "宏表"),
    "a packed program in doc": (
        "对象.doc", ole({"WordDocument": word_stream(), "ObjectPool/_1/\x01Ole10Native": b"x"}),
        "程序对象",
    ),
    "a packed program in docx": (
        "对象.docx",
        docx(**{"word/embeddings/oleObject1.bin": ole({"\x01Ole10Native": b"x"})}), "程序对象",
    ),
    "a macro document inside docx": (
        "套.docx", docx(**{"word/embeddings/a.xlsx": xlsx(**{"xl/vbaProject.bin": b"x"})}), "宏",
    ),
    "a template from elsewhere": (
        "模板.docx",
        docx(**{"word/_rels/settings.xml.rels": _TEMPLATE % b"http://evil.example/a.dotm"}),
        "模板",
    ),
    "an object in RTF": ("对象.rtf", b"{\\rtf1{\\object\\objdata 0105}}", "对象"),
    "a locked doc": ("密.doc", ole({"WordDocument": word_stream(0x0100)}), "加密"),
    "a locked docx": ("密.docx", ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "加密"),
    "a locked odt": (
        "密.odt", odt(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "加密",
    ),
    "a program in a zip": ("包.zip", archive({"内/a.exe": EXE}), "程序"),
    "a renamed program in a zip": ("包.zip", archive({"a.pdf": EXE}), "程序"),
    "macros in a zip": ("包.zip", archive({"a.docx": docx(**{"word/vbaProject.bin": b""})}), "宏"),
    "a picture with an archive": ("图.png", PNG + archive({"a": b"b"}), "压缩包"),
    "an empty zip": ("空.zip", archive({}), "空"),
    "RAR": ("包.rar", b"Rar!\x1a\x07\0" + bytes(50), "不接受"),
    "7z": ("包.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "不接受"),
    "noise": ("a.doc", bytes(range(256)) * 4, "认不出"),
    "mail": ("a.msg", ole({"__properties_version1.0": b"x"}), "不接受"),
    "sealed by an office program": ("a.docx", b"%TSD-Header-###%" + bytes(90), "加密"),
    "half a zip": ("包.zip", archive({"a.txt": b"abc" * 99})[:80], "不完整"),
}  # fmt: skip


def look(tmp_path: Path, name: str, data: bytes, allowed: tuple[str, ...] = ALL) -> Kind:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return inspect(str(path), name, allowed)


@pytest.mark.parametrize("name", GOOD)
def test_an_ordinary_file_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    data, kind = GOOD[name]
    assert look(tmp_path, name, data) is kind


@pytest.mark.parametrize("what", BAD)
def test_what_is_dangerous_or_useless_is_refused_in_a_sentence(what: str, tmp_path: Path) -> None:
    name, data, said = BAD[what]
    with pytest.raises(ReadError, match=said) as caught:
        look(tmp_path, name, data)
    assert caught.value.remedy
    assert "年度报告" not in str(caught.value)


def test_a_bomb_is_stopped_before_it_is_unpacked(tmp_path: Path) -> None:
    zeros = bytes(60 * 2**20)
    bomb = archive({f"{n}.txt": zeros for n in range(2)})
    assert len(bomb) < 200_000
    with pytest.raises(ReadError, match="压缩炸弹"):
        look(tmp_path, "包.zip", bomb)
    with pytest.raises(ReadError, match="压缩炸弹"):
        look(tmp_path, "文.docx", docx(**{"word/media/a.bin": zeros}))


def test_nested_and_numerous_archives_are_refused(tmp_path: Path) -> None:
    data = archive({"a.txt": b"a"})
    for _ in range(4):
        data = archive({"in.zip": data})
    with pytest.raises(ReadError, match="嵌套"):
        look(tmp_path, "包.zip", data)
    with pytest.raises(ReadError, match="太多"):
        look(tmp_path, "包.zip", archive({f"{n}": b"" for n in range(5_001)}))


def test_a_locked_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive({"a.txt": b"abc"}))
    data[6] |= 1
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ReadError, match="加密"):
        look(tmp_path, "包.zip", bytes(data))


def test_only_the_kinds_on_the_list_are_taken(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="这里不接受Word 文档；可以上传：PDF"):
        look(tmp_path, "a.docx", docx(), ("pdf",))


def test_a_template_of_this_machine_is_no_danger(tmp_path: Path) -> None:
    data = docx(**{"word/_rels/settings.xml.rels": _TEMPLATE % b"file:///C:\\Normal.dotm"})
    assert look(tmp_path, "a.docx", data) is Kind.DOCX


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\通知.pdf", "通知.pdf"),
        ("通知\u202efdp.exe", "通知fdp.exe"),
        ("a\0b\r\nc.pdf", "abc.pdf"),
        ('a"<b>|?*.pdf', "a__b____.pdf"),
        ("  多  空格 .pdf ", "多 空格 .pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(given: str, clean: str) -> None:
    assert clean_name(given) == clean


@pytest.mark.parametrize("given", ["", "..", "/", "\u200b", "a/.."])
def test_a_name_of_nothing_is_refused(given: str) -> None:
    with pytest.raises(BadInput, match="没有名称"):
        clean_name(given)

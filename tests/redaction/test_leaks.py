"""The leak test finds what other ways of redacting leave behind."""

# ruff: noqa: E501 — XML reads best in one piece

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from gongkai.errors import BadInput, MissingProgram
from gongkai.redaction import (
    Box,
    Mark,
    Page,
    Pages,
    burn,
    inspect,
    leaking,
    leaks,
    leaks_drawn,
    mark_text,
    strip,
)
from gongkai.redaction.leaks_package import remains
from gongkai.redaction.searching import Needle, members, readable, streams
from tests.redaction.made import (
    SECRET,
    TEXT,
    changed,
    image,
    raw_pdf,
    show,
    typeset,
)  # fmt: skip


def kinds(found: list) -> list[tuple[bool, str]]:  # type: ignore[type-arg]
    return sorted({(leak.blocking, leak.kind) for leak in found})


def test_a_burnt_file_has_no_leak() -> None:
    source = inspect(typeset("姓名栏：" + SECRET), "pdf")
    marks = mark_text(source, SECRET, "E15")
    assert leaks(burn(source, marks), "pdf", source, marks) == []


def test_a_black_box_drawn_over_the_text_leaks_the_text() -> None:
    source = inspect(raw_pdf(show("TopSecret", 50, 100)), "pdf")
    marks = mark_text(source, "TopSecret", "E15")
    drawn = raw_pdf(show("TopSecret", 50, 100) + "0 g 40 90 120 30 re f")
    found = leaks(drawn, "pdf", source, marks)
    assert (True, "place") in kinds(found)
    assert any(
        leak.text == "TopSecret" and leak.page == 0 for leak in found if leak.kind == "place"
    )
    assert any(leak.kind == "hidden" for leak in found), "it stands in the stream too"


def test_a_white_box_is_not_a_black_one() -> None:
    source = inspect(raw_pdf(show("TopSecret", 50, 100)), "pdf")
    marks = mark_text(source, "TopSecret", "E15")
    found = leaks(raw_pdf("1 g 0 0 400 300 re f"), "pdf", source, marks)
    assert [(leak.kind, leak.text) for leak in found] == [("place", "")]


def test_the_same_text_elsewhere_is_a_warning_with_its_page() -> None:
    source = inspect(
        typeset(f"{SECRET}\n#pagebreak()\n无\n#pagebreak()\n{SECRET}、{SECRET}"), "pdf"
    )
    marks = mark_text(source, SECRET, "E15")[:1]
    found = leaks(burn(source, marks), "pdf", source, marks)
    same = [leak for leak in found if leak.kind == "same"]
    assert [(leak.page, leak.blocking) for leak in same] == [(2, False)]
    assert same[0].message == "同一内容在第3页仍可见（2处）；如也应涂去，请补画"


def test_personal_data_that_stays_is_a_warning() -> None:
    source = inspect(typeset(TEXT), "pdf")
    marks = mark_text(source, SECRET, "E15")
    found = leaks(burn(source, marks), "pdf", source, marks)
    assert kinds(found) == [(False, "personal")]
    assert {leak.text for leak in found} == {"110101190001010014", "13800138000"}


def test_boxes_anywhere_leave_nothing_that_blocks() -> None:
    import random

    chance = random.Random(1)
    source = inspect(
        typeset("本机关依照条例第十五条的规定，对涉及第三方个人隐私的内容作区分处理。" * 30), "pdf"
    )
    for _ in range(4):
        marks = []
        for _ in range(8):
            x, y = chance.uniform(40, 500), chance.uniform(40, 600)
            box = Box(x, y, x + chance.uniform(1, 120), y + chance.uniform(1, 60))
            marks.append(Mark(0, (box,), "E15"))
        found = leaks(burn(source, marks, 72), "pdf", source, marks)
        assert not [leak for leak in found if leak.blocking]


def test_a_single_character_is_held_to_its_place_only() -> None:
    source = inspect(typeset("三人行"), "pdf")
    marks = mark_text(source, "三", "E15")
    assert leaks(burn(source, marks), "pdf", source, marks) == []
    assert (True, "place") in kinds(leaks(burn(source, []), "pdf", source, marks))


def test_overlapping_boxes_and_boxes_beyond_the_page_are_no_leak() -> None:
    source = inspect(typeset(TEXT), "pdf")
    marks = [
        Mark(0, (Box(50, 50, 300, 90), Box(52, 52, 54, 53)), "E15"),
        Mark(0, (Box(100, 60, 350, 120),), "E14a"),
        Mark(0, (Box(590, 830, 700, 900),), "E14a"),
    ]
    assert not [leak for leak in leaks(burn(source, marks), "pdf", source, marks) if leak.blocking]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-be", "utf-16-le", "gb18030"])
def test_a_string_anywhere_in_the_bytes_is_found(coding: str) -> None:
    source = inspect(typeset("姓名栏：" + SECRET), "pdf")
    marks = mark_text(source, SECRET, "E15")
    made = burn(source, marks)
    found = leaks(made + SECRET.encode(coding), "pdf", source, marks)
    assert [(leak.kind, leak.where, leak.text) for leak in found] == [
        ("hidden", "文件内容", SECRET)
    ]
    found = leaks(made, "pdf", source, marks, strings=["姓名栏"])
    assert kinds(found) == [(False, "same")]


def test_traces_in_the_structure_and_in_pictures_are_found() -> None:
    import io

    from PIL import Image

    noise = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((700, 700), 90) for _ in range(3)]).save(noise, "PNG")
    made = burn(inspect(noise.getvalue(), "png"), [])
    assert leaks(made) == []
    start = made.index(b"\xff\xd8\xff")
    comment = b"\xff\xfe\x00\x08SECRET"
    at = made.rindex(b"/Length ", 0, start) + 8
    length = made[at : made.index(b" ", at)]
    longer = made[:at] + b"%d" % (int(length) + len(comment)) + made[at + len(length) :]
    start = longer.index(b"\xff\xd8\xff")
    longer = longer[: start + 2] + comment + longer[start + 2 :]
    assert [leak.message for leak in leaks(longer)] == [
        "文件里还有图像的附带信息；不能公开，请重新生成"
    ]
    broken = made.replace(b"\xff\xd8\xff", b"\xff\xd8\x00", 1)
    assert any("认不出的图像" in leak.message for leak in leaks(broken))


def test_a_result_of_another_file_is_refused() -> None:
    source = inspect(typeset("一\n#pagebreak()\n二"), "pdf")
    with pytest.raises(BadInput, match="结果有1页，原文件有2页"):
        leaks(burn(inspect(typeset("一"), "pdf"), []), "pdf", source, [])


def test_another_reader_may_find_what_the_first_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.redaction import leaks_pdf

    made = burn(inspect(typeset("无"), "pdf"), [])
    cells = array("f", [10, 10, 20, 20] * len(SECRET))
    read = [Page(595, 842, SECRET, cells, cells)]
    monkeypatch.setattr("gongkai.redaction.leaking.second_reading", lambda result: read)
    assert [leak.where for leak in leaks(made, strings=[SECRET])] == ["另一种读取方式"]
    source = inspect(typeset("无"), "pdf")
    marks = [Mark(0, (Box(5, 5, 25, 25),), "E15")]
    assert ("place", SECRET) in [
        (leak.kind, leak.text) for leak in leaks(burn(source, marks), "pdf", source, marks)
    ]
    monkeypatch.setattr(leaks_pdf, "find_spec", lambda name: None)
    assert leaks_pdf.second_reading(made) == []


def test_recognition_reads_what_a_thin_box_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.redaction import leaks_ocr
    from gongkai.report.read.scan_engine import Reading

    pytest.importorskip("numpy")
    source = inspect(typeset("姓名栏：" + SECRET), "pdf")
    marks = mark_text(source, SECRET, "E15")
    box = [value * 150 / 72 for value in marks[0].boxes[0]]
    monkeypatch.setattr(leaks_ocr, "require_engine", lambda: None)
    monkeypatch.setattr(
        leaks_ocr, "find_text",
        lambda image: [(tuple(box), Reading(SECRET, 0.9)), ((0, 0, 9, 9), Reading(SECRET, 0.9))],
    )  # fmt: skip
    found = leaks(burn(source, marks), "pdf", source, marks, ocr=True)
    assert [(leak.kind, leak.where, leak.blocking) for leak in found] == [
        ("place", "第1页图像", True)
    ]


# --- other kinds ---------------------------------------------------------------------------------


def test_an_office_file_that_was_not_stripped_is_blocked(tmp_path: Path) -> None:
    import docx

    word = docx.Document()
    word.add_paragraph("申请人：张三丰")
    word.core_properties.author = "作者"
    word.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    assert (True, "trace") in kinds(leaks(data, "docx", drawn=False))
    clean = strip(data, "docx").data
    assert kinds(leaks(clean, "docx", drawn=False)) == [(False, "personal")]
    assert (True, "hidden") in kinds(leaks(clean, "docx", strings=[SECRET], drawn=False))
    body = '<w:p><w:ins w:id="1" w:author="某" w:date="2024-01-01T00:00:00Z"><w:r><w:t>改</w:t></w:r></w:ins></w:p>'
    import io
    import zipfile  # noqa: E401

    text = zipfile.ZipFile(io.BytesIO(clean)).read("word/document.xml").decode()
    tracked = changed(
        clean, {"word/document.xml": text.replace("<w:body>", "<w:body>" + body).encode()}
    )
    assert any("修订痕迹" in leak.message for leak in leaks(tracked, "docx", drawn=False))


@pytest.mark.parametrize(
    ("name", "body", "what"),
    [
        ("word/document.xml", "<x:r><x:rPr><x:vanish/></x:rPr><x:t>藏</x:t></x:r>", "隐藏文字"),
        ("word/header1.xml", '<w:ins w:id="1"><w:r><w:t>改</w:t></w:r></w:ins>', "修订痕迹"),
        (
            "body.xml",
            '<w:ins xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>',
            "修订痕迹",
        ),
        ("word/document.xml", '<w:rPrChange w:id="1"/>', "修订痕迹"),
        ("word/document.xml", '<w:commentReference w:id="0"/>', "批注标记"),
        ("word/settings.xml", "<w:rsids><w:rsidRoot/></w:rsids>", "编辑设置"),
        ("word/document.xml", '<w:p w:rsidR="00AB12CD"/>', "编辑痕迹"),
        ("xl/worksheets/sheet1.xml", '<c r="A1"><f>Sheet2!A1</f><v>1</v></c>', "公式"),
        ("xl/worksheets/sheet1.xml", '<row r="3" hidden="1"><c r="A3"/></row>', "隐藏的行"),
        ("xl/worksheets/sheet1.xml", '<x:dataValidations count="1">', "工作表设置"),
        ("xl/workbook2.xml", '<sheet name="甲" sheetId="2" state="veryHidden"/>', "隐藏的工作表"),
        ("xl/workbook.xml", '<definedName name="张三">Sheet1!$A$1</definedName>', "定义的名称"),
        ("ppt/slides/slide2.xml", '<p:sld show="0"/>', "隐藏的幻灯片"),
        ("ppt/notesSlides/notesSlide1.xml", "<p:notes/>", "演讲者备注"),
        ("docProps/core.xml", "<a/>", "文档属性"),
        ("word/comments.xml", "<a/>", "批注"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "<a/>", "透视表缓存"),
        ("word/media/image1.png", "\x89PNG\0\0\0\x09tEXtAuthor", "图片注释"),
        ("word/media/image1.png", "\x89PNG\0\x01\x11\x70zTXtAuthor", "图片注释"),
        ("word/media/image1.jpg", "x<x:xmpmeta>", "XMP 元数据"),
        ("word/media/image1.jpg", "\xff\xe1\x01\x00Exif\0\0MM", "EXIF（拍摄时间、地点、设备等）"),
    ],
)
def test_the_bytes_of_a_package_are_searched_without_the_stripping(
    name: str, body: str, what: str
) -> None:
    coded = body.encode("latin-1" if "image" in name else "utf-8")
    assert [found[:2] for found in remains([(name, coded)])] == [(what, name)]


def test_what_is_meant_to_be_read_is_no_trace() -> None:
    clean = (
        ("word/document.xml", '<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish '
         'w:val="0"/></w:rPr><w:t>明</w:t></w:r><w:instrText>PAGE</w:instrText></w:p>'),
        ("xl/worksheets/sheet1.xml", '<row r="3" hidden="1"/><row r="4"><c r="A4"><v>1</v></c></row>'
         '<conditionalFormatting><cfRule><formula>A1</formula></cfRule></conditionalFormatting>'),
        ("xl/workbook.xml", '<sheet name="甲" state="visible"/>'
         '<definedName name="_xlnm.Print_Area">甲!$A$1</definedName>'),
        ("ppt/slides/slide1.xml", "<p:sld/>"),
        ("word/media/image1.jpg", "\xff\xe1\0\x22Exif\0\0MM"),
    )  # fmt: skip
    assert list(remains([(name, body.encode("latin-1" if "jpg" in name else "utf-8"))
                         for name, body in clean])) == []  # fmt: skip


def test_text_that_no_page_shows_is_told_whatever_hides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(595, 842, "账号为62,170,000\n公开的正文很长的一句话，被单", array("f"), array("f"))
    monkeypatch.setattr(leaks_drawn, "inspect", lambda data, kind: Pages(b"", (page,)))
    parts = [
        ("word/document.xml", "<w:t>公开的正文</w:t><w:t>很长的一句话，被单元格截去</w:t>".encode()),
        ("word/footer1.xml", '<w:t xml:space="preserve">藏起来的 &amp; 人名</w:t><w:t>3</w:t>'.encode()),
        ("xl/worksheets/sheet1.xml", b"<v>62170000</v><v>13800138000</v><v>12</v>"),
        ("xl/worksheets/sheet2.xml", "<is><t>白字</t></is>".encode()),
        ("word/endnotes2.xml", "<w:t>尾注</w:t>".encode()),
        ("docProps/core.xml", "<t>不在正文里</t>".encode()),
    ]  # fmt: skip
    assert list(leaks_drawn.unseen(b"", "docx", parts)) == [
        ("word/footer1.xml", "藏起来的 & 人名"),
        ("xl/worksheets/sheet1.xml", "13800138000"),
        ("xl/worksheets/sheet2.xml", "白字"),
        ("word/endnotes2.xml", "尾注"),
    ]


def test_a_word_file_is_drawn_and_what_its_styles_paint_white_is_told() -> None:
    import io

    import docx
    from docx.shared import Pt, RGBColor

    word = docx.Document()
    word.add_paragraph("可以公开的正文，逐字可见。")
    pale = word.styles.add_style("批示", 1)
    pale.font.color.rgb, pale.font.size = RGBColor(255, 255, 255), Pt(12)
    word.add_paragraph("白色的批示内容", "批示")
    out = io.BytesIO()
    word.save(out)
    found = strip(out.getvalue(), "docx")
    assert any("底色相同" in one for one in found.doubts)
    left = leaks(found.data, "docx")
    assert [(leak.blocking, leak.kind, leak.text) for leak in left] == [
        (False, "unseen", "白色的批示内容")
    ]


def test_what_cannot_be_drawn_is_said_to_be_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    import docx

    def without(data: bytes, kind: str) -> Pages:
        raise MissingProgram("没有安装 LibreOffice", "请安装")

    out = io.BytesIO()
    docx.Document().save(out)
    clean = strip(out.getvalue(), "docx").data
    monkeypatch.setattr(leaks_drawn, "inspect", without)
    (found,) = leaks(clean, "docx")
    assert (found.blocking, found.kind) == (False, "unseen") and "请逐页查看" in found.message
    (found,) = leaking._unseen(clean, "pptx", [])
    assert "请逐页查看" in found.message


def test_a_picture_with_a_place_in_it_is_blocked() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "at home"
    data = image("jpeg", exif=exif)
    assert kinds(leaks(data, "jpeg")) == [(True, "trace")]
    assert leaks(strip(data, "jpeg").data, "jpeg") == []


def test_a_plain_text_is_searched() -> None:
    data = f"申请人：{SECRET}，完".encode("gb18030")
    assert kinds(leaks(data, "txt", strings=[SECRET])) == [(False, "personal"), (True, "hidden")]
    assert leaks(b"\xff\xff\x00\x00\x01", "txt") == []


def test_zips_in_zips_are_opened_and_their_comments_read() -> None:
    import io
    import zipfile

    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.txt", SECRET)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a.zip", inner.getvalue())
        archive.writestr("c.bin", b"PK\x03\x04 not a zip")
        archive.comment = b"note"
    found = dict(members(outer.getvalue()))
    assert found["a.zip/b.txt"].decode() == SECRET
    assert found["压缩包注释"] == b"note" and found["c.bin"].startswith(b"PK")
    assert dict(members(b"plain")) == {"文件": b"plain"}


def test_texts_and_attributes_of_a_part_are_read() -> None:
    xml = '<a><!--批注--><r><t>张</t></r><r><t>三</t></r><p name="李四" x="1" m="a@b.cn"/></a>'.encode()
    text = readable("word/a.xml", xml)
    assert "张三" in text and "李四" in text and "批注" in text and "a@b.cn" in text
    assert readable("a.bin", xml) == "" and readable("a.xml", b"") == ""


def test_streams_are_inflated_once_and_pictures_left_alone() -> None:
    pdf = raw_pdf(show("TopSecret", 50, 100))
    found = dict(streams(pdf + b"<< /Subtype /Image >>\nstream\nabc\nendstream"))
    assert any(b"TopSecret" in data for data in found.values())
    assert not any(b"abc" in data for data in found.values())
    broken = dict(streams(b"<< /Filter /FlateDecode >>\nstream\nxyz"))
    assert any(data == b"xyz" for data in broken.values())


def test_short_codings_are_not_looked_for_by_chance() -> None:
    assert not Needle("ab", "ab").within(b"ab")
    assert Needle("张三", "张三").within("张三".encode())
    assert Needle("张三", "张三").within("张三".encode("utf-16-be").hex().encode())

"""Office files that are released whole: what their readers are not shown is gone, the rest opens."""

# ruff: noqa: E501 — XML reads best in one piece

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.errors import BadInput, DamagedFile, FileTooLarge, UnsupportedFormat
from gongkai.redaction import Stripped, strip
from gongkai.redaction.stripping import package as package_module
from tests.redaction.made import changed, image, inflated, member, names
from tests.redaction.office import W, paragraphs, reopened, what, word, workbook

# --- Word ----------------------------------------------------------------------------------------


def test_properties_and_thumbnail_of_a_word_file_are_gone() -> None:
    found = strip(word(), "docx")
    assert paragraphs(found.data) == ["可以公开的正文。"]
    assert not [name for name in names(found.data) if name.startswith(("docProps", "customXml"))]
    assert {"文档属性（作者、时间等）", "缩略图"} <= what(found)
    assert b"Secret" not in inflated(found.data)
    assert strip(found.data, "docx").removed == ()
    assert strip(found.data, "docx").data == found.data


CHANGES = (
    '<w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>新增</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="甲"><w:r><w:delText>SecretDeleted</w:delText></w:r></w:del>'
    '<w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="甲"><w:rPr/></w:rPrChange></w:rPr>'
    "<w:t>正文</w:t></w:r></w:p>"
)


def test_tracked_changes_wait_for_a_person() -> None:
    data = word(CHANGES)
    with pytest.raises(BadInput, match="文件里有3处修订痕迹.*先在 Word 或 WPS 中逐处接受或者拒绝"):
        strip(data, "docx")
    found = strip(data, "docx", accept_changes=True)
    assert paragraphs(found.data)[0] == "新增正文"
    assert b"SecretDeleted" not in inflated(found.data) and "甲".encode() not in inflated(
        found.data
    )
    assert [(one.where, one.count) for one in found.removed if one.what.startswith("修订")] == [
        ("word/document.xml", 3)
    ]


def test_deleted_paragraph_marks_rows_cells_and_moves_are_accepted() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    row = '<w:tr><w:trPr><w:{0} w:id="1" w:author="a"/></w:trPr><w:tc><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:tc></w:tr>'
    cell = '<w:tc><w:tcPr><w:cellDel w:id="5" w:author="a"/></w:tcPr><w:p><w:r><w:t>SecretCell</w:t></w:r></w:p></w:tc>'
    data = word(
        f"<w:p>{mark}<w:r><w:t>前</w:t></w:r></w:p>",
        "<w:p><w:pPr/><w:r><w:t>后</w:t></w:r></w:p>",
        '<w:p><w:moveFromRangeStart w:id="7" w:name="m"/><w:moveFrom w:id="8" w:author="a"><w:r>'
        "<w:t>SecretMoved</w:t></w:r></w:moveFrom><w:moveTo w:id=\"9\" w:author=\"a\"><w:r>"
        "<w:t>移来</w:t></w:r></w:moveTo></w:p>",
        f"<w:tbl {W}>" + row.format("del", "SecretRow") + row.format("ins", "新行")
        + f"<w:tr>{cell}<w:tc><w:p><w:r><w:t>留下</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        f"<w:p>{mark}<w:r><w:t>表前</w:t></w:r></w:p>",
        f"<w:tbl {W}><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    )  # fmt: skip
    found = strip(data, "docx", accept_changes=True)
    assert b"Secret" not in inflated(found.data)
    assert paragraphs(found.data)[:3] == ["前后", "移来", "表前"]
    table = docx.Document(io.BytesIO(found.data)).tables[0]
    assert [cell.text for row in table.rows for cell in row.cells] == ["新行", "留下"]


def test_hidden_text_goes_by_itself_and_by_style() -> None:
    data = word(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>SecretRun</w:t></w:r><w:r><w:t>明</w:t></w:r></w:p>",
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>不藏</w:t></w:r></w:p>',
        '<w:p><w:r><w:rPr><w:rStyle w:val="Below"/></w:rPr><w:t>SecretStyled</w:t></w:r></w:p>',
        '<w:p><w:pPr><w:pStyle w:val="Hide"/></w:pPr><w:r><w:t>SecretParagraph</w:t></w:r></w:p>',
        '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>白字</w:t></w:r></w:p>',
    )
    styles = member(data, "word/styles.xml")
    more = (
        '<w:style w:type="character" w:styleId="Hide"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Below"><w:basedOn w:val="Hide"/></w:style></w:styles>'
    )
    data = changed(data, {"word/styles.xml": styles.replace("</w:styles>", more).encode()})
    found = strip(data, "docx")
    assert b"Secret" not in inflated(found.data)
    assert paragraphs(found.data)[:5] == ["明", "不藏", "", "", "白字"]
    assert [one.count for one in found.removed if one.what == "隐藏文字"] == [3]
    assert found.doubts == (
        "word/document.xml 里有1处文字与底色相同或者字号极小，可能看不见，请在原软件中查看",
    )


def test_comments_fields_and_traces_of_editing_are_gone() -> None:
    document = docx.Document()
    run = document.add_paragraph("正文").runs[0]
    document.add_comment(run, text="SecretComment", author="某人")
    out = io.BytesIO()
    document.save(out)
    data = out.getvalue()
    field = (
        '<w:p><w:r w:rsidR="00AB"><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        'LINK Excel.Sheet "C:\\SecretPath.xlsx"</w:instrText></w:r><w:r><w:fldChar '
        'w:fldCharType="separate"/></w:r><w:r><w:t>结果</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r><w:fldSimple w:instr="DOCPROPERTY SecretField"><w:r><w:t>值'
        '</w:t></w:r></w:fldSimple><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
        "</w:fldSimple></w:p>"
    )
    body = member(data, "word/document.xml").replace("<w:body>", "<w:body>" + field, 1)
    settings = member(data, "word/settings.xml")
    assert "rsid" in settings
    data = changed(data, {"word/document.xml": body.encode()})
    found = strip(data, "docx")
    everything = inflated(found.data)
    assert (
        b"Secret" not in everything and b"rsid" not in everything and b"comment" not in everything
    )
    assert paragraphs(found.data)[0] == "结果值1" or "结果" in paragraphs(found.data)[0]
    assert b"PAGE" in everything
    assert {"批注", "批注标记", "取自别处的域", "编辑设置"} <= what(found)


def test_embedded_files_and_links_to_files_are_gone_links_to_sites_stay() -> None:
    data = word(
        f'<w:p><w:hyperlink xmlns:r="{package_module.R}" r:id="rSite"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
        f'<w:hyperlink xmlns:r="{package_module.R}" r:id="rFile"><w:r><w:t>文件</w:t></w:r></w:hyperlink>'
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:r="{package_module.R}" r:id="rOle"/></w:object></w:r></w:p>'
    )
    rels = member(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        f'<Relationship Id="rSite" Type="{package_module.R}/hyperlink" Target="https://example.cn/" TargetMode="External"/>'
        f'<Relationship Id="rFile" Type="{package_module.R}/hyperlink" Target="file:///C:/SecretPath" TargetMode="External"/>'
        f'<Relationship Id="rOle" Type="{package_module.R}/oleObject" Target="embeddings/a.bin"/></Relationships>',
    )
    data = changed(
        data, {"word/_rels/document.xml.rels": rels.encode()},
        {"word/embeddings/a.bin": b"SecretObject", "word/stray.xml": b"<a>SecretStray</a>"},
    )  # fmt: skip
    found = strip(data, "docx")
    assert b"Secret" not in inflated(found.data)
    assert b"https://example.cn/" in inflated(found.data)
    assert "文件" in paragraphs(found.data)[0]
    assert {"嵌入对象", "指向本地或网络文件的链接", "其他未显示的部件"} <= what(found)


def test_a_cropped_picture_loses_what_was_cut_off() -> None:
    from PIL import Image

    data = word(picture=image("jpeg", (100, 50)))
    body = member(data, "word/document.xml")
    assert "<a:stretch>" in body
    body = body.replace("<a:stretch>", '<a:srcRect l="50000" b="20000"/><a:stretch>')
    body = body.replace('name="Picture 1"', 'name="Picture 1" descr="C:\\Users\\Secret.jpg"', 1)
    found = strip(changed(data, {"word/document.xml": body.encode()}), "docx")
    pictures = [name for name in names(found.data) if name.startswith("word/media/")]
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        sizes = {Image.open(io.BytesIO(archive.read(name))).size for name in pictures}
    assert (50, 40) in sizes
    assert (100, 50) not in sizes, "the whole picture must not stay beside the cut one"
    assert {"图片中被裁去的部分", "图片的原文件名"} <= what(found)
    assert docx.Document(io.BytesIO(found.data)).inline_shapes[0].width


def test_a_hidden_shape_and_the_metadata_of_a_picture_are_gone() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "SecretPlace"
    data = word(picture=image("jpeg", exif=exif))
    assert b"SecretPlace" in inflated(data)
    found = strip(data, "docx")
    assert b"SecretPlace" not in inflated(found.data)
    body = member(data, "word/document.xml").replace("<wp:docPr ", '<wp:docPr hidden="1" ', 1)
    hidden = strip(changed(data, {"word/document.xml": body.encode()}), "docx")
    assert "隐藏的图形" in what(hidden)
    assert not docx.Document(io.BytesIO(hidden.data)).inline_shapes


@pytest.mark.needs_libreoffice
def test_a_stripped_word_file_opens_in_libreoffice() -> None:
    from gongkai.redaction import inspect

    found = strip(word(CHANGES, picture=image("png")), "docx", accept_changes=True)
    assert "新增正文" in inspect(found.data, "docx").pages[0].text


# --- Excel ---------------------------------------------------------------------------------------


def test_hidden_sheets_are_gone_with_their_strings() -> None:
    found = strip(workbook(), "xlsx")
    book = reopened(found.data)
    assert book.sheetnames == ["公开"] and book["公开"]["B2"].value == "值22"
    assert b"Secret" not in inflated(found.data)
    assert {"隐藏的工作表", "文档属性（作者、时间等）"} <= what(found)
    assert strip(found.data, "xlsx").removed == ()


def strict(data: bytes) -> bytes:
    """The same file as Office saves it in the strict form of Open XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for kind in (b"officeDocument", b"spreadsheetml", b"drawingml", b"presentationml"):
        old = b"http://schemas.openxmlformats.org/" + kind + b"/2006/"
        for name, body in parts.items():
            if name.endswith((".xml", ".rels")):
                parts[name] = body.replace(old, b"http://purl.oclc.org/ooxml/" + kind + b"/")
    return changed(data, dict(parts))


def test_hidden_things_of_the_strict_form_are_gone_too() -> None:
    assert b"SecretSheet" in inflated(strict(workbook()))
    book = strip(strict(workbook()), "xlsx")
    assert b"Secret" not in inflated(book.data) and "隐藏的工作表" in what(book)
    show = strip(strict(slides(["", 'show="0"'])), "pptx")
    assert "ppt/slides/s2.xml" not in names(show.data) and "隐藏的幻灯片" in what(show)
    body = member(word(picture=image("jpeg", (100, 50))), "word/document.xml")
    cropped = body.replace("<a:stretch>", '<a:srcRect l="50%"/><a:stretch>').encode()
    data = changed(word(picture=image("jpeg", (100, 50))), {"word/document.xml": cropped})
    assert "图片中被裁去的部分" in what(strip(strict(data), "docx"))


def test_shared_strings_that_no_cell_shows_are_blank() -> None:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        shown, hidden = book.add_worksheet("公开"), book.add_worksheet("藏")
        shown.write("A1", "甲")
        hidden.write("A1", "SecretString")
        shown.write_rich_string("A2", "乙", book.add_format({"bold": True}), "粗")
        shown.write("A3", 12.5)
        hidden.hide()
    found = strip(out.getvalue(), "xlsx")
    assert b"Secret" not in inflated(found.data)
    sheet = reopened(found.data)["公开"]
    assert [sheet[f"A{n}"].value for n in (1, 2, 3)] == ["甲", "乙粗", 12.5]
    assert "不再显示的字符串" in what(found)


def test_rows_of_no_height_by_default_are_hidden() -> None:
    data = workbook()
    sheet = member(data, "xl/worksheets/sheet2.xml").replace(
        "<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '
    )
    sheet = sheet.replace('<row r="2">', '<row r="2" ht="15">')
    assert 'ht="15"' in sheet
    found = strip(changed(data, {"xl/worksheets/sheet2.xml": sheet.encode()}), "xlsx")
    left = reopened(found.data)["公开"]
    assert left["A1"].value is None and left["A2"].value == "值21"


def test_hidden_rows_columns_and_values_are_gone() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet["B3"] = "SecretRow"
        sheet.row_dimensions[3].hidden = True
        sheet["D4"] = "SecretColumn"
        sheet.column_dimensions["D"].hidden = True
        sheet["A5"] = "SecretFormat"
        sheet["A5"].number_format = ";;;"
        sheet["C5"] = "=1+1"
        sheet.row_dimensions[4].height = 0.5
        sheet["C4"] = "SecretFlat"

    found = strip(workbook(change), "xlsx")
    sheet = reopened(found.data)["公开"]
    assert b"Secret" not in inflated(found.data)
    assert (sheet["A2"].value, sheet["C2"].value, sheet["D2"].value) == ("值21", "值23", None)
    assert sheet["A5"].value is None and sheet["C5"].value is None
    assert {"隐藏的行", "隐藏的列中的单元格", "以数字格式隐藏的值", "公式（已换成结果）"} <= what(
        found
    )


def test_links_of_hidden_cells_are_gone_and_others_stay() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        for cell, to in (("A1", "Shown"), ("B3", "SecretRow"), ("D1", "SecretColumn")):
            sheet[cell].hyperlink = f"https://www.example.cn/{to}"
            sheet[cell].hyperlink.tooltip = to

    found = strip(workbook(change), "xlsx")
    assert b"Secret" not in inflated(found.data)
    assert reopened(found.data)["公开"]["A1"].hyperlink.target.endswith("/Shown")
    assert "隐藏的单元格的链接" in what(found)
    bare = strip(
        workbook(
            lambda book, sheet: (
                change(book, sheet),
                setattr(sheet.row_dimensions[1], "hidden", True),
            )
        ),
        "xlsx",
    )
    assert b"hyperlink" not in member(bare.data, "xl/worksheets/sheet2.xml").encode()


def test_a_sheet_with_numbers_that_are_none_is_refused_or_read() -> None:
    data = workbook(lambda book, sheet: setattr(sheet.column_dimensions["D"], "hidden", True))
    name = next(one for one in names(data) if "sheet2" in one and one.endswith(".xml"))
    text = member(data, name)
    broken = text.replace('min="4"', 'min="x"')
    assert broken != text
    with pytest.raises(DamagedFile, match="列设置"):
        strip(changed(data, {name: broken.encode()}), "xlsx")
    odd = text.replace("</row>", '<c r="F1" t="s"><v>²</v></c></row>', 1)
    assert odd != text and strip(changed(data, {name: odd.encode()}), "xlsx").data


def test_comments_names_rules_and_protection_are_gone() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet["A1"].comment = Comment("SecretComment", "SecretAuthor")
        book.defined_names["SecretName"] = DefinedName("SecretName", attr_text="公开!$A$1")
        rule = DataValidation(type="list", formula1='"SecretChoice"')
        sheet.add_data_validation(rule)
        rule.add("A2")
        sheet.protection.password = "secret"  # noqa: S105
        sheet.protection.enable()
        sheet.print_area = "A1:B2"
        sheet.auto_filter.ref = "A1:B5"
        book.security.workbookPassword = "secret"  # noqa: S105

    found = strip(workbook(change), "xlsx")
    assert b"Secret" not in inflated(found.data)
    book = reopened(found.data)
    assert book["公开"].print_area == "'公开'!$A$1:$B$2"
    assert not book["公开"].protection.sheet and book["公开"]["A1"].comment is None
    assert {"批注", "定义的名称", "工作表设置（保护、筛选、有效性等）"} <= what(found)


def test_pivot_caches_external_links_and_embedded_files_are_gone() -> None:
    data = workbook()
    rels = member(data, "xl/_rels/workbook.xml.rels").replace(
        "</Relationships>",
        f'<Relationship Id="rPivot" Type="{package_module.R}/pivotCacheDefinition" Target="pivotCache/p.xml"/>'
        f'<Relationship Id="rLink" Type="{package_module.R}/externalLink" Target="externalLinks/e.xml"/></Relationships>',
    )
    book = member(data, "xl/workbook.xml").replace(
        "</workbook>",
        f'<pivotCaches><pivotCache cacheId="1" xmlns:r="{package_module.R}" r:id="rPivot"/></pivotCaches></workbook>',
    )
    data = changed(
        data, {"xl/_rels/workbook.xml.rels": rels.encode(), "xl/workbook.xml": book.encode()},
        {"xl/pivotCache/p.xml": b"<a>SecretPivot</a>", "xl/externalLinks/e.xml": b"<a>SecretLink</a>"},
    )  # fmt: skip
    found = strip(data, "xlsx")
    assert b"Secret" not in inflated(found.data) and b"pivotCache" not in inflated(found.data)
    assert {"透视表缓存", "外部链接的缓存"} <= what(found)
    assert reopened(found.data).sheetnames == ["公开"]


def test_tables_charts_and_pictures_of_a_sheet_still_open() -> None:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.worksheet.table import Table

    def change(book: Any, sheet: Any) -> None:
        for row in range(2, 6):
            sheet.cell(row, 6, row)
        sheet["F1"] = "数"
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=6, min_row=1, max_row=5), titles_from_data=True)
        hidden = book.create_sheet("裁员'名单")
        hidden["A1"], hidden.sheet_state = 7, "hidden"
        chart.add_data(Reference(hidden, min_col=1, min_row=1, max_row=1))
        sheet.add_chart(chart, "H1")
        sheet.add_table(Table(displayName="T1", ref="A1:B3"))
        sheet.add_image(SheetImage(io.BytesIO(image("png"))), "H20")

    found = strip(workbook(change), "xlsx")
    sheet = reopened(found.data)["公开"]
    assert list(sheet.tables) == ["T1"] and len(sheet._charts) == 1 and len(sheet._images) == 1
    assert "名单".encode() not in inflated(found.data) and b"$F$2" in inflated(found.data)


def test_a_workbook_of_hidden_sheets_is_refused() -> None:
    data = workbook()
    book = member(data, "xl/workbook.xml").replace('state="visible"', 'state="hidden"')
    with pytest.raises(BadInput, match="没有一张显示的工作表"):
        strip(changed(data, {"xl/workbook.xml": book.encode()}), "xlsx")


# --- PowerPoint ----------------------------------------------------------------------------------

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument.presentationml"


def slides(shows: list[str]) -> bytes:
    def rels(*targets: tuple[str, str]) -> str:
        items = "".join(
            f'<Relationship Id="r{n}" Type="{package_module.R}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, 1)
        )
        return f'<Relationships xmlns="{package_module._RELS}">{items}</Relationships>'

    ids = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in range(1, len(shows) + 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package_module._TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/ppt/presentation.xml" ContentType="{_OFFICE}.presentation.main+xml"/>'
            f'<Override PartName="/ppt/notesSlides/n1.xml" ContentType="{_OFFICE}.notesSlide+xml"/></Types>',
        )
        archive.writestr("_rels/.rels", rels(("officeDocument", "ppt/presentation.xml")))
        archive.writestr(
            "ppt/presentation.xml",
            f'<p:presentation xmlns:p="{_P}" xmlns:r="{package_module.R}"><p:sldIdLst>{ids}</p:sldIdLst>'
            "<p:extLst><p:ext>SecretSection</p:ext></p:extLst></p:presentation>",
        )
        archive.writestr(
            "ppt/_rels/presentation.xml.rels",
            rels(*(("slide", f"slides/s{n}.xml") for n in range(1, len(shows) + 1))),
        )
        for number, show in enumerate(shows, 1):
            archive.writestr(
                f"ppt/slides/s{number}.xml",
                f'<p:sld xmlns:p="{_P}" {show}><p:cSld><p:custDataLst><p:x/></p:custDataLst><p:sp><p:nvSpPr>'
                f'<p:cNvPr id="2" name="a" hidden="{number - 1}"/></p:nvSpPr><p:t>字{number}</p:t></p:sp></p:cSld></p:sld>',
            )
            archive.writestr(
                f"ppt/slides/_rels/s{number}.xml.rels",
                rels(("notesSlide", "../notesSlides/n1.xml")),
            )
        archive.writestr("ppt/notesSlides/n1.xml", "<a>SecretNote</a>")
    return out.getvalue()


def test_hidden_slides_shapes_and_notes_are_gone() -> None:
    found = strip(slides(["", "", 'show="0"']), "pptx")
    assert b"Secret" not in inflated(found.data)
    assert {"ppt/slides/s1.xml", "ppt/slides/s2.xml"} <= names(found.data)
    assert "ppt/slides/s3.xml" not in names(found.data)
    assert "字1" in inflated(found.data).decode() and "字2" not in inflated(found.data).decode()
    assert {"隐藏的幻灯片", "演讲者备注", "隐藏的图形"} <= what(found)
    with pytest.raises(BadInput, match="没有一张显示的幻灯片"):
        strip(slides(['show="0"']), "pptx")


# --- what is refused -----------------------------------------------------------------------------


def test_kinds_that_cannot_be_cleaned_and_broken_files_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for kind in ("doc", "xls", "rtf", "ofd", "zip"):
        with pytest.raises(UnsupportedFormat, match="附带信息无法清除"):
            strip(b"x", kind)
    with pytest.raises(DamagedFile, match="空的"):
        strip(b"", "docx")
    with pytest.raises(DamagedFile):
        strip(b"PK\x03\x04 broken", "docx")
    data = word()
    for name in ("word/document.xml", "[Content_Types].xml"):
        with pytest.raises(DamagedFile, match="内部结构已损坏"):
            strip(changed(data, {name: None}), "docx")
    with pytest.raises(DamagedFile, match="内部结构已损坏"):
        strip(changed(data, {"word/document.xml": b"<w:p>"}), "docx")
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(DamagedFile, match="文档类型声明"):
        strip(changed(data, {"word/document.xml": entity}), "docx")
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = changed(data, {}, {"word/document.xml": b"<a/>"})
    with pytest.raises(DamagedFile, match="同名的部件"):
        strip(twice, "docx")
    monkeypatch.setattr(package_module, "MAX_XML", 10)
    with pytest.raises(FileTooLarge, match="部件过大"):
        strip(data, "docx")
    monkeypatch.setattr(package_module, "MAX_UNPACKED", 1_000)
    with pytest.raises(FileTooLarge, match="压缩炸弹"):
        strip(data, "docx")


def test_a_plain_text_is_given_back(tmp_path: Path) -> None:
    assert strip("文字".encode(), "txt") == Stripped("文字".encode(), ())

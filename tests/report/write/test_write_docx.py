"""A report written as a Word file."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdfium2
import pytest
from lxml import etree

from gongkai.report.model import Paragraph, Report
from gongkai.report.read import docx as reader
from gongkai.report.read.assemble import assemble
from gongkai.report.write import docx
from tests.report.write.made_reports import cell, report_2019, report_2021, with_cells

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def body(report: Report) -> Any:
    return part(docx.write(report), "word/document.xml")[0]


def find(node: Any, path: str) -> list[Any]:
    return list(node.xpath(path, namespaces=NS))


def text(node: Any) -> str:
    return "".join(find(node, ".//w:t/text()"))


def shape(row: Any) -> list[tuple[str, int, str]]:
    """(text, columns, vertical merge) of each cell of a row."""
    cells = []
    for tc in find(row, "w:tc"):
        span = find(tc, "w:tcPr/w:gridSpan/@w:val")
        merge = find(tc, "w:tcPr/w:vMerge")
        down = merge[0].get(f"{W}val", "continue") if merge else ""
        cells.append((text(tc), int(span[0]) if span else 1, down))
    return cells


@pytest.mark.parametrize("made", [report_2021, report_2019])
def test_the_same_report_gives_the_same_bytes(made: Any) -> None:
    assert docx.write(made()) == docx.write(made())
    with zipfile.ZipFile(io.BytesIO(docx.write(made()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_is_complete() -> None:
    data = docx.write(report_2021())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for name in names:
            etree.fromstring(archive.read(name))
    types = part(data, "[Content_Types].xml")
    assert {t.get("PartName")[1:] for t in types if t.get("PartName")} == {
        n for n in names if not n.endswith(".rels") and n != "[Content_Types].xml"
    }
    for rels, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        for relation in part(data, rels):
            assert folder + relation.get("Target") in names
    ids = {r.get("Id"): r.get("Target") for r in part(data, "word/_rels/document.xml.rels")}
    for reference in find(part(data, "word/document.xml"), "//w:footerReference"):
        rel = reference.get(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        )
        assert ids[rel].startswith("footer")


def test_nothing_personal_is_in_the_properties() -> None:
    core = part(docx.write(report_2021()), "docProps/core.xml")
    assert {etree.QName(e).localname: e.text for e in core} == {
        "title": report_2021().title,
        "language": "zh-CN",
    }


def test_python_docx_opens_it_and_finds_words_and_tables() -> None:
    report = report_2021()
    opened = python_docx.Document(io.BytesIO(docx.write(report)))
    printed = [p.text for p in opened.paragraphs if p.text]
    expected = ["云州市人民政府2025年", "政府信息公开工作年度报告"]
    for section in report.sections:
        expected += [section.title] if section.title else []
        expected += [p.text for p in section.paragraphs]
    assert printed == [*expected, "云州市人民政府", "2026年1月20日"]
    assert [len(t.columns) for t in opened.tables] == [4, 10, 15]
    assert [c.text for c in opened.tables[2].rows[3].cells] == list("310041001200000")
    assert opened.core_properties.title == report.title


def test_the_page_is_that_of_official_papers() -> None:
    section = find(body(report_2021()), "w:sectPr")[0]
    size, margins = find(section, "w:pgSz")[0], find(section, "w:pgMar")[0]
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    for side, mm in (("top", 37), ("left", 28), ("right", 26), ("bottom", 35)):
        assert int(margins.get(f"{W}{side}")) == pytest.approx(mm * 56.693, abs=1)


def test_the_styles_name_the_official_fonts_and_sizes() -> None:
    styles = part(docx.write(report_2021()), "word/styles.xml")
    looks = {}
    for style in find(styles, "w:style[@w:type='paragraph']"):
        east = find(style, "w:rPr/w:rFonts/@w:eastAsia")
        size = find(style, "w:rPr/w:sz/@w:val")
        looks[style.get(f"{W}styleId")] = (*east, *size)
    assert looks["Title"] == ("方正小标宋简体", "44")
    assert looks["Heading1"] == ("黑体", "32")
    assert looks["Heading2"] == ("楷体_GB2312", "32")
    assert looks["TableText"] == ("21",)
    default = find(styles, "w:docDefaults/w:rPrDefault/w:rPr")[0]
    assert find(default, "w:rFonts/@w:eastAsia") == ["仿宋_GB2312"]
    assert find(default, "w:sz/@w:val") == ["32"]
    line = find(styles, "w:style[@w:styleId='Normal']/w:pPr/w:spacing")[0]
    assert (line.get(f"{W}line"), line.get(f"{W}lineRule")) == ("560", "exact")
    indent = find(styles, "w:style[@w:styleId='BodyText']/w:pPr/w:ind/@w:firstLineChars")
    assert indent == ["200"]


def test_every_named_font_has_a_fall_back() -> None:
    data = docx.write(report_2021())
    table = part(data, "word/fontTable.xml")
    instead = {
        f.get(f"{W}name"): find(f, "w:altName/@w:val")[0].split(",") for f in find(table, "w:font")
    }
    assert {"仿宋", "FangSong", "Noto Serif CJK SC"} <= set(instead["仿宋_GB2312"])
    assert {"SimHei", "Noto Sans CJK SC"} <= set(instead["黑体"])
    used = set(find(part(data, "word/styles.xml"), "//w:rFonts/@w:eastAsia")) - {"宋体"}
    assert used <= set(instead)


def test_section_two_is_one_table_of_four_columns() -> None:
    table = find(body(report_2019()), "w:tbl")[0]
    rows = [shape(row) for row in find(table, "w:tr")]
    assert rows[0] == [("第二十条第（一）项", 4, "")]
    assert rows[1] == [
        (t, 1, "") for t in ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量")
    ]
    assert rows[6] == [(t, 1, "") for t in ("行政许可", "303", "增 25", "4608171")]
    assert rows[-2] == [("信息内容", 1, ""), ("采购项目数量", 1, ""), ("采购总金额", 2, "")]
    assert not find(table, ".//w:tblHeader")


def test_table_three_has_the_official_merges() -> None:
    table = find(body(report_2021()), "w:tbl")[1]
    rows = [shape(row) for row in find(table, "w:tr")]
    rule = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert rows[0] == [(rule, 3, "restart"), ("申请人情况", 7, "")]
    assert rows[1] == [
        ("", 3, "continue"),
        ("自然人", 1, "restart"),
        ("法人或其他组织", 5, ""),
        ("总计", 1, "restart"),
    ]
    assert rows[2][:3] == [("", 3, "continue"), ("", 1, "continue"), ("商业企业", 1, "")]
    assert rows[2][-1] == ("", 1, "continue")
    assert rows[3][0] == ("一、本年新收政府信息公开申请数量", 3, "")
    assert rows[5][:3] == [
        ("三、本年度办理结果", 1, "restart"),
        ("（一）予以公开", 2, ""),
        ("9", 1, ""),
    ]
    assert rows[7][:3] == [
        ("", 1, "continue"),
        ("（三）不予公开", 1, "restart"),
        ("1.属于国家秘密", 1, ""),
    ]
    assert rows[8][:2] == [("", 1, "continue"), ("", 1, "continue")]
    assert rows[-1][0] == ("四、结转下年度继续办理", 3, "")
    for row in rows:
        assert sum(span for _, span, _ in row) == 10


@pytest.mark.parametrize(("number", "heads"), [(1, 3), (2, 3)])
def test_the_head_rows_repeat_and_no_row_is_cut(number: int, heads: int) -> None:
    rows = find(find(body(report_2021()), "w:tbl")[number], "w:tr")
    repeated = [bool(find(row, "w:trPr/w:tblHeader")) for row in rows]
    assert repeated == [True] * heads + [False] * (len(rows) - heads)
    assert all(find(row, "w:trPr/w:cantSplit") for row in rows)


def test_the_columns_of_each_row_add_up_to_the_grid() -> None:
    for table in find(body(report_2019()), "w:tbl"):
        grid = [int(w) for w in find(table, "w:tblGrid/w:gridCol/@w:w")]
        for row in find(table, "w:tr"):
            assert sum(int(w) for w in find(row, "w:tc/w:tcPr/w:tcW/@w:w")) == sum(grid)


def test_a_figure_too_wide_for_its_cell_gets_smaller() -> None:
    base = report_2021()
    last = base.form.groups[0].total
    table = find(body(with_cells(base, {last: cell("123456789")})), "w:tbl")[2]
    sizes = {text(tc): find(tc, ".//w:sz/@w:val") for tc in find(table, ".//w:tc")}
    assert int(sizes["123456789"][0]) < 21
    assert sizes["3"] == []


def test_a_row_short_of_its_last_cells_ends_where_the_file_ends() -> None:
    base = report_2021()
    row = base.form.row("granted").cells
    short = with_cells(base, {row[1]: cell(""), row[5]: None, row[6]: None})
    table = find(body(short), "w:tbl")[1]
    rows = {shape(r)[1][0]: r for r in find(table, "w:tr")}
    cells = shape(rows["（一）予以公开"])
    assert [t for t, _, _ in cells[2:]] == ["9", "", "0", "1", "1"]
    assert find(rows["（一）予以公开"], "w:trPr/w:gridAfter/@w:val") == ["2"]
    (again,) = assemble(reader.read(docx.write(short)), "again")
    assert [again.cells[i] is None for i in row] == [False] * 5 + [True] * 2


def test_padding_and_signs_stay_as_printed() -> None:
    base = report_2021()
    raws = ["\u3000\u30000", "\xa08\xa0", "增 25", "+28", "１２３", "/", "—", "608（万元）", "-1 "]
    first = base.form.row("new_applications").cells[0]
    changed = with_cells(base, {first + n: cell(raw) for n, raw in enumerate(raws)})
    (again,) = assemble(reader.read(docx.write(changed)), "again")
    read = [again.cells[first + n] for n in range(len(raws))]
    assert [c.raw for c in read if c] == raws


@pytest.mark.parametrize("made", [report_2021, report_2019])
def test_the_report_comes_back(made: Any) -> None:
    base = made()
    (again,) = assemble(reader.read(docx.write(base)), "again")
    assert [c and c[:4] for c in again.cells] == [c and c[:4] for c in base.cells]
    assert [(s.number, s.title, s.text) for s in again.sections] == [
        (s.number, s.title, s.text) for s in base.sections
    ]
    for name in ("title", "body", "year", "signed_by", "signed_on"):
        assert getattr(again, name) == getattr(base, name)


def test_tables_alone_are_a_whole_file() -> None:
    bare = replace(report_2021(), sections=[], signed_by="", signed_on=None)
    (again,) = assemble(reader.read(docx.write(bare)), "again")
    assert [c and c[:4] for c in again.cells] == [c and c[:4] for c in bare.cells]
    assert text(body(replace(bare, cells=(), title=""))) == ""


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    base = report_2021()
    base.sections[1].paragraphs = [Paragraph('甲\x00乙<&>"\ud800丙\t丁\r\n戊\x0b')]
    changed = replace(base, title='甲<b>&"\x01', signed_by="")
    opened = python_docx.Document(io.BytesIO(docx.write(changed)))
    printed = [p.text for p in opened.paragraphs]
    assert '甲乙<&>"丙\t丁\n戊' in printed
    assert opened.core_properties.title == '甲<b>&"'


def test_headings_are_headings_and_run_in_heads_are_set_off() -> None:
    paragraphs = find(body(report_2021()), "w:p")
    styles = {text(p): find(p, "w:pPr/w:pStyle/@w:val")[0] for p in paragraphs}
    assert styles["一、总体情况"] == "Heading1"
    assert styles["（二）依申请公开"] == "Heading2"
    run_in = next(p for p in paragraphs if text(p).startswith("（一）主动公开。"))
    marked = find(run_in, "w:r[w:rPr/w:rStyle]")
    assert [text(run) for run in marked] == ["（一）主动公开。"]


def test_the_signature_is_never_alone_on_a_page() -> None:
    paragraphs = find(body(report_2021()), "w:p")
    end = [p for p in paragraphs if find(p, "w:pPr/w:pStyle/@w:val") == ["Signature"]]
    assert [text(p) for p in end] == ["云州市人民政府", "2026年1月20日"]
    before = paragraphs[paragraphs.index(end[0]) - 1]
    assert find(before, "w:pPr/w:keepNext")


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_it_and_keeps_table_three_on_one_page(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(docx.write(report_2021()))
    office = shutil.which("soffice") or shutil.which("libreoffice") or ""
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    pdf.close()
    assert len(pages) in (4, 5)
    assert any("一、本年新收政府" in page and "四、结转下年度" in page for page in pages)
    assert pages[-1].endswith(f"—{len(pages)}—") or "2026年1月20日" in pages[-1]

"""The scan of plain Word documents says what the tree says, and leaves the rest to the tree."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.read import docx
from gongkai.report.read.blocks import Grid, Para
from gongkai.report.read.word_scan import plain_blocks
from gongkai.report.read.word_styles import Styles
from gongkai.report.read.word_tree import prepare
from gongkai.report.write import docx as writer
from tests.report.read.made_docx import document, made, p, tbl, tc, tr
from tests.report.write.made_reports import report_2019, report_2021

STYLES = (
    '<w:style w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="L"><w:name w:val="list"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>'
    "</w:pPr></w:style>"
)
SAMPLES = sorted((Path(__file__).parents[3] / "samples").rglob("*.docx"))

Blocks = list[Para | Grid]


def both(data: bytes) -> tuple[Blocks | None, Blocks]:
    """The blocks by the scan (None: left to the tree) and by the tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = docx._Parts(archive)
        xml = parts.document()
        styles = Styles(lambda: parts.stream(parts.related("styles")))
        tree = docx._Walk(parts, styles).blocks(prepare(docx._parse(xml)))
        return plain_blocks(xml, styles), tree


def scanned(body: str) -> Blocks | None:
    """The blocks of a body by the scan, held against the tree."""
    plain, tree = both(made(body, styles=STYLES))
    assert plain is None or plain == tree
    return plain


TABLE = tbl(tr(tc("行政许可"), tc("84881")), tr(tc("行政处罚"), tc("12")))


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [report_2019(), report_2021()], ids=["2019", "2021"])
def test_what_our_writer_writes_is_plain(report: object) -> None:
    plain, tree = both(writer.write(report))  # type: ignore[arg-type]
    assert plain == tree


def test_what_python_docx_writes_is_plain() -> None:
    file = python_docx.Document()
    file.add_heading("年度报告", 1)
    file.add_paragraph("总体情况\t良好\n换行")
    table = file.add_table(3, 4)
    table.cell(0, 1).merge(table.cell(0, 3)).text = "合并"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "向下"
    file.add_paragraph("末尾 & <完>")
    out = io.BytesIO()
    file.save(out)
    plain, tree = both(out.getvalue())
    assert plain == tree
    assert Para("末尾 & <完>") in tree


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_are_read_the_same(path: Path) -> None:
    plain, tree = both(path.read_bytes())
    assert plain is None or plain == tree


# --- plain ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        p("一、总体情况", '<w:pStyle w:val="H"/>')
        + TABLE
        + p("六、其他", '<w:outlineLvl w:val="0"/>'),
        "<w:p/><w:p w:rsidR='1'/>" + p("甲") + TABLE + "<w:p/>" + TABLE + '<w:p w:x="1"></w:p>',
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:cr/></w:r></w:p>",
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>",
        '<w:p><w:hyperlink r:id="r1"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>',
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>12\u00ad3</w:t></w:r></w:p>",
        p("&lt;&amp;&gt;&#19968;&#x4E8C;&quot;&apos;"),
        tbl(tr(tc("总&amp;计"), tc("1\u00ad2")), tr(tc("甲"), tc(""))),
        tbl(
            tr(tc("甲", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), tc("乙")),
            tr(tc("", '<w:gridSpan w:val="2"/><w:vMerge/>'), tc("1")),
            tr(tc("", '<w:gridSpan w:val="2"/><w:vMerge w:val="continue"/>'), tc("2")),
            tr(tc("丙"), tc("丁"), tc("3", '<w:vMerge w:val="continue"/>')),
        ),
        p("甲") + "<w:sectPr><w:pgSz w:w='1'/></w:sectPr>",
        "",
    ],
)
def test_plain_bodies_are_scanned(body: str) -> None:
    assert scanned(body) is not None


WORDS = st.sampled_from(
    ["", "甲", "总计", "1,234", "a&amp;b", " 增 25", "\u00a0", "&#20987;", "x\u00ady"]
)
RUNS = st.lists(
    st.builds('<w:r><w:t xml:space="preserve">{}</w:t></w:r>'.format, WORDS)
    | st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:r/>", "<w:proofErr/>"]),
    max_size=4,
).map("".join)
LOOKS = st.sampled_from(
    ["", "<w:pPr/>", '<w:pPr><w:pStyle w:val="H"/></w:pPr>', '<w:pPr><w:jc w:val="left"/></w:pPr>']
    + ['<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', '<w:pPr><w:pStyle w:val="L"/></w:pPr>']
)
LINES = st.just("<w:p/>") | st.builds("<w:p>{}{}</w:p>".format, LOOKS, RUNS)
MERGES = st.sampled_from(["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', "<w:hMerge/>"])
CELLS = st.builds(
    lambda span, merge, lines: (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{"".join(lines)}</w:tc>'
    ),
    st.sampled_from(["1", "2", "15", "x", "-1"]),
    MERGES,
    st.lists(LINES, max_size=2),
)
ROWS = st.lists(CELLS, min_size=1, max_size=4).map(lambda cells: f"<w:tr>{''.join(cells)}</w:tr>")
TABLES = st.lists(ROWS, max_size=5).map(lambda rows: f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>")


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES | TABLES, max_size=6).map("".join))
def test_any_body_is_scanned_as_the_tree_reads_it_or_left_to_it(body: str) -> None:
    scanned(body)


# --- not plain ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        p("甲") + "<w:p><w:ins><w:r><w:t>乙</w:t></w:r></w:ins></w:p>",
        "<w:p><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent>" + p("甲") + "</w:sdtContent></w:sdt>",
        p("甲", '<w:pStyle w:val="L"/>'),
        p("甲", "<w:numPr><w:numId w:val='3'/></w:numPr>"),
        tbl(tr(tc("甲", '<w:pStyle w:val="L"/>'), tc("1"))),
        tbl(tr(tc("甲"), f"<w:tc>{TABLE}</w:tc>")),
        tbl(tr(tc("一列")), tr(tc("布局"))),
        tbl(tr(tc("长" * 300), tc("1"))),
        tbl(tr(tc("甲", "<w:gridSpan w:val='2'/>"), tc("1"))),
        tbl(tr(tc("甲"), "<w:tr>" + tc("1")), tr(tc("1"), tc("2"))),
        tbl(tr(tc("甲", "<w:vMerge w:val='restart'/>"), tc("1"))),
        tbl(tr(tc("甲"), tc("1"), properties='<w:gridBefore w:val="1"/>'), tr(tc("1"), tc("2"))),
        tbl(tr(tc("甲"), "<w:bookmarkStart/>", tc("1"), "<w:bookmarkEnd/>"), tr(tc("1"), tc("2"))),
        tbl(tr(tc("甲"), tc("1")), "<w:bookmarkEnd/>"),
        tbl(tr("<w:tc><w:p/>" + tc("甲"), tc("1"))),
        p("甲") + "<w:r/>",
        "<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:r><w:t>乙</w:t></w:r>",
        "<w:p><w:r><w:t>一</w:t></w:r><!-- 注 --></w:p>",
        "<w:p><w:r><w:t><![CDATA[一]]></w:t></w:r></w:p>",
        "<w:p><w:r><w:t>&#9;</w:t></w:r></w:p>",
        "<w:p><m:oMath><m:r><m:t>1</m:t></m:r></m:oMath></w:p>",
        "<w:p>" + "<w:r>" * 4000 + "</w:r>" * 4000 + "</w:p>",
        "<w:p><w:p><w:r><w:t>一</w:t></w:r></w:p></w:p>",
    ],
)
def test_everything_else_is_left_to_the_tree(body: str) -> None:
    parts = docx._Parts(zipfile.ZipFile(io.BytesIO(made(body, styles=STYLES))))
    styles = Styles(lambda: parts.stream(parts.related("styles")))
    assert plain_blocks(parts.document(), styles) is None


PLAIN = document(p("甲"))


@pytest.mark.parametrize(
    "xml",
    [
        PLAIN.replace("</w:document>", ""),
        PLAIN.replace("<w:body>", "").replace("</w:body>", ""),
        PLAIN.replace("</w:p>", ""),
        PLAIN.replace("wordprocessingml/2006/main", "other"),
        PLAIN.replace("甲", "&none;"),
        PLAIN.replace("甲", "&#xD800;"),
        PLAIN.replace('<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY none "甲">]>'),
        PLAIN.replace('"1.0"', '"1.0" encoding="GBK"'),
        PLAIN.replace("<w:p>", "</w:tbl><w:p>"),
        PLAIN.replace("<w:body>", "<w:body><w:tbl>"),
    ],
)
def test_broken_and_foreign_xml_is_left_to_the_tree(xml: str) -> None:
    assert plain_blocks(PLAIN.encode(), Styles(lambda: iter(()))) == [Para("甲")]
    assert plain_blocks(xml.encode(), Styles(lambda: iter(()))) is None
    assert plain_blocks(xml.replace("甲", "甲\udcff").encode("utf-8", "surrogateescape"),
                        Styles(lambda: iter(()))) is None  # fmt: skip


def test_a_huge_document_is_left_to_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.report.read.word_scan._LARGE", 10)
    assert plain_blocks(PLAIN.encode(), Styles(lambda: iter(()))) is None

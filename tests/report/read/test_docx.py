"""DOCX files are read to the cell: merges, wrappers, revisions, fields, boxes, tables in tables."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from gongkai.report.model import Place
from gongkai.report.read import docx
from gongkai.report.read.blocks import Grid, Para
from tests.report.read.made_docx import (
    W,
    blocks,
    document,
    grid,
    made,
    p,
    package,
    plain,
    relations,
    tbl,
    tc,
    texts,
    tr,
)

SPAN = '<w:gridSpan w:val="{}"/>'.format
DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"
DATA = [["行政许可", "84881"], ["行政处罚", "12"]]


# --- paragraphs -----------------------------------------------------------------------------------


def test_paragraphs_and_tables_come_in_reading_order_and_blank_lines_are_left_out() -> None:
    body = p("一、总体情况") + p("　") + p("") + plain(DATA) + p("　　二、其余 ")
    assert texts(made(body)) == ["一、总体情况", DATA, "　　二、其余 "]


def test_runs_are_joined_and_tabs_hyphens_and_symbols_become_characters() -> None:
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
        "<w:r><w:t>电话</w:t><w:tab/><w:t>0531</w:t><w:noBreakHyphen/></w:r><w:r><w:t>12</w:t>"
        "<w:softHyphen/><w:t>34\u00ad5</w:t><w:ptab/></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="F0A3"/>'
        '<w:sym w:font="Symbol" w:char="F035"/><w:sym w:font="宋体" w:char="2103"/>'
        '<w:sym w:font="Wingdings" w:char="F0B6"/><w:sym w:char="x"/><w:sym/></w:r></w:p>'
    )
    assert texts(made(body)) == ["电话\t0531-12345\t☑□5℃\uf0b6"]


def test_a_line_break_ends_a_line_of_prose_but_joins_in_a_cell() -> None:
    run = "<w:r><w:t>总</w:t><w:br/><w:t>计</w:t><w:cr/><w:t>数</w:t></w:r>"
    cell = f"<w:tc><w:p>{run}</w:p></w:tc>"
    body = f"<w:p>{run}</w:p>" + tbl(tr(cell, tc("1")), tr(tc("甲"), tc("2")))
    assert texts(made(body)) == ["总", "计", "数", [["总计数", "1"], ["甲", "2"]]]


def test_paragraphs_in_a_cell_are_joined_without_anything_and_padding_stays() -> None:
    cell = f"<w:tc>{p('商业')}{p('')}{p('企业')}</w:tc>"
    rows = tbl(tr(cell, tc("\u00a0 8\u3000")), tr(tc("甲"), tc("\u00a0")))
    assert texts(made(rows)) == [[["商业企业", "\u00a0 8\u3000"], ["甲", "\u00a0"]]]


def test_headings_are_marked_by_style_name_by_its_base_and_by_outline_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="a5"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>'
        "<w:style w:styleId='b'><w:name w:val='正文缩进'/></w:style>"
        '<w:style w:styleId="c"><w:name w:val="章"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>'
    )
    style = '<w:pStyle w:val="{}"/>'.format
    level = '<w:outlineLvl w:val="{}"/>'.format
    marks = [style("a"), style("1"), style("a5"), style("b"), style("c"), style("loop"), level(1)]
    marks += [level(9), "", style("Heading2"), style("gone")]
    body = "".join(p(str(i), mark) for i, mark in enumerate(marks))
    expected = [False, True, True, False, True, False, True, False, False, True, False]
    read = docx.read(made(body, styles=styles)).blocks
    assert [block.heading for block in read if isinstance(block, Para)] == expected
    assert isinstance(docx.read(made(p("无样式表", style("1")))).blocks[0], Para)


def test_a_style_is_found_across_the_pieces_in_which_the_part_is_read() -> None:
    for length in range(32_700, 32_800, 7):
        styles = f"<!--{'x' * length}-->" + (
            '<w:style w:styleId="k1"><w:name w:val="heading 3"/></w:style>'
        )
        read = docx.read(made(p("标题", '<w:pStyle w:val="k1"/>'), styles=styles))
        assert read.blocks == [Para("标题", heading=True)]


# --- tables ---------------------------------------------------------------------------------------


def test_merged_headers_stand_once_at_their_first_column() -> None:
    body = tbl(
        tr(tc("勾稽", SPAN(2) + DOWN), tc("申请人情况", SPAN(3))),
        tr(tc("", SPAN(2) + ON), tc("自然人", DOWN), tc("法人", SPAN(2))),
        tr(tc("", SPAN(2) + ON), tc("", ON), tc("企业"), tc("总计")),
        tr(tc("一、"), tc("新收"), tc("1"), tc("2"), tc("3")),
    )
    assert blocks(made(body)) == [
        [
            [("勾稽", 0, 2), ("申请人情况", 2, 3)],
            [("自然人", 2, 1), ("法人", 3, 2)],
            [("企业", 3, 1), ("总计", 4, 1)],
            [("一、", 0, 1), ("新收", 1, 1), ("1", 2, 1), ("2", 3, 1), ("3", 4, 1)],
        ]
    ]


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    lost = '<w:vMerge w:val="continue"/>'
    body = tbl(
        tr(tc("甲", lost), tc("1")),
        tr(tc("藏", lost), tc("2")),
        tr(tc("乙"), tc("3")),
        tr(tc("丙", ON), tc("4")),
    )
    assert texts(made(body)) == [[["甲", "1"], ["2"], ["乙", "3"], ["丙", "4"]]]


def test_rows_that_begin_late_or_end_early_keep_their_columns() -> None:
    body = tbl(
        tr(tc("a"), tc("b"), tc("c")),
        tr(tc("x"), properties='<w:gridBefore w:val="2"/>'),
        tr(tc("y"), properties='<w:gridAfter w:val="2"/>'),
    )
    assert blocks(made(body)) == [
        [[("a", 0, 1), ("b", 1, 1), ("c", 2, 1)], [("x", 2, 1)], [("y", 0, 1)]]
    ]


def test_old_horizontal_merges_and_absurd_spans() -> None:
    body = tbl(
        tr(tc("头", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("尾")),
        tr(tc("a", SPAN(99999999)), tc("b", SPAN("x")), tc("c", SPAN(0))),
    )
    assert blocks(made(body)) == [
        [[("头", 0, 2), ("尾", 2, 1)], [("a", 0, 1), ("b", 1, 1), ("c", 2, 0)]]
    ]


def test_places_count_tables_rows_and_columns_from_one() -> None:
    body = plain(DATA) + p("间") + tbl(tr(tc("a", SPAN(2)), tc("b")), tr(tc("c"), tc("d"), tc("e")))
    first, _, second = docx.read(made(body)).blocks
    assert isinstance(first, Grid) and isinstance(second, Grid)
    assert first.place == Place(table=1)
    assert second.place == Place(table=2)
    assert [c.place for row in second.rows for c in row] == [
        Place(table=2, row=1, column=1),
        Place(table=2, row=1, column=3),
        Place(table=2, row=2, column=1),
        Place(table=2, row=2, column=2),
        Place(table=2, row=2, column=3),
    ]


def test_tables_that_follow_each_other_stay_two() -> None:
    assert texts(made(plain(DATA) + plain(DATA))) == [DATA, DATA]


def test_a_table_around_the_page_is_dissolved() -> None:
    page = tbl(tr(f"<w:tc>{p('一、总体情况')}{plain(DATA)}{p('后文')}</w:tc>"))
    assert texts(made(p("题") + page)) == ["题", "一、总体情况", DATA, "后文"]
    assert texts(made(tbl(tr(tc("文")), tr(tc("档"))))) == ["文", "档"]
    # a column of rows longer than what is looked at first
    assert texts(made(tbl(*(tr(tc(str(i))) for i in range(20))))) == [str(i) for i in range(20)]


def test_a_frame_is_dissolved_when_its_tables_are_larger_or_a_text_is_long() -> None:
    frame = tbl(tr(tc("左"), f"<w:tc>{plain(DATA)}</w:tc>"), tr(tc("下"), tc("右")))
    assert texts(made(frame)) == ["左", DATA, "下", "右"]
    long = "本机关认真履行职责。" * 25
    assert texts(made(plain([["一", long], ["二", "三"]]))) == ["一", long, "二", "三"]


def test_a_long_explanation_in_a_real_table_does_not_dissolve_it() -> None:
    rows = [["（说明" + "不计其他情形" * 50 + "）", "1", "2"], *([["a", "b", "c"]] * 4)]
    assert texts(made(plain(rows))) == [rows]


def test_a_data_table_in_a_cell_of_a_data_table_follows_it() -> None:
    rows = [[f"{i}{j}" for j in range(4)] for i in range(4)]
    outer = "".join(
        tr(*map(tc, row[:3]), f"<w:tc>{p(row[3])}{plain(DATA) if i < 2 else ''}{p('尾')}</w:tc>")
        for i, row in enumerate(rows)
    )
    expected = [[*row[:3], row[3] + "尾"] for row in rows]
    assert texts(made(tbl(outer) + p("文"))) == [expected, DATA, DATA, "文"]


def test_a_layout_table_in_a_cell_is_only_text_of_the_cell() -> None:
    inner = tbl(tr(tc("12")))
    assert texts(made(tbl(tr(tc("甲"), f"<w:tc>{inner}</w:tc>"), tr(tc("乙"), tc("3"))))) == [
        [["甲", "12"], ["乙", "3"]]
    ]


def test_tables_nested_three_deep_are_found() -> None:
    inner = tbl(tr(f"<w:tc>{plain(DATA)}</w:tc>"))
    middle = tbl(tr(tc("目录"), f"<w:tc>{inner}{p('注')}</w:tc>"))
    assert texts(made(tbl(tr(f"<w:tc>{middle}</w:tc>")))) == ["目录", DATA, "注"]


def test_tables_without_rows_or_cells_say_nothing() -> None:
    assert texts(made(tbl() + tbl("<w:tr/>") + plain(DATA))) == [DATA]
    assert grid(made(tbl() + plain(DATA))).place == Place(table=1)


# --- wrappers and revisions -----------------------------------------------------------------------


def test_content_controls_and_other_wrappers_are_taken_off() -> None:
    def sdt(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:id/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        sdt(p("目录") + plain(DATA))
        + f'<w:customXml w:element="x">{p("节")}</w:customXml>'
        + f"<w:p>{sdt(run('甲'))}<w:hyperlink r:id='r9'>{run('乙')}</w:hyperlink>"
        + f"<w:smartTag>{run('丙')}</w:smartTag><w:bdo>{run('丁')}</w:bdo></w:p>"
        + tbl(sdt(tr(sdt(tc("a")), tc("b"))), tr(f"<w:tc>{sdt(p('c'))}</w:tc>", tc("d")))
    )
    assert texts(made(body)) == ["目录", DATA, "节", "甲乙丙丁", [["a", "b"], ["c", "d"]]]


def test_deleted_text_is_left_out_and_inserted_text_is_kept() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>旧</w:delText><w:tab/></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
        + tbl(
            tr(tc("甲"), tc("1")),
            tr(tc("删"), tc("2"), properties="<w:del w:id='1'/>"),
            tr(tc("插"), tc("3"), properties="<w:ins w:id='2'/>"),
        )
    )
    assert texts(made(body)) == ["新移来", [["甲", "1"], ["插", "3"]]]


def test_a_paragraph_whose_mark_is_deleted_runs_on() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    heading = '<w:outlineLvl w:val="0"/>'
    body = p("预", gone) + p("公", gone) + p("开", heading) + p("末", gone) + plain(DATA)
    read = docx.read(made(body)).blocks
    assert read[:2] == [Para("预公开", heading=True), Para("末")]


def test_older_properties_do_not_count() -> None:
    cell = tc("甲", f"{SPAN(2)}<w:tcPrChange><w:tcPr>{SPAN(7)}{ON}</w:tcPr></w:tcPrChange>")
    old = '<w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    read = docx.read(made(tbl(tr(cell, tc("1")), tr(tc("a"), tc("b"), tc("c"))) + p("文", old)))
    first, last = read.blocks
    assert isinstance(first, Grid)
    assert [(c.text, c.column, c.span) for c in first.rows[0]] == [("甲", 0, 2), ("1", 2, 1)]
    assert last == Para("文")


def test_fields_show_their_result_and_not_their_code() -> None:
    body = (
        '<w:p><w:fldSimple w:instr="=SUM(ABOVE)"><w:r><w:t>42</w:t></w:r></w:fldSimple>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE 1</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>件</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert texts(made(body)) == ["42件"]


def test_hidden_runs_are_left_out_unless_switched_on_again() -> None:
    run = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>".format
    body = f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{run('', '藏')}"
    body += run(" w:val='0'", "见") + run(" w:val='true'", "隐") + "</w:p>"
    assert texts(made(body)) == ["见"]


def test_the_reading_over_a_character_is_not_text_but_the_character_and_formulas_are() -> None:
    body = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>zhāng</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>章</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:r><m:t>8.9</m:t></m:r></m:oMath></w:p>"
    )
    assert texts(made(body)) == ["章8.9"]


def test_text_boxes_follow_their_paragraph_once() -> None:
    def box(content: str) -> str:
        return f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"

    twice = p("甲") + p("乙")
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box(twice)}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{twice}"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:textbox><w:txbxContent>{plain(DATA)}</w:txbxContent></v:textbox></w:pict>"
    host = f"<w:p><w:r><w:t>主</w:t>{both}</w:r><w:r>{old}</w:r></w:p>"
    inner = "<w:p><w:r><w:t>外</w:t>" + box(p("内")) + "</w:r></w:p>"
    deep = f"<w:p><w:r>{box(inner)}</w:r></w:p>"
    assert texts(made(host + p("后") + deep)) == ["主", "甲", "乙", DATA, "后", "外", "内"]
    cell = f"<w:tc><w:p><w:r><w:t>5</w:t>{both}</w:r></w:p></w:tc>"
    assert texts(made(tbl(tr(tc("a"), cell), tr(tc("b"), tc("c"))))) == [
        [["a", "5甲乙"], ["b", "c"]]
    ]


def test_stray_boxes_marks_and_cells_do_no_harm() -> None:
    body = (
        f"<w:txbxContent>{p('游离')}</w:txbxContent><w:del/><w:vanish/><w:tc>{p('格')}</w:tc>"
        f"<w:gridSpan w:val='2'/><w:tr>{tc('行')}</w:tr>{p('文')}"
    )
    assert texts(made(body))[-1] == "文"


# --- packages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["a/main.xml", "/a/main.xml", "./a/../a/main.xml"])
def test_the_document_part_is_the_one_that_the_package_names(target: str) -> None:
    style = '<w:pStyle w:val="1"/>'
    parts = {
        "_rels/.rels": relations(thumbnail="t.png", officeDocument=target),
        "a/main.xml": document(p("正文", style)),
        "a/_rels/main.xml.rels": relations(styles="../shared/s.xml"),
        "shared/s.xml": f'<w:styles xmlns:w="{W}"><w:style w:styleId="1">'
        '<w:name w:val="heading 1"/></w:style></w:styles>',
        "word/document.xml": document(p("旧稿")),
    }
    assert docx.read(package(parts)).blocks == [Para("正文", heading=True)]


@pytest.mark.parametrize("name", ["word/document.xml", "word\\document.xml", "Word/Document.xml"])
def test_without_relations_the_usual_name_is_taken_however_it_is_written(name: str) -> None:
    assert texts(package({name: document(p("正文"))})) == ["正文"]
    assert texts(
        package({"_rels/.rels": relations(officeDocument="x.xml"), name: document(p("文"))})
    )


def test_strict_documents_other_prefixes_and_other_encodings_are_read() -> None:
    xml = document(p("行政", '<w:outlineLvl w:val="0"/>') + plain(DATA))
    strict = xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    other = xml.replace("w:", "x:").replace(":w=", ":x=")
    wide = xml.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>')
    for one in (strict, other, wide.encode("utf-16")):
        data = package({"word/document.xml": one})
        assert docx.read(data).blocks[0] == Para("行政", heading=True)
        assert texts(data) == ["行政", DATA]


def test_comments_and_processing_instructions_are_not_text() -> None:
    assert texts(made("<w:p><w:r><w:t>一<!--x-->二<?y z?>三</w:t></w:r></w:p>")) == ["一二三"]


def test_pretty_printed_xml_reads_the_same() -> None:
    body = p("文") + plain(DATA)
    assert texts(made(body.replace("><", ">\n  <"))) == ["文", DATA]


def test_the_table_of_python_docx_is_read_cell_for_cell() -> None:
    """The oracle: python-docx repeats a merged cell at each position; we name it once."""
    made_by = python_docx.Document()
    made_by.add_heading("一、总体情况", 1)
    table = made_by.add_table(28, 10)
    table.cell(0, 0).merge(table.cell(2, 2)).text = "（勾稽关系）"
    table.cell(0, 3).merge(table.cell(0, 9)).text = "申请人情况"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "自然人"
    table.cell(1, 4).merge(table.cell(1, 8)).text = "法人或其他组织"
    table.cell(5, 0).merge(table.cell(27, 0)).text = "三、"
    for i in range(3, 28):
        if i != 6:
            table.cell(i, 1).merge(table.cell(i, 2)).text = f"标签{i}"
        for j in range(3, 10):
            table.cell(i, j).text = str(i * j)
    out = io.BytesIO()
    made_by.save(out)
    read = docx.read(out.getvalue())
    assert read.format == "docx"
    assert read.blocks[0] == Para("一、总体情况", heading=True)
    grid = read.blocks[1]
    assert isinstance(grid, Grid)
    seen = set()
    for i, row in enumerate(table.rows):
        at = {c.column: c for c in grid.rows[i]}
        for j, cell in enumerate(row.cells):
            if cell._tc not in seen:
                seen.add(cell._tc)
                assert at[j].text == "".join(one.text for one in cell.paragraphs)
                assert at[j].span == cell._tc.grid_span
    assert sum(map(len, grid.rows)) == len(seen)


def test_a_raised_number_in_a_cell_is_a_note_not_a_digit() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'.format
    lowered = raised("2").replace("superscript", "subscript")

    def cell(runs: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>25</w:t></w:r>{runs}</w:p></w:tc>"

    body = tbl(tr(cell(raised("1")), cell(raised("*")), cell(lowered)), tr(tc("a"), tc("b"), tc()))
    line = f"<w:p><w:r><w:t>x</w:t></w:r>{raised('2')}</w:p>"
    data = made(body + line)
    assert texts(data) == [[["25[1]", "25*", "252"], ["a", "b", ""]], "x2"]

"""Web pages are read to the cell: spans, white space, layout tables, navigation, hidden parts."""

from __future__ import annotations

import pytest

from gongkai.report.model import Place
from gongkai.report.read import html
from gongkai.report.read.blocks import Grid, Para

DATA = (
    "<table><tr><td>行政许可</td><td>84881</td></tr><tr><td>行政处罚</td><td>12</td></tr></table>"
)
ROWS = [["行政许可", "84881"], ["行政处罚", "12"]]


def texts(page: str | bytes) -> list[str | list[list[str]]]:
    """Lines as text, grids as the texts of their cells."""
    data = page if isinstance(page, bytes) else page.encode()
    return [
        block.text if isinstance(block, Para) else [[c.text for c in row] for row in block.rows]
        for block in html.read(data).blocks
    ]


def cells(page: str) -> list[list[tuple[str, int, int]]]:
    """The cells of the only grid: (text, column, span)."""
    (grid,) = [block for block in html.read(page.encode()).blocks if isinstance(block, Grid)]
    return [[(c.text, c.column, c.span) for c in row] for row in grid.rows]


def cell(inside: str) -> str:
    """The text of one cell."""
    return cells(f"<table><tr><td>甲<td>{inside}<tr><td>乙<td>丙</table>")[0][1][0]


# --- lines ----------------------------------------------------------------------------------------


def test_blocks_list_items_and_breaks_make_lines() -> None:
    page = (
        "<div>一<p>二</p>三<div>四</div></div>五<br>六<br/><br>七<ul><li>八<li>九</ul>"
        "<dl><dt>十<dd>百</dl><center>千</center><blockquote>万</blockquote>尾"
    )
    assert texts(page) == list("一二三四五六七八九十百千万尾")


def test_inline_elements_do_not_cut_a_line() -> None:
    page = "<p>主动<b>公开</b><span><font>信息</font></span> <i>12</i>\n条<o:p></o:p></p>"
    assert texts(page) == ["主动公开信息 12 条"]


def test_white_space_is_shown_as_in_a_browser_and_wide_spaces_stay() -> None:
    assert texts("<p>\n\t　　本年度  共\tx\n  y&nbsp; z　\r\n</p>") == [
        "　　本年度 共 x y\u00a0 z　"
    ]


def test_a_line_break_in_the_source_between_chinese_characters_is_nothing() -> None:
    assert texts("<p>要求行政机关确认或重新\n     出具，\n其中\n12件\r\n\r\n的</p>") == [
        "要求行政机关确认或重新出具，其中 12件的"
    ]


def test_blank_lines_are_left_out() -> None:
    assert texts("<p>&nbsp;<p>　<p> <br><p>文<p><span></span>") == ["文"]


def test_headings_are_marked_and_places_give_the_line_of_the_source() -> None:
    page = "<html>\n<body>\n<h1>\n<a href='/x'>标题</a></h1>\n<p>\n\n文<br>\n二\n</p><h6>末</h6>"
    assert html.read(page.encode()).blocks == [
        Para("标题", Place(line=4), heading=True),
        Para("文", Place(line=5)),
        Para("二", Place(line=7)),
        Para("末", Place(line=9), heading=True),
    ]


def test_preformatted_text_keeps_its_lines_and_tabs() -> None:
    page = "<p>前</p><pre>一、总体情况\n\t规章\t<b>0</b>  \t1\n\n 末</pre>\n<p>a\n\tb</p>"
    assert texts(page) == ["前", "一、总体情况", "\t规章\t0  \t1", " 末", "a b"]


def test_text_without_any_tag_is_a_page_too() -> None:
    assert texts("一、总体情况") == ["一、总体情况"]
    assert texts("<td>散</td>") == ["散"]


# --- what is no text ------------------------------------------------------------------------------


def test_scripts_styles_comments_forms_and_media_are_not_text() -> None:
    page = (
        "<head><title>题</title><style>p{}</style></head><body>"
        "<script>if (a<b) x('<p>码</p>')</script><!-- 注 --><noscript>请开启脚本</noscript>"
        "<template>模</template><select><option>选</select><textarea>写</textarea>"
        "<button>钮</button><iframe>框</iframe><svg><text>图</text></svg><object>件</object>"
        "<xml><w:x>术</w:x></xml><video>视</video><p>正文<input value='值'>完</p>"
    )
    assert texts(page) == ["正文完"]


def test_navigation_and_the_foot_of_the_page_are_not_text() -> None:
    page = (
        "<nav>导航</nav><div class='x breadcrumb'>您的位置：首页</div><div id='Footer'>备案</div>"
        "<ul role=navigation><li>栏目</ul><footer>主办</footer><aside>旁</aside>"
        "<ul><li><a href='/1'>要闻</a><li><a href='/2'>公告</a> | <a href='#3'>专题</a></ul>"
        "<p>[<a href='javascript:print()'>打印</a>] [<a href='javascript:close()'>关闭</a>]</p>"
        "<h1><a href='/self'>年度报告</a></h1><p>正文见<a href='/x'>网站</a>。</p>"
        "<p><a name='_Toc1'>一、总体情况</a></p><p><a href='http://x.cn'>http://x.cn</a></p>"
        "<p><a href='mailto:a@b.cn'>a@b.cn</a></p>"
    )
    assert texts(page) == ["年度报告", "正文见网站。", "一、总体情况", "http://x.cn", "a@b.cn"]


def test_a_page_that_calls_all_of_itself_navigation_is_read_all_the_same() -> None:
    page = f"<div id='menu'><p>{'公开' * 2000}</p>{DATA}</div>"
    assert texts(page) == ["公开" * 2000, ROWS]


def test_hidden_elements_are_not_text_but_what_follows_them_is() -> None:
    page = (
        "<p hidden>藏</p><div style='color:red; DISPLAY : none'>藏<p>藏</p></div>后"
        "<span style='visibility:hidden'>藏</span>文<span style='mso-hide:all'>藏</span>"
        "<p style='display:block'>见</p>"
        "<table><tr><td>甲<td><i style='display:none'>9</i>1</tr>"
        "<tr style='display:none'><td>藏<td>0</tr><tr><td>乙<td>2</tr></table>"
    )
    assert texts(page) == ["后文", "见", [["甲", "1"], ["乙", "2"]]]


def test_deleted_text_and_readings_over_characters_are_not_text() -> None:
    assert texts("<p><del>旧</del><ins>新</ins><ruby>章<rp>(</rp><rt>zhang</rt></ruby></p>") == [
        "新章"
    ]


def test_pages_of_frames_or_scripts_have_nothing() -> None:
    assert texts("<html><frameset cols='*'><frame src='a.htm'></frameset></html>") == []
    assert texts("<div id='app'></div><script>load()</script>") == []


# --- tables ---------------------------------------------------------------------------------------


def test_spans_give_the_columns() -> None:
    page = (
        "<table><thead><tr><th colspan=2 rowspan='3'>勾稽<th colspan='3'>申请人情况</tr>"
        "<tr><th rowspan=2>自然人<th colspan=2>法人</tr><tr><th>企业<th>总计</tr></thead>"
        "<tbody><tr><td>一、<td>新收<td>1<td>2<td>3</tr></tbody></table>"
    )
    assert cells(page) == [
        [("勾稽", 0, 2), ("申请人情况", 2, 3)],
        [("自然人", 2, 1), ("法人", 3, 2)],
        [("企业", 3, 1), ("总计", 4, 1)],
        [("一、", 0, 1), ("新收", 1, 1), ("1", 2, 1), ("2", 3, 1), ("3", 4, 1)],
    ]


def test_a_cell_that_reaches_down_pushes_the_rows_it_reaches() -> None:
    page = "<table><tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e<tr><td>f<td>g<td>h</table>"
    assert cells(page) == [
        [("a", 0, 1), ("b", 1, 1), ("c", 2, 1)],
        [("d", 0, 1), ("e", 2, 1)],
        [("f", 0, 1), ("g", 1, 1), ("h", 2, 1)],
    ]


def test_absurd_spans_are_cut() -> None:
    spans = [
        ("100000", 100),
        ("0", 1),
        ("-3", 1),
        ("x", 1),
        (" 2px", 2),
        ("9" * 5000, 100),
        ("", 1),
    ]
    for written, span in spans:
        page = (
            f"<table><tr><td colspan='{written}' rowspan='{written}'>a<td>b<tr><td>c<td>d</table>"
        )
        assert cells(page)[0] == [("a", 0, span), ("b", span, 1)]


def test_text_in_a_cell_is_joined_over_breaks_and_paragraphs() -> None:
    assert cell("<p>总</p>\n   <p>计</p>") == "总计"
    assert cell("商业<br>\n企业") == "商业企业"
    assert cell("\n  <p><span>1</span><span>2</span></p>\n") == "12"
    assert cell("<div>a b</div><div>\n c</div>") == "a bc"
    assert cell("<p><a href='/x'>链接</a></p> <p>甲</p>") == "链接甲"
    assert cell("<pre>1 \n2</pre>") == "1 2"


def test_padding_that_is_no_white_space_stays_in_a_cell() -> None:
    assert cell("\n&nbsp; 8&nbsp;\n") == "\u00a0 8\u00a0"
    assert cell("　1245") == "　1245"
    assert cell("&nbsp;") == "\u00a0"
    assert cell(" \n ") == ""
    assert cell("增\n 25") == "增 25"


def test_places_count_tables_rows_and_columns_from_one() -> None:
    page = f"<table><tr><td> <td> <tr><td> <td> </table>{DATA}\n"
    page += "<table><tr><td colspan=2>a<td>b\n<tr><td>c<td>d</table>"
    first, second = html.read(page.encode()).blocks
    assert isinstance(first, Grid) and isinstance(second, Grid)
    assert (first.place, second.place) == (Place(table=1, line=1), Place(table=2, line=2))
    assert [c.place for row in second.rows for c in row] == [
        Place(table=2, row=1, column=1, line=2),
        Place(table=2, row=1, column=3, line=2),
        Place(table=2, row=2, column=1, line=3),
        Place(table=2, row=2, column=2, line=3),
    ]


def test_rows_without_tr_empty_rows_and_the_caption() -> None:
    page = "<table><caption>表 一</caption><td>a<td>b<tr></tr><tr><td>c<td>d</table>"
    assert texts(page) == ["表 一", [["a", "b"], [], ["c", "d"]]]


def test_the_row_by_which_word_sets_the_widths_is_no_row() -> None:
    page = (
        "<table><tr><td colspan=2>甲<td>1<tr><td>乙<td>丙<td>2"
        "<![if !supportMisalignedColumns]><tr height=0><td width=5></td><td width=9></td></tr>"
        "<![endif]></table>"
    )
    assert texts(page) == [[["甲", "1"], ["乙", "丙", "2"]]]


def test_layout_tables_are_dissolved() -> None:
    page = (
        "<table><tr><td colspan=2>横幅<tr><td>左栏<td><table><tr><td>"
        f"<h2>一、总体情况</h2><p>正文</p>{DATA}后文</td></tr></table></td></tr></table>"
    )
    assert texts(page) == ["横幅", "左栏", "一、总体情况", "正文", ROWS, "后文"]
    long = "本机关认真履行职责。" * 30
    assert texts(f"<table><tr><td>{long}<td>旁<tr><td>上<td>下</table>") == [long, "旁", "上", "下"]
    assert texts("<table><tr><td><p>一</p>二<br>三</td></tr></table>") == ["一", "二", "三"]


def test_blocks_of_table_two_in_a_column_of_tables_stay_tables() -> None:
    page = f"<table><tr><td>{DATA}</td></tr><tr><td>{DATA}</td></tr></table>"
    assert texts(page) == [ROWS, ROWS]


def test_a_data_table_in_a_data_table_follows_it_and_text_behind_it_stays() -> None:
    rows = "".join(f"<tr><td>{i}a</td><td>{i}b</td><td>{i}c</td></tr>" for i in range(5))
    page = rows.replace("0a", f"0a{DATA}尾").replace("1b", f"{DATA}1b")
    expected = [[f"{i}a", f"{i}b", f"{i}c"] for i in range(5)]
    expected[0][0] = "0a尾"
    assert texts(f"<table>{page}</table>完") == [expected, ROWS, ROWS, "完"]


def test_a_layout_table_in_a_cell_is_text_of_the_cell() -> None:
    assert cell("<table><tr><td>1</td></tr><tr><td>2</td></tr></table>3") == "123"


def test_each_cell_with_nested_paragraphs_as_government_systems_write_them() -> None:
    page = """
    <table class="MsoNormalTable" style="border:none">
     <tbody>
      <tr style="height:20px">
       <td width="120" style="border: 1px solid">
        <p style="text-align:center"><span style="font-family:宋体"><span lang="EN-US"
          >第二十条第</span>（一）项</span></p>
       </td>
       <td><p><span>本年制</span><span>发件数</span></p></td>
      </tr>
      <tr><td><p>规章</p></td><td><p><span>0<o:p></o:p></span></p><p></p></td></tr>
     </tbody>
    </table>"""
    assert texts(page) == [[["第二十条第（一）项", "本年制发件数"], ["规章", "0"]]]


def test_pages_written_by_word() -> None:
    page = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:x" xmlns:w="urn:y">
    <head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
    <!--[if gte mso 9]><xml><o:DocumentProperties>设置</o:DocumentProperties></xml><![endif]-->
    <style><!-- p.MsoNormal {margin:0cm;} --></style></head>
    <body lang=ZH-CN><div class=WordSection1>
    <p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]><span
    lang=EN-US>总体情况<o:p></o:p></span></p>
    <!--[if gte vml 1]><v:shape><v:imagedata src="x"/></v:shape><![endif]--><![if !vml]><img
    src=x><![endif]>
    <v:shape id="_x0000"><v:textbox></v:textbox></v:shape>
    <table class=MsoNormalTable border=1><tr><td width=95 valign=top><p class=MsoNormal>总<span
    lang=EN-US><o:p></o:p></span></p><p class=MsoNormal>计</p></td><td><p><span
    lang=EN-US>1<o:p>&nbsp;</o:p></span></p></td></tr><tr><td>甲</td><td>2</td></tr></table></div></body></html>"""
    read = texts(page.encode("gb18030"))
    assert read == ["一、总体情况", [["总计", "1\u00a0"], ["甲", "2"]]]


# --- encodings ------------------------------------------------------------------------------------

PAGE = (
    "<html><head><meta charset={}></head><body><p>一、总体情况：本年度主动公开政府信息工作</p>"
    f"{DATA}</body></html>"
)
READ = ["一、总体情况：本年度主动公开政府信息工作", ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "'GBK'", "iso-8859-1", "big5", "&quot;"])
def test_the_declared_charset_may_be_wrong(encoding: str, declared: str) -> None:
    assert texts(PAGE.format(declared).encode(encoding)) == READ


def test_without_charset_and_in_traditional_characters() -> None:
    assert texts("<p>主動公開政府資訊，辦理結果維持</p>".encode("big5")) == [
        "主動公開政府資訊，辦理結果維持"
    ]
    xhtml = "<?xml version='1.0' encoding='GBK'?><html><body><p>政府信息</p></body></html>"
    assert texts(xhtml.encode("gbk")) == ["政府信息"]


def test_entities_are_characters() -> None:
    assert texts("<p>&#25919;&#x5E9C;&ldquo;三安全&rdquo;&nbsp;&lt;&copy;</p>") == [
        "政府“三安全”\u00a0<©"
    ]


def test_a_raised_number_in_a_cell_is_a_note_not_a_digit() -> None:
    cells = b"<td>A</td><td>25<sup>1</sup> </td><td>3<sup><b>*</b></sup></td>"
    document = html.read(b"<table><tr>" + cells + b"</tr></table><p>x<sup>2</sup></p>")
    table, line = document.blocks
    assert isinstance(table, Grid) and isinstance(line, Para)
    assert [cell.text for cell in table.rows[0]] == ["A", "25[1]", "3*"]
    assert line.text == "x2"

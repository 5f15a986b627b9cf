"""Spreadsheets: texts as shown, merges honoured, prose apart from tables, hostile ones refused."""

from __future__ import annotations

import io
import struct
from datetime import date

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from openpyxl.styles import Border, Side

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError
from gongkai.report.model import NoteCode
from gongkai.report.read import sheet_biff, sheet_xml, xlsx
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.isolate import run_isolated
from tests.report.read import bad_files as bad


def _saved(book: openpyxl.Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return xlsx.read(out.getvalue())


def _of(rows: list[list[object]], *merges: str) -> Document:
    book = openpyxl.Workbook()
    sheet = book.active
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            sheet.cell(r, c, value)
    for merge in merges:
        sheet.merge_cells(merge)
    return _saved(book)


def _plain(document: Document) -> list[object]:
    """Paragraphs as text; grids as rows of (text, column, span)."""
    return [
        b.text if isinstance(b, Para) else [[(c.text, c.column, c.span) for c in r] for r in b.rows]
        for b in document.blocks
    ]


def _texts(document: Document) -> list[list[str]]:
    return [[c.text for c in row] for b in document.blocks if isinstance(b, Grid) for row in b.rows]


def test_values_are_shown_without_the_noise_of_storage() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([25, 25.0, 0.1 + 0.2, -3, "  增 25\u3000", "1,234", True, date(2024, 1, 31)])
    sheet.append([0.125, 1234567, 608.5, "上\n下", None, "#N/A", "_x0041_", False])
    for at, code in (("A2", "0.0%"), ("B2", "#,##0"), ("C2", '0.00"万元"')):
        sheet[at].number_format = code
    assert _texts(_saved(book)) == [
        ["25", "25", "0.3", "-3", "  增 25\u3000", "1,234", "TRUE", "2024-01-31"],
        ["12.5%", "1,234,567", "608.50万元", "上下", "", "#N/A", "A", "FALSE"],
    ]


def test_rich_text_and_shared_strings_are_joined_without_the_phonetic_guide() -> None:
    strings = (
        "<si><t>甲</t></si>"
        "<si><r><t>乙</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 丙</t></r>"
        "<rPh sb='0' eb='1'><t>yi</t></rPh></si><si/>"
    )
    rows = (
        "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c><c><v>1</v></c></row>"
    )
    assert _texts(xlsx.read(bad.xlsx(rows, strings=strings))) == [["甲", "乙 丙", "", "1"]]


def test_results_of_formulas_errors_and_dates_as_text_are_shown() -> None:
    rows = (
        '<row r="2"><c r="B2" t="str"><f>A1</f><v>甲</v></c><c r="C2" t="e"><v>#DIV/0!</v></c>'
        '<c r="D2" t="d"><v>2024-01-31</v></c><c r="E2" t="str"><f>""</f><v></v></c>'
        '<c r="F2" t="inlineStr"><is><t>乙</t></is></c><c r="G2"><f>1+1</f><v>2</v></c></row>'
    )
    document = xlsx.read(bad.xlsx(rows))
    assert _texts(document) == [["甲", "#DIV/0!", "2024/1/31", "", "乙", "2"]]
    assert document.notes == []
    first = document.blocks[0]
    assert isinstance(first, Grid)
    assert str(first.rows[0][0].place) == "sheet=年报;row=2;column=2"


def test_a_formula_without_a_saved_result_is_no_blank_and_noted() -> None:
    document = _of([["甲", 1, 2], ["乙", "=B1+C1", 3]])
    assert _texts(document)[1] == ["乙", "=B1+C1", "3"]
    [note] = document.notes
    assert note.code is NoteCode.LEFT_OUT
    assert "第2行第2列" in note.message


def test_merged_cells_stand_once_with_their_span() -> None:
    document = _of(
        [
            ["项目", None, "甲", "乙"],
            ["外", "内一", 1, 2],
            [None, "内二", 3, 4],
            ["计", None, 4, 6],
        ],
        "A1:B1", "A2:A3", "A4:B4",
    )  # fmt: skip
    assert _plain(document) == [
        [
            [("项目", 0, 2), ("甲", 2, 1), ("乙", 3, 1)],
            [("外", 0, 1), ("内一", 1, 1), ("1", 2, 1), ("2", 3, 1)],
            [("内二", 1, 1), ("3", 2, 1), ("4", 3, 1)],
            [("计", 0, 2), ("4", 2, 1), ("6", 3, 1)],
        ]
    ]


def test_a_label_merged_downwards_keeps_the_rows_it_covers() -> None:
    document = _of([["外", "内", 1], [None, None, None], ["计", None, 4]], "A1:A2")
    assert _plain(document) == [
        [
            [("外", 0, 1), ("内", 1, 1), ("1", 2, 1)],
            [("", 1, 1), ("", 2, 1)],
            [("计", 0, 1), ("", 1, 1), ("4", 2, 1)],
        ]
    ]


def test_an_empty_merge_within_a_table_is_one_empty_cell() -> None:
    document = _of([["甲", None, None, 1], ["乙", 2, 2, 2]], "B1:C1")
    assert _plain(document) == [
        [
            [("甲", 0, 1), ("", 1, 2), ("1", 3, 1)],
            [("乙", 0, 1), ("2", 1, 1), ("2", 2, 1), ("2", 3, 1)],
        ]
    ]


def test_titles_and_prose_stand_outside_the_tables() -> None:
    prose = "本报告所列数据的统计期限自1月1日起，至12月31日止。\n第二段。"
    document = _of(
        [
            ["某区2024年政府信息公开工作年度报告", None, None],
            [prose, None, None],
            [None, None, None],
            ["第二十条第（一）项", None, None],
            ["信息内容", "本年制发件数", "现行有效件数"],
            ["规章", 0, 3],
            ["三、收到和处理政府信息公开申请情况", None, None],
            ["甲", 1, 2],
            ["某区人民政府", None, None],
        ],
        "A1:C1", "A2:C2", "A4:C4", "A7:C7",
    )  # fmt: skip
    assert _plain(document) == [
        "某区2024年政府信息公开工作年度报告",
        "本报告所列数据的统计期限自1月1日起，至12月31日止。",
        "第二段。",
        [
            [("第二十条第（一）项", 0, 3)],
            [("信息内容", 0, 1), ("本年制发件数", 1, 1), ("现行有效件数", 2, 1)],
            [("规章", 0, 1), ("0", 1, 1), ("3", 2, 1)],
        ],
        "三、收到和处理政府信息公开申请情况",
        [[("甲", 0, 1), ("1", 1, 1), ("2", 2, 1)]],
        "某区人民政府",
    ]


def test_a_row_whose_figures_are_all_blank_stays_in_its_table() -> None:
    document = _of(
        [
            ["（一）予以公开", 1, 2],
            ["（二）部分公开", None, None],
            ["四、结转下年度继续办理", None, None],
        ]
    )
    assert _texts(document) == [
        ["（一）予以公开", "1", "2"],
        ["（二）部分公开", "", ""],
        ["四、结转下年度继续办理", "", ""],
    ]


def test_drawn_cells_beside_a_last_label_make_it_a_row() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["甲", 1, 2])
    sheet.append(["合计"])
    line = Side(style="thin")
    sheet["B2"].border = sheet["C2"].border = Border(left=line, right=line)
    assert _texts(_saved(book)) == [["甲", "1", "2"], ["合计", "", ""]]


def test_a_sheet_of_prose_alone_has_no_grid() -> None:
    assert _plain(_of([["一、总体情况"], ["甲"], [None], ["乙"]])) == ["一、总体情况", "甲", "乙"]


def test_sheets_are_headed_by_their_names_where_these_say_something() -> None:
    book = openpyxl.Workbook()
    book.active.title = "表二"
    book.active.append(["甲", 1])
    for name, row in (("Sheet2", ["乙", 2]), ("三、收到", ["三、收到和处理"]), ("空", [])):
        book.create_sheet(name).append(row)
    document = _saved(book)
    first = document.blocks[0]
    assert isinstance(first, Para)
    assert first.heading
    assert [b.text for b in document.blocks if isinstance(b, Para)] == ["表二", "三、收到和处理"]


def test_hidden_sheets_are_left_out_with_a_note() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    for name, state in (("草稿", "hidden"), ("底稿", "veryHidden")):
        book.create_sheet(name).append(["密"])
        book[name].sheet_state = state
    document = _saved(book)
    assert [n.message for n in document.notes] == [
        "隐藏的工作表“草稿”未读入",
        "隐藏的工作表“底稿”未读入",
    ]
    assert _texts(document) == [["甲", "1"]]


def test_charts_are_no_sheets() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("甲")
    sheet.write_row(0, 0, ["甲", 1])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=甲!$B$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert _plain(xlsx.read(out.getvalue())) == [[[("甲", 0, 1), ("1", 1, 1)]]]


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["甲", date(2024, 1, 31)])
    assert _texts(_saved(book)) == [["甲", "2024-01-31"]]


def test_cells_and_rows_without_a_place_follow_one_another() -> None:
    rows = (
        "<row><c><v>1</v></c><c r='C1'><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>"
    )
    assert _texts(xlsx.read(bad.xlsx(rows))) == [["1", "", "2", "3"], ["4", "", "", ""]]


HOSTILE: dict[str, tuple[bytes, type[ReadError], str]] = {
    "XML bomb": (bad.xlsx(doctype=bad.BILLION_LAUGHS), DamagedFile, "DOCTYPE"),
    "external entity": (bad.xlsx(doctype=bad.EXTERNAL), DamagedFile, "DOCTYPE"),
    "external entity in UTF-16": (
        bad.xlsx(
            more={
                "xl/worksheets/sheet1.xml": (
                    bad.EXTERNAL.decode() + f'<worksheet xmlns="{bad.MAIN}">'
                    "<sheetData><row><c><v>1</v>&f;</c></row></sheetData></worksheet>"
                ).encode("utf-16")
            }
        ),
        DamagedFile,
        "损坏",
    ),
    "50,000 nested tags": (bad.xlsx("<row>" * 50_000), FileTooLarge, "嵌套"),
    "broken XML": (bad.xlsx("<row><c>"), DamagedFile, "损坏"),
    "a cell of no place": (bad.xlsx('<row><c r="?1"><v>1</v></c></row>'), DamagedFile, "?1"),
    "a row beyond the sheet": (bad.xlsx('<row r="1048577"/>'), DamagedFile, "行号"),
    "a row before the sheet": (bad.xlsx('<row r="0"/>'), DamagedFile, "行号"),
    "no such part": (
        bad.zip_of({"[Content_Types].xml": bad.TYPES, "xl/workbook.xml": b"<workbook/>"}),
        DamagedFile,
        "没有工作表",
    ),
    "a million and one empty cells": (
        bad.xlsx("".join(f"<row>{'<c/>' * 1000}</row>" for _ in range(1001))),
        FileTooLarge,
        "单元格",
    ),
    "a row of no number": (bad.xlsx('<row r="x"/>'), DamagedFile, "损坏"),
    "a string that is not there": (
        bad.xlsx('<row><c t="s"><v>5</v></c></row>'), DamagedFile, "损坏",
    ),
    "cells far apart in one row": (
        bad.xlsx("".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="XFD{r}"><v>1</v></c></row>'
                         for r in range(1, 40))),
        FileTooLarge,
        "单元格",
    ),
    "merges over everything": (
        bad.xlsx(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        FileTooLarge,
        "单元格",
    ),
    "a million rows": (
        bad.xlsx("".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>'
                         for r in range(1, 1_000_001))),
        FileTooLarge,
        "单元格",
    ),
    "600,000 strings": (
        bad.xlsx(strings="<si><t>a</t></si>" * 600_000), FileTooLarge, "单元格",
    ),
    "a sheet that unpacks to 100 MB": (bad.xlsx(" " * 100 * 2**20), FileTooLarge, "上限"),
    "no sheet part": (bad.zip_of({"[Content_Types].xml": bad.TYPES}), DamagedFile, "workbook.xml"),
    "no zip": (b"PK\x03\x04", DamagedFile, "不完整"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_quickly_and_in_little_memory(case: str) -> None:
    data, kind, word = HOSTILE[case]
    with pytest.raises(ReadError) as caught:
        run_isolated(xlsx.read, data, seconds=60, megabytes=600)
    assert (type(caught.value), "已停止" in caught.value.what and "秒" in caught.value.what) == (
        kind,
        False,
    )
    assert word in caught.value.what


def test_a_declared_size_of_everything_costs_nothing() -> None:
    data = bad.xlsx(before='<dimension ref="A1:XFD1048576"/>')
    assert _plain(run_isolated(xlsx.read, data, megabytes=100)) == ["1"]


def test_far_cells_alone_on_their_rows_cost_nothing() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    assert _plain(xlsx.read(bad.xlsx(rows))) == ["1", "2"]


def test_empty_rows_and_wide_merges_and_odd_references_are_harmless() -> None:
    after = '<mergeCells><mergeCell ref="A1"/><mergeCell ref="B2:XFD1048576"/></mergeCells>'
    assert _plain(
        xlsx.read(bad.xlsx('<row r="9"/><row r="1"><c r="A1"><v>1</v></c></row>', after=after))
    ) == ["1"]
    assert xlsx.read(bad.xlsx("", after=after)).blocks == []


def test_parts_in_other_case_and_a_missing_list_of_relations_are_found() -> None:
    data = bad.xlsx()
    assert _plain(xlsx.read(data.replace(b"xl/workbook.xml", b"XL/Workbook.xml"))) == ["1"]


# .xls -----------------------------------------------------------------------------------------

CELLS = (
    bad.text_cell(0, 0, "标题")
    + bad.number_cell(2, 0, 25)
    + bad.number_cell(2, 1, 0.125, 1)
    + bad.number_cell(2, 2, 1234, 2)
    + bad.number_cell(2, 3, 45322, 3)
    + bad.record(0x00BD, struct.pack("<HHHIHIH", 3, 0, 0, (7 << 2) | 2, 2, (1500 << 2) | 2, 1))
    + bad.record(0x0205, struct.pack("<HHHBB", 3, 2, 0, 7, 1))
    + bad.record(
        0x0006, struct.pack("<HHHBBBBBBHHI", 3, 3, 0, 2, 0, 42, 0, 0, 0, 0xFFFF, 0, 0) + b"\0\0"
    )
    + bad.text_cell(4, 0, "合计")
    + bad.record(0x00BE, struct.pack("<HHHHHH", 4, 1, 0, 0, 0, 3))
    + bad.record(0x0201, struct.pack("<HHH", 9, 200, 0))
    + bad.record(0x0205, struct.pack("<HHHBB", 6, 0, 0, 1, 0))
    + bad.record(0x00E5, struct.pack("<HHHHH", 1, 0, 0, 0, 3))
)
FORMATS = ("0.0%", "#,##0", "yyyy年m月d日")


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    data = bad.xls({"甲": CELLS, "密": bad.number_cell(0, 0, 1)}, FORMATS, hidden=("密",))
    document = xlsx.read(data)
    assert document.format == "xls"
    assert [n.message for n in document.notes] == ["隐藏的工作表“密”未读入"]
    assert _plain(document) == [
        "标题",
        [
            [("25", 0, 1), ("12.5%", 1, 1), ("1,234", 2, 1), ("2024年1月31日", 3, 1)],
            [("7", 0, 1), ("1,500", 1, 1), ("#DIV/0!", 2, 1), ("#N/A", 3, 1)],
            [("合计", 0, 1), ("", 1, 1), ("", 2, 1), ("", 3, 1)],
        ],
        "TRUE",
    ]


def test_times_and_periods_of_an_old_workbook_are_shown() -> None:
    cells = bad.text_cell(0, 4, "甲") + b"".join(
        bad.number_cell(0, c, value, xf)
        for c, (value, xf) in enumerate([(0.4375, 1), (1.5, 2), (45322.4375, 3)])
    )
    formats = ("h:mm", "[h]:mm", "yyyy/m/d h:mm")
    assert _texts(xlsx.read(bad.xls({"甲": cells}, formats))) == [
        ["10:30", "1.5", "2024/1/31 10:30", "", "甲"]
    ]


def test_formats_of_the_older_kind_are_understood() -> None:
    code = "0.0%".encode("ascii")
    assert sheet_biff._format_code(struct.pack("<HB", 164, len(code)) + code) == "0.0%"
    narrow = struct.pack("<HHB", 164, 4, 0) + code
    assert sheet_biff._format_code(narrow) == "0.0%"


def test_an_old_workbook_of_too_many_cells_in_all_is_refused() -> None:
    half = bad.number_cell(0, 0, 1) + bad.number_cell(65535, 4, 1)
    with pytest.raises(FileTooLarge, match="单元格"):
        xlsx.read(bad.xls({"甲": half, "乙": half}))


def test_an_empty_old_sheet_has_no_blocks() -> None:
    assert xlsx.read(bad.xls({"空": b""})).blocks == []


def test_old_cells_far_apart_are_refused_before_they_are_laid_out() -> None:
    data = bad.xls({"甲": bad.number_cell(0, 0, 1) + bad.number_cell(65535, 65535, 1)})
    with pytest.raises(FileTooLarge, match="单元格"):
        run_isolated(xlsx.read, data, megabytes=200)


def test_far_empty_cells_of_an_old_sheet_cost_little() -> None:
    far = bad.record(0x0201, struct.pack("<HHH", 65535, 255, 0))
    document = run_isolated(
        xlsx.read, bad.xls({"甲": bad.number_cell(0, 0, 1) + far}), megabytes=200
    )
    assert _plain(document) == ["1"]


@pytest.mark.parametrize(
    "data",
    [
        bad.ole({"Workbook": b""}),
        bad.ole({"Workbook": bad.record(0x0809, bytes(16)) + bytes(40)}),
        bad.ole({"Other": b"x"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900),
        bad.ole({"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 5000}),
    ],
)
def test_a_broken_old_workbook_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFile):
        xlsx.read(data)


def test_a_locked_old_workbook_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> object:
        raise python_calamine.PasswordError

    monkeypatch.setattr(python_calamine, "load_workbook", refuse)
    with pytest.raises(EncryptedFile):
        sheet_biff.sheets_of_xls(bad.xls({"甲": b""}))


def test_a_panic_of_the_library_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})

    def refuse(_: object) -> object:
        raise panic

    monkeypatch.setattr(python_calamine, "load_workbook", refuse)
    with pytest.raises(DamagedFile):
        sheet_biff.sheets_of_xls(bad.xls({"甲": b""}))

    def interrupt(_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "load_workbook", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sheet_biff.sheets_of_xls(bad.xls({"甲": b""}))


def test_the_same_sheet_reads_the_same_by_our_parser_and_by_calamine() -> None:
    book = openpyxl.Workbook()
    for r in range(30):
        book.active.append([r * c if (r + c) % 4 else None for c in range(1, 9)])
    out = io.BytesIO()
    book.save(out)
    [ours] = sheet_xml.sheets_of_xlsx(out.getvalue())
    theirs = python_calamine.load_workbook(io.BytesIO(out.getvalue())).get_sheet_by_index(0)
    assert theirs.start is not None
    top, left = theirs.start
    assert ours.cells == {
        (r + top, c + left): str(int(value))  # type: ignore[call-overload]
        for r, row in enumerate(theirs.to_python())
        for c, value in enumerate(row)
        if value != ""
    }

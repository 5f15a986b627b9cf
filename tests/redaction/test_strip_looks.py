"""What looks hide: default styles, number formats, the colour of the ground, a size of nothing."""

# ruff: noqa: E501 — XML reads best in one piece

from __future__ import annotations

from typing import Any

from gongkai.redaction import leaks, strip
from tests.redaction.made import changed, inflated, member
from tests.redaction.office import (
    W,
    paragraphs,
    renamed,
    reopened,
    restyled,
    what,
    word,
    workbook,
)


def test_text_hidden_by_the_defaults_of_the_file_is_gone() -> None:
    data = word(
        "<w:p><w:r><w:t>SecretDefault</w:t></w:r></w:p>",
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r></w:p>',
    )
    found = strip(restyled(data, "<w:vanish/>"), "docx")
    assert b"Secret" not in inflated(found.data) and "明" in paragraphs(found.data)


def test_text_hidden_by_default_styles_and_by_the_style_of_its_table_is_gone() -> None:
    table = (
        f'<w:tbl {W}><w:tblPr><w:tblStyle w:val="Dim"/></w:tblPr><w:tr><w:tc><w:p><w:pPr>'
        '<w:pStyle w:val="Plain"/></w:pPr><w:r><w:t>SecretCell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    )
    twice = (
        '<w:p><w:pPr><w:pStyle w:val="Hide"/></w:pPr><w:r><w:rPr><w:rStyle w:val="Back"/></w:rPr>'
        "<w:t>再现</w:t></w:r><w:r><w:t>SecretStyled</w:t></w:r></w:p>"
    )
    plain = '<w:p><w:pPr><w:pStyle w:val="Plain"/></w:pPr><w:r><w:t>明</w:t></w:r></w:p>'
    data = word("<w:p><w:r><w:t>SecretPlain</w:t></w:r></w:p>", twice, plain, table)
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{id_}">{inner}</w:style>'
        for kind, id_, inner in (
            ("table", "Dim", "<w:rPr><w:vanish/></w:rPr>"),
            ("paragraph", "Hide", "<w:rPr><w:vanish/></w:rPr>"),
            ("character", "Back", "<w:rPr><w:vanish/></w:rPr>"),
            ("paragraph", "Plain", ""),
        )
    )
    normal = member(restyled(data, more=styles), "word/styles.xml").replace(
        '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:vanish/></w:rPr>'
    )
    found = strip(changed(data, {"word/styles.xml": normal.encode()}), "docx")
    assert b"Secret" not in inflated(found.data)
    assert {"再现", "明"} <= set(paragraphs(found.data))


def test_text_in_the_colour_of_its_ground_or_too_small_is_told() -> None:
    shade = '<w:pPr><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/></w:pPr>'
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/>{0}</w:rPr><w:t>白</w:t></w:r>'
    bodies = [
        ("<w:p>" + white.format("") + "</w:p>", 1),
        ("<w:p>" + shade + white.format("") + "</w:p>", 0),
        ("<w:p>" + white.format('<w:highlight w:val="black"/>') + "</w:p>", 0),
        ('<w:p><w:r><w:rPr><w:color w:val="auto" w:themeColor="background1"/></w:rPr><w:t>白</w:t></w:r></w:p>', 1),
        ('<w:p><w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>小</w:t></w:r></w:p>', 1),
        ('<w:p><w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr><w:r><w:rPr><w:color w:val="000000"/>'
         "</w:rPr><w:t>黑</w:t></w:r></w:p>", 1),
        ('<w:p><w:pPr><w:pStyle w:val="Pale"/></w:pPr><w:r><w:t>白</w:t></w:r></w:p>', 1),
        ('<w:p><w:r><w:rPr><w:color w:val="auto"/></w:rPr><w:t>明</w:t></w:r></w:p>', 0),
        (f'<w:p><w:r><w:rPr><w:sz w:val="{"1" * 5_000}"/></w:rPr><w:t>明</w:t></w:r></w:p>', 0),
    ]  # fmt: skip
    more = (
        '<w:style w:type="paragraph" w:styleId="Pale"><w:basedOn w:val="Paler"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Paler"><w:rPr><w:color w:val="FEFEFE"/></w:rPr></w:style>'
    )
    found = strip(restyled(word(*(body for body, _ in bodies)), more=more), "docx")
    count = sum(told for _, told in bodies)
    (doubt,) = found.doubts
    assert doubt.startswith(f"word/document.xml 里有{count}处文字与底色相同或者字号极小")
    assert sum("白" in one or "小" in one or "黑" in one for one in paragraphs(found.data)) == 7


def test_formats_that_print_other_words_hide_the_value_and_usual_ones_do_not() -> None:
    formats = {
        '"已脱敏"': (1234567, True), '0;-0;;"略"': ("Secret", True), ";-0": (7, True),
        '[红色]"略"': (1234567, True), "***": (1234567, True), "0;;;@": (-5, True),
        "General": (3, False), "0.00": (3, False), "yyyy-mm-dd": (45000, False), "@": ("明", False),
        '#,##0"元"': (3, False), "0;-0;;@": ("明", False), "[$-804]m月d日": (45000, False),
        "#,##0;-#,##0;": (0, False), "[>100]0;0.0": (3, False),
    }  # fmt: skip

    def change(book: Any, sheet: Any) -> None:
        for row, (code, (value, _)) in enumerate(formats.items(), 11):
            sheet[f"A{row}"], sheet[f"A{row}"].number_format = value, code

    sheet = reopened(strip(workbook(change), "xlsx").data)["公开"]
    for row, (code, (_, hidden)) in enumerate(formats.items(), 11):
        assert (sheet[f"A{row}"].value is None) is hidden, code


def test_cells_in_the_colour_of_their_ground_are_told() -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.colors import Color

    def change(book: Any, sheet: Any) -> None:
        sheet["B11"], sheet["B12"], sheet["B13"], sheet["B14"] = "白字", "明", 13800138000, "同"
        sheet["B11"].font = Font(color="FFFFFF")
        sheet["B12"].font = Font(color="FFFFFF")
        sheet["B12"].fill = PatternFill("solid", fgColor="1F3864")
        sheet["B13"].font = Font(color=Color(theme=0))
        sheet["B14"].font = Font(color=Color(indexed=44))
        sheet["B14"].fill = PatternFill("solid", fgColor=Color(indexed=44))
        sheet["B15"].font = Font(color="FFFFFF")  # nothing in it
        sheet["B16"] = "淡"
        sheet["B16"].font = Font(color=Color(theme=1, tint=0.99))
        white = FormulaRule(formula=["TRUE"], font=Font(color="FFFFFF"))
        sheet.conditional_formatting.add("A1:A9", white)

    first, second = strip(workbook(change), "xlsx").doubts
    assert "有4个单元格" in first and "（B11、B13、B14、B16）" in first
    assert "条件格式可能使一些值看不见" in second
    assert strip(workbook(), "xlsx").doubts == ()


def test_a_tint_that_is_no_number_is_none() -> None:
    from openpyxl.styles import Font
    from openpyxl.styles.colors import Color

    def change(book: Any, sheet: Any) -> None:
        sheet["B11"], sheet["B11"].font = "明", Font(color=Color(theme=1, tint=0.5))

    data = workbook(change)
    styles = member(data, "xl/styles.xml").replace('tint="0.5"', 'tint="NaN"')
    assert "NaN" in styles
    assert strip(changed(data, {"xl/styles.xml": styles.encode()}), "xlsx").doubts == ()


def test_the_parts_of_a_file_are_known_by_their_relationships_and_not_by_their_names() -> None:
    body = '<w:p><w:pPr><w:pStyle w:val="Hide"/></w:pPr><w:r><w:t>SecretStyled</w:t></w:r></w:p>'
    own = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>SecretRun</w:t></w:r></w:p>"
    hide = '<w:style w:type="paragraph" w:styleId="Hide"><w:rPr><w:vanish/></w:rPr></w:style>'
    data = restyled(word(body, own), more=hide)
    # as Word on the web names them, and in another folder
    numbered = {f"{one}.xml": f"{one}2.xml" for one in ("document", "styles", "settings")}
    for names in (numbered, {"word/": "text/"}):
        found = strip(renamed(data, names), "docx")
        assert b"Secret" not in inflated(found.data) and "隐藏文字" in what(found)
        assert not [one for one in leaks(found.data, "docx", drawn=False) if one.blocking]

"""The HTML page: accessible, closed to the outside, and the same report when read back."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from gongkai.report.model import Paragraph, Report, Section
from gongkai.report.read import read_bytes
from gongkai.report.write import html, to_bytes
from gongkai.report.write.page import prose, stylesheet
from gongkai.report.write.text import grouped, markup, plain, slug_id
from tests.report.write.made_reports import cell, report_2019, report_2021, with_cells

REPORTS = pytest.mark.parametrize("report", [report_2021(), report_2019()], ids=["2021", "2019"])


def back(data: bytes, name: str) -> Report:
    ((_, found),) = read_bytes(data, name)
    assert isinstance(found, list), found
    assert len(found) == 1
    return found[0]


def carried(report: Report) -> tuple[object, ...]:
    """What a printed format carries of a report: all but places and the unit from a heading."""
    return (
        report.title,
        [c and (c.raw, c.value, c.state) for c in report.cells],
        [(s.number, s.title, [p.text for p in s.paragraphs]) for s in report.sections],
        (report.signed_by, report.signed_on),
    )


@REPORTS
@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
def test_the_reader_gets_the_same_report_back(report: Report, suffix: str) -> None:
    assert carried(back(to_bytes(report, suffix), "x" + suffix)) == carried(report)


@REPORTS
def test_every_figure_names_its_heads(report: Report) -> None:
    page = lxml_html.document_fromstring(html.dump(report))
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    heads = {th.get("id"): " ".join(th.itertext()) for th in page.iter("th")}
    data = list(page.iter("td"))
    assert len(data) == len(report.form.cells)
    for where, td in zip(report.form.cells, data, strict=True):
        named = " / ".join(heads[id] for id in (td.get("headers") or "").split())
        for label in filter(None, f"{where.row_path} / {where.column_path}".split(" / ")):
            assert label in named, (where, named)
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert table.find("thead") is not None
    assert all(th.get("scope") or th.get("class") == "corner" for th in page.iter("th"))


@REPORTS
def test_the_rows_of_each_table_have_one_width(report: Report) -> None:
    page = lxml_html.document_fromstring(html.dump(report))
    for table in page.iter("table"):
        rows = list(table.iter("tr"))
        filled = [0] * len(rows)
        for y, row in enumerate(rows):
            for c in row.iterchildren("td", "th"):
                for below in range(int(c.get("rowspan", 1))):
                    filled[y + below] += int(c.get("colspan", 1))
        assert len(set(filled)) == 1, filled


def test_the_page_needs_nothing_from_outside_and_runs_nothing() -> None:
    text = html.dump(report_2021())
    page = lxml_html.document_fromstring(text)
    assert page.get("lang") == "zh-CN"
    for banned in ("<script", "<link", "<img", "<iframe", "@import", "url(", "style=", "onclick"):
        assert banned not in text
    (style,) = page.iter("style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_the_words_of_a_report_never_become_markup() -> None:
    base = report_2021()
    evil = "<script>alert(1)</script>\x00\"'&"
    sections = [Section(1, evil, [Paragraph(evil)])]
    report = replace(with_cells(base, {0: cell(evil)}), title=evil, signed_by=evil)
    report.sections = sections
    text = html.dump(report)
    assert "<script" not in text
    assert "\x00" not in text
    assert text.count("&lt;script&gt;") == 6


def test_cells_that_the_file_lacks_end_their_row() -> None:
    base = report_2021()
    row = base.form.row("granted").cells
    report = with_cells(base, {row[-1]: None, row[-2]: None, row[0]: None})
    read = back(to_bytes(report, ".html"), "x.html")
    assert [read.cells[i] is None for i in row[-2:]] == [True, True]
    page = lxml_html.document_fromstring(html.dump(report))
    assert len(list(page.iter("td"))) == len(report.form.cells) - 2


def test_a_report_without_title_or_signature_still_makes_a_page() -> None:
    report = Report(file="无题.txt", form=report_2021().form, year=None)
    page = lxml_html.document_fromstring(html.dump(report))
    assert page.findtext("head/title") == "无题.txt"
    assert page.find(".//h1") is None
    dated = replace(report, signed_on=report_2021().signed_on)
    assert '<time datetime="2026-01-20">2026年1月20日</time>' in html.dump(dated)
    assert "<time" not in html.dump(replace(report, signed_by="云州市人民政府"))


def test_tables_without_a_section_stand_in_frames_of_their_own() -> None:
    report = replace(report_2021(), sections=[])
    assert html.dump(report).count('class="frame"') == 3


def test_numbers_stay_with_their_units() -> None:
    assert prose("共3,200件（96.8%）") == (
        '共<span class="keep">3,200件</span>（<span class="keep">96.8%</span>）'
    )
    assert prose("<b>") == "&lt;b&gt;"


def test_the_stylesheet_names_its_colours_once() -> None:
    css = stylesheet()
    tokens, rest = css.split("}", 1)
    assert set(re.findall(r"var\((--[a-z]+(?:-[a-z]+)*)", css)) <= set(
        re.findall(r"(--[a-z]+(?:-[a-z]+)*):", css)
    )
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", rest)) <= {"#000"}
    assert "gradient(1" in rest  # hatching of missing cells
    source = Path(html.__file__).with_name("page.css").read_text(encoding="utf-8")
    assert source.startswith("/*")
    assert "/*" not in css
    assert tokens


def test_numbers_and_names_for_markup() -> None:
    from decimal import Decimal

    assert [plain(Decimal(x)) for x in ("1E+3", "0.50")] == ["1000", "0.50"]
    assert plain(None) == ""
    assert [grouped(Decimal(x)) for x in ("1234567", "-1234.50", "100", "0.00")] == [
        "1,234,567", "-1,234.5", "100", "0",
    ]  # fmt: skip
    assert markup("a\ud800\ufffe<") == "a&lt;"
    assert slug_id("c-", "t2.rules.in_force") == "c-t2-rules-in-force"

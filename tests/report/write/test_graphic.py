"""The graphic shows the figures of the tables, and 未列 where they say nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from gongkai.errors import BadInput
from gongkai.report.model import Report
from gongkai.report.read import svg
from gongkai.report.write.figures import headline, outcomes, proactive
from gongkai.report.write.graphic import dump
from gongkai.report.write.svg import width_of, wrap
from tests.report.write.any_reports import rich_report
from tests.report.write.made_reports import cell, report_2019, report_2021, with_cells

SVG = "{http://www.w3.org/2000/svg}"


def texts(report: Report) -> list[str]:
    root = etree.fromstring(dump(report).encode())
    return ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("report", [report_2021(), report_2019()], ids=["2021", "2019"])
def test_it_is_one_accessible_drawing_without_anything_from_outside(report: Report) -> None:
    text = dump(report)
    root = etree.fromstring(text.encode())
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == f"{report.title}（图解）"
    assert "新收申请31件，上年结转2件，办结30件，结转下年3件" in (root.findtext(f"{SVG}desc") or "")
    for banned in ("<script", "href", "url(", "<image", "<style", "style="):
        assert banned not in text
    assert len({e.get("id") for e in root.iter() if e.get("id")}) == 2
    assert dump(report) == text


def test_every_text_and_bar_stays_on_the_page() -> None:
    for report in (report_2021(), report_2019()):
        root = etree.fromstring(dump(report).encode())
        width, height = (float(root.get(name) or 0) for name in ("width", "height"))
        for bar in root.iter(f"{SVG}rect"):
            assert float(bar.get("x", 0)) + float(bar.get("width", 0)) <= width + 0.1
        for text in root.iter(f"{SVG}text"):
            x, y = float(text.get("x", 0)), float(text.get("y", 0))
            long = width_of(text.text or "", float(text.get("font-size", 0)))
            left = x - long if text.get("text-anchor") == "end" else x
            assert left >= 0
            assert left + long <= width
            assert y <= height


def test_the_figures_are_those_of_the_tables() -> None:
    shown = texts(report_2021())
    for figure in ("31", "30", "13", "43.3%", "23.3%", "460,817", "10,352.46万元", "1,234"):
        assert figure in shown
    assert "608万元" in texts(report_2019())
    assert [f.value for f in headline(report_2021())] == [31, 2, 30, 3]
    assert [f.value for f in outcomes(report_2021())] == [13, 3, 3, 7, 3, 1]
    assert [f.value for f in outcomes(report_2019())] == [13, 3, 3, 7, 3, 1]
    assert sum(len(figures) for _, figures in proactive(report_2019())) == 22


def test_what_is_not_stated_is_never_nought() -> None:
    base = report_2021()
    row = base.form.row("carried_in").cells[-1]
    granted = base.form.row("granted").cells[-1]
    held = base.form.row("unavailable_would_need_creating").cells[-1]
    for empty in (cell(""), cell("/"), None):
        report = with_cells(base, {row: empty, granted: empty, held: empty})
        assert headline(report)[1].zh == "未列"
        assert "7（另1格未列）" in texts(report)
        assert "上年结转未列" in dump(report)
        assert svg.load(dump(report).encode())[0].cells[row] == empty


def test_a_report_without_anything_is_drawn_too() -> None:
    shown = texts(Report(file="空.docx", form=report_2021().form, year=None))
    assert "空.docx" in shown
    assert shown.count("未列") > 20
    assert not {"0", "0.0%"} & set(shown)


def test_it_carries_the_whole_report() -> None:
    report = rich_report()
    report = replace(report, body="<b>&\x00]]>\u2028" + report.body)
    assert svg.load(dump(report).encode()) == [report]


def test_large_figures_shrink_into_their_room() -> None:
    base = report_2021()
    row = base.form.row("new_applications").cells[-1]
    licences = base.form.by_slug["t2.licences.decisions"]
    report = with_cells(base, {row: cell("12345678901"), licences: cell("9" * 40)})
    shown = texts(report)
    assert "12,345,678,901" in shown


def test_another_drawing_is_refused() -> None:
    with pytest.raises(BadInput, match="不带年度报告的数据"):
        svg.load(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(BadInput, match="不是有效的SVG"):
        svg.load(b"<svg")
    bomb = b"<!DOCTYPE s [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"
    with pytest.raises(BadInput, match="不带年度报告的数据"):
        svg.load(bomb)


def test_lines_do_not_begin_with_a_closing_sign() -> None:
    assert wrap("一二三，四", 10, 30) == ["一二三，", "四"]

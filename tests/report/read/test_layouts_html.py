"""Web pages that show the tables without plain cells: every figure is read, or said to be unread.

Each way of building a page has been met on web sites of authorities or in what their editors save.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from html import escape, unescape

import pytest

from gongkai.report.read import read_bytes
from gongkai.report.read.html_hidden import hidden_page
from tests.report.read.layouts.made import figures, page, read_one, report, table_3, verdict

VALUES = figures()
BLANKS = figures(blanks=0.3)


def _if_figure(shape: str) -> Callable[[str], str]:
    return lambda text: shape.format(text) if text.isdigit() else text


CELLS: dict[str, Callable[[str], str]] = {
    "input": _if_figure('<input type="text" value="{}" readonly>'),
    "input without type": _if_figure("<input value={}>"),
    "select": _if_figure("<select><option>1</option><option selected>{}</option></select>"),
    "textarea": _if_figure("<textarea>{}</textarea>"),
    "button": _if_figure("<button>{}</button>"),
    "hidden input": _if_figure('<input type="hidden" value="99">{}'),
    "soft hyphen": lambda text: text[:1] + "&shy;" + text[1:],
    "word break": lambda text: text[:1] + "<wbr>" + text[1:],
    "spans": lambda text: "".join(f"<span lang=EN-US>{c}</span>" for c in unescape(text)),
    "struck out": _if_figure("<s>99</s>{}"),
    "struck out, old": _if_figure("<strike>99</strike>{}"),
    "struck out by style": _if_figure('<span style="text-decoration:line-through">99</span>{}'),
    "no size": _if_figure('<span style="font-size:0px">99</span>{}'),
    "size in em": _if_figure('<span style="font-size:0.8em">{}</span>'),
    "circled note": _if_figure("{}<sup>①</sup>"),
    "nested table": lambda text: f"<table><tr><td>{text}</td></tr></table>",
    "paragraphs": lambda text: (
        text if text.isdigit() else "".join(f"<p>{c}</p>\n" for c in unescape(text))
    ),
    "word": lambda text: (
        f"<p class=MsoNormal><span lang=EN-US>{text or '&nbsp;'}<o:p></o:p></span></p>"
    ),
}


@pytest.mark.parametrize("values", [VALUES, BLANKS], ids=["full", "blanks"])
@pytest.mark.parametrize("name", CELLS)
def test_what_a_cell_shows_is_read(name: str, values: list[str]) -> None:
    assert verdict(page(report(values), CELLS[name]), values).right == 200


def test_an_empty_choice_and_a_button_outside_a_table_show_nothing() -> None:
    shown = page(report(VALUES)).replace("<p>", "<button>99</button><select></select><p>", 1)
    assert verdict(shown, VALUES).right == 200
    empty = page(report(BLANKS), lambda text: text or "<select></select>")
    assert verdict(empty, BLANKS).right == 200


BOXES: dict[str, Callable[[str], str]] = {
    "by display": lambda text: (
        text.replace("<table>", '<div style="display: table">')
        .replace("<tr>", "<div style='display:table-row'>")
        .replace("<td", "<div style='DISPLAY:table-cell;width:1px'")
    ),
    "rows in a plain box": lambda text: (
        text.replace("<table>", "<div class=t>")
        .replace("<tr>", "<div style='display:table-row'>")
        .replace("<td", "<div style='display:table-cell'")
    ),
    "by role": lambda text: (
        text.replace("<table>", "<div role=table>")
        .replace("<tr>", "<div role=row>")
        .replace("<td", "<div role=gridcell")
    ),
}


@pytest.mark.parametrize("values", [VALUES, BLANKS], ids=["full", "blanks"])
@pytest.mark.parametrize("name", BOXES)
def test_boxes_laid_out_as_a_table_are_one(name: str, values: list[str]) -> None:
    shown = re.sub(r' (?:col|row)span="\d+"', "", page(report(values)))
    shown = re.sub("</(?:table|tr|td)>", "</div>", BOXES[name](shown))
    assert verdict(shown, values).right == 200


def test_rows_and_cells_alone_are_only_boxes() -> None:
    text = "云州市水务局2023年政府信息公开工作年度报告"
    shown = page(report(VALUES)).replace(
        "<body>", f"<body><b role=cell>{text}</b><div><i role=row>公告</i><br></div>"
    )
    assert verdict(shown, VALUES).right == 200


@pytest.mark.parametrize("tag", ["ul li", "div div"])
def test_lists_of_cells_are_read_line_by_line(tag: str) -> None:
    outer, inner = tag.split()
    shown = page(report(VALUES)).replace("<table>", "").replace("</table>", "")
    shown = re.sub(r"<(/?)tr>", rf"<\1{outer}>", shown)
    shown = re.sub(r"<(/?)td[^>]*>", rf"<\1{inner}>", shown)
    assert verdict(shown, VALUES).right == 200


def test_a_small_table_above_the_report_does_not_hinder_that() -> None:
    shown = re.sub(r"</?(?:table|tr)>", "", page(report(VALUES)))
    shown = re.sub(r"<(/?)td[^>]*>", r"<\1div>", shown)
    head = "<table><tr><td>索引号</td><td>YZ-2024</td></tr></table>"
    found = read_one(shown.replace("<body>", "<body>" + head))
    assert sum(cell is not None for cell in found.cells) == 200
    # places are those of the page
    assert found.cells[0] is not None and found.cells[0].place.line > 0


def test_figures_that_run_together_are_not_guessed() -> None:
    shown = re.sub(r"<(/?)(?:table|tr)>", r"<\1div>", page(report(VALUES)))
    shown = re.sub(r"<(/?)td[^>]*>", r"<\1span>", shown)
    found = verdict(shown, VALUES)
    assert not found.wrong and not found.silent


WRAPPED: dict[str, Callable[[str], str]] = {
    "escaped text": lambda shown: f"<div>{escape(shown)}</div>",
    "escaped twice": lambda shown: f"<div>{escape(escape(shown))}</div>",
    "textarea": lambda shown: f"<textarea>{escape(shown)}</textarea>",
    "document.write": lambda shown: f"<script>document.write({shown!r})</script>",
    "json": lambda shown: f"<script>window.data={json.dumps({'content': shown})}</script>",
    "json, escaped twice": lambda shown: (
        f"<script>window.data={json.dumps(json.dumps({'content': shown}))}</script>"
    ),
    "cdata": lambda shown: f'<script type="text/xml"><record><![CDATA[{shown}]]></record></script>',
    "noscript": lambda shown: f"<noscript>{shown}</noscript>",
    "template": lambda shown: f"<template>{shown}</template>",
    "srcdoc": lambda shown: f'<iframe srcdoc="{escape(shown)}"></iframe>',
}


@pytest.mark.parametrize("name", WRAPPED)
def test_a_report_that_a_script_would_show_is_read(name: str) -> None:
    inner = WRAPPED[name](page(report(VALUES)))
    shown = f'<html><head><meta charset="utf-8"></head><body>{inner}</body></html>'
    found = verdict(shown, VALUES)
    assert found.right == 200


@pytest.mark.parametrize("source", ["", "<script>var a='本年新收'</script>", "&lt;p&gt;年报",
                                    r"<script>'\ud800<p>本年新收</p>'</script>"])  # fmt: skip
def test_a_page_without_a_report_in_its_data_has_none(source: str) -> None:
    assert "第二十条" not in hidden_page(source)
    data = f"<html><body>{source}</body></html>".encode("utf-8", "surrogatepass")
    for _, outcome in read_bytes(data, "a.html"):
        assert not isinstance(outcome, list)


def test_pictures_of_tables_are_said_to_be_unread() -> None:
    shown = re.sub("<table>.*?</table>", '<img src="1.png">', page(report(VALUES)))
    found = verdict(shown, VALUES)
    assert not found.wrong and not found.silent


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r' (?:row|col)span="\d+"', "", text),
        lambda text: re.sub(r' rowspan="\d+"', "", text),
        lambda text: text.replace('rowspan="22"', 'rowspan="0"'),
        lambda text: text.replace('rowspan="22"', 'rowspan="99"'),
        lambda text: text.replace('rowspan="22"', 'rowspan="20"'),
        lambda text: text.replace("</td>", "").replace("</tr>", ""),
        lambda text: text.replace("</tr><tr>", "</tr></table><table><tr>"),
        lambda text: text.replace("<td", "<th").replace("</td", "</th"),
        lambda text: text.replace("<p>", '<p><a href="/x">').replace("</p>", "</a></p>"),
    ],
    ids=["no spans", "no rowspans", "zero", "too large", "too small", "not closed",
         "a table for each row", "th", "links"],
)  # fmt: skip
@pytest.mark.parametrize("values", [VALUES, BLANKS], ids=["full", "blanks"])
def test_wrong_or_missing_spans_change_nothing(
    change: Callable[[str], str], values: list[str]
) -> None:
    assert verdict(change(page(report(values))), values).right == 200


def test_spans_that_differ_from_row_to_row_change_nothing() -> None:
    """As on a page of 2019: the header's second cell is narrow, that of the rows wide."""
    parts = report(VALUES, two="two_one")
    (table,) = [p for p in parts[:6] if not isinstance(p, str)]
    for row in table:
        if len(row) == 4:
            wide = 1 if row[0].text != "信息内容" else 2
            row[wide].across = 2
    assert verdict(page(parts), VALUES).right == 200
    assert len(table_3(parts)) > 20


@pytest.mark.parametrize(
    "source",
    [
        "本年新收" + "<script>" * 100_000,
        "<div>" * 1_900 + "<input>" * 100_000,
        "<div role=cell>" * 1_900 + "<p role=row>a" * 50_000,
        "<div><p style='display:table-row'>" * 50_000,
    ],
    ids=["scripts", "controls", "roles", "rows"],
)
def test_pages_of_nothing_but_such_parts_take_no_longer(source: str) -> None:
    began = time.process_time()
    for _, outcome in read_bytes(f"<html><body>{source}".encode(), "a.html"):
        assert not isinstance(outcome, list)
    assert time.process_time() - began < 8

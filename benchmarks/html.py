"""Cells from web pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchmarks.fair import Tables, align, peer, share
from benchmarks.files import html_files
from benchmarks.peers import kreuzberg, markitdown
from benchmarks.race import Contender, race, table, verdict, versions

__all__ = ["run"]


def run(quick: bool) -> Iterable[str]:
    """The table, then the verdicts."""
    files = html_files(12 if quick else 36)
    contenders = [
        Contender("gongkai: cells", _ours, share, "ours"),
        Contender("gongkai: lines and grids only", _blocks, None, "more"),
        Contender("gongkai: whole report with prose", _whole, share, "more"),
        Contender("floor: lxml parse", _floor, None, "floor"),
        peer("lxml.html, a loop over rows", _lxml),
        peer("selectolax, a loop over rows", _selectolax),
        peer("Beautiful Soup on lxml, a loop over rows", _soup),
        peer("kreuzberg", lambda data: kreuzberg(data, ".html")),
        peer("markitdown", lambda data: markitdown(data, ".html")),
    ]
    lines = race(contenders, files, rounds=5 if quick else 11, budget=4 if quick else 20)
    yield table(f"Cells from HTML ({len(files)} pages)", lines)
    yield from verdict(lines, floor_at_most=3)
    ours, floor = (next(line for line in lines if line.role == role) for role in ("ours", "floor"))
    yield "times the floor: " + ", ".join(
        f"{ours.milliseconds[maker] / floor.milliseconds[maker]:.2f} ({maker})"
        for maker in ours.milliseconds
    )
    yield versions("lxml", "selectolax", "beautifulsoup4", "kreuzberg", "markitdown")


def _ours(data: bytes) -> list[str | None]:
    from gongkai.report.read import html

    return align(html.read(data), None)


def _blocks(data: bytes) -> Any:
    from gongkai.report.read import html

    return html.read(data)


def _whole(data: bytes) -> list[str | None]:
    from gongkai.report.read import read_bytes

    ((_, reports),) = read_bytes(data, "report.html")
    assert isinstance(reports, list)
    return [cell and cell.raw for cell in reports[0].cells]


def _floor(data: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(data, etree.HTMLParser())


def _lxml(data: bytes) -> Tables:
    from lxml import html

    root = html.document_fromstring(data)
    return [
        [[cell.text_content().strip() for cell in row if cell.tag in ("td", "th")] for row in rows]
        for one in root.iter("table")
        if (rows := list(one.iter("tr")))
    ]


def _selectolax(data: bytes) -> Tables:
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(data)
    return [
        [[cell.text().strip() for cell in row.css("td, th")] for row in one.css("tr")]
        for one in root.css("table")
    ]


def _soup(data: bytes) -> Tables:
    from bs4 import BeautifulSoup

    root = BeautifulSoup(data, "lxml")
    return [
        [
            [cell.get_text().strip() for cell in row.find_all(["td", "th"])]
            for row in one.find_all("tr")
        ]
        for one in root.find_all("table")
    ]

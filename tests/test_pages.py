"""The pages in a real browser: accessible, within the screen, and asking nobody for anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gongkai.law import explain
from gongkai.law.calendar import national
from gongkai.law.clock import Pause, ReplyFacts, reply_due
from gongkai.report.checks import run_checks
from gongkai.report.consolidate import Body, Excluded, consolidate
from gongkai.report.model import Report
from gongkai.report.write import consolidated, findings_html, graphic, html
from gongkai.report.write.findings import Checked
from gongkai.report.write.index_html import Entry, index_page
from tests.report.checks.support import make_report

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

# one process makes the pages and opens the browser
pytestmark = [
    pytest.mark.xdist_group("pages"),
    pytest.mark.no_cover,  # traced it takes three times as long, for few branches
]

WIDTHS = (1280, 390)
NARROW = ("findings", "report", "calendar")  # looked at wholly on a phone too
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NASTY = "<script>alert(1)</script>]]><img src=x onerror=alert(2)>\x1b[31m\x00\u0085'\"--><!--"


def wrong() -> Report:
    """A report with many blank cells, wrong totals, and names that are very long."""
    report = make_report({"year": 2024, "body": "云州市" + "名称很长的" * 9 + "局"})
    slugs = [s for s in report.form.by_slug if s.startswith("t3.")]
    blank = {s: "" for s in slugs if not s.endswith(".total")}
    cells = {**blank, "t3.granted.total": "9", "t3.new_applications.total": "31"}
    return make_report({"year": 2024, "body": report.body, "cells": cells})


def nasty() -> Report:
    """A report whose every text tries to leave its place."""
    cells = {"t3.granted.total": NASTY, "t2.licences.decisions": "9]]>"}
    report = make_report({"cells": cells, "title": NASTY, "sections": {1: NASTY}})
    report.body, report.file, report.signed_by = NASTY, NASTY + ".docx", NASTY
    return report


def index(reports: list[Report]) -> str:
    entries = [
        Entry(Checked(r, list(run_checks(r))), "report.html", [("表格", "form.html")])
        for r in reports
    ]
    failures = [("坏" * 60 + ".docx", "文件是空的（0 字节）；请重新下载或重新导出")]
    return index_page(entries, failures=failures, sums=[(2024, "汇总（1/2）", "sum.html")])


def sums(reports: list[Report]) -> str:
    bodies = [Body(f"云州市第{n}局") for n in range(60)] + [Body(r.body) for r in reports]
    failed = [Excluded(reports[0].file, reports[0].body, "无法读取")]
    result = consolidate(reports, year=reports[0].year, expected=bodies, failed=failed)
    page = consolidated.render(result, "html")
    assert isinstance(page, str)
    return page


def overview(_: list[Report], folder: Path) -> str:
    pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")
    from gongkai import corpus

    source = folder / "reports"
    source.mkdir()
    (source / "a.html").write_text(html.dump(wrong()), "utf-8")
    (source / "b.docx").write_bytes(b"")
    corpus.build(source, folder / "set", workers=1)
    return corpus.write_report(folder / "set").read_text("utf-8")


def deadline(received: date, *pauses: Pause, extension: int = 0) -> str:
    facts = ReplyFacts(received, pauses, extension=extension)
    return explain.deadline_page(reply_due(facts, national()))


PAGES: dict[str, Callable[[list[Report]], str]] = {
    "findings": lambda reports: findings_html.page(reports[0], list(run_checks(reports[0]))),
    "clean": lambda reports: findings_html.page(reports[1], []),
    "report": lambda reports: html.dump(reports[0]),
    "index": lambda reports: index(reports * 20),
    "empty": lambda _: index_page([]),
    "sums": sums,
    "deadline": lambda _: deadline(date(2024, 2, 2)),
    "paused": lambda _: deadline(
        date(2024, 4, 8),
        Pause(date(2024, 4, 10), date(2024, 4, 24), "征求第三方意见"),
        Pause(date(2024, 4, 15), date(2024, 5, 9), "征求其他机关意见"),
        extension=20,
    ),
    "provisional": lambda _: deadline(date(2026, 12, 10)),
    "calendar": lambda _: explain.calendar_page(national(), 2026),
}
KINDS = (*PAGES, "overview")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each kind of page as a file."""
    folder = tmp_path_factory.mktemp("pages")
    reports = [wrong(), make_report({"year": 2024})]
    made = {kind: make(reports) for kind, make in PAGES.items()}
    made["overview"] = overview(reports, folder)
    for kind, page in made.items():
        (folder / f"{kind}.html").write_text(page, "utf-8")
    return {kind: folder / f"{kind}.html" for kind in made}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Any, pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """Open a kind of page at a width; what it asks for besides itself fails the test."""
    contexts = []
    asked: list[str] = []

    def open_page(kind: str, width: int = 1280) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[kind].as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert set(asked) <= {path.as_uri() for path in pages.values()}


@pytest.mark.needs_browser
@pytest.mark.parametrize(
    ("kind", "width"),
    [
        pytest.param(kind, width, marks=[pytest.mark.thorough] * (few and kind not in NARROW))
        for kind in KINDS
        for width, few in zip(WIDTHS, (False, True), strict=True)
    ],
)
def test_axe_finds_nothing_serious_and_nothing_leaves_the_screen(
    opened: Callable[..., Any], kind: str, width: int
) -> None:
    page = opened(kind, width)
    if width == max(WIDTHS) or kind in NARROW:
        found = axe.Axe().run(page).response["violations"]
        serious = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.scrollWidth") <= width


@pytest.mark.needs_browser
def test_every_stop_of_the_keyboard_shows_where_it_is(opened: Callable[..., Any]) -> None:
    page = opened("findings")
    stops = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
                const at = document.activeElement;
                if (at === document.body) return "";
                const seen = at.classList.contains("unseen") ? at.nextElementSibling : at;
                const style = getComputedStyle(seen);
                return style.outlineStyle + " " + style.outlineWidth;
            }"""
        )
        if not shown:
            break
        stops += 1
        assert shown == "solid 3px"
    assert stops > 10


@pytest.mark.needs_browser
def test_findings_are_filtered_with_the_keyboard_and_without_scripts(
    opened: Callable[..., Any],
) -> None:
    page = opened("findings")
    assert page.locator("script").count() == 0
    notes = page.locator(".finding.kind-note")
    assert notes.count() and notes.first.is_visible()
    page.locator("#show-all").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#show-error").is_checked()
    assert not notes.first.is_visible()
    assert page.locator(".finding.kind-error").first.is_visible()


@pytest.mark.needs_browser
def test_the_list_is_filtered_without_scripts(opened: Callable[..., Any]) -> None:
    page = opened("index")
    assert page.locator("script").count() == 0
    rows, wrong = page.locator(".reports tbody tr:not(.year)"), page.locator("tr.has-error")
    assert 0 < wrong.count() < rows.count()
    shown = page.locator(".reports tbody tr:not(.year):visible")
    assert shown.count() == rows.count()
    page.locator("label[for=list-error]").click()
    assert shown.count() == wrong.count()
    page.locator("label[for=list-fine]").click()
    assert shown.count() == page.locator("tr.fine").count()
    page.locator("label[for=list-warning]").click()
    assert page.locator(".reports tbody:visible").count() == bool(shown.count())


@pytest.mark.needs_browser
@pytest.mark.parametrize("width", WIDTHS)
def test_a_finding_of_many_cells_tints_them_and_stays_readable(
    opened: Callable[..., Any], width: int
) -> None:
    page = opened("findings", width)
    blank = page.locator("td.note[aria-describedby]")
    assert blank.count() > 80
    assert page.locator("td .sign.note").count() == 1, "the sign stands in the first cell only"
    tints = blank.evaluate_all("cells => cells.map(c => getComputedStyle(c).backgroundColor)")
    assert set(tints) == {"rgb(232, 240, 249)"}
    over = page.locator(".finding, .finding code").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).length"
    )
    assert over == 0, "long ids stay within their note"


@pytest.mark.needs_browser
def test_on_a_phone_the_notes_follow_their_section(opened: Callable[..., Any]) -> None:
    page = opened("findings", 390)
    bands = page.locator(".band").evaluate_all(
        """bands => bands.map(band => {
            const [text, margin] = band.children;
            return [text.getBoundingClientRect().bottom, margin.getBoundingClientRect().top,
                    margin.classList.contains("empty")];
        })"""
    )
    beside = [(text, margin) for text, margin, empty in bands if not empty]
    assert beside
    assert all(margin >= text - 1 for text, margin in beside)


@pytest.mark.needs_browser
@pytest.mark.parametrize("kind", ["findings", "report", "sums", "overview", "calendar"])
def test_a_page_prints_black_on_white_within_the_paper(
    opened: Callable[..., Any], kind: str
) -> None:
    page = opened(kind, 658)  # A4 between its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 658
    assert page.locator(".review > label:visible").count() == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.needs_browser
@pytest.mark.parametrize("kind", ["deadline", "provisional", "calendar"])
def test_a_date_and_a_year_are_explained_on_one_sheet(
    opened: Callable[..., Any], kind: str
) -> None:
    sheet = opened(kind).pdf(prefer_css_page_size=True)
    pdfium = pytest.importorskip("pypdfium2")
    with pdfium.PdfDocument(sheet) as document:
        assert len(document) == 1
        width, height = document.get_page_size(0)
        assert (round(width), round(height)) == (595, 842)


@pytest.mark.needs_browser
def test_bars_have_text_of_one_size_at_any_width(opened: Callable[..., Any]) -> None:
    for width in WIDTHS:
        bars = opened("overview", width).locator(".bars").first
        assert bars.evaluate("e => getComputedStyle(e).fontSize") == "14px"
        assert bars.bounding_box()["width"] <= 760


# without a browser --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda r: findings_html.page(r, list(run_checks(r))),
        html.dump,
        lambda r: index([r]),
        lambda r: sums([r]),
    ],
    ids=["findings", "report", "index", "sums"],
)
def test_what_a_report_says_is_text_and_never_markup(make: Callable[[Report], str]) -> None:
    page = make(nasty())
    root = etree.fromstring(page, etree.HTMLParser())
    assert root.findall(".//script") == [] and root.findall(".//img") == []
    assert root.xpath("//@onerror") == []
    assert "alert(1)" in "".join(root.itertext())
    assert not {c for c in page if ord(c) < 32} - {"\n"}
    assert "\x1b" not in page


def test_a_drawing_holds_what_a_report_says_as_text() -> None:
    root = etree.fromstring(graphic.dump(nasty()).encode())
    kinds = {etree.QName(element).localname for element in root.iter()}
    assert kinds <= {"svg", "title", "desc", "metadata", "report", "rect", "text"}


def test_a_total_that_not_every_body_stated_is_told_apart() -> None:
    reports = [make_report({"year": 2024, "body": f"云州市第{n}局"}) for n in range(2)]
    holes = make_report(
        {"year": 2024, "body": "云州市第2局", "cells": {"t3.granted.natural_person": ""}}
    )
    root = etree.fromstring(sums([*reports, holes]), etree.HTMLParser())
    partial = root.xpath("//td[contains(@class, 'partial')]")
    gaps = [td for td in partial if "gaps" in td.get("class").split()]
    assert len(partial) == 200
    assert ["".join(td.itertext()) for td in gaps] == ["4 2/63"]

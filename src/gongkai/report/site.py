"""A directory of reports → a small static site: each report with its findings, and the sums."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.report.checks.batch import check_report
from gongkai.report.consolidate import Body, Consolidation, bodies_from_csv, consolidate, under
from gongkai.report.model import Report
from gongkai.report.read.batch import expand, read_files
from gongkai.report.write import consolidated, findings_html, findings_text, to_bytes
from gongkai.report.write.checked import page_name
from gongkai.report.write.files import write_whole
from gongkai.report.write.findings import Checked
from gongkai.report.write.index_html import Entry, index_page

__all__ = ["build"]

_ALSO = (
    (".html", "表格"),
    (".svg", "图解"),
    (".docx", "Word"),
    (".xlsx", "Excel"),
    (".json", "数据"),
)


def build(source: Path, out: Path, expected: Path | None = None) -> Iterator[str]:
    """Read and check every report below `source`, write the site, and say line by line what was
    found.

    expected: list of the bodies that must report (CSV), for the consolidated page; by default
    `bodies.csv` in the directory or beside it.
    """
    reports: list[Report] = []
    failures: list[tuple[str, str]] = []
    for outcome in read_files(expand([source])):
        reports.extend(outcome.reports)
        if outcome.error is not None:
            failures.append((outcome.name, str(outcome.error)))
    reports.sort(key=lambda r: (r.region, r.body, r.year or 0, r.file))
    entries = []
    for n, report in enumerate(reports, start=1):
        # last year's report is among those of the same body; findings look for it there
        own = [r for r in reports if r.body == report.body and r is not report]
        checked = Checked(report, check_report(report, own))
        entries.append(Entry(checked, page_name(n), list(_also(report, n, out))))
        write_whole(out / page_name(n), findings_html.page(report, checked.findings).encode())
        yield findings_text.dump([checked]).rstrip("\n")
    links = []
    for year in sorted({r.year for r in reports if r.year}, reverse=True):
        result = _consolidated(reports, year, source, expected)
        name = f"consolidated-{year}.html"
        write_whole(out / name, _bytes(consolidated.render(result, "html")))
        links.append((f"{year}年度汇总（{len(result.included)}/{result.n_expected}）", name))
    page = index_page(entries, title="年度报告核校结果", failures=failures, links=links)
    write_whole(out / "index.html", page.encode())
    for name, why in failures:
        yield f"{name}：{why}"
    yield f"共{len(reports)}份报告，未能读取{len(failures)}个文件；网页在 {out / 'index.html'}"


def _also(report: Report, number: int, out: Path) -> Iterator[tuple[str, str]]:
    """The report in other formats; one that cannot be written here is left out."""
    for suffix, words in _ALSO:
        tail = "-form.html" if suffix == ".html" else suffix
        name = page_name(number).removesuffix(".html") + tail
        try:
            write_whole(out / name, to_bytes(report, suffix))
        except GongkaiError:
            continue
        yield words, name


def _consolidated(
    reports: list[Report], year: int, source: Path, expected: Path | None
) -> Consolidation:
    above = ""
    bodies: list[Body] = []
    places = [expected] if expected else [source / "bodies.csv", source.parent / "bodies.csv"]
    for path in places:
        if path.is_file():
            listed = bodies_from_csv(path.read_text(encoding="utf-8-sig"), path.name)
            above, bodies = under(listed)
            break
    parent = next(
        (r for r in reports if r.year == year and r.is_government and r.body == above), None
    )
    of_year = [r for r in reports if r.year == year]
    return consolidate(of_year, year=year, expected=bodies, parent=parent, above=above)


def _bytes(page: str | bytes) -> bytes:
    return page.encode() if isinstance(page, str) else page

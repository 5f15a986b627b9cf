"""A directory of reports → a small static site: each report with its findings, and the sums."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongkai.errors import BadInput, GongkaiError
from gongkai.files import write_whole
from gongkai.report.checks.batch import check_report
from gongkai.report.consolidate import Body, Consolidation, bodies_from_csv, consolidate, under
from gongkai.report.forms import has_form
from gongkai.report.model import Report
from gongkai.report.read.batch import expand, label_of, read_files
from gongkai.report.read.lists import text_of
from gongkai.report.write import consolidated, findings_html, findings_text, to_bytes
from gongkai.report.write.checked import HOME, page_name
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
    """Read and check every report below `source`, write the site, and say report by report what
    was found.

    expected: list of the bodies that must report (CSV), for the consolidated page; by default
    `bodies.csv` in the directory or beside it. BadInput when that list or the source is none.
    """
    if not source.exists():
        raise BadInput(f"{source} 不存在；请给出报告所在的目录")
    listed = expected or next((p for p in _usual_lists(source) if p.is_file()), None)
    above = ""
    bodies: list[Body] = []
    if listed:
        above, bodies = under(bodies_from_csv(text_of(listed), listed.name))
    reports: list[Report] = []
    failures: list[tuple[str, str]] = []
    files = [f for f in expand([source]) if not listed or f.resolve() != listed.resolve()]
    for outcome in read_files(files):
        for report in outcome.reports:
            report.file = _below(source, outcome.path, report.file)
            reports.append(report)
        if outcome.error is not None:
            name = _below(source, outcome.path, outcome.name)
            failures.append((name, str(outcome.error)))
    reports.sort(key=lambda r: (r.region, r.body, r.year or 0, r.file))
    entries = []
    for n, report in enumerate(reports, start=1):
        checked = Checked(report, check_report(report, _last_years(report, reports)))
        entries.append(Entry(checked, page_name(n), list(_also(report, n, out))))
        page = findings_html.page(report, checked.findings, HOME)
        write_whole(out / page_name(n), page.encode())
        yield findings_text.dump([checked]).rstrip("\n")
    sums = []
    for year in sorted({r.year for r in reports if r.year and has_form(r.year)}, reverse=True):
        result = _consolidated(reports, year, above, bodies)
        name = f"consolidated-{year}.html"
        write_whole(out / name, consolidated.page(result, HOME).encode())
        sums.append((year, f"汇总（{len(result.included)}/{result.n_expected}）", name))
    page = index_page(entries, failures=failures, sums=sums)
    write_whole(out / HOME, page.encode())
    for name, why in failures:
        yield f"{name}：{why}"
    yield f"共{len(reports)}份报告，未能读取{len(failures)}个文件；网页在 {out / HOME}"


def _below(source: Path, path: Path, name: str) -> str:
    """A name as it may be published: where files share a name, their path from the source on."""
    whole = label_of(str(path))
    if not name.startswith(whole) or not path.is_relative_to(source):
        return name
    inside = path.relative_to(source)
    return (label_of(str(inside)) if inside.name else path.name) + name.removeprefix(whole)


def _last_years(report: Report, reports: list[Report]) -> list[Report]:
    """The report of the same body for the year before, if it is here."""
    year = (report.year or 0) - 1
    return [r for r in reports if r.body and r.body == report.body and r.year == year][:1]


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


def _usual_lists(source: Path) -> tuple[Path, Path]:
    return source / "bodies.csv", source.parent / "bodies.csv"


def _consolidated(
    reports: list[Report], year: int, above: str, bodies: list[Body]
) -> Consolidation:
    of_year = [r for r in reports if r.year == year]
    parent = next((r for r in of_year if r.is_government and r.body == above), None)
    return consolidate(of_year, year=year, expected=bodies, parent=parent, above=above)

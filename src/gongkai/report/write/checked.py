"""Findings of checked reports in the format asked for: text, JSON, SARIF, or pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.errors import BadInput
from gongkai.files import write_whole
from gongkai.report.write import findings_html, findings_json, findings_text, sarif
from gongkai.report.write.findings import Checked
from gongkai.report.write.index_html import Entry, index_page

__all__ = ["HOME", "page_name", "render", "write_pages"]

HOME = "index.html"  # the page that lists the others


def render(checked: Sequence[Checked], format_: str, *, waived: bool = False) -> str:
    """All reports in one text; "html" takes one report, several need a directory.

    waived: list also what a waiver silences, in text and JSON; SARIF and pages always show it.
    """
    if format_ == "json":
        return findings_json.dump(checked, waived=waived)
    if format_ == "sarif":
        return sarif.dump(checked)
    if format_ == "html":
        if len(checked) != 1:
            raise BadInput(
                f"有{len(checked)}份报告，一页只能显示一份；请用 -o 指定一个目录，每份报告一页"
            )
        return findings_html.page(checked[0].report, checked[0].findings)
    return findings_text.dump(checked, waived=waived)


def write_pages(
    checked: Sequence[Checked], directory: Path, failures: Sequence[tuple[str, str]] = ()
) -> None:
    """A page for each report, and one that lists them and what could not be read."""
    entries = []
    for n, one in enumerate(checked, start=1):
        name = page_name(n)
        page = findings_html.page(one.report, one.findings, HOME)
        write_whole(directory / name, page.encode())
        entries.append(Entry(one, name))
    write_whole(directory / HOME, index_page(entries, failures=failures).encode())


def page_name(number: int) -> str:
    """An ASCII name for the page of a report, whatever its file is called."""
    return f"report-{number:03d}.html"

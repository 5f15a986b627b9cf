"""Findings of checked reports in the format asked for: text, JSON, SARIF, or pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.errors import BadInput
from gongkai.report.write import findings_html, findings_json, findings_text, sarif
from gongkai.report.write.files import write_whole
from gongkai.report.write.findings import Checked
from gongkai.report.write.index_html import Entry, index_page

__all__ = ["page_name", "render", "write_pages"]


def render(checked: Sequence[Checked], form: str) -> str:
    """All reports in one text; "html" takes one report, several need a directory."""
    if form == "json":
        return findings_json.dump(checked)
    if form == "sarif":
        return sarif.dump(checked)
    if form == "html":
        if len(checked) != 1:
            raise BadInput(
                f"有{len(checked)}份报告，一页只能显示一份；请用 -o 指定一个目录，每份报告一页"
            )
        return findings_html.page(checked[0].report, checked[0].findings)
    return findings_text.dump(checked)


def write_pages(
    checked: Sequence[Checked], directory: Path, failures: Sequence[tuple[str, str]] = ()
) -> None:
    """A page for each report and one that lists them."""
    entries = []
    for n, one in enumerate(checked, start=1):
        name = page_name(n)
        write_whole(directory / name, findings_html.page(one.report, one.findings).encode())
        entries.append(Entry(one, name))
    write_whole(directory / "index.html", index_page(entries, failures=failures).encode())


def page_name(number: int) -> str:
    """An ASCII name for the page of a report, whatever its file is called."""
    return f"report-{number:03d}.html"

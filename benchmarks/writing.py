"""Writing a report: Word and Excel files and PDF, read back to see whether it is all there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks import made
from benchmarks.fair import share
from benchmarks.files import by_openpyxl, by_python_docx
from benchmarks.race import Contender, File, race, table, versions
from gongkai.report.model import Report
from gongkai.report.read import read_bytes
from gongkai.report.write import docx, html, pdf, xlsx

__all__ = ["run"]


def run(quick: bool) -> Iterable[str]:
    """A table for each format, without verdict: the peers write the same texts and merged cells,
    but not the styles, the header that repeats, or (XLSX) the formulas that check the figures.
    """
    reports = made.reports(4 if quick else 12, seed=31)
    files = [File("all reports", report, report) for report in reports]
    for title, suffix, ours, peer, other in (
        ("DOCX", ".docx", docx.write, "python-docx", by_python_docx),
        ("XLSX", ".xlsx", xlsx.dump, "openpyxl", by_openpyxl),
        ("PDF", ".pdf", pdf.write, "weasyprint, from our HTML", _weasyprint),
    ):
        contenders = [
            Contender("gongkai", ours, _read_back(suffix), "ours"),
            Contender(peer, other, _read_back(suffix)),
        ]
        lines = race(contenders, files, rounds=3 if quick else 5, budget=4 if quick else 15)
        yield table(f"Writing {title} ({len(files)} reports)", lines)
    yield versions("typst", "xlsxwriter", "python-docx", "openpyxl", "weasyprint")


def _read_back(suffix: str) -> Callable[[Report, bytes], float]:
    def score(report: Report, data: bytes) -> float:
        ((_, reports),) = read_bytes(data, "report" + suffix)
        if not isinstance(reports, list) or len(reports[0].cells) != len(report.cells):
            return 0.0
        return share(report, [cell and cell.raw for cell in reports[0].cells])

    return score


def _weasyprint(report: Report) -> bytes:
    import weasyprint

    made: bytes = weasyprint.HTML(string=html.dump(report)).write_pdf()
    return made

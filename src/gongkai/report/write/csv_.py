"""Report → CSV: one line a cell, with the nine columns of the data sets.

The raw text is data and stays as printed: a cell that begins with = + - or @ is not defused, so
open files of strangers in a spreadsheet through its import dialogue, or write .xlsx instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.report.model import Report
from gongkai.report.write.text import plain

__all__ = ["COLUMNS", "dump", "rows"]

COLUMNS = (
    "file",
    "table",
    "row_path",
    "column_path",
    "raw",
    "value",
    "state",
    "unit",
    "place",
)
_NEEDS_QUOTES = re.compile('[",\r\n]')


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """The cells that are in the file, in the order of the form, under `COLUMNS`."""
    for where, cell in report.filled() if report.cells else ():
        yield (
            report.file,
            where.table,
            where.row_path,
            where.column_path,
            cell.raw,
            plain(cell.value),
            cell.state.value,
            cell.unit,
            str(cell.place),
        )


def dump(reports: Report | Iterable[Report]) -> str:
    """CSV after RFC 4180 with lines ended by \\n."""
    if isinstance(reports, Report):
        reports = [reports]
    lines = [",".join(COLUMNS)]
    lines.extend(",".join(map(_field, row)) for report in reports for row in rows(report))
    return "\n".join(lines) + "\n"


def _field(text: str) -> str:
    # the csv module of Python 3.11 leaves a lone \r unquoted, and readers take it for a line end
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text

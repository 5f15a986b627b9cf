"""A report → any format, by suffix. Each format has a module of its own, loaded when needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.errors import WriteError
from gongkai.report.model import Report
from gongkai.report.write.files import write_whole

__all__ = ["SUFFIXES", "to_bytes", "write"]


def _csv(report: Report) -> bytes:
    from gongkai.report.write import csv_

    return csv_.dump(report).encode()


def _docx(report: Report) -> bytes:
    from gongkai.report.write import docx

    return docx.write(report)


def _html(report: Report) -> bytes:
    from gongkai.report.write import html

    return html.dump(report).encode()


def _json(report: Report) -> bytes:
    from gongkai.report.write import json_

    return json_.dump(report).encode()


def _parquet(report: Report) -> bytes:
    from gongkai.report.write import parquet

    return parquet.dump(report)


def _pdf(report: Report) -> bytes:
    from gongkai.report.write import pdf

    return pdf.write(report)


def _svg(report: Report) -> bytes:
    from gongkai.report.write import graphic

    return graphic.dump(report).encode()


def _xlsx(report: Report) -> bytes:
    from gongkai.report.write import xlsx

    return xlsx.dump(report)


_WRITERS: dict[str, Callable[[Report], bytes]] = {
    ".docx": _docx,
    ".pdf": _pdf,
    ".html": _html,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
    ".parquet": _parquet,
    ".svg": _svg,
}
SUFFIXES = tuple(_WRITERS)


def to_bytes(report: Report, suffix: str) -> bytes:
    """The report in the format of that suffix (.docx, .pdf, .html, .xlsx, .csv, .json, .parquet,
    .svg); WriteError for any other, MissingFont or MissingProgram when something is not installed.
    """
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        raise WriteError(f"不能写出“{suffix or '无后缀'}”格式；可用的后缀有{'、'.join(SUFFIXES)}")
    return writer(report)


def write(report: Report, target: str | Path) -> bytes | None:
    """Write to a path, whole or not at all; for a bare suffix such as ".docx" return the bytes."""
    path = Path(target)
    if isinstance(target, str) and target.startswith(".") and not path.suffix:
        return to_bytes(report, target)
    write_whole(path, to_bytes(report, path.suffix))
    return None

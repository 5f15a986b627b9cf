"""A report → any format, by suffix. Each format has a module of its own, loaded when needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.errors import WriteError
from gongkai.files import write_whole
from gongkai.report.model import Report

__all__ = ["SUFFIXES", "to_bytes", "write", "writer_of"]


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


def writer_of(suffix: str) -> Callable[[Report], bytes]:
    """What writes the format of that suffix; WriteError for one that nothing writes."""
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        raise WriteError(f"不能写出“{suffix or '无后缀'}”格式；可用的后缀有{'、'.join(SUFFIXES)}")
    return writer


def to_bytes(report: Report, suffix: str) -> bytes:
    """The report in the format of one of `SUFFIXES`.

    WriteError for any other, MissingFont or MissingProgram when something is not installed.
    """
    return writer_of(suffix)(report)


def write(report: Report, target: str | Path) -> None:
    """Write to a path in the format of its suffix, whole or not at all."""
    path = Path(target)
    write_whole(path, to_bytes(report, path.suffix))

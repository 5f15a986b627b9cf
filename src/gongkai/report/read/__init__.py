"""Any file → reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.errors import BadInput, DamagedFile, NotAReport, ReadError
from gongkai.report.model import Report
from gongkai.report.read.files import load

if TYPE_CHECKING:
    from gongkai.report.read.open import Converted

__all__ = ["read", "read_bytes", "read_path"]

_NO_REPORT = (
    "没有找到年度报告的表格和章节",
    "请确认文件是政府信息公开工作年度报告的正文",
)


def read(path: str | Path) -> list[Report]:
    """The reports in a file: usually one; more in a zip or where several stand in one file.

    Raises ReadError when nothing in the file can be read as a report.
    """
    reports: list[Report] = []
    problem: ReadError | None = None
    for _, outcome in read_path(Path(path)):
        if isinstance(outcome, ReadError):
            problem = problem or outcome
        else:
            reports.extend(outcome)
    if not reports:
        raise problem or NotAReport(*_NO_REPORT)
    return reports


def read_path(path: Path) -> Iterator[tuple[str, list[Report] | ReadError]]:
    """(name, reports or what is wrong) for a file, or for each member of a zip."""
    try:
        data = load(path)
    except ReadError as problem:
        yield path.name, problem
        return
    yield from read_bytes(data, path.name)


def read_bytes(
    data: bytes, name: str, converted: Converted | None = None
) -> Iterator[tuple[str, list[Report] | ReadError]]:
    """The same for a file already in memory; `name` is only a label and a hint.

    converted: what LibreOffice made of old Word files before, for a batch of them.
    """
    from gongkai.report.read import data as our_formats
    from gongkai.report.read.assemble import assemble
    from gongkai.report.read.open import open_documents

    try:
        written_by_us = our_formats.load(data)
    except BadInput as problem:
        yield name, DamagedFile(str(problem), "请重新导出")
        return
    if written_by_us is not None:
        for n, report in enumerate(written_by_us):
            report.file = name if n == 0 else f"{name}#{n + 1}"
        yield name, written_by_us
        return
    for member, outcome in open_documents(data, name, converted):
        if isinstance(outcome, ReadError):
            yield member, outcome
            continue
        reports = assemble(outcome, member)
        yield member, reports if reports else NotAReport(*_NO_REPORT)

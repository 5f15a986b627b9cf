"""Small directories of reports, and what stands in a dataset."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from gongkai.report.write import docx, html
from tests.report.write.made_reports import report_2019, report_2021

__all__ = ["content", "files_in", "fill", "table"]


@cache
def content(kind: str) -> bytes:
    """A report of 2025 as Word file or of 2020 as web page."""
    return docx.write(report_2021()) if kind == "docx" else html.dump(report_2019()).encode()


def fill(folder: Path, count: int) -> Path:
    """A directory with that many reports, Word files and web pages in turns."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        kind = ("docx", "html")[n % 2]
        (folder / f"{n:03d}.{kind}").write_bytes(content(kind))
    return folder


def table(dataset: Path, name: str) -> pl.DataFrame:
    """One table of a dataset, all parts of it."""
    return pl.read_parquet(str(dataset / name / "**" / "*.parquet"), hive_partitioning=True)


def files_in(dataset: Path, name: str = "reports") -> list[Any]:
    """The files named in a table, sorted, twice those that stand in it twice."""
    return table(dataset, name)["file"].sort().to_list()

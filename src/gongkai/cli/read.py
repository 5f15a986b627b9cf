"""gongkai read: the cells, sections and figures of reports."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import files_argument, format_of, format_option, output_option
from gongkai.cli.program import CLEAN, UNREADABLE, leave
from gongkai.cli.streams import Problems, emit, read_all, show
from gongkai.cli.wording import Command

__all__ = ["command"]

_FORMATS = ("table", "json", "csv", "parquet")


@click.command("read", cls=Command)
@files_argument
@format_option(*_FORMATS)
@output_option
def command(files: tuple[Path, ...], format_: str | None, output: Path | None) -> None:
    """读出报告的每一格、每一节和文字中的每一个数。"""
    format_ = format_of(format_, output, *_FORMATS)
    problems: Problems = []
    reports = list(read_all(files, problems))
    if format_ == "table":
        from gongkai.report.write.terminal import tables_text

        show("".join(tables_text(report) for report in reports), output)
    elif format_ == "csv":
        from gongkai.report.write import csv_

        emit(csv_.dump(reports), output)
    elif format_ == "json":
        from gongkai.report.write import json_

        emit(json_.dump(reports), output)
    else:
        from gongkai.report.write import parquet

        emit(parquet.dump(reports), output)
    leave(UNREADABLE if problems else CLEAN)

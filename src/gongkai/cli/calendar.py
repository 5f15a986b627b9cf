"""gongkai calendar: a year of working days."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from gongkai.cli.dates import as_of_option, calendar_from, calendar_option
from gongkai.cli.options import format_of, format_option, output_option
from gongkai.cli.streams import emit, show
from gongkai.cli.wording import Command

__all__ = ["command"]

_FORMATS = ("text", "json", "html")


@click.command("calendar", cls=Command)
@click.argument("year", type=int, metavar="年份")
@calendar_option
@as_of_option
@format_option(*_FORMATS)
@output_option
def command(
    year: int,
    calendar: tuple[Path, ...],
    as_of: date | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """一年的工作日、节假日和调休上班日，各依据哪个放假通知。"""
    from gongkai.law import explain

    format_ = format_of(format_, output, *_FORMATS)
    days = calendar_from(calendar, as_of)
    days.check_year(year)
    if format_ == "json":
        data = explain.calendar_as_json(days, year)
        emit(json.dumps(data, ensure_ascii=False, indent=1) + "\n", output)
    elif format_ == "html":
        emit(explain.calendar_page(days, year), output)
    else:
        show(explain.calendar_text(days, year), output)

"""gongkai consolidate: the sums of many reports, with coverage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.options import (
    expected_option,
    file_option,
    format_of,
    format_option,
    output_option,
    path_argument,
)
from gongkai.cli.program import CLEAN, UNREADABLE, leave
from gongkai.cli.streams import emit, reference, say, show
from gongkai.cli.wording import Command
from gongkai.errors import BadInput

if TYPE_CHECKING:
    from gongkai.report.consolidate import Body
    from gongkai.report.model import Report

__all__ = ["command"]

_FORMATS = ("text", "json", "csv", "html", "xlsx")


@click.command("consolidate", cls=Command)
@path_argument("sources", nargs=-1, metavar="目录或文件…")
@expected_option
@click.option(
    "--of",
    default="",
    metavar="机关",
    help="汇总成哪个机关的报告；名单有 parent 一列时只取它的下级",
)
@click.option("--year", type=int, metavar="年度", help="不写则取报告最多的一年")
@file_option("--parent", help="已公布的上级报告，逐格对照")
@format_option(*_FORMATS)
@output_option
def command(
    sources: tuple[Path, ...],
    expected: Path | None,
    of: str,
    year: int | None,
    parent: Path | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """逐格相加一批报告，并说明谁缺报、谁未计入、为什么。"""
    from gongkai.report.consolidate import Excluded, bodies_from_csv, consolidate, under
    from gongkai.report.read.batch import expand, read_files
    from gongkai.report.read.lists import text_of
    from gongkai.report.write.consolidated import render

    format_ = format_of(format_, output, *_FORMATS)
    above = of
    bodies: list[Body] = []
    if expected:
        above, bodies = under(bodies_from_csv(text_of(expected), expected.name), of)
    reports: list[Report] = []
    failed: list[Excluded] = []
    # the list of bodies often lies among the reports
    files = [f for f in expand(sources) if not expected or f.resolve() != expected.resolve()]
    for outcome in read_files(files):
        reports.extend(outcome.reports)
        if outcome.error is not None:
            say(f"{outcome.name}：{outcome.error}")
            failed.append(Excluded(outcome.name, "", f"无法读取：{outcome.error}"))
    printed = reference("--parent", parent, [])
    if len(printed) > 1:
        raise BadInput(f"--parent 给出的 {parent} 中有{len(printed)}份报告；请只给一份")
    result = consolidate(
        reports,
        year=year,
        expected=bodies,
        parent=printed[0] if printed else None,
        above=above,
        failed=failed,
    )
    data = render(result, format_)
    if format_ == "text" and isinstance(data, str):
        show(data, output)
    else:
        emit(data, output)
    leave(CLEAN if result.included else UNREADABLE)

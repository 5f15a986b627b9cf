"""gongkai write: a report in another format."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from gongkai.cli.options import file_option, path_argument
from gongkai.cli.program import UNREADABLE, leave
from gongkai.cli.streams import Problems, emit, read_all
from gongkai.cli.wording import Command
from gongkai.errors import BadInput, GongkaiError

__all__ = ["command"]


@click.command("write", cls=Command)
@path_argument("report", metavar="报告.json")
@file_option(
    "-o",
    "--output",
    required=True,
    help="输出文件：.docx .pdf .html .xlsx .csv .json .parquet .svg",
)
@file_option("--fonts", multiple=True, help="仿宋、黑体等字体所在目录，写 PDF 用；可写多次")
def command(report: Path, output: Path, fonts: tuple[Path, ...]) -> None:
    """按规定的格式写出报告；也可由任何能读取的文件转换。"""
    from gongkai.report.read import json_
    from gongkai.report.read.isolate import run_isolated
    from gongkai.report.read.lists import text_of
    from gongkai.report.write import pdf, writer_of

    dump = writer_of(output.suffix)  # an unknown one is said before the report is read
    if fonts and output.suffix.lower() == ".pdf":
        dump = partial(pdf.write, font_dirs=fonts)
    problems: Problems = []
    if report.suffix.lower() == ".json":
        text = text_of(report)
        try:
            reports = run_isolated(json_.load, text)
        except GongkaiError as problem:
            raise BadInput(f"{report}：{problem}") from None
    else:
        reports = list(read_all([report], problems))
    if problems:
        leave(UNREADABLE)
    if len(reports) != 1:
        count = f"有{len(reports)}份" if reports else "没有"
        raise BadInput(f"{report} 中{count}报告；请给出一份报告的文件")
    emit(dump(reports[0]), output)

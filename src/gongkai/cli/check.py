"""gongkai check: what is wrong with reports."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import (
    file_option,
    files_argument,
    format_of,
    format_option,
    output_option,
    parent_option,
    previous_option,
)
from gongkai.cli.program import CLEAN, ERRORS_FOUND, UNREADABLE, leave
from gongkai.cli.streams import Problems, emit, read_all, reference, show
from gongkai.cli.wording import Command

__all__ = ["command"]

_FORMATS = ("text", "json", "sarif", "html")


@click.command("check", cls=Command)
@files_argument
@previous_option
@parent_option
@format_option(*_FORMATS)
@file_option("--waivers", help="核验豁免文件（TOML），由 gongkai waive 写成")
@click.option("--show-waived", is_flag=True, help="也列出已豁免的问题（text、json）")
@output_option
def command(
    files: tuple[Path, ...],
    previous: Path | None,
    parent: Path | None,
    format_: str | None,
    waivers: Path | None,
    show_waived: bool,
    output: Path | None,
) -> None:
    """核验报告：勾稽、文字与表格、日期、章节、与上年和上级的衔接。"""
    from gongkai.report.checks.batch import check_report, has_error
    from gongkai.report.checks.waivers import load_waivers
    from gongkai.report.write.checked import render, write_pages
    from gongkai.report.write.findings import Checked

    folder = output is not None and output.is_dir()
    format_ = format_ or ("html" if folder else format_of(None, output, *_FORMATS))
    known = load_waivers(waivers) if waivers else []
    problems: Problems = []
    earlier = reference("--previous", previous, problems)
    above = reference("--parent", parent, problems)
    checked = [
        Checked(report, check_report(report, earlier, above, known))
        for report in read_all(files, problems)
    ]
    if format_ == "html" and output is not None and (folder or not output.suffix):
        write_pages(checked, output, problems)
    elif format_ == "text":
        show(render(checked, format_, waived=show_waived), output)
    else:
        emit(render(checked, format_, waived=show_waived), output)
    leave(UNREADABLE if problems else ERRORS_FOUND if has_error(checked) else CLEAN)

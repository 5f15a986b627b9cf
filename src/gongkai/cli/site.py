"""gongkai site: a folder of reports as a static site."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import expected_option, file_option, path_argument
from gongkai.cli.wording import Command
from gongkai.report.write.text import visible

__all__ = ["command"]


@click.command("site", cls=Command)
@path_argument("source", metavar="目录")
@file_option("-o", "--output", default="out", help="网页目录，不写为 out")
@expected_option
def command(source: Path, output: Path, expected: Path | None) -> None:
    """读取并核验一个目录的报告，打印问题，并做成一个静态网站。"""
    from gongkai.report.site import build

    for text in build(source, output, expected):
        click.echo(visible(text))

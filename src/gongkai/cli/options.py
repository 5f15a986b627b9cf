"""Options and arguments that several commands have, worded the same in each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gongkai.errors import BadInput

__all__ = [
    "expected_option",
    "file_option",
    "files_argument",
    "format_of",
    "format_option",
    "output_option",
    "parent_option",
    "path_argument",
    "previous_option",
]

_PATH = click.Path(path_type=Path)


def path_argument(name: str, **settings: Any) -> Callable[[Any], Any]:
    """An argument that is a path."""
    return click.argument(name, type=_PATH, **{"required": True, **settings})


def file_option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option that takes a path."""
    return click.option(*names, type=_PATH, **{"metavar": "路径", **settings})


def format_option(*formats: str, piped: str | None = None) -> Callable[[Any], Any]:
    """--format, as `format_`; the first is what a screen gets, `piped` what a program gets."""
    without = (
        f"屏幕上为 {formats[0]}，交给其他程序为 {piped}" if piped else f"没有 -o 为 {formats[0]}"
    )
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        metavar="格式",
        help=f"{'、'.join(formats)}；不写则按 -o 的扩展名，{without}",
    )


def format_of(
    asked: str | None, output: Path | None, *formats: str, piped: str | None = None
) -> str:
    """The format asked for, else the one of the output's suffix, else the first.

    `piped`: what another program gets instead when nothing is asked for and stdout is no screen.
    BadInput for a suffix of another format, lest a .pdf be written that is none.
    """
    if asked:
        return asked
    if output is None and piped and not (sys.stdout and sys.stdout.isatty()):
        return piped
    suffix = output.suffix.lower().lstrip(".") if output else ""
    if suffix in ("", "txt"):
        return formats[0]
    if suffix not in formats:
        known = "、".join(f".{one}" for one in (*formats[1:], "txt"))
        raise BadInput(f"{output} 的扩展名不是 {known}；请换一个，或用 --format 指明格式")
    return suffix


files_argument = path_argument("files", nargs=-1, metavar="文件…")
output_option = file_option("-o", "--output", help="写入文件；不写则输出到屏幕")
previous_option = file_option("--previous", help="上一年度的报告（文件或目录）")
parent_option = file_option("--parent", help="上级汇总了本报告的报告")
expected_option = file_option("--expected", help="应报机关名单（CSV，有 name 一列）")

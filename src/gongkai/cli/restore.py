"""gongkai restore: a backup into an empty installation."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.backup import phrase_of
from gongkai.cli.options import file_option, path_argument
from gongkai.cli.wording import Command

__all__ = ["command"]

_EPILOG = """目标须是空的数据库和空的文件目录，可以与备份时的数据库不同（SQLite、PostgreSQL）。
核对行数、校验值和留痕以后才生效；中途中断或者不符时，目标仍是空的。"""


@click.command("restore", cls=Command, epilog=_EPILOG)
@path_argument("source", metavar="备份文件")
@file_option("--phrase-file", help="口令文件，第一行是口令")
def command(source: Path, phrase_file: Path | None) -> None:
    """把备份恢复到空的安装，并核对行数、校验值和留痕。"""
    from gongkai.web.manage import run

    run("restore", str(source), creates=True, phrase=phrase_of(phrase_file))

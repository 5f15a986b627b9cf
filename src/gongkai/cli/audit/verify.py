"""gongkai audit verify: 0 the trace is whole, 1 it is broken, 2 it cannot be opened."""

from __future__ import annotations

import click

from gongkai.cli.program import leave
from gongkai.cli.streams import say
from gongkai.cli.wording import Command

__all__ = ["command"]

_EPILOG = """完好时打印锚点（条数:哈希）。把它抄存在别处，下次用 --anchor 给出，
就能查出链条有没有被整体重写或者截去末尾。
退出码：0 完好，1 有改动（写明第一处），2 打不开。"""


@click.command("verify", cls=Command, epilog=_EPILOG)
@click.option("--anchor", metavar="条数:哈希", help="以前核对时打印的锚点")
def command(anchor: str | None) -> None:
    """核对留痕：有没有被改动、缺失、插入、调换顺序或者截去末尾的记录。"""
    from gongkai.web.manage import Complaint, run

    try:
        run("audit_verify", anchor=anchor)
    except Complaint as complaint:
        say(f"gongkai：{complaint}")
        leave(complaint.code)

"""gongkai prepare: the database and the static files as this version needs them."""

from __future__ import annotations

import click

from gongkai.cli.wording import Command

__all__ = ["command"]


@click.command("prepare", cls=Command)
def command() -> None:
    """安装或升级以后运行：建立或升级数据库，收集静态文件，记下版本。"""
    from gongkai.web.manage import run

    run("prepare", creates=True)

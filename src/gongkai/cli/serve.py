"""gongkai serve: the platform on this machine, with the sample city."""

from __future__ import annotations

import os

import click

from gongkai.cli.wording import Command

__all__ = ["command"]

_EPILOG = """只供本机开发和试用：口令人人知道，只监听 127.0.0.1。
正式安装见 docs/guides/operator.md。
再次运行时保留已有数据。"""


@click.command("serve", cls=Command, epilog=_EPILOG)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="端口", help="不写为 8000"
)
@click.option("--fresh", is_flag=True, help="删除已有的数据，重新开始")
def command(port: int, fresh: bool) -> None:
    """在本机启动平台：建库、装入样例城市、列出登录名、打开网页和后台任务。"""
    from gongkai.web.manage import run

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings.development")
    run("serve", creates=True, port=port, fresh=fresh)

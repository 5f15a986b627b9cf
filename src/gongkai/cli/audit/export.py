"""gongkai audit export: the lines of a period, with their hashes, line by line."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from gongkai.cli.dates import date_option
from gongkai.cli.options import format_of, format_option, output_option
from gongkai.cli.wording import Command
from gongkai.errors import WriteError
from gongkai.files import why

__all__ = ["command"]

_FORMATS = ("jsonl", "csv")
_EPILOG = """jsonl 每行一条：去掉 hash 后的文字（键按字母顺序、不留空格）的 SHA-256 就是 hash。
csv 供人阅读，可能被电子表格当作公式的文字前加了单引号。"""


@click.command("export", cls=Command, epilog=_EPILOG)
@date_option("--since", help="自哪一天起")
@date_option("--until", help="至哪一天止，含当天")
@format_option(*_FORMATS)
@output_option
def command(
    since: date | None, until: date | None, format_: str | None, output: Path | None
) -> None:
    """导出一段时间的留痕，带哈希，供审计。"""
    from gongkai.web.manage import run

    options: dict[str, Any] = {
        "since": since,
        "until": until,
        "format": format_of(format_, output, *_FORMATS),
    }
    if output is None:
        if sys.stdout is None:  # closed before the start
            raise WriteError("标准输出已关闭；请用 -o 写入文件")
        # what is piped on is UTF-8 whatever the terminal says
        stream = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="")
        try:
            run("audit_export", stdout=stream, **options)
            stream.flush()
        finally:
            stream.detach()
    else:
        _into(output, options)


def _into(output: Path, options: dict[str, Any]) -> None:
    """Into a file that has its name only when it is complete."""
    from gongkai.web.manage import run

    partial = output.with_name(f".{output.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            run("audit_export", stdout=stream, **options)
        partial.replace(output)
    except OSError as problem:
        raise WriteError(f"无法写入 {output}（{why(problem)}）；请检查目录和磁盘") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)

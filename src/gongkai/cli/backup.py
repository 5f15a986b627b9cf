"""gongkai backup: the whole installation in one file."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import file_option
from gongkai.cli.wording import Command
from gongkai.errors import BadInput
from gongkai.files import why

__all__ = ["command", "phrase_of"]

_EPILOG = """备份时不必停机：备份的是开始那一刻的内容。设置、密钥不在备份里，请另行保存。"""


def phrase_of(path: Path | None) -> str:
    """The pass phrase: the first line of a file; BadInput for one that cannot be used."""
    if path is None:
        return ""
    try:
        phrase = path.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = why(problem) if isinstance(problem, OSError) else "不是UTF-8文本"
        raise BadInput(f"口令文件 {path} 读不了（{reason}）") from None
    if len(phrase) < 12:
        raise BadInput(f"口令文件 {path} 的第一行应是口令，至少12个字符")
    return phrase


@click.command("backup", cls=Command, epilog=_EPILOG)
@file_option("-o", "--output", required=True, help="备份文件；不覆盖已有的文件")
@file_option("--phrase-file", help="口令文件，第一行是口令；给出则加密")
def command(output: Path, phrase_file: Path | None) -> None:
    """备份数据库和上传的文件到一个文件，附清单、校验值和留痕锚点。"""
    from gongkai.web.manage import run

    run("backup", str(output), phrase=phrase_of(phrase_file))

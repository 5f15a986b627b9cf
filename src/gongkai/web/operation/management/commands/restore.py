"""restore: a backup into an empty installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.web.operation.restoring import restore

__all__ = ["Command"]


class Command(BaseCommand):
    """All or nothing, and proved."""

    help = "把备份恢复到空的安装"
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        """From where, and sealed with what."""
        parser.add_argument("source", type=Path, help="备份文件")
        parser.add_argument("--phrase", default="", help="加密口令")

    def handle(self, *args: Any, source: Path, phrase: str = "", **options: Any) -> None:
        """Restore, and say what was proved."""
        done = restore(source, phrase)
        self.stdout.write(
            f"已恢复 {done.manifest.at[:19]} 的备份：{done.tables}张表{done.rows}行，与备份时一致；"
            f"{done.files}个文件，校验值全部一致；留痕{done.lines}条，链条完好"
        )

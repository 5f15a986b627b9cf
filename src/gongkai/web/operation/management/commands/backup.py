"""backup: everything into one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gongkai.web.operation.backup import back_up

__all__ = ["Command"]


class Command(BaseCommand):
    """Others go on working meanwhile."""

    help = "备份数据库和文件到一个文件"
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and sealed with what."""
        parser.add_argument("output", type=Path, help="备份文件")
        parser.add_argument("--phrase", default="", help="加密口令")

    def handle(self, *args: Any, output: Path, phrase: str = "", **options: Any) -> None:
        """Write, and say what."""
        manifest = back_up(output, timezone.now(), phrase)
        files = sum(name.startswith("files/") for name in manifest.hashes)
        sealed = "已加密" if phrase else "未加密，请妥善保管"
        self.stdout.write(
            f"已备份到 {output}（{sealed}）：{len(manifest.counts)}张表"
            f"{sum(manifest.counts.values())}行，{files}个文件"
        )
        if bucket := settings.FILES_STORAGE["OPTIONS"].get("bucket"):
            self.stdout.write(f"上传的文件在对象存储的 {bucket} 里，不在备份中；请在那里另行备份")
        if manifest.chain:
            self.stdout.write(f"锚点 {manifest.chain}（请另行保存，供日后核对）")

"""audit_export: the lines of a period, for the auditor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.web.audit.export import FORMATS, export


class Command(BaseCommand):
    """Writes to stdout, line by line."""

    help = "导出留痕：一段时间的记录，带哈希"
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        """Which lines, and how."""
        parser.add_argument("--format", choices=list(FORMATS), default="jsonl", help="格式")
        parser.add_argument("--since", type=date.fromisoformat, help="自哪一天，如 2026-01-01")
        parser.add_argument("--until", type=date.fromisoformat, help="至哪一天，含当天")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the lines."""
        for text in export(options["format"], options["since"], options["until"]):
            self.stdout.write(text, ending="")

"""audit_verify: is the trace as it was written?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.web.audit.chain import Anchor, verify
from gongkai.web.audit.models import Chain

_SHOWN = 50  # breaks; the first is what matters


class Command(BaseCommand):
    """Exit code 0: whole; 1: broken, and the first broken line is named."""

    help = "核对留痕：有没有被改动、缺失、插入、调换顺序或者截去末尾的记录"
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        """The anchor."""
        parser.add_argument("--anchor", help="以前核对时打印的锚点（条数:哈希）")

    def handle(self, *args: Any, anchor: str | None = None, **options: Any) -> None:
        """Walk the chain and say what was found."""
        first = None
        for count, found in enumerate(verify(Anchor.parse(anchor) if anchor else None), 1):
            first = first or found
            self.stdout.write(found.what)
            if count == _SHOWN:
                self.stdout.write("……其余不再列出")
                break
        if first is not None:
            raise CommandError(
                f"留痕不完整，第一处在第 {first.position} 条：{first.what}", returncode=1
            )
        chain = Chain.objects.filter(id=1).first() or Chain(id=1)
        self.stdout.write(f"留痕完好，共 {chain.length} 条")
        if chain.length:
            self.stdout.write(f"锚点 {Anchor(chain.length, chain.head)}（请另行保存，供日后核对）")

"""serve: everything that development needs, in one process group."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.web.operation import serving

__all__ = ["Command"]


class Command(BaseCommand):
    """Prepare, then pages and background work until Ctrl-C."""

    help = "准备数据库和样例城市，并启动网页和后台任务"
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and whether anew."""
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--fresh", action="store_true", help="删除已有的数据，重新开始")

    def handle(self, *args: Any, port: int = 8000, fresh: bool = False, **options: Any) -> None:
        """The port first: nothing is changed when it is taken."""
        serving.check_port(port)
        if fresh:
            serving.begin_anew()

        def write(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        serving.prepare(write)
        serving.serve(port, write)

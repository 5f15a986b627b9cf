"""work: the background process — letters, and the tasks of all apps."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.web.messages.work import Loop

__all__ = ["Command"]


class Command(BaseCommand):
    """Runs until it is told to stop (SIGTERM ends after the task under way)."""

    help = "后台进程：发送消息，执行各应用排队的任务；可以同时运行几个"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` for cron and tests."""
        parser.add_argument("--once", action="store_true", help="把现在该做的做完就退出")
        parser.add_argument("--interval", type=float, default=1.0, help="空闲时每隔几秒查看一次")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        loop = Loop(options["interval"])
        loop.configure_signals()
        loop.work(once=options["once"])

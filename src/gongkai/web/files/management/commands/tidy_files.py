"""清理附件 now: the worker does the same every ten minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.web.files.tidying import tidy

__all__ = ["Command"]


class Command(BaseCommand):
    """For an operator who does not want to wait."""

    help = "清除过期未传完的和移除期满的附件，继续未完成的检查（后台进程每10分钟也做一次）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many of each."""
        self.stdout.write(str(tidy(timezone.now())))

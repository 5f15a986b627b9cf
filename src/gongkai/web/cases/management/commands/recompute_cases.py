"""重新计算期限 now: the worker does the same each day and whenever a notice is entered."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.web.cases.recomputing import recompute

__all__ = ["Command"]


class Command(BaseCommand):
    """For an operator who has just installed a new version with a new notice."""

    help = "按现在的工作日历重新计算在办申请的答复期限，列出变动（后台进程每天也做一次）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many."""
        self.stdout.write(str(recompute(timezone.now())))

"""核对归档案卷: whether every sealed package is still what was sealed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.web.cases.archive import faults_of
from gongkai.web.cases.models import Package

__all__ = ["Command"]


class Command(BaseCommand):
    """For an operator, after a restore or once in a while."""

    help = "核对每个归档案卷和卷内每个文件的校验值，列出不符的"

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each fault; exit code 1 when there is one."""
        count = wrong = 0
        for package in Package.objects.select_related("case").order_by("pk").iterator():
            count += 1
            found = faults_of(package)
            wrong += bool(found)
            for sentence in found:
                self.stdout.write(f"{package.case.number}：{sentence}")
        if wrong:
            raise CommandError(f"核对了{count}个案卷，{wrong}个不符；请从备份恢复，并查明原因")
        self.stdout.write(f"核对了{count}个案卷，全部相符")

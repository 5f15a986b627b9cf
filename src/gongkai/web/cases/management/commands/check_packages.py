"""核对归档案卷: whether every sealed package is still what was sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.web.cases.archiving.checking import faults_of, faults_of_file
from gongkai.web.cases.models import Package
from gongkai.web.cases.models.sealing import Packing

__all__ = ["Command"]


class Command(BaseCommand):
    """For an operator, after a restore or once in a while; also for what was given out."""

    help = "核对每个归档案卷和卷内每个文件的校验值，列出不符的；写明文件的，只核对那些案卷文件"

    def add_arguments(self, parser: CommandParser) -> None:
        """Files that were downloaded."""
        parser.add_argument("files", nargs="*", type=Path, help="下载的案卷文件（zip）")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """A line for each fault; exit code 1 when there is one."""
        wrong = self._files(files) if files else self._kept()
        if wrong:
            raise CommandError(f"{wrong}个案卷不符；请从备份恢复，并查明原因")

    def _kept(self) -> int:
        """Those in the store; what is not made yet is named and is no fault."""
        count = wrong = 0
        for package in Package.objects.select_related("case").order_by("pk").iterator():
            if package.state != Packing.READY:
                self.stdout.write(f"{package.case.number}：{package.state_zh}")
                continue
            count += 1
            found = faults_of(package)
            wrong += bool(found)
            for sentence in found:
                self.stdout.write(f"{package.case.number}：{sentence}")
        self.stdout.write(f"核对了{count}个案卷" + ("" if wrong else "，全部相符"))
        return wrong

    def _files(self, files: list[Path]) -> int:
        """Those given out, by the list in each; the whole by the hash that the platform kept."""
        wrong = 0
        for path in files:
            try:
                number, digest, found = faults_of_file(path)
            except OSError:
                number, digest, found = "", "", ["打不开"]
            kept = Package.objects.filter(case__number=number).first() if number else None
            if kept is None:
                found.append("平台上没有这一案卷，只能按卷内目录核对")
            elif kept.sha256 != digest:
                found.append("整个文件的校验值与平台封存的不一致")
            wrong += bool(found)
            for sentence in found:
                self.stdout.write(f"{path.name}：{sentence}")
            if not found:
                self.stdout.write(f"{path.name}：{number}，与封存时一致")
        return wrong

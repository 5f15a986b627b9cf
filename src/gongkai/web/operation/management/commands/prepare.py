"""prepare: the database and the static files as this version needs them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.web.operation.actions import note_upgrade

__all__ = ["Command"]


class Command(BaseCommand):
    """After each installation and upgrade; may be called again and again."""

    help = "建立或升级数据库，收集静态文件，记下版本"

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, collect, note."""
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        note_upgrade(timezone.now())
        self.stdout.write("数据库和静态文件已经就绪")

"""Loads the sample city and prints the log-ins of each role."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.agencies import city

__all__ = ["Command"]


class Command(BaseCommand):
    """`load_city`: may be called again and again."""

    help = "装入样例城市（仅限开发环境），并列出各岗位的登录名"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print."""
        now = timezone.now()
        try:
            city.load(now)
            city.load_trades(now)
        except BadInput as problem:
            raise CommandError(str(problem)) from problem
        city.print_logins(self.stdout.write, timezone.localdate(now))

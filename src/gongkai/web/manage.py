"""Commands that need the platform: Django is set up, and what cannot be opened is one sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from gongkai.errors import BadInput, MissingProgram

__all__ = ["Complaint", "run"]


class Complaint(Exception):
    """What a command found wrong, in a sentence; `code` is the exit code that says so."""

    def __init__(self, sentence: str, code: int) -> None:
        self.code = code
        super().__init__(sentence)


def run(
    command: str,
    *words: str,
    stdout: IO[str] | None = None,
    creates: bool = False,
    **options: Any,
) -> None:
    """Run one of the platform's commands; raises Complaint. `creates`: it may make the database.

    BadInput when the settings are wrong or the data base cannot be opened.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings.production")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import CommandError, call_command
        from django.db import DatabaseError, connection

        from gongkai.web.settings.environment import WrongSetting
    except ImportError as problem:
        raise MissingProgram(
            f"没有安装平台所需的 {problem.name}", "请运行 pip install gongkai[web]"
        ) from None
    try:
        django.setup()
        its = connection.settings_dict
        if not creates and connection.vendor == "sqlite" and not Path(its["NAME"]).exists():
            # SQLite would make an empty one
            raise BadInput(
                f"数据库文件 {its['NAME']} 不存在；请检查 GONGKAI_DATABASE 和 GONGKAI_DATA"
            )
        call_command(command, *words, stdout=stdout, **options)
    except CommandError as problem:
        raise Complaint(str(problem), problem.returncode) from None
    except (WrongSetting, ImproperlyConfigured) as problem:
        raise BadInput(str(problem)) from None
    except DatabaseError as problem:
        raise BadInput(
            f"数据库读不了（{problem}）；请检查 GONGKAI_DATABASE，数据库是否已经启动并建表"
        ) from None

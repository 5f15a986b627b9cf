"""运行维护."""

from __future__ import annotations

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """运行维护."""

    name = "gongkai.web.operation"
    label = "operation"
    verbose_name = "运行维护"

    def ready(self) -> None:
        """The verb of the log, and the word of the rail."""
        from gongkai.web.operation import actions
        from gongkai.web.workbench import shell

        shell.register(shell.Place("health", "系统状态", "health", 80, actions.is_operator))

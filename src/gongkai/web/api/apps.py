"""接口."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API, its tokens and its web-hooks."""

    name = "gongkai.web.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        """Verbs, the word of the rail, what waits for the administrator, what hooks listen to."""
        from gongkai.web.acting import performed
        from gongkai.web.api import actions, of_cases, reminders  # noqa: F401
        from gongkai.web.api.hooks.queue import on_performed
        from gongkai.web.api.policies import keeps
        from gongkai.web.workbench import shell, tasks

        performed.connect(on_performed, dispatch_uid="api.hooks")
        shell.register(
            shell.Place("api", "接口", "api_tokens", 65, lambda active: keeps(active.actor))
        )
        tasks.provide("api", reminders.stopped_hooks)

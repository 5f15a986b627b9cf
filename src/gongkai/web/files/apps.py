"""附件."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files."""

    name = "gongkai.web.files"
    label = "files"
    verbose_name = "附件"

    def ready(self) -> None:
        """Verbs are made known to the trace, tasks to their worker."""
        from gongkai.web.files import actions, tasks, tidying  # noqa: F401
        from gongkai.web.messages.duties import every

        every(tidying.EVERY, tasks.tidy_up)

"""机关."""

from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Bodies."""

    name = "gongkai.web.agencies"
    label = "agencies"
    verbose_name = "机关"

    def ready(self) -> None:
        """Verbs are made known to the trace; log-ins are written into it."""
        from gongkai.web.agencies import actions, signals  # noqa: F401

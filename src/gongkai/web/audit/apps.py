"""留痕."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trace."""

    name = "gongkai.web.audit"
    label = "audit"
    verbose_name = "留痕"

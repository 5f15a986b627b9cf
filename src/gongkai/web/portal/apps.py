"""公众门户."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """公众门户."""

    name = "gongkai.web.portal"
    label = "portal"
    verbose_name = "公众门户"

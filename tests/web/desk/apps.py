"""The app of the tests."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Sheets."""

    name = "tests.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

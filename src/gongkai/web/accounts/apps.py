"""用户."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in."""

    name = "gongkai.web.accounts"
    label = "accounts"
    verbose_name = "用户"

"""Addresses of the API in the workbench."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.api import staff

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", staff.tokens, name="api_tokens"),
    path("new/", staff.new_token, name="api_new_token"),
    path("<int:pk>/", staff.token, name="api_token"),
    path("<int:pk>/revoke/", staff.revoke, name="api_revoke"),
    path("hooks/", staff.hooks, name="api_hooks"),
    path("hooks/new/", staff.new_hook, name="api_new_hook"),
    path("hooks/<int:pk>/", staff.hook, name="api_hook"),
    path("hooks/<int:pk>/<slug:verb>/", staff.hook_act, name="api_hook_act"),
    path("deliveries/", staff.deliveries, name="api_deliveries"),
]

"""Addresses under /api/: the description, and version 1."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from gongkai.web.api import v1
from gongkai.web.api.documentation import page

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", page, name="api_documentation"),
    path("v1/", include((v1.patterns(), "ninja"), namespace="api-v1")),
    re_path(r"^v1/.*$", v1.missing),
]

"""Addresses of operation."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.operation import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("work/health/", views.page, name="health"),
]

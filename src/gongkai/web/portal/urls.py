"""Addresses of the portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.portal import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("guide/", views.guide, name="guide"),
    path("rules/", views.rules, name="rules"),
    path("disclosure/", views.disclosure, name="disclosure"),
    path("reports/", views.reports, name="reports"),
    path("apply/", views.apply, name="apply"),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<int:pk>/", views.body, name="body"),
    path("search/", views.search, name="search"),
    path("samples/", views.samples, name="samples_home"),
    path("samples/<path:path>", views.samples, name="samples"),
]

"""Addresses of the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gongkai.web.portal import views
from gongkai.web.portal.caching import shared

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", shared(views.home), name="home"),
    path("guide/", shared(views.guide), name="guide"),
    path("rules/", shared(views.rules), name="rules"),
    path("disclosure/", shared(views.disclosure), name="disclosure"),
    path("reports/", shared(views.reports), name="reports"),
    path("apply/", include("gongkai.web.portal.applying.urls")),
    path("bodies/", shared(views.bodies), name="bodies"),
    path("bodies/<int:pk>/", shared(views.body), name="body"),
    path("search/", shared(views.search), name="search"),
    path("samples/", views.samples, name="samples_home"),
    path("samples/<path:path>", views.samples, name="samples"),
]

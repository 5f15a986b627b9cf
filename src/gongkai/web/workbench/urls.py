"""Addresses of the workbench."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.workbench import exports
from gongkai.web.workbench.setup import views as setup
from gongkai.web.workbench.views import own, places, trail

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", own.home, name="work_home"),
    path("search/", own.search, name="work_search"),
    path("post/", own.switch_post, name="switch_post"),
    path("views/save/", own.save_view, name="save_view"),
    path("views/restore/", own.restore_view, name="restore_view"),
    path("views/<int:pk>/forget/", own.forget_view, name="forget_view"),
    path("exports/<uuid:key>/", exports.show, name="export"),
    path("exports/<uuid:key>/file/", exports.download, name="export_file"),
    # words of the rail whose trade is not installed yet
    path("publications/", places.waiting, {"place": "publications"}, name="work_publications"),
    path("reports/", places.waiting, {"place": "reports"}, name="work_reports"),
    path("statistics/", places.statistics, name="work_statistics"),
    path("settings/", setup.start, name="setup"),
    path("settings/new/<slug:verb>/", setup.begin, name="setup_begin"),
    path("settings/<slug:kind>/", setup.listing, name="setup_list"),
    path("settings/<slug:kind>/<int:pk>/", setup.detail, name="setup_detail"),
    path("settings/<slug:kind>/<int:pk>/<slug:verb>/", setup.act, name="setup_act"),
    path("trail/", trail.trail, name="trail"),
    path("trail/<int:pk>/", trail.entry, name="trail_entry"),
]

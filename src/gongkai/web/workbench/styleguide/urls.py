"""Addresses of the style guide."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.workbench.styleguide import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", views.components, name="styleguide"),
    path("list/", views.listing, name="styleguide_list"),
    path("thing/", views.thing, name="styleguide_thing"),
    path("form/", views.form, name="styleguide_form"),
    path("confirm/", views.confirm, name="styleguide_confirm"),
    path("progress/", views.progress, name="styleguide_progress"),
    path("paper/", views.paper, name="styleguide_paper"),
    path("failure/<int:status>/", views.failure, name="styleguide_failure"),
]

"""Addresses of feeds."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.messages import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [path("<slug:token>.ics", views.feed, name="feed")]

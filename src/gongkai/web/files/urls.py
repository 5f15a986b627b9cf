"""Addresses of files."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.files import sending, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("to/<str:kind>/<str:key>/", views.upload, name="file_upload"),
    path("to/<str:kind>/<str:key>/pieces/", sending.announce, name="file_announce"),
    path("pieces/<uuid:key>/", sending.pieces, name="file_pieces"),
    path("pieces/<uuid:key>/finish/", sending.finish, name="file_finish"),
    path("<uuid:key>/", views.show, name="file"),
    path("<uuid:key>/download/", views.download, name="file_download"),
    path("<uuid:key>/picture/", views.picture, name="file_picture"),
    path("<uuid:key>/pages/<int:number>/", views.page_picture, name="file_page"),
    path("<uuid:key>/remove/", views.remove, name="file_remove"),
    path("<uuid:key>/restore/", views.restore, name="file_restore"),
]

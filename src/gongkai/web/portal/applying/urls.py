"""Addresses of applying; no address holds a number, a query code or a name."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.portal.applying import further, tracking, uploading, views
from gongkai.web.portal.caching import shared

__all__ = ["urlpatterns"]

_CASE = "case/<uuid:key>/"
urlpatterns: list[URLPattern] = [
    path("", shared(views.entrance), name="apply"),
    path("to/", views.bodies, name="apply_bodies"),
    path("to/<int:pk>/", views.form, name="apply_form"),
    path("to/<int:pk>/check/", views.review, name="apply_review"),
    path("to/<int:pk>/record/", views.form, {"claim": True}, name="apply_claim"),
    path("to/<int:pk>/record/check/", views.review, {"claim": True}, name="apply_claim_review"),
    path("draft/discard/", views.discard, name="apply_discard"),
    path("privacy/", shared(views.privacy), name="apply_privacy"),
    path("track/", tracking.track, name="apply_track"),
    path("leave/", tracking.leave, name="apply_leave"),
    path(_CASE, tracking.case, name="apply_case"),
    path(f"{_CASE}receipt/", views.receipt, name="apply_receipt"),
    path(f"{_CASE}correct/", tracking.correct, name="apply_correct"),
    path(f"{_CASE}withdraw/", tracking.withdraw, name="apply_withdraw"),
    path(f"{_CASE}explain/", further.explain, name="apply_explain"),
    path(f"{_CASE}propose/", further.propose, name="apply_propose"),
    path(f"{_CASE}rate/", tracking.rate, name="apply_rate"),
    path(f"{_CASE}letters/<uuid:paper>/<slug:form>/", tracking.letter, name="apply_letter"),
    path(f"{_CASE}given/<uuid:redaction>/", tracking.released, name="apply_released"),
    path(f"{_CASE}files/<slug:what>/", uploading.upload, name="apply_upload"),
    path(f"{_CASE}files/<slug:what>/pieces/", uploading.announce, name="apply_announce"),
    path(f"{_CASE}pieces/<uuid:file>/", uploading.pieces, name="apply_pieces"),
    path(f"{_CASE}pieces/<uuid:file>/finish/", uploading.finish, name="apply_finish"),
]

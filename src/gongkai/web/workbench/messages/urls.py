"""Addresses of the message pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.workbench.messages import log, own, wordings

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", own.listing, name="work_messages"),
    path("<int:pk>/", own.message, name="work_message"),
    path("read/", own.read_all, name="read_messages"),
    path("preference/", own.preference, name="message_preference"),
    path("feeds/", own.feeds, name="calendar_feeds"),
    path("feeds/new/", own.open_feed, name="open_feed"),
    path("feeds/<int:pk>/revoke/", own.revoke_feed, name="revoke_feed"),
    path("log/", log.listing, name="deliveries"),
    path("log/<int:pk>/", log.delivery, name="delivery"),
    path("log/<int:pk>/resend/", log.resend, name="resend_delivery"),
    path("log/<int:pk>/settle/", log.settle, name="settle_delivery"),
    path("wordings/", wordings.listing, name="wordings"),
    path("wordings/<slug:slug>/", wordings.wording, name="wording"),
    path("wordings/<slug:slug>/reset/", wordings.reset, name="reset_wording"),
    path("announce/", log.announce, name="announce"),
]

"""Log-in, log-out, password, second factor; what allauth offers besides is closed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

__all__ = ["urlpatterns"]


def closed(request: HttpRequest) -> HttpResponse:
    """Administrators open accounts, set mail addresses and help with lost passwords."""
    raise Http404("用户由本单位管理员开立和维护；忘记口令的，请管理员重置")


urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?:signup|email|confirm-email|password/reset|password/set|3rdparty)/", closed),
    re_path(r"^social/(?:signup|connections)/", closed),
    path("", include("allauth.urls")),
]

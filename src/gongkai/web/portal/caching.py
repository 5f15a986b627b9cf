"""共享缓存: a page that is the same for every visitor may be kept for a minute by who carries it.

Not one that sets a cookie, holds a form's token or a message, nor any for who is logged in. Pages
differ by the reading mode, which is a cookie: `Vary` says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

__all__ = ["SECONDS", "shared"]

R = TypeVar("R", bound=HttpResponseBase)
SECONDS = 60  # a correction is everywhere after so long


def shared(view: Callable[..., R]) -> Callable[..., R]:
    """A page of the portal; the view sets Cache-Control itself where it knows better."""

    @wraps(view)
    def keeping(request: HttpRequest, *args: object, **kwargs: object) -> R:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if response.status_code == 200 and _for_all(request, response):
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return keeping


def _for_all(request: HttpRequest, response: HttpResponseBase) -> bool:
    own = {settings.SESSION_COOKIE_NAME, "messages"} & set(request.COOKIES)
    written = request.session.modified or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return not (own or written or response.cookies or response.has_header("Cache-Control"))

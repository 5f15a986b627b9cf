"""Headers of each answer: what a page may load and do, and the id under which logs know it.

Pages hold no inline script and no inline style; a view that must serve a foreign page sets a
policy of its own, which is kept.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.web.operation.logs import reference

__all__ = ["identify", "policy", "protect"]

Page = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("gongkai.pages")

_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
_NOT_USED = ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
PERMISSIONS = ", ".join(f"{name}=()" for name in _NOT_USED)


def policy() -> str:
    """Content-Security-Policy: all from this host, and forms to it and the unified log-in."""
    forms = "'self'"
    for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        server = urlsplit(app["settings"]["server_url"])
        forms += f" {server.scheme}://{server.netloc}"  # where the form's answer leads on to
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
        f"form-action {forms}; frame-ancestors 'none'; object-src 'none'"
    )


def protect(get_response: Page) -> Page:
    """Middleware: the policy of contents and of the browser's devices."""
    contents = policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", contents)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        session = getattr(request, "session", None)
        if session is not None and session.accessed:  # it may be a page for one person
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def identify(get_response: Page) -> Page:
    """Middleware, the first: an id for each page asked for, and one line of the log.

    The line has no query string, no name and no address: those belong into the trace.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        mine = given if _ID.fullmatch(given) else uuid.uuid4().hex
        request.reference = mine  # type: ignore[attr-defined]
        token, begun = reference.set(mine), time.monotonic()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = mine
            if request.method == "HEAD" and not response.streaming:
                response.content = b""  # its length was told already; gunicorn warns of a body
            log.info(
                "%s %s", request.method, request.path,
                extra={
                    "status": response.status_code,
                    "ms": round((time.monotonic() - begun) * 1000, 1),
                },
            )  # fmt: skip
            return response
        finally:
            reference.reset(token)

    return middleware

"""Middleware: an idle session ends; a password that is old or not one's own is changed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import User

__all__ = ["free", "keep_session", "must_change", "password_gate"]

Page = Callable[[HttpRequest], HttpResponse]
_SEEN = "seen"
_STEP = 60  # seconds between two marks of life: not every page writes the session


def free(request: HttpRequest) -> bool:
    """Pages that stay open to who must first do something else: log-in, log-out, password."""
    prefix = reverse("account_login").removesuffix("login/")
    return request.path.startswith((prefix, settings.STATIC_URL))


def keep_session(get_response: Page) -> Page:
    """Each sign of life begins the idle time anew; it ends the session in the database too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get(_SEEN, 0) >= _STEP:
                request.session[_SEEN] = now
        return get_response(request)

    return middleware


def must_change(user: User) -> str:
    """Why the password must be changed first, or ""."""
    if not user.has_usable_password():
        return ""
    if user.password_set is None:
        return "这是管理员设定的初始口令；请先改成自己的口令"
    days: int = settings.PASSWORD_DAYS
    if days and timezone.now() - user.password_set > timedelta(days=days):
        return f"口令已使用{days}天以上；请先修改"
    return ""


def password_gate(get_response: Page) -> Page:
    """Nothing else is open until it is changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not free(request) and (why := must_change(user)):
            messages.warning(request, why)
            return redirect("account_change_password")
        return get_response(request)

    return middleware

"""Middleware: who holds a post that asks for a second factor sets one up before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.web.accounts.gates import free
from gongkai.web.agencies.active import active_of

__all__ = ["factor_gate"]

Page = Callable[[HttpRequest], HttpResponse]


def factor_gate(get_response: Page) -> Page:
    """Asked of all posts of the person: he may change between them at any time."""
    asked = frozenset(settings.SECOND_FACTOR_ROLES)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not asked or free(request) or not request.user.is_authenticated:
            return get_response(request)
        posts = [post for post in active_of(request).posts if post.role in asked]
        records = get_authentication_records(request, request.user)
        if not posts or any(record.get("method") == "mfa" for record in records):
            return get_response(request)
        if is_mfa_enabled(request.user):  # set up in this session; log-in asks for it from now on
            return get_response(request)
        messages.warning(
            request, f"{posts[0].title}须用双因素登录；请先设置验证器或者安全密钥，再继续办理"
        )
        return redirect("mfa_index")

    return middleware

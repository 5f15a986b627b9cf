"""The unified log-in of a province."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from gongkai.web.accounts.adapters import UnifiedAdapter
from gongkai.web.accounts.models import User
from gongkai.web.settings import accounts


def _login(claims: dict[str, Any], existing: bool = False) -> Any:
    connected: list[User] = []
    return SimpleNamespace(
        is_existing=existing, account=SimpleNamespace(extra_data=claims), connected=connected,
        connect=lambda request, user: connected.append(user),
    )  # fmt: skip


@pytest.fixture
def page(rf: RequestFactory) -> Any:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("place", ["userinfo", "id_token", None])
def test_the_claim_finds_the_user_of_that_name(place: str | None, user: User, page: Any) -> None:
    claims = {"preferred_username": user.username.upper()}
    login = _login({place: claims} if place else claims)
    UnifiedAdapter(page).pre_social_login(page, login)
    assert login.connected == [user]


@pytest.mark.parametrize("claims", [{}, {"preferred_username": "nobody"}, {"sub": "1"}])
def test_a_stranger_is_sent_back_and_no_account_is_opened(
    claims: dict[str, Any], user: User, page: Any
) -> None:
    login = _login(claims)
    with pytest.raises(ImmediateHttpResponse) as sent:
        UnifiedAdapter(page).pre_social_login(page, login)
    assert sent.value.response["Location"] == "/accounts/login/"
    assert not login.connected
    assert "没有对应的用户" in str(next(iter(page._messages)))
    assert not UnifiedAdapter(page).is_open_for_signup(page, login)


def test_who_is_barred_is_sent_back_too(user: User, page: Any) -> None:
    user.is_active = False
    user.save()
    with pytest.raises(ImmediateHttpResponse):
        UnifiedAdapter(page).pre_social_login(page, _login({"preferred_username": user.username}))


def test_a_known_link_is_kept(page: Any, db: None) -> None:
    UnifiedAdapter(page).pre_social_login(page, _login({}, existing=True))


def test_it_is_set_up_by_environment_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(Path(accounts.__file__))
    none = runpy.run_path(path)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]
    assert none["APPS"] == []
    for name, value in (("ISSUER", "https://id.example"), ("CLIENT", "c"), ("SECRET", "s")):
        monkeypatch.setenv(f"GONGKAI_OIDC_{name}", value)
    one = runpy.run_path(path)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]
    assert one["OAUTH_PKCE_ENABLED"]
    assert one["APPS"] == [
        {
            "provider_id": "unified", "name": "省统一身份认证", "client_id": "c", "secret": "s",
            "settings": {"server_url": "https://id.example"},
        }
    ]  # fmt: skip

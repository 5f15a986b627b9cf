"""How allauth does things here: no sign-up, names locked after failures, Chinese sentences."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from gongkai.web.accounts import locks
from gongkai.web.accounts.addresses import address_of
from gongkai.web.accounts.models import User

__all__ = ["AccountAdapter", "FactorAdapter", "UnifiedAdapter", "check_lock"]

_WRONG = "登录名或者口令不对；请核对大小写后重试"
_CODE = "验证码不对；请核对验证器上的数字和手机的时间后重试"


def check_lock(name: str) -> None:
    """ValidationError while the name is locked."""
    until = locks.locked_until(name, timezone.now())
    if until is not None:
        at = timezone.localtime(until)
        raise ValidationError(
            f"登录失败次数过多，已锁定至{at:%H:%M}；请到时再试，或者请本单位管理员重置口令",
            "locked",
        )


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in by name and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "这个用户已经停用；请与本单位管理员联系",
        "enter_current_password": "现用口令不对；请重新输入",
        "incorrect_code": _CODE,
        "incorrect_password": "口令不对；请重新输入",
        "invalid_login": _WRONG,
        "rate_limited": "操作过于频繁；请过一分钟再试",
        "same_as_current": "新口令与现用口令相同；请另设一个",
        "too_many_login_attempts": "这个地址登录失败次数过多；请过一分钟再试",
        "username_password_mismatch": _WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by administrators."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A locked name is refused before its password is looked at."""
        check_lock(str(credentials.get("username", "")))
        super().pre_authenticate(request, **credentials)

    def set_password(self, user: User, password: str) -> None:
        """Set by the person: it need not be changed for a time."""
        user.password_set = timezone.now()
        super().set_password(user, password)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address as in the trace."""
        return address_of(request) or "0.0.0.0"  # noqa: S104

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail goes out through the messages of the platform alone."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors; their secrets are stored encrypted."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _CODE}

    def encrypt(self, text: str) -> str:
        """With a key made from the key of the installation."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail goes out through the messages of the platform alone."""


def _cipher() -> Fernet:
    key = sha256(b"gongkai.second-factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))


class UnifiedAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The unified log-in of a province: it proves who somebody is, and opens no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are opened by administrators."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the user by the claim that holds the log-in name, and keep the link."""
        if sociallogin.is_existing:
            return
        data = sociallogin.account.extra_data
        claims = {**data, **(data.get("id_token") or {}), **(data.get("userinfo") or {})}
        name = str(claims.get(settings.OIDC_CLAIM) or "").strip().lower()
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if user is None:
            messages.error(
                request, "统一身份认证成功，但本平台没有对应的用户；请与本单位管理员联系"
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)

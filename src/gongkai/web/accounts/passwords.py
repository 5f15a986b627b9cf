"""Rules for passwords, each a validator of Django's: kinds of characters, none of the last ones."""

from __future__ import annotations

import unicodedata

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from gongkai.web.accounts.models import PasswordUsed, User

__all__ = ["KindsOfCharacters", "LongEnough", "NotRecent", "NotTheName"]


class LongEnough:
    """At least so many characters."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError in Chinese."""
        if len(password) < self.least:
            raise ValidationError(f"口令有{len(password)}个字符，至少要{self.least}个", "too_short")

    def get_help_text(self) -> str:
        """What the page says."""
        return f"至少{self.least}个字符"


class KindsOfCharacters:
    """So many of the four kinds: capitals, small letters, digits, other signs."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError in Chinese; a Chinese character counts as another sign."""
        kinds = {_kind(character) for character in password}
        if len(kinds) < self.least:
            raise ValidationError(
                f"口令只有{len(kinds)}类字符；大写字母、小写字母、数字、其他符号中"
                f"至少要有{self.least}类",
                "too_few_kinds",
            )

    def get_help_text(self) -> str:
        """What the page says."""
        return f"大写字母、小写字母、数字、其他符号中至少有{self.least}类"


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    return category if category in ("Lu", "Ll", "Nd") else "other"


class NotTheName:
    """Neither the log-in name nor the person's name within it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError in Chinese."""
        for name in (user.username, user.name) if user else ():
            if len(name) >= 2 and name.lower() in password.lower():
                raise ValidationError("口令里不能含有登录名或者姓名", "contains_name")

    def get_help_text(self) -> str:
        """What the page says."""
        return "不含登录名和姓名"


class NotRecent:
    """None of the last ones, the present one included; their hashes are kept."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError in Chinese."""
        if user is None or user.pk is None:
            return
        used = user.passwords_used.values_list("hash", flat=True)[: self.last]
        if any(check_password(password, old) for old in used):
            raise ValidationError(f"不能与最近{self.last}次用过的口令相同", "used_before")

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Called by Django once a new password is stored."""
        if user is None or user.pk is None:
            return
        PasswordUsed.objects.create(user=user, hash=user.password)
        kept = user.passwords_used.values_list("pk", flat=True)[: self.last]
        user.passwords_used.exclude(pk__in=list(kept)).delete()

    def get_help_text(self) -> str:
        """What the page says."""
        return f"与最近{self.last}次用过的不同"

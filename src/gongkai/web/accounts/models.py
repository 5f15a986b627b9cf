"""A person who logs in, the passwords used before, and names that are locked for a while."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

__all__ = ["LoginLock", "PasswordUsed", "User"]


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser: every right comes from a post."""

    def create_user(self, username: str, name: str, password: str | None = None) -> User:
        """A user who can log in once a password is set."""
        user = self.model(username=username.lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person; several posts in several bodies are possible."""

    username = models.CharField("登录名", max_length=60, unique=True)  # lower case
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    # when the person set it; None: set by another, to be changed at the next log-in
    password_set = models.DateTimeField("口令设定时间", null=True, blank=True)
    large_type = models.BooleanField("大字", default=False)
    # id of the body whose administrator keeps the account: bodies stand on a higher floor
    kept_by = models.BigIntegerField("维护机关", null=True, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = "用户"

    def __str__(self) -> str:
        return self.name

    # what contrib code asks of a user; rights come from posts alone
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No permission of Django's own is used."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """The same."""
        return False


class PasswordUsed(models.Model):
    """The hash of a password that a person had, so that it is not taken again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="passwords_used")
    hash = models.CharField(max_length=128)

    class Meta:
        verbose_name = "用过的口令"
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.user} {self.id}"


class LoginLock(models.Model):
    """Failures of a log-in name, whether or not it is anybody's; the name is kept as a hash."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "登录锁定"

    def __str__(self) -> str:
        return f"{self.failures} {self.until or ''}"

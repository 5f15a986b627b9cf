"""Accounts of people: opened, put right, barred; never so that one takes another's powers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.accounts import locks
from gongkai.web.accounts.models import User
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.actions.base import SetUp
from gongkai.web.agencies.models import Agency, Post
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.policies import Relation, is_system, may, place_of, relation
from gongkai.web.agencies.roles import Role

__all__ = [
    "ChangePerson", "DisableAccount", "EnableAccount", "OpenAccount", "ResetFactor",
    "ResetPassword",
]  # fmt: skip


class _OfPerson(SetUp[User]):
    """Asked of the body that keeps the account and of every body in which the person has a post.

    Who could reset the password of another body's officer could act as that officer.
    """

    def agency(self, act: Act[User]) -> Agency:
        """The body that keeps the account."""
        found = Agency.objects.filter(pk=act.row.kept_by).first() if act.row.kept_by else None
        return found or Agency(path="")

    def may(self, act: Act[User]) -> None:
        """An auditor's account is kept by the administrator above: the two are to be apart."""
        super().may(act)
        if is_system(act.actor) or act.row.pk is None:
            return
        day = timezone.localdate(act.now)
        open_posts = Post.objects.filter(user=act.row).exclude(until__lt=day)
        place = place_of(act.actor)
        for post in open_posts.select_related("agency"):
            may(act.actor, self.does, post.agency)
            if post.role == Role.AUDITOR and (
                relation(place, post.agency.path) is not Relation.SUBORDINATE
            ):
                raise Refused(
                    Refusal.FORBIDDEN,
                    f"{act.row}是{post.agency}的审计员，其用户由上级机关的管理员或者系统运维人员维护",
                )


class OpenAccount(_OfPerson):
    """Opens one: `row.kept_by`; facts username, name, email, phone, password.

    The first password must be changed at the first log-in.
    """

    does = Verb.OPEN_ACCOUNT
    logged = ("username", "name", "kept_by")

    def law(self, act: Act[User]) -> None:
        """A log-in name of its own and a password by the rules."""
        row, given = act.row, act.facts
        row.username = facts.word(given, "username", "登录名", 60).lower()
        if not all(c.isascii() and (c.isalnum() or c in "._-") for c in row.username):
            raise BadInput("登录名只用英文字母、数字和 . _ -；请核对")
        row.name = facts.word(given, "name", "姓名", 60)
        row.email = facts.email(given)
        row.phone = facts.word(given, "phone", "办公电话", 40, needed=False)
        if User.objects.filter(username=row.username).exists():
            raise BadInput(f"登录名“{row.username}”已有人使用；请另取一个")
        _set_password(row, given)


def _set_password(row: User, given: Any) -> None:
    password = str(given.get("password") or "")
    if not password:  # logs in through the unified log-in alone
        row.set_unusable_password()
    else:
        try:
            validate_password(password, row)
        except ValidationError as problem:
            raise BadInput("；".join(problem.messages)) from None
        row.set_password(password)
    row.password_set = None  # not set by the person: to be changed at once


class ChangePerson(_OfPerson):
    """Changes name, mail, telephone: what is given."""

    does = Verb.CHANGE_PERSON
    logged = ("name",)

    def law(self, act: Act[User]) -> None:
        """The same forms as at the opening."""
        row, given = act.row, act.facts
        if "name" in given:
            row.name = facts.word(given, "name", "姓名", 60)
        if "email" in given:
            row.email = facts.email(given)
        if "phone" in given:
            row.phone = facts.word(given, "phone", "办公电话", 40, needed=False)


class ResetPassword(_OfPerson):
    """A new first password (facts password); all sessions of the person end, the lock opens."""

    does = Verb.RESET_PASSWORD

    def law(self, act: Act[User]) -> None:
        """By the same rules."""
        if not act.facts.get("password"):
            raise BadInput("没有填写新口令；请填写")
        _set_password(act.row, act.facts)

    def save(self, act: Act[User]) -> None:
        """Sessions end by themselves: they are bound to the hash of the password."""
        act.row.save()
        locks.open_again(act.row.username)


class ResetFactor(_OfPerson):
    """Takes away the second factor of who lost it; another must be set up at the next log-in."""

    does = Verb.RESET_FACTOR

    def save(self, act: Act[User]) -> None:
        """All kinds, the recovery codes too."""
        from allauth.mfa.models import Authenticator

        Authenticator.objects.filter(user=act.row).delete()
        act.row.save()


class DisableAccount(_OfPerson):
    """Bars the person at once, whatever posts are held; nobody bars himself."""

    does = Verb.DISABLE_ACCOUNT
    logged = ("is_active",)

    def law(self, act: Act[User]) -> None:
        """Not oneself."""
        if act.row.pk == act.actor.id:
            raise BadInput("不能停用自己的用户；请由别的管理员办理")
        act.row.is_active = False


class EnableAccount(_OfPerson):
    """Lets the person in again."""

    does = Verb.ENABLE_ACCOUNT
    logged = ("is_active",)

    def law(self, act: Act[User]) -> None:
        """Nothing else stands in the way."""
        act.row.is_active = True

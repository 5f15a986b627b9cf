"""Rules for passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.acting import Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Entry
from tests.web.accounts.conftest import PASSWORD
from tests.web.agencies.world import do

pytestmark = pytest.mark.urls("tests.web.accounts.pages")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Ab1-", "口令有4个字符，至少要10个"),
        ("Abcdefgh1", "至少要10个"),
        ("abcdefghij", "只有1类字符"),
        ("abcdefghi1", "只有2类字符"),
        ("口令口令口令口令口令", "只有1类字符"),
        ("Handler01-x1", "登录名或者姓名"),
        ("林知夏Abcdef-1", "登录名或者姓名"),
    ],
)
def test_weak_passwords_are_refused_in_chinese(password: str, said: str) -> None:
    with pytest.raises(ValidationError) as told:
        validate_password(password, User(username="handler01", name="林知夏"))
    assert any(said in message for message in told.value.messages)


@pytest.mark.parametrize(
    "password", ["Abcdefghi1", "abcdefgh-1", "ABCDEFGH-1", "口令Ab口令口令口令"]
)
def test_three_of_four_kinds_are_enough(password: str) -> None:
    validate_password(password, User(username="handler01", name="林知夏"))


def test_each_rule_is_said_on_the_page() -> None:
    assert len([text for text in password_validators_help_texts() if text]) == 4


def _password(number: int) -> dict[str, str]:
    return {"password": f"Given-by-admin-{number}"}


def _change(client: Client, old: str, new: str) -> Any:
    cache.clear()  # allauth's own limit is five a minute
    return client.post(
        "/accounts/password/change/",
        {"oldpassword": old, "password1": new, "password2": new},
    )


def test_none_of_the_last_five_passwords_is_taken_again(user: User, client: Client) -> None:
    client.force_login(user)
    now = PASSWORD
    for number in range(1, 5):
        new = f"New-password-{number}"
        assert _change(client, now, new).status_code == 302
        now = new
    for used in (PASSWORD, *(f"New-password-{n}" for n in range(1, 5))):
        assert "最近5次" in _change(client, now, used).content.decode()
    assert _change(client, now, "New-password-5").status_code == 302
    assert _change(client, "New-password-5", PASSWORD).status_code == 302  # the sixth back
    assert user.passwords_used.count() == 5
    assert Entry.objects.filter(verb="change_password").count() == 6


def test_a_first_password_is_changed_before_anything_else(user: User, client: Client) -> None:
    do(actions.ResetPassword(), user, **_password(1))
    user.refresh_from_db()
    client.force_login(user)
    answer = client.get("/page/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")
    assert _change(client, "Given-by-admin-1", "My-own-secret-1").status_code == 302
    assert client.get("/page/").status_code == 200
    user.refresh_from_db()
    assert user.password_set is not None


def test_an_old_password_is_changed_by_the_rule_of_the_installation(
    user: User, client: Client, settings: Any
) -> None:
    client.force_login(user)
    User.objects.update(password_set=timezone.now() - timedelta(days=91))
    assert client.get("/page/").status_code == 302
    settings.PASSWORD_DAYS = 100
    assert client.get("/page/").status_code == 200
    settings.PASSWORD_DAYS = 0
    User.objects.update(password_set=timezone.now() - timedelta(days=9999))
    assert client.get("/page/").status_code == 200


def test_who_has_no_password_has_none_to_change(user: User, client: Client) -> None:
    user.set_unusable_password()
    user.password_set = None
    user.save()
    client.force_login(user)
    assert client.get("/page/").status_code == 200


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"username": ""}, "没有填写登录名"),
        ({"username": "林知夏"}, "只用英文字母"),
        ({"username": "a b"}, "只用英文字母"),
        ({"username": "USED"}, "已有人使用"),
        ({"name": ""}, "没有填写姓名"),
        ({"email": "x"}, "写法不对"),
        ({"password": "short"}, "至少要10个.*类字符"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    facts: dict[str, str], said: str, body: Agency
) -> None:
    given = {"username": "used", "name": "某某", "password": "Given-by-admin-1"}
    do(actions.OpenAccount(), User(kept_by=body.pk), **given)
    with pytest.raises(Refused, match=said):
        do(actions.OpenAccount(), User(kept_by=body.pk), **{**given, "username": "b", **facts})


def test_passwords_stand_nowhere_in_the_trace(body: Agency) -> None:
    user = do(
        actions.OpenAccount(), User(kept_by=body.pk), username="a", name="某",
        **_password(1),
    )  # fmt: skip
    do(actions.ResetPassword(), user, **_password(2))
    with pytest.raises(Refused, match="没有填写新口令"):
        do(actions.ResetPassword(), user)
    for entry in Entry.objects.all():
        assert "Given-by" not in str(entry.__dict__)
        assert "md5$" not in str(entry.__dict__)

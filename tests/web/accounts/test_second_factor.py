"""Second factors: asked of the roles that the installation names, locked like passwords."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from gongkai.web.accounts.models import User
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from tests.web.accounts.conftest import PASSWORD, LogIn
from tests.web.agencies.world import do, give

pytestmark = pytest.mark.urls("tests.web.accounts.pages")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


def _code(counter: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[counter]))


@pytest.fixture
def asked(settings: Any, user: User, body: Agency) -> User:
    settings.SECOND_FACTOR_ROLES = ["approver"]
    give(user, body, Role.APPROVER)
    return user


def test_a_role_that_asks_for_it_leads_to_setting_it_up(
    asked: User, client: Client, log_in: LogIn
) -> None:
    log_in(asked.username)
    answer = client.get("/page/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    TOTP.activate(asked, SECRET)
    assert client.get("/page/").status_code == 200


def test_other_roles_are_not_asked(user: User, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["approver"]
    client.force_login(user)
    assert client.get("/page/").status_code == 200


def test_log_in_asks_for_the_code_and_the_secret_is_stored_encrypted(
    asked: User, client: Client, log_in: LogIn
) -> None:
    TOTP.activate(asked, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)
    assert log_in(asked.username)["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/page/").json()["role"] == ""
    page = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "验证码不对" in page
    assert client.post("/accounts/2fa/authenticate/", {"code": _code()}).status_code == 302
    assert client.get("/page/").json()["role"] == "handler"
    assert list(Entry.objects.filter(verb__startswith="log_in").values_list("verb", "reason")) == [
        ("log_in_failed", "验证码不对"),
        ("log_in", ""),
    ]


def test_a_session_that_gave_its_code_is_not_asked_again(
    asked: User, client: Client, log_in: LogIn, django_assert_num_queries: Any
) -> None:
    TOTP.activate(asked, SECRET)
    log_in(asked.username)
    client.post("/accounts/2fa/authenticate/", {"code": _code()})
    client.get("/page/")
    with django_assert_num_queries(3):  # session, user, posts
        client.get("/page/")


def test_wrong_codes_lock_the_name(asked: User, client: Client, log_in: LogIn) -> None:
    TOTP.activate(asked, SECRET)
    log_in(asked.username)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = client.post("/accounts/2fa/authenticate/", {"code": _code()}).content.decode()
    assert "已锁定至" in page
    assert client.get("/page/").json()["role"] == ""


def test_who_lost_it_is_helped_and_sets_up_another(
    asked: User, client: Client, log_in: LogIn
) -> None:
    TOTP.activate(asked, SECRET)
    do(actions.ResetFactor(), asked)
    assert not Authenticator.objects.exists()
    log_in(asked.username)
    assert client.get("/page/")["Location"] == "/accounts/2fa/"


def test_setting_one_up_is_noted(
    user: User, client: Client, log_in: LogIn, django_capture_on_commit_callbacks: Any
) -> None:
    log_in(user.username)
    assert "/reauthenticate/" in client.get("/accounts/2fa/totp/activate/")["Location"]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    session = client.session
    session[SECRET_SESSION_KEY] = SECRET
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/accounts/2fa/totp/activate/", {"code": _code()})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert {"add_second_factor", "remove_second_factor"} <= set(verbs)

"""Log-in and log-out, locks, and what the trace keeps of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from gongkai.web.accounts import locks
from gongkai.web.accounts.models import LoginLock, User
from gongkai.web.agencies import actions
from gongkai.web.audit import chain
from gongkai.web.audit.models import Entry
from tests.web.accounts.conftest import PASSWORD, LogIn
from tests.web.agencies.world import do

pytestmark = pytest.mark.urls("tests.web.accounts.pages")


def _verbs() -> list[str]:
    return list(
        Entry.objects.filter(kind="accounts.user").exclude(verb="open_account")
        .order_by("id").values_list("verb", flat=True)
    )  # fmt: skip


def test_a_person_logs_in_by_name_acts_and_logs_out(
    user: User, client: Client, log_in: LogIn
) -> None:
    assert log_in(user.username.upper()).status_code == 302
    assert client.get("/page/").json() == {
        "name": "林知夏", "role": "handler", "agency": "云州市教育局",
    }  # fmt: skip
    client.post("/accounts/logout/")
    assert client.get("/page/").json()["role"] == ""
    assert _verbs() == ["log_in", "log_out"]
    for entry in Entry.objects.filter(verb__in=["log_in", "log_out"]):
        assert (entry.actor, entry.role, entry.agency_name) == (
            user.pk, "handler", "云州市教育局",
        )  # fmt: skip
        assert entry.address == "127.0.0.1"
    assert list(chain.verify()) == []


def test_a_wrong_password_is_told_in_chinese_and_never_written_down(
    user: User, log_in: LogIn
) -> None:
    page = log_in(user.username, "Wrong-secret-77").content.decode()
    assert "登录名或者口令不对" in page
    assert page.count("登录名或者口令不对") >= 1
    log_in("Typed-password-instead-1", "x")
    log_in(user.username)
    known, unknown = Entry.objects.filter(verb="log_in_failed").order_by("id")
    assert (known.label, known.actor, known.reason) == ("林知夏", user.pk, "口令不对")
    assert (unknown.label, unknown.actor) == ("（没有这个登录名）", None)
    for entry in Entry.objects.all():
        text = str(entry.__dict__)
        for secret in ("Wrong-secret-77", PASSWORD, "Typed-password"):
            assert secret not in text


@pytest.mark.parametrize("known", [True, False])
def test_a_name_is_locked_after_five_failures_whether_or_not_it_exists(
    known: bool, user: User, log_in: LogIn, settings: Any
) -> None:
    name = user.username if known else "nobody-here"
    for _ in range(settings.LOGIN_FAILURES):
        assert "登录名或者口令不对" in log_in(name, "Wrong-secret-77").content.decode()
    page = log_in(name)  # even with the right password
    assert page.status_code == 200
    assert "登录失败次数过多，已锁定至" in page.content.decode()
    assert _verbs() == ["log_in_failed"] * 5 + ["log_in_locked"]
    lock = LoginLock.objects.get()
    assert name not in lock.key
    assert lock.until is not None
    assert timedelta(0) < lock.until - timezone.now() <= timedelta(minutes=15)
    lock.until = timezone.now() - timedelta(seconds=1)
    lock.save()
    assert log_in(name).status_code == (302 if known else 200)


def test_failures_long_ago_or_before_a_success_do_not_count(user: User, settings: Any) -> None:
    now = timezone.now()
    for minute in (0, 1, 2, 3):
        assert not locks.failed("x", now + timedelta(minutes=minute))
    assert not locks.failed("x", now + timedelta(minutes=19))  # the window is 15 minutes
    for minute in (20, 21, 22):
        assert not locks.failed("X ", now + timedelta(minutes=minute))
    assert locks.failed("x", now + timedelta(minutes=23))
    locked = now + timedelta(minutes=24)
    assert locks.locked_until("x", locked) is not None
    assert not locks.failed("x", locked)  # tries while locked change nothing
    locks.open_again("x")
    assert locks.locked_until("x", locked) is None
    locks.failed("x", now)
    locks.failed("y", now + timedelta(days=1))
    assert LoginLock.objects.count() == 1  # what is old is swept up


def test_an_administrator_opens_the_lock_with_a_new_password(
    user: User, client: Client, log_in: LogIn
) -> None:
    other = Client()
    other.force_login(user)
    for _ in range(5):
        log_in(user.username, "Wrong-secret-77")
    do(actions.ResetPassword(), user, **{"password": "Another-secret-8"})
    assert log_in(user.username, "Another-secret-8").status_code == 302
    assert client.get("/page/").url == "/accounts/password/change/"  # type: ignore[attr-defined]
    assert other.get("/page/").json()["role"] == ""  # the old session is over


def test_who_is_barred_neither_logs_in_nor_goes_on(
    user: User, client: Client, log_in: LogIn
) -> None:
    log_in(user.username)
    assert client.get("/page/").json()["role"] == "handler"
    do(actions.DisableAccount(), user)
    assert client.get("/page/").json()["role"] == ""
    log_in(user.username)
    assert client.get("/page/").json()["role"] == ""


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "3rdparty/",
     "3rdparty/signup/", "social/signup/", "social/connections/", "password/reset/key/a-b/"],
)  # fmt: skip
def test_nobody_opens_an_account_or_changes_his_address_himself(
    address: str, user: User, client: Client
) -> None:
    client.force_login(user)
    for method in (client.get, client.post):
        assert method(f"/accounts/{address}").status_code == 404
    assert User.objects.count() == 1


def test_an_idle_session_ends(user: User, client: Client, log_in: LogIn, settings: Any) -> None:
    log_in(user.username)
    client.get("/page/")
    session = Session.objects.get()
    left = session.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(seconds=settings.SESSION_COOKIE_AGE)
    cookie = client.cookies["sessionid"]
    assert not cookie["max-age"], "it ends with the browser"
    assert cookie["httponly"]
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/page/").json()["role"] == ""


def test_each_sign_of_life_begins_the_idle_time_anew_but_not_every_page_writes(
    user: User, client: Client, log_in: LogIn, django_assert_num_queries: Any
) -> None:
    log_in(user.username)
    client.get("/page/")
    with django_assert_num_queries(3):  # session, user, posts
        client.get("/page/")
    session = client.session
    session["seen"] -= 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=30))
    client.get("/page/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=25)


def test_a_visitor_costs_no_query(client: Client, db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/page/").json() == {"name": "访客", "role": "", "agency": ""}

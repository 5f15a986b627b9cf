"""The post in which a person acts, and the address from which."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.utils import timezone

from gongkai.web.accounts.addresses import address_of
from gongkai.web.accounts.models import User
from gongkai.web.acting import Refused
from gongkai.web.agencies import actions, active
from gongkai.web.agencies.models import Agency, Delegation, Post
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import TODAY, do, enter, give, person

pytestmark = pytest.mark.urls("tests.web.accounts.pages")


def _page(rf: RequestFactory, user: User, session: SessionStore) -> Any:
    request: Any = rf.get("/")
    request.user, request.session = user, session
    return request


def test_the_first_post_is_active_until_another_is_chosen(
    rf: RequestFactory, user: User, body: Agency
) -> None:
    second = give(user, body, Role.EDITOR)
    session = SessionStore()
    assert active.actor_of(_page(rf, user, session)).role == "handler"
    page = _page(rf, user, session)
    assert active.switch(page, second.pk) == second
    assert active.actor_of(page).role == "editor"
    actor = active.actor_of(_page(rf, user, session))
    assert (actor.role, actor.post, actor.agency) == ("editor", second.pk, body.pk)


def test_a_post_that_is_not_ones_own_or_is_over_is_not_chosen(
    rf: RequestFactory, user: User, body: Agency
) -> None:
    foreign = give(person(body), body, Role.APPROVER)
    ended = give(user, body, Role.EDITOR)
    Post.objects.filter(pk=ended.pk).update(until=timezone.localdate() - timedelta(days=1))
    for post in (foreign.pk, ended.pk, 0, 10**9):
        session = SessionStore()
        with pytest.raises(Refused, match="这不是您的岗位"):
            active.switch(_page(rf, user, session), post)
        session[active.KEY] = post  # even when it stands in the session
        assert active.actor_of(_page(rf, user, session)).role == "handler"


def test_who_stands_in_is_named_with_the_holder(client: Client, user: User, body: Agency) -> None:
    post = give(person(body, "周书言"), body, Role.APPROVER)
    today = timezone.localdate()
    do(
        actions.Delegate(), Delegation(post=post), to=user, since=min(today, TODAY),
        until=max(today, TODAY) + timedelta(days=1),
    )  # fmt: skip
    client.force_login(user)
    session = client.session
    session[active.KEY] = post.pk
    session.save()
    assert client.get("/page/").json() == {
        "name": "林知夏（代周书言）", "role": "approver", "agency": "云州市教育局",
    }  # fmt: skip


def test_who_has_no_post_acts_in_none(client: Client, body: Agency) -> None:
    enter(person(body, "某甲"), client)
    assert client.get("/page/").json() == {"name": "某甲", "role": "", "agency": ""}


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.9"),
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "nonsense", ""),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_nearest_that_our_proxies_vouch_for(
    proxies: int, forwarded: str, expected: str, rf: RequestFactory, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    page = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(page) == expected

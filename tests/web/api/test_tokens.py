"""Tokens: who may make them, what they open, what is kept of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.api import actions, keys
from gongkai.web.api.models import Token, Usage
from gongkai.web.api.scopes import READ_AGENCIES, all_scopes
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from tests.web.agencies.world import World, actor, give, person


def test_of_a_secret_only_a_hash_is_kept_and_it_is_not_in_the_trace(
    world: World, give_token: Any
) -> None:
    text = give_token(world.c, "read:agencies")
    row = Token.objects.get()
    assert text.startswith(f"gk_{row.prefix}_")
    kept = [str(value) for value in row.__dict__.values()]
    lines = [str(entry.__dict__) for entry in Entry.objects.all()]
    assert not any(text[12:] in one for one in kept + lines)
    assert keys.matches(text, row.digest)
    assert not keys.matches(text[:-1] + ("0" if text[-1] != "0" else "1"), row.digest)


def test_a_token_outlives_a_change_of_the_signing_key_while_the_old_one_is_accepted(
    world: World, give_token: Any, call: Any, settings: Any
) -> None:
    text, old = give_token(world.c, "read:agencies"), settings.SECRET_KEY
    settings.SECRET_KEY = "another-" + "y" * 60
    assert call("GET", "/agencies", text).status_code == 401
    settings.SECRET_KEY_FALLBACKS = [old]
    assert call("GET", "/agencies", text).status_code == 200


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", [one.id for one in all_scopes()])
def test_only_its_makers_in_the_own_body_make_a_token(world: World, role: Role, scope: str) -> None:
    who = actor(give(person(world.c), world.c, role))
    found = next(one for one in all_scopes() if one.id == scope)
    for body in (world.c, world.d, world.m):
        row = Token(agency=body)
        facts: dict[str, Any] = {"name": "系统", "scopes": [scope]}
        if body == world.c and role in found.makers:
            done = perform(actions.MakeToken(), who, row, now=timezone.now(), **facts)
            with pytest.raises(Refused):
                perform(
                    actions.RevokeToken(), actor(give(person(world.d), world.d, role)), done,
                    now=timezone.now(),
                )  # fmt: skip
            perform(actions.RevokeToken(), who, done, now=timezone.now())
        else:
            with pytest.raises(Refused) as refused:
                perform(actions.MakeToken(), who, row, now=timezone.now(), **facts)
            assert refused.value.kind is Refusal.FORBIDDEN


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "", "scopes": ["read:agencies"]},
        {"name": "系统", "scopes": []},
        {"name": "系统", "scopes": ["read:everything"]},
        {"name": "系统", "scopes": [["read:agencies"]]},
        {"name": "系统", "scopes": ["read:agencies"], "until": timezone.localdate()
         - timedelta(days=1)},
        {"name": "系统", "scopes": ["read:agencies"], "until": timezone.localdate()
         + timedelta(days=401)},
    ],
)  # fmt: skip
def test_a_token_without_purpose_scope_or_end_is_refused(
    world: World, facts: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        perform(actions.MakeToken(), SYSTEM, Token(agency=world.c), now=timezone.now(), **facts)
    assert refused.value.kind is Refusal.INPUT
    assert not Token.objects.exists()


def test_revoked_expired_unknown_and_ended_are_all_401(
    world: World, give_token: Any, call: Any
) -> None:
    text = give_token(world.c, "read:agencies")
    assert call("GET", "/agencies", text).status_code == 200
    for other in ("", "x", text[:-1], f"gk_{'0' * 8}_{'0' * 64}", "令牌"):
        response = call("GET", "/agencies", other) if other.isascii() else None
        if response is not None:
            assert response.status_code == 401
            assert response["WWW-Authenticate"].startswith("Bearer")
            assert response["Content-Type"].startswith("application/problem+json")
    Token.objects.update(expires=timezone.now())
    assert call("GET", "/agencies", text).status_code == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    perform(actions.RevokeToken(), SYSTEM, Token.objects.get(), now=timezone.now())
    assert call("GET", "/agencies", text).status_code == 401
    with pytest.raises(Refused):
        perform(actions.RevokeToken(), SYSTEM, Token.objects.get(), now=timezone.now())


def test_a_token_of_a_body_that_is_no_more_opens_nothing(
    world: World, give_token: Any, call: Any
) -> None:
    text = give_token(world.c, "read:agencies")
    type(world.c).objects.filter(pk=world.c.pk).update(until=timezone.localdate())
    assert call("GET", "/agencies", text).status_code == 401


def test_the_last_use_is_kept(world: World, give_token: Any, call: Any) -> None:
    text = give_token(world.c, READ_AGENCIES.id)
    call("GET", "/agencies", text)
    usage = Usage.objects.get()
    assert usage.last is not None
    assert usage.address == "127.0.0.1"
    assert usage.used == 1


def test_after_so_many_calls_a_minute_the_answer_is_429(
    world: World, give_token: Any, call: Any, settings: Any
) -> None:
    settings.API_CALLS = 2
    text, other = give_token(world.c, "read:agencies"), give_token(world.d, "read:agencies")
    now = timezone.now()
    left = [call("GET", "/agencies", text)["RateLimit-Remaining"] for _ in range(2)]
    response = call("GET", "/agencies", text)
    if timezone.now().minute == now.minute:
        assert left == ["1", "0"]
        assert response.status_code == 429
        assert int(response["Retry-After"]) <= 60
        assert response["RateLimit-Limit"] == "2"
    assert call("GET", "/agencies", other).status_code == 200

"""Idempotency keys: a write that is sent twice is done once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gongkai.web.agencies.models import Section
from gongkai.web.api.models import Replay
from tests.web.agencies.world import World


def test_the_same_key_is_answered_alike_and_done_once(
    world: World, give_token: Any, call: Any
) -> None:
    token, path = give_token(world.c, "write:agencies"), f"/agencies/{world.c.pk}/sections"
    first = call("POST", path, token, {"name": "数据科"}, Idempotency_Key="k-1")
    again = call("POST", path, token, {"name": "数据科"}, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert Section.objects.filter(name="数据科").count() == 1


def test_another_content_under_the_key_is_refused(world: World, give_token: Any, call: Any) -> None:
    token, path = give_token(world.c, "write:agencies"), f"/agencies/{world.c.pk}/sections"
    call("POST", path, token, {"name": "数据科"}, Idempotency_Key="k-1")
    other = call("POST", path, token, {"name": "综合科"}, Idempotency_Key="k-1")
    assert other.status_code == 422
    assert other.json()["type"].endswith("#problem-key-reused")
    assert not Section.objects.filter(name="综合科").exists()


def test_a_refusal_is_kept_too(world: World, give_token: Any, call: Any) -> None:
    token, path = give_token(world.c, "write:agencies"), f"/agencies/{world.c.pk}/sections"
    for _ in range(2):
        response = call("POST", path, token, {"name": "办公室"}, Idempotency_Key="k-1")
        assert response.status_code == 422
    assert response["Idempotency-Replayed"] == "true"


def test_while_the_first_is_under_way_the_second_waits_and_a_dead_one_is_taken_over(
    world: World, give_token: Any, call: Any
) -> None:
    token, path = give_token(world.c, "write:agencies"), f"/agencies/{world.c.pk}/sections"
    call("POST", path, token, {"name": "数据科"}, Idempotency_Key="k-1")
    Section.objects.filter(name="数据科").delete()
    Replay.objects.update(status=None)
    waits = call("POST", path, token, {"name": "数据科"}, Idempotency_Key="k-1")
    assert waits.status_code == 409
    assert waits["Retry-After"]
    Replay.objects.update(at=timezone.now() - timedelta(minutes=2))
    done = call("POST", path, token, {"name": "数据科"}, Idempotency_Key="k-1")
    assert done.status_code == 201


def test_what_may_succeed_later_is_not_kept(world: World, give_token: Any, call: Any) -> None:
    token = give_token(world.c, "write:agencies")
    section = Section.objects.get(agency=world.c)
    path = f"/agencies/{world.c.pk}/sections/{section.pk}"
    head = {"Idempotency_Key": "k-1", "If_Match": '"99-0123456789abcdef"'}
    assert call("PATCH", path, token, {"name": "综合科"}, **head).status_code == 412
    assert not Replay.objects.exists()


def test_keys_are_forgotten_after_a_day_and_belong_to_a_token(
    world: World, give_token: Any, call: Any
) -> None:
    path = f"/agencies/{world.c.pk}/sections"
    one, other = (give_token(world.c, "write:agencies") for _ in range(2))
    assert call("POST", path, one, {"name": "甲科"}, Idempotency_Key="k").status_code == 201
    assert call("POST", path, other, {"name": "乙科"}, Idempotency_Key="k").status_code == 201
    Replay.objects.update(at=timezone.now() - timedelta(hours=25))
    assert call("POST", path, one, {"name": "丙科"}, Idempotency_Key="k").status_code == 201
    assert call("POST", path, one, {"name": "丁科"}, Idempotency_Key="k k").status_code == 400

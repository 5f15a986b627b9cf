"""Who gets or loses a post, or stands in for another, is told; not by the software's own acts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.web.acting import Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Delegation, Post
from gongkai.web.agencies.roles import Role
from gongkai.web.messages.models import Delivery, Message
from tests.web.agencies.world import TODAY, World, actor, do, give, person
from tests.web.messages.people import addressed


@pytest.fixture
def world(db: None) -> World:
    return World()


def _told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("id").select_related("user")
    found = [(row.user.name, row.kind) for row in rows]
    Message.objects.all().delete()
    return found


def test_who_gets_and_loses_a_post_is_told(world: World) -> None:
    boss = actor(give(person(world.c), world.c, Role.ADMINISTRATOR))
    user = addressed(world.c)
    post = do(actions.GivePost(), Post(agency=world.c), boss, user=user, role=Role.INTAKE)
    message = Message.objects.get()
    assert message.user == user and message.agency == world.c
    assert message.subject == "您已任临江区教育局受理"
    assert f"自{TODAY}起" in message.text and boss.name in message.text
    assert boss.name not in message.subject
    assert Delivery.objects.get().message == message  # by mail too
    Message.objects.all().delete()
    do(actions.EndPost(), post, boss, until=TODAY)
    message = Message.objects.get()
    assert (message.user, message.kind) == (user, "post_ended")
    assert f"到{TODAY}为止" in message.text


def test_a_post_that_never_began_is_said_to_be_cancelled(world: World) -> None:
    boss = actor(give(person(world.c), world.c, Role.ADMINISTRATOR))
    later = TODAY + timedelta(days=9)
    post = give(person(world.c), world.c, Role.INTAKE, since=later)
    do(actions.EndPost(), post, boss)
    assert f"原定{later}开始，已取消" in Message.objects.get().text


def test_both_are_told_of_a_delegation_and_of_its_end(world: World) -> None:
    boss = actor(give(person(world.c), world.c, Role.ADMINISTRATOR))
    holder, deputy = person(world.c, "某甲"), person(world.c, "某乙")
    post = give(holder, world.c, Role.APPROVER)
    give(deputy, world.c, Role.HANDLER)
    row = do(actions.Delegate(), Delegation(post=post), boss, to=deputy, until=date(2026, 12, 1))
    both = {("某甲", "delegated"), ("某乙", "delegated")}
    assert set(_told()) == both
    do(actions.EndDelegation(), row, boss)
    assert {kind for _, kind in _told()} == {"delegation_ended"}
    # the holder knows what he did himself
    row = do(
        actions.Delegate(), Delegation(post=post), actor(post), to=deputy,
        since=TODAY + timedelta(days=1), until=date(2026, 12, 1),
    )  # fmt: skip
    assert _told() == [("某乙", "delegated")]
    do(actions.EndPost(), post, boss, until=date(2026, 11, 30))
    assert set(_told()) == {("某甲", "post_ended"), ("某乙", "delegation_ended")}


def test_all_who_had_posts_in_a_closed_body_are_told(world: World) -> None:
    above = actor(give(person(world.m), world.m, Role.ADMINISTRATOR))
    for name in ("某甲", "某乙"):
        give(person(world.c, name), world.c, Role.HANDLER)
    gone = give(person(world.c, "早已离任"), world.c, Role.HANDLER)
    do(actions.EndPost(), gone, until=date(2026, 1, 1))
    do(actions.Merge(), world.c, above, successor=world.d)
    assert set(_told()) == {("某甲", "post_ended"), ("某乙", "post_ended")}


def test_the_software_itself_and_a_refused_act_tell_nobody(world: World) -> None:
    user = person(world.c)
    give(user, world.c, Role.HANDLER)
    boss = actor(give(person(world.c), world.c, Role.ADMINISTRATOR))
    with pytest.raises(Refused):
        do(actions.GivePost(), Post(agency=world.c), boss, user=user, role=Role.HANDLER)
    assert _told() == []

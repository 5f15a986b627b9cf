"""Posts and delegations: within their dates and bodies; administrator and auditor apart."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Delegation, Post
from gongkai.web.agencies.roles import APART, Role
from tests.web.agencies.world import LONG_AGO, TODAY, World, actor, do, give, person, section

UNTIL = date(2026, 12, 31)


def test_the_roles_that_are_apart_never_meet_in_one_person(world: World) -> None:
    for first, second in product(Role, Role):
        user = person(world.c)
        give(user, world.c, first)
        if first is not second and {first, second} <= APART:
            with pytest.raises(Refused, match="管理员和审计员须由不同的人担任"):
                give(user, world.x, second)  # in whatever body
        else:
            give(user, world.x, second)
            assert user.posts.count() == 2


@pytest.mark.parametrize(("mine", "lent"), [sorted(APART), sorted(APART)[::-1]])
def test_they_are_apart_across_delegations_too(mine: Role, lent: Role, world: World) -> None:
    holder, colleague = person(world.c), person(world.c)
    post = give(holder, world.c, lent)
    own = give(colleague, world.c, mine)
    with pytest.raises(Refused, match="须由不同的人担任") as refused:
        do(actions.Delegate(), Delegation(post=post), to=colleague, until=UNTIL)
    assert refused.value.kind is Refusal.LAW
    # and the other way round: who stands in for one is not given the other
    do(actions.EndPost(), own, until=date(2026, 10, 1))
    give(colleague, world.c, Role.HANDLER)
    do(actions.Delegate(), Delegation(post=post), to=colleague, until=UNTIL)
    with pytest.raises(Refused, match="须由不同的人担任"):
        give(colleague, world.c, mine, since=UNTIL)
    give(colleague, world.c, mine, since=date(2027, 1, 1))


def test_who_was_administrator_may_become_auditor_afterwards(world: World) -> None:
    user = person(world.c)
    give(user, world.c, Role.ADMINISTRATOR, until=date(2026, 10, 31))
    with pytest.raises(Refused):
        give(user, world.c, Role.AUDITOR, since=date(2026, 10, 31))
    give(user, world.c, Role.AUDITOR, since=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"user": None}, "没有选择人员"),
        ({"role": "king"}, "没有选择岗位"),
        ({"since": date(2019, 1, 1)}, "早于临江区教育局的设立日期"),
        ({"until": date(2019, 1, 1)}, "早于起始日期"),
        ({"section": "other"}, "不是临江区教育局现有的科室"),
        ({"section": "closed"}, "不是临江区教育局现有的科室"),
        ({"section": 7}, "没有选择科室"),
    ],
)
def test_a_post_that_cannot_be_is_refused(facts: dict[str, Any], said: str, world: World) -> None:
    if facts.get("section") == "other":
        facts = {"section": section(world.d, "别科")}
    elif facts.get("section") == "closed":
        facts = {"section": do(actions.CloseSection(), section(world.c, "旧科"))}
        facts["since"] = date(2026, 12, 1)
    given = {"user": person(world.c), "role": Role.HANDLER, "since": LONG_AGO, **facts}
    with pytest.raises(Refused, match=said):
        do(actions.GivePost(), Post(agency=world.c), **given)


def test_a_post_is_held_once_and_not_by_who_is_barred(world: World) -> None:
    user = person(world.c)
    own = section(world.c, "科")
    give(user, world.c, Role.HANDLER)
    give(user, world.c, Role.HANDLER, section=own)
    for place in (None, own):
        with pytest.raises(Refused, match="不必重复任用"):
            give(user, world.c, Role.HANDLER, section=place)
    do(actions.DisableAccount(), user)
    user.refresh_from_db()
    with pytest.raises(Refused, match="已经停用"):
        give(user, world.c, Role.INTAKE)


def test_training_lies_in_the_past(world: World) -> None:
    post = give(person(world.c), world.c, Role.HANDLER, trained=date(2025, 1, 1))
    with pytest.raises(Refused, match="还没有到"):
        do(actions.RecordTraining(), post, trained=date(2026, 12, 1))
    post = do(actions.RecordTraining(), post, trained=TODAY, full_time=True)
    assert (post.trained, post.full_time) == (TODAY, True)


def test_the_holder_delegates_himself_and_who_stands_in_does_not(world: World) -> None:
    post = give(person(world.c), world.c, Role.APPROVER)
    stand_in = give(person(world.c), world.c, Role.HANDLER).user
    third = give(person(world.c), world.c, Role.HANDLER).user
    lent = do(actions.Delegate(), Delegation(post=post), actor(post), to=stand_in, until=UNTIL)
    borrowed = Actor(stand_in.pk, "某", Role.APPROVER, world.c.pk, world.c.name)
    with pytest.raises(Refused) as refused:
        do(actions.Delegate(), Delegation(post=post), borrowed, to=third, until=UNTIL)
    assert refused.value.kind is Refusal.FORBIDDEN
    with pytest.raises(Refused) as refused:
        do(actions.EndDelegation(), lent, borrowed)
    assert refused.value.kind is Refusal.FORBIDDEN
    assert do(actions.EndDelegation(), lent, actor(post)).until == TODAY


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"to": None}, "没有选择代理人"),
        ({"to": "self"}, "就是本人"),
        ({"to": "stranger"}, "在临江区教育局没有岗位"),
        ({"until": None}, "须有期限"),
        ({"since": date(2026, 1, 1), "until": date(2026, 2, 1)}, "已经过去"),
        ({"since": date(2019, 1, 1)}, "应在任期之内"),
        ({"until": date(2028, 1, 1)}, "应在任期之内"),
        ({"since": date(2026, 12, 5), "until": date(2026, 12, 9)}, "已经委托他人代理"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(
    facts: dict[str, Any], said: str, world: World
) -> None:
    post = give(person(world.c), world.c, Role.APPROVER, until=date(2027, 6, 30))
    colleague = give(person(world.c), world.c, Role.HANDLER).user
    do(
        actions.Delegate(), Delegation(post=post), to=colleague, since=date(2026, 12, 1),
        until=date(2026, 12, 5),
    )  # fmt: skip
    stranger = give(person(world.d), world.d, Role.HANDLER).user
    people = {"self": post.user, "stranger": stranger, None: None}
    given = {"to": colleague, "since": date(2027, 1, 1), "until": date(2027, 2, 1), **facts}
    if "to" in facts:
        given["to"] = people[facts["to"]]
    with pytest.raises(Refused, match=said):
        do(actions.Delegate(), Delegation(post=post), **given)


def test_a_post_that_ends_takes_its_delegations_with_it(world: World) -> None:
    post = give(person(world.c), world.c, Role.APPROVER)
    colleague = give(person(world.c), world.c, Role.HANDLER).user
    for since, until in ((TODAY, date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 2, 1))):
        do(actions.Delegate(), Delegation(post=post), to=colleague, since=since, until=until)
    do(actions.EndPost(), post, until=date(2026, 12, 1))
    assert [(d.since, d.until) for d in post.delegations.all()] == [(TODAY, date(2026, 12, 1))]


def test_a_post_that_never_began_is_gone_when_it_ends(world: World) -> None:
    post = give(person(world.c), world.c, Role.APPROVER, since=date(2027, 1, 1))
    do(actions.EndPost(), post)
    assert not Post.objects.filter(pk=post.pk).exists()

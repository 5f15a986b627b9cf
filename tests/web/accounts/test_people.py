"""No administrator takes another's powers through his account."""

from __future__ import annotations

import pytest

from gongkai.web.accounts.models import User
from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.roles import Role
from tests.web.agencies.world import PASSWORD, World, actor, do, give, person


@pytest.fixture
def world(db: None) -> World:
    return World()


def _refused(action: object, row: User, who: object, **facts: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        do(action, row, who, **facts)  # type: ignore[arg-type]
    return refused.value.kind


def test_who_works_in_another_body_too_is_kept_by_an_administrator_above_both(
    world: World,
) -> None:
    user = person(world.c)
    give(user, world.c, Role.HANDLER)
    give(user, world.d, Role.APPROVER)
    for body, able in ((world.c, False), (world.d, False), (world.m, True), (world.s, False)):
        who = actor(give(person(body), body, Role.ADMINISTRATOR))
        if able:
            do(actions.ResetPassword(), user, who, password=PASSWORD)
        else:
            kind = _refused(actions.ResetPassword(), user, who, password=PASSWORD)
            assert kind is Refusal.FORBIDDEN


@pytest.mark.parametrize(
    "action", [actions.ResetPassword, actions.ResetFactor, actions.DisableAccount]
)
def test_an_auditor_is_not_kept_by_the_administrator_beside_him(action: type, world: World) -> None:
    auditor = person(world.c)
    give(auditor, world.c, Role.AUDITOR)
    beside = actor(give(person(world.c), world.c, Role.ADMINISTRATOR))
    above = actor(give(person(world.m), world.m, Role.ADMINISTRATOR))
    assert _refused(action(), auditor, beside, password=PASSWORD) is Refusal.FORBIDDEN
    do(action(), auditor, above, password=PASSWORD)


def test_nobody_bars_himself(world: World) -> None:
    post = give(person(world.c), world.c, Role.ADMINISTRATOR)
    assert _refused(actions.DisableAccount(), post.user, actor(post)) is Refusal.INPUT


def test_an_account_that_no_body_keeps_is_kept_by_the_system(world: World) -> None:
    stray = User.objects.create_user("Stray", "某")
    assert stray.username == "stray"
    who = actor(give(person(world.r), world.r, Role.ADMINISTRATOR))
    assert _refused(actions.ChangePerson(), stray, who, name="乙") is Refusal.FORBIDDEN
    changed = do(actions.ChangePerson(), stray, name="乙", phone="0000-1", email="")
    assert (str(changed), changed.phone) == ("乙", "0000-1")
    assert not changed.has_perm("x")
    assert not changed.has_module_perms("x")

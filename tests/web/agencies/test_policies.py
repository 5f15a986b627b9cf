"""Every role, verb and body; every model and reader."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from gongkai.web.acting import Actor, Refusal, Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency, Delegation, Post, Succession
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.policies import (
    ALLOWED,
    entries_of,
    may_see,
    posts_of,
    rows_of,
    visible_agencies,
)
from gongkai.web.agencies.roles import APART, Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from tests.web.agencies.world import (
    CONTACT,
    TODAY,
    Case,
    World,
    actor,
    case,
    do,
    found,
    give,
    overlay,
    person,
)

# written out once more, by hand: what each role may do in its own body and in the bodies below
FACE = {
    Verb.APPOINT_LEADER, Verb.DESCRIBE_LEADER, Verb.END_LEADER, Verb.JOIN_GROUP,
    Verb.LEAVE_GROUP, Verb.RECORD_MEETING, Verb.CORRECT_MEETING, Verb.SET_CONTACT,
}  # fmt: skip
PEOPLE = {
    Verb.OPEN_ACCOUNT, Verb.CHANGE_PERSON, Verb.RESET_PASSWORD, Verb.RESET_FACTOR,
    Verb.DISABLE_ACCOUNT, Verb.ENABLE_ACCOUNT,
}  # fmt: skip
FATE = {Verb.MOVE, Verb.MERGE, Verb.SPLIT, Verb.HAND_ON, Verb.CLOSE}
OWN: dict[Role, set[Verb]] = {Role.ADMINISTRATOR: set(Verb) - FATE, Role.EDITOR: FACE}
BELOW: dict[Role, set[Verb]] = {
    Role.ADMINISTRATOR: FATE | PEOPLE | {
        Verb.FOUND, Verb.RENAME, Verb.DESCRIBE, Verb.GIVE_POST, Verb.END_POST,
    },
}  # fmt: skip


class _Back(Exception):
    """Undo what was tried."""


@pytest.mark.thorough  # the gate has test_permissions
@pytest.mark.parametrize("verb", Verb)
def test_each_role_may_do_what_its_table_says_and_nothing_else(verb: Verb, world: World) -> None:
    places = {
        "own": [world.m],
        "below": [world.c],
        "other": [world.r, world.o, world.s, world.x, world.y],
    }
    readers = {role: actor(give(person(world.m), world.m, role)) for role in Role}
    for relation, bodies in places.items():
        allowed = {"own": OWN, "below": BELOW}.get(relation, {})
        yes = [role for role in Role if verb in allowed.get(role, set())]
        for body in bodies:
            with pytest.raises(_Back), transaction.atomic():
                tried = case(verb, world, Agency.objects.get(pk=body.pk))
                for role in set(Role) - set(yes):
                    refused = _try(tried, readers[role])
                    assert refused is not None, (role, relation, str(body))
                    assert refused.kind is Refusal.FORBIDDEN
                    assert re.search("请切换岗位|但不能代其|上级机关的管理员", refused.sentence)
                raise _Back
            for role in yes:
                with pytest.raises(_Back), transaction.atomic():
                    tried = case(verb, world, Agency.objects.get(pk=body.pk))
                    refused = _try(tried, readers[role])
                    assert refused is None, (role, relation, str(body), str(refused))
                    raise _Back


def test_a_refusal_names_whose_administrator_does_it(world: World) -> None:
    tried = case(Verb.MOVE, world, Agency.objects.get(pk=world.m.pk))
    refused = _try(tried, actor(give(person(world.m), world.m, Role.ADMINISTRATOR)))
    assert refused is not None and "这由其上级机关的管理员办理" in refused.sentence


def _try(tried: Case, who: Actor) -> Refused | None:
    action, row, facts = tried
    lines = Entry.objects.count()
    try:
        do(action, row, who, **facts)
    except Refused as refused:
        assert Entry.objects.count() == lines
        return refused
    last = Entry.objects.order_by("id").last()
    assert last is not None
    assert (last.verb, last.role, last.agency) == (action.verb, who.role, who.agency)
    return None


def test_the_tables_name_every_verb_and_every_action() -> None:
    assert set(ALLOWED) == set(Verb) == set(actions.ACTIONS)


def test_a_visitor_or_a_person_without_a_post_may_do_nothing(world: World) -> None:
    nobody = person(world.m)
    impostor = Actor(None, "系统", role="system")
    for who in (Actor(None, "访客"), Actor(nobody.pk, nobody.name), impostor, Actor(None, "系统")):
        for verb in Verb:
            with pytest.raises(_Back), transaction.atomic():
                refused = _try(case(verb, world, world.c), who)
                assert refused is not None and refused.kind is Refusal.FORBIDDEN, (who, verb)
                raise _Back
        assert not rows_of(Agency, who).exists()
        assert not entries_of(who).exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in APART])
def test_an_administrator_above_gives_and_ends_no_other_posts(role: Role, world: World) -> None:
    who = actor(give(person(world.m), world.m, Role.ADMINISTRATOR))
    with pytest.raises(Refused, match="其他岗位由该机关自己的管理员设定"):
        do(actions.GivePost(), Post(agency=world.c), who, user=person(world.c), role=role)
    with pytest.raises(Refused, match="其他岗位由该机关自己的管理员设定"):
        do(actions.EndPost(), give(person(world.c), world.c, role), who)


# which rows


def _fill(body: Agency) -> None:
    from gongkai.web.agencies import models as m

    post = give(person(body), body, Role.HANDLER)
    colleague = give(person(body), body, Role.INTAKE).user
    do(actions.Delegate(), Delegation(post=post), to=colleague, until=TODAY)
    do(actions.AppointLeader(), m.Leader(agency=body), name="甲", title="局长")
    do(actions.JoinGroup(), m.GroupMember(agency=body), name="乙", title="员", part="member")
    do(actions.RecordMeeting(), m.Meeting(agency=body), day=TODAY, topic="题")
    do(actions.SetContact(), m.ContactBlock(agency=body), **CONTACT)
    do(actions.AddOverlay(), m.CalendarOverlay(agency=body), text=overlay())
    m.NumberSeries.objects.create(agency=body, kind="case", year=2026)


def _bodies_of(row: Any) -> set[int]:
    if isinstance(row, Agency):
        return {row.pk}
    if isinstance(row, Delegation):
        return {row.post.agency_id}
    if isinstance(row, Succession):
        return {row.predecessor_id, row.successor_id}
    return {row.agency_id}


def test_every_model_is_seen_by_every_role_as_far_as_the_role_reaches(
    world: World, django_assert_num_queries: Any
) -> None:
    for body in world.all:
        _fill(body)
        Succession.objects.create(
            predecessor=body, successor=world.s if body != world.s else world.o, day=TODAY,
            kind="handed_on",
        )  # fmt: skip
    looks_below = {Role.OVERSEER, Role.SUPERVISOR, Role.ADMINISTRATOR}
    readers = {
        (role, own): actor(give(person(own), own, role))
        for role in Role
        for own in (world.m, world.c, world.o)
    }
    for model in apps.get_app_config("agencies").get_models():
        rows = [(row, _bodies_of(row)) for row in model._default_manager.all()]
        assert set.union(*(bodies for _, bodies in rows)) >= {body.pk for body in world.all}
        assert set(rows_of(model, SYSTEM)) == {row for row, _ in rows}
        for (role, own), who in readers.items():
            with django_assert_num_queries(1 if role is Role.AUDITOR else 2):
                seen = set(rows_of(model, who))
            expected = {own.pk}
            if role is Role.AUDITOR:
                expected = set()
            elif own == world.m and role in looks_below:
                expected = {world.m.pk, world.c.pk, world.d.pk}
            elif own == world.o and role in looks_below - {Role.ADMINISTRATOR}:
                expected = {b.pk for b in world.all if b.path.startswith(world.r.path)}
            assert seen == {row for row, bodies in rows if bodies & expected}, (model, role, own)


def test_who_oversees_sees_the_bodies_below_and_is_told_to_let_them_act(world: World) -> None:
    for role in (Role.OVERSEER, Role.SUPERVISOR):
        who = actor(give(person(world.o), world.o, role))
        may_see(who, world.c)
        with pytest.raises(Refused, match="可以查看临江区教育局的情况，但不能代其“更名”") as told:
            do(actions.Rename(), world.c, who, name="临江区教体局")
        assert told.value.article is not None
        with pytest.raises(Refused, match="不能查看外省某局"):
            may_see(who, world.y)


def test_an_auditor_sees_the_lines_of_his_own_body_and_at_the_root_those_of_nobody(
    world: World,
) -> None:
    for body in (world.c, world.r):
        who = actor(give(person(body), body, Role.ADMINISTRATOR))
        do(actions.Describe(), body, who, short_name="简")
    own = actor(give(person(world.c), world.c, Role.AUDITOR))
    assert {entry.agency for entry in entries_of(own)} == {world.c.pk}
    root = actor(give(person(world.r), world.r, Role.AUDITOR))
    assert {entry.agency for entry in entries_of(root)} == {world.r.pk, None}
    for role in set(Role) - {Role.AUDITOR}:
        assert not entries_of(actor(give(person(world.c), world.c, role))).exists()
    with pytest.raises(Refused):
        may_see(own, world.c)


def test_a_person_sees_the_bodies_of_all_posts_in_two_queries(
    world: World, django_assert_num_queries: Any
) -> None:
    user = person(world.c)
    give(user, world.c, Role.HANDLER)
    give(user, world.s, Role.EDITOR)
    with django_assert_num_queries(2):
        assert set(visible_agencies(user, TODAY)) == {world.c, world.s}
    give(user, world.o, Role.OVERSEER)
    with django_assert_num_queries(2):
        assert set(visible_agencies(user, TODAY)) == {
            b for b in world.all if b.path.startswith(world.r.path)
        }


def test_an_auditor_looks_into_no_body(world: World) -> None:
    user = person(world.c)
    give(user, world.c, Role.AUDITOR)
    assert not visible_agencies(user, TODAY).exists()


def test_the_system_sees_everything(world: World) -> None:
    may_see(SYSTEM, world.y)
    assert entries_of(SYSTEM).count() == Entry.objects.count()


def test_a_body_added_below_is_seen_at_once_and_one_moved_away_no_more(world: World) -> None:
    who = actor(give(person(world.m), world.m, Role.SUPERVISOR))
    zone = found("临江区园区", world.m)
    assert zone in rows_of(Agency, who)
    do(actions.Move(), zone, parent=world.s)
    assert zone not in rows_of(Agency, who)


# posts of a person


def test_posts_hold_from_their_first_to_their_last_day(world: World) -> None:
    user = person(world.c)
    give(user, world.c, Role.HANDLER, since=date(2026, 3, 1), until=date(2026, 3, 31))
    days = {
        date(2026, 2, 28): 0, date(2026, 3, 1): 1, date(2026, 3, 31): 1, date(2026, 4, 1): 0,
    }  # fmt: skip
    for day, count in days.items():
        assert posts_of(user, day).count() == count


def test_a_borrowed_post_is_usable_while_the_dates_hold_and_the_holder_is_there(
    world: World,
) -> None:
    post = give(person(world.c), world.c, Role.APPROVER)
    own = give(person(world.c), world.c, Role.HANDLER)
    do(
        actions.Delegate(), Delegation(post=post), to=own.user, since=date(2026, 11, 23),
        until=date(2026, 11, 30),
    )  # fmt: skip
    for day, expected in (
        (TODAY, [own]), (date(2026, 11, 23), [own, post]), (date(2026, 11, 30), [own, post]),
        (date(2026, 12, 1), [own]),
    ):  # fmt: skip
        found_posts = list(posts_of(own.user, day))
        assert found_posts == expected
        assert [p.borrowed for p in found_posts] == [p != own for p in expected]
    do(actions.DisableAccount(), post.user)
    assert list(posts_of(own.user, date(2026, 11, 25))) == [own]
    own.user.refresh_from_db()
    do(actions.DisableAccount(), own.user)
    own.user.refresh_from_db()
    assert not posts_of(own.user, TODAY).exists()


def test_no_post_in_a_body_that_is_no_more(world: World) -> None:
    post = give(person(world.c), world.c, Role.HANDLER)
    do(actions.Merge(), world.c, successor=world.d, day=date(2026, 11, 1))
    assert not posts_of(post.user, date(2026, 11, 2)).exists()
    assert posts_of(post.user, date(2026, 11, 1)).exists()

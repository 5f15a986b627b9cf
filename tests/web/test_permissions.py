"""Every verb of every app, as every role, in every body: allowed as permissions.yaml says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.web.accounts.models import User
from gongkai.web.acting import Act, Action, Actor, Refusal, Refused
from gongkai.web.agencies.models import Agency, Section
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.roles import Role
from gongkai.web.api.models import Hook, Token
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.verbs import all_verbs
from gongkai.web.cases.models import (
    Case,
    Complaint,
    Desk,
    Dispute,
    FilledSheet,
    Package,
    Paper,
    Redaction,
    Template,
)
from gongkai.web.cases.moves import Verb as CaseVerb
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File
from gongkai.web.messages.models import Announcement, Delivery, FeedToken, Override, Preference
from gongkai.web.operation.models import Note
from tests.web.agencies.world import NOW, World, actor, case, give, person, section
from tests.web.files.conftest import owner
from tests.web.planted import KIND

__all__ = ["owner"]

Line = dict[str, Any]
TABLE: dict[str, Line] = yaml.safe_load(
    Path(__file__).with_name("permissions.yaml").read_text("utf-8")
)
TRACE = "make_token（导出留痕）"  # the one verb that depends on what is asked for
ROLES = {role.zh: role for role in Role}
# verbs that are logged and are no actions: what somebody did to himself, or read
NO_ACTIONS = {
    "add_second_factor", "audit.export", "change_password", "log_in", "log_in_failed",
    "log_in_locked", "log_out", "read", "remove_second_factor", "renew_recovery_codes",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return World()


def _every(base: type[Any]) -> Iterator[type[Action[Any]]]:
    """Every class that names a verb of its own, those of tests too."""
    for one in base.__subclasses__():
        if "verb" in one.__dict__:
            yield one
        yield from _every(one)


all_verbs()  # loads the actions of every app
ACTIONS: dict[str, type[Action[Any]]] = {
    one.verb: one for one in _every(Action) if one.__module__.startswith("gongkai.")
}


def _file(body: Agency, who: Actor, state: State) -> File:
    place = body.sections.get(name="办公室")
    return File(
        agency=body, owner_kind=KIND, owner=str(place.pk), name="a.txt", state=state,
        added_by=who.id,
    )  # fmt: skip


# a row of that body for each verb of the apps above the bodies, and what the policy asks of the act
_Make = Callable[[Agency, Actor], tuple[Any, dict[str, Any]]]
_MAKE: dict[str, _Make] = {
    "files.attach": lambda b, a: (_file(b, a, State.RECEIVING), {}),
    "files.finish": lambda b, a: (_file(b, a, State.RECEIVING), {}),
    "files.drop": lambda b, a: (_file(b, a, State.RECEIVING), {}),
    "files.remove": lambda b, a: (_file(b, a, State.READY), {}),
    "files.restore": lambda b, a: (_file(b, a, State.REMOVED), {}),
    "files.share": lambda b, a: (
        _file(b, a, State.RECEIVING),
        {"source": _file(b, a, State.READY)},
    ),
    "files.admit": lambda b, a: (_file(b, a, State.CHECKING), {}),
    "files.refuse": lambda b, a: (_file(b, a, State.CHECKING), {}),
    "message.announce": lambda b, a: (Announcement(agency=b), {}),
    "message.resend": lambda b, a: (Delivery(agency=b), {}),
    "message.settle": lambda b, a: (Delivery(agency=b), {}),
    "message.reword": lambda b, a: (Override(agency=b), {}),
    "message.reset_wording": lambda b, a: (Override(agency=b), {}),
    "make_token": lambda b, a: (Token(agency=b), {"scopes": ["read:agencies"]}),
    TRACE: lambda b, a: (Token(agency=b), {"scopes": ["read:trace"]}),
    "revoke_token": lambda b, a: (Token(agency=b), {}),
    "set_hook": lambda b, a: (Hook(agency=b), {}),
    "ping_hook": lambda b, a: (Hook(agency=b), {}),
    "stop_hook": lambda b, a: (Hook(agency=b), {}),
    "resume_hook": lambda b, a: (Hook(agency=b), {}),
    "end_hook": lambda b, a: (Hook(agency=b), {}),
    "operation.note": lambda b, a: (Note(), {}),
}
_MAKE |= {verb.value: lambda b, a: (Case(agency=b), {}) for verb in CaseVerb}
_MAKE |= {
    **dict.fromkeys(
        ("cases.open_dispute", "cases.update_dispute"), lambda b, a: (Dispute(agency=b), {})
    ),
    "cases.keep_complaint": lambda b, a: (Complaint(agency=b), {}),
    "cases.move_due": lambda b, a: (Case(agency=b), {}),
    "cases.open_letter": lambda b, a: (Paper(case=Case(agency=b)), {}),
    "cases.set_desk": lambda b, a: (Desk(agency=b), {}),
    **dict.fromkeys(
        ("cases.keep_template", "cases.drop_template"), lambda b, a: (Template(agency=b), {})
    ),
    **{
        f"cases.{word}": lambda b, a: (Redaction(case=Case(agency=b)), {})
        for word in (
            "begin_redaction", "set_marks", "decide_hits", "undo_marks", "make_result",
            "release_redaction", "take_back_redaction", "remove_redaction", "redaction_prepared",
            "redaction_made", "redaction_failed",
        )
    },
    "cases.fill_sheet": lambda b, a: (FilledSheet(case=Case(agency=b)), {}),
    **{
        f"cases.{word}": lambda b, a: (Package(case=Case(agency=b)), {})
        for word in ("pack_again", "check_package", "package_made", "package_failed")
    },
}  # fmt: skip
# rows of a person: whose they are
_OWN: dict[str, Callable[[int | None], Any]] = {
    "message.prefer": lambda user: Preference(user_id=user),
    "message.open_feed": lambda user: FeedToken(user_id=user),
    "message.revoke_feed": lambda user: FeedToken(user_id=user),
}


def allowed(slug: str, who: Actor, row: Any, facts: dict[str, Any]) -> bool:
    """What the action itself says; refused, it says why in a sentence."""
    action = ACTIONS[slug.partition("（")[0]]()
    try:
        action.may(Act(who, NOW, row, facts))
    except Refused as refused:
        assert refused.kind is Refusal.FORBIDDEN
        assert len(refused.sentence) > 5, slug
        return False
    return True


def _verbs_without_tests() -> set[str]:
    """What is registered where no test has registered verbs of its own."""
    code = "import django; django.setup(); from gongkai.web.audit.verbs import all_verbs; "
    code += "print(*all_verbs())"
    environment = os.environ | {"GONGKAI_TEST_APPS": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_table_names_every_action_and_nothing_else() -> None:
    assert set(TABLE) - {TRACE} == set(ACTIONS)
    assert {*_MAKE, *_OWN, *(verb.value for verb in Verb)} == set(TABLE), (
        "each verb needs a row to try it on"
    )
    assert _verbs_without_tests() - set(ACTIONS) == NO_ACTIONS
    for slug, line in TABLE.items():
        assert set(line) <= {"本机关", "下级机关", "最上级机关", "本人", "访客"}, slug
        named = {zh for key, roles in line.items() if key not in ("本人", "访客") for zh in roles}
        assert named <= set(ROLES), slug


def _stands(world: World) -> dict[str, tuple[Agency, Agency, dict[str, Any]]]:
    """Where somebody stands, on which body he acts, and to which section his post is limited."""
    m, sections = world.m, Section.objects
    own, another = sections.get(agency=m, name="办公室"), section(m, "政策法规科")
    return {
        "本机关": (m, m, {}), "本科室": (m, m, {"section": own.pk}),
        "他科室": (m, m, {"section": another.pk}), "下级机关": (m, world.c, {}),
        "上级机关": (m, world.r, {}), "同级机关": (m, world.s, {}),
        "外省机关": (m, world.y, {}), "外省上级": (m, world.x, {}),
        "所管机关": (world.o, m, {}), "最上级机关": (world.r, world.r, {}),
    }  # fmt: skip


_AS_OWN = {"本科室": "本机关", "他科室": "本机关"}


@pytest.mark.parametrize("slug", [slug for slug in TABLE if "本人" not in TABLE[slug]])
def test_a_verb_is_open_to_the_roles_of_its_line_alone(slug: str, world: World) -> None:
    line = TABLE[slug]
    for where, (stand, body, limits) in _stands(world).items():
        roles = set(line.get(_AS_OWN.get(where, where), ()))
        if where == "最上级机关":
            roles |= set(line.get("本机关", ()))
        tried: Any = None
        if slug in Verb._value2member_map_:
            _, row, facts = case(Verb(slug), world, Agency.objects.get(pk=body.pk))
            tried = (row, facts)
        open_to = set()
        for role in Role:
            who = Actor(stand.pk, "某人", role.value, stand.pk, stand.name, **limits)
            who = replace(who, id=10**9)  # nobody's: no row is his own
            row, facts = tried or _MAKE[slug](body, who)
            if allowed(slug, who, row, facts):
                open_to.add(role.zh)
        assert open_to == roles, (slug, where)
        row, facts = tried or _MAKE[slug](body, SYSTEM)
        visitor = Actor(None, "访客")
        assert allowed(slug, visitor, row, facts) == ("访客" in line), (slug, where)
        for nobody in (
            Actor(10**9, "没有岗位"),
            Actor(None, "系统", "system"),
        ):
            assert not allowed(slug, nobody, row, facts), (slug, where, nobody)
        assert allowed(slug, SYSTEM, row, facts), (slug, where)


@pytest.mark.parametrize("slug", sorted(_OWN))
def test_what_is_ones_own_is_nobody_elses(slug: str, world: World) -> None:
    colleague: User = person(world.m)
    for role in Role:
        who = actor(give(person(world.m), world.m, role))
        assert allowed(slug, who, _OWN[slug](who.id), {}), role
        assert not allowed(slug, who, _OWN[slug](colleague.pk), {}), role
    assert not allowed(slug, Actor(None, "访客"), _OWN[slug](colleague.pk), {})

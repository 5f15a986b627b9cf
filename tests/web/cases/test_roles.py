"""Every role with every verb, from every place: as the table of roles says, and not otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.apps import apps

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.acting import Act, Actor, Refusal, Refused, perform
from gongkai.web.agencies.models import Agency, Section
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import policies
from gongkai.web.cases.models import Case, Desk, Item, Paper, Party, Template
from gongkai.web.cases.moves import MOVES, Stage, Verb
from gongkai.web.cases.policies import ALLOWED, APPLICANT_VERBS, applicant_of
from tests.web.cases.world import World, action_of, at, everything

SECTION_ROLES = (Role.HANDLER, Role.SECTION_HEAD)
ALL_OF_BODY = {
    Role.INTAKE, Role.APPROVER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER,
}  # fmt: skip
LOOK_BELOW = (Role.OVERSEER, Role.SUPERVISOR)


@dataclass(frozen=True)
class Place:
    """Where an actor stands: body, section; whether it is the case's body, its section."""

    name: str
    agency: Agency
    section: Section | None = None
    own: bool = False
    assigned: bool = True  # a post without a section reaches every case of the body
    below: bool = False  # whether the case's body lies below it


@pytest.fixture(scope="module")
def child(town: World) -> Agency:
    return town._found("云州市行政审批服务局窗口", town.agency, BodyKind.DEPARTMENT)


@pytest.fixture(scope="module")
def places(town: World, child: Agency) -> list[Place]:
    return [
        Place("own body", town.agency, own=True),
        Place("own section", town.agency, town.section, own=True),
        Place("other section", town.agency, town.second, own=True, assigned=False),
        Place("other body", town.other),
        Place("body above", town.city, below=True),
        Place("body below", child),
    ]


@pytest.fixture(scope="module")
def case(town: World) -> Case:
    """With one section, and a letter, evidence and people of its own."""
    case = town.assigned()
    return town.do(Verb.RECORD, case, **town.facts(Verb.RECORD, case))


def _actor(role: Role, place: Place) -> Actor:
    section = place.section.pk if place.section else None
    return Actor(7, f"{role.zh}员", role.value, place.agency.pk, place.agency.name, section=section)


def _may(actor: Actor, verb: Verb, case: Case) -> Refused | None:
    try:
        policies.may(actor, verb, case)
    except Refused as refused:
        return refused
    return None


@pytest.mark.parametrize("role", Role, ids=lambda one: one.name.lower())
def test_a_role_may_what_the_table_says_in_its_own_body_and_section_alone(
    shared: World, places: list[Place], case: Case, role: Role
) -> None:
    for place in places:
        actor = _actor(role, place)
        for verb in Verb:
            wanted = place.own and role in ALLOWED[verb]
            if role in SECTION_ROLES and not place.assigned:
                wanted = False
            refused = _may(actor, verb, case)
            assert (refused is None) == wanted, (place.name, verb)
            if refused is None:
                continue
            assert refused.kind is Refusal.FORBIDDEN
            if place.below and role in LOOK_BELOW:
                assert "不能代其" in refused.sentence
            if place.own and role in ALLOWED[verb]:
                assert "没有转办到您的科室" in refused.sentence


@pytest.mark.parametrize("role", Role, ids=lambda one: one.name.lower())
def test_a_case_is_begun_by_who_may_in_that_body(
    shared: World, places: list[Place], role: Role
) -> None:
    for place in places:
        for verb in (Verb.TAKE_IN, Verb.SUBMIT):
            refused = _may(_actor(role, place), verb, Case(agency=shared.agency))
            assert (refused is None) == (place.own and role in ALLOWED[verb]), (place.name, verb)


def test_an_applicant_may_five_things_with_his_own_case_and_nothing_else(
    shared: World, case: Case
) -> None:
    other = shared.registered()
    own, stranger = applicant_of(case), applicant_of(other)
    forged = [
        replace(own, id=7),
        replace(own, about=""),
        replace(own, about=f"cases.case:{case.pk}0"),
        replace(own, about=f"cases.party:{case.pk}"),
        replace(own, role=""),
        replace(own, role="token"),
        replace(own, name="系统", role=""),
        Actor(None, "访客"),
    ]
    for verb in Verb:
        assert (_may(own, verb, case) is None) == (verb in APPLICANT_VERBS), verb
        for actor in (stranger, *forged):
            visitor = verb is Verb.SUBMIT and not actor.role and actor.id is None
            assert (_may(actor, verb, case) is None) == visitor, (verb, actor)
    assert _may(Actor(None, "访客"), Verb.SUBMIT, Case(agency=shared.agency)) is None
    assert {
        Verb.SEND_CORRECTION, Verb.SEND_REASONS, Verb.WITHDRAW, Verb.RATE, Verb.PROPOSE,
    } == APPLICANT_VERBS  # fmt: skip


def test_the_software_itself_may_everything(shared: World, case: Case) -> None:
    assert [verb for verb in Verb if _may(SYSTEM, verb, case)] == []
    # but who only calls himself so may nothing
    same = Actor(None, "系统")
    assert [verb for verb in Verb if _may(same, verb, case) is None] == [Verb.SUBMIT]


def test_every_action_asks_the_table(shared: World, case: Case, places: list[Place]) -> None:
    actor = _actor(Role.EDITOR, places[0])
    for verb in Verb:
        row = case if MOVES[verb].stages else Case(agency=shared.agency)
        if verb in (Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE):
            continue
        with pytest.raises(Refused) as refused:
            action_of(verb).may(Act(actor, at(shared.day), row, {}))
        assert refused.value.kind is Refusal.FORBIDDEN, verb


def test_who_may_not_leaves_nothing(shared: World, case: Case, places: list[Place]) -> None:
    before = everything()
    for place in places[3:]:
        for verb in (Verb.ASSIGN, Verb.UNMASK, Verb.WITHDRAW, Verb.SIGN):
            for role in (Role.INTAKE, Role.APPROVER, Role.OVERSEER):
                with pytest.raises(Refused) as refused:
                    facts = shared.facts(verb, case)
                    perform(action_of(verb), _actor(role, place), case, now=at(shared.day), **facts)
                assert refused.value.kind is Refusal.FORBIDDEN
    assert everything() == before


# who sees what ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role, ids=lambda one: one.name.lower())
def test_a_role_sees_the_rows_that_it_may(
    shared: World, places: list[Place], case: Case, role: Role
) -> None:
    for place in places:
        actor = _actor(role, place)
        works = place.own and (role in ALL_OF_BODY or (role in SECTION_ROLES and place.assigned))
        looks = role in LOOK_BELOW and (place.own or place.below)
        seen = policies.rows_of(Case, actor).filter(pk=case.pk).exists()
        assert seen == (works or looks), place.name
        for model in (Party, Item):
            rows = policies.rows_of(model, actor).filter(case=case)
            assert rows.exists() == works, (place.name, model)
        assert _refused(lambda a=actor: policies.may_see(a, case)) == (not (works or looks))
        assert _refused(lambda a=actor: policies.may_read(a, case)) == (not works)
        if looks and not works:
            assert not policies.sees_people(actor)


def _refused(ask: object) -> bool:
    try:
        ask()  # type: ignore[operator]
    except Refused as refused:
        assert refused.kind is Refusal.FORBIDDEN
        return True
    return False


def test_an_applicant_sees_the_one_case_alone(shared: World, case: Case) -> None:
    shared.registered()
    own = applicant_of(case)
    assert list(policies.rows_of(Case, own)) == [case]
    assert not policies.rows_of(Party, own).exists()
    assert not policies.rows_of(Paper, own).exists()
    for forged in (replace(own, id=7), replace(own, about="cases.case:x"), replace(own, about="")):
        assert not policies.rows_of(Case, forged).exists()
    assert not policies.rows_of(Case, Actor(None, "访客")).exists()


@pytest.mark.parametrize("role", SECTION_ROLES)
def test_a_section_sees_no_more_once_the_case_is_taken_back(
    shared: World, places: list[Place], role: Role
) -> None:
    case = shared.assigned()
    actor = _actor(role, places[1])
    assert policies.rows_of(Case, actor).filter(pk=case.pk).exists()
    shared.do(Verb.RECALL, case, **shared.facts(Verb.RECALL, case))
    assert not policies.rows_of(Case, actor).filter(pk=case.pk).exists()
    assert not policies.rows_of(Party, actor).filter(case=case).exists()


def test_every_model_of_the_app_can_be_asked_for_its_rows(shared: World, case: Case) -> None:
    stranger = shared.actor(Role.INTAKE, shared.other)
    own = shared.actor(Role.INTAKE)
    limited = shared.actor(Role.HANDLER, section=shared.section)
    for model in apps.get_app_config("cases").get_models():
        if not any(hasattr(model, name) for name in ("agency", "agency_lookup")):
            continue
        for actor in (own, limited):
            list(policies.rows_of(model, actor)[:3])
        theirs = {getattr(model, "agency_lookup", "agency"): shared.agency}
        assert not policies.rows_of(model, stranger).filter(**theirs).exists(), model
    assert not policies.rows_of(Desk, limited).exists()
    assert not policies.rows_of(Template, limited).exists()


@pytest.mark.parametrize("role", Role, ids=lambda one: one.name.lower())
def test_a_body_is_set_up_by_its_administrator_alone(
    shared: World, places: list[Place], role: Role
) -> None:
    for place in places:
        actor = _actor(role, place)
        wanted = place.own and role is Role.ADMINISTRATOR
        assert _refused(lambda a=actor: policies.may_set_up(a, shared.agency)) == (not wanted)
    assert _refused(lambda: policies.may_set_up(Actor(None, "访客"), shared.agency))
    assert not _refused(lambda: policies.may_set_up(SYSTEM, shared.agency))


def test_a_register_entry_names_a_case_of_its_own_body(shared: World, case: Case) -> None:
    from gongkai.web.cases.actions import KeepComplaint, OpenDispute
    from gongkai.web.cases.models import Complaint, Dispute

    actor = shared.actor(Role.INTAKE)
    given = {"kind": "complaint", "day": shared.day, "source": "信函", "text": "不服"}
    before = everything()
    for action, row in (
        (KeepComplaint(), Complaint(agency=shared.other, case=case)),
        (OpenDispute(), Dispute(agency=shared.other, case=case)),
    ):
        with pytest.raises(Refused) as refused:
            perform(action, actor, row, now=at(shared.day), **given)
        assert refused.value.kind is Refusal.FORBIDDEN
    assert everything() == before


def test_archived_cases_are_seen_as_before(shared: World) -> None:
    case = shared.at_stage(Stage.ARCHIVED)
    assert policies.rows_of(Case, shared.actor(Role.INTAKE)).filter(pk=case.pk).exists()

"""Who is told of what happens to a case: those who work on it, nobody else of the body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Delegation, Post, Section
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb
from gongkai.web.messages.models import Message
from tests.web.cases.world import World


@pytest.fixture
def staff(shared: World) -> dict[str, User]:
    """The desk, two sections, somebody who stands in for one, somebody without a section."""

    def person(name: str, role: Role | None = None, section: Section | None = None) -> User:
        user = User.objects.create(username=f"told-{name}", name=name)
        if role is not None:
            Post.objects.create(
                user=user, agency=shared.agency, role=role.value, section=section, since=shared.day
            )
        return user

    found = {
        "desk": person("desk", Role.INTAKE),
        "handler": person("handler", Role.HANDLER, shared.section),
        "head": person("head", Role.SECTION_HEAD, shared.section),
        "stand-in": person("stand-in"),
        "elsewhere": person("elsewhere", Role.HANDLER, shared.second),
        "whole body": person("whole body", Role.HANDLER),
        "gone": person("gone"),
    }
    post = Post.objects.get(user=found["handler"])
    Delegation.objects.create(post=post, to=found["stand-in"], since=shared.day)
    return found


def told(act: Callable[[], Case]) -> set[str]:
    """Who had a message by this."""
    before = set(Message.objects.values_list("pk", flat=True))
    act()
    new = Message.objects.exclude(pk__in=before)
    return {one.user.name for one in new.select_related("user")}


SECTION = {"handler", "head", "stand-in"}


@pytest.mark.parametrize("author", ["whole body", "gone", None])
@pytest.mark.parametrize("verb", [Verb.SIGN_LETTER, Verb.REFUSE_LETTER])
def test_who_sends_a_letter_or_puts_it_right_works_on_the_case(
    shared: World, staff: dict[str, User], verb: Verb, author: str | None
) -> None:
    case = shared.proposed(shared.assigned())
    asked_by = staff[author].pk if author else None
    case.letters.update(asked_by=asked_by)
    case = Case.objects.get(pk=case.pk)
    found = told(lambda: shared.do(verb, case, **shared.facts(verb, case)))
    assert found == {"desk"} | SECTION | ({"whole body"} & {author})


def test_a_reply_is_sent_back_to_who_drafts_it(shared: World, staff: dict[str, User]) -> None:
    case = shared.decided()
    drafter = replace(shared.actor(Role.HANDLER), id=staff["whole body"].pk)
    case = shared.do(Verb.DRAFT, case, drafter)
    case = shared.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    found = told(lambda: shared.do(Verb.SEND_BACK, case, comment="请补充理由"))
    assert found == {"desk", "whole body"} | SECTION


def test_a_section_is_told_that_it_has_a_case_and_who_stands_in_too(
    shared: World, staff: dict[str, User]
) -> None:
    case = shared.registered()
    assert told(lambda: shared.do(Verb.ASSIGN, case, sections=[shared.section])) == SECTION

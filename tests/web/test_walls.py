"""A body never sees another's data: every address and every operation, as everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.web.accounts.models import LoginLock
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.policies import ALLOWED, Relation
from gongkai.web.agencies.roles import Role
from gongkai.web.api.scopes import all_scopes
from gongkai.web.audit.models import Entry
from tests.web.addresses import Address, addresses, unplaced
from tests.web.agencies.world import World, case, give, person, sit
from tests.web.api.conftest import Give, give_token
from tests.web.api.test_operations import OPERATIONS, fill, put
from tests.web.files.conftest import owner
from tests.web.planted import Planted, marks, plant
from tests.web.workbench.test_setup import address, as_form

__all__ = ["give_token", "owner"]

# what every form could ask for; forms that ask for more refuse, which is no less a wall
FILLED = {
    "confirmed": "1", "reason": "理由", "name": "新名", "url": "https://oa.example.com/x",
    "events": "section.changed", "scopes": "read:agencies", "subject": "标题", "text": "内容",
    "kind": "incident", "feed": "due", "bulk": "read", "next": "/", "type": "large",
}  # fmt: skip
# roles that look into the bodies below, and what they see there: the kinds of planted text
BELOW = {f"PUB7731{word}" for word in ("short", "leader", "office", "place", "call")}
BELOW |= {f"ZQX7731{word}" for word in (
    "section", "person", "phone", "mail", "reason", "member", "topic", "decision", "notice",
)}  # fmt: skip
# sections have files in these tests; whoever sees the section reads them
BELOW |= {f"ZQX7731{word}" for word in ("file", "picture", "bytesfile", "bytespicture", "page")}
# with a row goes the history of what was done to it
BELOW |= {f"ZQX7731{word}" for word in ("label", "actor", "why", "after")}
# the register of the bodies below, without the people who asked and without the papers
REGISTER = {f"ZQX7731{word}" for word in (
    "casenumber", "casetitle", "clerk", "disputenumber", "forum", "papernumber", "stamper",
)}  # fmt: skip
_LETTERS = {"ZQX7731letter", "ZQX7731said"}  # an administrator above sees the log of deliveries
Acts = list[tuple[Verb, str, dict[str, Any]]]  # verb, address, form


@pytest.fixture(autouse=True)
def no_limits(settings: Any) -> None:
    """Nobody is told to wait, in a walk of thousands of calls."""
    cache.clear()
    settings.API_CALLS = settings.API_OPEN_CALLS = 1_000_000
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def planted(world: World) -> Planted:
    """Rows of the district M, and of one more body below it the name alone."""
    post = give(person(world.m), world.m, Role.APPROVER)
    found = plant(world.m, post.user)
    for row in found.values():
        row.refresh_from_db()
    return found


@pytest.fixture
def acts(world: World, planted: Planted) -> Acts:
    """Of each verb of the settings its address on a row of the owner, and its form filled in."""
    made = []
    for verb in Verb:
        _, row, facts = case(verb, world, world.m)
        made.append((verb, address(verb, row, world.m), as_form(facts)))
    return made


def text_of(answer: Any) -> str:
    """All that the answer says, in its head too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{dict(answer.headers)} {content.decode('utf-8', 'replace')}"


def tries(one: Address) -> Iterator[tuple[str, dict[str, Any]]]:
    """How an address is asked: (method, arguments of the test client)."""
    yield "get", {}
    data = dict(FILLED)
    if one.name == "file_upload":
        data["files"] = SimpleUploadedFile("a.txt", b"text")  # type: ignore[assignment]
    yield "post", {"data": data, "headers": {"Upload-Length": "5", "Upload-Name": "a.txt"}}
    if one.name == "file_pieces":
        yield "head", {}
        yield "patch", {
            "data": b"12345", "content_type": "application/offset+octet-stream",
            "headers": {"Upload-Offset": "0"},
        }  # fmt: skip
        yield "delete", {}


def refused(answer: Any) -> bool:
    """Whether it is a wall: not there, not allowed, the way to the log-in or to the query code."""
    if answer.status_code == 302:
        return str(answer["Location"]).startswith(("/accounts/login/", "/apply/track/"))
    return answer.status_code in (401, 403, 404, 405)


def lists(answer: Any) -> Iterator[str]:
    """Where a page with a list shows it narrowed, in full, or as a file."""
    shown = (answer.context or {}).get("list") if hasattr(answer, "context") else None
    if shown is not None:
        columns = "&".join(f"c={column.id}" for column in shown.listing.columns)
        yield f"?{columns}&size=100&q=7731"
        yield f"?{columns}&format=csv"


def walk(
    client: Client, places: list[Address], *, thorough: bool = True
) -> Iterator[tuple[str, Address, Any]]:
    """Every answer: (method, address, answer).

    `thorough`: lists in all their forms, and POST to what is nobody's too.
    """
    for one in places:
        for method, more in tries(one):
            if method != "get" and not thorough and not one.owned:
                continue
            answer = getattr(client, method)(one.url, **more)
            assert answer.status_code < 500 or one.name in ("styleguide_failure", "healthz"), one
            yield method, one, answer
            if method == "get" and thorough:
                for query in lists(answer):
                    yield "get", one, client.get(one.url + query)


# what the portal shows to everybody
PUBLISHED = ("body", "bodies", "search", "styleguide_list", "apply_bodies", "apply_form")


def hidden(one: Address, answer: Any) -> set[str]:
    """The planted text that it shows, but for what the portal shows to everybody."""
    seen = marks(text_of(answer))
    if one.name in PUBLISHED:
        seen = {each for each in seen if not each.startswith("PUB")}
    return seen


# what is in the database


_NOT_ROWS = ("sessions", "contenttypes", "auth", "django_tasks_database")


def rows_now() -> dict[str, dict[Any, tuple[Any, ...]]]:
    """Every row of our own apps, and of those that keep log-ins."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in _NOT_ROWS or model is LoginLock:  # it counts who tries
            continue
        rows = model._base_manager.values_list()
        found[model._meta.label] = {row[0]: row for row in rows}
    return found


def changed(before: dict[str, dict[Any, tuple[Any, ...]]], planted: Planted) -> list[str]:
    """What is not as it was of the rows that were there, and new rows that name planted ones."""
    after, said = rows_now(), []
    owned = {(row._meta.label, row.pk) for row in planted.values()}
    body = planted["agency"].pk
    for label, old in before.items():
        model, new = apps.get_model(label), after[label]
        if label == "audit.Chain":
            continue
        said += [f"{label} {key}: {row} → {new.get(key)}" for key, row in old.items()
                 if new.get(key) != row]  # fmt: skip
        for key in set(new) - set(old):
            for field, value in zip(model._meta.concrete_fields, new[key], strict=True):
                of: Any = field.related_model
                if of is not None and (of._meta.label, value) in owned:
                    said.append(f"new {label} {key}: {field.name} is {value}")
            if label == "audit.Entry" and Entry.objects.get(pk=key).agency == body:
                said.append(f"new {label} {key}: {new[key]}")
    return said


# the walk


def test_every_address_has_its_place_in_the_walk() -> None:
    assert unplaced() == []


# rows that no page and no operation shows by themselves, or that are nobody's
_UNPLANTED = {
    "accounts.LoginLock", "accounts.PasswordUsed",  # hashes
    "agencies.Succession", "agencies.AgencyPlace",  # told of the body, on its page
    "operation.Note",  # the operator's
}  # fmt: skip


def test_every_kind_of_row_is_planted(planted: Planted) -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith("gongkai.")]
    empty = {m._meta.label for m in ours if not m._base_manager.exists()}
    assert empty <= _UNPLANTED, "plant some, so that the walk can find them"


_BODIES = {"下级机关": "c", "同级机关": "s", "主管部门": "o", "上级机关": "r", "外省机关": "y"}
_LOOK = (Role.OVERSEER, Role.SUPERVISOR, Role.ADMINISTRATOR)
# who looks into M below his own body: the two offices of the city, and the administrator above
SEERS = [("r", Role.OVERSEER), ("o", Role.SUPERVISOR), ("r", Role.ADMINISTRATOR)]


def _stands() -> Iterator[tuple[Role, str]]:
    """Every role in one body or two, every body with several roles; who looks below stands beside.

    Each role in each body is asked of the policies themselves, in test_permissions and in
    agencies/test_policies; here it is whether each address asks them at all.
    """
    for number, role in enumerate(Role):
        wheres = [where for where in _BODIES if not (role in _LOOK and where in _ABOVE)]
        yield role, wheres[number % len(wheres)]
    yield Role.ADMINISTRATOR, "下级机关"
    yield Role.AUDITOR, "上级机关"


_ABOVE = ("上级机关", "主管部门")


# the gate walks as these; as the others, make test-all
_ALWAYS = (Role.HANDLER, Role.OVERSEER, Role.ADMINISTRATOR, Role.AUDITOR)


@pytest.mark.parametrize(
    "role, where",
    [
        pytest.param(role, where, marks=() if role in _ALWAYS else pytest.mark.thorough)
        for role, where in sorted(set(_stands()))
    ],
    ids=str,
)
def test_nobody_of_another_body_sees_or_changes_anything(
    role: Role, where: str, world: World, planted: Planted, acts: Acts
) -> None:
    client = sit(getattr(world, _BODIES[where]), role)
    before = rows_now()
    for _, url, form in acts:
        assert client.post(url, form).status_code == 404, url
    places = addresses(planted)
    if role is not Role.HANDLER:  # what is the same for everybody is walked by one of them
        places = [one for one in places if one.owned or one.url.startswith("/work/")]
    thorough = role in (Role.HANDLER, Role.ADMINISTRATOR, Role.AUDITOR)
    for method, one, answer in walk(client, places, thorough=thorough):
        seen = hidden(one, answer)
        assert not seen, (method, one, seen)
        assert refused(answer) or not one.owned, (method, one, answer.status_code)
    assert changed(before, planted) == []


def test_a_visitor_sees_what_is_published_and_changes_nothing(
    world: World, planted: Planted, acts: Acts
) -> None:
    client, before = Client(), rows_now()
    for _, url, form in acts:
        assert refused(client.post(url, form)), url
    for method, one, answer in walk(client, addresses(planted)):
        seen = hidden(one, answer)
        assert not seen, (method, one, seen)
        assert refused(answer) or not one.owned, (method, one, answer.status_code)
        if one.url.startswith("/work/"):
            assert refused(answer), (method, one, answer.status_code)
    assert changed(before, planted) == []


@pytest.mark.parametrize(
    "place, role",
    [pytest.param(*one, marks=[pytest.mark.thorough] * (n > 1)) for n, one in enumerate(SEERS)],
    ids=str,
)
def test_who_looks_below_sees_what_the_table_says_and_changes_nothing(
    place: str, role: Role, world: World, planted: Planted, acts: Acts
) -> None:
    client = sit(getattr(world, place), role)
    before, seen = rows_now(), set()
    places = [one for one in addresses(planted) if one.owned or one.url.startswith("/work/")]
    for verb, url, form in acts:
        if (role, Relation.SUBORDINATE) not in ALLOWED[verb]:
            answer = client.post(url, form)
            assert answer.status_code in (400, 403, 404), (verb, answer.status_code)
    for method, one, answer in walk(client, places):
        seen |= marks(text_of(answer))
        if method != "get" and one.owned:
            assert refused(answer) or answer.status_code in (302, 400, 409), (method, one)
    if role is Role.ADMINISTRATOR:
        assert seen == BELOW | _LETTERS
    else:
        assert sorted(seen) == sorted(BELOW | REGISTER)
    assert changed(before, planted) == []


@pytest.mark.parametrize("where", [*_BODIES, ""])
def test_no_operation_of_the_api_opens_to_another_body(
    where: str, world: World, planted: Planted, give_token: Give, client: Client
) -> None:
    mine, section = world.m.pk, planted["section"].pk
    tokens = {"": "", "nonsense": "gk_12345678_" + "x" * 43}
    if where:
        body = getattr(world, _BODIES[where])
        tokens = {one.id: give_token(body, one.id) for one in all_scopes()}
    for scope, token in tokens.items():
        looks_below = scope == "read:agencies.below" and where in ("上级机关", "主管部门")
        before = rows_now()
        for id, method, path, scopes in OPERATIONS:
            owned = "{id}" in path or "{case}" in path
            if not owned and where not in ("", "下级机关"):
                continue  # the same for all
            if id == "check_report" and scope in scopes:
                continue  # starts a process, and has nothing to do with a body
            answer = put(client, id, method, fill(path, mine, section, planted["case"].pk), token)
            if looks_below and method == "GET" and scope in scopes:
                continue
            assert not marks(text_of(answer)), (scope, id)
            if owned:
                # who looks below is asked for the version first, then refused: test_operations
                asked = where == "上级机关" and scope == "write:agencies" and (
                    answer.status_code == 428
                )  # fmt: skip
                assert asked or answer.status_code in (401, 403, 404), (scope, id)
            elif scopes and not where:
                assert answer.status_code == 401, (scope, id)
        assert changed(before, planted) == [], scope

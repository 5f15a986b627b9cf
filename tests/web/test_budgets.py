"""Every page asks the database a dozen times at most, and as often for many rows as for few."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.agencies.active import KEY
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.moves import State, Verb, move_of
from gongkai.web.agencies.roles import Role
from tests.web.addresses import Address, addresses
from tests.web.agencies.world import LONG_AGO, World, sit
from tests.web.files.conftest import owner
from tests.web.planted import Planted, plant

__all__ = ["owner"]

MOST = 12
# whoever opens a case has its whole file read, by each kind of row; statistics add up two years
MORE = {
    "cases": 15, "case": 30, "case_act": 20, "case_receipt": 22, "case_sheet": 26,
    "print_sheet": 26, "cases_statistics": 20, "work_home": 15,
}  # fmt: skip
MANY = 60
# what logs in and out and keeps keys is allauth's
NOT_OURS = ("account_", "mfa_", "openid_", "socialaccount_")


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return World()


def filled(body: Agency, role: Role, count: int) -> tuple[Client, list[Address]]:
    """Somebody in a body with so many rows of each kind, and every page that there is."""
    client = sit(body, role)
    post = client.held
    below = [Agency(
        parent=body, path=f"{body.path}9{n:08}/", kind=BodyKind.DEPARTMENT, name=f"第{n}局",
        since=LONG_AGO,
    ) for n in range(count)]  # fmt: skip
    Agency.objects.bulk_create(below)
    planted = plant(body, post.user, count)
    for row in planted.values():
        row.refresh_from_db()
    session = client.session
    session[KEY] = post.pk  # not one of the many that he stands in for
    session.save()
    places = [one for one in addresses(planted) if not one.name.startswith(NOT_OURS)]
    places += [Address(f"setup_begin {v}", f"/work/settings/new/{v}/?for={_whose(v, planted)}")
               for v in Verb if State.NEW in move_of(v).states]  # fmt: skip
    places += [
        Address(f"setup_act {v}", reverse("setup_act", args=[kind, planted[kind].pk, v]))
        for v in Verb
        if State.NEW not in move_of(v).states
        for kind in [move_of(v).kind.value]
    ]
    return client, places


def _whose(verb: Verb, planted: Planted) -> int:
    return int(planted["post" if verb is Verb.DELEGATE else "agency"].pk)


def counted(client: Client, one: Address) -> list[str] | None:
    """The queries of a page; None for what is no page of his."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(one.url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # to close it unread would close the database too
        return None
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
        return None
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATOR, Role.INTAKE, pytest.param(Role.AUDITOR, marks=pytest.mark.thorough)],
    ids=str,
)
def test_no_page_asks_more_than_a_dozen_times_nor_more_for_many_rows(
    role: Role, world: World
) -> None:
    # both at a root: what only the operator sees is among the pages
    one, few = filled(world.r, role, 3)
    other, many = filled(world.x, role, MANY)
    assert [place.name for place in few] == [place.name for place in many]
    pages, wrong = 0, []
    for here, there in zip(few, many, strict=True):
        counted(one, here)  # what is kept once a process is there from now on
        asked, more = counted(one, here), counted(other, there)
        if asked is not None and more is not None and len(asked) < len(more):
            more = counted(other, there)  # the first look at something personal is written down
        assert (asked is None) == (more is None), (here, there)
        if asked is None or more is None:
            continue
        pages += 1
        if max(len(asked), len(more)) > MORE.get(there.name, MOST) or len(asked) != len(more):
            wrong.append("\n  ".join([f"{there.url}: {len(asked)}, {len(more)}", *more]))
    assert not wrong, "\n".join(wrong)
    assert pages >= {Role.ADMINISTRATOR: 80, Role.AUDITOR: 30, Role.INTAKE: 40}[role]


def test_a_visitor_costs_no_more(world: World) -> None:
    _, places = filled(world.r, Role.HANDLER, MANY)
    visitor = Client()
    asked = {place.url: counted(visitor, place) for place in places}
    assert sum(queries is not None for queries in asked.values()) >= 18
    assert not {url: queries for url, queries in asked.items() if len(queries or ()) > MOST}

"""Whatever is sent, the answer is a problem or a success, and never an error of ours."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.agencies.world import World, unique
from tests.web.api.test_operations import BODIES, OPERATIONS, fill

_QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["2024-02-02", "9999-12-31", "0001-01-01", "suit", "items"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
_FIELDS = sorted({name for body in BODIES.values() for name in body} | {"pauses", "extension"})
_OBJECTS = st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=5)
_WRITES = [one for one in OPERATIONS if one[0] in BODIES]
_READS = [one for one in OPERATIONS if one[1] == "GET"]


@_QUICK
@given(data=st.data())
def test_no_body_breaks_a_write(world: World, give_token: Any, call: Any, data: Any) -> None:
    id, method, path, scopes = data.draw(st.sampled_from(_WRITES))
    body = data.draw(
        st.one_of(
            st.binary(max_size=40),
            _JSON,
            _OBJECTS,
            _OBJECTS.map(lambda more: {**BODIES[id], **more}),
        )
    )
    token = _token(world, give_token, scopes)
    headers = {"Idempotency_Key": unique("key")} if id == "submit_case" else {}
    answer = call(method, fill(path, world.c.pk, 1), token, body, **headers)
    assert answer.status_code < 500, (id, body, answer.content)
    if answer.status_code >= 400:
        assert answer["Content-Type"].startswith("application/problem+json")


@_QUICK
@given(data=st.data())
def test_no_query_breaks_a_read(world: World, give_token: Any, client: Any, data: Any) -> None:
    id, _, path, scopes = data.draw(st.sampled_from(_READS))
    names = st.sampled_from(
        [
            "limit",
            "cursor",
            "sort",
            "q",
            "kind",
            "under",
            "on",
            "since",
            "until",
            "after",
            "upto",
            "stage",
            "open",
            "overdue",
            "received_from",
            "ended_to",
            "changed_since",
        ]
    )
    values = st.text(max_size=12) | st.integers().map(str) | st.dates().map(str)
    query = data.draw(st.dictionaries(names, values, max_size=4))
    token = _token(world, give_token, scopes)
    number = data.draw(st.sampled_from([world.c.pk, 0, -1, 2**63, 2**70]))
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    query = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    answer = client.get(f"/api/v1{fill(path, number, number)}", query, headers=headers)
    assert answer.status_code < 500, (id, query, answer.content)


@_QUICK
@given(
    name=st.sampled_from(["Authorization", "If-Match", "If-None-Match", "Idempotency-Key"]),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=120),
)
def test_no_header_breaks_it(
    world: World, give_token: Any, client: Any, name: str, value: str
) -> None:
    headers = {"Authorization": f"Bearer {_token(world, give_token, ('write:agencies',))}"}
    for method, path in (("PUT", "contact"), ("GET", "")):
        place = f"/api/v1/agencies/{world.c.pk}/{path}".rstrip("/")
        answer = client.generic(
            method, place, b"{}", "application/json", headers={**headers, name: value}
        )
        assert answer.status_code < 500


_kept: dict[tuple[int, tuple[str, ...]], str] = {}


def _token(world: World, give_token: Any, scopes: tuple[str, ...]) -> str:
    """One for each world and scope: making one takes longer than using it."""
    key = (id(world), scopes)
    if scopes and key not in _kept:
        _kept[key] = give_token(world.c, scopes[0])
    return _kept.get(key, "")

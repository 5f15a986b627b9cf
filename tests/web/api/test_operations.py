"""Every operation as every scope and as another body's token; what each answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.web.agencies.actions import WithdrawOverlay
from gongkai.web.agencies.models import ContactBlock, Section
from gongkai.web.agencies.moves import Verb
from gongkai.web.api.scopes import all_scopes
from gongkai.web.api.v1 import api
from gongkai.web.audit import chain
from gongkai.web.audit.models import Entry
from tests.web.agencies.world import (
    CONTACT,
    World,
    actor,
    case,
    do,
    give,
    overlay,
    person,
    unique,
)

GOLDEN = Path(__file__).with_name("openapi.json")

# a body with which each operation that takes one succeeds
BODIES: dict[str, Any] = {
    "set_contact": CONTACT,
    "open_section": {"name": "数据科"},
    "rename_section": {"name": "综合科"},
    "law_deadline": {"received": "2024-02-02"},
    "law_fee": {"method": "items", "first": 29, "count": 4, "on": "2024-02-02"},
    "law_remedy": {"kind": "suit", "known": "2024-02-02"},
    "submit_case": {
        "channel": "in-person", "description": "2025年度预算", "wanted_form": "paper",
        "way": "post", "people": [{"kind": "person", "name": "林测试"}],
    },
    "track_case": {"number": "2026-0001-00001", "code": "ABCDEFGHJK"},
    "read_case_people": {"reason": "联系申请人"},
}  # fmt: skip


def document() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))


def operations() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """(id, method, path below /api/v1, scopes)."""
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            scopes = tuple(one.get("x-scopes", ()))
            yield one["operationId"], method.upper(), path.removeprefix("/api/v1"), scopes


OPERATIONS = list(operations())
TREE = [one for one in OPERATIONS if "{id}" in one[2]]


def test_the_document_is_the_golden_one() -> None:
    assert document() == json.loads(GOLDEN.read_text("utf-8")), (
        "the API changed: look at the difference and run tests/web/api/write_openapi.py"
    )


def test_every_operation_says_in_chinese_what_it_does() -> None:
    for path, methods in document()["paths"].items():
        for one in methods.values():
            for text in (one["summary"], one["description"]):
                assert any("\u4e00" <= c <= "\u9fff" for c in text), path


def fill(path: str, agency: int, section: int, case: int = 0) -> str:
    values = {"{id}": agency, "{section}": section, "{year}": 2024, "{case}": case or section}
    for name, value in values.items():
        path = path.replace(name, str(value))
    return path


def put(client: Client, id: str, method: str, path: str, token: str = "", **headers: str) -> Any:
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if id == "check_report":
        file = SimpleUploadedFile("x.txt", b"not a report")
        return client.post(f"/api/v1{path}", {"file": file}, headers=headers)
    if id == "submit_case":
        headers.setdefault("Idempotency-Key", unique("key"))
    body = json.dumps(BODIES[id]) if id in BODIES else b""
    return client.generic(method, f"/api/v1{path}", body, "application/json", headers=headers)


@pytest.mark.parametrize("scope", ["", *(one.id for one in all_scopes())])
def test_an_operation_opens_to_its_scopes_alone(
    world: World, give_token: Any, client: Client, scope: str
) -> None:
    section = Section.objects.get(agency=world.c)
    token = give_token(world.c, scope) if scope else ""
    for id, method, path, scopes in OPERATIONS:
        if id == "check_report" and scope in scopes:
            continue  # starts a process; has tests of its own
        response = put(client, id, method, fill(path, world.c.pk, section.pk), token)
        if not scopes:
            found = 404 if id == "track_case" else 200  # nobody has that number
            assert response.status_code == found, (id, response.content)
        elif not scope:
            assert response.status_code == 401, id
        elif scope not in scopes:
            assert response.status_code == 403, id
            assert response.json()["type"].endswith("#problem-scope")
        else:
            assert response.status_code in (200, 201, 404, 428), (id, response.content)


@pytest.mark.parametrize("scope", [one.id for one in all_scopes()])
@pytest.mark.parametrize("id, method, path, scopes", TREE, ids=[one[0] for one in TREE])
def test_a_token_never_sees_another_body(
    world: World, give_token: Any, client: Client,
    scope: str, id: str, method: str, path: str, scopes: tuple[str, ...],
) -> None:  # fmt: skip
    token = give_token(world.c, scope)
    for body in (world.d, world.m, world.r, world.x, world.y):
        action, row, facts = case(Verb.SET_CONTACT, world, body)
        do(action, row, **facts)
        section = Section.objects.get(agency=body)
        before = Entry.objects.count()
        response = put(client, id, method, fill(path, body.pk, section.pk), token)
        assert response.status_code == (404 if scope in scopes else 403), (body, response.content)
        assert body.name not in response.content.decode()
        assert Entry.objects.count() == before


@pytest.mark.parametrize("scope", ["read:agencies", "read:agencies.below"])
def test_lists_hold_the_own_body_or_those_below_too(
    world: World, give_token: Any, call: Any, scope: str
) -> None:
    token = give_token(world.m, scope)
    found = {one["id"] for one in call("GET", "/agencies", token).json()["items"]}
    below = {world.c.pk, world.d.pk} if scope.endswith("below") else set()
    assert found == {world.m.pk, *below}


def test_a_token_that_writes_changes_nothing_in_the_bodies_below(
    world: World, give_token: Any, call: Any
) -> None:
    token = give_token(world.m, "write:agencies")
    response = call("POST", f"/agencies/{world.c.pk}/sections", token, {"name": "数据科"})
    assert response.status_code == 403
    assert response.json()["type"].endswith("#problem-forbidden")
    assert not Section.objects.filter(name="数据科").exists()


def test_pages_follow_one_another_and_filters_narrow(
    world: World, give_token: Any, call: Any
) -> None:
    token = give_token(world.m, "read:agencies.below")
    for sort in ("path", "-path", "name", "-name"):
        found, cursor = [], ""
        while True:
            query = f"/agencies?limit=1&sort={sort}" + (f"&cursor={cursor}" if cursor else "")
            answer = call("GET", query, token).json()
            found += [one["id"] for one in answer["items"]]
            if answer["next"] is None:
                break
            cursor = answer["next"]
        assert sorted(found) == sorted([world.m.pk, world.c.pk, world.d.pk]), sort
    assert call("GET", f"/agencies?limit=1&sort=name&cursor={cursor}", token).status_code == 422
    assert call("GET", "/agencies?cursor=x", token).status_code == 422
    for query, count in (("q=教育", 1), ("kind=department", 2), (f"under={world.c.pk}", 1),
                         ("on=2019-01-01", 0), ("on=2021-01-01", 3)):  # fmt: skip
        assert len(call("GET", f"/agencies?{query}", token).json()["items"]) == count, query
    assert call("GET", f"/agencies?under={world.x.pk}", token).status_code == 404
    assert call("GET", "/agencies?q=%00", token).status_code == 422
    assert len(call("GET", f"/agencies/{world.c.pk}/sections", token).json()["items"]) == 1


def test_the_number_of_queries_does_not_grow(
    world: World, give_token: Any, call: Any, django_assert_max_num_queries: Any
) -> None:
    token = give_token(world.r, "read:agencies.below")
    call("GET", "/agencies", token)
    with django_assert_max_num_queries(8):
        assert len(call("GET", "/agencies", token).json()["items"]) == 6


def test_the_name_of_a_day_is_the_one_that_it_had(world: World, give_token: Any, call: Any) -> None:
    action, row, facts = case(Verb.RENAME, world, world.c)
    do(action, row, **facts)
    token = give_token(world.c, "read:agencies")
    path = f"/agencies/{world.c.pk}"
    assert call("GET", path, token).json()["name"] == facts["name"]
    assert call("GET", f"{path}?on=2021-01-01", token).json()["name"] == "临江区教育局"
    assert len(call("GET", path, token).json()["names"]) == 2


def test_what_has_not_changed_is_not_sent_again(world: World, give_token: Any, call: Any) -> None:
    token, path = give_token(world.c, "read:agencies"), f"/agencies/{world.c.pk}"
    tag = call("GET", path, token)["ETag"]
    again = call("GET", path, token, If_None_Match=tag)
    assert again.status_code == 304
    assert not again.content


def test_who_changes_says_which_version_he_saw(world: World, give_token: Any, call: Any) -> None:
    token, path = give_token(world.c, "write:agencies"), f"/agencies/{world.c.pk}/contact"
    reader = give_token(world.c, "read:agencies")
    assert call("GET", path, reader).status_code == 404
    first = call("PUT", path, token, CONTACT)
    assert first.status_code == 201
    assert call("PUT", path, token, CONTACT).status_code == 428
    tag = call("GET", path, reader)["ETag"]
    assert tag == first["ETag"]
    changed = {**CONTACT, "phone": "0000-5550009"}
    assert call("PUT", path, token, changed, If_Match=tag).status_code == 200
    late = call("PUT", path, token, CONTACT, If_Match=tag)
    assert late.status_code == 412
    assert ContactBlock.objects.get().phone == "0000-5550009"
    line = Entry.objects.order_by("-id").first()
    assert line is not None
    assert line.actor is None
    assert line.actor_name.startswith("接口：临江区教育局")


def test_a_refusal_keeps_its_sentence(world: World, give_token: Any, call: Any) -> None:
    token = give_token(world.c, "write:agencies")
    response = call("POST", f"/agencies/{world.c.pk}/sections", token, {"name": "办公室"})
    assert response.status_code == 422
    assert "已经有科室" in response.json()["detail"]
    wrong = call("POST", f"/agencies/{world.c.pk}/sections", token, {"name": 3, "more": 1}).json()
    assert {one["where"].rpartition(".")[2] for one in wrong["errors"]} == {"name", "more"}


def test_a_section_is_opened_and_renamed(world: World, give_token: Any, call: Any) -> None:
    token = give_token(world.c, "write:agencies")
    reader = give_token(world.c, "read:agencies")
    new = call("POST", f"/agencies/{world.c.pk}/sections", token, {"name": "数据科"})
    assert new.status_code == 201
    place = new["Location"].removeprefix("/api/v1")
    tag = call("GET", place, reader)["ETag"]
    done = call("PATCH", place, token, {"name": "综合科"}, If_Match=tag)
    assert done.json()["name"] == "综合科"


def test_the_calendar_of_a_body_has_the_notices_above_it(
    world: World, give_token: Any, call: Any
) -> None:
    token, path = give_token(world.c, "read:agencies"), f"/agencies/{world.c.pk}/calendar"
    year = call("GET", f"{path}/2026", token).json()
    assert len(year["days"]) == 365
    action, row, facts = case(Verb.ADD_OVERLAY, world, world.m)
    do(action, row, **facts)
    local = call("GET", f"{path}/2026", token).json()
    assert local["working_days"] == year["working_days"] - 1
    assert local["version"] != year["version"]
    assert call("GET", f"{path}/2150", token).status_code == 422
    assert WithdrawOverlay and overlay()


def test_the_auditor_takes_the_trace_of_his_body_in_the_form_that_is_hashed(
    world: World, give_token: Any, call: Any
) -> None:
    import hashlib

    from gongkai.web.agencies.roles import Role

    for body in (world.c, world.d):
        who = actor(give(person(body), body, Role.ADMINISTRATOR))
        for _ in range(3):
            action, row, facts = case(Verb.OPEN_SECTION, world, body)
            do(action, row, who, **facts)
    token = give_token(world.c, "read:trace")
    found, query = [], ""
    while True:
        answer = call("GET", f"/trace?limit=2{query}", token).json()
        found += answer["items"]
        if answer["next"] is None:
            break
        query = f"&after={answer['next']}&upto={answer['upto']}"
    assert len(found) == 3
    for one in found:
        assert hashlib.sha256(one["text"].encode()).hexdigest() == one["hash"]
        assert json.loads(one["text"])["agency"] == world.c.pk
    assert Entry.objects.filter(verb="audit.export").count() == 2
    assert not list(chain.verify())
    assert call("GET", "/trace?since=2199-01-01&until=2199-01-01", token).json()["items"] == []


def test_the_law_answers_as_the_command_line_does(db: None, call: Any) -> None:
    due = call("POST", "/law/deadline", data={
        "received": "2024-03-01", "extension": 20,
        "pauses": [{"sent": "2024-03-06", "answered": "2024-03-20"}],
    }).json()  # fmt: skip
    assert due["steps"]
    assert due["due"] > "2024-05-01"
    assert call("POST", "/law/fee", data=BODIES["law_fee"]).json()["fee"] == 600
    assert call("POST", "/law/fee", data={"method": "pages", "count": 31}).json()["fee"] == 10
    assert call("POST", "/law/fee", data={"method": "pages", "count": 31, "first": 2}
                ).status_code == 422  # fmt: skip
    assert call("POST", "/law/remedy", data=BODIES["law_remedy"]).json()["last_day"] == "2024-08-02"
    early = call("POST", "/law/deadline", data={"received": "2001-01-01"})
    assert early.status_code == 422


def test_a_report_is_checked_as_the_command_line_checks_it(
    world: World, give_token: Any, client: Client
) -> None:
    from gongkai.web.api.checking import findings

    samples = Path(__file__).parents[3] / "samples" / "reports"
    sample = next(iter(sorted(samples.rglob("*.docx"))), None)
    if sample is None:
        pytest.skip("no sample reports here")
    headers = {"Authorization": f"Bearer {give_token(world.c, 'check:reports')}"}
    file = SimpleUploadedFile(sample.name, sample.read_bytes())
    response = client.post("/api/v1/reports/check", {"file": file}, headers=headers)
    assert response.status_code == 200, response.content
    same = json.loads(findings(sample.read_bytes(), sample.name))["files"]
    given = response.json()["files"]
    assert [f["id"] for f in given[0]["findings"]] == [f["id"] for f in same[0]["findings"]]
    file = SimpleUploadedFile("x.txt", b"hello")
    response = client.post("/api/v1/reports/check", {"file": file}, headers=headers)
    assert response.status_code == 422
    assert response.json()["type"].endswith("#problem-unreadable")


def test_what_is_too_large_is_not_read(world: World, give_token: Any, call: Any) -> None:
    token = give_token(world.c, "write:agencies")
    path = f"/agencies/{world.c.pk}/sections"
    assert call("POST", path, token, b"x" * 300_000).status_code == 413


def test_unknown_addresses_and_methods_are_problems_too(db: None, call: Any) -> None:
    assert call("GET", "/nothing").json()["status"] == 404
    response = call("DELETE", "/law/fee")
    assert response.status_code == 405
    assert response["Allow"] == "POST"

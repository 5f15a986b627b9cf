"""Applications through the API: handed in once, tracked by code, read in the body."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.web.accounts.models import LoginLock
from gongkai.web.acting import perform
from gongkai.web.api import actions as api_actions
from gongkai.web.api.models import Delivery, Hook, Replay
from gongkai.web.api.of_cases import READ_CASES, READ_LEDGER, READ_PEOPLE, SUBMIT_CASES
from gongkai.web.api.scopes import all_scopes
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Clock
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.showing import MOST_WRONG
from tests.web.cases.world import PERSON, WISH, World, at

ONLINE = {"channel": "online", "people": [PERSON], **WISH}
SECRETS = ("林测试", "X0000001", "00000000001", "样例路1号")


@pytest.fixture
def world(db: None) -> World:
    world = World()
    world.day = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 7)
    return world


def submit(call: Any, token: str, data: Any = None, key: str = "k-1") -> Any:
    return call("POST", "/cases", token, data or ONLINE, Idempotency_Key=key)


# handing in


def test_a_citizen_of_another_portal_gets_number_and_code(
    world: World, give_token: Any, call: Any
) -> None:
    answer = submit(call, give_token(world.agency, SUBMIT_CASES.id))
    assert answer.status_code == 201, answer.content
    given = answer.json()
    case = Case.objects.get()
    assert given["number"] == case.number and given["code"] == code_of(case.token)
    assert answer["Location"] == f"/api/v1/cases/{case.pk}"
    assert (case.channel, case.stage, case.received) == ("online", "arrived", None)
    assert case.parties.get().identity == "X0000001"
    line = Entry.objects.get(verb="cases.submit")
    assert line.actor is None and line.role == "" and line.actor_name.startswith("接口：")
    assert not any(word in answer.content.decode() for word in SECRETS)
    assert given["code"] not in "".join(Replay.objects.values_list("body", flat=True))


def test_what_came_by_another_channel_is_received_on_its_day(
    world: World, give_token: Any, call: Any
) -> None:
    data = {
        **ONLINE, "channel": "post-signed", "signed": str(world.day), "arrived": str(world.day),
        "tracking": "XA00000001", "people": [{"kind": "person", "name": "林测试"}],
    }  # fmt: skip
    answer = submit(call, give_token(world.agency, SUBMIT_CASES.id), data)
    assert answer.status_code == 201, answer.content
    case = Case.objects.get()
    assert case.received == world.day and case.due is not None
    assert answer.json()["due"] == case.due.isoformat()
    assert Entry.objects.get(verb="cases.take_in").role == "intake"


@pytest.mark.parametrize("data", [ONLINE, {**ONLINE, "channel": "in-person"}])
def test_one_key_is_one_application_a_day_later_too(
    world: World, give_token: Any, call: Any, data: Any
) -> None:
    token = give_token(world.agency, SUBMIT_CASES.id)
    first, again = submit(call, token, data), submit(call, token, data)
    assert first.content == again.content and again["Idempotency-Replayed"] == "true"
    Replay.objects.update(at=timezone.now() - timedelta(days=2))
    third = submit(call, token, data)
    assert third.json() == first.json() and Case.objects.count() == 1
    assert submit(call, token, data, "k-2").json()["number"] != first.json()["number"]
    other = give_token(world.agency, SUBMIT_CASES.id)
    assert submit(call, other, data).json()["number"] != first.json()["number"]
    assert Case.objects.count() == 3


def test_a_claim_names_its_evidence_and_no_form(world: World, give_token: Any, call: Any) -> None:
    data = {
        "channel": "online", "matter": "rectification", "people": [PERSON], "way": "post",
        "features": "2019年样例字第1号登记表", "description": "出生年份应为1990年",
        "proof": "户口簿",
    }  # fmt: skip
    token = give_token(world.agency, SUBMIT_CASES.id)
    answer = submit(call, token, {**data, "proof": ""})
    assert answer.status_code == 422 and "没有写明证据" in answer.json()["detail"]
    assert submit(call, token, data, "k-2").status_code == 201
    case = Case.objects.get()
    token = give_token(world.agency, READ_PEOPLE.id)
    given = call("POST", f"/cases/{case.pk}/people", token, {"reason": "核对证据"}).json()
    assert (given["proof"], given["wanted_form"], given["way"]) == ("户口簿", "", "post")


def test_without_a_key_nothing_is_handed_in(world: World, give_token: Any, call: Any) -> None:
    answer = call("POST", "/cases", give_token(world.agency, SUBMIT_CASES.id), ONLINE)
    assert answer.status_code == 428 and answer.json()["type"].endswith("#problem-key-needed")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "change, said",
    [
        ({"people": []}, "people"), ({"purpose": "研究"}, "没有这一项"),
        ({"channel": "pigeon"}, "channel"), ({"description": ""}, "没有写明"),
        ({"wanted_form": None}, "获取信息的形式"),
        ({"people": [{**PERSON, "kind": "spirit"}]}, ""),
        ({"people": [{**PERSON, "identity": ""}]}, "证件号码"),
        ({"channel": "in-person", "arrived": "2199-01-01"}, "还没有到"),
        ({"channel": "post-signed"}, "签收"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_without_repeating_it(
    world: World, give_token: Any, call: Any, change: Any, said: str
) -> None:
    answer = submit(call, give_token(world.agency, SUBMIT_CASES.id), {**ONLINE, **change})
    assert answer.status_code == 422, answer.content
    assert said in answer.json()["detail"]
    assert not any(word in answer.content.decode() for word in SECRETS)
    assert not Case.objects.exists()


# tracking


def test_who_has_number_and_code_follows_the_case_and_nobody_else(world: World, call: Any) -> None:
    case = world.apply()
    code = code_of(case.token)
    answer = call("POST", "/cases/track", data={"number": case.number, "code": code.lower()})
    assert answer.status_code == 200, answer.content
    given = answer.json()
    assert given["state"] == "unconfirmed" and given["agency"] == world.agency.name
    assert given["happened"][-1]["what"] == "提交申请"
    wrong = [
        call("POST", "/cases/track", data={"number": number, "code": other})
        for number, other in ((case.number, "ABCDEFGHJK"), ("2026-9999-00001", code), ("", ""))
    ]
    assert {one.status_code for one in wrong} == {404}
    assert len({one.content for one in wrong}) == 1, "the answer tells which numbers exist"


def test_guessing_is_stopped_for_the_number_and_for_the_address(world: World, call: Any) -> None:
    case = world.apply()
    code = code_of(case.token)
    for n in range(MOST_WRONG):
        call("POST", "/cases/track", data={"number": case.number, "code": f"AAAAAAAA{n}"})
    answer = call("POST", "/cases/track", data={"number": case.number, "code": code})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert LoginLock.objects.exclude(until=None).count() == 2
    LoginLock.objects.all().update(until=timezone.now() - timedelta(seconds=1))
    answer = call("POST", "/cases/track", data={"number": case.number, "code": code})
    assert answer.status_code == 200


def test_an_answered_case_says_what_may_be_done_against_it(world: World, call: Any) -> None:
    case = world.apply()
    world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话")
    Case.objects.filter(pk=case.pk).update(stage="arrived")
    code = code_of(case.token)
    given = call("POST", "/cases/track", data={"number": case.number, "code": code}).json()
    assert given["received"] == str(world.day) and given["due"]
    assert given["remedies"] == [] and not given["overdue"]
    world.pass_days(-60)
    late = world.hand_in()
    Case.objects.filter(pk=late.pk).update(code=Case.objects.get(pk=case.pk).code)
    given = call("POST", "/cases/track", data={"number": late.number, "code": code}).json()
    assert given["overdue"] and {one["kind"] for one in given["remedies"]} == {
        "reconsideration", "suit",
    }  # fmt: skip


# listing and reading


def test_the_list_shows_the_cases_of_the_body_without_people(
    world: World, give_token: Any, call: Any, django_assert_max_num_queries: Any
) -> None:
    mine = [world.registered(), world.assigned(), world.apply()]
    token = give_token(world.agency, READ_CASES.id)
    with django_assert_max_num_queries(12):
        answer = call("GET", "/cases", token)
    assert [one["id"] for one in answer.json()["items"]] == [c.pk for c in reversed(mine)]
    text = answer.content.decode()
    assert not any(word in text for word in SECRETS)
    assert call("GET", "/cases", give_token(world.other, READ_CASES.id)).json()["items"] == []


def test_filters_and_pages(world: World, give_token: Any, call: Any) -> None:
    token = give_token(world.agency, READ_CASES.id)

    def found(query: str) -> list[int]:
        answer = call("GET", f"/cases?{query}", token)
        assert answer.status_code == 200, answer.content
        return sorted(one["id"] for one in answer.json()["items"])

    old = world.registered()
    withdrawn = world.do(Verb.WITHDRAW, world.registered(), reason="书面撤回")
    new = world.apply()
    Case.objects.filter(pk=old.pk).update(due=world.day - timedelta(days=30))
    day = world.day
    assert found("stage=registered") == [old.pk]
    assert found("open=false") == [withdrawn.pk]
    assert found("open=true") == [old.pk, new.pk]
    assert found("overdue=true") == [old.pk]
    assert found("overdue=false") == [withdrawn.pk, new.pk]
    assert found(f"received_from={day}&received_to={day}") == [old.pk, withdrawn.pk]
    assert found(f"received_to={day - timedelta(days=1)}") == []
    assert found(f"ended_from={day}&ended_to={day}") == [withdrawn.pk]
    assert found("changed_since=2199-01-01T00:00:00Z") == []
    later = at(day, 10).isoformat().replace("+", "%2B")
    assert found(f"changed_since={later}") == [old.pk, withdrawn.pk, new.pk]
    seen, cursor = [], ""
    while True:
        page = call("GET", f"/cases?limit=1&sort=changed&cursor={cursor}", token).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == [old.pk, withdrawn.pk, new.pk]
    for query in ("stage=nowhere", "changed_since=2026-01-01T00:00:00", "received_from=x"):
        assert call("GET", f"/cases?{query}", token).status_code == 422
    assert Clock.RUNS.value in {
        one["clock"] for one in call("GET", "/cases", token).json()["items"]
    }


def test_one_case_with_its_stages_letters_and_decisions(
    world: World, give_token: Any, call: Any
) -> None:
    case = world.answered()
    token = give_token(world.agency, READ_CASES.id)
    answer = call("GET", f"/cases/{case.pk}", token)
    given = answer.json()
    assert given["outcome"] == "D12" and given["replied"] == str(world.day)
    assert [one["stage"] for one in given["stages"]][-1] == "answered"
    assert [one["code"] for one in given["decisions"]] == ["D12"]
    assert given["letters"][-1]["number"].startswith("云审批")
    assert not any(word in answer.content.decode() for word in SECRETS)
    same = call("GET", f"/cases/{case.pk}", token, If_None_Match=answer["ETag"])
    assert same.status_code == 304


# personal data


def test_people_are_read_under_their_own_scope_with_a_reason_and_a_line(
    world: World, give_token: Any, call: Any
) -> None:
    case = world.registered()
    path = f"/cases/{case.pk}/people"
    plain = give_token(world.agency, READ_CASES.id)
    assert call("POST", path, plain, {"reason": "x"}).status_code == 403
    token = give_token(world.agency, READ_PEOPLE.id)
    assert call("POST", path, token, {"reason": " "}).status_code == 422
    assert not Entry.objects.filter(verb="read").exists()
    answer = call("POST", path, token, {"reason": "向申请人寄送答复"})
    assert answer.json()["people"][0]["name"] == "林测试"
    assert answer.json()["description"] == WISH["description"]
    assert (answer.json()["proof"], answer.json()["wanted_form"]) == ("", WISH["wanted_form"])
    assert answer["Cache-Control"] == "no-store"
    line = Entry.objects.get(verb="read")
    assert line.personal and line.reason == "向申请人寄送答复" and line.object == str(case.pk)
    assert not any(word in json.dumps(line.after, ensure_ascii=False) for word in SECRETS)
    call("POST", path, token, {"reason": "再次核对"})
    assert Entry.objects.filter(verb="read").count() == 2


@pytest.mark.parametrize("scope", [one.id for one in all_scopes()])
def test_no_token_of_another_body_sees_a_case(
    world: World, give_token: Any, call: Any, scope: str
) -> None:
    case = world.registered()
    for body in (world.other, world.city):
        token = give_token(body, scope)
        before = Entry.objects.count()
        for method, path, data in (
            ("GET", f"/cases/{case.pk}", None), ("GET", "/cases", None),
            ("POST", f"/cases/{case.pk}/people", {"reason": "x"}),
        ):  # fmt: skip
            answer = call(method, path, token, data)
            assert answer.status_code in (403, 404) or answer.json() == {"items": [], "next": None}
            assert case.number not in answer.content.decode()
        assert Entry.objects.count() == before


# web-hooks


def test_hooks_are_told_of_what_happened_and_of_nobody(world: World) -> None:
    events = ["case.received", "case.stage", "case.due", "case.answered", "case.ended"]
    facts = {"url": "https://oa.example.com/hooks", "events": events}
    perform(api_actions.SetHook(), SYSTEM, Hook(agency=world.agency), now=at(world.day), **facts)
    perform(api_actions.SetHook(), SYSTEM, Hook(agency=world.other), now=at(world.day), **facts)
    answered = world.answered()
    world.do(Verb.EXTEND, world.registered(), days=10, reason="档案多", method="direct")
    world.do(Verb.WITHDRAW, world.registered(), reason="书面撤回")
    told = list(Delivery.objects.filter(hook__agency=world.agency).values_list("event", "body"))
    assert {event for event, _ in told} == set(events)
    assert not Delivery.objects.filter(hook__agency=world.other).exists()
    for _, body in told:
        given = json.loads(body)
        assert set(given) == {"id", "event", "at", "agency", "url"}
        assert not any(word in body for word in (*SECRETS, "档案多"))
    urls = {json.loads(body)["url"] for event, body in told if event == "case.answered"}
    assert urls == {f"/api/v1/cases/{answered.pk}"}


# the ledger


def test_the_ledger_gives_tables_three_and_four(world: World, give_token: Any, call: Any) -> None:
    world.answered()
    world.registered()
    token = give_token(world.agency, READ_LEDGER.id)
    year = world.day.year
    given = call("GET", f"/ledger/{year}/applications", token).json()
    figures = {(one["row"], one["column"]): one["value"] for one in given["figures"]}
    assert given["balanced"] and given["unplaced"] == 0
    assert figures["new_applications", "natural_person"] == 2
    assert figures["granted", "total"] == 1 and figures["carried_out", "total"] == 1
    given = call("GET", f"/ledger/{year}/disputes", token).json()
    assert all(one["value"] == 0 for one in given["figures"]) and given["figures"]
    assert call("GET", "/ledger/1999/applications", token).status_code == 422
    other = give_token(world.other, READ_LEDGER.id)
    given = call("GET", f"/ledger/{year}/applications", other).json()
    assert sum(one["value"] for one in given["figures"]) == 0

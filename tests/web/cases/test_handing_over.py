"""移交承接机关: who hands over and takes over, what stays as it was, who sees what then."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from gongkai.law.decisions.guards import Record
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies import actions as agencies
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import measures, measures_records, policies, successors
from gongkai.web.cases.actions import ACTIONS, KeepComplaint, OpenDispute, UpdateDispute
from gongkai.web.cases.ledger import CARRIED_OUT, NEW, TOTAL, bodies_of, table_3, table_4
from gongkai.web.cases.models import Case, Complaint, Dispute, Redaction
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.staff import handovers
from gongkai.web.files.kinds import Kind
from gongkai.web.files.policies import files_of
from tests.web.agencies.world import sit
from tests.web.cases.desk import page, present
from tests.web.cases.papers import file_of
from tests.web.cases.world import PERSON, WISH, World, at


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """As for every module, but its day is today: pages know no other."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield present()
        transaction.set_rollback(True)


def taken_in(world: World, agency: Agency) -> Case:
    row = Case(agency=agency)
    facts = {"channel": "in-person", "people": [PERSON], **WISH}
    return perform(ACTIONS[Verb.TAKE_IN](), SYSTEM, row, now=at(world.day), **facts)


def merged(world: World) -> tuple[Agency, Case]:
    """A body that went into ours, with a case that it left open."""
    old = world._found("云州市审批中心", world.city)
    case = taken_in(world, old)
    facts = {"successor": world.agency, "day": world.day - timedelta(days=1)}
    Agency.objects.filter(pk=old.pk).update(since=date(2008, 5, 1))
    old.refresh_from_db()
    perform(agencies.Merge(), SYSTEM, old, now=at(world.day), **facts)
    return old, case


@pytest.mark.parametrize("stage", [Stage.ARRIVED, Stage.WITH_SECTIONS, Stage.SIGNED])
def test_the_period_stays_and_the_work_begins_anew(shared: World, stage: Stage) -> None:
    shared.succeed()
    case = shared.at_stage(stage)
    due, number, received = case.due, case.number, case.received
    done = shared.do(Verb.HAND_OVER, case, **shared.facts(Verb.HAND_OVER, case))
    done.refresh_from_db()
    assert (done.agency, done.due, done.number, done.received) == (
        shared.other, due, number, received,
    )  # fmt: skip
    assert done.stage == (Stage.ARRIVED if stage is Stage.ARRIVED else Stage.REGISTERED)
    assert not done.assignments.filter(recalled=None).exists()
    assert not done.papers.exclude(state="void").exists()
    assert not done.items.exclude(code="").exists() and done.outcome == ""
    row = done.handovers.get()
    assert (row.origin, row.successor, row.stage) == (shared.agency, shared.other, stage)
    # and goes on there
    if stage is not Stage.ARRIVED:
        clerk = shared.actor(Role.INTAKE, shared.other)
        assert shared.do(Verb.KEEP, done, clerk, skip="直接办理").stage == "deciding"


def test_nothing_that_the_body_before_found_is_found_there(shared: World) -> None:
    shared.succeed()
    clerk = shared.actor(Role.INTAKE, shared.other)
    claim = shared.claimed(Stage.DECIDING)
    claim = shared.do(Verb.FIND, claim, **shared.facts(Verb.FIND, claim))
    claim = shared.do(Verb.HAND_OVER, claim, **shared.facts(Verb.HAND_OVER, claim))
    claim = shared.do(Verb.KEEP, claim, clerk, skip="直接办理")
    with pytest.raises(Refused, match="还没有拟定更正处理"):
        shared.do(Verb.DRAFT, claim, clerk)
    # nor did its sections speak, nor is a file to go out that it made safe
    case = shared.do(Verb.KEEP, shared.registered(), skip="直接办理")
    source = file_of(case, b"%PDF-1.7 made", "名单.pdf", Kind.PDF)
    file = Redaction.objects.create(
        case=case, source=source, begun=at(shared.day), result="x", released=True, work="made"
    )
    later = copy(shared)
    later.pass_days(1)
    case = later.do(Verb.HAND_OVER, case, **later.facts(Verb.HAND_OVER, case))
    file.refresh_from_db()
    assert not file.released
    with pytest.raises(Refused, match="科室还没有提出意见"):
        later.do(Verb.DECIDE, case, clerk, **{**later.facts(Verb.DECIDE, case), "skip": ""})


def test_a_dispute_goes_on_in_the_register_of_who_can_keep_it(shared: World) -> None:
    old, case = merged(shared)
    facts = {"forum": "reconsideration", "numbers": ["云政复〔2026〕1号"], "body": "云州市人民政府",
             "opened": shared.day}  # fmt: skip
    row = perform(OpenDispute(), SYSTEM, Dispute(agency=old, case=case), now=at(shared.day),
                  **facts)  # fmt: skip
    new = shared.actor(Role.INTAKE)
    shared.do(Verb.HAND_OVER, case, new, successor=shared.agency, reason="职责已由本机关承接")
    done = {"outcomes": ["review_annulled"], "effective": shared.day}
    row = perform(UpdateDispute(), new, row, now=at(shared.day), **done)
    assert row.agency == shared.agency and row.outcomes == ["review_annulled"]
    # a body that stands keeps its own
    shared.succeed()
    case = shared.registered()
    row = perform(OpenDispute(), new, Dispute(agency=shared.agency, case=case),
                  now=at(shared.day), **facts)  # fmt: skip
    case.refresh_from_db()
    shared.do(Verb.HAND_OVER, case, **shared.facts(Verb.HAND_OVER, case))
    with pytest.raises(Refused) as refused:
        perform(UpdateDispute(), shared.actor(Role.INTAKE, shared.other), row, now=at(shared.day))
    assert refused.value.kind is Refusal.FORBIDDEN
    assert perform(UpdateDispute(), new, row, now=at(shared.day), **done).agency == shared.agency


def test_a_body_still_stands_on_its_last_day(shared: World) -> None:
    old, _ = merged(shared)
    last = shared.day - timedelta(days=1)
    assert old.pk not in successors.predecessors(shared.agency.pk, last)
    assert old.pk in successors.predecessors(shared.agency.pk, shared.day)
    successors.refuse_ended(old.name, shared.other, last)  # it may be named


def test_each_body_sees_what_it_may(shared: World) -> None:
    shared.succeed()
    case = shared.do(Verb.HAND_OVER, shared.registered(), **shared.facts(Verb.HAND_OVER, Case()))
    old, new = (shared.actor(Role.INTAKE, one) for one in (shared.agency, shared.other))
    assert not policies.rows_of(Case, old).filter(pk=case.pk).exists()
    assert policies.rows_of(Case, new).filter(pk=case.pk).exists()
    for actor in (old, new):
        assert policies.handovers_of(actor).filter(case=case).exists()
    assert not policies.handovers_of(shared.actor(Role.HANDLER, section=shared.section)).exists()
    clerk = sit(shared.agency, Role.INTAKE)
    assert clerk.get(case.get_absolute_url()).status_code == 404
    text = page(clerk, reverse("handovers"))
    assert case.number in text and shared.other.name in text


def test_only_who_took_over_by_the_register_of_bodies_gets_it(shared: World) -> None:
    case = shared.registered()
    with pytest.raises(Refused, match="没有登记") as refused:
        shared.do(Verb.HAND_OVER, case, successor=shared.other, reason="职责已经划转")
    assert refused.value.kind is Refusal.LAW
    assert Verb.HAND_OVER.zh not in page(sit(shared.agency, Role.INTAKE), case.get_absolute_url())


def test_the_successor_takes_over_from_a_body_that_is_no_more(shared: World) -> None:
    old, case = merged(shared)
    stranger = shared.actor(Role.INTAKE, shared.other)
    with pytest.raises(Refused) as refused:
        shared.do(Verb.HAND_OVER, case, stranger, successor=shared.other, reason="x")
    assert refused.value.kind is Refusal.FORBIDDEN
    clerk = sit(shared.agency, Role.INTAKE)
    url = reverse("take_over", args=[case.pk])
    assert f"接办 {case.number}" in page(clerk, reverse("handovers"))
    assert page(clerk, url) and clerk.post(url, {"reason": ""}).status_code == 400
    answer = clerk.post(url, {"reason": "职责已由本机关承接"})
    assert answer.headers["Location"] == case.get_absolute_url()
    case.refresh_from_db()
    assert case.agency == shared.agency and case.handovers.get().origin == old
    assert clerk.get(url).status_code == 404  # once
    assert sit(shared.agency, Role.APPROVER).get(url).status_code == 403
    assert sit(shared.other, Role.INTAKE).get(url).status_code == 404


def test_what_waits_is_counted_where_not_all_of_it_is_listed(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, first = merged(shared)
    others = [taken_in(shared, old) for _ in range(2)]
    clerk, address = sit(shared.agency, Role.INTAKE), reverse("handovers")
    assert "还有" not in page(clerk, address)
    monkeypatch.setattr(handovers, "_WAITING", 1)
    text = page(clerk, address)
    assert f"接办 {first.number}" in text and "还有 2 件" in text
    assert not any(one.number in text for one in others)


def test_the_years_before_stay_with_who_had_it_then(shared: World) -> None:
    shared.succeed()
    case = shared.registered()
    Case.objects.filter(pk=case.pk).update(
        arrived=shared.day - timedelta(days=400), received=shared.day - timedelta(days=400)
    )
    before = (shared.day - timedelta(days=400)).year
    old, new = shared.agency, shared.other
    tables = [table_3(bodies_of(one, before), before) for one in (old, new)]
    case.refresh_from_db()
    shared.do(Verb.HAND_OVER, case, **shared.facts(Verb.HAND_OVER, case))
    assert [table_3(bodies_of(one, before), before).counts for one in (old, new)] == [
        one.counts for one in tables
    ]
    assert tables[0][NEW, TOTAL] == tables[0][CARRIED_OUT, TOTAL] == 1
    now = shared.day.year
    assert table_3(bodies_of(old, now), now)[CARRIED_OUT, TOTAL] == 0
    assert table_3(bodies_of(new, now), now)[CARRIED_OUT, TOTAL] == 1


def test_a_case_is_not_handed_on_before_it_came(shared: World) -> None:
    shared.succeed()
    case = shared.registered()
    Case.objects.filter(pk=case.pk).update(
        backlog="旧案", arrived=shared.day - timedelta(9), received=shared.day - timedelta(9)
    )
    case.steps.update(day=shared.day - timedelta(9))
    case.refresh_from_db()
    case = shared.do(Verb.HAND_OVER, case, **shared.facts(Verb.HAND_OVER, case))
    back = {"successor": shared.agency, "day": shared.day - timedelta(5), "functions": "退回的职责"}
    perform(agencies.HandOn(), SYSTEM, shared.other, now=at(shared.day), **back)
    facts = {"successor": shared.agency, "reason": "划回"}
    with pytest.raises(Refused, match=f"已于{shared.day}由{shared.agency}移交") as refused:
        shared.do(Verb.HAND_OVER, case, SYSTEM, on=shared.day - timedelta(1), **facts)
    assert "请核对，填写" in refused.value.sentence
    case = shared.do(Verb.HAND_OVER, case, SYSTEM, **facts)  # the same day will do
    assert case.agency == shared.agency and case.handovers.count() == 2


def test_the_parts_of_a_case_were_with_whoever_had_the_whole(shared: World) -> None:
    shared.succeed()
    case = shared.registered(items=["甲表", "乙表"])
    file_of(case, b"%PDF-1.7 sent", "材料.pdf", Kind.PDF)
    Case.objects.filter(pk=case.pk).update(
        arrived=shared.day - timedelta(days=400), received=shared.day - timedelta(days=400)
    )
    case.refresh_from_db()
    case = shared.do(Verb.HAND_OVER, case, **shared.facts(Verb.HAND_OVER, case))
    clerk = shared.actor(Role.INTAKE, shared.other)
    case = shared.do(Verb.SPLIT, case, clerk, reason="两项内容", groups=[[1], [2]])
    part = case.parts.get()
    there = part.handovers.get()
    assert (there.origin, there.successor, there.day) == (shared.agency, shared.other, shared.day)
    assert case.handovers.count() == 1
    assert [one.name for one in files_of(part)] == ["材料.pdf"]
    year = (shared.day - timedelta(days=400)).year
    counted = [table_3([one.pk], year)[NEW, TOTAL] for one in (shared.agency, shared.other)]
    assert counted == [2, 0]


def test_so_do_fees_claims_disputes_complaints_and_what_an_inspection_sent(shared: World) -> None:
    shared.succeed()
    old, new, now = shared.agency.pk, shared.other.pk, shared.day.year
    before = shared.day - timedelta(days=400)
    year = before.year
    fee = shared.do(Verb.KEEP, shared.registered(), skip="直接办理")
    fee = shared.do(Verb.NOTIFY_FEE, fee, **shared.facts(Verb.NOTIFY_FEE, fee))
    claim, drill = shared.claimed(), shared.registered()
    Case.objects.filter(pk=drill.pk).update(drill=True)
    for case in (claim, drill):
        Case.objects.filter(pk=case.pk).update(arrived=before, received=before)
    clerk = shared.actor(Role.INTAKE)
    facts = {"forum": "reconsideration", "numbers": ["云政复〔2025〕1号"], "body": "云州市人民政府",
             "opened": before}  # fmt: skip
    perform(OpenDispute(), clerk, Dispute(agency=shared.agency, case=claim), now=at(shared.day),
            **facts)  # fmt: skip
    said = {"kind": "complaint", "day": before, "source": "来信", "text": "没有答复"}
    row = Complaint(agency=shared.agency, case=claim)
    perform(KeepComplaint(), clerk, row, now=at(shared.day), **said)

    def figures(body: int, year: int) -> list[object]:
        return [
            len(measures.drills([body], year).cases),
            measures_records.claims([body], year).received,
            measures.complaints_of([body], year)[0].complaints,
            table_4([body], year)["reconsideration", TOTAL],
        ]  # fmt: skip

    assert figures(old, year) == [1, 1, 1, 1] and figures(new, year) == [0] * 4
    for case in (fee, claim, drill):
        case.refresh_from_db()
        facts = shared.facts(Verb.HAND_OVER, case)
        perform(ACTIONS[Verb.HAND_OVER](), clerk, case, now=at(shared.day, 11), **facts)
    # as if the body were no more: its registers went over with the case
    Dispute.objects.update(agency=new)
    Complaint.objects.update(agency=new)
    assert figures(old, year) == [1, 1, 1, 1] and figures(new, year) == [0] * 4
    # this year what is open is with who has it; the complaint is over
    assert figures(old, now) == [0] * 4 and figures(new, now) == [1, 0, 0, 1]
    # who sent the notice has the money
    assert [measures.fees([one], now).notices for one in (old, new)] == [1, 0]


def test_t27_offers_who_took_over_and_refuses_who_is_no_more(shared: World) -> None:
    old, _ = merged(shared)
    gone = shared._found("云州市招生办公室", shared.city)
    Agency.objects.filter(pk=gone.pk).update(since=date(2008, 5, 1))
    gone.refresh_from_db()
    facts = {"successor": shared.other, "day": shared.day - timedelta(days=1)}
    perform(agencies.Merge(), SYSTEM, gone, now=at(shared.day), **facts)
    case = shared.opined()
    for kind in (Record.REASON, Record.COMPETENT_BODY):
        facts = {"kind": kind.value, "text": "招生信息由教育部门制作", "day": shared.day}
        case = shared.do(Verb.RECORD, case, **facts)
    clerk = sit(shared.agency, Role.INTAKE)
    url = reverse("case_act", args=[case.pk, "decide"]) + "?c1=D42"
    text = page(clerk, url)
    assert f"{gone}并入{shared.other}" in text
    assert f"{old}并入" not in text  # its functions are ours
    form = {"c1": "D42", "i1-reason": "招生信息由教育部门制作", "i1-other_body-successor":
            str(shared.other.pk), "version": case.version}  # fmt: skip
    answer = clerk.post(reverse("case_act", args=[case.pk, "decide"]), form)
    assert answer.status_code == 302, answer.content.decode()
    named = case.items.get().details["other_body"]
    assert named["name"] == shared.other.name and "0000-5550003" in named["contact"]
    for name, sentence, kind in (
        (gone.name, f"由{shared.other}承接", Refusal.INPUT),
        (old.name, "已经由本机关承接", Refusal.LAW),
    ):
        given = {"order": 1, "code": "D42", "reason": "不掌握",
                 "details": {"other_body": {"name": name, "contact": "0"}}}  # fmt: skip
        with pytest.raises(Refused, match=sentence) as refused:
            shared.do(Verb.DECIDE, case, decisions=[given])
        assert refused.value.kind is kind
    assert successors.successors(gone, shared.day) == [shared.other]

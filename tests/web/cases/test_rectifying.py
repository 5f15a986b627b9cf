"""更正 (第四十一条), 转为主动公开 (第四十四条), reasons that the applicant gives (第三十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import measures, measures_records
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.ledger import NEW, TOTAL, table_3
from gongkai.web.cases.models import Case, Proposal
from gongkai.web.cases.moves import MOVES, Matter, Stage, Verb
from gongkai.web.cases.policies import applicant_of
from gongkai.web.files.kinds import Kind
from gongkai.web.files.policies import files_of
from tests.web.agencies.world import sit
from tests.web.cases.desk import page, present
from tests.web.cases.papers import file_of
from tests.web.cases.world import CLAIM, NET, PERSON, World, at, everything

OTHER = {**PERSON, "name": "赵样例", "identity": "X0000002", "phone": "00000000002"}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """As for every module, but its day is today: pages know no other."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield present()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def signed(town: World) -> Case:
    return town.found()


@pytest.fixture(scope="module")
def given(town: World) -> Case:
    """Answered: information was given."""
    return town.answered(way="online")


def refused(world: World, verb: Verb, case: Case, **facts: Any) -> Refused:
    with pytest.raises(Refused) as found:
        perform(ACTIONS[verb](), SYSTEM, case, now=at(world.day), **facts)
    return found.value


# 更正 --------------------------------------------------------------------------------


def test_a_claim_has_no_clock_no_item_and_a_title_that_names_nobody(shared: World) -> None:
    case = shared.hand_in(**CLAIM, title="更正林测试的登记")
    assert (case.clock, case.due, case.items.count()) == ("untimed", None, 0)
    assert case.title == "更正***的登记" and case.rectification.proof == "户口簿复印件"
    assert "没有法定" in page(sit(shared.agency, Role.INTAKE), case.get_absolute_url())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"features": ""}, "哪一条记录"),
        ({"description": ""}, "哪里不准确"),
        ({"matter": "complaint"}, "事项种类"),
    ],
)
def test_what_a_claim_lacks_is_said(shared: World, changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        shared.hand_in(**{**CLAIM, **changes})


def test_on_line_the_evidence_is_named_at_once(shared: World) -> None:
    assert shared.apply(**CLAIM).matter == Matter.RECTIFICATION
    with pytest.raises(Refused, match="没有写明证据"):
        shared.apply(**{**CLAIM, "proof": ""})


def test_what_is_not_for_a_claim_is_refused_in_every_stage(shared: World, signed: Case) -> None:
    claims = [shared.claimed(Stage.DECIDING), signed]
    before = everything()
    for case in claims:
        for verb, move in MOVES.items():
            if Matter.RECTIFICATION in move.matters or not move.stages or verb not in ACTIONS:
                continue
            found = refused(shared, verb, case)
            assert found.kind is Refusal.STATE and "更正申请" in found.sentence, verb
    application = shared.registered()
    found = refused(shared, Verb.FIND, application)
    assert found.kind is Refusal.STATE and "政府信息公开申请" in found.sentence
    assert [one for one in everything()["cases.Step"] if one not in before["cases.Step"]] == [
        one for one in everything()["cases.Step"] if one[1] == application.pk
    ]


def test_a_claim_found_true_ends_with_its_letter_and_in_no_row_of_table_3(
    shared: World, signed: Case
) -> None:
    text = signed.papers.last().text
    for words in ("2022年住房补贴登记表", "应当为4人", "户口簿能够证明登记有误", "第四十一条",
                  "由3人更正为4人", "行政复议"):  # fmt: skip
        assert words in text
    case = shared.do(Verb.SERVE, signed, **NET)
    assert (case.stage, case.outcome, case.row, case.late) == ("answered", "", "", False)
    assert case.ended == case.replied == shared.day
    year = shared.day.year
    shared.registered(people=[OTHER])
    three = table_3([shared.agency.pk], year)
    assert three[NEW, TOTAL] == 1 and three.balanced  # the application alone
    assert measures.replies([shared.agency.pk], year).count == 0
    said = measures_records.claims([shared.agency.pk], year).sentence
    assert "收到更正申请1件" in said and "予以更正1件" in said and "不计入表三" in said


def test_the_database_itself_keeps_a_claim_out_of_table_3(shared: World, signed: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=signed.pk).update(ended=shared.day, row="granted")


@pytest.mark.parametrize(
    ("finding", "facts", "words"),
    [
        ("unchanged", {}, "本机关对该记录不予更正。"),
        ("passed_on", {"body": "云州市民政局", "contact": "0000-5550009"}, "转送该机关处理"),
        ("directed", {"body": "云州市民政局", "contact": "0000-5550009"}, "可以向该机关提出"),
    ],
)
def test_each_finding_has_its_words(
    shared: World, finding: str, facts: dict[str, str], words: str
) -> None:
    case = shared.claimed(Stage.DECIDING)
    case = shared.do(Verb.FIND, case, finding=finding, grounds="记录由民政局制作", **facts)
    case = shared.do(Verb.DRAFT, case)
    text = case.papers.last().text
    assert words in text and all(word in text for word in facts.values())
    # found anew, the draft is no more
    case = shared.do(Verb.FIND, case, **shared.facts(Verb.FIND, case))
    assert case.papers.last().state == "void"


def test_a_record_is_not_changed_for_somebody_unknown(shared: World) -> None:
    unknown = {key: value for key, value in PERSON.items() if not key.startswith("identity")}
    case = shared.claimed(Stage.DECIDING, people=[unknown])
    facts = shared.facts(Verb.FIND, case)
    assert "核对申请人的身份" in refused(shared, Verb.FIND, case, **facts).sentence
    case = shared.claimed(Stage.REGISTERED)
    facts = {**facts, "skip": ""}
    assert "科室还没有提出意见" in refused(shared, Verb.FIND, case, **facts).sentence


def test_a_claim_that_was_overturned_is_examined_and_answered_anew(
    shared: World, signed: Case
) -> None:
    old = shared.do(Verb.SERVE, signed, **NET)
    file_of(old, b"%PDF-1.7 proof", "户口簿.pdf", Kind.PDF)
    old = shared.do(Verb.ARCHIVE, old, retention="10年")
    dispute, later = shared.dispute(old), copy(shared)
    until = shared.day + timedelta(3)
    old = shared.do(Verb.REDO, old, dispute=dispute, day=shared.day, until=until)
    new = old.redone.get()
    assert (new.matter, new.clock, new.due) == (Matter.RECTIFICATION, "runs", until)
    claim = new.rectification
    assert (claim.proof, claim.finding, claim.grounds) == (CLAIM["proof"], "", "")
    assert [one.name for one in files_of(new)] == ["户口簿.pdf"]
    new = later.do(Verb.REGISTER, new, title="更正住房补贴登记")
    new = later.do(Verb.KEEP, new, skip="复议决定责令重新处理")
    later.pass_days(4)
    new = later.do(Verb.FIND, new, finding="unchanged", grounds="另查户籍底册，登记无误")
    for verb in (Verb.DRAFT, Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY,
                 Verb.SIGN):  # fmt: skip
        new = later.do(verb, new, **later.facts(verb, new))
    text = new.papers.last().text
    assert "按照云州市人民政府行政复议决定（云政复〔2026〕1号），本机关重新作出处理" in text
    assert "另查户籍底册" in text and "不予更正" in text
    new = later.do(Verb.SERVE, new, **NET)
    assert (new.stage, new.row, new.late) == ("answered", "", True)  # after the day that was set
    assert "逾期" in page(sit(shared.agency, Role.INTAKE), new.get_absolute_url())
    dispute.refresh_from_db()
    assert dispute.redone == new.replied and old.rectification.finding == "rectified"
    said = measures_records.claims([shared.agency.pk], shared.day.year).sentence
    assert "收到更正申请1件" in said and "不予更正" not in said  # it is counted once


def test_without_a_day_set_a_claim_taken_up_anew_has_no_period(shared: World, signed: Case) -> None:
    old, clerk = shared.do(Verb.SERVE, signed, **NET), sit(shared.agency, Role.INTAKE)
    dispute, url = shared.dispute(old), reverse("case_act", args=[old.pk, "redo"])
    assert url in page(clerk, old.get_absolute_url()) and "更正没有法定期限" in page(clerk, url)
    old = shared.do(Verb.REDO, old, dispute=dispute, day=shared.day)
    assert (old.redone.get().clock, old.redone.get().due) == ("untimed", None)


def test_a_claim_withdrawn_is_counted_nowhere(shared: World) -> None:
    case = shared.do(Verb.WITHDRAW, shared.claimed(Stage.REGISTERED), reason="书面撤回")
    assert (case.stage, case.row, case.outcome) == ("closed", "", "")


def test_the_pages_of_a_claim_lead_through_it(shared: World, signed: Case) -> None:
    clerk = sit(shared.agency, Role.INTAKE)
    case = shared.claimed(Stage.DECIDING)
    text = page(clerk, case.get_absolute_url())
    for words in ("更正申请", "哪一条记录", "户口簿复印件", "拟定更正处理"):
        assert words in text
    assert "告知补正" not in text and "区分处理" not in text
    url = reverse("case_act", args=[case.pk, "find"])
    assert "审核属实，予以更正" in page(clerk, url)
    facts = {**shared.facts(Verb.FIND, case), "version": case.version}
    answer = clerk.post(url, facts)
    assert answer.headers["Location"] == case.get_absolute_url()
    assert "拟定处理结果" in page(clerk, case.get_absolute_url())
    listed = page(clerk, f"{reverse('cases')}?matter=rectification")
    assert case.number in listed and shared.registered().number not in listed
    amended = reverse("case_act", args=[case.pk, "amend"])
    assert "哪一条记录" in page(clerk, amended)
    facts = {"reason": "录入有误", "title": "更正登记", "way": "online", **CLAIM}
    facts["proof"] = "户口簿、身份证"
    clerk.post(amended, facts)
    case = Case.objects.get(pk=case.pk)
    assert (case.title, case.rectification.proof) == ("更正登记", "户口簿、身份证")
    assert "更正申请" in page(clerk, reverse("cases_statistics"))


def test_a_clerk_takes_a_claim_down(shared: World) -> None:
    clerk = sit(shared.agency, Role.INTAKE)
    start = page(clerk, reverse("case_new"))
    token = start.split('name="token" value="')[1].split('"')[0]
    form = {
        "token": token, "channel": "in-person", "arrived": shared.day.isoformat(), "people": "1",
        "to_office": "on", "p1-kind": "person", "p1-name": "林测试", **CLAIM, "way": "post",
    }  # fmt: skip
    answer = clerk.post(reverse("case_new"), form)
    assert answer.status_code == 302, answer.content.decode()
    assert Case.objects.get(token=token).rectifies


# on the portal ------------------------------------------------------------------------------------


def test_a_citizen_claims_on_line_and_follows_it(shared: World) -> None:
    visitor = Client()
    form = reverse("apply_claim", args=[shared.agency.pk])
    assert "要更正的记录" in page(visitor, form)
    typed = {
        "people": "1", "people-0-kind": "person", "people-0-name": "林测试",
        "people-0-identity_kind": "passport", "people-0-identity": "X0000001",
        "people-0-phone": "00000000001", "claim-way": "online", "act": "check",
        **{f"claim-{name}": CLAIM[name] for name in ("features", "description")},
    }  # fmt: skip
    assert visitor.post(form, typed).status_code == 200  # the evidence is missing
    check = reverse("apply_claim_review", args=[shared.agency.pk])
    answer = visitor.post(form, {**typed, "claim-proof": CLAIM["proof"]})
    assert answer.headers["Location"] == check
    text = page(visitor, check)
    token = text.split('name="token" value="')[1].split('"')[0]
    assert "户口簿复印件" in text
    visitor.post(check, {"token": token})
    case = Case.objects.get(token=token)
    assert case.rectifies and case.channel == "online"
    assert "选择证明记录不准确的材料" in page(visitor, reverse("apply_receipt", args=[case.key]))
    own = page(visitor, reverse("apply_case", args=[case.key]))
    assert "哪一条记录" in own and "答复期限从次日起算" not in own


def _visitor(case: Case, world: World) -> Client:
    """Somebody who has shown number and code."""
    from gongkai.web.cases.actions.intake import code_of

    visitor = Client()
    answer = visitor.post(
        reverse("apply_track"), {"number": case.number, "code": code_of(case.token)}
    )
    assert answer.status_code == 302
    return visitor


def _online(world: World, **more: Any) -> Case:
    case = world.apply(**more)
    case = world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话确认")
    return world.do(Verb.REGISTER, case, title="行政审批事项调整情况")


def test_the_applicant_sees_what_was_found(shared: World) -> None:
    case = _online(shared, **CLAIM)
    for verb in (Verb.KEEP, Verb.FIND, Verb.DRAFT, Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW,
                 Verb.REVIEW_SECRECY, Verb.SIGN):  # fmt: skip
        case = shared.do(verb, case, **shared.facts(verb, case))
    case = shared.do(Verb.SERVE, case, **NET)
    text = page(_visitor(case, shared), reverse("apply_case", args=[case.key]))
    assert "发出告知书" in text and "予以更正" in text and "行政复议" in text
    assert "建议纳入主动公开" not in text


# 说明理由 --------------------------------------------------------------------------------


def test_the_applicant_gives_his_reasons_on_line(shared: World) -> None:
    case = _online(shared)
    visitor = _visitor(case, shared)
    own, url = (reverse(name, args=[case.key]) for name in ("apply_case", "apply_explain"))
    assert visitor.get(url).headers["Location"] == own  # nobody has asked
    case = shared.do(Verb.ASK_REASONS, case, counts="120件", days=10, **NET)
    assert "在网上填写" in page(visitor, own)
    assert "说明理由告知书" in page(visitor, url)
    assert visitor.post(url, {"text": ""}).status_code == 200
    assert visitor.post(url, {"text": "用于历史研究"}).headers["Location"] == own
    visitor.post(url, {"text": "另有补充"})
    case = Case.objects.get(pk=case.pk)
    assert (case.reasons, case.reasons_came) == ("用于历史研究\n另有补充", shared.day)
    assert "在网上说明了理由" in page(visitor, own)
    # nobody is held to have given none, nor is it lost
    facts = shared.facts(Verb.DECIDE, case)
    facts["decisions"][0] |= {"code": "D54", "details": {}}
    record = {"kind": "reasons_assessed", "text": "理由不合理", "day": shared.day}
    case = shared.do(Verb.RECORD, case, **record)
    later = copy(shared)
    later.pass_days(60)
    assert "网上说明理由，请先确认收到" in refused(later, Verb.DECIDE, case, **facts).sentence
    clerk = sit(shared.agency, Role.INTAKE)
    assert "用于历史研究" in page(clerk, reverse("case_act", args=[case.pk, "receive_reasons"]))
    case = shared.do(Verb.RECEIVE_REASONS, case, day=shared.day)
    assert case.reasons_came is None and "另有补充" in case.description


def test_nothing_is_awaited_of_a_body_when_the_case_is_over(shared: World) -> None:
    case = _online(shared)
    case = shared.do(Verb.ASK_REASONS, case, counts="120件", days=10, **NET)
    case = shared.do(Verb.SEND_REASONS, case, text="用于历史研究")
    own, visitor = reverse("apply_case", args=[case.key]), _visitor(case, shared)
    assert "等待机关确认收到" in page(visitor, own)
    shared.do(Verb.WITHDRAW, case, applicant_of(case))
    text = page(visitor, own)
    assert "您在网上说明了理由" in text and "等待机关确认收到" not in text


def test_reasons_are_given_only_when_asked_for_and_by_the_applicant(shared: World) -> None:
    case = shared.registered()
    own = applicant_of(case)
    with pytest.raises(Refused, match="不需要说明理由"):
        perform(ACTIONS[Verb.SEND_REASONS](), own, case, now=at(shared.day), text="研究")
    with pytest.raises(Refused, match="申请人办理"):
        shared.do(Verb.SEND_REASONS, case, shared.actor(Role.INTAKE), text="研究")


# 转为主动公开 --------------------------------------------------------------------------------


def test_the_applicant_proposes_and_the_body_examines_and_publishes(shared: World) -> None:
    case = _online(shared)
    for verb in (Verb.KEEP, Verb.DECIDE, Verb.DRAFT, Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW,
                 Verb.REVIEW_SECRECY, Verb.SIGN, Verb.SERVE):  # fmt: skip
        case = shared.do(verb, case, **shared.facts(verb, case))
    visitor = _visitor(case, shared)
    own, url = (reverse(name, args=[case.key]) for name in ("apply_case", "apply_propose"))
    assert "建议纳入主动公开" in page(visitor, own)
    assert "“您认为这些信息”" in visitor.post(url, {"text": "很多人需要"}).content.decode()
    visitor.post(url, {"grounds": ["known", "interests"], "text": "很多人需要"})
    found = Proposal.objects.get(case=case)
    assert (found.origin, found.state) == ("applicant", "open")
    assert visitor.get(url).headers["Location"] == own and "待审核" in page(visitor, own)
    head = sit(shared.agency, Role.APPROVER)
    act = reverse("case_act", args=[case.pk, "examine_proposal"])
    assert "很多人需要" in page(head, act)
    assert "待审核的主动公开建议" in page(head, reverse("work_home"))
    head.post(act, {"accepted": "1", "reason": "需要公众广泛知晓"})
    found.refresh_from_db()
    assert found.state == "accepted" and found.due is not None and found.due > shared.day
    clerk = sit(shared.agency, Role.INTAKE)
    assert "待公开" in page(clerk, reverse("proposals"))
    publish = reverse("case_act", args=[case.pk, "publish"])
    clerk.post(publish, {"day": shared.day.isoformat(), "place": "https://www.example.gov.cn/a"})
    text = page(visitor, own)
    assert "已主动公开" in text and "www.example.gov.cn/a" in text
    said = measures_records.proposals([shared.agency.pk], shared.day.year).sentence
    assert "建议1件，其中审核同意1件，已经公开1件" in said


def test_a_proposal_is_made_once_about_what_was_given(shared: World, given: Case) -> None:
    facts = {"origin": "applicant", "grounds": ["known"]}
    assert "没有审核同意" in refused(shared, Verb.PUBLISH, given, place="网站").sentence
    assert "没有待审核" in refused(shared, Verb.EXAMINE_PROPOSAL, given, reason="属于").sentence
    assert "没有选择理由" in refused(shared, Verb.PROPOSE, given, origin="applicant").sentence
    case = shared.do(Verb.PROPOSE, given, **facts)
    assert "已经建议过" in refused(shared, Verb.PROPOSE, case, **facts).sentence
    case = shared.do(Verb.EXAMINE_PROPOSAL, case, accepted=False, reason="涉及个别人")
    assert case.proposals.get().state == "declined"
    case = shared.do(Verb.PROPOSE, case, **facts)  # circumstances may have changed
    refusal = shared.answered({"order": 1, "code": "D43", "reason": "需要汇总加工", "details": {}})
    found = refused(shared, Verb.PROPOSE, refusal, **facts)
    assert found.kind is Refusal.LAW and "依申请提供" in found.sentence


def test_the_desk_is_told_when_others_were_given_the_same(shared: World, given: Case) -> None:
    clerk = sit(shared.agency, Role.INTAKE)
    assert "相同信息" not in page(clerk, given.get_absolute_url())
    other = shared.answered(people=[OTHER])
    text = page(clerk, given.get_absolute_url())
    assert "依申请提供给其他 1 名申请人" in text
    assert "相同信息" in page(clerk, other.get_absolute_url())
    case = shared.do(Verb.PROPOSE, given, origin="body")  # the body's own thought needs no ground
    assert case.proposals.get().origin == "body"

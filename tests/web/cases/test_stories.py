"""Whole stories through the actions, and what is told of them in the figures and in the file."""

from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.archiving import tasks
from gongkai.web.cases.models import Case, Paper, Redaction
from gongkai.web.cases.moves import CHAIN, Stage, Verb
from gongkai.web.cases.policies import applicant_of
from gongkai.web.files import storage
from gongkai.web.files.models import File
from tests.web.cases.world import DIRECT, NET, PERSON, World, at, granted

SECRET = {"order": 2, "code": "D35", "reason": "属于内部管理信息", "details": {"kind": "人事管理"}}
WITHHELD = {
    "order": 1, "code": "D34", "reason": "涉及商业秘密，公开会对其合法权益造成损害",
    "details": {"kind": "投标人的技术方案"},
}  # fmt: skip


def on_file(world: World, case: Case, *kinds: str) -> Case:
    for kind in kinds:
        case = world.do(
            Verb.RECORD, case, Role.INTAKE, kind=kind, day=world.day, text="见附件", place="档案室",
            by="承办员",
        )  # fmt: skip
    return case


def to_the_end(world: World, case: Case, *decisions: dict[str, Any], **serving: Any) -> Case:
    """From an opinion to the reply, a day for each step."""
    case = world.do(Verb.DECIDE, case, Role.INTAKE, decisions=list(decisions), skip="径行办理")
    case = world.do(Verb.DRAFT, case, Role.INTAKE)
    for verb in (Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN):
        world.pass_days(1)
        who = Role.INTAKE if verb is Verb.SEND_FOR_REVIEW else None
        case = world.do(verb, case, who, **world.facts(verb, case))
    given = {} if case.outcome[:2] in ("D3", "D4", "D5") else {"given_form": "electronic"}
    return world.do(Verb.SERVE, case, **{**given, **NET, **serving})


def reply_of(case: Case) -> Paper:
    return case.papers.filter(notice__gte="T15", state__in=["sent", "served"]).get()


def packed(case: Case) -> dict[str, bytes]:
    tasks.build.call(case.package.pk)
    case.package.refresh_from_db()
    with storage.storage().open(case.package.blob) as opened:
        whole = zipfile.ZipFile(BytesIO(opened.read()))
    return {name: whole.read(name) for name in whole.namelist()}


# the six ------------------------------------------------------------------------------------------


def test_granted_from_the_first_click_to_the_sealed_file(shared: World) -> None:
    world = shared
    case = world.apply()
    assert (case.stage, case.state, case.due, case.clock) == (
        "arrived",
        "unconfirmed",
        None,
        "none",
    )
    with pytest.raises(Refused, match="还没有确认收到"):
        world.do(Verb.REGISTER, case, title="行政审批事项调整情况")
    world.pass_days(1)
    case = world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话确认，本人")
    assert (case.received, case.due) == (date(2026, 3, 3), date(2026, 3, 31))
    case = world.do(Verb.REGISTER, case, title="行政审批事项调整情况")
    case = world.do(Verb.ASSIGN, case, sections=[world.section, world.second])
    lead, other = case.assignments.all()
    assert (lead.lead, other.lead, lead.due) == (True, False, date(2026, 3, 10))
    case = world.do(Verb.OPINE, case, opinion="disclose", basis="可以公开")
    assert case.stage == "with_sections"  # the second has not spoken
    handler = world.actor(Role.HANDLER, section=world.second)
    case = world.do(Verb.OPINE, case, handler, opinion="disclose", basis="同意")
    assert case.stage == "deciding"
    case = to_the_end(world, case, granted(1))
    assert (case.stage, case.state, case.outcome, case.row) == (
        "answered", "replied", "D12", "granted",
    )  # fmt: skip
    assert (case.late, case.clock, case.ended) == (False, "stopped", world.day)
    case = world.do(Verb.RATE, case, score=5, text="很快")
    case = world.do(Verb.ARCHIVE, case, retention="30年")
    case = world.do(Verb.RATE, case, score=4)
    assert (case.stage, case.state, case.score) == ("archived", "archived", 4)
    # each stage has its record
    stamps = [stamp.stage for stamp in case.stamps.all()]
    assert stamps == [
        str(stage) for _, stages in CHAIN for stage in stages if stage is not Stage.CLOSED
    ]
    # and the file holds all, with its hashes
    members = packed(case)
    listed = json.loads(members.pop("目录.json"))["内容"]
    assert {one["name"] for one in listed} == set(members)
    assert any("政府信息公开答复书（予以公开）.pdf" in name for name in members)
    record = json.loads(members[next(one for one in members if one.endswith("办理记录.json"))])
    assert record["办件"][0]["答复期限"] == "2026-03-31" and len(record["环节记录"]) == 8
    assert "评价" not in str(record["办件"])  # no part of the file
    assert not list(chain.verify())


def test_partial_with_a_redacted_file(shared: World) -> None:
    world = shared
    items = ["2025年度调整情况表", "2025年度经办人名单"]
    case = world.opined(items=items)
    case = on_file(world, case, "internal_kind", "discretion_reason")
    source = _file(case)
    made = Redaction.objects.create(
        case=case, source=source, actor="承办员", result="made.pdf", released=True,
        made=at(world.day), begun=at(world.day),
        leaks=[{"blocking": True, "message": "第1页仍可读出电话"}],
    )  # fmt: skip
    parts = [{"what": "经办人的联系电话", "code": "D35", "reason": "属于内部管理信息"}]
    partly = {
        "order": 1, "code": "D20", "reason": "区分处理",
        "details": {
            "public_part": "调整情况表", "form": "电子数据", "way": "网上获取", "parts": parts,
        },
    }  # fmt: skip
    case = world.do(Verb.DECIDE, case, decisions=[partly, SECRET])
    case = world.do(Verb.DRAFT, case)
    with pytest.raises(Refused, match="仍能读出不应公开的内容") as refused:
        world.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    assert refused.value.kind is Refusal.LAW
    Redaction.objects.filter(pk=made.pk).update(leaks=[])
    case = to_the_end(world, case, partly, SECRET)
    assert (case.outcome, case.row) == ("D20", "partly_granted")
    text = reply_of(case).text
    assert "联系电话" in text and "调整情况表" in text


def _file(case: Case) -> File:
    day = at(date(2026, 3, 2))
    return File.objects.create(
        agency=case.agency, owner_kind="cases.case", owner=str(case.pk), name="调整情况表.pdf",
        size=9, added=day, changed=day,
    )  # fmt: skip


def test_a_third_party_is_silent_and_the_body_decides(shared: World) -> None:
    world = shared
    case = world.assigned()
    due = case.due
    assert due == date(2026, 3, 30)
    world.pass_days(2)
    case = world.do(Verb.CONSULT, case, Role.INTAKE, **{
        **world.facts(Verb.CONSULT, case), "method": "post", "tracking": "XA00000001",
    })  # fmt: skip
    letter = case.inquiries.get()
    assert (case.state, case.clock, letter.limit) == ("consulting", "paused", None)
    assert "样例有限公司" in letter.paper.text and letter.paper.state == "sent"
    with pytest.raises(Refused, match="没有对方收到函件的日期"):
        world.do(Verb.END_CONSULTATION, case, inquiry=letter, answer="silent", day=world.day)
    world.pass_days(2)
    case = world.do(
        Verb.RECORD_SERVICE, case, service=letter.paper.services.get(), reached=world.day
    )
    letter.refresh_from_db()
    assert letter.limit == date(2026, 3, 27) and letter.paper.steps.get().served == world.day
    world.day = date(2026, 3, 28)
    case = world.do(Verb.END_CONSULTATION, case, inquiry=letter, answer="silent", day=world.day)
    letter.refresh_from_db()
    assert (letter.answered, letter.answer) == (date(2026, 3, 27), "silent")
    assert (case.state, case.due) == ("in-hand", date(2026, 4, 23))  # 17 working days later
    case = world.do(Verb.OPINE, case, opinion="disclose", basis="不损害第三方合法权益")
    case = to_the_end(world, case, granted(1))
    assert (case.late, case.row) == (False, "granted")


def test_uncorrected_and_lapsed(shared: World) -> None:
    world = shared
    case = world.hand_in()
    case = world.do(Verb.ASK_CORRECTION, case, **world.facts(Verb.ASK_CORRECTION, case))
    assert "2026年3月23日" in case.papers.get().text
    with pytest.raises(Refused):
        world.do(Verb.EXTEND, case, days=5, reason="数量大", **DIRECT)
    world.day = date(2026, 3, 23)
    with pytest.raises(Refused, match="尚不能视为放弃"):
        world.do(Verb.LAPSE_CORRECTION, case, reason="电话查明")
    world.pass_days(1)
    case = world.do(Verb.LAPSE_CORRECTION, case, reason="电话联系，申请人表示不再补正")
    assert (case.stage, case.state, case.outcome, case.row, case.ended, case.replied) == (
        "closed", "given-up", "D61", "other_supplement_overdue", world.day, None,
    )  # fmt: skip
    with pytest.raises(Refused):
        world.do(Verb.RATE, case, score=1)
    assert world.do(Verb.ARCHIVE, case, retention="10年").stage == "archived"


def test_fee_unpaid(shared: World) -> None:
    world = shared
    case = world.opined()
    case = world.do(Verb.NOTIFY_FEE, case, **world.facts(Verb.NOTIFY_FEE, case))
    assert (case.fee, case.fee_method, case.fee_count) == (700, "charge_per_page", 100)
    assert (case.state, case.due, case.clock) == ("awaiting-payment", None, "frozen")
    with pytest.raises(Refused):
        world.do(Verb.DRAFT, world.do(Verb.CONSULT, case, **world.facts(Verb.CONSULT, case)))
    world.pass_days(60)
    with pytest.raises(Refused, match="视为放弃申请"):
        world.do(Verb.RECEIVE_PAYMENT, case, day=world.day, amount=case.fee, receipt="云财1")
    case = world.do(Verb.LAPSE_PAYMENT, case)
    assert (case.stage, case.outcome, case.row) == ("closed", "D62", "other_fee_unpaid")


def test_refused_then_reconsidered_and_corrected(shared: World) -> None:
    world = shared
    case = world.assigned()
    case = world.do(Verb.CONSULT, case, Role.INTAKE, **world.facts(Verb.CONSULT, case))
    world.pass_days(3)
    case = world.do(
        Verb.END_CONSULTATION, case, inquiry=case.inquiries.get(), answer="objects",
        text="属于商业秘密", day=world.day,
    )  # fmt: skip
    case = on_file(world, case, "public_interest_test")
    case = world.do(Verb.OPINE, case, opinion="withhold", basis="涉及商业秘密")
    case = to_the_end(world, case, WITHHELD)
    assert case.row == "withheld_third_party"
    assert "申请行政复议" in reply_of(case).text
    case = world.do(Verb.ARCHIVE, case, retention="永久")
    world.pass_days(60)
    dispute = world.dispute(case, outcomes=["review_upheld"])
    before = Case.objects.count()
    case = world.do(Verb.REDO, case, dispute=dispute, day=world.day)
    new = case.redone.get()
    assert Case.objects.count() == before + 1
    assert (new.stage, new.state, new.received) == ("arrived", "received", world.day)
    assert new.number != case.number and new.code == case.code
    assert [one.name for one in new.parties.all()] == ["林测试"]
    assert new.items.get().code == ""
    case.refresh_from_db()
    assert (case.stage, case.row) == ("archived", "withheld_third_party")  # counted as it was
    with pytest.raises(Refused, match="已经在重新办理"):
        world.do(Verb.REDO, case, dispute=dispute, day=world.day)
    new = world.do(Verb.REGISTER, new, title="投标文件")
    new = world.do(Verb.KEEP, new, skip="复议决定责令重新答复")
    new = to_the_end(world, new, granted(1))
    assert new.row == "granted" and new.redoes_id == case.pk


def test_what_was_upheld_is_not_done_again(shared: World) -> None:
    from gongkai.web.cases.actions import UpdateDispute

    case = shared.answered()
    dispute = shared.dispute(case)
    actor = shared.actor(Role.LEGAL_REVIEWER)
    dispute = perform(
        UpdateDispute(), actor, dispute, now=at(shared.day), outcomes=["review_upheld"]
    )
    with pytest.raises(Refused, match="不是纠正"):
        shared.do(Verb.REDO, case, dispute=dispute, day=shared.day)


# and what else happens ----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.open])
def test_an_applicant_withdraws_at_any_stage(shared: World, stage: Stage) -> None:
    case = shared.at_stage(stage)
    case = shared.do(Verb.WITHDRAW, case, applicant_of(case))
    assert (case.stage, case.state, case.outcome, case.row) == (
        "closed", "withdrawn", "D63", "other_rest",
    )  # fmt: skip
    assert not case.papers.exclude(state__in=["void", "sent", "served"]).exists()
    assert shared.do(Verb.ARCHIVE, case, retention="10年").stage == "archived"


def test_extended_once_with_approval(shared: World) -> None:
    world = shared
    case = world.assigned()
    before = case.due
    case = world.do(Verb.PROPOSE_EXTENSION, case, days=10, reason="需要查阅大量档案")
    assert (case.wished_days, case.due) == (10, before)
    with pytest.raises(Refused) as refused:
        world.do(Verb.EXTEND, case, Role.INTAKE, **DIRECT)
    assert refused.value.kind is Refusal.FORBIDDEN
    case = world.do(Verb.EXTEND, case, **DIRECT)
    assert (case.wished_days, case.extension, case.due) == (0, 10, date(2026, 4, 14))
    text = case.papers.get(notice="T06").text
    assert "2026年4月14日" in text and "签发员" in text
    for verb in (Verb.PROPOSE_EXTENSION, Verb.EXTEND):
        with pytest.raises(Refused, match="不能再次延长"):
            world.do(verb, case, **{**world.facts(verb, case), "days": 5})
    again = world.do(Verb.PROPOSE_EXTENSION, world.assigned(), days=5, reason="数量大")
    again = world.do(Verb.REFUSE_EXTENSION, again, reason="可以按期答复")
    assert (again.wished_days, again.extension) == (0, 0)


def test_split_into_cases_of_their_own(shared: World) -> None:
    world = shared
    case = world.hand_in(items=["甲表", "林测试的房屋登记", "丙表"])
    case = world.do(Verb.REGISTER, case, title="三项信息")
    case = world.do(Verb.SPLIT, case, reason="三项不同的内容", groups=[[1, 3], [2]])
    part = case.parts.get()
    assert [item.text for item in case.items.all()] == ["甲表", "丙表"]
    assert [item.order for item in case.items.all()] == [1, 2]
    assert [item.text for item in part.items.all()] == ["林测试的房屋登记"]
    assert part.title == "***的房屋登记" and part.number != case.number
    assert (part.stage, part.state, part.due, part.received) == (
        case.stage, case.state, case.due, case.received,
    )  # fmt: skip
    assert [one.identity for one in part.parties.all()] == [
        one.identity for one in case.parties.all()
    ]
    for one in (case, part):
        one = world.do(Verb.KEEP, one, skip="直接办理")
        to_the_end(world, one, *(granted(item.order) for item in one.items.all()))
    with pytest.raises(Refused, match="不能“分立”"):
        world.do(Verb.SPLIT, case, reason="再分", groups=[[1], [2]])
    corrected = world.correcting(items=["甲", "乙"])
    with pytest.raises(Refused, match="已经开始办理"):
        world.do(Verb.SPLIT, corrected, reason="两项", groups=[[1], [2]])


def test_a_repeated_application_names_the_earlier_reply(shared: World) -> None:
    world = shared
    first = world.answered()
    world.pass_days(3)
    case = world.registered()
    case = world.do(Verb.AMEND, case, reason="同一申请人就同一信息再次申请", repeats=first)
    case = world.do(Verb.KEEP, case, skip="重复申请")
    case = to_the_end(world, case, {"order": 1, "code": "D52", "reason": "此前已经答复"})
    assert case.row == "declined_repeat"
    assert reply_of(first).number in reply_of(case).text


@pytest.mark.parametrize("explained", [True, False])
def test_a_mass_of_applications_without_good_reasons(shared: World, explained: bool) -> None:
    world = shared
    case = world.registered()
    case = world.do(Verb.ASK_REASONS, case, **world.facts(Verb.ASK_REASONS, case))
    assert case.state == "asked-reasons"
    world.pass_days(15)  # ten working days and one
    if explained:
        case = world.do(Verb.RECEIVE_REASONS, case, day=world.day, text="没有理由")
    case = on_file(world, case, "reasons_assessed")
    case = to_the_end(world, case, {"order": 1, "code": "D54", "reason": "理由不合理"})
    assert case.row == "declined_excessive"
    text = reply_of(case).text
    assert "120件" in text and ("的说明。" in text) == explained


def test_good_reasons_but_more_time(shared: World) -> None:
    row, actor, facts = shared.ready(Verb.DELAY)
    assert isinstance(row, Case)
    until = shared.day + timedelta(90)
    case = perform(
        ACTIONS[Verb.DELAY](), actor, row, now=at(shared.day), **{**facts, "until": until}
    )
    assert case.due == until
    case = to_the_end(shared, case, granted(1))
    assert not case.late


def test_a_correction_sent_in_time_and_confirmed_later(shared: World) -> None:
    world = shared
    case = world.correcting()
    until = date(2026, 3, 23)
    world.day = until
    case = world.do(Verb.SEND_CORRECTION, case, text="需要2025年度的信息")
    world.pass_days(2)
    case = world.do(Verb.SEND_CORRECTION, case, text="并请提供电子版")  # more, after the limit
    assert case.correction_came == until and case.state == "correcting"
    with pytest.raises(Refused, match="已于2026-03-23网上提交补正"):
        world.do(Verb.LAPSE_CORRECTION, case, reason="逾期")
    with pytest.raises(Refused, match="早于申请人网上提交"):
        world.do(Verb.RECEIVE_CORRECTION, case, day=until - timedelta(1))
    case = world.do(Verb.RECEIVE_CORRECTION, case)
    assert (case.state, case.received, case.clock) == ("in-hand", date(2026, 3, 2), "runs")
    assert case.due == date(2026, 4, 23)  # 20 working days after the 25th, 6 April off
    assert "需要2025年度的信息\n并请提供电子版" in case.description
    assert (case.correction, case.correction_came) == ("", None)
    assert "未超过期限" in case.steps.last().reason


def test_a_correction_sent_on_line_too_late_needs_a_good_cause(shared: World) -> None:
    world = shared
    case = world.correcting()
    world.day = date(2026, 3, 24)
    case = world.do(Verb.SEND_CORRECTION, case, text="需要2025年度的信息")
    with pytest.raises(Refused, match="届满"):
        world.do(Verb.RECEIVE_CORRECTION, case)
    excused = world.do(Verb.RECEIVE_CORRECTION, Case.objects.get(pk=case.pk), reason="台风停运")
    assert excused.state == "in-hand"


def test_one_that_came_too_late_for_no_good_cause_is_given_up(shared: World) -> None:
    world = shared
    case = world.correcting()
    world.day = date(2026, 3, 24)
    case = world.do(Verb.SEND_CORRECTION, case, text="需要2025年度的信息")
    case = world.do(Verb.LAPSE_CORRECTION, case, reason="电话查明，忘记了")
    assert case.row == "other_supplement_overdue"


def test_joint_applicants_and_their_agent(shared: World) -> None:
    world = shared
    company = {
        "kind": "company", "name": "云州样例有限公司", "identity_kind": "other",
        "identity": "YZ-1", "representative": "周样例", "phone": "00000000002",
    }  # fmt: skip
    agent = {"name": "吴代理", "identity_kind": "passport", "identity": "X0000003"}
    case = world.opined(people=[PERSON, company], agent=agent)
    people = list(case.parties.all())
    assert [(one.part, one.order, one.name) for one in people] == [
        ("agent", 1, "吴代理"), ("applicant", 1, "林测试"), ("applicant", 2, "云州样例有限公司"),
    ]  # fmt: skip
    assert case.column == "natural_person"
    case = to_the_end(world, case, granted(1))
    text = reply_of(case).text
    assert "林测试" in text and "云州样例有限公司" in text and "X0000003" not in text


def test_ways_of_coming_in(shared: World) -> None:
    world = shared
    day = world.day
    posted = {"channel": "post-signed", "arrived": day, "signed": day, "tracking": "XA00000001"}
    for facts, state in (
        ({"channel": "oral"}, "received"),
        (posted, "received"),
        ({"channel": "post-ordinary"}, "unconfirmed"),
        ({"channel": "post-ordinary", "confirmed": day, "evidence": "电话确认"}, "received"),
        ({"channel": "fax"}, "unconfirmed"),
        ({"channel": "email"}, "unconfirmed"),
    ):
        case = world.hand_in(**facts)
        assert case.state == state, facts
        assert (case.received == day) == (state == "received")
        if state == "unconfirmed":
            world.pass_days(1)
            case = world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话确认")
            assert case.received == world.day
            world.pass_days(-1)
        else:
            with pytest.raises(Refused) as refused:
                world.do(Verb.CONFIRM, case, confirmed=day, evidence="电话确认")
            assert refused.value.kind is Refusal.LAW


def test_a_letter_to_another_office_of_the_body(shared: World) -> None:
    day = shared.day
    shared.pass_days(4)
    facts = {
        "channel": "post-signed", "arrived": day, "signed": day + timedelta(3), "to_office": False,
        "confirmed": day + timedelta(2), "evidence": "电话确认",
    }  # fmt: skip
    assert shared.hand_in(**facts).received == day + timedelta(2)


def test_a_reply_that_came_back_is_known_not_to_have_arrived(shared: World) -> None:
    world = shared
    case = world.do(
        Verb.SERVE, world.signed(), given_form="electronic", method="post", tracking="XA00000001"
    )
    with pytest.raises(Refused, match="还没有送达记录"):
        world.do(Verb.ARCHIVE, case, retention="10年")
    world.pass_days(9)
    service = reply_of(case).services.get()
    case = world.do(Verb.RECORD_SERVICE, case, service=service, returned=world.day, note="查无此人")
    assert (case.replied, reply_of(case).state) == (world.day - timedelta(9), "sent")
    assert world.do(Verb.ARCHIVE, case, retention="10年").stage == "archived"


def test_a_receipt_that_comes_during_the_review_is_noted(shared: World) -> None:
    row, actor, facts = shared.ready(Verb.RECORD_SERVICE, Stage.IN_REVIEW)
    assert isinstance(row, Case)
    case = perform(ACTIONS[Verb.RECORD_SERVICE](), actor, row, now=at(shared.day), **facts)
    assert case.stage == "in_review"
    assert case.steps.get(verb="extend").served == shared.day


def test_a_body_without_the_channel_declines_the_form_and_no_letter(shared: World) -> None:
    from gongkai.web.cases.models import Desk

    Desk.objects.filter(agency=shared.agency).update(online=False)
    with pytest.raises(Refused, match="没有开通网上申请"):
        shared.apply()
    assert shared.hand_in().received == shared.day

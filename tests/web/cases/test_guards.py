"""处理决定: each code only with what the law wants on file, and then with a reply that is whole."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from typing import Any

import pytest

from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.decisions.guards import BARS, GUARDS, Guard, Record
from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions.deciding import LAPSED
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.on_file import DERIVED
from tests.web.cases.world import DIRECT, World, everything

CODES = [one.code for one in DECISIONS if one.code not in LAPSED]
REASON = "依照有关规定，经审查作出本决定"
# what its reply says besides; without it nothing can be sent for review
DETAILS: dict[str, dict[str, Any]] = {
    "D11": {"where": "本机关网站“政府信息公开”栏目"},
    "D12": {"information": ["行政审批事项调整情况表"], "form": "电子数据", "way": "网上获取"},
    "D20": {
        "public_part": "调整情况表", "form": "电子数据", "way": "网上获取",
        "parts": [{"what": "经办人的联系电话", "code": "D35", "reason": "属于内部管理信息"}],
    },
    "D32": {"rule": "《中华人民共和国统计法》第九条"},
    "D33": {"kind": "重要设施的安防方案"},
    "D34": {"kind": "投标人的技术方案"},
    "D35": {"kind": "内部工作流程信息"},
    "D36": {"kind": "讨论记录"},
    "D38": {"rule": "《不动产登记暂行条例》", "place": "云州市不动产登记中心"},
    "D42": {"other_body": {"name": "云州市教育局", "contact": "0000-5550003"}},
    "D44": {"unclear": "没有写明所需信息的年度"},
    "D51": {"channel": "信访渠道"},
    "D53": {"where": "云州市图书馆"},
    "D55": {"delivery": "本机关已于2025年向您提供该信息"},
    "D63": {"turn": "云州市档案馆"},
}  # fmt: skip
# what the law wants of the withheld part in DETAILS["D20"]
PARTS = {"D20": ("D35",)}


def _needs(code: str) -> list[Guard]:
    """Each guard but the review of the reply, which comes last."""
    found: dict[tuple[Record, ...], Guard] = {}
    for one in (code, *PARTS.get(code, ())):
        for guard in GUARDS[one]:
            if Record.REVIEW not in guard.records:
                found.setdefault(guard.records, guard)
    return list(found.values())


def _put(world: World, case: Case, record: Record) -> Case:
    """Bring it on file, as people do."""
    if record not in DERIVED:
        return world.do(
            Verb.RECORD, case, Role.INTAKE, kind=record.value, day=world.day, text="见附件",
            place="综合档案室", by="承办员",
        )  # fmt: skip
    ways: dict[Record, Callable[[], Case]] = {
        Record.CONSULTATION: lambda: _asked(world, case, "objects"),
        Record.THIRD_PARTY_CONSENT: lambda: _asked(world, case, "consent"),
        Record.CORRECTION_NOTICE: lambda: _corrected(world, case),
        Record.EARLIER_REPLY: lambda: _repeated(world, case),
        Record.REASONS_ASKED: lambda: _explained(world, case),
    }
    return ways[record]()


def _explained(world: World, case: Case) -> Case:
    case = world.do(Verb.ASK_REASONS, case, **world.facts(Verb.ASK_REASONS, case))
    return world.do(Verb.RECEIVE_REASONS, case, **world.facts(Verb.RECEIVE_REASONS, case))


def _asked(world: World, case: Case, answer: str) -> Case:
    case = world.do(Verb.CONSULT, case, Role.INTAKE, **world.facts(Verb.CONSULT, case))
    facts = {**world.facts(Verb.END_CONSULTATION, case), "answer": answer, "text": "涉及商业秘密"}
    return world.do(Verb.END_CONSULTATION, case, Role.INTAKE, **facts)


def _corrected(world: World, case: Case) -> Case:
    case = world.do(Verb.ASK_CORRECTION, case, **world.facts(Verb.ASK_CORRECTION, case))
    return world.do(Verb.RECEIVE_CORRECTION, case, day=world.day, text="需要一些信息")


def _repeated(world: World, case: Case) -> Case:
    return world.do(Verb.AMEND, case, reason="同一申请人的重复申请", repeats=_EARLIER[0])


_EARLIER: list[Case] = []


@pytest.fixture(scope="module")
def opined(town: World) -> Case:
    """A case on which the section has spoken; its applicant had a reply before."""
    _EARLIER[:] = [town.answered()]
    next_day = copy(town)
    next_day.pass_days(1)
    return next_day.opined()


@pytest.fixture
def shared(shared: World) -> World:
    """A day after the earlier reply."""
    shared.pass_days(1)
    return shared


def _decide(world: World, case: Case, code: str, **more: Any) -> Case:
    one = {
        "order": 1, "code": code, "reason": REASON, "details": DETAILS.get(code, {}), **more,
    }  # fmt: skip
    return world.do(Verb.DECIDE, case, Role.INTAKE, decisions=[one])


@pytest.mark.parametrize("code", CODES)
def test_a_decision_waits_for_each_of_its_records_and_then_its_reply_can_be_reviewed(
    shared: World, opined: Case, code: str
) -> None:
    case, needed = opined, _needs(code)
    for guard in needed:
        with pytest.raises(Refused) as refused:
            _decide(shared, case, code)
        assert refused.value.kind is Refusal.LAW
        assert guard.sentence in refused.value.sentence
        case = _put(shared, case, guard.records[0])
    case = _decide(shared, case, code)
    assert (case.stage, case.outcome) == ("deciding", code)
    case = shared.do(Verb.DRAFT, case)
    found = next(one for one in DECISIONS if one.code == code)
    assert case.papers.get(state="draft").notice == found.notice
    case = shared.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    paper = case.papers.get(state="law")
    assert "【" not in paper.text and "不予受理" not in paper.text
    assert "申请行政复议" in paper.text


@pytest.mark.parametrize("code", [c for c in CODES if any(len(g.records) > 1 for g in GUARDS[c])])
def test_the_other_record_will_do_as_well(shared: World, opined: Case, code: str) -> None:
    case = opined
    for guard in _needs(code):
        case = _put(shared, case, guard.records[-1])
    details = {"unknown_body": "经查询，无法确定负责公开该信息的机关"} if code == "D42" else {}
    one = {**DETAILS[code], **details}
    one.pop("other_body", None)
    case = _decide(shared, case, code, details=one)
    case = shared.do(Verb.SEND_FOR_REVIEW, shared.do(Verb.DRAFT, case), despite="已核对")
    text = case.papers.get(state="law").text
    assert "无法" in text


@pytest.mark.parametrize("code", [code for code in BARS if code not in LAPSED])
def test_what_forbids_a_decision_forbids_it_with_everything_else_on_file(
    shared: World, opined: Case, code: str
) -> None:
    for bar in BARS[code]:
        case = opined
        for guard in _needs(code):
            if bar.records[0] is Record.THIRD_PARTY_CONSENT and guard.records[0] in DERIVED:
                continue  # the same consultation
            case = _put(shared, case, guard.records[0])
        case = _put(shared, case, bar.records[0])
        before = everything()
        with pytest.raises(Refused) as refused:
            _decide(shared, case, code)
        assert refused.value.kind is Refusal.LAW and bar.sentence in refused.value.sentence
        assert everything() == before


def test_a_partial_reply_needs_what_each_of_its_withheld_parts_needs(
    shared: World, opined: Case
) -> None:
    for code in ("D31", "D32", "D33", "D34", "D35", "D36", "D37", "D38"):
        with pytest.raises(Refused) as refused:
            _decide(shared, opined, "D20", details={}, refused=[code])
        assert refused.value.kind is Refusal.LAW, code
    with pytest.raises(Refused, match="不能是部分公开中不公开部分的理由"):
        _decide(shared, opined, "D20", details={}, refused=["D41"])
    with pytest.raises(Refused, match="须说明不公开部分的理由"):
        _decide(shared, opined, "D20", details={})
    with pytest.raises(Refused, match="不区分处理"):
        _decide(shared, opined, "D12", refused=["D31"])


@pytest.mark.parametrize("code", sorted(LAPSED))
def test_what_ends_by_a_limit_is_no_reply(shared: World, opined: Case, code: str) -> None:
    with pytest.raises(Refused, match="由期限届满确定"):
        _decide(shared, opined, code)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"code": "D99"}, "没有“D99”这一处理决定"),
        ({"code": ""}, "第1项没有选择处理决定"),
        ({"order": 2}, "每一项申请内容都要有处理决定"),
        ({"order": None}, "每一项申请内容都要有处理决定"),
        ({"details": {"colour": "red"}}, "不认识的要素：colour"),
        ({"details": {"search": "昨天"}}, "检索人员、检索时间、检索范围、检索方法填写有误"),
        ({"details": {"other_body": {"fax": "1"}}}, "负责公开的行政机关名称"),
        ({"details": {"parts": ["甲"]}}, "不公开的部分填写有误"),
        ({"details": {"parts": [{"what": "甲", "code": "D35"}]}}, "没有填写不公开的理由"),
        ({"details": {"parts": [{"what": "甲", "code": "D0", "reason": "乙"}]}}, "没有“D0”"),
        ({"details": {"earlier_date": "昨天"}}, "在先答复日期应如"),
        ({"details": {"basis": ["宪法"]}}, "依据应在以下各项中选择"),
        ({"details": {"form": "长" * 4001}}, "最多4000个"),
        ({"grounds": ["第九十九条"]}, "第九十九条"),
    ],
)  # fmt: skip
def test_impossible_decisions_are_refused_in_words(
    shared: World, opined: Case, facts: dict[str, Any], words: str
) -> None:
    one = {"order": 1, "code": "D12", "reason": REASON, **facts}
    with pytest.raises(Refused, match=words) as refused:
        shared.do(Verb.DECIDE, opined, decisions=[one])
    assert refused.value.kind is Refusal.INPUT


def test_no_decision_at_all_is_refused(shared: World, opined: Case) -> None:
    for given in ([], None):
        with pytest.raises(Refused, match="每一项申请内容都要有处理决定"):
            shared.do(Verb.DECIDE, opined, decisions=given)


def test_what_the_steps_prove_cannot_be_entered_by_hand(shared: World, opined: Case) -> None:
    for record in DERIVED:
        with pytest.raises(Refused, match="不能手工录入"):
            shared.do(Verb.RECORD, opined, kind=record.value, day=shared.day, text="见附件")


# what ends by a limit -----------------------------------------------------------------------------


def test_giving_up_for_want_of_a_correction_needs_that_there_was_no_good_cause(
    shared: World,
) -> None:
    case = shared.correcting()
    shared.pass_days(60)
    with pytest.raises(Refused) as refused:
        shared.do(Verb.LAPSE_CORRECTION, case)
    assert refused.value.kind is Refusal.LAW and "没有正当理由" in refused.value.sentence
    excused = shared.do(
        Verb.RECORD, case, Role.INTAKE, kind="good_cause", day=shared.day, text="台风停运"
    )
    with pytest.raises(Refused, match="不得视为放弃申请"):
        shared.do(Verb.LAPSE_CORRECTION, excused, reason="联系不上")


def test_a_record_of_it_made_before_will_do(shared: World) -> None:
    case = shared.correcting()
    shared.pass_days(60)
    case = shared.do(
        Verb.RECORD, case, Role.INTAKE, kind="no_good_cause", day=shared.day, text="电话查明"
    )
    case = shared.do(Verb.LAPSE_CORRECTION, case)
    assert (case.stage, case.state, case.outcome) == ("closed", "given-up", "D61")
    assert case.evidence_list.filter(kind="no_good_cause").count() == 1


def test_giving_up_ends_what_was_being_written(shared: World) -> None:
    case = shared.drafted()
    case = shared.do(Verb.NOTIFY_FEE, case, **shared.facts(Verb.NOTIFY_FEE, case))
    shared.pass_days(60)
    case = shared.do(Verb.LAPSE_PAYMENT, case)
    assert (case.outcome, case.row) == ("D62", "other_fee_unpaid")
    assert not case.papers.filter(state="draft").exists()


def test_a_section_that_was_asked_is_heard_or_it_is_said_why_not(shared: World) -> None:
    case = shared.opined()
    case = shared.do(Verb.ASSIGN, case, sections=[shared.second])
    decisions = shared.facts(Verb.DECIDE, case)["decisions"]
    with pytest.raises(Refused, match="科室还没有提出意见"):
        shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=decisions)
    case = shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=decisions, skip="期限将至")
    assert case.stamps.last().reason == "期限将至"
    # what was said once holds, until another section is asked
    shared.pass_days(1)
    case = shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=decisions)
    assert case.stage == "deciding"


def test_an_earlier_application_is_of_the_same_person_and_earlier(shared: World) -> None:
    case = shared.registered()
    shared.pass_days(1)
    later = shared.registered()
    other = {
        "kind": "person",
        "name": "周测试",
        "identity_kind": "passport",
        "identity": "X0000009",
    }
    stranger = shared.registered(people=[other])
    for wrong in (later, stranger, case):
        with pytest.raises(Refused, match="不是同一申请人此前"):
            shared.do(Verb.AMEND, case, reason="重复", repeats=wrong)
    assert shared.do(Verb.AMEND, later, reason="重复", repeats=case).repeats == case
    assert shared.do(Verb.AMEND, later, reason="不重复", repeats=None).repeats is None


def test_a_limit_that_passes_is_not_passed_on_its_last_day(shared: World) -> None:
    case = shared.correcting()
    until = shared.day + timedelta(21)  # 15 working days from Monday, none of them off
    shared.day = until
    with pytest.raises(Refused, match="尚不能视为放弃申请"):
        shared.do(Verb.LAPSE_CORRECTION, case, reason="电话查明")
    shared.pass_days(1)
    assert shared.do(Verb.LAPSE_CORRECTION, case, reason="电话查明").ended == shared.day


def test_nobody_is_asked_without_a_way_for_the_letter(shared: World, opined: Case) -> None:
    facts = {k: v for k, v in shared.facts(Verb.CONSULT, opined).items() if k not in DIRECT}
    with pytest.raises(Refused, match="没有选择送达方式"):
        shared.do(Verb.CONSULT, opined, Role.INTAKE, **facts)

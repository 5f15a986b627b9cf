"""No reply leaves without the reviews of its very text; nobody reviews his own; no number twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies.models import NumberSeries
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.moves import PAPER_MOVES, PaperState, Verb
from gongkai.web.files import storage
from tests.web.cases.world import NET, PERSON, World, everything, granted

CHAIN = (Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN, Verb.SERVE)
STATES = (
    PaperState.DRAFT, PaperState.LAW, PaperState.SECRECY, PaperState.SIGNING, PaperState.SIGNED,
)  # fmt: skip
BACK = {
    PaperState.LAW: Role.LEGAL_REVIEWER,
    PaperState.SECRECY: Role.SECRECY_REVIEWER,
    PaperState.SIGNING: Role.APPROVER,
    PaperState.SIGNED: Role.APPROVER,
}


@pytest.fixture(scope="module")
def under_way(town: World) -> dict[PaperState, Case]:
    """A case whose reply is in that state."""
    return {
        PaperState.DRAFT: town.drafted(), PaperState.LAW: town.in_review(),
        PaperState.SECRECY: town.secrecy(), PaperState.SIGNING: town.signing(),
        PaperState.SIGNED: town.signed(),
    }  # fmt: skip


def _reply(case: Case) -> Paper:
    found = case.papers.filter(notice="T16").exclude(state="void").last()
    assert found is not None
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.value)
def test_each_step_of_the_chain_in_its_turn_alone(
    shared: World, under_way: dict[PaperState, Case], state: PaperState
) -> None:
    case = under_way[state]
    for verb in CHAIN:
        (move,) = [one for one in PAPER_MOVES if one.verb is verb]
        facts = shared.facts(verb, case)
        if move.state is state:
            continue
        before = everything()
        with pytest.raises(Refused) as refused:
            shared.do(verb, case, **facts)
        assert refused.value.kind in (Refusal.STATE, Refusal.LAW), verb
        assert everything() == before
    verb = CHAIN[STATES.index(state)]
    done = shared.do(verb, case, **shared.facts(verb, case))
    (move,) = [one for one in PAPER_MOVES if one.verb is verb]
    wanted = {PaperState.SERVED, PaperState.SENT} if verb is Verb.SERVE else {move.to}
    assert PaperState(_reply(done).state) in wanted


@pytest.mark.parametrize("state", list(BACK), ids=lambda one: one.value)
def test_it_is_sent_back_from_each_state_by_the_one_whose_turn_it_is(
    shared: World, under_way: dict[PaperState, Case], state: PaperState
) -> None:
    case, old = under_way[state], _reply(under_way[state])
    for role in (Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.APPROVER):
        if role is BACK[state]:
            continue
        with pytest.raises(Refused) as refused:
            shared.do(Verb.SEND_BACK, case, role, comment="请补充理由")
        assert refused.value.kind is Refusal.FORBIDDEN and BACK[state].zh in refused.value.sentence
    with pytest.raises(Refused, match="没有填写修改意见"):
        shared.do(Verb.SEND_BACK, case, BACK[state])
    case = shared.do(Verb.SEND_BACK, case, BACK[state], comment="请补充理由")
    assert (case.stage, case.state) == ("deciding", "in-hand")
    assert _reply(case).state == "draft" and _reply(case).number == ""
    last = old.reviews.last()
    assert last is not None and not last.passed and last.comment == "请补充理由"
    old.refresh_from_db()
    assert old.state == ("void" if state is PaperState.SIGNED else "draft")
    # and goes through all reviews anew
    case = shared.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    with pytest.raises(Refused):
        shared.do(Verb.SIGN, case)
    case = shared.do(Verb.REVIEW_LAW, case, comment="同意")
    case = shared.do(Verb.REVIEW_SECRECY, case, basis="保守国家秘密法第三十五条")
    case = shared.do(Verb.SIGN, case)
    if state is PaperState.SIGNED:
        assert old.number and _reply(case).number != old.number


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (PaperState.LAW, Verb.REVIEW_LAW),
        (PaperState.SECRECY, Verb.REVIEW_SECRECY),
        (PaperState.SIGNING, Verb.SIGN),
    ],
)
def test_who_drafted_it_does_not_review_it(
    shared: World, under_way: dict[PaperState, Case], state: PaperState, verb: Verb
) -> None:
    case = under_way[state]
    reviewer = replace(shared.who(verb, case), id=_reply(case).drafted_by)
    with pytest.raises(Refused, match="拟稿人不能|您拟写、拟定或者送审") as refused:
        shared.do(verb, case, reviewer, **shared.facts(verb, case))
    assert refused.value.kind is Refusal.FORBIDDEN


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (PaperState.LAW, Verb.REVIEW_LAW),
        (PaperState.SECRECY, Verb.REVIEW_SECRECY),
        (PaperState.SIGNING, Verb.SIGN),
    ],
)
@pytest.mark.parametrize("change", ["people", "reason", "extension"])
def test_a_text_that_changed_after_it_was_sent_for_review_is_not_passed(
    shared: World, under_way: dict[PaperState, Case], state: PaperState, verb: Verb, change: str
) -> None:
    case = under_way[state]
    if change == "people":
        case = shared.do(
            Verb.AMEND, case, reason="姓名录入有误", people=[{**PERSON, "name": "林改名"}]
        )
    elif change == "reason":  # as it could only happen past the actions
        case.items.update(details={"information": ["另一份表"], "form": "纸质", "way": "邮寄"})
    else:
        case = shared.do(Verb.EXTEND, case, **shared.facts(Verb.EXTEND, case))
    with pytest.raises(Refused) as refused:
        shared.do(verb, case, **shared.facts(verb, case))
    assert refused.value.kind is Refusal.STALE and "重新送审" in refused.value.sentence
    back = shared.do(Verb.SEND_BACK, case, BACK[state], comment="内容有变动")
    again = shared.do(Verb.SEND_FOR_REVIEW, back, despite="已核对")
    assert shared.do(Verb.REVIEW_LAW, again, comment="同意").stage == "in_review"


def test_a_review_takes_days_and_still_holds(shared: World) -> None:
    case = shared.in_review()
    for verb in (Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN):
        shared.pass_days(1)
        case = shared.do(verb, case, **shared.facts(verb, case))
    paper = _reply(case)
    assert paper.dated == shared.day and paper.number.startswith("云审批公开〔2026〕")
    assert {one.digest for one in paper.reviews.all()} == {paper.digest}


def test_what_is_signed_is_frozen_as_it_will_be_sent(shared: World) -> None:
    case = shared.signed()
    paper = _reply(case)
    with storage.storage().open(paper.pdf) as opened:
        assert opened.read(5) == b"%PDF-"
    with storage.storage().open(paper.docx) as opened:
        assert opened.read(2) == b"PK"
    assert paper.number in paper.text and "签发时编号" not in paper.text
    with pytest.raises(Refused, match="已经签发"):
        shared.do(Verb.AMEND, case, reason="姓名有误", people=[{**PERSON, "name": "林改名"}])
    frozen = (paper.pdf_sha256, paper.text, paper.number, paper.dated)
    shared.pass_days(3)
    case = shared.do(Verb.SERVE, case, given_form="electronic", **NET)
    paper.refresh_from_db()
    assert (paper.pdf_sha256, paper.text, paper.number, paper.dated) == frozen
    assert case.replied == shared.day


def test_no_number_is_given_twice_and_a_refused_signature_uses_none(shared: World) -> None:
    numbers = []
    last = NumberSeries.objects.filter(agency=shared.agency, kind="reply").first()
    first = last.last + 1 if last else 1
    case = shared.signing()
    case.items.update(reason="张三的手机号是13812345678")
    with pytest.raises(Refused):
        shared.do(Verb.SIGN, case)
    for _ in range(3):
        case = shared.signed()
        numbers.append(_reply(case).number)
        back = shared.do(Verb.SEND_BACK, case, Role.APPROVER, comment="请补充理由")
        shared.do(Verb.WITHDRAW, back, reason="申请人撤回")
    assert numbers == [f"云审批公开〔2026〕{n}号" for n in range(first, first + 3)]
    assert Paper.objects.filter(number__in=numbers).count() == 3
    # a letter has a series of its own
    letter = shared.correcting().papers.get()
    assert letter.number == "云审批〔2026〕1号"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": "联系人周某，手机号码13812345678"}, "手机"),
        ({"reason": "不予受理"}, "不予受理"),
        ({"information": []}, "还缺"),
    ],
)
def test_a_text_with_a_fault_is_not_sent_for_review(
    shared: World, more: dict[str, Any], words: str
) -> None:
    one = granted(1)
    one["details"] = {**one["details"], **{k: v for k, v in more.items() if k != "reason"}}
    one["reason"] = more.get("reason", one["reason"])
    case = shared.drafted(one)
    with pytest.raises(Refused, match=words):
        shared.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    case.refresh_from_db()
    assert case.stage == "deciding"


def test_the_name_of_another_applicant_does_not_leave(shared: World) -> None:
    other = {"kind": "person", "name": "欧阳旁人", "identity_kind": "passport", "identity": "X7"}
    shared.registered(people=[{**other, "phone": "00000000007"}])
    case = shared.drafted({**granted(1), "reason": "与欧阳旁人的申请一并答复"})
    with pytest.raises(Refused, match="欧阳旁人"):
        shared.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")


def test_a_second_decision_makes_the_draft_void(shared: World) -> None:
    case = shared.drafted()
    case = shared.do(Verb.DECIDE, case, **shared.facts(Verb.DECIDE, case))
    assert [one.state for one in case.papers.all()] == ["void"]
    with pytest.raises(Refused, match="还没有拟写答复"):
        shared.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")


def test_the_form_that_is_given_is_the_one_wanted_or_it_is_said_why(
    shared: World, under_way: dict[PaperState, Case]
) -> None:
    case = under_way[PaperState.SIGNED]
    with pytest.raises(Refused, match="形式不同的，请写明理由") as refused:
        shared.do(Verb.SERVE, case, given_form="paper", **NET)
    assert refused.value.kind is Refusal.LAW
    case = shared.do(Verb.SERVE, case, given_form="paper", given_reason="原件只有纸质", **NET)
    assert (case.given_form, case.given_reason) == ("paper", "原件只有纸质")

"""Composing: golden cases a lawyer can read, several decisions in one reply, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.errors import BadInput, LawError, MissingFacts, NoRuleInForce
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace
from gongkai.law.documents.notices import notice
from gongkai.law.documents.remedy_text import remedy_form
from gongkai.notices.check import Severity, check
from gongkai.notices.compose import compose, document_for, missing, remedy
from gongkai.notices.facts import Applicant, Decision, Document, Facts, Part, ServiceFacts
from gongkai.notices.model import Paragraph, Role
from gongkai.notices.template import parse, standard
from tests.notices.support import (
    APPLICANT,
    BODY,
    CODES,
    CORRECTED,
    DECISIONS,
    FACTS,
    FEE,
    made_up,
)  # fmt: skip

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "notices.yaml").read_text("utf-8"))


def facts_of(case: dict[str, Any]) -> Facts:
    facts = made_up(case["document"])
    if "decision" in case:
        facts = replace(facts, decisions=(DECISIONS[case["decision"]],))
    if "parts" in case:
        parts = tuple(Part(**part) for part in case["parts"])
        facts = replace(facts, decisions=(replace(facts.decisions[0], parts=parts),))
    day = case.get("day", facts.document.day)
    number = case.get("number", facts.document.number)
    body = replace(
        BODY,
        kind=BodyKind(case.get("kind", "department")),  # type: ignore[call-arg]
        name=case.get("body", BODY.name),
        reviewers={
            ReviewPlace(place): name  # type: ignore[call-arg]
            for place, name in case.get("reviewers", dict(BODY.reviewers)).items()
        },
    )
    applicant = replace(
        APPLICANT,
        names=tuple(case.get("names", APPLICANT.names)),
        kind=case.get("applicant_kind", "person"),
        agent=case.get("agent", ""),
    )
    application = facts.application
    if "received" in case:
        received = case["received"]
        application = replace(application, received=received, submitted=received, due=None)
    fee = replace(FEE, until=case["fee_until"]) if "fee_until" in case else facts.fee
    return replace(
        facts,
        document=replace(facts.document, day=day, number=number),
        body=body,
        applicant=applicant,
        application=application,
        service=replace(facts.service, online=case.get("online", False)),
        consultation=replace(facts.consultation, **case.get("consulted", {})),
        fee=fee,
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_each_case_says_what_the_law_asks(case: dict[str, Any]) -> None:
    facts = facts_of(case)
    template = standard(case["document"])
    if refused := case.get("refused"):
        with pytest.raises((LawError, NoRuleInForce), match=refused):
            compose(template, facts)
        return
    made = compose(template, facts)
    text = made.text
    for sentence in [*case.get("sentences", []), case.get("article", "")]:
        assert sentence in text, sentence
    for words in case.get("absent", []):
        assert words not in text, words
    code, refused_parts = remedy(facts, made.code)
    assert remedy_form(code, made.day, refused_parts) == case["form"]
    told = [b for b in made.blocks if isinstance(b, Paragraph) and b.role is Role.REMEDY]
    assert bool(told) is (case["form"] != "R0")
    errors = [f for f in check(made, facts) if f.severity is Severity.ERROR]
    assert errors == []


def test_the_cases_are_named_once_and_know_every_kind_of_body() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    kinds = {case.get("kind", "department") for case in CASES}
    assert kinds == {kind.value for kind in BodyKind}


# --- several decisions in one reply --------------------------------------------------------------


def several(*codes: str, day: date = date(2024, 6, 12)) -> Facts:
    items = tuple(replace(DECISIONS[code], item=f"第{n}项材料") for n, code in enumerate(codes, 1))
    document = replace(FACTS.document, day=day)
    return replace(FACTS, decisions=items, document=document)


def test_items_decided_differently_stand_in_one_reply_each_with_its_article() -> None:
    facts = several("D12", "D41", "D42")
    assert document_for([d.code for d in facts.decisions]) == "T16"
    made = compose(standard("T16"), facts)
    headings = [b.text for b in made.blocks if isinstance(b, Paragraph) and b.role is Role.HEADING]
    assert headings == [
        "一、关于“第1项材料”", "二、关于“第2项材料”", "三、关于“第3项材料”",
    ]  # fmt: skip
    for item in ("第（二）项", "第（四）项", "第（五）项"):
        assert f"第三十六条{item}" in made.text
    assert made.text.count("申请行政复议") == 1
    assert "应当先" not in made.text
    assert check(made, facts) == ()


def test_a_refusal_beside_other_answers_has_both_ways_to_remedies() -> None:
    facts = several("D12", "D36")
    made = compose(standard("T16"), facts)
    assert "不予公开的部分不服" in made.text and "如对其他内容不服" in made.text
    assert check(made, facts) == ()


@pytest.mark.parametrize(
    ("codes", "document", "first"),
    [
        (("D36", "D35"), "T16", True),  # all refused, for different reasons
        (("D36", "D36"), "T23", True),
        (("D41", "D41"), "T26", False),
        (("D20", "D41"), "T16", True),
        (("D20", "D20"), "T17", True),
    ],
)
def test_what_all_items_share_steers_document_and_remedy(
    codes: tuple[str, ...], document: str, first: bool
) -> None:
    facts = several(*codes)
    assert document_for(codes) == document
    made = compose(standard(document), facts)
    assert ("应当先" in made.text) is first
    # nothing else is decided where all is refused
    assert ("如对其他内容不服" in made.text) is (first and "D20" in codes)
    assert check(made, facts) == ()


def test_before_2024_no_part_of_a_reply_must_be_reconsidered_first() -> None:
    body = replace(
        BODY,
        reviewers={
            ReviewPlace.OWN_GOVERNMENT: "甲市乙区人民政府",
            ReviewPlace.HIGHER_DEPARTMENT: "甲市城市管理局",
        },
    )
    for codes in (("D20", "D20"), ("D20", "D36"), ("D35", "D36")):
        facts = replace(several(*codes, day=date(2023, 12, 29)), body=body)
        made = compose(standard(document_for(codes)), facts)
        assert "应当先" not in made.text
        assert "自收到本答复书之日起60日内" in made.text


def test_a_body_may_bring_its_own_words_for_a_part_of_a_mixed_reply() -> None:
    own = parse(
        'code = "T26"\ntitle = "政府信息不存在答复书"\n'
        'body = "经检索，依照{decision.articles}，该政府信息不存在（本机关的说法）。"'
    )
    made = compose(standard("T16"), several("D12", "D41"), own={"T26": own})
    assert "本机关的说法" in made.text


def test_an_item_without_its_words_is_missing_in_a_mixed_reply() -> None:
    facts = replace(FACTS, decisions=(DECISIONS["D12"], DECISIONS["D41"]))
    names = [zh for _, zh in missing(standard("T16"), facts)]
    assert names == ["第1项申请内容", "第2项申请内容"]


def test_a_document_for_another_decision_is_refused() -> None:
    with pytest.raises(BadInput, match="T26"):
        compose(standard("T16"), made_up("T16", decisions=(DECISIONS["D41"],)))
    with pytest.raises(BadInput, match="没有处理决定"):
        compose(standard("T16"), made_up("T16", decisions=()))
    with pytest.raises(BadInput, match="没有处理决定"):
        document_for(())


# --- missing facts --------------------------------------------------------------------------------


def bare(code: str) -> Facts:
    decisions = tuple(Decision(code=d) for d in notice(code).decisions[:1])
    return Facts(
        body=replace(BODY, name="", phone="", address="", court="", reviewers={}),
        document=Document(day=date(2024, 6, 12)),
        decisions=decisions,
    )


@pytest.mark.parametrize("code", CODES)
def test_what_is_missing_is_listed_and_never_printed_as_an_empty_place(code: str) -> None:
    template, facts = standard(code), bare(code)
    lacking = missing(template, facts)
    if not template.outgoing:
        if lacking:
            assert code in ("T09", "T40")
        return
    assert {"body.name", "document.number", "body.phone", "body.address"} <= {p for p, _ in lacking}
    with pytest.raises(MissingFacts) as caught:
        compose(template, facts)
    assert caught.value.names == tuple(zh for _, zh in lacking)
    assert all(name in str(caught.value) for name in caught.value.names)
    draft = compose(template, facts, draft=True)
    assert draft.missing == caught.value.names
    for _, zh in lacking:
        assert f"【{zh}】" in draft.text, zh
    assert {f.code for f in check(draft, facts)} & {"missing"}


@pytest.mark.parametrize("code", CODES)
def test_a_made_up_case_lacks_nothing(code: str) -> None:
    facts = made_up(code)
    assert missing(standard(code), facts) == ()
    made = compose(standard(code), facts)
    assert made.missing == () and "【" not in made.text
    assert check(made, facts) == ()


def test_taking_any_printed_fact_away_is_noticed() -> None:
    facts = replace(made_up("T04"), correction=replace(CORRECTED, guidance="  "))
    assert missing(standard("T04"), facts) == (("correction.guidance", "补正的指导和释明"),)
    one = replace(DECISIONS["D20"], parts=(Part(what="附件"),))
    lacking = missing(standard("T17"), made_up("T17", decisions=(one,)))
    assert [zh for _, zh in lacking] == [
        "该部分不予公开的类别", "该部分不予公开的法律依据", "该部分不予公开的理由",
    ]  # fmt: skip
    without = replace(DECISIONS["D20"], parts=())
    with pytest.raises(MissingFacts, match="不予公开的各部分"):
        compose(standard("T17"), made_up("T17", decisions=(without,)))


def test_the_channel_for_reconsideration_is_needed_when_served_by_internet() -> None:
    facts = made_up("T26", service=ServiceFacts(online=True), body=replace(BODY, online_review=""))
    names = [zh for _, zh in missing(standard("T26"), facts)]
    assert names == ["提交行政复议申请的互联网渠道"]
    earlier = replace(
        facts,
        document=replace(facts.document, day=date(2023, 12, 29)),
        body=replace(
            facts.body,
            reviewers={
                ReviewPlace.OWN_GOVERNMENT: "甲市乙区人民政府",
                ReviewPlace.HIGHER_DEPARTMENT: "甲市城市管理局",
            },
        ),
    )
    assert missing(standard("T26"), earlier) == ()


def test_one_body_in_two_places_is_named_once() -> None:
    same = dict.fromkeys(
        (ReviewPlace.OWN_GOVERNMENT, ReviewPlace.HIGHER_JUDICIAL), "甲市乙区人民政府"
    )
    body = replace(BODY, kind=BodyKind.JUDICIAL_ADMINISTRATION, reviewers=same)
    made = compose(standard("T26"), made_up("T26", body=body))
    assert "向甲市乙区人民政府申请行政复议" in made.text


def test_a_body_of_reconsideration_without_a_name_is_missing_by_its_place() -> None:
    body = replace(
        BODY,
        kind=BodyKind.JUDICIAL_ADMINISTRATION,
        reviewers={ReviewPlace.OWN_GOVERNMENT: "甲市乙区人民政府"},
    )
    facts = made_up("T26", body=body)
    assert missing(standard("T26"), facts) == (
        ("body.reviewers.higher_judicial", "行政复议机关名称（上一级司法行政部门）"),
    )


def test_each_unnamed_body_of_reconsideration_has_its_own_place_in_a_draft() -> None:
    body = replace(BODY, kind=BodyKind.DISPATCHED_OFFICE, reviewers={})
    facts = made_up(
        "T26", body=body, document=replace(FACTS.document, day=date(2023, 6, 12)),
        application=replace(FACTS.application, received=date(2023, 5, 16), submitted=None),
    )  # fmt: skip
    draft = compose(standard("T26"), facts, draft=True)
    both = "或者".join(
        f"【行政复议机关名称（{place.zh}）】"
        for place in (ReviewPlace.PARENT_DEPARTMENT, ReviewPlace.PARENT_GOVERNMENT)
    )
    assert f"向{both}申请行政复议" in draft.text


def test_a_document_without_a_day_is_refused() -> None:
    with pytest.raises(MissingFacts, match="成文日期"):
        compose(standard("T01"), replace(FACTS, document=Document()))


def test_the_address_of_an_applicant_whose_kind_is_unknown_is_a_person() -> None:
    assert Applicant(names=("某",)).you == "你"
    assert Applicant(names=("某",)).column_zh == ""


def test_attachments_stand_under_the_text() -> None:
    one = made_up("T16", document=replace(FACTS.document, attachments=("施工许可证复印件",)))
    assert "附件：施工许可证复印件" in compose(standard("T16"), one).text
    two = made_up("T16", document=replace(FACTS.document, attachments=("甲", "乙")))
    assert "附件：1.甲\n　　　2.乙" in compose(standard("T16"), two).text


def test_a_part_that_is_no_government_information_is_told_by_article_2() -> None:
    part = Part(what="第5页的手写批注", code="D63", reason="不是履行职能中制作的")
    assert part.ground == "条例所称政府信息以外的内容"
    assert part.articles.endswith("第二条")
    assert Part(what="登记资料", code="D38", reason="另有规定").articles.endswith("第（七）项")
    assert Decision(code="D20", parts=(part,)).part_articles == part.articles

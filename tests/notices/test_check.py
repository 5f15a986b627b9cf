"""Checks before issue: each finding has an example that fires and one that stays silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace
from gongkai.law.documents.elements import Element
from gongkai.notices.check import Finding, Others, Severity, check
from gongkai.notices.compose import compose
from gongkai.notices.facts import Delay, Extension, Facts, OtherBody
from gongkai.notices.findings import place_of
from gongkai.notices.model import Notice, Paragraph, Role, Run
from gongkai.notices.template import parse, source, standard
from tests.notices.support import APPLICANT, BODY, CODES, DAY, DECISIONS, FACTS, made_up


def edited(made: Notice, old: str, new: str) -> Notice:
    """The document after somebody changed its words by hand."""
    assert any(old in block.text for block in made.blocks), old
    blocks = tuple(
        replace(block, runs=(Run(block.text.replace(old, new)),))
        if isinstance(block, Paragraph) and old in block.text
        else block
        for block in made.blocks
    )
    return replace(made, blocks=blocks)


def of(code: str, **changes: Any) -> tuple[Notice, Facts]:
    facts = made_up(code, **changes)
    return compose(standard(code), facts), facts


def codes(found: tuple[Finding, ...]) -> set[str]:
    return {one.code for one in found}


@pytest.mark.parametrize("code", CODES)
def test_a_sound_document_has_no_finding(code: str) -> None:
    made, facts = of(code)
    others = Others(applicants=["赵某戊"], numbers=["样例申〔2024〕0099"], bodies=["丑县教育局"])
    assert check(made, facts, others=others, finder=finder) == ()


# --- words and elements ---------------------------------------------------------------------------


def test_braces_and_places_left_open_are_found() -> None:
    made, facts = of("T26")
    assert "brace" in codes(check(edited(made, "经检索", "{body.name}经检索"), facts))
    assert "unfilled" in codes(check(edited(made, "经检索", "____经检索"), facts))
    without = made_up("T26", application=replace(FACTS.application, number=""))
    draft = compose(standard("T26"), without, draft=True)
    found = check(draft, facts)
    assert "missing" in codes(found)
    assert next(f for f in found if f.code == "missing").place.count("【申请编号】") == 1


def test_a_form_may_have_places_to_write_on() -> None:
    facts = made_up("T39")
    made = compose(parse(source("T39").replace("审批人：", "审批人：____")), facts)
    assert check(made, facts) == ()


def test_not_accepted_is_no_way_to_decide() -> None:
    made, facts = of("T31")
    found = check(edited(made, "不予重复处理", "不予受理"), facts)
    assert "not_accepted" in codes(found)
    assert all(f.severity is Severity.ERROR for f in found)


@pytest.mark.parametrize(
    "asked",
    [
        "工伤认定申请不予受理通知书",
        "XXX项目（合同号{12}）的××材料",
        "行政复议",
        "第一项\n第二项【甲】。",
    ],
)
def test_what_an_applicant_asked_for_may_be_quoted_in_any_words(asked: str) -> None:
    application = replace(FACTS.application, description=asked)
    made, facts = of("T26", application=application)
    assert asked.split("\n")[0] in made.text
    assert check(made, facts) == ()
    # what we say ourselves is looked at all the same
    assert "not_accepted" in codes(check(edited(made, "经检索", "不予受理，经检索"), facts))


@pytest.mark.parametrize(
    ("code", "cut", "element"),
    [
        ("T26", "文书档案", Element.SEARCH),
        ("T27", "甲市自然资源局", Element.COMPETENT_BODY),
        ("T31", "甲乙城管公开〔2024〕3号", Element.EARLIER_REPLY),
        ("T16", "《丙路改造工程施工许可证》", Element.INFORMATION),
        ("T04", "按期补正的", Element.CLOCK_RESTART),
        ("T06", "20个工作日", Element.EXTENSION_DAYS),
        ("T11", "视为同意公开", Element.SILENCE_CONSENT),
    ],
)
def test_an_element_cut_out_by_hand_is_missed(code: str, cut: str, element: Element) -> None:
    made, facts = of(code)
    new = "收到补正之后" if element is Element.CLOCK_RESTART else "某"
    changed = edited(made, cut, new)
    if element is Element.CLOCK_RESTART:
        changed = edited(changed, "自本机关收到补正的申请之日起", "")
    found = {
        f.sentence.split("；")[0] for f in check(changed, facts) if f.code == "missing_element"
    }
    assert found == {f"缺少“{element.zh}”"}


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"seal": None}, Element.SEAL),
        ({"number": ""}, Element.DOCUMENT_NUMBER),
        ({"note": ""}, Element.CONTACT),
        ({"heading": ("政府信息不存在答复书",)}, Element.ISSUER),
    ],
)
def test_the_frame_of_a_document_must_be_whole(change: dict[str, Any], element: Element) -> None:
    made, facts = of("T26")
    found = [f.sentence for f in check(replace(made, **change), facts)]
    assert f"缺少“{element.zh}”" in found


def test_an_internal_paper_with_blanks_is_a_matter_to_look_at_only() -> None:
    made, facts = of("T39", review=replace(FACTS.review, secrecy=""))
    (found,) = check(made, facts)
    assert found.severity is Severity.WARNING and "保密审查结果" in found.sentence
    # what others fill in is not ours to check
    made, facts = of("T01", applicant=replace(APPLICANT, identity_number=""))
    assert check(made, facts) == ()


# --- articles -------------------------------------------------------------------------------------


def test_an_article_of_another_decision_is_found() -> None:
    made, facts = of("T26")
    found = check(edited(made, "第三十六条第（四）项", "第三十六条第（五）项"), facts)
    assert codes(found) == {"article_missing", "article_other"}
    other = next(f for f in found if f.code == "article_other")
    assert "不属于本机关负责公开" in other.sentence and "第（五）项" in other.place
    lost = next(f for f in found if f.code == "article_missing")
    assert str(lost.article) in lost.sentence


def test_an_article_without_its_paragraph_is_found() -> None:
    made, facts = of("T23")
    found = check(edited(made, "第十六条第二款", "第十六条"), facts)
    assert codes(found) == {"article_missing", "article_vague"}
    made, facts = of("T26")
    assert "article_vague" in codes(
        check(edited(made, "第三十六条第（四）项", "第三十六条"), facts)
    )


def test_a_short_title_will_do_and_procedure_may_be_cited() -> None:
    made, facts = of("T26")
    full = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
    text = edited(made, full, "条例")
    assert "article_missing" not in codes(check(text, facts))
    more = edited(made, "经检索，", "依照条例第三十三条第二款延期后，经检索，")
    assert check(more, facts) == ()
    # the same number in another law is another article
    other = edited(
        made, "经检索，", "依照《中华人民共和国行政处罚法》第三十六条第（五）项，经检索，"
    )
    assert check(other, facts) == ()


def test_a_withheld_part_brings_its_article() -> None:
    made, facts = of("T17")
    assert check(made, facts) == ()
    found = check(edited(made, "第十六条第二款", "第十六条第一款"), facts)
    assert codes(found) >= {"article_missing", "article_other"}


def test_the_basis_of_another_outcome_is_the_one_given() -> None:
    made, facts = of("T35")
    found = check(edited(made, "第十五条", "第十六条"), facts)
    assert codes(found) == {"article_missing"}


def test_every_withheld_part_needs_ground_and_reason() -> None:
    made, facts = of("T17")
    parts = facts.decisions[0].parts
    for cut, name in (
        (parts[0].what, "内容"), (parts[1].reason, "具体理由"), (parts[1].ground, "理由类别"),
    ):  # fmt: skip
        found = [f for f in check(edited(made, cut, "某"), facts) if f.code == "withheld_part"]
        assert any(name in f.sentence for f in found), name


# --- remedies -------------------------------------------------------------------------------------


def without_remedies(made: Notice) -> Notice:
    blocks = (b for b in made.blocks if not (isinstance(b, Paragraph) and b.role is Role.REMEDY))
    return replace(made, blocks=tuple(blocks))


@pytest.mark.parametrize("code", ["T13", "T14", "T17", "T18", "T26", "T36", "T37"])
def test_a_document_whose_remedies_were_deleted_cannot_be_issued(code: str) -> None:
    made, facts = of(code)
    found = check(without_remedies(made), facts)
    assert "remedy" in codes(found)
    assert next(f for f in found if f.code == "remedy").severity is Severity.ERROR


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("60日", "30日"),
        ("甲市乙区人民政府申请", "甲市人民政府申请"),
        ("甲市丁区人民法院", "甲市戊区人民法院"),
        ("6个月", "3个月"),
    ],
)
def test_remedies_changed_by_hand_are_found(old: str, new: str) -> None:
    made, facts = of("T26")
    assert "remedy" in codes(check(edited(made, old, new), facts))


def test_remedies_follow_the_day_the_kind_of_body_and_the_way_of_service() -> None:
    made, facts = of("T23")
    # composed for 2024, issued as of 2023: the old law asks for the other paragraph
    body = replace(
        BODY,
        reviewers={
            ReviewPlace.OWN_GOVERNMENT: "甲市乙区人民政府",
            ReviewPlace.HIGHER_DEPARTMENT: "甲市城市管理局",
        },
    )
    earlier = replace(facts, body=body, document=replace(facts.document, day=date(2023, 12, 29)))
    assert "remedy" in codes(check(replace(made, day=date(2023, 12, 29)), earlier))
    online = replace(facts, service=replace(facts.service, online=True))
    assert {"remedy", "no_online_channel"} <= codes(check(made, online))
    assert "互联网" in compose(standard("T23"), online).text
    of_county = replace(
        facts,
        body=replace(
            BODY,
            kind=BodyKind.COUNTY_GOVERNMENT,
            reviewers={ReviewPlace.HIGHER_GOVERNMENT: "甲市人民政府"},
        ),
    )
    assert "remedy" in codes(check(made, of_county))


def test_a_procedural_document_tells_no_remedy() -> None:
    asked = replace(FACTS.application, description="张某申请行政复议的材料")
    assert check(*of("T04", application=asked)) == ()
    made, facts = of("T04")
    changed = edited(made, "特此告知。", "如不服，可以在60日内申请行政复议。")
    assert "needless_remedy" in codes(check(changed, facts))


# --- names and numbers ----------------------------------------------------------------------------


def test_another_cases_names_and_numbers_are_found() -> None:
    made, facts = of("T26")
    changed = edited(made, "经检索", "赵某戊所述（样例申〔2024〕0099）由丑县教育局转来，经检索")
    others = Others(applicants=["赵某戊"], numbers=["样例申〔2024〕0099"], bodies=["丑县教育局"])
    found = check(changed, facts, others=others)
    assert codes(found) == {"other_applicant", "other_number", "other_body"}
    assert all(f.place for f in found)
    severities = {f.code: f.severity for f in found}
    assert severities["other_body"] is Severity.WARNING
    # unknown, but built like ours
    assert codes(check(changed, facts)) == {"like_number"}


def test_names_that_belong_to_the_case_are_left_alone() -> None:
    made, facts = of("T27")
    others = Others(
        applicants=["张某", "城市", "张某甲"],
        numbers=["样例〔2024〕15号"],
        bodies=["甲市自然资源局", "甲市乙区人民政府", "甲市丁区人民法院", "乙区城市管理局"],
    )
    assert check(made, facts, others=others) == ()
    made, facts = of("T31")
    assert check(made, facts, others=Others(numbers=["甲乙城管公开〔2024〕3号", ""])) == ()


def test_a_name_of_two_characters_is_a_matter_to_look_at() -> None:
    made, facts = of("T26")
    (found,) = check(
        edited(made, "经检索", "王明确认，经检索"), facts, others=Others(["王明", "王"])
    )
    assert found.code == "other_applicant" and found.severity is Severity.WARNING


def test_the_applicant_and_the_number_of_the_case_must_be_there() -> None:
    made, facts = of("T26")
    other = replace(facts, applicant=replace(APPLICANT, names=("李某乙",)))
    assert "applicant" in codes(check(made, other))
    other = replace(facts, application=replace(facts.application, number="样例申〔2024〕0028"))
    assert codes(check(made, other)) >= {"application_number", "like_number"}


def test_a_short_number_is_not_compared_by_its_form() -> None:
    application = replace(FACTS.application, number="12")
    made, facts = of("T26", application=application)
    assert check(edited(made, "经检索", "第34条，经检索"), facts) == ()


def test_third_parties_do_not_learn_who_applied() -> None:
    made, facts = of("T08")
    found = check(edited(made, "本机关收到一件", "张某甲向本机关提出一件"), facts)
    assert codes(found) == {"applicant_named"}
    assert found[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("甲乙城管公开〔2024〕15号", None),
        ("甲乙城管公开[2024]15号", "number_form"),
        ("甲乙城管公开〔2024〕第15号", "number_form"),
        ("甲乙城管公开〔2024〕015号", "number_form"),
        ("甲乙城管公开〔2023〕15号", "number_year"),
    ],
)
def test_the_number_of_the_document_has_the_form_of_official_papers(
    number: str, code: str | None
) -> None:
    made, facts = of("T26", document=replace(FACTS.document, number=number))
    assert codes(check(made, facts)) == ({code} if code else set())


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "changes", "words"),
    [
        (
            "T26",
            {"application": {"received": date(2024, 6, 13), "submitted": None}},
            "早于收到申请",
        ),
        ("T26", {"application": {"submitted": date(2024, 5, 17)}}, "早于提出申请"),
        ("T29", {"correction": {"received": date(2024, 6, 13)}}, "早于收到补正"),
        ("T29", {"correction": {"received": date(2024, 5, 21)}}, "早于补正告知书"),
        ("T36", {"correction": {"until": DAY}}, "尚未届满"),
        ("T04", {"correction": {"until": DAY}}, "以前届满"),
        ("T14", {"fee": {"until": DAY}}, "以前届满"),
        ("T12", {"consultation": {"until": DAY}}, "不晚于成文日期"),
        ("T10", {"consultation": {"sent": date(2024, 6, 13)}}, "早于征求意见书"),
        ("T21", {"consultation": {"answered": date(2024, 6, 13)}}, "早于收到意见"),
        ("T13", {"consultation": {"disclose_on": DAY}}, "不晚于告知第三方"),
        ("T06", {"extension": {"due": date(2024, 6, 14)}}, "不晚于原期限"),
        ("T07", {"delay": {"due": date(2024, 6, 14)}}, "不晚于原期限"),
        ("T33", {"reasons": {"sent": date(2024, 6, 13)}}, "早于说明理由"),
    ],
)
def test_days_that_cannot_be_are_found(
    document: str, changes: dict[str, dict[str, Any]], words: str
) -> None:
    facts = made_up(document)
    for record, fields in changes.items():
        facts = replace(facts, **{record: replace(getattr(facts, record), **fields)})
    found = [f for f in check(compose(standard(document), facts), facts) if f.code == "days"]
    assert len(found) == 1 and words in found[0].sentence
    assert found[0].severity is Severity.ERROR


def test_an_earlier_reply_is_earlier() -> None:
    one = replace(DECISIONS["D52"], earlier_date=DAY)
    made, facts = of("T31", decisions=(one,))
    assert codes(check(made, facts)) == {"days"}


def test_an_extension_is_no_longer_than_the_law_allows() -> None:
    extension = replace(made_up("T06").extension, days=21)
    made, facts = of("T06", extension=extension)
    (found,) = check(made, facts)
    assert found.code == "extension" and "第三十三条" in str(found.article)


def test_a_reply_after_its_due_date_is_told_but_may_go_out() -> None:
    late = replace(FACTS.document, day=date(2024, 6, 17))
    made, facts = of("T26", document=late)
    (found,) = check(made, facts)
    assert found.code == "overdue" and found.severity is Severity.WARNING
    extended = Extension(due=date(2024, 7, 12))
    assert check(*of("T26", document=late, extension=extended)) == ()
    # the extension itself must be told before the first due date
    made, facts = of("T06", document=late)
    assert codes(check(made, facts)) == {"overdue"}
    delayed = of("T33", document=late, delay=Delay(due=date(2024, 9, 30)))
    assert check(*delayed) == ()
    # a document without a limit is never late
    assert check(*of("T37", document=late)) == ()


def test_a_day_that_is_in_no_calendar_is_found() -> None:
    made, facts = of("T26")
    found = check(edited(made, "2024年5月20日", "2024年2月30日"), facts)
    assert "impossible_day" in codes(found)


# --- personal data --------------------------------------------------------------------------------


def finder(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"(?<!\d)\d{3}-\d{8}|(?<!\d)\d{11}(?!\d)", text):
        yield "电话号码", match[0]


def test_somebody_elses_personal_data_is_found_and_ones_own_is_not() -> None:
    made, facts = of("T26")
    changed = edited(made, "经检索", "经向知情人（99999999999）核实，经检索")
    (found,) = check(changed, facts, finder=finder)
    assert found.code == "personal_data" and "99999999999" in found.sentence
    assert found.severity is Severity.ERROR
    own = edited(made, "经检索", "经与你（00000000000）核实，经检索")
    assert check(own, facts, finder=finder) == ()
    # an office may be called
    assert check(*of("T27"), finder=finder) == ()


# --- findings themselves --------------------------------------------------------------------------


def test_errors_come_first_and_nothing_is_said_twice() -> None:
    made, facts = of("T26", document=replace(FACTS.document, number="2024-15"))
    found = check(edited(made, "经检索", "{a}{a}经检索"), facts)
    assert [f.severity for f in found] == sorted(
        (f.severity for f in found), key=lambda s: s is not Severity.ERROR
    )
    assert len(found) == len(set(found))


def test_the_place_is_the_line_cut_around_the_words() -> None:
    made, _ = of("T26")
    assert place_of(made, "经检索").startswith("经检索")
    assert place_of(made, "网站") == ""
    deep = place_of(made, "逐卷查阅")
    assert "逐卷查阅" in deep and deep.startswith("…") and len(deep) <= 42


def test_another_body_is_named_or_it_is_said_that_it_cannot_be() -> None:
    one = replace(DECISIONS["D42"], other_body=None, unknown_body="不能确定负责公开的行政机关")
    assert check(*of("T27", decisions=(one,))) == ()
    two = replace(DECISIONS["D42"], other_body=OtherBody(name="甲局", contact="000-22222222"))
    assert check(*of("T27", decisions=(two,))) == ()

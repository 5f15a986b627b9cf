"""Documents T01–T40: what they must say, their remedy paragraph, and faults of wording."""

from __future__ import annotations

import re
import time
from datetime import date
from typing import Any

import pytest

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law import clock, periods
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace, review_body
from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.documents import notices
from gongkai.law.documents.elements import COMMON, Element
from gongkai.law.documents.notices import (
    ANNOUNCING,
    NOTICES,
    REPLIES,
    Audience,
    Limit,
    RemedyPart,
    missing_elements,
    notice,
    notice_for,
)
from gongkai.law.documents.remedy_text import remedy_block, remedy_form
from gongkai.law.documents.wording import wording_faults
from tests.law.support import cases

DAY = date(2024, 5, 6)
WHO = {"reviewer": "甲市人民政府", "court": "乙区人民法院"}


def test_the_forty_documents_are_numbered_and_named_once() -> None:
    assert [n.code for n in NOTICES] == [f"T{i:02}" for i in range(1, 41)]
    assert len({n.zh for n in NOTICES}) == 40
    for found in NOTICES:
        assert found.trigger and found.elements
        assert found.confirmed or found.note
        assert len(set(found.elements)) == len(found.elements)


def test_every_decision_is_announced_by_one_document_and_in_its_words() -> None:
    told = [code for n in NOTICES for code in n.decisions]
    assert sorted(told) == sorted(d.code for d in DECISIONS)
    assert notice_for("D61") is notice_for("D62") is notice("T36")
    for found in NOTICES:
        assert bool(found.decisions) is (found.remedy is RemedyPart.BY_DECISION)
    with pytest.raises(BadInput, match="T41"):
        notice("T41")


def test_the_limit_of_a_document_names_a_constant_of_the_clock() -> None:
    known = {p.id for p in (*periods.PARAMETERS, *notices.PARAMETERS, clock.REPLY_DAYS)}
    for limit in Limit:
        assert limit.parameter == "" or limit.parameter in known
    assert notice("T04").limit.parameter == "correction_notice_days"
    assert notice("T36").limit is Limit.NONE
    assert all(n.limit is Limit.DUE for n in NOTICES if n.decisions and n.code != "T36")


@pytest.mark.parametrize("found", NOTICES, ids=[n.code for n in NOTICES])
def test_a_document_lacks_what_is_taken_out_and_nothing_else(found: Any) -> None:
    everything = missing_elements(found.code, (), DAY)
    assert missing_elements(found.code, everything, DAY) == ()
    for element in everything:
        assert missing_elements(found.code, set(everything) - {element}, DAY) == (element,)
    assert set(found.elements) <= set(everything)
    if found.audience is Audience.APPLICANT:
        assert set(COMMON) <= set(everything)
    else:
        assert Element.APPLICANT not in everything


def test_a_reply_without_remedies_is_not_whole() -> None:
    assert Element.REMEDY in missing_elements("T26", (), DAY)
    assert Element.REMEDY not in missing_elements("T04", (), DAY)
    assert Element.LATER_REMEDY in missing_elements("T14", (), DAY)


def test_a_reply_by_internet_names_the_channel_for_reconsideration_since_2024() -> None:
    assert Element.ONLINE_REVIEW in missing_elements("T26", (), DAY, online=True)
    assert Element.ONLINE_REVIEW not in missing_elements("T26", (), DAY)
    assert Element.ONLINE_REVIEW not in missing_elements("T04", (), DAY, online=True)
    assert Element.ONLINE_REVIEW in missing_elements("T26", (), date(2024, 1, 1), online=True)
    early = missing_elements("T26", (), date(2023, 12, 31), online=True)
    assert Element.ONLINE_REVIEW not in early


# --- remedy paragraph ----------------------------------------------------------------------------


@cases("remedy_blocks")
def test_each_document_carries_its_remedy_paragraph(case: dict[str, Any]) -> None:
    refused = case.get("refused", ())
    assert remedy_form(case["code"], case["day"], refused) == case["form"]
    text = remedy_block(case["code"], case["day"], refused=refused, **WHO)
    if case["form"] == "R0":
        assert text == ""
        return
    assert ("应当先" in text) is (case["form"] == "R1")
    if case["form"] in ("R1", "R2"):
        assert "60日内向甲市人民政府申请行政复议" in text
        assert "乙区人民法院" in text
        whole_r1 = case["form"] == "R1" and "不予公开的部分" not in text
        assert ("6个月" in text) is not whole_r1
        assert ("15日" in text) is (case["form"] == "R1")


@pytest.mark.parametrize("day", [date(2019, 5, 15), date(2023, 12, 31), date(2024, 1, 1), DAY])
@pytest.mark.parametrize("found", DECISIONS, ids=[d.code for d in DECISIONS])
def test_our_own_paragraph_has_no_fault_of_wording(found: Any, day: date) -> None:
    if day < found.since:
        with pytest.raises(NoRuleInForce):
            remedy_block(found.code, day, **WHO)
        return
    refused = ["D36"] if found.code == "D20" else []
    reviewer = review_body(
        BodyKind.DEPARTMENT, day, {ReviewPlace.OWN_GOVERNMENT: "甲市人民政府"}
    ).text
    text = remedy_block(
        found.code, day, reviewer=reviewer, court="乙区人民法院", refused=refused,
        online=True, online_channel="甲市行政复议网上申请平台",
    )  # fmt: skip
    faults = wording_faults(
        text, day, BodyKind.DEPARTMENT, code=found.code, refused=refused, reviewer=reviewer,
        online=True,
    )  # fmt: skip
    assert faults == ()


def test_a_partial_disclosure_tells_the_two_ways_apart() -> None:
    text = remedy_block("D20", DAY, refused=["D34"], **WHO)
    assert text.index("不予公开的部分") < text.index("应当先") < text.index("其他内容")


def test_the_internet_channel_is_demanded_since_2024_and_printed() -> None:
    with pytest.raises(LawError, match="互联网渠道"):
        remedy_block("D41", DAY, online=True, **WHO)
    assert "互联网" not in remedy_block("D41", date(2023, 5, 6), online=True, **WHO)
    text = remedy_block("D41", DAY, online=True, online_channel="某平台", **WHO)
    assert text.endswith("行政复议申请也可以通过互联网提交：某平台。")


@pytest.mark.parametrize("lost", ["reviewer", "court"])
def test_a_paragraph_without_its_bodies_is_refused(lost: str) -> None:
    with pytest.raises(BadInput, match="缺少复议机关或者人民法院"):
        remedy_block("D41", DAY, **{**WHO, lost: ""})
    assert remedy_block("T04", DAY, reviewer="", court="") == ""


def test_a_document_calls_itself_by_its_name() -> None:
    assert "收到本答复书之日" in remedy_block("T26", DAY, **WHO)
    assert "收到本告知书之日" in remedy_block("T27", DAY, **WHO)
    assert notice("T14").noun == "通知书"
    assert notice("T12").noun == "文书"


# --- wording --------------------------------------------------------------------------------------


@cases("wording")
def test_faults_of_wording_are_found_and_sound_text_is_left_alone(case: dict[str, Any]) -> None:
    faults = wording_faults(
        case["text"],
        case["day"],
        BodyKind(case.get("kind", "department")),  # type: ignore[call-arg]
        code=case.get("code", ""),
        reviewer=case.get("reviewer", ""),
        online=case.get("online", False),
    )
    assert sorted(f.id for f in faults) == sorted(case["faults"]), faults
    lines = case["text"].split("\n")
    for fault in faults:
        assert fault.sentence
        assert not fault.found or fault.found in lines[fault.line - 1]


def test_the_fault_names_its_place_and_article() -> None:
    text = "甲\n乙\n可以在60日内向上一级主管部门或者本级人民政府申请行政复议。"
    (fault,) = wording_faults(text, DAY, BodyKind.DEPARTMENT)
    assert fault.line == 3
    assert "第二十四条" in str(fault.article)
    assert "本级人民政府" in fault.sentence


def test_a_clause_before_the_first_stop_is_seen() -> None:
    assert wording_faults("不予受理", DAY, BodyKind.DEPARTMENT)
    assert not re.search("受理", "".join(d.zh for d in DECISIONS))


@pytest.mark.parametrize(
    "piece",
    ["向", "不予受理", "应当先", "年 ", "【", "{{", "三个月内", "上级部门或", "×", "_", "X"],
)
def test_a_long_text_without_a_stop_is_read_quickly(piece: str) -> None:
    began = time.process_time()
    wording_faults(piece * 5_000 + "申请行政复议", DAY, BodyKind.DEPARTMENT, code="D41")
    assert time.process_time() - began < 5


def test_replies_announce_a_decision_within_the_period() -> None:
    # a claim for correction is answered by a document of its own, which has no period
    assert (*(f"T{n}" for n in range(15, 36)), "T37") == REPLIES
    # what ends by a limit is told by no reply
    assert {*REPLIES, "T36"} == {*ANNOUNCING}

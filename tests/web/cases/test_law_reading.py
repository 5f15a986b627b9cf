"""A second reading of the law: days that count, acts it forbids, documents that it wants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.web.acting import Refused
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions.fees import numbered
from gongkai.web.cases.letters import facts_of
from gongkai.web.cases.models import Case, Desk, Service
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.public import letters_of, standing, story
from tests.web.cases.world import DIRECT, NET, PERSON, World, granted

POST = {"method": "post", "tracking": "XA00000001"}


def _ask(world: World, case: Case, **sending: Any) -> Case:
    return world.do(
        Verb.ASK_CORRECTION, case, items="所需信息的年度", guidance="请写明需要哪一年度的信息",
        days=15, **sending,
    )  # fmt: skip


def _service(case: Case, notice: str) -> Service:
    return Service.objects.get(paper__case=case, paper__notice=notice)


# a limit that the other side has runs from its receipt --------------------------------------------


def test_a_posted_notice_of_correction_names_no_last_day_that_it_cannot_know(shared: World) -> None:
    case = _ask(shared, shared.registered(), **POST)
    text = case.papers.get(notice="T04").text
    assert "自收到本告知书之日起15个工作日内补正。" in text and "补正期限至" not in text
    handed = _ask(shared, shared.registered(), **DIRECT)
    assert "补正期限至2026年3月23日届满" in handed.papers.get(notice="T04").text


def test_nobody_gives_up_an_application_by_a_letter_that_never_came(shared: World) -> None:
    case = _ask(shared, shared.registered(), **POST)
    sent = shared.day
    shared.pass_days(40)
    with pytest.raises(Refused, match="补正告知书还没有送达记录"):
        shared.do(Verb.LAPSE_CORRECTION, case, reason="没有正当理由")
    case = shared.do(
        Verb.RECORD_SERVICE, case, service=_service(case, "T04"), reached=sent + timedelta(3)
    )
    case = shared.do(Verb.LAPSE_CORRECTION, case, reason="没有正当理由")
    assert (case.stage, case.outcome) == (Stage.CLOSED, "D61")


def test_the_fee_is_due_from_the_receipt_of_its_notice(shared: World) -> None:
    case = shared.registered()
    fee = {"method_of_fee": "charge_per_page", "manner": "copies", "pages": 100}
    case = shared.do(Verb.NOTIFY_FEE, case, **fee, **POST)
    assert "工作日内缴纳。" in case.papers.get(notice="T14").text
    shared.pass_days(60)
    with pytest.raises(Refused, match="收费通知书还没有送达记录"):
        shared.do(Verb.LAPSE_PAYMENT, case)


def test_the_time_to_explain_is_left_to_the_applicant(shared: World) -> None:
    case = shared.do(Verb.ASK_REASONS, shared.opined(), counts="本年已提出120件", days=10, **DIRECT)
    facts = {"kind": "reasons_assessed", "text": "没有说明理由", "by": "承办员"}
    case = shared.do(Verb.RECORD, case, Role.INTAKE, day=shared.day, **facts)
    refuse = [{"order": 1, "code": "D54", "reason": "", "details": {}}]
    shared.day = date(2026, 3, 16)  # the tenth working day
    with pytest.raises(Refused, match="说明理由的期限到 2026-03-16 届满"):
        shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=refuse)
    shared.day = date(2026, 3, 17)
    case = shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=refuse)
    assert case.outcome == "D54"


def test_reasons_that_were_called_good_are_not_called_bad_afterwards(shared: World) -> None:
    case = shared.do(Verb.ASK_REASONS, shared.opined(), counts="本年已提出120件", days=10, **DIRECT)
    case = shared.do(Verb.RECEIVE_REASONS, case, day=shared.day, text="办理案件需要")
    until = shared.day + timedelta(60)
    case = shared.do(Verb.DELAY, case, until=until, reason="申请数量大", **DIRECT)
    facts = {"kind": "reasons_assessed", "text": "重新审查", "by": "承办员"}
    case = shared.do(Verb.RECORD, case, Role.INTAKE, day=shared.day, **facts)
    refuse = [{"order": 1, "code": "D54", "reason": "", "details": {}}]
    with pytest.raises(Refused, match="申请理由合理的，应当答复"):
        shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=refuse)


# what must be decided in time is not dated back ---------------------------------------------------


def test_an_extension_approved_too_late_is_not_dated_back(shared: World) -> None:
    case = shared.registered()
    due = case.due
    assert due is not None
    shared.day = due + timedelta(1)
    for sent, words in ((due, "没有凭证不能认定"), (shared.day, "已经逾期，不能再延长")):
        with pytest.raises(Refused, match=words):
            shared.do(Verb.EXTEND, case, days=10, reason="查阅档案", **DIRECT, sent=sent)


# others who are asked -----------------------------------------------------------------------------


def test_another_body_is_told_the_day_it_was_asked_for(shared: World) -> None:
    until = shared.day + timedelta(7)
    case = shared.do(
        Verb.CONSULT, shared.assigned(), who="other-body", name="云州市教育局",
        subject="调整方案", question="是否属实", until=until, **DIRECT,
    )  # fmt: skip
    assert (
        f"请不迟于{until.year}年{until.month}月{until.day}日" in case.papers.get(notice="T12").text
    )
    with pytest.raises(Refused, match="应当晚于发出日期"):
        shared.do(
            Verb.CONSULT, shared.assigned(), who="other-body", name="云州市教育局",
            subject="方案", question="是否属实", until=shared.day, **DIRECT,
        )  # fmt: skip


def test_nothing_is_disclosed_over_a_reasoned_objection_without_the_public_interest(
    shared: World,
) -> None:
    case = shared.consulting()
    inquiry = case.inquiries.get()
    case = shared.do(
        Verb.END_CONSULTATION, case, inquiry=inquiry, answer="objects", day=shared.day,
        text="涉及商业秘密",
    )  # fmt: skip
    case = shared.do(Verb.OPINE, case, opinion="disclose", basis="可以公开")
    with pytest.raises(Refused, match="第三方不同意公开且有合理理由") as refused:
        shared.do(Verb.DECIDE, case, decisions=[granted(1)])
    assert "第三十二条" in str(refused.value.article)
    prevails = {"kind": "public_interest_prevails", "text": "涉及公共安全", "by": "承办员"}
    case = shared.do(Verb.RECORD, case, day=shared.day, **prevails)
    assert shared.do(Verb.DECIDE, case, decisions=[granted(1)]).outcome == "D12"


# replies ------------------------------------------------------------------------------------------


def test_a_reply_may_come_while_a_late_notice_of_correction_is_out(shared: World) -> None:
    case = shared.registered()
    shared.day = date(2026, 3, 12)  # after the seventh working day
    case = _ask(shared, case, **DIRECT)
    assert (case.state, case.clock) == ("correcting", "runs")
    case = shared.do(Verb.KEEP, case, skip="工作机构掌握该信息")
    case = shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=[granted(1)])
    case = shared.do(Verb.DRAFT, case, Role.INTAKE)
    case = shared.do(Verb.SEND_FOR_REVIEW, case, Role.INTAKE, despite="已核对")
    case = shared.do(Verb.SEND_BACK, case, comment="请补充")
    assert (case.stage, case.state) == (Stage.DECIDING, "correcting")
    case = shared.do(Verb.SEND_FOR_REVIEW, case, Role.INTAKE, despite="已核对")
    case = shared.do(Verb.REVIEW_LAW, case, comment="同意")
    case = shared.do(Verb.REVIEW_SECRECY, case, basis="保守国家秘密法第三十五条")
    case = shared.do(Verb.SIGN, case)
    case = shared.do(Verb.SERVE, case, given_form="electronic", **NET)
    assert (case.state, case.late) == ("replied", False)


def test_what_goes_through_the_network_names_the_channel_for_review(shared: World) -> None:
    case = shared.signed(way="post")
    with pytest.raises(Refused, match="互联网渠道.*退回修改，把获取途径更正为网上获取或者电子邮件"):
        shared.do(Verb.SERVE, case, given_form="electronic", **NET)
    Desk.objects.filter(agency=shared.agency).update(online_review="")
    with pytest.raises(Refused, match="由管理员在办理设置中填写这一渠道以后，把获取途径"):
        shared.do(Verb.SERVE, case, given_form="electronic", **NET)
    assert shared.do(Verb.SERVE, case, given_form="electronic", **POST).replied == shared.day


def test_a_reply_given_anew_tells_when_the_application_came(shared: World) -> None:
    case = shared.answered()
    first = case.received
    assert first is not None
    shared.pass_days(90)
    case = shared.do(Verb.REDO, case, dispute=shared.dispute(case), day=shared.day)
    anew = case.redone.get()
    assert facts_of(anew, shared.day).application.received == first
    assert anew.received == shared.day


def test_a_reply_that_came_back_does_not_keep_the_file_open_for_ever(shared: World) -> None:
    case = shared.do(Verb.SERVE, shared.signed(), given_form="electronic", **POST)
    with pytest.raises(Refused, match="还没有送达记录"):
        shared.do(Verb.ARCHIVE, case, retention="10年")
    shared.pass_days(10)
    reply = case.papers.get(state="sent")
    case = shared.do(
        Verb.RECORD_SERVICE, case, service=reply.services.get(), returned=shared.day,
        note="收件人迁移",
    )  # fmt: skip
    assert shared.do(Verb.ARCHIVE, case, retention="10年").stage == Stage.ARCHIVED


# receipt, count -----------------------------------------------------------------------------------


def test_a_confirmation_that_is_taken_down_names_its_evidence(shared: World) -> None:
    with pytest.raises(Refused, match="没有填写凭证"):
        shared.hand_in(channel="fax", confirmed=shared.day)
    told = shared.hand_in(channel="fax", confirmed=shared.day, evidence="电话确认，本人接听")
    assert told.received == shared.day


def test_what_was_charged_as_several_keeps_its_numbers(shared: World) -> None:
    for _ in range(9):
        shared.registered()
    many = shared.registered(items=["2023年度", "2024年度", "2025年度"])
    fee = {"method_of_fee": "charge_per_item", "manner": "copies", **DIRECT}
    with pytest.raises(Refused, match="应收0元"):  # nobody has split them: one, the tenth
        shared.do(Verb.NOTIFY_FEE, many, **fee)
    with pytest.raises(Refused, match="件数应是1至3"):
        shared.do(Verb.NOTIFY_FEE, many, units=4, **fee)
    many = shared.do(Verb.NOTIFY_FEE, many, units=3, **fee)  # numbers 10 to 12
    assert many.fee == 200
    assert "行政审批事项调整情况（当月第10至12件）" in many.papers.get(notice="T14").text
    mine, _ = numbered(shared.registered())
    assert mine.first == 13


def test_who_asks_with_others_has_a_count_of_his_own(
    shared: World, django_assert_max_num_queries: Any
) -> None:
    other = {**PERSON, "name": "申请人丁", "identity": "X0000009", "phone": "00000000009"}
    alone, both = shared.registered(), shared.registered(people=[PERSON, other])
    assert [numbered(one)[0].first for one in (alone, both)] == [1, 1]
    swapped = shared.registered(people=[other, PERSON])
    mine, month = numbered(swapped)
    assert mine.first == 2 and {one.filed.id for one in month} == {both.number, swapped.number}
    assert numbered(shared.registered(people=[other]))[0].first == 1
    with django_assert_max_num_queries(6):  # however many there are
        numbered(Case.objects.get(pk=alone.pk))


def test_what_was_withdrawn_has_no_number(shared: World) -> None:
    first = shared.registered()
    shared.do(Verb.WITHDRAW, shared.registered(), reason="申请人来函撤回")
    mine, month = numbered(shared.registered())
    assert mine.first == 2 and [one.filed.id for one in month] == [first.number, mine.filed.id]


def test_a_reply_given_anew_is_no_new_application_in_the_count(shared: World) -> None:
    case = shared.answered()
    shared.do(Verb.REDO, case, dispute=shared.dispute(case), day=shared.day)
    assert numbered(shared.registered())[0].first == 2


def test_the_applicant_is_told_when_others_are_asked_and_not_whom(shared: World) -> None:
    case = shared.consulting()
    told = case.papers.get(notice="T10")
    assert "书面征求第三方的意见" in told.text and "不计算在答复期限内" in told.text
    assert "云州样例有限公司" not in told.text
    assert told.dated == shared.day and told.services.get().method == "electronic"
    asked = {"subject": "投标文件", "question": "是否同意公开投标文件", **DIRECT}
    case = shared.do(Verb.CONSULT, case, who="third-party", name="云州另一公司", **asked)
    assert case.papers.filter(notice="T10").count() == 1  # one notice for one day
    case = shared.do(Verb.CONSULT, case, who="co-producer", name="云州市教育局", **asked)
    assert case.papers.filter(notice="T10").count() == 2


def test_who_wants_letters_by_post_is_told_by_post(shared: World) -> None:
    case = shared.assigned(way="post")
    asked = {
        "who": "third-party", "name": "云州样例有限公司", "subject": "投标文件",
        "question": "是否同意公开", **DIRECT,
    }  # fmt: skip
    with pytest.raises(Refused, match="征求意见应当告知申请人.*没有选择送达方式"):
        shared.do(Verb.CONSULT, case, **asked)
    posted = {"told_method": "post", "told_tracking": "XA00000002"}
    case = shared.do(Verb.CONSULT, case, **asked, **posted)
    assert _service(case, "T10").tracking == "XA00000002"


def test_the_applicant_sees_no_last_day_before_the_notice_has_come(shared: World) -> None:
    case = _ask(shared, shared.registered(), **POST)
    now = standing(case, shared.day)
    assert now.correction_until is None and now.application.correction_until is not None
    assert any("请按补正告知书办理" in one.said for one in story(now))
    shared.do(Verb.RECORD_SERVICE, case, service=_service(case, "T04"), reached=shared.day)
    assert standing(case, shared.day).correction_until == date(2026, 3, 23)


def test_a_refusal_beside_something_else_shows_the_ways_that_the_reply_tells(
    shared: World,
) -> None:
    case = shared.registered(items=["内部流程", "行政审批事项"])
    case = shared.do(Verb.KEEP, case, skip="工作机构掌握该信息")
    for kind in ("internal_kind", "discretion_reason"):
        record = {"kind": kind, "text": "属于内部工作流程", "by": "承办员"}
        case = shared.do(Verb.RECORD, case, day=shared.day, **record)
    refused = {
        "order": 1, "code": "D35", "reason": "公开会影响内部管理",
        "details": {"kind": "内部工作流程"},
    }  # fmt: skip
    case = shared.do(Verb.DECIDE, case, Role.INTAKE, decisions=[refused, granted(2)])
    assert case.outcome == "D20"
    case = shared.do(Verb.DRAFT, case, Role.INTAKE)
    case = shared.do(Verb.SEND_FOR_REVIEW, case, Role.INTAKE, despite="已核对")
    for verb in (Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN, Verb.SERVE):
        case = shared.do(verb, case, **shared.facts(verb, case))
    remedies = standing(case, shared.day).remedies()
    assert remedies is not None and "不予公开的部分，应当先申请行政复议" in remedies.note
    assert len(remedies.lines) == 2 and "不予公开的部分不服" in remedies.text


def test_a_third_party_is_told_before_something_is_given_over_its_objection(shared: World) -> None:
    case = shared.overruled()
    with pytest.raises(Refused, match="书面告知云州样例有限公司"):
        shared.do(Verb.SERVE, case, given_form="electronic", **NET)
    facts = shared.facts(Verb.TELL_THIRD_PARTY, case)
    with pytest.raises(Refused, match="没有写明决定公开的内容和理由"):
        shared.do(Verb.TELL_THIRD_PARTY, case, **{**facts, "reason": ""})
    case = shared.do(Verb.TELL_THIRD_PARTY, case, **facts)
    told = case.papers.get(notice="T13")
    assert "投标文件正文" in told.text and "申请行政复议" in told.text
    assert "林测试" not in told.text and told not in letters_of(case)
    with pytest.raises(Refused, match="没有选择需要告知的第三方"):
        shared.do(Verb.TELL_THIRD_PARTY, case, **facts)
    assert shared.do(Verb.SERVE, case, given_form="electronic", **NET).replied == shared.day

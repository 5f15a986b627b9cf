"""Letters: when they left, that they came back, who signs them; what was on paper before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.web.acting import Actor, Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.cases import public
from gongkai.web.cases.actions import ACTIONS, SetDesk
from gongkai.web.cases.models import Case, Desk, Letter, Service
from gongkai.web.cases.moves import Verb
from tests.web.cases.world import DIRECT, NET, WISH, World, at, everything, granted

POST = {"method": "post", "tracking": "XA00000001"}
RECEIPT = "邮政收寄回单XA00000001"


def service_of(case: Case, notice: str) -> Service:
    return Service.objects.filter(paper__case=case, paper__notice=notice).latest("pk")


def last_line(case: Case) -> Entry:
    return Entry.objects.filter(kind="cases.case", object=str(case.pk)).latest("id")


# when it left -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def posted_late(town: World) -> tuple[Case, date]:
    """Signed on its last day, and its posting entered three days later."""
    case = town.opined()
    assert case.due is not None
    town.day = due = case.due
    case = town.do(Verb.DRAFT, town.do(Verb.DECIDE, case, decisions=[granted(1)]))
    for verb in (Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN):
        case = town.do(verb, case, **town.facts(verb, case))
    town.day = due + timedelta(3)
    return town.do(Verb.SERVE, case, given_form="electronic", **POST), due


def test_a_letter_is_not_dated_back_but_its_receipt_is_believed(
    shared: World, posted_late: tuple[Case, date]
) -> None:
    case, due = posted_late
    shared.day = due + timedelta(3)
    assert case.late and case.replied == shared.day
    service = service_of(case, "T16")
    for facts, words in (
        ({"sent": due}, "没有填写实际发出日期的凭证"),
        ({"sent": due - timedelta(1), "evidence": RECEIPT}, "早于文书的成文日期"),
        ({"sent": shared.day + timedelta(1), "evidence": RECEIPT}, "还没有到"),
        ({}, "没有填写签收日期"),
    ):
        before = everything()
        with pytest.raises(Refused, match=words):
            shared.do(Verb.RECORD_SERVICE, case, service=service, **facts)
        assert everything() == before
    case = shared.do(Verb.RECORD_SERVICE, case, service=service, sent=due, evidence=RECEIPT)
    assert (case.replied, case.ended, case.late, case.row) == (due, due, False, "granted")
    assert case.steps.get(verb="reply").day == due
    service.refresh_from_db()
    assert (service.sent, service.evidence, service.reached) == (due, RECEIPT, None)
    line = last_line(case)
    # with its proof, as the trace keeps numbers
    assert "凭证：邮政收寄回单" in line.reason and f"更正为{due}" in line.reason
    assert line.after["late"] is False
    case = shared.do(Verb.RECORD_SERVICE, case, service=service, reached=shared.day)
    assert case.replied == due and case.papers.get(notice="T16").state == "served"


@pytest.mark.parametrize(
    "verb", [Verb.ASK_CORRECTION, Verb.ASK_REASONS, Verb.CONSULT, Verb.NOTIFY_FEE, Verb.EXTEND]
)
def test_no_letter_is_older_than_its_record(shared: World, verb: Verb) -> None:
    case, actor, facts = shared.ready(verb)
    shared.pass_days(1)
    back = {**facts, "sent": shared.day - timedelta(1)}
    with pytest.raises(Refused, match="没有凭证不能认定"):
        perform(ACTIONS[verb](), actor, case, now=at(shared.day), **back)  # type: ignore[arg-type]


# what was handled on paper before -----------------------------------------------------------------


def test_what_was_handled_on_paper_is_entered_with_its_days_and_the_trace_says_so(
    shared: World,
) -> None:
    world, then = shared, date(2025, 11, 3)
    row = {"channel": "in-person", "people": [_person()], **WISH, "arrived": then}
    note = "据2025年纸质案卷第3号补录"
    case = world.hand_in(**row, backlog=note)
    assert case.backlog == note and last_line(case).after["backlog"] == note
    case = world.do(Verb.REGISTER, case, title="行政审批事项调整情况", on=then)
    asked = then + timedelta(3)
    facts = {**world.facts(Verb.ASK_CORRECTION, case), "on": asked}
    with pytest.raises(Refused, match="没有填写原补正告知书的文号"):
        world.do(Verb.ASK_CORRECTION, case, **facts)
    case = world.do(Verb.ASK_CORRECTION, case, **facts, paper_number="云审批补〔2025〕7号")
    paper = case.papers.get()
    assert (paper.number, paper.dated) == ("云审批补〔2025〕7号", asked)
    assert case.steps.last().day == asked and case.steps.last().at == at(world.day)
    line = last_line(case)
    assert line.at == at(world.day) and f"补录，当时办理日期{asked}" in line.reason
    with pytest.raises(Refused, match="不在"):
        world.do(Verb.RECEIVE_CORRECTION, case, text="年度", on=then - timedelta(1))


def test_each_of_two_letters_on_paper_keeps_its_number_and_the_note_names_nobody(
    shared: World,
) -> None:
    world, then = shared, date(2025, 11, 3)
    row = {"channel": "in-person", "people": [_person()], **WISH, "arrived": then}
    case = world.hand_in(**row, backlog="据林测试的案卷补录")
    assert last_line(case).after["backlog"] == "据***的案卷补录"
    case = world.do(Verb.REGISTER, case, title="行政审批事项调整情况", on=then)
    facts = {**world.facts(Verb.CONSULT, case), "on": then, "paper_number": "云审批函〔2025〕8号"}
    with pytest.raises(Refused, match="没有填写原征求意见告知书的文号"):
        world.do(Verb.CONSULT, case, **facts)
    case = world.do(Verb.CONSULT, case, **facts, told_paper_number="云审批告〔2025〕9号")
    numbers = dict(case.papers.values_list("notice", "number"))
    assert numbers == {"T08": "云审批函〔2025〕8号", "T10": "云审批告〔2025〕9号"}


def test_nothing_that_came_since_is_entered_as_if_it_were_old(shared: World) -> None:
    row = {"channel": "in-person", "people": [_person()], **WISH}
    with pytest.raises(Refused, match="不是此前的纸质办件") as refused:
        shared.hand_in(**row, backlog="补录")
    assert refused.value.kind is Refusal.LAW
    with pytest.raises(Refused, match="只有补录的办件"):
        shared.do(Verb.REGISTER, shared.hand_in(), title="调整情况", on=shared.day)


def _person() -> dict[str, Any]:
    from tests.web.cases.world import PERSON

    return PERSON


# what came back -----------------------------------------------------------------------------------


def _answered_by_post(world: World) -> Case:
    case = world.do(Verb.SERVE, world.signed(), given_form="electronic", **POST)
    world.pass_days(7)
    service = service_of(case, "T16")
    return world.do(Verb.RECORD_SERVICE, case, service=service, returned=world.day)


@pytest.mark.parametrize("by_fault", [False, True])
def test_what_came_back_goes_again_and_is_known_from_then(shared: World, by_fault: bool) -> None:
    world = shared
    case = world.do(Verb.SERVE, world.signed(), given_form="electronic", **POST)
    first, service = world.day, service_of(case, "T16")
    with pytest.raises(Refused, match="没有退回的记录"):
        world.do(Verb.RESEND, case, service=service, **POST)
    world.pass_days(7)
    case = world.do(
        Verb.RECORD_SERVICE, case, service=service, returned=world.day, by_fault=by_fault
    )
    assert case.steps.get(verb="reply").served is None
    world.pass_days(30)
    with pytest.raises(Refused, match="退回日期.*早于发出日期"):
        world.do(Verb.RECORD_SERVICE, case, service=service, sent=world.day, evidence=RECEIPT)
    again = {"method": "post", "tracking": "XA00000002", "note": "电话核实了新地址"}
    case = world.do(Verb.RESEND, case, service=service, **again)
    second = world.day
    assert (case.replied, case.late) == ((second, True) if by_fault else (first, False))
    with pytest.raises(Refused, match="已经退回并重新送达"):
        world.do(Verb.RECORD_SERVICE, case, service=service, reached=world.day)
    with pytest.raises(Refused, match="已经重新送达"):
        world.do(Verb.RESEND, case, service=service, **again)
    with pytest.raises(Refused, match="还没有送达记录"):
        world.do(Verb.ARCHIVE, case, retention="10年")
    assert public.known_on(case.papers.get(notice="T16")) is None
    world.pass_days(2)
    made = service_of(case, "T16")
    assert (made.again_id, made.sent, made.tracking) == (service.pk, second, "XA00000002")
    case = world.do(Verb.RECORD_SERVICE, case, service=made, reached=world.day)
    assert case.replied == (second if by_fault else first)
    assert case.steps.get(verb="reply").served == world.day
    reply = case.papers.get(notice="T16")
    assert public.known_on(reply) == world.day
    said = public.sent_again(reply)  # the applicant reads what became of it
    assert "退回" in said and "邮寄送达重新发出（XA00000002）" in said and "将核实" not in said
    assert world.do(Verb.ARCHIVE, case, retention="10年").stage == "archived"


def test_a_notice_that_came_back_sets_its_limit_when_it_comes(shared: World) -> None:
    world = shared
    case = world.registered()
    facts = {**world.facts(Verb.ASK_CORRECTION, case), **POST}
    case = world.do(Verb.ASK_CORRECTION, case, **facts)
    world.pass_days(3)
    service = service_of(case, "T04")
    case = world.do(Verb.RECORD_SERVICE, case, service=service, returned=world.day)
    world.pass_days(60)
    with pytest.raises(Refused, match="还没有送达记录"):
        world.do(Verb.LAPSE_CORRECTION, case, reason="电话查明")
    case = world.do(Verb.RESEND, case, service=service, **NET)
    assert case.steps.get(verb="ask-correction").served == world.day
    with pytest.raises(Refused, match="尚不能视为放弃"):
        world.do(Verb.LAPSE_CORRECTION, case, reason="电话查明")
    assert case.papers.get(notice="T04").state == "served"


# who signs ----------------------------------------------------------------------------------------


def _wants(world: World, *codes: str) -> None:
    row = Desk.objects.get(agency=world.agency)
    facts = {name: getattr(row, name) for name in (
        "online", "email", "fax", "inner_days", "correction_days", "court", "review_body",
        "online_review", "payment",
    )}  # fmt: skip
    admin = world.actor(Role.ADMINISTRATOR)
    perform(SetDesk(), admin, row, now=at(world.day), to_sign=codes, **facts)


def test_money_is_asked_for_on_a_second_persons_word(shared: World) -> None:
    world = shared
    _wants(world, "T14")
    case = world.opined()
    fee = {key: value for key, value in world.facts(Verb.NOTIFY_FEE, case).items()
           if key != "method"}  # fmt: skip
    with pytest.raises(Refused, match="收费通知书须经签发") as refused:
        world.do(Verb.NOTIFY_FEE, case, **fee, **DIRECT)
    assert refused.value.kind is Refusal.LAW
    case = world.do(Verb.PROPOSE_LETTER, case, letter=Verb.NOTIFY_FEE.value, **fee)
    letter = case.letters.get()
    assert (case.clock, letter.state, letter.notice) == ("runs", "waiting", "T14")
    assert "700元" in letter.text
    for verb, words in ((Verb.NOTIFY_FEE, "正在等待签发"), (Verb.PROPOSE_LETTER, "已经提请签发")):
        with pytest.raises(Refused, match=words):
            world.do(verb, case, **{**fee, **DIRECT, "letter": Verb.NOTIFY_FEE.value})
    own = replace(world.actor(Role.APPROVER), id=letter.asked_by)
    with pytest.raises(Refused, match="不能签发自己提请的") as refused:
        world.do(Verb.SIGN_LETTER, case, own)
    assert refused.value.kind is Refusal.FORBIDDEN
    case = world.do(Verb.SIGN_LETTER, case, comment="同意")
    world.pass_days(1)
    # what was signed is sent: other pages are not charged for on the way
    case = world.do(Verb.NOTIFY_FEE, case, **{**fee, "pages": 900}, **DIRECT)
    letter.refresh_from_db()
    paper = case.papers.get(notice="T14")
    assert (case.fee, paper.signer, paper.drafter) == (700, "签发员", "受理员")
    assert (letter.state, letter.paper, paper.dated) == ("sent", paper, world.day)


def test_what_changed_since_it_was_signed_is_signed_anew(shared: World) -> None:
    world = shared
    case = world.proposed(world.registered())
    with pytest.raises(Refused, match="没有填写退回的理由"):
        world.do(Verb.REFUSE_LETTER, case, comment="")
    case = world.do(Verb.REFUSE_LETTER, case, comment="请写明年度")
    case = world.do(Verb.SIGN_LETTER, world.proposed(case))
    case = world.do(Verb.AMEND, case, reason="录入有误", **{
        **WISH, "description": "2024年度行政审批事项调整情况",
    })  # fmt: skip
    facts = world.facts(Verb.ASK_CORRECTION, case)
    with pytest.raises(Refused, match="在签发之后变动过"):
        world.do(Verb.ASK_CORRECTION, case, **facts)
    case = world.do(Verb.REFUSE_LETTER, case, comment="内容有变")
    case = world.do(Verb.ASK_CORRECTION, case, **facts)
    states = list(Letter.objects.filter(case=case).values_list("state", flat=True))
    assert states == ["refused", "refused"] and case.state == "correcting"


def test_the_letter_to_others_is_signed_with_its_items(shared: World) -> None:
    world = shared
    _wants(world, "T08")
    case = world.registered(items=["甲表", "乙表"])
    facts = {key: value for key, value in world.facts(Verb.CONSULT, case).items()
             if key != "method"}  # fmt: skip
    with pytest.raises(Refused, match="没有选择涉及哪几项"):
        world.do(Verb.PROPOSE_LETTER, case, letter=Verb.CONSULT.value, **facts)
    until = world.day + timedelta(14)
    case = world.do(
        Verb.PROPOSE_LETTER, case, letter=Verb.CONSULT.value, **facts, items=["2"], until=until
    )
    case = world.do(Verb.SIGN_LETTER, case)
    case = world.do(Verb.CONSULT, case, **DIRECT)
    letter = case.inquiries.get()
    assert (letter.items, letter.subject, letter.paper.signer) == ([2], "投标文件", "签发员")
    assert case.state == "consulting" and case.papers.filter(notice="T10").exists()


@pytest.mark.parametrize("unpaid", [False, True])
def test_who_gave_up_may_be_told_with_his_remedies(shared: World, unpaid: bool) -> None:
    world = shared
    if unpaid:
        case, actor, facts = world.ready(Verb.LAPSE_PAYMENT)
        case = perform(ACTIONS[Verb.LAPSE_PAYMENT](), actor, case, now=at(world.day), **facts)  # type: ignore[arg-type,assignment]
    else:
        case = world.lapsed()
    assert isinstance(case, Case)
    _wants(world, "T36")
    case = world.do(Verb.SIGN_LETTER, world.proposed(case))
    case = world.do(Verb.TELL_LAPSE, case, **NET)
    paper = case.papers.get(notice="T36")
    assert ("收费通知书" if unpaid else "补正告知书") in paper.text and "行政复议" in paper.text
    assert paper.signer == "签发员" and paper.state == "served"
    assert public.reply_of(public.letters_of(case)) == paper
    with pytest.raises(Refused, match="已经告知过"):
        world.do(Verb.TELL_LAPSE, case, **NET)
    withdrawn = world.do(Verb.WITHDRAW, world.registered(), reason="书面撤回")
    with pytest.raises(Refused, match="才告知视为放弃"):
        world.do(Verb.TELL_LAPSE, withdrawn, **NET)


def test_no_letter_waits_for_its_signature_when_the_case_is_over(shared: World) -> None:
    world = shared
    _wants(world, "T36")
    case = world.proposed(world.lapsed())
    for verb in (Verb.SIGN_LETTER, None):  # it waits, then it might leave
        with pytest.raises(Refused, match="还有文书待签发"):
            world.do(Verb.ARCHIVE, case, retention="10年")
        case = world.do(verb, case) if verb else case
    case = world.do(Verb.REFUSE_LETTER, case, comment="不必告知")
    assert world.do(Verb.ARCHIVE, case, retention="10年").stage == "archived"
    # what was not sent before the reply does not leave after it
    case = world.proposed(world.drafted())
    for verb, facts in (
        (Verb.SEND_FOR_REVIEW, {"despite": "已核对"}), (Verb.REVIEW_LAW, None),
        (Verb.REVIEW_SECRECY, None), (Verb.SIGN, None), (Verb.SERVE, None),
    ):  # fmt: skip
        case = world.do(verb, case, **(world.facts(verb, case) if facts is None else facts))
    assert case.letters.get().state == "void"
    assert world.do(Verb.ARCHIVE, case, retention="10年").stage == "archived"


def test_a_body_that_has_set_nothing_has_money_signed_for() -> None:
    assert Desk().to_sign == ["T14", "T36"]


def test_only_the_administrator_says_what_is_signed(shared: World) -> None:
    with pytest.raises(Refused, match="不在可以设定签发的范围内"):
        _wants(shared, "T16")
    clerk: Actor = shared.actor(Role.INTAKE)
    row = Desk.objects.get(agency=shared.agency)
    with pytest.raises(Refused) as refused:
        perform(SetDesk(), clerk, row, now=at(shared.day), to_sign=())
    assert refused.value.kind is Refusal.FORBIDDEN

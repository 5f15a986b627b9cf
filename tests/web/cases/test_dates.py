"""The worked examples of the law through the desk: the same due dates; impossible days refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import clockwork
from gongkai.web.cases.models import Case, Paper, Service
from gongkai.web.cases.moves import Verb
from tests.law.support import cases
from tests.web.cases.world import World, everything, granted

POST = {"method": "post", "tracking": "XA00000001"}
TITLE = "行政审批事项调整情况"


def _sent(day: date) -> dict[str, Any]:
    """By the postal enterprise, on that day; its receipt is recorded afterwards."""
    return {**POST, "sent": day}


def _came(world: World, case: Case, notice: str, served: date | None) -> Case:
    """The receipt of the last document of that kind, recorded on its day."""
    if served is None:
        return case
    world.day = max(world.day, served)
    found = Service.objects.filter(paper__case=case, paper__notice=notice).latest("pk")
    return world.do(Verb.RECORD_SERVICE, case, service=found, reached=served)


def _in(world: World, day: date) -> Case:
    world.day = day
    return world.hand_in()


def _registered(world: World, day: date) -> Case:
    return world.do(Verb.REGISTER, _in(world, day), title=TITLE)


def _ask_correction(
    world: World, case: Case, day: date, served: date | None = None, days: int = 15
) -> Case:
    world.day = day
    facts = world.facts(Verb.ASK_CORRECTION, case)
    case = world.do(Verb.ASK_CORRECTION, case, **{**facts, **_sent(day), "days": days})
    return _came(world, case, "T04", served)


def _consult(world: World, case: Case, day: date, **more: Any) -> Case:
    world.day = day
    served = more.pop("served", None)
    facts = {**world.facts(Verb.CONSULT, case), **_sent(day), **more}
    case = world.do(Verb.CONSULT, case, Role.INTAKE, **facts)
    notice = {"co-producer": "T11", "other-body": "T12"}.get(facts["who"], "T08")
    return _came(world, case, notice, served)


def _end(world: World, case: Case, inquiry: int, day: date, **more: Any) -> Case:
    world.day = day
    found = list(case.inquiries.all())[inquiry]
    answer = "answered" if found.who == "other-body" else "consent"
    facts = {"inquiry": found, "answer": answer, "text": "同意", "day": day, **more}
    return world.do(Verb.END_CONSULTATION, case, Role.INTAKE, **facts)


def _extend(world: World, case: Case, days: int, day: date) -> Case:
    world.day = day
    return world.do(Verb.EXTEND, case, days=days, reason="需要查阅大量档案", **_sent(day))


# A: the plain clock -------------------------------------------------------------------------------


@cases("plain")
def test_the_plain_clock_and_its_extension(shared: World, case: dict[str, Any]) -> None:
    there = _registered(shared, case["received"])
    assert there.due == case["due"]
    paper_day = case["due"]
    there = _extend(shared, there, 20, paper_day)
    assert there.due == case["extended"]
    letter = Paper.objects.get(case=there)
    year, month, day = (int(x) for x in str(case["extended"]).split("-"))
    assert f"{year}年{month}月{day}日" in letter.text


@cases("plain")
def test_the_last_day_for_asking_for_a_correction(shared: World, case: dict[str, Any]) -> None:
    last = case["correction_notice_by"]
    there = _ask_correction(shared, _in(shared, case["received"]), last)
    assert (there.due, there.clock) == (None, "frozen")
    late = _ask_correction(shared, _in(shared, case["received"]), last + timedelta(1))
    assert (late.due, late.clock) == (case["due"], "runs")
    application, _, _ = clockwork.current(late)
    assert any("补正告知应在" in fault.what for fault in application.faults)


# B: others are asked ------------------------------------------------------------------------------


@cases("pauses")
def test_the_time_while_others_are_asked(shared: World, case: dict[str, Any]) -> None:
    there = _registered(shared, case["received"])
    assert there.due is not None
    events = sorted(
        (day, kind, n)
        for n, (sent, ended) in enumerate(case["pauses"])
        for day, kind in ((sent, "sent"), (ended, "ended"))
    )
    if case.get("extension"):
        there = _extend(shared, there, case["extension"], shared.day)
    who, silent = case.get("who", "third-party"), "silence" in case or case["id"] == "B2"
    order: list[int] = []
    for day, kind, n in events:
        if kind == "sent":
            order.append(n)
            reached = case.get("letter_received")
            there = _consult(shared, there, day, served=reached, who=who)
            if reached:
                assert list(there.inquiries.all())[n].limit == case["limit"]
        elif silent:  # one cannot know before the next day
            there = _end(shared, there, order.index(n), day + timedelta(1), answer="silent")
        else:
            there = _end(shared, there, order.index(n), day)
    assert there.due == case["due"]
    if "extended" in case:
        assert _extend(shared, there, 20, there.due).due == case["extended"]


def test_the_due_date_moves_with_each_day_while_others_are_asked(shared: World) -> None:
    there = _registered(shared, date(2024, 3, 1))
    there = _consult(shared, there, date(2024, 3, 6))
    assert there.clock == "paused" and "征求意见" in clockwork.still_zh(there)
    _, calendar, steps = clockwork.current(there)
    days = [date(2024, 3, 6), date(2024, 3, 7), date(2024, 3, 20)]
    dues = [clockwork.deadline_on(there, steps, calendar, day) for day in days]
    assert [one.due for one in dues if one] == [
        date(2024, 3, 29), date(2024, 4, 1), date(2024, 4, 15),
    ]  # fmt: skip


# C, P: the clock begins anew ----------------------------------------------------------------------


@cases("restarts")
def test_the_clock_begins_anew(shared: World, case: dict[str, Any]) -> None:
    if "correction_notice_by" in case:
        there = _in(shared, case["received"])
        there = _ask_correction(shared, there, case["correction_notice_by"])
        assert (there.due, there.clock) == (None, "frozen")
        if "corrected" in case:
            shared.day = case["corrected"]
            there = shared.do(Verb.RECEIVE_CORRECTION, there, day=shared.day, text="2025年度")
            assert there.due == case["due"]
            assert _extend(shared, there, 20, case["due"]).due == case["extended"]
        return
    notice = case.get("fee_notice_received")
    received = case.get("received") or notice
    there = _registered(shared, received)
    shared.day = notice or received
    there = shared.do(Verb.NOTIFY_FEE, there, **shared.facts(Verb.NOTIFY_FEE, there))
    assert (there.due, there.clock) == (None, "frozen")
    application, _, _ = clockwork.current(there)
    if "pay_by" in case:
        assert application.fee_until == case["pay_by"]
        shared.day = case["pay_by"]
        with pytest.raises(Refused, match="尚不能视为放弃申请"):
            shared.do(Verb.LAPSE_PAYMENT, there)
    if "fee_paid" in case:
        shared.day = case["fee_paid"]
        there = shared.do(
            Verb.RECEIVE_PAYMENT, there, day=shared.day, amount=there.fee, receipt="云财00000001"
        )
        assert there.due == case["due"]


# the stories of the law, told by the desk ---------------------------------------------------------

# what the desk tells in other words or not at all
ELSEWHERE = {
    "C5b": "a reply while a correction is awaited is no way of the desk",
    "C8": "the desk has words of its own for days that cannot be",
    "H9": "who approves is whoever acts",
    "B11": "the desk numbers its letters itself",
}
WHO = {"第三方": "third-party", "共同制作机关": "co-producer", "其他机关": "other-body"}


@cases("stories")
def test_a_story_of_the_law(shared: World, case: dict[str, Any]) -> None:
    if case["id"] in ELSEWHERE:
        return
    opened = case.get("received") or case["arrived"]
    if opened < date(2019, 5, 15):
        return  # the desk begins with the Regulations in force; old cases come by import
    shared.day = opened
    channel = "in-person" if "received" in case else "email"
    there = shared.hand_in(channel=channel)
    told = _Telling(shared)
    for event in case["events"]:
        if "refused" in event:
            before = everything()
            with pytest.raises(Refused) as refused:
                told.tell(there, event)
            if event["do"] == "答复":
                there.refresh_from_db()  # it is drafted, but does not come to the review
                assert there.open
                continue
            # of stages and of what people type the desk speaks in words of its own
            if refused.value.kind is Refusal.LAW and case["id"] != "P6":
                assert event["refused"] in refused.value.sentence, event
            assert everything() == before
            continue
        there = told.tell(there, event)
        if "due" in event:
            assert there.due == event["due"], event
        if "state" in event:
            assert there.state_zh == event["state"], event
    assert there.state_zh == case["state"]
    application, calendar, _ = clockwork.current(there)
    if "due" in case:
        deadline = application.deadline(calendar)
        assert (deadline.due if deadline else None) == case["due"]
    found = [fault.what for fault in application.faults]
    for words, fault in zip(case.get("faults", found), found, strict=True):
        assert words in fault


class _Telling:
    """Each line of a story as an act."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.letters: list[str] = []

    def tell(self, case: Case, event: dict[str, Any]) -> Case:
        world, day = self.world, event["day"]
        served = event.get("served")
        world.day = day
        way = _sent(day)
        match event["do"]:
            case "确认收到":
                return world.do(Verb.CONFIRM, case, confirmed=day, evidence="电话确认")
            case "登记":
                return world.do(Verb.REGISTER, case, title=TITLE)
            case "告知补正":
                return _ask_correction(world, case, day, served, event.get("days", 15))
            case "收到补正":
                reason = event.get("reason", "")
                return world.do(
                    Verb.RECEIVE_CORRECTION, case, day=day, text="2025年度", reason=reason
                )
            case "逾期不补正":
                return world.do(Verb.LAPSE_CORRECTION, case, reason="电话查明")
            case "延长答复期限":
                facts = {"days": event["days"], "reason": "需要查阅大量档案", **way}
                return _came(world, world.do(Verb.EXTEND, case, **facts), "T06", served)
            case "征求意见":
                who = WHO.get(event.get("who", ""), "")
                more = {"until": day + timedelta(21)} if who == "other-body" else {}
                case = _consult(world, case, day, served=served, who=who, **more)
                self.letters.append(event["key"])
                return case
            case "征求意见结束":
                more = {"answer": "silent"} if event.get("silent") else {}
                if served:
                    more["reached"] = served
                return _end(world, case, self.letters.index(event["key"]), day, **more)
            case "要求说明理由":
                case = world.do(
                    Verb.ASK_REASONS, case, **{**world.facts(Verb.ASK_REASONS, case), **way}
                )
                return _came(world, case, "T05", served)
            case "收到理由":
                return world.do(Verb.RECEIVE_REASONS, case, day=day, text="用于研究")
            case "确定延迟答复的合理期限":
                facts = {"until": event.get("until", day), "reason": "数量大", **way}
                return _came(world, world.do(Verb.DELAY, case, **facts), "T07", served)
            case "送达收费通知":
                facts = {**world.facts(Verb.NOTIFY_FEE, case), **way}
                return _came(world, world.do(Verb.NOTIFY_FEE, case, **facts), "T14", served or day)
            case "收到缴费":
                return world.do(
                    Verb.RECEIVE_PAYMENT, case, day=day, amount=case.fee, receipt="云财1"
                )
            case "逾期不缴费":
                return world.do(Verb.LAPSE_PAYMENT, case)
            case "撤回申请":
                return world.do(Verb.WITHDRAW, case, reason="书面撤回")
            case "归档":
                return world.do(Verb.ARCHIVE, case, retention="10年")
            case "答复":
                return self._reply(case, day)
            case "送审":
                return self._review(case)
            case "退回修改":
                return world.do(Verb.SEND_BACK, case, comment="请补充理由")
        raise AssertionError(event["do"])

    def _review(self, case: Case) -> Case:
        world = self.world
        if case.stage == "arrived":
            case = world.do(Verb.REGISTER, case, title=TITLE)
        case = world.do(Verb.DECIDE, case, Role.INTAKE, decisions=[granted(1)], skip="直接办理")
        case = world.do(Verb.DRAFT, case, Role.INTAKE)
        return world.do(Verb.SEND_FOR_REVIEW, case, Role.INTAKE, despite="已核对")

    def _reply(self, case: Case, day: date) -> Case:
        world = self.world
        case.refresh_from_db()
        if case.stage != "signed":
            if case.stage != "in_review":
                case = self._review(case)
            for verb in (Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN):
                case = world.do(verb, case, **world.facts(verb, case))
        return world.do(Verb.SERVE, case, given_form="electronic", method="electronic", sent=day)


# by which way it leaves ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed(town: World) -> Case:
    """Signed on its last day but one; its reply is due on 2024-11-18."""
    town.day = date(2024, 10, 21)
    case = town.opined()
    assert case.due == date(2024, 11, 18)
    town.day = date(2024, 11, 15)
    case = town.do(Verb.DRAFT, town.do(Verb.DECIDE, case, decisions=[granted(1)]))
    for verb in (Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN):
        case = town.do(verb, case, **town.facts(verb, case))
    return case


@pytest.mark.parametrize(
    ("today", "facts", "replied", "late", "state"),
    [
        # H5: posted on the last day, delivered later
        (date(2024, 11, 18), {**POST}, date(2024, 11, 18), False, "sent"),
        (date(2024, 11, 19), {**POST}, date(2024, 11, 19), True, "sent"),
        # H7: by hand, the signature counts
        (date(2024, 11, 19), {"method": "direct"}, date(2024, 11, 19), True, "served"),
        (date(2024, 11, 18), {"method": "direct"}, date(2024, 11, 18), False, "served"),
        (date(2024, 11, 18), {"method": "entrusted", "reached": date(2024, 11, 18)},
         date(2024, 11, 18), False, "served"),
        (date(2024, 11, 18), {"method": "electronic"}, date(2024, 11, 18), False, "served"),
        (date(2024, 11, 19), {"method": "electronic"}, date(2024, 11, 19), True, "served"),
    ],
)  # fmt: skip
def test_the_day_of_the_reply_by_the_way_it_leaves(
    shared: World, signed: Case, today: date, facts: dict[str, Any], replied: date, late: bool,
    state: str,
) -> None:  # fmt: skip
    shared.day = today
    case = shared.do(Verb.SERVE, signed, given_form="electronic", **facts)
    assert (case.replied, case.ended, case.late) == (replied, replied, late)
    assert case.row == "granted"
    assert case.papers.get(notice="T16").state == state
    if state == "sent":
        with pytest.raises(Refused, match="还没有送达记录"):
            shared.do(Verb.ARCHIVE, case, retention="10年")
        shared.pass_days(3)
        case = shared.do(
            Verb.RECORD_SERVICE, case, service=case.papers.get(notice="T16").services.get(),
            reached=shared.day, receiver="本人",
        )  # fmt: skip
        assert case.replied == replied and case.papers.get(notice="T16").state == "served"
        assert case.steps.get(verb="reply").served == shared.day


def test_a_letter_goes_by_the_postal_enterprise(shared: World, signed: Case) -> None:
    shared.day = date(2024, 11, 18)
    with pytest.raises(Refused, match="邮政企业"):
        shared.do(Verb.SERVE, signed, given_form="electronic", carrier="courier", **POST)
    with pytest.raises(Refused, match="没有这一种寄递方式"):
        shared.do(Verb.SERVE, signed, given_form="electronic", carrier="pigeon", **POST)
    with pytest.raises(Refused, match="没有填写邮件编号"):
        shared.do(Verb.SERVE, signed, given_form="electronic", method="post")


# days that cannot be ------------------------------------------------------------------------------

DAY = date(2026, 3, 2)
TOMORROW, YESTERDAY = DAY + timedelta(1), DAY - timedelta(1)


@pytest.mark.parametrize(
    ("verb", "facts", "words"),
    [
        (Verb.TAKE_IN, {"arrived": TOMORROW}, "提交（到达）日期2026-03-03还没有到"),
        (Verb.TAKE_IN, {"arrived": "2026-03-02"}, "应是日期"),
        (Verb.TAKE_IN, {"arrived": datetime(2026, 3, 2, tzinfo=UTC)}, "应是日期"),
        (Verb.TAKE_IN, {"arrived": date(1026, 3, 2)}, "年份不在1900至2199之间"),
        (Verb.TAKE_IN, {"channel": "post-signed"}, "请填写签收日期"),
        (Verb.TAKE_IN, {"channel": "post-signed", "signed": YESTERDAY}, "早于提交"),
        (Verb.TAKE_IN, {"channel": "pigeon"}, "没有选择申请渠道"),
        (Verb.TAKE_IN, {"channel": "online"}, "网上申请由申请人自己提交"),
        (Verb.CONFIRM, {"confirmed": TOMORROW}, "还没有到"),
        (Verb.CONFIRM, {"confirmed": YESTERDAY}, "早于提交"),
        (Verb.CONFIRM, {"evidence": ""}, "没有填写确认的方式和对象"),
        (Verb.ASK_CORRECTION, {"days": 0}, None),
        (Verb.ASK_CORRECTION, {"days": -1}, "1至250之间"),
        (Verb.ASK_CORRECTION, {"days": 251}, "1至250之间"),
        (Verb.ASK_CORRECTION, {"days": "十五"}, "1至250之间"),
        (Verb.ASK_CORRECTION, {"sent": TOMORROW}, "还没有到"),
        (Verb.ASK_CORRECTION, {"sent": YESTERDAY}, "早于"),
        (Verb.ASK_CORRECTION, {"items": " \n"}, "没有写明需要补正的事项"),
        (Verb.ASK_CORRECTION, {"method": "pigeon"}, "没有选择送达方式"),
        (Verb.RECEIVE_CORRECTION, {"day": YESTERDAY}, "早于"),
        (Verb.RECEIVE_CORRECTION, {"day": TOMORROW}, "还没有到"),
        (Verb.RECEIVE_CORRECTION, {"text": ""}, "没有填写补正内容"),
        (Verb.CONSULT, {"who": "own-section"}, "没有选择征求谁的意见"),
        (Verb.CONSULT, {"reached": YESTERDAY}, "早于"),
        (Verb.END_CONSULTATION, {"inquiry": None}, "没有选择征求意见的函件"),
        (Verb.END_CONSULTATION, {"day": YESTERDAY}, "之间|早于"),
        (Verb.END_CONSULTATION, {"answer": "answered"}, "这一类对象的意见应为"),
        (Verb.END_CONSULTATION, {"answer": "silent"}, "尚不能认定逾期未提出意见"),
        (Verb.END_CONSULTATION, {"answer": "objects"}, "没有填写意见内容"),
        (Verb.PROPOSE_EXTENSION, {"days": 21}, "1至20之间"),
        (Verb.PROPOSE_EXTENSION, {"reason": ""}, "没有填写延长的理由"),
        (Verb.EXTEND, {"days": 25}, "最长不得超过 20 个工作日"),
        (Verb.EXTEND, {"reason": ""}, "没有填写延长的理由"),
        (Verb.EXTEND, {"sent": YESTERDAY}, "早于"),
        (Verb.ASK_REASONS, {"days": 61}, "1至60之间"),
        (Verb.DELAY, {"until": DAY}, "晚于原期限"),
        (Verb.DELAY, {"until": None}, "没有填写延迟答复的期限"),
        (Verb.NOTIFY_FEE, {"pages": -1}, "页数应是"),
        (Verb.NOTIFY_FEE, {"pages": 1}, "应收0元"),
        (Verb.NOTIFY_FEE, {"method_of_fee": "free"}, "没有选择计收方式"),
        (Verb.RECEIVE_PAYMENT, {"amount": 1}, "缴清之后才能登记"),
        (Verb.RECEIVE_PAYMENT, {"receipt": ""}, "没有填写财政票据号码"),
        (Verb.ASSIGN, {"due": YESTERDAY}, "已经过去"),
        (Verb.ASSIGN, {"due": date(2026, 12, 1)}, "应当早于答复期限"),
        (Verb.ASSIGN, {"sections": []}, "没有选择科室"),
        (Verb.SERVE, {"sent": YESTERDAY}, "早于"),
        (Verb.SERVE, {"sent": TOMORROW}, "还没有到"),
        (Verb.SERVE, {"method": "entrusted"}, "尚无签收日期"),
        (Verb.RECORD_SERVICE, {"reached": YESTERDAY}, "早于发出日期"),
        (Verb.RECORD_SERVICE, {"returned": YESTERDAY}, "早于发出日期"),
        (Verb.RECORD_SERVICE, {"service": None}, "没有选择要登记的送达"),
        (Verb.WITHDRAW, {"day": YESTERDAY}, "早于"),
        (Verb.WITHDRAW, {"reason": ""}, "没有填写撤回的凭证"),
        (Verb.ARCHIVE, {"retention": "三年"}, "没有选择保管期限"),
        (Verb.RATE, {"score": 6}, "没有选择评价"),
        (Verb.UNMASK, {"reason": ""}, "没有填写查看的理由"),
        (Verb.REDO, {"day": YESTERDAY}, "早于办结日期"),
        (Verb.REDO, {"dispute": None}, "没有选择复议或者诉讼案件"),
        (Verb.CONFER, {"day": TOMORROW}, "还没有到"),
        (Verb.CONFER, {"conclusion": ""}, "各方意见和结论"),
        (Verb.RECORD, {"day": TOMORROW}, "还没有到"),
        (Verb.RECORD, {"place": ""}, "没有填写检索的范围"),
        (Verb.RECORD, {"kind": "hearsay"}, "没有选择材料种类"),
        (Verb.REGISTER, {"title": "关于林测试的信息"}, "不能写申请人的姓名"),
        (Verb.AMEND, {"reason": ""}, "没有填写更正的理由"),
        (Verb.SPLIT, {"groups": [[1, 2]]}, "至少要分成两件"),
        (Verb.SPLIT, {"groups": [[1], [1, 2]]}, "只分到一组"),
        (Verb.SPLIT, {"groups": [[1], [3]]}, "只分到一组"),
        (Verb.OPEN_DISPUTE, {"opened": TOMORROW}, "还没有到"),
        (Verb.UPDATE_DISPUTE, {"effective": YESTERDAY}, "早于"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(
    shared: World, verb: Verb, facts: dict[str, Any], words: str | None
) -> None:
    from gongkai.web.acting import perform
    from tests.web.cases.world import action_of, at

    shared.day = DAY
    row, actor, given = shared.ready(verb)
    if words is None:  # left out: the setting of the desk
        perform(action_of(verb), actor, row, now=at(shared.day), **{**given, **facts})
        return
    before = everything()
    with pytest.raises(Refused, match=words) as refused:
        perform(action_of(verb), actor, row, now=at(shared.day), **{**given, **facts})
    assert refused.value.kind in (Refusal.INPUT, Refusal.LAW)
    assert everything() == before

"""Invented cases for the style guide, with clocks that the law really computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongkai.law.calendar import national
from gongkai.law.clock import Pause, ReplyFacts, reply_due
from gongkai.sources import R2019, Article
from gongkai.terms import term
from gongkai.web.acting import Refusal, Refused
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.things import (
    Change,
    ClockCard,
    Done,
    Fact,
    NextMove,
    clock_card,
    next_move,
)  # fmt: skip

__all__ = ["CLOCKS", "FILES", "Sample", "clock", "done", "facts", "moves"]

LONG = "云州市东城区人民政府滨河街道办事处综合行政执法和应急管理服务中心（滨河街道便民服务中心）"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file as a list of attachments shows it."""

    name: str
    kind: str
    size: int
    url: str = "#"


FILES = (
    Sample("关于公开老旧小区改造项目资金使用情况的申请.pdf", "PDF", 482_113),
    Sample("身份证明（已加密）.jpg", "图片", 1_204_882),
    Sample("附件三：" + "名称很长的" * 12 + "附件.docx", "Word", 20_480),
)


def _day(number: int, today: date) -> date:
    return today + timedelta(days=number)


def clock(state: str, today: date) -> ClockCard:
    """A clock in that state."""
    calendar = national()
    if state == "still":
        return clock_card(None, today, still="已告知补正；收到补正的申请后重新计算期限")
    if state == "late":
        return clock_card(reply_due(ReplyFacts(_day(-40, today)), calendar), today)
    if state == "done":
        facts = ReplyFacts(_day(-20, today))
        return clock_card(reply_due(facts, calendar), today, ended=_day(-6, today))
    if state == "late-done":
        facts = ReplyFacts(_day(-60, today))
        return clock_card(reply_due(facts, calendar), today, ended=_day(-10, today))
    if state == "soon":
        received = calendar.on_or_before(_day(-26, today))
        deadline = reply_due(ReplyFacts(received), calendar)
        return clock_card(deadline, calendar.on_or_before(deadline.due - timedelta(days=1)))
    if state == "today":
        deadline = reply_due(ReplyFacts(_day(-30, today)), calendar)
        return clock_card(deadline, deadline.due)
    pause = Pause(_day(-5, today), _day(6, today), term("third_party_consultation").zh)
    facts = ReplyFacts(_day(-9, today), (pause,), extension=20)
    return clock_card(reply_due(facts, calendar), today)


CLOCKS = ("running", "soon", "today", "late", "still", "done", "late-done")


def facts() -> Sequence[Fact]:
    """What is asked."""
    return (
        Fact("编号", "云审批依申请〔2026〕18号"),
        Fact("状态", Tag("征求意见中", Tone.OPEN)),
        Fact("申请人", "李某某（自然人）"),
        Fact("申请内容", "申请公开2024年至2026年本区老旧小区改造项目的资金来源、拨付和使用明细，"
             "以及施工单位的中标通知书。"),
        Fact("获取方式", ("电子邮件", "邮寄")),
        Fact("收到方式", "当面提交"),
        Fact(term("received").zh, date(2026, 11, 13)),
        Fact("办理机关", LONG),
        Fact("代理人", "", "没有委托代理人"),
    )  # fmt: skip


def done() -> Sequence[Done]:
    """What was done, newest first."""
    now = timezone.now().replace(minute=20)

    def at(days: int, hour: int) -> datetime:
        return (now - timedelta(days=days)).replace(hour=hour)

    return (
        Done(now.date() + timedelta(days=6), "第三方意见应当收到", to_come=True,
             article=str(Article(R2019, 32))),
        Done(at(1, 2), "督办", "政务公开办 赵某某（公开办）", "请抓紧征求意见，注意答复期限。",
             tone=Tone.LATE),
        Done(at(5, 1), term("third_party_consultation").zh, "王某某（承办）", "已寄出征求意见函。",
             str(Article(R2019, 32))),
        Done(at(8, 6), "改派", "张某某（受理）", "理由：涉及资金拨付，改由财务科承办",
             changes=(Change("承办科室", "综合科", "财务科"), Change("承办人", "", "王某某"))),
        Done(at(9, 1), "登记", "张某某（受理）", "当面提交，材料齐全。"),
    )  # fmt: skip


def moves() -> Sequence[NextMove]:
    """What may be done next, and what may not."""
    refused = Refused(
        Refusal.LAW, "已经延长过20个工作日，最长不得超过20个工作日", Article(R2019, 33, 2)
    )
    return (
        next_move("登记第三方意见", "#", article=Article(R2019, 32), primary=True),
        next_move("送审", "#"),
        next_move("延长答复期限", "#", refused=refused),
        next_move("视为放弃申请", "#", article=Article(R2019, 30), danger=True),
    )

"""收到申请之日: from which day an application counts as received, by its channel (第三十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.in_force import InForce, Version
from gongkai.sources import CHANNELS_2017, PERIODS_2015, R2019, Article

__all__ = ["CHANNEL_RULES", "Channel", "ChannelRule", "Receipt", "received_on"]


class Channel(StrEnum):
    """How an application comes in."""

    IN_PERSON = "in-person"
    ORAL = "oral"
    POST_SIGNED = "post-signed"
    POST_ORDINARY = "post-ordinary"
    ONLINE = "online"
    EMAIL = "email"
    FAX = "fax"


class Basis(StrEnum):
    """Which event makes the date."""

    HANDED_IN = "handed-in"
    SIGNED = "signed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """What decides the date for a channel, what proves it, and where that stands."""

    channel: Channel
    zh: str
    basis: Basis
    evidence: str
    refusable: bool  # whether a body that did not announce the channel may decline it
    article: Article


CHANNEL_RULES: tuple[ChannelRule, ...] = (
    ChannelRule(
        Channel.IN_PERSON, "当面提交", Basis.HANDED_IN, "接收回执", False, Article(R2019, 31, 0, 1)
    ),
    ChannelRule(
        Channel.ORAL,
        "口头申请（工作机构代为填写）",
        Basis.HANDED_IN,
        "代填并经申请人确认的申请表",
        False,
        Article(R2019, 29),
    ),
    ChannelRule(
        Channel.POST_SIGNED,
        "邮寄（须签收）",
        Basis.SIGNED,
        "邮件编号和签收日期（收发室签收即为签收）",
        False,
        Article(R2019, 31, 0, 2),
    ),
    ChannelRule(
        Channel.POST_ORDINARY,
        "平常信函（无需签收）",
        Basis.CONFIRMED,
        "收到当日与申请人确认的通话记录",
        False,
        Article(R2019, 31, 0, 2),
    ),
    ChannelRule(
        Channel.ONLINE,
        "互联网渠道",
        Basis.CONFIRMED,
        "双方确认的记录",
        True,
        Article(R2019, 31, 0, 3),
    ),
    ChannelRule(
        Channel.EMAIL,
        "电子邮件",
        Basis.CONFIRMED,
        "双方确认的记录",
        True,
        Article(R2019, 31, 0, 3),
    ),
    ChannelRule(
        Channel.FAX,
        "工作机构的传真",
        Basis.CONFIRMED,
        "双方确认的记录",
        True,
        Article(R2019, 31, 0, 3),
    ),
)
_RULES = {rule.channel: rule for rule in CHANNEL_RULES}

AUTOMATIC_IS_CONFIRMATION = InForce(
    "automatic_acknowledgement",
    "网上自动回执是否等于双方确认",
    "规则",
    (
        Version(
            date(2019, 5, 15),
            False,
            Article(R2019, 31, 0, 3),
            confirmed=False,
            note="条例未说明；按不等于处理，未确认的网上申请次一工作日起提醒",
        ),
    ),
)
WRONG_ADDRESSEE = InForce(
    "wrong_addressee",
    "寄给本机关其他科室或者个人的邮件，取签收日与确认日中较早的一日",
    "规则",
    (
        Version(
            date(2019, 5, 15),
            "earlier",
            Article(PERIODS_2015, part="第二项"),
            confirmed=False,
            note="解释以工作机构实际收到并电话确认之日为准；该项在新条例下是否继续适用未见规定，从早计算对申请人有利",
        ),
    ),
)
BASIC_CHANNELS = InForce(
    "basic_channels",
    "当面提交和邮政寄送为基本渠道，不得拒绝",
    "规则",
    (Version(date(2017, 3, 1), True, Article(CHANNELS_2017)),),
)
PARAMETERS: tuple[InForce[Any], ...] = (AUTOMATIC_IS_CONFIRMATION, WRONG_ADDRESSEE, BASIC_CHANNELS)

_NEEDS = {
    Basis.HANDED_IN: "当面提交之日",
    Basis.SIGNED: "签收之日",
    Basis.CONFIRMED: "双方确认之日",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """收到申请之日, or None while the event that makes it has not happened (no clock runs)."""

    day: date | None
    article: Article
    reasons: tuple[str, ...]
    evidence: str


def received_on(
    channel: Channel,
    *,
    arrived: date,
    signed: date | None = None,
    confirmed: date | None = None,
    to_disclosure_office: bool = True,
) -> Receipt:
    """The day of receipt of an application that `arrived` (was submitted) on a day.

    `signed`: by anybody of the body, its mail room included. `confirmed`: by both sides; an
    automatic acknowledgement is none. A day off counts too: the next working day is day 1.
    """
    rule = _RULES[channel]
    for given, what in ((signed, "签收之日"), (confirmed, "双方确认之日")):
        if given is not None and given < arrived:
            raise BadInput(f"{what} {given} 早于提交（到达）之日 {arrived}；请核对两个日期")
    if rule.basis is Basis.HANDED_IN:
        day: date | None = arrived
    elif rule.basis is Basis.SIGNED:
        day = _signed(signed, confirmed, to_disclosure_office)
    else:
        day = confirmed
    if day is None:
        reason = f"{rule.zh}以{_NEEDS[rule.basis]}为收到申请之日；尚无该日期，答复期限未起算"
    else:
        reason = f"{rule.zh}以{_NEEDS[rule.basis]}为收到申请之日：{day}"
    reasons = [reason]
    if rule.basis is Basis.SIGNED and not to_disclosure_office:
        reasons.append("收件人不是工作机构：签收日与确认日都要登记，取较早的一日")
    if channel is Channel.POST_ORDINARY and day != arrived:
        reasons.append(f"应当于收到信函的当日（{arrived}）与申请人确认；当日未能确认的，登记原因")
    return Receipt(day, rule.article, tuple(reasons), rule.evidence)


def _signed(signed: date | None, confirmed: date | None, to_office: bool) -> date | None:
    if to_office or confirmed is None:
        return signed
    return confirmed if signed is None else min(signed, confirmed)

"""The shapes of what the addresses of cases take and give."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.receipt import CHANNEL_RULES, Channel
from gongkai.law.remedies import Remedy
from gongkai.web.api.endpoints.agencies import Day
from gongkai.web.api.paging import Paging
from gongkai.web.cases.models import Part, WantedForm, Way
from gongkai.web.cases.moves import Matter, Stage
from gongkai.web.cases.people import IdentityKind

__all__ = [
    "CaseFilter",
    "CaseIn",
    "CaseOut",
    "CasePage",
    "CaseSort",
    "DecisionOut",
    "Happened",
    "LetterOut",
    "NewCase",
    "PeopleOut",
    "PersonIn",
    "PersonOut",
    "ReasonIn",
    "StampOut",
    "TrackIn",
    "Tracked",
    "WayOut",
    "WholeCase",
]

_CHANNELS = {rule.channel.value: rule.zh for rule in CHANNEL_RULES}
_KINDS = "、".join(f"{one.id} {one.zh}" for one in APPLICANT_KINDS)
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)


def _words(kinds: Any) -> str:
    return "、".join(f"{one.value} {one.zh}" for one in kinds)


class _In(Schema):
    model_config = {"extra": "forbid"}


class PersonIn(_In):
    """Who asks, or who acts for him."""

    kind: str = Field("", max_length=40, description=f"类别：{_KINDS}；代理人不写")
    name: str = Field(max_length=100, description="姓名或者名称")
    identity_kind: str = Field("", max_length=20, description=f"证件种类：{_words(IdentityKind)}")
    identity: str = Field("", max_length=60, description="证件号码")
    representative: str = Field("", max_length=60, description="法定代表人（负责人）")
    contact: str = Field("", max_length=60, description="联系人")
    phone: str = Field("", max_length=40, description="联系电话")
    email: str = Field("", max_length=254, description="电子邮箱")
    address: str = Field("", max_length=200, description="通信地址")
    postcode: str = Field("", max_length=6, description="邮政编码")


class CaseIn(_In):
    """An application; never what it is wanted for."""

    channel: Channel = Field(
        description="渠道：online 由公众在网上提交，以双方确认之日为收到之日；"
        + "、".join(f"{id} {zh}" for id, zh in _CHANNELS.items() if id != "online")
    )
    matter: Matter = Field(
        Matter.INFORMATION,
        description=f"事项种类：{_words(Matter)}；更正申请的 features 写哪一条记录，description 写"
        "哪里不准确、应当是什么",
    )
    proof: str = Field(
        "", max_length=4_000, description="证据的名称和说明，更正申请写；不是身份证明"
    )
    people: list[PersonIn] = Field(
        min_length=1, max_length=20,
        description="申请人，可以几人；网上提交的，各须写证件号码和至少一项联系方式",
    )  # fmt: skip
    agent: PersonIn | None = Field(None, description="代理人")
    description: str = Field("", max_length=10_000, description="所需信息的内容描述")
    features: str = Field("", max_length=1_000, description="文号或者其他特征")
    items: list[str] = Field([], max_length=100, description="分项列出的内容")
    title: str = Field("", max_length=120, description="申请事项，不含个人信息；不写则取内容的开头")
    wanted_form: WantedForm | None = Field(
        None, description=f"获取形式：{_words(WantedForm)}；更正申请不写，其他申请必写"
    )
    way: Way = Field(description=f"获取途径：{_words(Way)}")
    assistance: str = Field("", max_length=200, description="需要的帮助")
    arrived: Day | None = Field(None, description="提交（到达）日期；不写则为今天")
    signed: Day | None = Field(None, description="邮寄的签收日期")
    confirmed: Day | None = Field(None, description="双方确认日期")
    to_office: bool = Field(True, description="是否寄给政府信息公开工作机构")
    tracking: str = Field("", max_length=60, description="邮件编号")
    evidence: str = Field("", max_length=300, description="收到日期的凭证")


class NewCase(Schema):
    """The receipt."""

    id: int = Field(description="办件的 id")
    number: str = Field(description="办件编号，告知申请人")
    code: str = Field(description="查询码，只告知申请人")
    stage: str = Field(description="办理环节")
    received: date | None = Field(description="收到申请之日；网上提交的，确认以后才有")
    due: date | None = Field(description="答复期限")


class TrackIn(_In):
    """What stands on the receipt."""

    number: str = Field(max_length=100, description="办件编号")
    code: str = Field(max_length=100, description="查询码")


class Happened(Schema):
    """One line of what happened."""

    day: date | datetime = Field(description="日期")
    what: str = Field(description="发生了什么")
    said: str = Field(description="说明")
    to_come: bool = Field(description="是否还没有到")


class WayOut(Schema):
    """What may be done against the reply or its absence."""

    kind: Remedy = Field(description="reconsideration 行政复议、suit 行政诉讼")
    last_day: date = Field(description="最后一日")


class Tracked(Schema):
    """Where an application stands, for its applicant."""

    number: str = Field(description="办件编号")
    agency: str = Field(description="受理机关")
    sentence: str = Field(description="目前的情况，一句话")
    state: str = Field(description="法定状态")
    received: date | None = Field(description="收到日期")
    due: date | None = Field(description="答复期限，按今天")
    provisional: bool = Field(description="是否暂计")
    paused: str = Field(description="期限为什么没有计算；没有则为空")
    overdue: bool = Field(description="是否已经逾期")
    correction_until: date | None = Field(description="补正的期限；不需要补正则没有")
    payment_until: date | None = Field(description="缴费的期限；不需要缴费则没有")
    replied: date | None = Field(description="答复日期")
    ended: date | None = Field(description="办结日期")
    happened: list[Happened] = Field(description="经过，新的在前")
    remedies: list[WayOut] = Field(description="救济途径和期限")


class CaseOut(Schema):
    """A case without anything of who asked."""

    id: int = Field(description="id")
    number: str = Field(description="办件编号")
    title: str = Field(description="申请事项")
    matter: str = Field(description=f"事项种类：{_words(Matter)}")
    channel: str = Field(description="渠道")
    stage: str = Field(description="办理环节")
    stage_zh: str = Field(description="办理环节的名称")
    state: str = Field(description="法定状态")
    state_zh: str = Field(description="法定状态的名称")
    column: str = Field(description="表三的列")
    arrived: date = Field(description="提交（到达）日期")
    received: date | None = Field(description="收到日期")
    due: date | None = Field(description="答复期限")
    provisional: bool = Field(description="是否暂计")
    clock: str = Field(
        description="none 未起算、runs 计算中、paused 或者 frozen 暂停、stopped 结束、"
        "untimed 没有法定期限"
    )
    extension: int = Field(description="延长的工作日")
    overdue: bool = Field(description="是否在办而已经逾期")
    outcome: str = Field(description="处理决定的代码")
    outcome_zh: str = Field(description="处理决定")
    row: str = Field(description="表三的行")
    replied: date | None = Field(description="答复日期")
    ended: date | None = Field(description="办结日期")
    late: bool = Field(description="答复时是否逾期")
    changed: datetime = Field(description="最近变动")


class CasePage(Schema):
    """A page of cases."""

    items: list[CaseOut]
    next: str | None = Field(description="下一页的 cursor；没有则已到末页")


class StampOut(Schema):
    """When it came to a stage."""

    stage: str = Field(description="办理环节")
    stage_zh: str = Field(description="办理环节的名称")
    at: datetime = Field(description="时间")


class LetterOut(Schema):
    """A document that went out."""

    notice: str = Field(description="文书的代码")
    zh: str = Field(description="文书")
    number: str = Field(description="文号")
    dated: date | None = Field(description="成文日期")
    state: str = Field(description="状态")


class DecisionOut(Schema):
    """What was decided on one item."""

    order: int = Field(description="第几项")
    code: str = Field(description="处理决定的代码；还没有则为空")
    grounds: list[str] = Field(description="理由条款")


class WholeCase(CaseOut):
    """A case with its stages, letters and decisions."""

    stages: list[StampOut] = Field(description="各环节")
    letters: list[LetterOut] = Field(description="发出的文书")
    decisions: list[DecisionOut] = Field(description="逐项的处理决定")


class CaseSort(StrEnum):
    """How cases may be sorted."""

    AGE, AGE_DOWN, CHANGED, CHANGED_DOWN = "id", "-id", "changed", "-changed"


class CaseFilter(Paging):
    """Which cases, in which order."""

    stage: Stage | None = Field(None, description=f"办理环节：{_words(Stage)}")
    open: bool | None = Field(None, description="true 只列在办的，false 只列办结的")
    overdue: bool | None = Field(None, description="true 只列在办而已经逾期的，false 不列它们")
    received_from: Day | None = Field(None, description="收到申请之日自（包括在内）")
    received_to: Day | None = Field(None, description="收到申请之日至（包括在内）")
    ended_from: Day | None = Field(None, description="办结日期自（包括在内）")
    ended_to: Day | None = Field(None, description="办结日期至（包括在内）")
    changed_since: Annotated[AwareDatetime, Field(ge=_FIRST, le=_LAST)] | None = Field(
        None, description="此时以后有变动的（包括在内），如 2026-03-01T08:00:00+08:00"
    )
    sort: CaseSort = Field(CaseSort.AGE_DOWN, description="排序；前面加 - 为倒序")


class ReasonIn(_In):
    """Why somebody wants to know who asked."""

    reason: str = Field(max_length=200, description="查看的理由，写入留痕")


class PersonOut(Schema):
    """An applicant or agent."""

    part: Part = Field(description="applicant 申请人、agent 代理人")
    kind: str = Field(description="类别")
    name: str = Field(description="姓名或者名称")
    identity_kind: str = Field(description="证件种类")
    identity: str = Field(description="证件号码")
    representative: str = Field(description="法定代表人（负责人）")
    contact: str = Field(description="联系人")
    phone: str = Field(description="联系电话")
    email: str = Field(description="电子邮箱")
    address: str = Field(description="通信地址")
    postcode: str = Field(description="邮政编码")


class PeopleOut(Schema):
    """Who asks, and what he wrote."""

    people: list[PersonOut] = Field(description="申请人和代理人")
    description: str = Field(description="所需信息的内容描述")
    features: str = Field(description="文号或者其他特征")
    proof: str = Field(description="证据，更正申请才有")
    items: list[str] = Field(description="分项列出的内容")
    wanted_form: str = Field(description="获取形式；更正申请为空")
    way: str = Field(description="获取途径")
    assistance: str = Field(description="需要的帮助")

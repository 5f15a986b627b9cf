"""办件: an application handed in, tracked, listed and read; personal data only where asked for.

No name and no query code stands in an address; what is read of people is logged, each time.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja import Field, Path, Query, Router, Schema
from pydantic import AwareDatetime

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.decisions.codes import decision
from gongkai.law.receipt import CHANNEL_RULES, Channel
from gongkai.law.remedies import Remedy
from gongkai.web.accounts.addresses import address_of
from gongkai.web.acting import Actor, perform
from gongkai.web.api.calling import Caller, Open, caller_of, open_to
from gongkai.web.api.endpoints.agencies import Day
from gongkai.web.api.of_cases import READ_CASES, READ_PEOPLE, SUBMIT_CASES
from gongkai.web.api.paging import Paging, page
from gongkai.web.api.problems import Kind, Problem
from gongkai.web.api.replays import once
from gongkai.web.api.versions import give
from gongkai.web.cases import clockwork, public
from gongkai.web.cases.actions import ACTIONS, submit
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Clock, Part, WantedForm, Way
from gongkai.web.cases.moves import PaperState, Stage, Verb
from gongkai.web.cases.people import IdentityKind
from gongkai.web.cases.policies import rows_of
from gongkai.web.cases.showing import Locked, show

__all__ = ["CaseId", "case_seen", "router"]

router = Router(tags=["办件"])

CaseId = Annotated[int, Path(ge=1, le=2**63 - 1, description="办件的 id")]
_CHANNELS = {rule.channel.value: rule.zh for rule in CHANNEL_RULES}
_KINDS = "、".join(f"{one.id} {one.zh}" for one in APPLICANT_KINDS)
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
_SEALED = ("evidence", "description", "features", "assistance", "correction", "opinion")


def _words(kinds: Any) -> str:
    return "、".join(f"{one.value} {one.zh}" for one in kinds)


# what is handed in --------------------------------------------------------------------------------


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
    people: list[PersonIn] = Field(min_length=1, max_length=20, description="申请人，可以几人")
    agent: PersonIn | None = Field(None, description="代理人")
    description: str = Field("", max_length=10_000, description="所需信息的内容描述")
    features: str = Field("", max_length=1_000, description="文号或者其他特征")
    items: list[str] = Field([], max_length=100, description="分项列出的内容")
    title: str = Field("", max_length=120, description="申请事项，不含个人信息；不写则取内容的开头")
    wanted_form: WantedForm = Field(description=f"获取形式：{_words(WantedForm)}")
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


@router.post(
    "", response={201: NewCase}, operation_id="submit_case", summary="提交申请",
    **open_to(SUBMIT_CASES),
)  # fmt: skip
def submit_case(request: HttpRequest, new: CaseIn) -> HttpResponse:
    """An application by another channel of the body, or by a citizen through another portal.

    本机关的系统提交其他渠道收到的申请，或者网上门户代公众提交申请（channel 写 online）。
    须写 Idempotency-Key，一件申请一个键：同一个键只成立一件申请，24小时以后再次提交也一样。
    """
    caller = caller_of(request)
    token = _token(caller, request.headers.get("Idempotency-Key"))

    def do() -> HttpResponse:
        case = _handed_in(caller, token, new)
        data = {"id": case.pk, "number": case.number, "stage": case.stage,
                "received": case.received, "due": case.due}  # fmt: skip
        return give(request, data, case.version, status=201, location=f"/api/v1/cases/{case.pk}")

    response = once(request, do)
    if response.status_code == 201:  # the code is made anew each time, and kept nowhere
        data = json.loads(response.content) | {"code": code_of(token)}
        response.content = json.dumps(data, ensure_ascii=False).encode()
    return response


def _token(caller: Caller, key: str | None) -> UUID:
    """The form's token: of a key always the same; who knows the key cannot make it."""
    if not key:
        raise Problem(
            Kind.KEY_NEEDED, "请在 Idempotency-Key 里写一个自拟的键，一件申请一个，以免重复提交"
        )
    made = salted_hmac("gongkai.api.case", f"{caller.token.pk} {key}", algorithm="sha256")
    return UUID(bytes=made.digest()[:16])


def _handed_in(caller: Caller, token: UUID, new: CaseIn) -> Case:
    agency = caller.token.agency
    facts = new.model_dump()
    channel: Channel = facts.pop("channel")
    facts |= {"wanted_form": new.wanted_form.value, "way": new.way.value}
    if channel is Channel.ONLINE:
        # as if the citizen himself had sent it: a visitor, named by the system that he used
        visitor = Actor(None, caller.actor.name, address=caller.actor.address)
        return submit(agency, visitor, caller.now, token, **facts)[0]
    there = Case.objects.filter(token=token, agency=agency).first()
    if there is not None:
        return there
    row = Case(agency=agency, token=token)
    try:
        return perform(
            ACTIONS[Verb.TAKE_IN](), caller.actor, row, now=caller.now, channel=channel.value,
            **facts,
        )  # fmt: skip
    except IntegrityError:  # another process was quicker with the same key
        there = Case.objects.filter(token=token, agency=agency).first()
        if there is None:
            raise
        return there


# tracking -----------------------------------------------------------------------------------------


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


@router.post(
    "/track", response=Tracked, operation_id="track_case", summary="凭编号和查询码查询", auth=Open()
)
def track_case(request: HttpRequest, shown: TrackIn) -> dict[str, Any]:
    """Asked with POST: the query code stands in no address and no log.

    申请人凭回执上的编号和查询码查询，不需要令牌。输错次数太多的，过一刻钟再试。
    """
    now = timezone.now()
    try:
        case = show(shown.number, shown.code, address_of(request), now)
    except Locked as locked:
        seconds = max(1, int((locked.until - now).total_seconds()))
        raise Problem(
            Kind.TOO_MANY, "输错次数太多，请稍后再试；也可以带身份证件到工作机构查询",
            headers={"Retry-After": str(seconds)},
        ) from None  # fmt: skip
    if case is None:
        raise Problem(Kind.NOT_FOUND, "申请编号或者查询码不对；请对照回执逐字核对")
    return _tracked(public.standing(case, timezone.localdate(now)))


def _tracked(now: public.Standing) -> dict[str, Any]:
    case, application = now.case, now.application
    deadline = application.deadline(now.calendar, on=now.day)
    due, provisional = (
        (deadline.due, deadline.provisional) if deadline and case.ended is None
        else (case.due, case.provisional)
    )  # fmt: skip
    remedies = now.remedies()
    return {
        "number": case.number, "agency": case.agency.name, "sentence": now.sentence,
        "state": application.state.value, "received": case.received, "due": due,
        "provisional": provisional, "paused": clockwork.still_zh(case), "overdue": now.late,
        "correction_until": now.correction_until if now.awaits_correction else None,
        "payment_until": now.fee_until if now.awaits_payment else None,
        "replied": case.replied, "ended": case.ended,
        "happened": [
            {"day": one.at, "what": one.zh, "said": one.said, "to_come": one.to_come}
            for one in public.story(now)
        ],
        "remedies": [
            {"kind": kind, "last_day": one.last_day}
            for kind, one in (remedies.lines if remedies else ())
        ],
    }  # fmt: skip


# reading ------------------------------------------------------------------------------------------


class CaseOut(Schema):
    """A case without anything of who asked."""

    id: int = Field(description="id")
    number: str = Field(description="办件编号")
    title: str = Field(description="申请事项")
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
        description="none 未起算、runs 计算中、paused 或者 frozen 暂停、stopped 结束"
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


def _case(row: Case, today: date) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "title": row.title, "channel": row.channel,
        "stage": row.stage, "stage_zh": row.stage_zh, "state": row.state,
        "state_zh": row.state_zh, "column": row.column, "arrived": row.arrived,
        "received": row.received, "due": row.due, "provisional": row.provisional,
        "clock": row.clock, "extension": row.extension, "overdue": _overdue(row, today),
        "outcome": row.outcome, "outcome_zh": decision(row.outcome).zh if row.outcome else "",
        "row": row.row, "replied": row.replied, "ended": row.ended, "late": row.late,
        "changed": row.changed,
    }  # fmt: skip


def _overdue(row: Case, today: date) -> bool:
    return row.ended is None and row.clock == Clock.RUNS and row.due is not None and row.due < today


def case_seen(caller: Caller, id: int) -> Case:
    """The case, if the token sees it; one that it does not see is not there."""
    found = rows_of(Case, caller.actor).select_related("agency").filter(pk=id).first()
    if found is None:
        raise Problem(Kind.NOT_FOUND, "没有这件申请，或者不在这个令牌可以查看的范围内")
    return found


@router.get(
    "", response=CasePage, operation_id="list_cases", summary="办件名单", **open_to(READ_CASES)
)
def list_cases(request: HttpRequest, wanted: Annotated[CaseFilter, Query(...)]) -> dict[str, Any]:
    """本机关的办件，不含申请人信息和申请内容。定期读取的，写 changed_since 和 sort=changed。"""
    caller = caller_of(request)
    today = timezone.localdate(caller.now)
    rows = rows_of(Case, caller.actor).defer(*_SEALED)
    if wanted.stage is not None:
        rows = rows.filter(stage=wanted.stage.value)
    if wanted.open is not None:
        rows = rows.filter(ended__isnull=wanted.open)
    if wanted.overdue is not None:
        late = {"ended": None, "clock": Clock.RUNS.value, "due__lt": today}
        rows = rows.filter(**late) if wanted.overdue else rows.exclude(**late)
    days = {
        "received__gte": wanted.received_from, "received__lte": wanted.received_to,
        "ended__gte": wanted.ended_from, "ended__lte": wanted.ended_to,
        "changed__gte": wanted.changed_since,
    }  # fmt: skip
    rows = rows.filter(**{name: day for name, day in days.items() if day is not None})
    return page(rows, wanted, wanted.sort.value, lambda row: _case(row, today))


@router.get(
    "/{case}", response=WholeCase, operation_id="read_case", summary="一件申请",
    **open_to(READ_CASES),
)  # fmt: skip
def read_case(request: HttpRequest, case: CaseId) -> HttpResponse:
    """办理环节、期限、发出的文书和处理决定；不含申请人信息和申请内容。"""
    caller = caller_of(request)
    row = case_seen(caller, case)
    sent = row.papers.filter(state__in=[PaperState.SENT.value, PaperState.SERVED.value])
    data = _case(row, timezone.localdate(caller.now)) | {
        "stages": [
            {"stage": one.stage, "stage_zh": Stage(one.stage).zh, "at": one.at}
            for one in row.stamps.all()
        ],
        "letters": [
            {"notice": one.notice, "zh": one.get_notice_display(), "number": one.number,
             "dated": one.dated, "state": one.state}
            for one in sent.defer("text", "content")
        ],
        "decisions": [
            {"order": one.order, "code": one.code, "grounds": one.grounds}
            for one in row.items.defer("text")
        ],
    }  # fmt: skip
    return give(request, data, row.version)


# personal data ------------------------------------------------------------------------------------


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
    items: list[str] = Field(description="分项列出的内容")
    wanted_form: str = Field(description="获取形式")
    way: str = Field(description="获取途径")
    assistance: str = Field(description="需要的帮助")


@router.post(
    "/{case}/people", response=PeopleOut, operation_id="read_case_people",
    summary="申请人和申请内容", **open_to(READ_PEOPLE),
)  # fmt: skip
def read_case_people(request: HttpRequest, case: CaseId, why: ReasonIn) -> HttpResponse:
    """Asked with POST: the reason stands in no address; the line is written before the answer.

    查看申请人信息和申请内容；每次写明理由，写入本机关的留痕。
    """
    caller = caller_of(request)
    row = case_seen(caller, case)
    perform(ACTIONS[Verb.UNMASK](), caller.actor, row, now=caller.now, reason=why.reason)
    people = [
        {name: getattr(one, name) for name in PersonOut.model_fields} for one in row.parties.all()
    ]
    return give(request, {
        "people": people, "description": row.description, "features": row.features,
        "items": [one.text for one in row.items.all()], "wanted_form": row.wanted_form,
        "way": row.way, "assistance": row.assistance,
    })  # fmt: skip

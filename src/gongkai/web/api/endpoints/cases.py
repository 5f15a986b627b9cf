"""办件: an application handed in, tracked, listed and read; personal data only where asked for.

No name and no query code stands in an address; what is read of people is logged, each time.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja import Path, Query, Router

from gongkai.law.decisions.codes import decision
from gongkai.law.receipt import Channel
from gongkai.web.accounts.addresses import address_of
from gongkai.web.acting import Actor, perform
from gongkai.web.api.calling import Caller, Open, caller_of, open_to
from gongkai.web.api.endpoints.case_shapes import (
    CaseFilter,
    CaseIn,
    CasePage,
    NewCase,
    PeopleOut,
    PersonOut,
    ReasonIn,
    Tracked,
    TrackIn,
    WholeCase,
)
from gongkai.web.api.of_cases import READ_CASES, READ_PEOPLE, SUBMIT_CASES
from gongkai.web.api.paging import page
from gongkai.web.api.problems import Kind, Problem
from gongkai.web.api.replays import once
from gongkai.web.api.versions import give
from gongkai.web.cases import clockwork, public
from gongkai.web.cases.actions import ACTIONS, submit
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Clock, Item, Paper, Stamp
from gongkai.web.cases.moves import PaperState, Stage, Verb
from gongkai.web.cases.policies import rows_of
from gongkai.web.cases.sealed import sealed_of
from gongkai.web.cases.showing import Locked, show

__all__ = ["CaseId", "case_seen", "router"]

router = Router(tags=["办件"])

CaseId = Annotated[int, Path(ge=1, le=2**63 - 1, description="办件的 id")]
_SEALED = sealed_of(Case)


# what is handed in --------------------------------------------------------------------------------


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
    facts |= {"matter": new.matter.value, "way": new.way.value}
    facts["wanted_form"] = new.wanted_form.value if new.wanted_form is not None else ""
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


def _case(row: Case, today: date) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "title": row.title, "matter": row.matter,
        "channel": row.channel,
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
            for one in row.stamps.defer(*sealed_of(Stamp))
        ],
        "letters": [
            {"notice": one.notice, "zh": one.get_notice_display(), "number": one.number,
             "dated": one.dated, "state": one.state}
            for one in sent.defer(*sealed_of(Paper))
        ],
        "decisions": [
            {"order": one.order, "code": one.code, "grounds": one.grounds}
            for one in row.items.defer(*sealed_of(Item))
        ],
    }  # fmt: skip
    return give(request, data, row.version)


# personal data ------------------------------------------------------------------------------------


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
        "proof": row.rectification.proof if row.rectifies else "",
        "items": [one.text for one in row.items.all()],
        "wanted_form": "" if row.rectifies else row.wanted_form,  # nobody was asked for it
        "way": row.way, "assistance": row.assistance,
    })  # fmt: skip

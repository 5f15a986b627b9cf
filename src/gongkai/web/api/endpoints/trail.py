"""留痕: the trace of the body for its auditor, line by line in the form that is hashed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from gongkai.web.agencies.policies import entries_of
from gongkai.web.api.calling import Caller, caller_of, open_to
from gongkai.web.api.endpoints.agencies import Day
from gongkai.web.api.problems import Kind, Problem
from gongkai.web.api.scopes import READ_TRACE
from gongkai.web.audit import chain
from gongkai.web.workbench.actions import EXPORT

__all__ = ["router"]

router = Router(tags=["留痕"])
_MOST = 1000


class LineOut(Schema):
    """One line: its position, and the text of which `hash` is the SHA-256."""

    id: int = Field(description="序号")
    text: str = Field(description="规范形式的 JSON；其 UTF-8 的 SHA-256 即 hash")
    hash: str = Field(description="哈希")


class LinePage(Schema):
    """A page of the trace, in order."""

    items: list[LineOut]
    next: int | None = Field(description="下一页的 after；没有则已到末尾")
    upto: int = Field(description="第一页读取时链条的末尾；读下一页时照写")


class LineFilter(Schema):
    """Which lines."""

    since: Day | None = Field(None, description="自（当日包括在内）")
    until: Day | None = Field(None, description="至（当日包括在内）")
    after: int = Field(0, ge=0, le=2**62, description="上一页的 next")
    upto: int | None = Field(None, ge=0, le=2**62, description="上一页的 upto")
    limit: int = Field(200, ge=1, le=_MOST, description="每页几条")


@router.get(
    "", response=LinePage, operation_id="export_trace", summary="导出留痕", **open_to(READ_TRACE)
)
def export_trace(request: HttpRequest, wanted: Annotated[LineFilter, Query(...)]) -> dict[str, Any]:
    """本机关的留痕，按序号；每次导出也会留下一条记录。"""
    caller = caller_of(request)
    lines = entries_of(caller.actor)
    upto = wanted.upto
    if upto is None:  # what is logged from now on, this export too, is for the next time
        newest = lines.order_by("-id").values_list("id", flat=True).first()
        upto = newest or 0
    lines = lines.filter(id__gt=wanted.after, id__lte=upto)
    if wanted.since is not None:
        lines = lines.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        lines = lines.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    ids = list(lines.order_by("id").values_list("id", flat=True)[: wanted.limit + 1])
    more, ids = len(ids) > wanted.limit, ids[: wanted.limit]
    items = []
    for position, values in chain.lines(entries_of(caller.actor).filter(id__in=ids)):
        if values is None:
            raise Problem(Kind.STATE, f"留痕第{position}条读不出来；请先核验链条，查明何处被改动过")
        text = chain.canonical(values)
        items.append({"id": position, "text": text, "hash": values["hash"]})
    _log(caller, len(items))
    return {"items": items, "next": ids[-1] if more else None, "upto": upto}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _log(caller: Caller, count: int) -> None:
    """Whoever takes the trace away leaves a line in it."""
    actor = caller.actor
    line = chain.Line(
        act=uuid.uuid4(), actor=None, actor_name=actor.name, role=actor.role,
        agency=actor.agency, agency_name=actor.agency_name, verb=EXPORT, kind="audit.entry",
        object="", label=f"留痕记录{count}条", before={}, after={"rows": count},
        address=actor.address,
    )  # fmt: skip
    with transaction.atomic():
        chain.append(line, caller.now)

"""期限变动: which due dates a change of the working calendar moved, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.web.agencies.active import actor_of
from gongkai.web.cases.models import DueChange
from gongkai.web.cases.policies import rows_of
from gongkai.web.cases.staff.listing import SEALED_OF_CASE
from gongkai.web.cases.staff.registers import APPLICATIONS
from gongkai.web.workbench.columns import Choice, Column, Day, Kind, Tag, Tone
from gongkai.web.workbench.lists import Listing

__all__ = ["listing"]


def _standing(row: DueChange) -> Tag:
    if row.provisional:
        return Tag("仍为暂计", Tone.SOON)
    return Tag("暂计转为确定", Tone.DONE) if row.was_provisional else Tag("确定")


def _way(text: str) -> Q:
    return {
        "later": Q(after__gt=F("before")),
        "earlier": Q(after__lt=F("before")),
        "certain": Q(was_provisional=True, provisional=False),
    }[text]


_LEAD = (
    "放假安排发布、补充或者停用以后，在办申请的答复期限重新计算。有变动的列在这里；"
    "承办科室和工作机构已经收到消息。办结的申请不变。"
)

MOVED: Listing[DueChange] = Listing(
    "cases_moved", "期限变动", "条",
    (
        Column("number", "办件编号", lambda r: r.case.number, ("case",), Kind.SHORT),
        Column("title", "申请事项", lambda r: r.case.title),
        Column("before", "原期限", lambda r: r.before, ("before",), Kind.DAY),
        Column("after", "现期限", lambda r: r.after, ("after",), Kind.DAY),
        Column("standing", "暂计", _standing, (), Kind.SHORT),
        Column("why", "原因", lambda r: r.why, (), Kind.LONG),
        Column("at", "计算时间", lambda r: r.at, ("at",), Kind.DAY),
    ),
    url=lambda row: row.case.get_absolute_url(),
    filters=(
        Choice("way", "变动", [
            ("later", "推后"), ("earlier", "提前"), ("certain", "暂计转为确定"),
        ], _way),
        Day("from", "自", "at__date__gte"), Day("to", "至", "at__date__lte"),
    ),
    search=("case__number", "case__title"), search_zh="编号、事项",
    order=("-at", "-pk"),
    empty=(
        "工作日历变动以后，答复期限有变化的在办申请列在这里：原来哪天、现在哪天、因为哪些日子。",
        "已经办结的申请保持办理时的期限，不再变动。",
    ),
)  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """What moved of the cases that this person may see."""
    rows = rows_of(DueChange, actor_of(request)).select_related("case").defer(*SEALED_OF_CASE)
    crumbs = [(APPLICATIONS, reverse("cases")), ("期限变动", "")]
    return MOVED.respond(request, rows, title="期限变动", lead=_LEAD, crumbs=crumbs)

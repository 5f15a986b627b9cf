"""转为主动公开登记: what applicants or the desk proposed to publish, and by when (第四十四条)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.web.agencies.active import actor_of
from gongkai.web.cases.models import Proposal
from gongkai.web.cases.models.rectification import Origin, ProposalState
from gongkai.web.cases.policies import rows_of
from gongkai.web.cases.staff.listing import SEALED_OF_CASE
from gongkai.web.cases.staff.registers import APPLICATIONS
from gongkai.web.workbench.columns import Choice, Column, Day, Kind, Tag, Tone
from gongkai.web.workbench.lists import Listing

__all__ = ["listing"]

_LEAD = (
    "多个申请人申请相同信息的，可以纳入主动公开的范围；申请人建议的，应当审核，属于主动公开范围的，"
    "应当及时主动公开（条例第四十四条）。"
)
_TONES = {
    ProposalState.OPEN: Tone.SOON, ProposalState.ACCEPTED: Tone.OPEN,
    ProposalState.DECLINED: Tone.PLAIN, ProposalState.PUBLISHED: Tone.DONE,
}  # fmt: skip


def _state(row: Proposal) -> Tag:
    state = ProposalState(row.state)
    late = state is ProposalState.ACCEPTED and row.due and row.due < timezone.localdate()
    return Tag("逾期未公开", Tone.LATE) if late else Tag(state.zh, _TONES[state])


def _late(text: str) -> Q:
    return Q(state=ProposalState.ACCEPTED.value, due__lt=timezone.localdate())


C = Column[Proposal]
PROPOSALS: Listing[Proposal] = Listing(
    "proposals", "转为主动公开", "件",
    (
        C("case", "办件编号", lambda r: r.case.number, ("case__number",), Kind.SHORT),
        C("title", "申请事项", lambda r: r.case.title, ("case__title",), Kind.LONG),
        C("origin", "来源", lambda r: r.get_origin_display(), ("origin",), Kind.SHORT),
        C("grounds", "理由", lambda r: r.grounds_zh, ()),
        C("made", "提出日期", lambda r: r.made, ("made",), Kind.DAY),
        C("state", "状态", _state, ("state",), Kind.SHORT),
        C("decided", "审核日期", lambda r: r.decided, ("decided",), Kind.DAY),
        C("due", "公开期限", lambda r: r.due, ("due",), Kind.DAY),
        C("published", "公开日期", lambda r: r.published, ("published",), Kind.DAY),
        C("place", "公开的位置", lambda r: r.place, (), Kind.LONG),
    ),
    url=lambda row: row.case.get_absolute_url(),
    filters=(
        Choice("state", "状态", [(one.value, one.zh) for one in ProposalState], "state"),
        Choice("late", "期限", [("late", "逾期未公开")], _late),
        Choice("origin", "来源", [(one.value, one.zh) for one in Origin], "origin"),
        Day("from", "提出自", "made__gte"), Day("to", "提出至", "made__lte"),
    ),
    search=("case__number", "case__title"), search_zh="编号、事项",
    order=("-made", "-pk"),
    empty=(
        "申请人在查询页面、工作机构在办件页提出的主动公开建议列在这里，审核和公开的日期随之登记。",
    ),
)  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Those of the cases that this person may see."""
    rows = rows_of(Proposal, actor_of(request)).select_related("case")
    rows = rows.defer("text", "reason", *SEALED_OF_CASE)
    crumbs = [(APPLICATIONS, reverse("cases")), ("转为主动公开", "")]
    return PROPOSALS.respond(request, rows, title="转为主动公开", lead=_LEAD, crumbs=crumbs)

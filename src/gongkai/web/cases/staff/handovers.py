"""移交登记: what was handed over, for both bodies; what waits to be taken over from one that is no
more.
"""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import policies, successors
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.models import Handover
from gongkai.web.cases.moves import MOVES, Stage, Verb
from gongkai.web.cases.staff.listing import SEALED_OF_CASE
from gongkai.web.cases.staff.registers import APPLICATIONS
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.columns import Column, Day, Kind
from gongkai.web.workbench.forms import WorkForm
from gongkai.web.workbench.lists import Listing

__all__ = ["listing", "take_over"]

_ZH = "移交登记"
_LEAD = "机构改革以后，办件由承接职责的机关办理，答复期限不变（国办公开办函〔2019〕14号）。"
_WAITING = 50

C = Column[Handover]
HANDOVERS: Listing[Handover] = Listing(
    "handovers", _ZH, "件",
    (
        C("case", "办件编号", lambda r: r.case.number, ("case__number",), Kind.SHORT),
        C("title", "申请事项", lambda r: r.case.title, ("case__title",), Kind.LONG),
        C("origin", "移交机关", lambda r: r.origin.name, ("origin__name",)),
        C("successor", "承接机关", lambda r: r.successor.name, ("successor__name",)),
        C("day", "移交日期", lambda r: r.day, ("day",), Kind.DAY),
        C("stage", "移交时的环节", lambda r: Stage(r.stage).zh, ("stage",), Kind.SHORT),
        C("actor", "经办人", lambda r: r.actor, (), Kind.SHORT),
    ),
    filters=(Day("from", "移交自", "day__gte"), Day("to", "移交至", "day__lte")),
    search=("case__number", "case__title"), search_zh="编号、事项",
    order=("-day", "-pk"),
    empty=("本机关移交给承接机关、或者从原机关接办的办件列在这里。",),
)  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """What went over, and what waits."""
    actor, day = actor_of(request), timezone.localdate()
    rows = policies.handovers_of(actor).select_related("case", "origin", "successor")
    waiting, more = [], 0
    if actor.role in policies.ALLOWED[Verb.HAND_OVER]:
        found = successors.open_of_predecessors(actor.agency, day).order_by("due", "pk")
        shown = found.only("number", "title", "agency", "stage", "due", "clock")[: _WAITING + 1]
        waiting = list(shown)
        if len(waiting) > _WAITING:
            waiting, more = waiting[:_WAITING], found.count() - _WAITING
    crumbs = [(APPLICATIONS, reverse("cases")), (_ZH, "")]
    return HANDOVERS.respond(
        request, rows.defer("reason", *SEALED_OF_CASE), template="cases/handovers.html",
        title=_ZH, lead=_LEAD, crumbs=crumbs, waiting=waiting, more=more,
    )  # fmt: skip


class _Reason(WorkForm):
    reason = forms.CharField(label="接办的理由", max_length=300,
                             help_text="如“职责已由本机关承接（某号文）”。")  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """A case of a body in which nobody has a post any more comes to its successor."""
    actor = actor_of(request)
    if actor.role not in policies.ALLOWED[Verb.HAND_OVER]:
        raise PermissionDenied(
            "接办原机关的办件由承接机关的受理人员办理；如有多个岗位，请先切换岗位"
        )
    case = successors.open_of_predecessors(actor.agency, timezone.localdate()).filter(pk=pk).first()
    own = Agency.objects.filter(pk=actor.agency or 0).first()
    if case is None or own is None:
        raise Http404
    form = _Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = ACTIONS[Verb.HAND_OVER]()
        done = attempt(request, action, case, form=form, successor=own, **form.facts)
        if done is not None:
            say(request, f"已接办：{done.number}")
            return HttpResponseRedirect(done.get_absolute_url())
    context = {
        "title": f"接办：{case.number}", "lead": case.title, "form": form, "button": "接办",
        "back": reverse("handovers"), "article": str(MOVES[Verb.HAND_OVER].article),
        "consequence": f"原由{case.agency}办理的这件申请转到本机关，答复期限不变；已经发出的文书"
        "有效，原机关的草稿和处理决定作废。",
        "crumbs": [(APPLICATIONS, reverse("cases")),
                   (_ZH, reverse("handovers")), (case.number, "")],
    }  # fmt: skip
    status = 400 if request.method == "POST" else 200
    return render(request, "patterns/form.html", context, status=status)

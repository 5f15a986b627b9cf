"""申请人的话: reasons when he is asked for them, and the proposal to publish what he was given."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.law.moves import State
from gongkai.web.cases import attachments, public
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.actions.publishing import may_propose
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import MOVES, Verb
from gongkai.web.portal.applying import ownership
from gongkai.web.portal.applying.forms import ProposalForm, ReasonsForm
from gongkai.web.portal.applying.tracking import page, shown_letter
from gongkai.web.portal.applying.uploading import upload_form
from gongkai.web.workbench.acts import attempt

__all__ = ["explain", "propose"]


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.owned
def explain(request: HttpRequest, case: Case) -> HttpResponseBase:
    """说明理由 on line; the body confirms the receipt and weighs them (第三十五条)."""
    standing = public.standing(case, timezone.localdate())
    if standing.application.state is not State.ASKED_REASONS:
        messages.info(request, "这件申请现在不需要说明理由")
        return redirect("apply_case", case.key)
    form = ReasonsForm(request.POST or None, initial={"text": case.reasons})
    if request.method == "POST" and form.is_valid():
        same = case.reasons_came is not None and case.reasons == form.facts["text"]
        act = partial(attempt, request, ACTIONS[Verb.SEND_REASONS](), case, form=form)
        if same or act(**form.facts) is not None:
            messages.success(request, "理由已经提交；机关确认收到以后审核")
            return redirect("apply_case", case.key)
    asked = next((one for one in standing.papers if one.notice == "T05"), None)
    return page(
        request, case, "说明理由", "explain", form=form, until=standing.reasons_until,
        paper=shown_letter(asked, case) if asked else None, files=attachments.own_files(case),
        article=MOVES[Verb.SEND_REASONS].article, material=upload_form(case, "reasons"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.owned
def propose(request: HttpRequest, case: Case) -> HttpResponseBase:
    """建议纳入主动公开 (第四十四条第二款); the body examines it."""
    if not may_propose(case):
        messages.info(request, "这件申请现在没有可以建议主动公开的信息，或者已经建议过")
        return redirect("apply_case", case.key)
    form = ProposalForm(request.POST or None)
    act = partial(attempt, request, ACTIONS[Verb.PROPOSE](), case, form=form)
    if request.method == "POST" and form.is_valid() and act(**form.facts) is not None:
        messages.success(request, "建议已经提交；审核的结果在这里可以看到")
        return redirect("apply_case", case.key)
    return page(
        request, case, Verb.PROPOSE.zh, "propose", form=form, article=MOVES[Verb.PROPOSE].article
    )

"""表单的查看、填写和打印: 登记表、征求意见确认函、审查呈批单、送达回证."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.web.acting import Refused
from gongkai.web.audit.readings import reading_once
from gongkai.web.cases import policies, sheets
from gongkai.web.cases.actions import ACTIONS, FillSheet
from gongkai.web.cases.models import FilledSheet, Service
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.staff.acting import form_page
from gongkai.web.cases.staff.documents import MEDIA, attached, readable
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.cases.staff.pages import crumbs
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.forms import WorkForm

__all__ = ["print_sheet", "sheet"]

# what the screen hides of a form, and the file does not
_MASKED = {
    "T02": "屏幕上遮去了证件号码和联系方式；下载的文件是完整的，下载以前写明理由，记入留痕。"
    "登记内容有误的，用“更正登记”。",
    "T38": "屏幕上遮去了送达地点；下载的文件是完整的，下载记入留痕。",
}


def _found(request: HttpRequest, pk: int, key: str) -> tuple[Opened, sheets.Sheet]:
    opened = readable(request, pk)
    found = sheets.sheets_of(opened.case, opened.papers, opened.inquiries)
    one = next((one for one in found if one.key == key), None)
    if one is None:
        raise Http404
    return opened, one


class _SheetForm(WorkForm):
    """The places of one form."""

    def __init__(self, *args: Any, places: tuple[sheets.Field, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        for place in places:
            widget = forms.Textarea(attrs={"rows": 5}) if place.longest > 300 else forms.TextInput()
            self.fields[place.name] = forms.CharField(
                label=place.zh, max_length=place.longest, required=False, widget=widget
            )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The form as it stands, to be printed; below it what is filled in by hand."""
    opened, found = _found(request, pk, key)
    case = opened.case
    filled = sheets.filled_of(case).get(key)
    form = _form(request, opened, found, filled)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("您目前的岗位或者办件目前的环节不能填写这张表单")
        if form.is_valid():
            row = filled or FilledSheet(case=case, sheet=key)
            # who saw it empty while another filled it in has seen none of its versions
            version = form.seen or 0 if filled is not None else None
            if attempt(request, FillSheet(), row, form=form, version=version, **form.facts):
                say(request, "已保存")
                return HttpResponseRedirect(reverse("case_sheet", args=[pk, key]))
    _noted(opened, found)
    context = {
        "title": f"{found.zh}：{case}", "lead": found.of if found.about is not None else "",
        "notice": sheets.compose_sheet(found, sheets.base_of(case), filled, masked=True),
        "case": case, "sheet": found, "form": form, "crumbs": crumbs(opened, found.zh),
        "masked": _masked(found),
    }  # fmt: skip
    status = 400 if form is not None and form.is_bound else 200
    response = render(request, "cases/sheet.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _form(
    request: HttpRequest, opened: Opened, found: sheets.Sheet, filled: FilledSheet | None
) -> _SheetForm | None:
    """None where there is nothing to fill in, or not by this person, or no more."""
    if not found.fields or opened.case.stage == Stage.ARCHIVED:
        return None
    try:
        policies.may_work(opened.actor, FillSheet.zh, opened.case)
    except Refused:
        return None
    start: dict[str, Any] = {**sheets.initial(found), **(filled.values if filled else {})}
    start["version"] = filled.version if filled else None
    return _SheetForm(request.POST or None, places=found.fields, initial=start)


def _masked(found: sheets.Sheet) -> str:
    nowhere = isinstance(found.about, Service) and not found.about.to
    return "" if nowhere else _MASKED.get(found.notice, "")


def _noted(opened: Opened, found: sheets.Sheet, more: str = "") -> None:
    """The reading of a form that names people."""
    reading_once(opened.actor, opened.case, f"{found.zh}{more}", timezone.now())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def print_sheet(request: HttpRequest, pk: int, key: str, kind: str) -> HttpResponse:
    """The same as PDF or DOCX, with nothing masked; the registration form for a reason alone."""
    opened, found = _found(request, pk, key)
    if kind not in MEDIA:
        raise Http404
    if found.notice == "T02":
        if (asked := _asked(request, opened, found, kind)) is not None:
            return asked
        _noted(opened, found, "（含证件号码、联系方式）")
    else:
        _noted(opened, found)
    case = opened.case
    notice = sheets.compose_sheet(found, sheets.base_of(case), sheets.filled_of(case).get(key))
    return attached(notice, f"{case.number} {found.zh}.{kind}", kind)


def _asked(
    request: HttpRequest, opened: Opened, found: sheets.Sheet, kind: str
) -> HttpResponse | None:
    """The page that asks why, as before who asks is shown; None once the reason is logged."""
    if Verb.UNMASK not in opened.verbs:
        raise PermissionDenied("您目前的岗位不能查看申请人信息")
    form = form_page(opened, Verb.UNMASK, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        action = ACTIONS[Verb.UNMASK]()
        if attempt(request, action, opened.case, form=form, **form.facts) is not None:
            return None
    context = {
        "title": f"下载{found.zh}：{opened.case}", "form": form,
        "button": f"下载 {kind.upper()}", "article": "",
        "back": reverse("case_sheet", args=[opened.case.pk, found.key]),
        "consequence": "文件写有完整的证件号码和联系方式；您的姓名、下载的时间和理由记入留痕。",
        "crumbs": crumbs(opened, found.zh),
    }  # fmt: skip
    status = 400 if form.is_bound else 200
    response = render(request, "patterns/form.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response

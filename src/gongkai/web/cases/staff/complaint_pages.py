"""投诉举报和责任追究: the register and its form."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.web.agencies.active import actor_of
from gongkai.web.cases import measures, policies
from gongkai.web.cases.actions import KeepComplaint
from gongkai.web.cases.models import Complaint
from gongkai.web.cases.models.disputes import ComplaintKind
from gongkai.web.cases.staff.registers import (
    APPLICATIONS,
    form_page,
    may_register,
    own_agency,
)
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.columns import Choice, Column, Kind, Tag, Tone
from gongkai.web.workbench.forms import WorkForm, day_field
from gongkai.web.workbench.lists import Listing

__all__ = ["complaint", "complaints"]


COMPLAINTS: Listing[Complaint] = Listing(
    "complaints", "投诉举报和责任追究", "件",
    (
        Column("day", "日期", lambda r: r.day, ("day",), Kind.DAY),
        Column("kind", "种类", lambda r: ComplaintKind(r.kind).zh, ("kind",), Kind.SHORT),
        Column("source", "来源", lambda r: r.source),
        Column("text", "内容", lambda r: r.text, (), Kind.LONG),
        Column("closed", "办结", lambda r: r.closed or Tag("办理中", Tone.OPEN), ("closed",),
               Kind.SHORT),
        Column("result", "处理结果", lambda r: r.result, (), Kind.LONG, shown=False),
    ),
    url=lambda r: reverse("complaint", args=[r.pk]),
    filters=(
        Choice("kind", "种类", [(k.value, k.zh) for k in ComplaintKind], "kind"),
        Choice("year", "年度", lambda request: [
            (str(y), f"{y}年") for y in range(timezone.localdate().year, 2018, -1)
        ], "day__year"),
    ),
    search=("pk",), search_zh="来源、内容", order=("-day", "-pk"),
    empty=(
        "这里登记对本机关政府信息公开工作的投诉、举报，以及由此作出的责任追究（条例第四十七条、"
        "第五十一条、第五十三条）。",
        "没有登记的年度，年度报告写明没有。",
    ),
)  # fmt: skip


class ComplaintForm(WorkForm):
    """One entry; text names nobody who need not be named."""

    kind = forms.ChoiceField(label="种类", choices=[(k.value, k.zh) for k in ComplaintKind])
    day = day_field("日期")
    source = forms.CharField(
        label="来源", max_length=200, help_text="例如信访部门转办；不写投诉人的姓名"
    )
    text = forms.CharField(
        label="内容", widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )
    result = forms.CharField(
        label="处理结果", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000,
        required=False,
    )  # fmt: skip
    closed = day_field("办结日期", required=False)


@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """The register, and what it says of this year: none is said to be none."""
    actor = actor_of(request)
    agency = own_agency(actor)
    may = agency is not None and may_register(actor, agency)
    lead = ""
    if agency is not None and may:
        counts, _ = measures.complaints_of([agency.pk], timezone.localdate().year)
        lead = counts.sentence
    rows = policies.rows_of(Complaint, actor)

    def find(word: str) -> Q:  # what is sealed is opened to be searched; a register is short
        texts = rows.order_by().values_list("pk", "source", "text")
        return Q(pk__in=[pk for pk, *sealed in texts if word in "\n".join(sealed)])

    return replace(COMPLAINTS, find=find).respond(
        request, rows, title="投诉举报和责任追究", lead=lead,
        new_url=reverse("complaint_new") if may else "", new_zh="登记",
        crumbs=[(APPLICATIONS, reverse("cases")), ("投诉举报和责任追究", "")],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter one, or change it."""
    actor = actor_of(request)
    agency = own_agency(actor)
    row = policies.rows_of(Complaint, actor).filter(pk=pk).first() if pk else None
    if pk and row is None:
        raise Http404
    if agency is None or not may_register(actor, agency):
        raise PermissionDenied("投诉举报和责任追究由本机关的法制审核岗和受理岗登记")
    row = row or Complaint(agency=agency)
    start = {name: getattr(row, name) for name in (*ComplaintForm.base_fields, "version")}
    form = ComplaintForm(request.POST or None, initial=start if pk else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(request, KeepComplaint(), row, form=form, version=form.seen if pk else None,
                       **form.facts)  # fmt: skip
        if done is not None:
            say(request, "已保存")
            return HttpResponseRedirect(reverse("complaints"))
    title = str(row) if pk else "登记投诉举报、责任追究"
    where = ("投诉举报和责任追究", "complaints")
    return form_page(request, form, title, reverse("complaints"), "保存", where)

"""归档案卷: the sealed packages of closed cases, their lists and hashes, and the file itself."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.law.archiving import RETENTIONS
from gongkai.terms import term
from gongkai.web.acting import Refused
from gongkai.web.agencies.active import actor_of
from gongkai.web.audit import verbs
from gongkai.web.audit.models import Entry
from gongkai.web.audit.readings import reading
from gongkai.web.cases import policies
from gongkai.web.cases.models import Package
from gongkai.web.files.serving import serve
from gongkai.web.workbench.columns import Choice, Column, Day, Kind
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import Fact, NextMove

__all__ = ["download", "listing", "show"]

APPLICATIONS = term("disclosure_on_application").zh
_AGAIN = timedelta(minutes=10)  # one line for who fetches one file in parts

PACKAGES: Listing[Package] = Listing(
    "packages", "归档案卷", "卷",
    (
        Column("number", "办件编号", lambda p: p.case.number, ("case",), Kind.SHORT),
        Column("title", "申请事项", lambda p: p.case.title, (), Kind.LONG),
        Column("retention", "保管期限", lambda p: p.retention, ("retention",), Kind.SHORT),
        Column("count", "文件", lambda p: len(p.contents), (), Kind.NUMBER),
        Column("at", "归档时间", lambda p: p.at, ("at",), Kind.DAY),
        Column("actor", "归档人", lambda p: p.actor, ("actor",), Kind.SHORT),
        Column("sha256", "校验值（SHA-256）", lambda p: p.sha256, (), Kind.TEXT, shown=False),
    ),
    url=lambda p: reverse("package", args=[p.pk]),
    filters=(
        Choice(
            "retention", "保管期限", [(one, one) for one in RETENTIONS.versions[-1].value],
            "retention",
        ),
        Day("from", "归档自", "at__date__gte"), Day("to", "归档至", "at__date__lte"),
    ),
    search=("case__number", "case__title"), search_zh="编号、事项", order=("-at", "-pk"),
    empty=(
        "办结的申请归档以后，案卷列在这里：文书、材料、办理记录，每一份都有校验值。",
        "在办件页面选择“归档”，即生成案卷；之后不能再改。",
    ),
)  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The packages of the cases that this person may see."""
    rows = policies.rows_of(Package, actor_of(request)).select_related("case")
    crumbs = [(APPLICATIONS, reverse("cases")), ("归档案卷", "")]
    return PACKAGES.respond(request, rows, title="归档案卷", crumbs=crumbs)


def _found(request: HttpRequest, pk: int) -> Package:
    actor = actor_of(request)
    rows = policies.rows_of(Package, actor).select_related("case", "case__agency")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    try:
        policies.may_read(actor, row.case)
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from None
    return row


@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What is in a package, with the hash of each."""
    row = _found(request, pk)
    context = {
        "title": f"案卷 {row.case.number}",
        "lead": row.case.title,
        "crumbs": [(APPLICATIONS, reverse("cases")), ("归档案卷", reverse("packages")),
                   (row.case.number, "")],
        "what_zh": "案卷",
        "facts": [
            Fact("办件", row.case.number, url=row.case.get_absolute_url()),
            Fact("保管期限", row.retention), Fact("归档时间", row.at), Fact("归档人", row.actor),
            Fact("大小", f"{row.size:,}字节"), Fact("校验值（SHA-256）", row.sha256),
        ],
        "package": row,
        "moves": [NextMove("下载案卷", reverse("package_file", args=[row.pk]), primary=True)],
    }  # fmt: skip
    return render(request, "cases/registers/package.html", context)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sealed file; that it was read is written down before it is given."""
    row, actor, now = _found(request, pk), actor_of(request), timezone.now()
    known = Entry.objects.filter(
        kind=Package._meta.label_lower, object=str(row.pk), verb=verbs.READ, actor=actor.id,
        role=actor.role, agency=actor.agency, at__gte=now - _AGAIN, address=actor.address,
    )  # fmt: skip
    if not known.exists():
        reading(actor, row, "归档案卷", now)
    return serve(
        request, row.blob, row.size, name=f"案卷-{row.case.number}.zip", media="application/zip",
        tag=row.sha256, keep=False,
    )  # fmt: skip

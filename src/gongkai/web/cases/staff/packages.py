"""归档案卷: the sealed packages of closed cases, how far they are, their lists, the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.law.archiving import RETENTIONS
from gongkai.web.acting import Action, Refused
from gongkai.web.agencies.active import actor_of
from gongkai.web.audit.readings import reading_once
from gongkai.web.cases import policies
from gongkai.web.cases.actions import CheckPackage, PackAgain
from gongkai.web.cases.models import Package
from gongkai.web.cases.models.sealing import Packing
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.listing import SEALED_OF_CASE
from gongkai.web.cases.staff.registers import APPLICATIONS
from gongkai.web.files import storage
from gongkai.web.files.serving import serve
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.columns import Choice, Column, Day, Kind, Tag, Tone
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import Fact, NextMove

__all__ = ["act", "download", "listing", "show"]

_SECONDS = 4  # until the waiting page looks again

# the tone of a package by how far it has come
_TONES = {
    Packing.WAITING: Tone.OPEN, Packing.BUILDING: Tone.OPEN, Packing.READY: Tone.DONE,
    Packing.FAILED: Tone.LATE,
}  # fmt: skip


def _state(row: Package) -> Tag:
    return Tag(row.state_zh, _TONES[Packing(row.state)])


def _until(row: Package, today: date) -> Tag | date | str:
    if row.until is None:
        return "永久"
    return Tag(f"{row.until} 已期满", Tone.SOON) if row.until < today else row.until


def _ending(text: str) -> Q:
    """Whose term is over, or ends within a year."""
    today = timezone.localdate()
    if text == "over":
        return Q(until__lt=today)
    return Q(until__gte=today, until__lt=today + timedelta(days=366))


def _listing(today: date) -> Listing[Package]:
    return Listing(
        "packages", "归档案卷", "卷",
        (
            Column("number", "办件编号", lambda p: p.case.number, ("case",), Kind.SHORT),
            Column("title", "申请事项", lambda p: p.case.title, (), Kind.LONG),
            Column("state", "案卷", _state, ("state",), Kind.SHORT),
            Column("retention", "保管期限", lambda p: p.retention, ("retention",), Kind.SHORT),
            Column("until", "保管期满", lambda p: _until(p, today), ("until",), Kind.DAY),
            Column("pages", "页数", lambda p: p.pages, ("pages",), Kind.NUMBER),
            Column("at", "归档时间", lambda p: p.at, ("at",), Kind.DAY),
            Column("actor", "归档人", lambda p: p.actor, ("actor",), Kind.SHORT),
            Column("sha256", "校验值（SHA-256）", lambda p: p.sha256, (), Kind.TEXT, shown=False),
        ),
        url=lambda p: reverse("package", args=[p.pk]),
        filters=(
            Choice("state", "案卷", [(one.value, one.zh) for one in Packing], "state"),
            Choice(
                "retention", "保管期限", [(one, one) for one in RETENTIONS.versions[-1].value],
                "retention",
            ),
            Choice("ending", "期满", [("over", "已期满"), ("soon", "一年内期满")], _ending),
            Day("from", "归档自", "at__date__gte"), Day("to", "归档至", "at__date__lte"),
        ),
        search=("case__number", "case__title"), search_zh="编号、事项", order=("-at", "-pk"),
        empty=(
            "办结的申请归档以后，案卷列在这里：申请、文书、审查、送达、办理记录，每一份都有页号和校验值。",
            "在办件页面选择“归档”，即在后台生成案卷；之后不能再改。",
        ),
    )  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The packages of the cases that this person may see; how many have served their term."""
    today = timezone.localdate()
    rows = policies.rows_of(Package, actor_of(request)).select_related("case")
    crumbs = [(APPLICATIONS, reverse("cases")), ("归档案卷", "")]
    counts = rows.aggregate(
        over=Count("pk", filter=Q(until__lt=today)),
        failed=Count("pk", filter=Q(state=Packing.FAILED)),
    )
    lead = []
    if counts["over"]:
        lead.append(f"{counts['over']}卷保管期限已满，请按档案管理的规定鉴定，不要自行销毁")
    if counts["failed"]:
        lead.append(f"{counts['failed']}卷没有生成，请打开查看原因")
    return _listing(today).respond(
        request, rows.defer("contents", "faults", *SEALED_OF_CASE), title="归档案卷",
        lead="；".join(lead), crumbs=crumbs,
    )  # fmt: skip


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
    """What is in a package, with pages and hash of each; or how far it is."""
    row, today = _found(request, pk), timezone.localdate()
    may = _may(request, row)
    under_way = row.state in (Packing.WAITING, Packing.BUILDING)
    still = "still" in request.GET
    context = {
        "title": f"案卷 {row.case.number}",
        "lead": row.case.title,
        "crumbs": [(APPLICATIONS, reverse("cases")), ("归档案卷", reverse("packages")),
                   (row.case.number, "")],
        "what_zh": "案卷",
        "facts": list(_facts(row, today)),
        "package": row,
        "under_way": under_way, "still": still,
        "pieces": [_piece(one) for one in row.contents],
        "stalled": row.stalled(timezone.now()),
        "may": may,
        "moves": [NextMove("下载案卷", reverse("package_file", args=[row.pk]), primary=True)]
        if row.ready else [],
    }  # fmt: skip
    response = render(request, "cases/registers/package.html", context)
    if under_way and not still:
        response["Refresh"] = str(_SECONDS)
    response["Cache-Control"] = "private, no-store"
    return response


def _may(request: HttpRequest, row: Package) -> bool:
    try:
        policies.may(actor_of(request), Verb.ARCHIVE, row.case)
    except Refused:
        return False
    return True


def _facts(row: Package, today: date) -> Iterator[Fact]:
    yield Fact("办件", row.case.number, url=row.case.get_absolute_url())
    yield Fact("案卷", _state(row))
    yield Fact("保管期限", row.retention)
    yield Fact("保管期满", _until(row, today))
    yield Fact("归档时间", row.at)
    yield Fact("归档人", row.actor)
    if not row.ready:
        return
    count = sum(not one.get("twin") for one in row.contents)
    yield Fact("件数和页数", f"{count}件{row.pages}页")
    yield Fact("大小", f"{row.size:,}字节")
    yield Fact("校验值（SHA-256）", row.sha256)
    yield Fact("最近核对", row.checked, "还没有核对过")
    if row.checked is not None:
        wrong = len(row.faults)
        tag = Tag(f"{wrong}处不符", Tone.LATE) if wrong else Tag("全部相符", Tone.DONE)
        yield Fact("核对结果", tag)


def _piece(one: dict[str, Any]) -> dict[str, Any]:
    """A piece with its pages in words."""
    pages, first = one.get("pages", 0), one.get("first", 0)
    place = "" if one.get("twin") else "电子件"
    if pages:
        place = f"第{first}页" if pages == 1 else f"第{first}—{first + pages - 1}页"
    return {**one, "place": place}


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make it again after a failure, or check what is sealed."""
    row = _found(request, pk)
    actions: dict[str, tuple[type[Action[Package]], str]] = {
        "again": (PackAgain, "已重新开始生成案卷"),
        "check": (CheckPackage, "已开始核对；结果显示在本页，案卷大的需要几分钟"),
    }
    if verb not in actions:
        raise Http404
    action, said = actions[verb]
    if attempt(request, action(), row) is not None:
        say(request, said)
    return HttpResponseRedirect(reverse("package", args=[row.pk]))


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sealed file; that it was read is written down before it is given."""
    row, actor, now = _found(request, pk), actor_of(request), timezone.now()
    if not row.ready:
        raise Http404
    if not storage.storage().exists(row.blob):
        messages.error(request, "案卷文件不在存储中；请告诉系统运维人员从备份恢复，再核对校验值")
        return HttpResponseRedirect(reverse("package", args=[row.pk]))
    reading_once(actor, row, "归档案卷", now)
    return serve(
        request, row.blob, row.size, name=f"案卷-{row.case.number}.zip", media="application/zip",
        tag=row.sha256, keep=False,
    )  # fmt: skip

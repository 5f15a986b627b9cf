"""区分处理: the files of a case made safe — marks on the pages, proposals, result, leak test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.law.decisions.exemptions import EXEMPTIONS
from gongkai.redaction import GROUNDS, Box
from gongkai.terms import term
from gongkai.web.acting import Actor, Refused
from gongkai.web.agencies.active import actor_of
from gongkai.web.audit.readings import reading_once
from gongkai.web.cases import policies, redactions, releasing
from gongkai.web.cases.actions.redacting import (
    STAGES,
    BeginRedaction,
)
from gongkai.web.cases.models import Case, Redaction
from gongkai.web.cases.models.sealing import Work
from gongkai.web.cases.moves import Stage
from gongkai.web.files import storage
from gongkai.web.files.policies import files_of
from gongkai.web.files.serving import serve
from gongkai.web.workbench.acts import attempt

__all__ = [
    "POINTS_A_MM", "begin", "listing", "page_picture", "result", "result_picture", "row_of",
    "row_url", "show",
]  # fmt: skip

ZOOMS = (100, 150, 200)
POINTS_A_MM = 72 / 25.4
_LISTED = 200  # marks in one table; of more, those of the page
_SECONDS = 4  # until the waiting page looks again
_GROUNDS = [(one.code, f"{GROUNDS[one.code]} {one.zh}") for one in EXEMPTIONS]


# which rows -----------------------------------------------------------------------------------


def _case(request: HttpRequest, pk: int) -> Case:
    actor = actor_of(request)
    case = policies.rows_of(Case, actor).select_related("agency").filter(pk=pk).first()
    if case is None or not policies.sees_people(actor):
        raise Http404
    return case


def row_of(request: HttpRequest, key: UUID) -> Redaction:
    """That work on a file, where the reader may see it; Http404 else."""
    rows = policies.rows_of(Redaction, actor_of(request))
    row = rows.select_related("case__agency", "source").filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _noted(request: HttpRequest, row: Redaction) -> None:
    """That somebody reads what was handed in stands in the trace before it is shown."""
    reading_once(actor_of(request), row, "申请材料", timezone.now())


def _refusal(actor: Actor, case: Case) -> str:
    """Why nothing can be changed here now; "" when it can."""
    try:
        policies.may_work(actor, "改动区分处理", case)
    except Refused as refusal:
        return refusal.sentence
    if Stage(case.stage) not in STAGES:
        return f"这件申请在“{case.stage_zh}”环节，这里只能查看；需要改动的，请先由审查人退回修改。"
    return ""


# the list -------------------------------------------------------------------------------------


@login_required
@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of a case: what has been made of them, and which can be begun."""
    case = _case(request, pk)
    rows = list(case.redactions.select_related("source"))
    taken = {row.source_id for row in rows}
    files = [
        (file, file.kind in redactions.CONVERTED, file.kind in redactions.STRIPPED)
        for file in files_of(case)
        if file.ready and file.pk not in taken
    ]
    context = {
        "title": "区分处理", "lead": f"{case} {case.title}".strip(), "case": case,
        "rows": [_line(row) for row in rows], "files": files,
        "refusal": _refusal(actor_of(request), case),
        "crumbs": _crumbs(case, None),
        "help": (
            "部分内容不应公开的文件，在这里标出不公开的部分，生成一份看不到、"
            "也恢复不出这些内容的 PDF。",
            "整份公开的文件，在这里清除作者、批注、修订和隐藏的内容以后再提供。",
            "两种文件都要通过泄漏检查，才能确定随答复提供；送审以后不再改动。",
        ),
    }  # fmt: skip
    return render(request, "cases/redactions.html", context)


def _line(row: Redaction) -> dict[str, Any]:
    return {
        "row": row, "url": row_url(row), "marks": len(redactions.active(row)),
        "open": 0 if row.whole else redactions.undecided(row),
        "blocking": sum(1 for leak in row.leaks if leak["blocking"]),
    }  # fmt: skip


def row_url(row: Redaction) -> str:
    """Its page."""
    return reverse("redaction", args=[row.key])


def _crumbs(case: Case, row: Redaction | None) -> list[tuple[str, str]]:
    here = reverse("redactions", args=[case.pk])
    first = [
        (term("disclosure_on_application").zh, reverse("cases")),
        (str(case), case.get_absolute_url()),
    ]
    if row is None:
        return [*first, ("区分处理", "")]
    return [*first, ("区分处理", here), (row.source.name, "")]


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a file: for marks, or to be given whole."""
    case = _case(request, pk)
    wanted = request.POST.get("file", "")
    file = (
        files_of(case)
        .filter(pk=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)
        .first()
    )
    if file is None:
        raise Http404
    whole = request.POST.get("whole") == "1"
    row = attempt(request, BeginRedaction(), Redaction(case=case, source=file), whole=whole)
    here = reverse("redactions", args=[case.pk])
    return HttpResponseRedirect(row_url(row) if row is not None else here)


# one file -------------------------------------------------------------------------------------


@login_required
@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """The pages with their marks, or the result, or how far the work is."""
    row = row_of(request, key)
    _noted(request, row)
    refusal = _refusal(actor_of(request), row.case)
    context: dict[str, Any] = {
        "title": row.source.name, "row": row, "refusal": refusal, "can": not refusal,
        "lead": "整份提供" if row.whole else "标出不公开的部分",
        "crumbs": _crumbs(row.case, row), "grounds": _GROUNDS,
        "back": reverse("redactions", args=[row.case_id]),
    }  # fmt: skip
    if row.work in (Work.PREPARING, Work.MAKING):
        still = "still" in request.GET
        context |= {"still": still, "total": len(row.sizes)}
        response = render(request, "cases/redaction_waiting.html", context)
        if not still:
            response["Refresh"] = str(_SECONDS)
        return response
    if row.work == Work.FAILED and (row.whole or not row.converted):
        context["changes"] = row.whole and "修订" in row.problem
        return render(request, "cases/redaction_failed.html", context)
    showing = request.GET.get("show", "result" if row.work == Work.MADE else "marks")
    if row.whole or (showing == "result" and row.work == Work.MADE):
        return render(request, "cases/redaction_result.html", context | _result(request, row))
    return render(request, "cases/redaction_marks.html", context | _marks(request, row))


def _number(request: HttpRequest, name: str, least: int, most: int) -> int:
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else least
    return min(max(number, least), most)


def _marks(request: HttpRequest, row: Redaction) -> dict[str, Any]:
    number = _number(request, "page", 1, len(row.sizes))
    zoom = request.GET.get("zoom", "")
    width, height = row.sizes[number - 1]
    found, standing = redactions.proposals(row), redactions.active(row)
    chosen = request.GET.get("hit", "")
    waiting = [one for one in found if one.open]
    numbered = [
        {"n": n, "id": mark["id"], "page": mark["page"] + 1, "ground": mark["ground"],
         "label": GROUNDS[mark["ground"]], "text": mark["text"],
         "boxes": [_rect(Box(*box)) for box in mark["boxes"]]}
        for n, mark in enumerate(standing, 1)
    ]  # fmt: skip
    here = [one for one in found if one.page == number - 1]
    marked_here = [mark for mark in numbered if mark["page"] == number]
    return {
        "number": number, "pages": len(row.sizes),
        "zoom": int(zoom) if zoom in ("150", "200") else ZOOMS[0],
        "zooms": ZOOMS, "width": width, "height": height,
        "width_mm": round(width / POINTS_A_MM), "height_mm": round(height / POINTS_A_MM),
        "marks": numbered if len(numbered) <= _LISTED else marked_here, "here": marked_here,
        "marked": len(numbered),
        "hits": [
            (one, [_rect(box) for box in one.boxes], str(one.index) == chosen) for one in here
        ],
        "open_here": [one for one in here if one.open],
        "kept_here": [one for one in here if one.kept],
        "waiting": len(waiting), "decided": len(found) - len(waiting), "found": len(found),
        "next": _next(row, waiting, number, chosen),
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < len(row.sizes) else None,
        "undo": redactions.last_step(row) > 0,
    }  # fmt: skip


def _next(row: Redaction, waiting: list[redactions.Proposal], number: int, chosen: str) -> str:
    """Where the next open proposal is: after the one that is looked at, else from this page on."""
    if not waiting:
        return ""
    index = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 7 else -1
    later = [one for one in waiting if one.number >= number and one.index > index]
    one = (later or waiting)[0]
    query = urlencode({"show": "marks", "page": one.number, "hit": one.index})
    return f"{row_url(row)}?{query}#hit-{one.index}"


def _rect(box: Box) -> dict[str, str]:
    return {
        "x": f"{box.left:.1f}", "y": f"{box.top:.1f}",
        "width": f"{box.right - box.left:.1f}", "height": f"{box.bottom - box.top:.1f}",
    }  # fmt: skip


def _result(request: HttpRequest, row: Redaction) -> dict[str, Any]:
    blocking = [leak for leak in row.leaks if leak["blocking"]]
    number = _number(request, "page", 1, max(1, row.pictures))
    return {
        "blocking": blocking, "asking": [leak for leak in row.leaks if not leak["blocking"]],
        "number": number, "pages": row.pictures,
        "name": releasing.name_of(row) if row.result else "",
        "gone": list(_gone(row)), "kind_zh": releasing.kind_of(row).zh,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < row.pictures else None,
    }  # fmt: skip


def _gone(row: Redaction) -> Iterator[tuple[str, int]]:
    """How many places went on which ground."""
    for code, zh in _GROUNDS:
        if count := sum(1 for mark in redactions.active(row) if mark["ground"] == code):
            yield zh, count


# pictures and the file ------------------------------------------------------------------------


@login_required
@require_safe
def page_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """A page of the file as it came, without its marks."""
    row = row_of(request, key)
    _noted(request, row)
    return _picture(request, row.converted, number, len(row.sizes), f"{row.key}-s{number}")


@login_required
@require_safe
def result_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """A page of what was made."""
    row = row_of(request, key)
    return _picture(request, row.result, number, row.pictures, f"{row.result_sha256}-{number}")


def _picture(request: HttpRequest, blob: str, number: int, most: int, tag: str) -> HttpResponseBase:
    if not blob or not 1 <= number <= most:
        raise Http404
    name = storage.page_name(blob, number)
    return serve(
        request, name, storage.storage().size(name), name=f"{number}.png", media="image/png",
        tag=tag, inline=True, keep=False,
    )  # fmt: skip


@login_required
@require_safe
def result(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file that was made."""
    row = row_of(request, key)
    if not row.result:
        raise Http404
    _noted(request, row)
    return releasing.send(request, row)

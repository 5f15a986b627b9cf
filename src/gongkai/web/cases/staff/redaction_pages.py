"""区分处理: the files of a case made safe — marks on the pages, proposals, result, leak test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.errors import BadInput
from gongkai.law.decisions.exemptions import EXEMPTIONS
from gongkai.redaction import GROUNDS, Box, Mark
from gongkai.terms import term
from gongkai.web.acting import Action, Actor, Refused
from gongkai.web.agencies.active import actor_of
from gongkai.web.audit import verbs
from gongkai.web.audit.models import Entry
from gongkai.web.audit.readings import reading
from gongkai.web.cases import policies, redactions, releasing
from gongkai.web.cases.actions.redacting import (
    STAGES,
    BeginRedaction,
    DecideHits,
    MakeResult,
    Release,
    RemoveRedaction,
    SetMarks,
    TakeBack,
    UndoMarks,
)
from gongkai.web.cases.models import Case, Redaction
from gongkai.web.cases.models.sealing import Work
from gongkai.web.cases.moves import Stage
from gongkai.web.cases.sealed import open_text
from gongkai.web.files import storage
from gongkai.web.files.policies import files_of
from gongkai.web.files.serving import serve
from gongkai.web.workbench.acts import ask, attempt, say

__all__ = ["act", "begin", "listing", "page_picture", "result", "result_picture", "show"]

ZOOMS = (100, 150, 200)
POINTS_A_MM = 72 / 25.4
_AGAIN = timedelta(minutes=10)  # one line in the trace for a reader who turns the pages
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


def _row(request: HttpRequest, key: UUID) -> Redaction:
    rows = policies.rows_of(Redaction, actor_of(request))
    row = rows.select_related("case__agency", "source").filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _noted(request: HttpRequest, row: Redaction) -> None:
    """That somebody reads what was handed in stands in the trace before it is shown."""
    actor, now = actor_of(request), timezone.now()
    known = Entry.objects.filter(
        kind=Redaction._meta.label_lower, object=str(row.pk), verb=verbs.READ, actor=actor.id,
        role=actor.role, agency=actor.agency, at__gte=now - _AGAIN, address=actor.address,
    )  # fmt: skip
    if not known.exists():
        reading(actor, row, "申请材料", now)


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
    row = _row(request, key)
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
         "label": GROUNDS[mark["ground"]], "text": open_text(mark["text"]),
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


# acts -----------------------------------------------------------------------------------------


def _text(given: QueryDict) -> tuple[Action[Redaction], dict[str, Any], str]:
    facts = {"text": given.get("text", ""), "ground": given.get("ground", "")}
    return SetMarks(), facts, "已在全文中标记"


def _boxes(given: QueryDict) -> tuple[Action[Redaction], dict[str, Any], str]:
    """Boxes drawn on the page (JSON), or one given in millimetres."""
    marks = []
    if given.get("boxes"):
        try:
            drawn = json.loads(str(given["boxes"]))
            marks = [
                Mark(int(one["page"]) - 1, (redactions.box_of(one["box"]),), str(one["ground"]))
                for one in drawn[:1_000]
            ]
        except (ValueError, TypeError, KeyError):
            raise BadInput("画的框没有传完整；请重新画框") from None
    if given.get("left") or given.get("top") or not marks:
        try:
            page = int(given.get("page", ""))
            edges = [
                float(given.get(name, "")) * POINTS_A_MM
                for name in ("left", "top", "right", "bottom")
            ]
        except ValueError:
            raise BadInput("框的位置应写成毫米数，如 20、35.5；页码应是整数") from None
        marks.append(Mark(page - 1, (redactions.box_of(edges),), given.get("ground", "")))
    return SetMarks(), {"add": marks}, f"已标记{len(marks)}处"


def _change(given: QueryDict) -> tuple[Action[Redaction], dict[str, Any], str]:
    grounds = {
        name.removeprefix("ground-"): value
        for name, value in given.items()
        if name.startswith("ground-") and name.removeprefix("ground-").isdecimal()
    }
    remove = [number for number in given.getlist("remove") if number.isdecimal()]
    return SetMarks(), {"remove": remove, "grounds": grounds}, "标记已更新"


def _hits(given: QueryDict) -> tuple[Action[Redaction], dict[str, Any], str]:
    hits = [index for index in given.getlist("hit") if index.isdecimal()]
    decision = given.get("decision", "")
    facts = {
        "hits": hits, "decision": decision, "ground": given.get("ground", ""),
        "why": given.get("why", ""),
    }  # fmt: skip
    return DecideHits(), facts, f"已{'标记涂去' if decision == 'mark' else '保留'}{len(hits)}处提示"


def _make(given: QueryDict) -> tuple[Action[Redaction], dict[str, Any], str]:
    return MakeResult(), {"accept_changes": given.get("accept_changes") == "1"}, ""


_ACTS: dict[str, Callable[[QueryDict], tuple[Action[Redaction], dict[str, Any], str]]] = {
    "text": _text,
    "boxes": _boxes,
    "marks": _change,
    "hits": _hits,
    "make": _make,
    "undo": lambda given: (UndoMarks(), {}, "已撤销上一步"),
    "release": lambda given: (
        Release(), {"despite": given.get("despite", "")}, "已确定随答复提供",
    ),
    "take-back": lambda given: (TakeBack(), {}, "已收回，不随答复提供"),
}  # fmt: skip
_UNDOABLE = ("text", "boxes", "marks", "hits")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    """One act on the work on a file; to take it all away is asked once."""
    row = _row(request, key)
    if verb == "remove":
        return _remove(request, row)
    if verb not in _ACTS:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(row_url(row))
    seen = request.POST.get("version", "")
    try:
        action, facts, said = _ACTS[verb](request.POST)
    except BadInput as mistake:
        messages.error(request, str(mistake))
        return HttpResponseRedirect(_back(request, row))
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else None
    done = attempt(request, action, row, version=version, **facts)
    if done is not None and said:
        undo = reverse("redact", args=[row.key, "undo"]) if verb in _UNDOABLE else ""
        say(request, said, undo=undo)
    return HttpResponseRedirect(_back(request, row))


def _back(request: HttpRequest, row: Redaction) -> str:
    """To the page of the document that was looked at."""
    kept = {
        name: value for name in ("show", "page", "zoom")
        if (value := request.POST.get(f"at-{name}", "")) and value.isalnum() and len(value) < 8
    }  # fmt: skip
    return row_url(row) + (f"?{urlencode(kept)}" if kept else "")


def _remove(request: HttpRequest, row: Redaction) -> HttpResponse:
    page = ask(
        request, f"移除区分处理：{row.source.name}",
        "已经作出的标记和生成的文件都会删除，不能恢复；原件仍在申请材料中。",
        button="移除", back=row_url(row), danger=True,
    )  # fmt: skip
    if page is not None:
        return page
    here = reverse("redactions", args=[row.case_id])
    if attempt(request, RemoveRedaction(), row) is None:
        return HttpResponseRedirect(row_url(row))
    say(request, f"已移除“{row.source.name}”的区分处理")
    return HttpResponseRedirect(here)


# pictures and the file ------------------------------------------------------------------------


@login_required
@require_safe
def page_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """A page of the file as it came, without its marks."""
    row = _row(request, key)
    _noted(request, row)
    return _picture(request, row.converted, number, len(row.sizes), f"{row.key}-s{number}")


@login_required
@require_safe
def result_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """A page of what was made."""
    row = _row(request, key)
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
    row = _row(request, key)
    if not row.result:
        raise Http404
    _noted(request, row)
    return releasing.send(request, row)

"""区分处理: what is done to a file by the forms of its page — marks, proposals, making, removal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.errors import BadInput
from gongkai.redaction import Mark
from gongkai.web.acting import Action
from gongkai.web.cases import redactions
from gongkai.web.cases.actions.redacting import (
    DecideHits,
    MakeResult,
    Release,
    RemoveRedaction,
    SetMarks,
    TakeBack,
    UndoMarks,
)
from gongkai.web.cases.models import Redaction
from gongkai.web.cases.staff.redaction_pages import POINTS_A_MM, row_of, row_url
from gongkai.web.workbench.acts import ask, attempt, say

__all__ = ["act"]


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
    row = row_of(request, key)
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

"""批量: the same verb on several rows of a list, asked once, each row an act of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongkai.web.acting import Refused

__all__ = ["LIMIT", "Bulk", "respond"]

M = TypeVar("M", bound=Model)

LIMIT = 200  # rows at a time: more take longer than a page may


@dataclass(frozen=True)
class Bulk(Generic[M]):
    """A verb for several rows: `consequence` says what will be so, `do` raises Refused.

    `form` makes the form that asks what all of them need, from the request and what was sent (or
    None); it is valid when `do` is called.
    """

    id: str
    zh: str
    consequence: str
    do: Callable[[HttpRequest, M], object]
    article: str = ""
    danger: bool = False
    form: Callable[[HttpRequest, Any], BaseForm] | None = None  # asked once, for all rows


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19


def respond(
    request: HttpRequest, verbs: Sequence[Bulk[M]], rows: QuerySet[M], *, back: str
) -> HttpResponse:
    """Ask, or do what was asked and confirmed; only rows of the given set are touched."""
    verb = next((v for v in verbs if v.id == request.POST.get("bulk")), None)
    ids = [value for value in dict.fromkeys(request.POST.getlist("rows")) if _is_key(value)]
    if verb is None or not ids:
        messages.warning(request, "没有选中任何一行；请先在左侧勾选，再选择要做的事")
        return HttpResponseRedirect(back)
    if len(ids) > LIMIT:
        messages.warning(request, f"一次最多处理 {LIMIT} 行，您选中了 {len(ids)} 行；请分几次办理")
        return HttpResponseRedirect(back)
    chosen = list(rows.filter(pk__in=ids))
    confirmed = "confirmed" in request.POST
    form = verb.form(request, request.POST if confirmed else None) if verb.form else None
    if not confirmed or (form is not None and not form.is_valid()):
        context = {
            "title": f"{verb.zh}：{len(chosen)} 项",
            "consequence": verb.consequence,
            "article": verb.article,
            "rows": chosen,
            "hidden": [("bulk", verb.id), *(("rows", str(row.pk)) for row in chosen)],
            "button": verb.zh,
            "danger": verb.danger,
            "back": back,
            "form": form,
        }
        status = 400 if confirmed else 200
        return render(request, "patterns/confirm.html", context, status=status)
    done = 0
    for row in chosen:
        try:
            verb.do(request, row)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{row}：{refusal.sentence}")
    if done:
        messages.success(request, f"已对 {done} 项完成“{verb.zh}”")
    return HttpResponseRedirect(back)

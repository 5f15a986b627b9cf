"""From a page to an action: asking once before what cannot be undone, saying what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.web.acting import Action, Refusal, Refused, perform
from gongkai.web.agencies.active import actor_of

__all__ = ["ask", "attempt", "say"]

M = TypeVar("M", bound=Model)

# what a page has to answer with, by why the act was refused
_STATUS = {Refusal.FORBIDDEN: 403, Refusal.STALE: 409}


def attempt(
    request: HttpRequest,
    action: Action[M],
    row: M,
    *,
    form: BaseForm | None = None,
    version: int | None = None,
    **facts: Any,
) -> M | None:
    """Do it as the person before the screen; when refused, say why (in the form, else above)."""
    try:
        return perform(action, actor_of(request), row, now=timezone.now(), version=version, **facts)
    except Refused as refusal:
        sentence = refusal.sentence
        if refusal.article is not None and str(refusal.article) not in sentence:
            sentence = f"{sentence}（{refusal.article}）"
        if form is not None:
            form.add_error(None, sentence)
        else:
            messages.error(request, sentence)
        return None


def ask(
    request: HttpRequest,
    title: str,
    consequence: str,
    *,
    button: str,
    back: str,
    article: str = "",
    danger: bool = False,
    form: BaseForm | None = None,
    rows: Sequence[object] = (),
) -> HttpResponse | None:
    """The page that names the consequence; None once the person has confirmed it.

    `form` asks what the act needs besides, such as a reason; it must be valid too.
    """
    confirmed = request.method == "POST" and "confirmed" in request.POST
    if confirmed and (form is None or form.is_valid()):
        return None
    context = {
        "title": title,
        "consequence": consequence,
        "article": article,
        "button": button,
        "danger": danger,
        "back": back,
        "form": form,
        "rows": rows,
        "hidden": (),
    }
    return render(request, "patterns/confirm.html", context, status=400 if confirmed else 200)


def say(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Say on the next page what was done; `undo` is an address that takes it back by POST."""
    messages.success(request, sentence, extra_tags=f"undo:{undo}" if undo else "")

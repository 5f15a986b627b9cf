"""消息用语: an administrator words the messages of his body, looks at a sample, or goes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.errors import BadInput
from gongkai.web.acting import Refused
from gongkai.web.agencies.active import active_of, actor_of
from gongkai.web.agencies.models import Agency
from gongkai.web.messages import policies
from gongkai.web.messages.actions import ResetWording, Reword
from gongkai.web.messages.kinds import SUBJECT, TEXT, Kind, all_kinds, kind_of
from gongkai.web.messages.models import Override
from gongkai.web.messages.overrides import present, preview
from gongkai.web.workbench.acts import ask, attempt, say
from gongkai.web.workbench.forms import WorkForm
from gongkai.web.workbench.messages.own import tabs

__all__ = ["listing", "reset", "wording"]


class WordingForm(WorkForm):
    """Subject and text with their merge fields; `version` is the number of what was shown."""

    subject = forms.CharField(
        label="标题", max_length=SUBJECT, help_text="会出现在邮件标题和短信里，不能有个人信息"
    )
    text = forms.CharField(label="正文", max_length=TEXT, widget=forms.Textarea(attrs={"rows": 8}))


def _body(request: HttpRequest) -> Agency:
    """The body whose administrator sits there; 403 for anybody else."""
    post = active_of(request).post
    if post is None:
        raise PermissionDenied("请先切换到管理员岗位")
    try:
        policies.may_keep(actor_of(request), post.agency, "消息用语")
    except Refused as refusal:
        raise PermissionDenied(refusal.sentence) from None
    return post.agency


def _kind(slug: str) -> Kind:
    try:
        return kind_of(slug)
    except BadInput:
        raise Http404 from None


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every kind with the subject that is in force."""
    own = present(_body(request))
    rows = [
        (kind, own.get(kind.slug), reverse("wording", args=[kind.slug])) for kind in all_kinds()
    ]
    context = {
        "title": "消息用语", "kinds": rows, "tabs": tabs(request, "wordings"),
        "help": (
            "这里是平台发给本机关人员的各种消息的标题和正文；点名称可以改成本机关的说法。",
            "改动只对以后的消息有效，已经发出的不变；随时可以恢复平台的用语。",
        ),
    }  # fmt: skip
    return render(request, "messages/wordings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind: a sample is shown when asked for; saved is what has no mistake."""
    body, kind = _body(request), _kind(slug)
    row = present(body).get(slug)
    initial = {
        "subject": row.subject if row else kind.subject,
        "text": (row.text if row else kind.text).strip(),
        "version": row.number if row else 0,
    }
    form = WordingForm(request.POST if request.method == "POST" else None, initial=initial)
    shown: Kind | None = None
    if request.method == "GET" or (form.is_valid() and "preview" in request.POST):
        given: dict[str, Any] = initial if request.method == "GET" else form.cleaned_data
        try:
            shown = kind.reworded(given["subject"], given["text"])
        except BadInput as mistake:
            if request.method == "POST":
                form.add_error(None, str(mistake))
    elif form.is_valid():
        new = Override(agency=body, kind=slug)
        if attempt(request, Reword(), new, form=form, seen=form.seen, **form.facts) is not None:
            say(request, f"“{kind.zh}”的用语已保存；对以后的消息有效")
            return HttpResponseRedirect(reverse("wordings"))
    names = {**kind.fields, **kind.personal}
    context = {
        "title": f"消息用语：{kind.zh}", "lead": body.name, "form": form,
        "fields": [(f"{{{name}}}", zh, name in kind.personal) for name, zh in names.items()],
        "sample": preview(shown) if shown else None,
        "default": preview(kind), "own": row,
        "back": reverse("wordings"), "reset": reverse("reset_wording", args=[slug]),
        "tabs": tabs(request, "wordings"),
    }  # fmt: skip
    return render(request, "messages/wording.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked once: back to the wording of the platform."""
    body, kind = _body(request), _kind(slug)
    row, back = present(body).get(slug), reverse("wordings")
    if row is None:
        raise Http404
    page = ask(
        request, f"恢复平台的用语：{kind.zh}",
        "以后的消息用平台的标题和正文；本机关现在的用语保留在留痕中，需要时可以照着重新填写。",
        button="恢复平台的用语", back=reverse("wording", args=[slug]),
    )  # fmt: skip
    if page is not None:
        return page
    if attempt(request, ResetWording(), row) is not None:
        say(request, f"“{kind.zh}”已恢复平台的用语")
    return HttpResponseRedirect(back)

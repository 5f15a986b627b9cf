"""工作台的接口页: tokens, web-hooks and what was sent to them; the secret on one page, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.acting import Action, Actor
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency
from gongkai.web.api import actions, policies
from gongkai.web.api.forms import HookForm, ReasonForm, TokenForm
from gongkai.web.api.models import Hook, Token
from gongkai.web.api.tables import DELIVERIES, HOOKS, TOKENS, hook_facts, token_facts
from gongkai.web.audit.history import history
from gongkai.web.workbench.acts import ask, attempt, say
from gongkai.web.workbench.things import NextMove, done_of

__all__ = [
    "deliveries", "hook", "hook_act", "hooks", "new_hook", "new_token", "revoke", "token", "tokens",
]  # fmt: skip

_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _keeper(request: HttpRequest, *, hooks: bool = False) -> Actor:
    actor = actor_of(request)
    if not (policies.keeps_hooks if hooks else policies.keeps)(actor):
        who = "管理员" if hooks else "管理员和审计员"
        raise PermissionDenied(f"接口由本机关的{who}管理；请切换岗位，或者与其联系")
    return actor


def _tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    pages = [("令牌", "api_tokens")]
    if policies.keeps_hooks(actor):
        pages += [("网络钩子", "api_hooks"), ("投递记录", "api_deliveries")]
    return [(zh, reverse(url), url == here) for zh, url in pages]


def _own(actor: Actor) -> Agency:
    return Agency.objects.get(pk=actor.agency or 0)


_TAB_LIST = "api/list.html"


@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the own body."""
    actor = _keeper(request)
    rows = policies.tokens_of(actor).select_related("usage")
    return TOKENS.respond(
        request, rows, template=_TAB_LIST, title="接口令牌", tabs=_tabs(actor, "api_tokens"),
        new_url=reverse("api_new_token"), new_zh="生成令牌",
        help=("令牌供其他系统调用接口，等于本机关的钥匙；一个系统一个令牌，不用时撤销。",
              f"怎样调用见接口说明：{reverse('api_documentation')}"),
    )  # fmt: skip


@login_required
@_FORM
def new_token(request: HttpRequest) -> HttpResponse:
    """The form; then the secret, on this one answer and never again."""
    actor = _keeper(request)
    data = request.POST if request.method == "POST" else None
    form = TokenForm(data, actor=actor, today=timezone.localdate())
    if form.is_valid():
        row = Token(agency=_own(actor))
        done = attempt(request, actions.MakeToken(), row, form=form, **form.facts)
        if done is not None:
            return _secret(
                request, "令牌已经生成", "令牌", done.secret,  # type: ignore[attr-defined]
                "请现在复制到使用的系统里。平台只保存它的摘要，离开本页就不能再看。",
                reverse("api_tokens"),
            )  # fmt: skip
    return _form(request, form, "生成令牌", [("接口令牌", reverse("api_tokens"))])


@login_required
@require_safe
def token(request: HttpRequest, pk: int) -> HttpResponse:
    """One token: what it may, what was done with it."""
    actor = _keeper(request)
    row = policies.tokens_of(actor).select_related("usage").filter(pk=pk).first()
    if row is None:
        raise Http404
    moves = [NextMove("撤销令牌", reverse("api_revoke", args=[pk]), danger=True)]
    crumbs = [("接口令牌", reverse("api_tokens")), (str(row), "")]
    return _thing(request, row, "令牌", token_facts(row), [] if row.revoked else moves, crumbs)


@login_required
@_FORM
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then revokes."""
    row = policies.tokens_of(_keeper(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    back = reverse("api_token", args=[pk])
    return _asked(
        request, actions.RevokeToken(), row, f"撤销令牌：{row}",
        "使用它的系统立刻不能再调用接口，不能恢复。", back,
    )  # fmt: skip


@login_required
def hooks(request: HttpRequest) -> HttpResponse:
    """The web-hooks of the own body."""
    actor = _keeper(request, hooks=True)
    return HOOKS.respond(
        request, policies.hooks_of(actor), template=_TAB_LIST, title="网络钩子",
        tabs=_tabs(actor, "api_hooks"), new_url=reverse("api_new_hook"), new_zh="登记网络钩子",
        help=("事件发生时，平台向登记的网址发送一条签名的消息。",
              f"消息的格式和签名见接口说明：{reverse('api_documentation')}"),
    )  # fmt: skip


@login_required
@_FORM
def new_hook(request: HttpRequest) -> HttpResponse:
    """The form; then the secret, once."""
    actor = _keeper(request, hooks=True)
    form = HookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = Hook(agency=_own(actor))
        done = attempt(request, actions.SetHook(), row, form=form, **form.facts)
        if done is not None:
            return _secret(
                request, "网络钩子已经登记", "签名密钥", done.secret,  # type: ignore[attr-defined]
                "请现在复制到接收的系统里，用来核对签名；离开本页就不能再看。",
                reverse("api_hook", args=[done.pk]),
            )  # fmt: skip
    return _form(request, form, "登记网络钩子", [("网络钩子", reverse("api_hooks"))])


@login_required
@require_safe
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """One web-hook: what it is told, how it went, what may be done."""
    row = _hook(request, pk)
    moves = [] if row.ended else [
        NextMove(zh, reverse("api_hook_act", args=[pk, verb]), danger=verb == "end")
        for verb, (zh, stopped) in _HOOK_MOVES.items() if stopped in (None, row.stopped is not None)
    ]  # fmt: skip
    crumbs = [("网络钩子", reverse("api_hooks")), (str(row), "")]
    return _thing(request, row, "网络钩子", hook_facts(row), moves, crumbs)


# what it is called, and whether the hook has to be stopped for it
_HOOK_MOVES: dict[str, tuple[str, bool | None]] = {
    "change": ("修改网址和事件", None), "ping": ("发送测试消息", False), "stop": ("停用", False),
    "resume": ("恢复", True), "end": ("撤销", None),
}  # fmt: skip
_CONSEQUENCES: dict[str, tuple[Callable[[], Action[Hook]], str]] = {
    "ping": (actions.PingHook, "平台将向这个网址发送一条测试消息，结果见投递记录。"),
    "stop": (actions.StopHook, "停用期间发生的事件不再发送，恢复以后也不补发。"),
    "resume": (actions.ResumeHook, "从现在起发生的事件重新发送。"),
    "end": (actions.EndHook, "不再向这个网址发送，不能恢复；需要时另行登记。"),
}


@login_required
@_FORM
def hook_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb on a web-hook."""
    row = _hook(request, pk)
    back = reverse("api_hook", args=[pk])
    if verb == "change":
        initial = {"url": row.url, "events": row.events, "version": row.version}
        form = HookForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid() and attempt(
            request, actions.SetHook(), row, form=form, version=form.seen, **form.facts
        ):
            say(request, f"“{row}”：已修改")
            return HttpResponseRedirect(back)
        crumbs = [("网络钩子", reverse("api_hooks")), (str(row), back)]
        return _form(request, form, "修改网络钩子", crumbs)
    if verb not in _CONSEQUENCES:
        raise Http404
    action, consequence = _CONSEQUENCES[verb]
    zh = _HOOK_MOVES[verb][0]
    asks = ReasonForm(request.POST if "confirmed" in request.POST else None)
    return _asked(
        request, action(), row, f"{zh}：{row}", consequence, back,
        asks if verb == "stop" else None, danger=verb == "end",
    )  # fmt: skip


@login_required
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was sent to the web-hooks of the own body."""
    actor = _keeper(request, hooks=True)
    rows = policies.deliveries_of(actor).select_related("hook")
    return DELIVERIES.respond(
        request, rows, template=_TAB_LIST, title="投递记录", tabs=_tabs(actor, "api_deliveries"),
        help=("每条消息发送了几次、对方怎样答复。没有送达的会自动再发，间隔越来越长。",),
    )  # fmt: skip


# what the pages share ---------------------------------------------------------------------------


def _hook(request: HttpRequest, pk: int) -> Hook:
    row = policies.hooks_of(_keeper(request, hooks=True)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _form(
    request: HttpRequest, form: BaseForm, zh: str, crumbs: list[tuple[str, str]]
) -> HttpResponse:
    context = {
        "title": zh, "form": form, "button": zh, "back": crumbs[-1][1],
        "crumbs": [*crumbs, (zh, "")],
    }  # fmt: skip
    return render(request, "patterns/form.html", context, status=400 if form.errors else 200)


def _secret(
    request: HttpRequest, title: str, what: str, secret: str, warning: str, back: str
) -> HttpResponse:
    context = {"title": title, "what": what, "secret": secret, "warning": warning, "back": back}
    response = render(request, "api/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _thing(
    request: HttpRequest, row: Any, zh: str, facts: Any, moves: list[NextMove], crumbs: Any
) -> HttpResponse:
    context = {
        "title": str(row), "what_zh": zh, "facts": facts, "moves": moves, "crumbs": crumbs,
        "done": [done_of(event) for event in history(row, limit=50)],
    }  # fmt: skip
    return render(request, "patterns/thing.html", context)


def _asked(
    request: HttpRequest, action: Action[Any], row: Any, title: str, consequence: str, back: str,
    form: Any = None, *, danger: bool = True,
) -> HttpResponse:  # fmt: skip
    page = ask(request, title, consequence, button=action.zh, back=back, danger=danger, form=form)
    if page is not None:
        return page
    facts = form.facts if form is not None else {}
    if attempt(request, action, row, **facts) is not None:
        say(request, f"“{row}”：{action.zh}")
    return HttpResponseRedirect(back)

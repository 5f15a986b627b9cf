"""What is one's own: the home page with tasks, search, saved views, type size, the post in use."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.accounts.addresses import way_back
from gongkai.web.accounts.models import User
from gongkai.web.acting import Refused
from gongkai.web.agencies import active
from gongkai.web.workbench import lookup, tasks
from gongkai.web.workbench.acts import say
from gongkai.web.workbench.columns import Tone
from gongkai.web.workbench.models import SavedView
from gongkai.web.workbench.shell import COOKIE, MODES

__all__ = ["display", "forget_view", "home", "restore_view", "save_view", "search", "switch_post"]

_YEAR = 365 * 24 * 3600
_VIEWS = 30  # saved views of one person on one list


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """我的待办: what waits for this person, soonest first."""
    today = timezone.localdate()
    now = active.active_of(request)
    groups = list(tasks.groups(now, today)) if now.post else []
    shown = [(group, [(task, _tone(task, now, today)) for task in group.tasks]) for group in groups]
    context = {
        "title": "我的待办",
        "groups": shown,
        "total": sum(group.total for group in groups if not group.news),
        "today": today,
    }
    return render(request, "workbench/home.html", context)


def _tone(task: tasks.Task, now: active.Active, today: date) -> Tone:
    return Tone.PLAIN if task.due is None else task.tone(today, now.calendar)


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that a text finds and this person may see."""
    text = request.GET.get("q", "").strip()
    found = list(lookup.find(active.active_of(request), text))
    context = {"title": "搜索", "searched": text, "found": found}
    return render(request, "workbench/search.html", context)


def _user(request: HttpRequest) -> User:
    """Whoever is logged in; pages of this file are open to nobody else."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type alone
    return user


@csrf_exempt
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep the reading mode that was chosen, for a year on this machine.

    Without a token: pages of the portal are the same for all, and a foreign page that sent this
    form would change the size of letters and nothing else.
    """
    chosen = request.POST.get("type", "")
    response = HttpResponseRedirect(way_back(request, "/"))
    if chosen in MODES:
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True,
            secure=request.is_secure(),
        )  # fmt: skip
    return response


@login_required
@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts from now on."""
    chosen = request.POST.get("post", "")
    try:
        post = active.switch(request, int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"现在以“{post}”的身份办事")
    # what was open may not be within reach of the other post
    return HttpResponseRedirect(reverse("work_home"))


@login_required
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the narrowing of a list under a name; the same name again replaces it."""
    back = way_back(request, reverse("work_home"))
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())
    listing, query = request.POST.get("listing", ""), request.POST.get("query", "")
    own = SavedView.objects.filter(user=_user(request), listing=listing)
    if not name or len(name) > 30 or len(listing) > 60 or len(query) > 2_000:
        messages.error(request, "没有保存：视图名称应为1至30个字")
    elif own.exclude(name=name).count() >= _VIEWS:
        messages.error(request, f"没有保存：一个列表最多保存{_VIEWS}个视图，请先删除不用的")
    else:
        SavedView.objects.update_or_create(
            user=_user(request), listing=listing, name=name, defaults={"query": query}
        )
        messages.success(request, f"视图“{name}”已保存")
        return HttpResponseRedirect(f"{back}?{query}")
    return HttpResponseRedirect(back)


@login_required
@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's view; can be taken back."""
    back = way_back(request, reverse("work_home"))
    view = get_object_or_404(SavedView, pk=pk, user=_user(request))
    request.session["forgotten_view"] = [view.listing, view.name, view.query, back]
    view.delete()
    say(request, f"视图“{view.name}”已删除", undo=reverse("restore_view"))
    return HttpResponseRedirect(back)


@login_required
@require_POST
def restore_view(request: HttpRequest) -> HttpResponse:
    """Bring back the view that was deleted last."""
    kept = request.session.pop("forgotten_view", None)
    if kept is None:
        messages.warning(request, "没有可以恢复的视图")
        return HttpResponseRedirect(reverse("work_home"))
    listing, name, query, back = kept
    try:
        with transaction.atomic():
            SavedView.objects.create(user=_user(request), listing=listing, name=name, query=query)
    except IntegrityError:
        messages.warning(request, f"已经另有名为“{name}”的视图，没有恢复")
    else:
        messages.success(request, f"视图“{name}”已恢复")
    return HttpResponseRedirect(back)

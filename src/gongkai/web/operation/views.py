"""The answer to a probe, and the page of the same for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.active import active_of
from gongkai.web.operation import health
from gongkai.web.operation.actions import WriteNote, is_operator
from gongkai.web.operation.models import Kind, Note

__all__ = ["healthz", "page"]


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 or 503, and which probe failed; not why, since anybody may ask."""
    results = health.run(timezone.now())
    well = not any(result.wrong for result in results)
    checks = {result.name: "failing" if result.wrong else "ok" for result in results}
    return JsonResponse(
        {"status": "ok" if well else "failing", "checks": checks}, status=200 if well else 503
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """系统状态: probes, versions, log; a note is added here."""
    active = active_of(request)
    if not is_operator(active):
        raise PermissionDenied("系统状态由最上级机关的管理员查看；请切换岗位")
    now = timezone.now()
    if request.method == "POST":
        kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
        try:
            perform(WriteNote(), active.actor, Note(), now=now, kind=kind, text=text)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "已记入运行日志")
        return HttpResponseRedirect(reverse("health"))
    context = {
        "title": "系统状态",
        "results": health.run(now),
        "versions": health.versions(),
        "notes": Paginator(Note.objects.all(), 50).get_page(request.GET.get("page")),
        "none_yet": ("还没有记录。",),
        "kinds": [kind for kind in Kind if kind is not Kind.UPGRADE],
    }
    return render(request, "operation/health.html", context)

"""Words of the rail whose trade is not installed, and the figures on staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency, Post, Section, on
from gongkai.web.agencies.policies import rows_of
from gongkai.web.agencies.records import without_full_time
from gongkai.web.workbench.columns import Tone

__all__ = ["Stat", "statistics", "waiting"]


@dataclass(frozen=True, slots=True)
class Stat:
    """One large number with its word."""

    zh: str
    value: int | str
    unit: str = ""
    tone: Tone = Tone.PLAIN


_WAITING = {
    "publications": (
        "信息发布",
        (
            "这里将列出本机关拟公开和已公开的信息：公开属性、审查意见、发布渠道、是否有效。",
            "信息发布模块尚未启用；启用后，新建第一条信息即可开始。",
        ),
    ),
    "reports": (
        "年度报告",
        (
            "这里将列出本机关各年度的政府信息公开工作年度报告，由办件和发布的数据自动填报、核对。",
            "年报编制模块尚未启用；现在可以用命令 gongkai check 核对已有的报告。",
        ),
    ),
}


@login_required
@require_safe
def waiting(request: HttpRequest, place: str) -> HttpResponse:
    """What will be here, and how to begin."""
    zh, sentences = _WAITING[place]
    return render(request, "workbench/waiting.html", {"title": zh, "sentences": sentences})


@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Bodies, sections and staff within reach; who has nobody full-time (工作力量)."""
    today, actor = timezone.localdate(), actor_of(request)
    agencies = rows_of(Agency, actor).filter(on(today))
    posts = rows_of(Post, actor).filter(on(today), user__is_active=True)
    people = posts.aggregate(
        people=Count("user", distinct=True),
        full=Count("user", distinct=True, filter=Q(full_time=True)),
        trained=Count("user", distinct=True, filter=Q(trained__year=today.year)),
    )
    bare = list(without_full_time(agencies, today)[:51])
    count = agencies.count()
    short = len(bare)
    stats = [
        Stat("机关", count, "个"),
        Stat("科室", rows_of(Section, actor).filter(on(today)).count(), "个"),
        Stat("在岗人员", people["people"], "人"),
        Stat("其中专职", people["full"], "人"),
        Stat("本年参加培训", people["trained"], "人"),
        Stat(
            "没有专职人员的机关", "50以上" if short > 50 else short, "个",
            Tone.SOON if short else Tone.PLAIN,
        ),
    ]  # fmt: skip
    context = {"title": "统计", "stats": stats, "bare": bare[:50], "count": count}
    return render(request, "workbench/statistics.html", context)

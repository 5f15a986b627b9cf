"""`python -m benchmarks.desk_list ROUNDS`: the list of cases in the data base of the settings.

Tab-separated: page, queries, kB, p50 and p95 in ms of wall time and of CPU of this process.
"""

from __future__ import annotations

import sys
import time
import types
from importlib import import_module
from statistics import median, quantiles
from typing import Any

__all__ = ["main"]

PAGES = (
    ("台账（工作机构）", "clerk", ""),
    ("台账，第2页", "clerk", "?page=2"),
    ("台账，末页", "clerk", "?page=999999"),
    ("台账，每页100件", "clerk", "?size=100"),
    ("按答复期限排序", "clerk", "?sort=due"),
    ("未办结", "clerk", "?stage=open"),
    ("已逾期", "clerk", "?clock=late"),
    ("一个科室", "clerk", "?section={section}&stage=open"),
    ("收到日期自至", "clerk", "?from={year}-01-01&to={year}-06-30"),
    ("搜索编号", "clerk", "?q={number}"),
    ("搜索事项", "clerk", "?q=%E5%9C%9F%E5%9C%B0%E5%BE%81%E6%94%B6"),
    ("查找申请人", "clerk", "?who={who}"),
    ("科室承办人的办件", "handler", ""),
    ("我的待办", "clerk", "/work/"),
    ("期限变动", "clerk", "moved/"),
)


def _peers() -> None:
    """Django's admin over the same rows, with the same columns as far as it has them."""
    from django.conf import settings
    from django.contrib import admin
    from django.urls import path

    from gongkai.web import urls
    from gongkai.web.cases.models import Case

    class Site(admin.AdminSite):
        def has_permission(self, request: Any) -> bool:
            return bool(request.user.is_authenticated)

    class Cases(admin.ModelAdmin):  # type: ignore[type-arg]
        list_display = (
            "number", "title", "due", "stage", "received", "channel", "column", "outcome", "ended",
            "applicant", "sections",
        )  # fmt: skip
        list_filter = ("stage", "channel")
        list_select_related = ("agency",)
        search_fields = ("number", "title")
        list_per_page = 25
        ordering = ("-id",)

        def get_queryset(self, request: Any) -> Any:
            rows = super().get_queryset(request)
            return rows.prefetch_related("parties", "assignments__section")

        def applicant(self, case: Case) -> str:
            return "、".join(one.name[:1] for one in case.parties.all())

        def sections(self, case: Case) -> str:
            return "、".join(one.section.name for one in case.assignments.all())

        def has_view_permission(self, request: Any, obj: Any = None) -> bool:
            return True

        def has_add_permission(self, request: Any) -> bool:
            return False

        has_module_permission = has_view_permission

        def has_change_permission(self, request: Any, obj: Any = None) -> bool:
            return False

        has_delete_permission = has_change_permission

    site = Site(name="admin")
    site.register(Case, Cases)
    peers: Any = types.ModuleType("benchmark_urls")
    peers.urlpatterns = [path("admin/", site.urls), *urls.urlpatterns]
    peers.handler404 = urls.handler404
    sys.modules["benchmark_urls"] = peers
    settings.ROOT_URLCONF = "benchmark_urls"


def _p95(times: list[float]) -> float:
    """Never more than the slowest: the default way goes beyond it where there are few rounds."""
    return quantiles(times, n=20, method="inclusive")[-1]


def main(rounds: int) -> None:
    """Ask every page, in turn."""
    import_module("gongkai.web.wsgi")  # loaded as the server loads it
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from gongkai.web.accounts.models import User
    from gongkai.web.agencies.models import Post
    from gongkai.web.agencies.roles import Role
    from gongkai.web.cases.models import Case, Party
    from tests.web.agencies.world import give, person

    _peers()
    newest = Case.objects.order_by("-pk")[0]
    agency = newest.agency
    section = newest.assignments.all()[0].section

    def browser(role: Role, **more: Any) -> Client:
        user: User = person(agency)
        post: Post = give(user, agency, role, **more)
        User.objects.filter(pk=user.pk).update(password_set=timezone.now())
        user.refresh_from_db()
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        session = client.session
        session["post"] = post.pk
        session.save()
        return client

    browsers = {
        "clerk": browser(Role.INTAKE), "handler": browser(Role.HANDLER, section=section),
    }  # fmt: skip
    known = {
        "section": section.pk, "year": newest.arrived.year - 3, "number": newest.number,
        "who": Party.objects.get(case=newest, order=1).name_print,
    }  # fmt: skip
    pages = [
        (name, browsers[who], part.format(**known) if part.startswith("/") else
         "/work/cases/" + part.format(**known))
        for name, who, part in PAGES
    ]  # fmt: skip
    pages.append(("*Django admin: change list of the same rows", browsers["clerk"],
                  "/admin/cases/case/"))  # fmt: skip
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name, _, _ in pages}
    said: dict[str, tuple[int, float]] = {}
    for name, client, url in pages:
        answer = client.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{name} {url}: {answer.status_code}")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
        said[name] = len(asked), len(answer.content) / 1000
    for _ in range(rounds):
        for name, client, url in pages:
            cpu, begun = time.process_time(), time.perf_counter()
            client.get(url)
            times[name][0].append((time.perf_counter() - begun) * 1000)
            times[name][1].append((time.process_time() - cpu) * 1000)
    for name, (wall, cpu_times) in times.items():
        queries, size = said[name]
        values = (median(wall), _p95(wall), median(cpu_times), _p95(cpu_times))
        print(name, queries, f"{size:.1f}", *(f"{value:.1f}" for value in values), sep="\t")


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Pages of the workbench and the portal with the sample city: time and queries a page, beside the
change list of Django's admin over the same rows and a bare view with a page of the same size.

A table a data base: SQLite in a file, and a private PostgreSQL server. Each page is asked through
the whole of the middleware, by somebody logged in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.web import cluster

__all__ = ["run"]

AT_MOST, QUERIES = 60.0, 12  # ms at the 95th percentile, queries a page

_CODE = r"""
import sys, time, types
from statistics import median, quantiles
import django
from django.conf import settings
django.setup()
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
rounds = int(sys.argv[1])
call_command("migrate", run_syncdb=True, verbosity=0)
from gongkai.web import urls
from gongkai.web.agencies import city
from gongkai.web.agencies.models import Agency, Post
from gongkai.web.agencies.roles import Role
city.load(timezone.now())

class Site(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated
class Posts(admin.ModelAdmin):
    list_display = ("user", "role", "agency", "section", "since", "until", "full_time")
    list_select_related = ("user", "agency", "section")
    list_filter = ("role", "full_time")
    search_fields = ("user__name",)
    list_per_page = 25
    has_view_permission = has_module_permission = lambda self, request, obj=None: True
    has_add_permission = lambda self, request: False
    has_change_permission = has_delete_permission = lambda self, request, obj=None: False
site = Site(name="admin")
site.register(Post, Posts)
bare_template = None
def bare(request):
    request.user.is_authenticated
    posts = list(Post.objects.select_related("user", "agency", "section")[:25])
    return HttpResponse(bare_template.render({"posts": posts}, request))
peers = types.ModuleType("benchmark_urls")
peers.urlpatterns = [path("admin/", site.urls), path("bare/", bare), *urls.urlpatterns]
peers.handler404 = urls.handler404
sys.modules["benchmark_urls"] = peers
settings.ROOT_URLCONF = "benchmark_urls"

def client(role):
    held = Post.objects.filter(role=role, until=None).select_related("user", "agency")
    post = held.order_by("agency__path").first()
    one = Client(SERVER_NAME="localhost")
    one.force_login(post.user)
    user = post.user
    user.password_set = timezone.now()
    user.save()
    session = one.session
    session["post"] = post.pk
    session.save()
    return one, post
administrator, post = client(Role.ADMINISTRATOR)
auditor, _ = client(Role.AUDITOR)
visitor = Client(SERVER_NAME="localhost")
like = administrator.get("/work/settings/post/").content
row = "<tr><td>{{ p.user.name }}</td><td>{{ p.role }}</td><td>{{ p.agency.name }}</td></tr>"
loop = "{% for p in posts %}" + row + "{% endfor %}"
bare_template = engines["django"].from_string("<html>" + loop + "x" * max(0, len(like) - 3000))
pages = [
    ("我的待办", administrator, "/work/"),
    ("岗位列表", administrator, "/work/settings/post/"),
    ("机关列表", administrator, "/work/settings/agency/?size=100"),
    ("用户列表", administrator, "/work/settings/user/?size=100"),
    ("机关", administrator, f"/work/settings/agency/{post.agency_id}/"),
    ("岗位", administrator, f"/work/settings/post/{post.pk}/"),
    ("更名", administrator, f"/work/settings/agency/{post.agency_id}/rename_agency/"),
    ("统计", administrator, "/work/statistics/"),
    ("搜索", administrator, "/work/search/?q=%E5%B1%80"),
    ("我的消息", administrator, "/work/messages/"),
    ("投递记录", administrator, "/work/messages/log/"),
    ("接口令牌", administrator, "/work/api/"),
    ("留痕", auditor, "/work/trail/?size=100"),
    ("门户首页", visitor, "/"),
    ("各机关工作机构", visitor, "/bodies/"),
    ("接口说明", visitor, "/api/"),
    ("*Django admin: change list of the same posts", administrator, "/admin/agencies/post/"),
    ("*bare view, one query, a page of the same size", administrator, "/bare/"),
]
times = {name: ([], []) for name, _, _ in pages}
facts = {}
for name, who, url in pages:
    answer = who.get(url)
    assert answer.status_code == 200, (name, answer.status_code, answer.get("Location"))
    with CaptureQueriesContext(connection) as asked:
        answer = who.get(url)
    facts[name] = len(asked), len(answer.content) / 1000
for _ in range(rounds):
    for name, who, url in pages:
        cpu, begun = time.process_time(), time.perf_counter()
        who.get(url)
        times[name][0].append((time.perf_counter() - begun) * 1000)
        times[name][1].append((time.process_time() - cpu) * 1000)
for name, (wall, cpu) in times.items():
    queries, size = facts[name]
    values = median(wall), quantiles(wall, n=20)[-1], median(cpu), quantiles(cpu, n=20)[-1]
    print(name, queries, f"{size:.1f}", *(f"{value:.2f}" for value in values), sep="\t")
"""


def _table(name: str, address: str, rounds: int, folder: Path) -> Iterator[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongkai.web.settings.test",
        "GONGKAI_TEST_APPS": "django.contrib.admin",
        "GONGKAI_TEST_DATABASE_URL": address,
        "GONGKAI_DATA": str(folder),
        "GONGKAI_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(rounds)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    peer = next(float(line[5]) for line in lines if line[0].startswith("*Django"))
    yield (
        f"\n### {name} ({rounds} rounds)\n\n| page | queries | kB | p50 ms | p95 ms | p50 CPU ms "
        "| p95 CPU ms | CPU × admin |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    )
    for title, queries, size, p50, p95, cpu, cpu95 in lines:
        bold = title.removeprefix("*") if title.startswith("*") else f"**{title}**"
        yield (
            f"| {bold} | {queries} | {size} | {p50} | {p95} | {cpu} | {cpu95} "
            f"| {float(cpu) / peer:.2f} |"
        )
    ours = [line for line in lines if not line[0].startswith("*")]
    most = max(int(line[1]) for line in ours)
    for what, column in (("wall", 4), ("CPU of the process", 6)):
        slowest = max(ours, key=lambda line: float(line[column]))  # noqa: B023
        met = float(slowest[column]) <= AT_MOST and most <= QUERIES
        yield (
            f"\n{'met' if met else 'MISSED'} by {what}: the slowest page, {slowest[0]}, has p95 "
            f"{slowest[column]} ms (at most {AT_MOST:g}); {most} queries ({QUERIES} allowed)"
        )


def run(quick: bool) -> Iterator[str]:
    """A table a data base, and whether the budget is kept."""
    rounds = 20 if quick else 200
    with tempfile.TemporaryDirectory(prefix="gongkai-pages-") as folder:
        at = Path(folder)
        yield from _table("SQLite", f"sqlite:///{at}/pages.sqlite3", rounds, at)
    programs = cluster.binaries()
    if programs is None:
        yield f"PostgreSQL: {cluster.ABSENT}"
        return
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-pages-") as folder,
        cluster.cluster(programs) as address,
    ):
        postgresql = address.rpartition("/")[0] + "/postgres"  # the database every cluster has
        yield from _table("PostgreSQL", postgresql, rounds, Path(folder))

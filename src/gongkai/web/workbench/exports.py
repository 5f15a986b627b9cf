"""大批导出: made by the worker, with a page that shows how far it is and the file at the end.

The worker opens the address of the list as the person who asked, in the same post: what he may see
is decided then, by the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import Message as Header
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks import task

from gongkai.web.accounts.models import User
from gongkai.web.agencies.active import KEY, actor_of
from gongkai.web.messages.telling import post_to
from gongkai.web.workbench import progress
from gongkai.web.workbench.models import Export

__all__ = ["EVERY", "KEPT", "begin", "download", "forget_old", "make", "show", "under_way"]

KEPT = timedelta(days=1)
EVERY = timedelta(hours=1)  # how often the worker deletes what is older
_MOST = 3  # that one person may have made at the same time


def _file(row: Export) -> Path:
    return Path(settings.DATA) / "exports" / row.key.hex


def under_way(request: HttpRequest) -> Export | None:
    """The export for which the worker opened this address."""
    found: Export | None = getattr(request, "_export", None)
    return found


def begin(request: HttpRequest, zh: str, unit: str, total: int) -> HttpResponse:
    """Queue it, and go to the page that shows how far it is; asked for again, to the same page."""
    actor, user, now = actor_of(request), cast(User, request.user), timezone.now()
    own = Export.objects.filter(user=user, finished=None, made__gt=now - KEPT)
    query = request.GET.urlencode()
    row = own.filter(path=request.path, query=query, post=actor.post).first()
    if row is None:
        if own.count() >= _MOST:
            raise PermissionDenied(f"您已有{_MOST}项导出正在进行；请等其中一项完成以后再导出")
        row = Export.objects.create(
            user=user, post=actor.post, address=actor.address, path=request.path, query=query,
            zh=zh, unit=unit, total=total, made=now,
        )  # fmt: skip
        make.enqueue(row.pk)
    return HttpResponseRedirect(reverse("export", args=[row.key]))


@task()
def make(pk: int) -> None:
    """Write the file; done a second time it changes nothing."""
    row = Export.objects.select_related("user").filter(pk=pk, finished=None).first()
    if row is None:
        return
    try:
        match = resolve(row.path)
        response = match.func(_as(row), *match.args, **match.kwargs)
        if not response.has_header("Content-Disposition"):
            raise PermissionDenied("这个名单现在不能导出；请刷新列表再试")
        _write(row, response)
    except (PermissionDenied, Http404) as refusal:
        row.failure = str(refusal)[:300] or "您目前的岗位不能查看这个名单"
    except BaseException:
        row.failure = "导出没有完成；请再试一次，仍然不行的请告诉系统运维人员"
        _finish(row)
        raise
    _finish(row)


def _as(row: Export) -> HttpRequest:
    """The page that the person asked for."""
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", row.path, row.path
    asked.GET = QueryDict(row.query)
    asked.META |= {
        "REMOTE_ADDR": row.address, "HTTP_X_FORWARDED_FOR": row.address,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    }  # fmt: skip
    asked.user = row.user
    asked.session = SessionStore()
    if row.post is not None:
        asked.session[KEY] = row.post
    active = actor_of(asked)
    if not row.user.is_active or active.post != row.post:
        raise PermissionDenied("您已不在原来的岗位；请切换岗位后再导出")
    asked._export = row  # type: ignore[attr-defined]
    return asked


def _write(row: Export, response: HttpResponseBase) -> None:
    path = _file(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as out:
        for piece in cast("Iterator[bytes]", iter(cast(Any, response))):
            out.write(piece)
    path.chmod(0o600)
    # not the answer itself: Django would take the page to be finished, and close the database
    if isinstance(response, FileResponse) and response.file_to_stream is not None:
        response.file_to_stream.close()
    header = Header()
    header["Content-Disposition"] = response["Content-Disposition"]
    row.name = (header.get_filename() or f"{row.zh}.{QueryDict(row.query).get('format')}")[:120]


def _finish(row: Export) -> None:
    row.finished, now = timezone.now(), timezone.now()
    row.save(update_fields=["finished", "name", "failure"])
    said = row.failure or "已完成，可以下载"
    asked = timezone.localtime(row.made)
    post_to(
        [row.user], "export_ready", uuid4(), now, url=reverse("export", args=[row.key]),
        matter=row.zh, asked=f"{asked:%Y-%m-%d %H:%M}", result=said,
    )  # fmt: skip


@login_required
@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is; nobody else's is there."""
    row = get_object_or_404(Export, key=key, user=cast(User, request.user))
    if row.failure:
        messages.error(request, f"{row}没有完成：{row.failure}")
        return HttpResponseRedirect(row.path)
    url = reverse("export_file", args=[key]) if row.finished is not None else ""
    done = progress.Progress(str(row), row.done, row.total, row.unit, bool(url), url)
    return progress.respond(request, done, back=row.path)


@login_required
@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file, for who asked for it."""
    user = cast(User, request.user)
    row = get_object_or_404(Export, key=key, user=user, finished__isnull=False, failure="")
    try:
        file = _file(row).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=row.name)
    response["Cache-Control"] = "no-store"
    return response


@task()
def forget_old() -> int:
    """Delete what is older than a day, with its file; how many."""
    rows = list(Export.objects.filter(made__lt=timezone.now() - KEPT))
    for row in rows:
        _file(row).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)

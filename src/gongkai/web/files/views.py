"""Pages of files: upload by a plain form, the page of a file, download, remove, restore."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.accounts.addresses import way_back
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.active import actor_of
from gongkai.web.audit.readings import reading_once
from gongkai.web.files import checking, owners, policies
from gongkai.web.files.actions import Remove, Restore
from gongkai.web.files.fragments import file_list
from gongkai.web.files.kinds import MEDIA, Kind, State
from gongkai.web.files.models import Content, File, Preview
from gongkai.web.files.sending import sentence_of
from gongkai.web.files.serving import serve
from gongkai.web.files.storage import page_name, storage

__all__ = ["download", "example", "page_picture", "picture", "remove", "restore", "show", "upload"]


def _back(request: HttpRequest, kind: str, key: str) -> str:
    """Where the form stood, else the page of the object."""
    return way_back(request, owners.owner_of(kind).url(owners.row_of(kind, key)))


def _to_read(request: HttpRequest, key: UUID) -> tuple[File, Content, Any]:
    """A file that this person may read, and its object; the reading of a personal one is logged."""
    file = get_object_or_404(File.objects.select_related("content"), key=key)
    actor, now = actor_of(request), timezone.now()
    row = policies.may_read(actor, file)
    if file.content is None or file.state != State.READY:
        raise Http404
    if what := owners.owner_of(file.owner_kind).personal(row):
        reading_once(actor, file, what, now)
    return file, file.content, row


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """To the log-in for who has none, else the page that says why."""
    if refusal.kind is Refusal.FORBIDDEN and actor_of(request).id is None:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(refusal.sentence)


@require_POST
def upload(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Files of a plain form (field `files`), one after the other; what became of each is said."""
    actor, now = actor_of(request), timezone.now()
    try:
        policies.may_attach(actor, owners.row_of(kind, key))
        back = _back(request, kind, key)
    except Refused as refusal:
        return _refused(request, refusal)
    given = request.FILES.getlist("files")
    if not given:
        messages.warning(request, "没有选择文件；请先选择文件再上传")
    for one in given:
        try:
            file = checking.attach_whole(actor, kind, key, one.name or "", one.size or 0, one, now)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            continue
        tell = {State.READY: messages.success, State.REFUSED: messages.error}
        tell.get(State(file.state), messages.warning)(request, sentence_of(file))
    return HttpResponseRedirect(back)


@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a file is, what its pages look like, or why that cannot be shown."""
    try:
        file, content, row = _to_read(request, key)
    except Refused as refusal:
        return _refused(request, refusal)
    context = {
        "title": file.name,
        "file": file,
        "content": content,
        "pages": range(1, content.pages + 1),
        "waiting": content.preview == Preview.WAITING,
        "back": owners.owner_of(file.owner_kind).url(row),
    }
    return render(request, "files/file.html", context)


@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file itself, to be saved."""
    return _content(request, key, inline=False)


@require_safe
def picture(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A picture, shown where it stands."""
    return _content(request, key, inline=True)


def _content(request: HttpRequest, key: UUID, *, inline: bool) -> HttpResponseBase:
    try:
        file, content, row = _to_read(request, key)
    except Refused as refusal:
        return _refused(request, refusal)
    if inline and not file.is_picture:
        raise Http404
    personal = owners.owner_of(file.owner_kind).personal(row)
    return serve(
        request, content.blob, content.size, name=file.name, media=MEDIA[Kind(file.kind)],
        tag=content.sha256, inline=inline, keep=not personal,
    )  # fmt: skip


@require_safe
def page_picture(request: HttpRequest, key: UUID, number: int) -> HttpResponseBase:
    """The picture of one page."""
    try:
        file, content, row = _to_read(request, key)
    except Refused as refusal:
        return _refused(request, refusal)
    if not 1 <= number <= content.pages:
        raise Http404
    blob = page_name(content.blob, number)
    return serve(
        request, blob, storage().size(blob), name=f"{number}.png", media="image/png",
        tag=f"{content.sha256}-{number}", inline=True,
        keep=not owners.owner_of(file.owner_kind).personal(row),
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a file away; the next page offers to take that back."""
    file = get_object_or_404(File, key=key)
    return _move(request, Remove(), file, f"“{file}”已移除", undo="file_restore")


@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring it back."""
    file = get_object_or_404(File, key=key)
    return _move(request, Restore(), file, f"“{file}”已恢复")


def _move(
    request: HttpRequest, action: Remove | Restore, file: File, said: str, undo: str = ""
) -> HttpResponse:
    try:
        perform(action, actor_of(request), file, now=timezone.now())
        tags = f"undo:{reverse(undo, args=[file.key])}" if undo else ""
        messages.success(request, said, extra_tags=tags)
    except Refused as refusal:
        if refusal.kind is Refusal.FORBIDDEN:
            return _refused(request, refusal)
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(_back(request, file.owner_kind, file.owner))


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """The fragments in all states, for the style guide; nothing is stored."""
    now = timezone.now()
    some: dict[str, Any] = {"added": now, "size": 1_234_567}
    rows = [
        File(name="答复书（样例）.pdf", kind=Kind.PDF, state=State.READY, **some),
        File(name="现场照片.jpg", kind=Kind.JPEG, state=State.READY, **some),
        File(name="名单.xlsx", state=State.CHECKING, received=1_234_567, **some),
        File(name="会议录像说明.docx", state=State.RECEIVING, received=500_000, **some),
    ]
    context = {
        "title": "附件",
        "crumbs": [("样式手册", "/styleguide/"), ("附件", "")],
        **file_list(rows, may_attach=True, kind="styleguide", key="0", next=request.path),
    }
    return render(request, "files/example.html", context)

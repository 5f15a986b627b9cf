"""分段上传: announce, send pieces, ask how far it is, finish; what tus does, without its extras.

POST to/<kind>/<key>/pieces/   Upload-Length, Upload-Name (percent-encoded) → 201, Location
HEAD pieces/<key>/             → Upload-Offset, Upload-Length
PATCH pieces/<key>/            Upload-Offset and the bytes → 204 and the next Upload-Offset; 409
POST pieces/<key>/finish/      sha256 (optional) → JSON state and sentence
DELETE pieces/<key>/           → 204
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.active import actor_of
from gongkai.web.files import checking, policies, receiving
from gongkai.web.files.actions import Attach, Drop
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File

__all__ = ["announce", "finish", "pieces", "sentence_of"]

_STATUS = {Refusal.FORBIDDEN: 403, Refusal.STATE: 409, Refusal.STALE: 409}
_View = Callable[..., HttpResponse]


def _answers(view: _View) -> _View:
    """Refusals as JSON, nothing kept by anybody on the way."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response: HttpResponse
        try:
            response = view(request, *args, **named)
        except Refused as refusal:
            status = _STATUS.get(refusal.kind, 422)
            response = JsonResponse({"sentence": refusal.sentence}, status=status)
        except receiving.WrongOffset as wrong:
            response = JsonResponse({"sentence": "续传的位置不对"}, status=409)
            response["Upload-Offset"] = str(wrong.offset)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Refused(Refusal.INPUT, f"请求没有写明 {header}")
    return int(value)


def sentence_of(file: File) -> str:
    """What became of a file, for the person who sent it."""
    if file.state == State.READY:
        return f"“{file}”已上传"
    if file.state == State.REFUSED:
        return f"“{file}”没有收下：{file.refusal}"
    return f"“{file}”：{checking.WAITING}"


@require_POST
@_answers
def announce(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """A file is to come."""
    file = perform(
        Attach(),
        actor_of(request),
        File(owner_kind=kind, owner=key),
        now=timezone.now(),
        name=unquote(request.headers.get("Upload-Name", "")),
        size=_number(request, "Upload-Length"),
    )
    response = HttpResponse(status=201)
    response["Location"] = reverse("file_pieces", args=[file.key])
    response["Upload-Offset"] = "0"
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@_answers
def pieces(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is; the next piece; no more of it."""
    file, actor = get_object_or_404(File, key=key), actor_of(request)
    policies.may_continue(actor, file)
    response = HttpResponse(status=204)
    if request.method == "HEAD":
        response["Upload-Length"] = str(file.size)
        response["Upload-Offset"] = str(file.received)
    elif request.method == "PATCH":
        if _number(request, "Content-Length") > settings.FILE_CHUNK_BYTES:
            raise Refused(Refusal.INPUT, "一段内容太长；请分成更短的几段")
        at = receiving.receive(
            file, _number(request, "Upload-Offset"), request, settings.FILE_CHUNK_BYTES
        )
        File.objects.filter(pk=file.pk, state=State.RECEIVING).update(changed=timezone.now())
        response["Upload-Offset"] = str(at)
    else:
        perform(Drop(), actor, file, now=timezone.now())
    return response


@require_POST
@_answers
def finish(request: HttpRequest, key: UUID) -> HttpResponse:
    """All pieces are there: the verdict."""
    file = get_object_or_404(File, key=key)
    file = checking.finish(
        actor_of(request), file, timezone.now(), request.POST.get("sha256", "")[:64]
    )
    body = {"state": file.state, "sentence": sentence_of(file)}
    return JsonResponse(body, status=422 if file.state == State.REFUSED else 200)

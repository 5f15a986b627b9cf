"""提交材料: proof of identity, authority, corrections; by a plain form or piece by piece.

What a citizen calls his file may hold his name, and names of files stand in the trace: it is kept
under what it is.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.report.read.limits import size_in_words
from gongkai.web.acting import Refused
from gongkai.web.agencies.active import actor_of
from gongkai.web.cases import attachments
from gongkai.web.cases.models import Case
from gongkai.web.files import checking, sending
from gongkai.web.files.kinds import ENDINGS, Kind, State, ending_of
from gongkai.web.files.models import File
from gongkai.web.portal.applying import ownership

__all__ = ["BYTES", "MOST", "WHAT", "announce", "finish", "pieces", "upload", "upload_form"]

BYTES = 20 * 2**20  # of one file
MOST = 20  # files of one case
WHAT = {
    "proof": "身份证明", "authority": "授权委托书", "correction": "补正材料", "reasons": "理由材料",
    "evidence": "证据材料", "more": "补充材料",
}  # fmt: skip
_KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.DOCX, Kind.DOC, Kind.OFD, Kind.WEBP, Kind.ZIP)


def upload_form(case: Case, what: str) -> dict[str, Any]:
    """What `applying/_upload.html` needs."""
    kinds = [one for one in _KINDS if one.value in settings.FILE_KINDS]
    return {
        "id": f"upload-{what}",
        "what": WHAT[what],
        "to": reverse("apply_upload", args=[case.key, what]),
        "announce": reverse("apply_announce", args=[case.key, what]),
        "accept": ",".join(f".{ending}" for one in kinds for ending in ENDINGS[one]),
        "kinds_zh": "、".join(dict.fromkeys(one.zh for one in kinds)),
        "largest": BYTES,
        "largest_zh": size_in_words(BYTES),
        "chunk": settings.FILE_CHUNK_BYTES // 4,
        "most": MOST,
    }


def _name(case: Case, what: str, given: str) -> str:
    """身份证明2.pdf; "" when there are too many already."""
    count = len(attachments.own_files(case))
    ending = ending_of(given)[:10]
    if count >= MOST:
        return ""
    return f"{WHAT[what]}{count + 1}" + (f".{ending}" if ending else "")


def _too_large(size: int) -> str:
    return (
        f"文件有 {size_in_words(size)}，超过上限 {size_in_words(BYTES)}；"
        "请压缩图片或者拆分以后再上传"
    )


def _too_many() -> str:
    return f"已经提交{MOST}个文件，不能再上传；其余材料请当面提交或者邮寄"


@require_POST
@ownership.owned
def upload(request: HttpRequest, case: Case, what: str) -> HttpResponseBase:
    """Files of a plain form; what became of each is said."""
    if what not in WHAT:
        raise Http404
    given = request.FILES.getlist("files")
    if not given:
        messages.warning(request, "没有选择文件；请先选择文件再上传")
    for one in given:
        size = one.size or 0
        name = _name(case, what, one.name or "")
        if not name or size > BYTES:
            messages.error(request, _too_large(size) if name else _too_many())
            continue
        try:
            file = checking.attach_whole(
                actor_of(request), attachments.KIND, str(case.pk), name, size, one, timezone.now()
            )
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            continue
        tell = {State.READY: messages.success, State.REFUSED: messages.error}
        tell.get(State(file.state), messages.warning)(request, sending.sentence_of(file))
    wanted = {
        "receipt": "apply_receipt", "correct": "apply_correct", "explain": "apply_explain",
    }  # fmt: skip
    return redirect(wanted.get(request.POST.get("back", ""), "apply_case"), case.key)


@require_POST
@ownership.owned
def announce(request: HttpRequest, case: Case, what: str) -> HttpResponseBase:
    """A file is to come in pieces (`files.sending`), under our own addresses."""
    if what not in WHAT:
        raise Http404
    length = request.headers.get("Upload-Length", "")
    name = _name(case, what, request.headers.get("Upload-Name", "")[-200:])
    if not name:
        return JsonResponse({"sentence": _too_many()}, status=422)
    if length.isascii() and length.isdigit() and int(length[:18]) > BYTES:
        return JsonResponse({"sentence": _too_large(int(length[:18]))}, status=422)
    request.META["HTTP_UPLOAD_NAME"] = quote(name)
    request.__dict__.pop("headers", None)  # read anew
    response = sending.announce(request, attachments.KIND, str(case.pk))
    if response.status_code == 201:
        file = resolve(response["Location"]).kwargs["key"]
        response["Location"] = reverse("apply_pieces", args=[case.key, file])
    return response


def _belongs(case: Case, file: UUID) -> None:
    if not File.objects.filter(
        key=file, owner_kind=attachments.KIND, owner=str(case.pk), added_by=None
    ).exists():
        raise Http404


@ownership.owned
def pieces(request: HttpRequest, case: Case, file: UUID) -> HttpResponseBase:
    """How far it is; the next piece; no more of it."""
    _belongs(case, file)
    return sending.pieces(request, key=file)


@ownership.owned
def finish(request: HttpRequest, case: Case, file: UUID) -> HttpResponse | HttpResponseBase:
    """All pieces are there: the verdict."""
    _belongs(case, file)
    return sending.finish(request, key=file)

"""文书的查看: frozen files, the draft of the reply, the receipt; nothing in them can run."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.errors import GongkaiError
from gongkai.law.receipt import Channel
from gongkai.notices.model import Notice
from gongkai.web.acting import Refused
from gongkai.web.audit.readings import reading_once
from gongkai.web.cases import letters, policies, sheets
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Paper
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.cases.staff.pages import crumbs, opened_or_404
from gongkai.web.files import kinds
from gongkai.web.files.serving import serve
from gongkai.web.files.storage import storage

__all__ = ["MEDIA", "attached", "draft", "paper", "readable", "receipt", "receipt_pdf"]

MEDIA = {"pdf": kinds.MEDIA[kinds.Kind.PDF], "docx": kinds.MEDIA[kinds.Kind.DOCX]}


def readable(request: HttpRequest, pk: int) -> Opened:
    """The case, where the reader may read what the applicant wrote; else 404 or 403."""
    opened = opened_or_404(request, pk)
    try:
        policies.may_read(opened.actor, opened.case)
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from None
    return opened


@login_required
@require_safe
def paper(request: HttpRequest, pk: int, key: UUID, kind: str) -> HttpResponseBase:
    """A document as it was frozen; that it was read is written down."""
    opened = readable(request, pk)
    found = next((one for one in opened.papers if one.key == key), None)
    if found is None or kind not in MEDIA or not found.pdf:
        raise Http404
    _noted(opened, found)
    blob, digest = getattr(found, kind), getattr(found, f"{kind}_sha256")
    name = f"{found.number or found.get_notice_display()}.{kind}"
    return serve(
        request, blob, storage().size(blob), name=name, media=MEDIA[kind], tag=digest, keep=False
    )


def _noted(opened: Opened, found: Paper) -> None:
    """The reading of a document that names the applicant."""
    reading_once(opened.actor, found, "文书", timezone.now())


def attached(notice: Notice, name: str, kind: str = "pdf") -> HttpResponse:
    """Made at once, to be saved, kept nowhere."""
    from gongkai.notices import docx, pdf

    data = pdf.write(notice) if kind == "pdf" else docx.write(notice)
    response = HttpResponse(data, content_type=MEDIA[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The reply as it would be printed today; what is missing stands in brackets."""
    opened = readable(request, pk)
    try:
        notice, _ = letters.compose_reply(opened.case, opened.application, opened.today)
    except GongkaiError:
        raise Http404 from None
    return attached(notice, f"{opened.case.number} 草稿.pdf")


# the receipt --------------------------------------------------------------------------------------


def _receipt(request: HttpRequest, pk: int) -> tuple[Opened, Notice, str]:
    """T03: given to the applicant with number and query code; no 文号, for it decides nothing."""
    opened = readable(request, pk)
    case = opened.case
    if case.received is None or Verb.RECORD not in opened.verbs:
        raise Http404
    # the query code of an application made on line is its applicant's alone: he was shown it
    given_here = case.channel != Channel.ONLINE and Verb.REGISTER in opened.verbs
    code = code_of(case.token) if case.token and given_here else ""
    return opened, sheets.receipt(sheets.base_of(case), code), code


@login_required
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """To be printed and handed over."""
    opened, notice, code = _receipt(request, pk)
    context = {
        "title": f"接收回执：{opened.case.number}", "notice": notice, "case": opened.case,
        "code": code, "crumbs": crumbs(opened, "接收回执"),
    }  # fmt: skip
    response = render(request, "cases/receipt.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to be sent."""
    opened, notice, _ = _receipt(request, pk)
    return attached(notice, f"{opened.case.number} 接收回执.pdf")

"""提出申请: choose the body, write, check, send, receipt; what is written lies in a draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from gongkai.sources import R2019, Article
from gongkai.web.accounts.addresses import address_of
from gongkai.web.acting import Actor, Refused
from gongkai.web.agencies.models import Agency, ContactBlock, on
from gongkai.web.cases import attachments, drafts, people, public
from gongkai.web.cases.actions import submit
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Desk, Draft, Part
from gongkai.web.portal import views as portal
from gongkai.web.portal.applying import ownership, similar
from gongkai.web.portal.applying.crumbs import CRUMBS
from gongkai.web.portal.applying.flow import chart
from gongkai.web.portal.applying.forms import MOST, ApplicationForms, typed, without
from gongkai.web.portal.applying.uploading import upload_form
from gongkai.web.portal.site import portal_of

__all__ = ["bodies", "discard", "entrance", "form", "privacy", "receipt", "review"]

COOKIE = "draft"
_PAGE = 30


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """What happens, how long it takes, what it costs; the ways to apply and to ask; the chart."""
    context = portal.application_facts(request)
    context["chart"] = chart(timezone.localdate())
    return render(request, "portal/applying/entrance.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """处理个人信息的规则, as a list."""
    context = {"title": "个人信息处理规则", "crumbs": [*CRUMBS, ("个人信息处理规则", "")]}
    return render(request, "portal/applying/privacy.html", context)


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """To whom one may apply: those that take applications on line, and how the others do."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    day = timezone.localdate()
    found = Agency.objects.filter(on(day)).select_related("contact", "desk")
    for word in text.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    rows = [(one, public.takes_online(one, getattr(one, "desk", None), day)) for one in page]
    context = {
        "title": "选择受理机关", "page": page, "rows": rows, "wanted": text,
        "crumbs": [*CRUMBS, ("选择受理机关", "")],
    }  # fmt: skip
    return render(request, "portal/applying/bodies.html", context)


# the draft ----------------------------------------------------------------------------------------


def _draft(request: HttpRequest, now: datetime) -> Draft | None:
    return drafts.found(request.COOKIES.get(COOKIE, ""), now)


def _keep(response: HttpResponse, draft: Draft) -> HttpResponse:
    response.set_cookie(
        COOKIE, str(draft.key), max_age=timedelta(days=drafts.DAYS), path=reverse("apply"),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


@require_POST
@ownership.private
def discard(request: HttpRequest) -> HttpResponse:
    """The draft is deleted at once."""
    drafts.discard(request.COOKIES.get(COOKIE, ""))
    messages.success(request, "草稿已经删除")
    response = redirect("apply_bodies")
    response.delete_cookie(COOKIE, path=reverse("apply"))
    return response


# writing ------------------------------------------------------------------------------------------


def _at(pk: int, claim: bool, *, check: bool = False) -> str:
    """The form, or the page on which it is checked: of an application, of a claim (第四十一条)."""
    name = "apply_claim" if claim else "apply_form"
    return reverse(f"{name}_review" if claim and check else "apply_review" if check else name,
                   args=[pk])  # fmt: skip


def _closed(request: HttpRequest, agency: Agency, day: Any) -> HttpResponse | None:
    """How to apply to a body that takes nothing on line; None for one that does."""
    desk = Desk.objects.filter(agency=agency).first()
    if public.takes_online(agency, desk, day):
        return None
    bound = agency.regime.on_application
    whom = agency if bound else agency.parent
    context = {
        "title": f"向{agency}申请公开政府信息",
        "agency": agency,
        "bound": bound,
        "gone": not agency.holds(day),
        "whom": whom,
        "regime": agency.regime,
        "needs": Article(R2019, 29),
        "contact": ContactBlock.objects.filter(agency=whom).first(),
        "fates": agency.successions.select_related("successor"),
        "crumbs": [*CRUMBS, ("选择受理机关", reverse("apply_bodies")), (str(agency), "")],
    }
    status = 200 if request.method in ("GET", "HEAD") else 409
    return render(request, "portal/applying/otherwise.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.private
def form(request: HttpRequest, pk: int, claim: bool = False) -> HttpResponse:
    """The application; whatever is sent is kept as a draft, right or wrong."""
    now, day = timezone.now(), timezone.localdate()
    agency = get_object_or_404(Agency.objects.select_related("parent"), pk=pk)
    if (closed := _closed(request, agency, day)) is not None:
        return closed
    draft = _draft(request, now)
    if request.method == "POST":
        return _written(request, agency, draft, now, claim)
    values = drafts.values_of(draft)
    judged = bool(values) and "check" in request.GET
    forms = ApplicationForms(values, day, bound=judged, claim=claim)
    if forms.bound:
        forms.is_valid()
    return _form_page(request, agency, draft, forms)


def _written(
    request: HttpRequest, agency: Agency, draft: Draft | None, now: datetime, claim: bool
) -> HttpResponse:
    """Keep it, then do what the button says."""
    before, other = drafts.values_of(draft), "wish-" if claim else "claim-"
    kept = {name: value for name, value in before.items() if name.startswith(other)}
    values = kept | typed(request.POST)
    values["token"] = before.get("token") or str(uuid4())
    what, _, which = request.POST.get("act", "").partition("-")
    place = ""
    if what == "more":
        values["people"] = str(min(int(values["people"]) + 1, MOST))
        place = f"#person-{values['people']}"
    elif what == "drop" and which.isdecimal() and len(which) < 5:
        values = without(values, int(which))
        place = "#who"
    draft = drafts.keep(draft, agency, values, now)
    here = _at(agency.pk, claim)
    if what == "check":
        forms = ApplicationForms(values, timezone.localdate(now), bound=True, claim=claim)
        if not forms.is_valid():
            return _keep(_form_page(request, agency, draft, forms), draft)
        return _keep(redirect(_at(agency.pk, claim, check=True)), draft)
    if what == "save":
        messages.success(request, f"草稿已保存，{drafts.DAYS}天内用这个浏览器打开本页可以继续填写")
    return _keep(HttpResponseRedirect(here + place), draft)


def _form_page(
    request: HttpRequest, agency: Agency, draft: Draft | None, forms: ApplicationForms
) -> HttpResponse:
    what = "申请更正记录" if forms.claim else "申请公开政府信息"
    context = {
        "title": f"向{agency}{what}",
        "agency": agency,
        "here": _at(agency.pk, forms.claim),
        "law": Article(R2019, 41) if forms.claim else None,
        "draft": draft,
        "elsewhere": draft.agency if draft and draft.agency_id != agency.pk else None,
        "forms": forms,
        "wrong": forms.mistakes(),
        "days": drafts.DAYS,
        "crumbs": [*CRUMBS, ("选择受理机关", reverse("apply_bodies")), (str(agency), "")],
    }
    return render(request, "portal/applying/form.html", context)


# checking and sending -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.private
def review(request: HttpRequest, pk: int, claim: bool = False) -> HttpResponse:
    """核对: everything entered, what is published already, how personal data are handled; send."""
    now, day = timezone.now(), timezone.localdate()
    agency = get_object_or_404(Agency.objects.select_related("parent"), pk=pk)
    token = _token(request.POST.get("token", ""))
    if request.method == "POST" and token is not None:
        there = Case.objects.filter(token=token, agency=agency).first()
        if there is not None:  # sent a second time
            return _sent(request, there)
    if (closed := _closed(request, agency, day)) is not None:
        return closed
    draft = _draft(request, now)
    if draft is None or draft.agency_id != agency.pk:
        messages.info(request, f"请先填写申请；草稿只在填写它的浏览器里，保留{drafts.DAYS}天")
        return redirect(_at(pk, claim))
    values = drafts.values_of(draft)
    forms = ApplicationForms(values, day, bound=True, claim=claim)
    if not forms.is_valid():
        return HttpResponseRedirect(_at(pk, claim) + "?check=1")
    if request.method == "POST":
        if token is None or str(token) != values.get("token"):
            messages.warning(request, "申请在另一个页面改动过，请核对以后再提交")
            return redirect(_at(pk, claim, check=True))
        try:
            visitor = Actor(None, "申请人", address=address_of(request))
            case, _ = submit(agency, visitor, now, token, **forms.facts())
            drafts.discard(str(draft.key))
            return _sent(request, case)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
    wish, alike = forms.wish.cleaned_data, []
    if not claim:
        alike = similar.found(agency, f"{wish['features']} {wish['description']}", day)
    context = {
        "title": "核对申请",
        "agency": agency,
        "shown": forms.shown(),
        "similar": alike,
        "here": _at(pk, claim),
        "send_to": _at(pk, claim, check=True),
        "claim": claim,
        "token": values.get("token", ""),
        "crumbs": [*CRUMBS, (str(agency), _at(pk, claim)), ("核对", "")],
    }
    return render(request, "portal/applying/review.html", context)


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _sent(request: HttpRequest, case: Case) -> HttpResponse:
    ownership.remember(request, case, sent=True)
    response = redirect("apply_receipt", case.key)
    response.delete_cookie(COOKIE, path=reverse("apply"))
    return response


@require_safe
@ownership.owned
def receipt(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Number and query code, to be printed or written down; what happens next."""
    if not ownership.shows_code(request, case) or case.token is None:
        return redirect("apply_case", case.key)
    parties = list(case.parties.all())
    first = next((one for one in parties if one.part == Part.APPLICANT), None)
    has_agent = any(one.part == Part.AGENT for one in parties)
    context = {
        "title": "申请已经提交",
        "case": case,
        "code": code_of(case.token),
        "phone": people.mask_number(first.phone) if first else "",
        "has_email": bool(first and first.email),
        "contact": ContactBlock.objects.filter(agency=case.agency).first()
        or portal_of(request).contact,
        "files": attachments.own_files(case),
        "article": Article(R2019, 31, 0, 3),
        "minutes": ownership.MINUTES,
        "proof": upload_form(case, "proof"),
        "evidence": upload_form(case, "evidence") if case.rectifies else None,
        "authority": upload_form(case, "authority") if has_agent else None,
    }
    return render(request, "portal/applying/receipt.html", context)

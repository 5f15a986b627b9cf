"""公众门户: the five columns with what the platform knows already, the bodies, the search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve

from gongkai.law.clock import LONGEST_EXTENSION, REPLY_DAYS
from gongkai.law.decisions.review_first import REVIEW_FIRST, SILENCE_FIRST
from gongkai.law.fees.tariff import ITEM_TARIFF, PAGE_TARIFF
from gongkai.law.periods import CORRECTION_NOTICE_DAYS
from gongkai.law.remedies import RECONSIDERATION_DAYS, SUIT_MONTHS
from gongkai.sources import FEES_2020, FORM_2021, R2019, Article
from gongkai.terms import term
from gongkai.web.agencies.models import Agency, ContactBlock, on
from gongkai.web.agencies.records import leaders_on
from gongkai.web.portal.site import portal_of, updated

__all__ = [
    "application_facts", "bodies", "body", "disclosure", "guide", "home", "reports",
    "rules", "samples", "search",
]  # fmt: skip

_PAGE = 50


def _samples() -> bool:
    """Whether the checked sample reports lie ready to be shown."""
    folder = getattr(settings, "SAMPLES", None)
    return folder is not None and (Path(folder) / "index.html").is_file()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this portal is, and the way to its parts."""
    context = {"samples": _samples(), "updated": updated(portal_of(request).contact)}
    return render(request, "portal/home.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """政府信息公开指南: how information is got and whom to ask (第十二条)."""
    here = portal_of(request)
    context = {"title": "政府信息公开指南", "contact": here.contact, "article": Article(R2019, 12)}
    return render(request, "portal/guide.html", {**context, "updated": updated(here.contact)})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """政府信息公开制度: the instruments that this platform applies."""
    instruments = sorted((R2019, FORM_2021, FEES_2020), key=lambda one: one.since, reverse=True)
    context = {"title": "政府信息公开制度", "instruments": instruments}
    return render(request, "portal/rules.html", context)


@require_safe
def disclosure(request: HttpRequest) -> HttpResponse:
    """法定主动公开内容: what the law has every body publish of its own accord (第二十条)."""
    today = timezone.localdate()
    agency = portal_of(request).agency
    leaders = leaders_on(agency, today) if agency else ()
    context = {"title": "法定主动公开内容", "leaders": leaders, "article": Article(R2019, 20)}
    return render(request, "portal/disclosure.html", context)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """政府信息公开年报."""
    context = {"title": "政府信息公开年报", "samples": _samples(), "article": Article(R2019, 49)}
    return render(request, "portal/reports.html", context)


def application_facts(request: HttpRequest) -> dict[str, Any]:
    """What the page on applying says of time, cost and remedies, from the law of today."""
    today = timezone.localdate()
    return {
        "title": term("disclosure_on_application").zh,
        "reply": REPLY_DAYS.on(today),
        "extension": LONGEST_EXTENSION.on(today),
        "correction": CORRECTION_NOTICE_DAYS.on(today),
        "by_item": ITEM_TARIFF.on(today),
        "by_page": PAGE_TARIFF.on(today),
        "reconsideration": RECONSIDERATION_DAYS.on(today),
        "suit": SUIT_MONTHS.on(today),
        "first": (REVIEW_FIRST.on(today).article, SILENCE_FIRST.on(today).article),
        "needs": Article(R2019, 29),
        "free": Article(R2019, 42),
        "contact": portal_of(request).contact,
    }


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body with the telephone of its disclosure office."""
    found = Agency.objects.filter(on(timezone.localdate())).select_related("contact", "parent")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/bodies.html", {"title": "各机关工作机构", "page": page})


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: contact block, leaders, what became of it."""
    agency = get_object_or_404(Agency.objects.select_related("parent", "disclosure_office"), pk=pk)
    contact = ContactBlock.objects.filter(agency=agency).first()
    context = {
        "title": agency.name,
        "agency": agency,
        "contact": contact,
        "leaders": leaders_on(agency, timezone.localdate()),
        "applying": agency.regime.on_application,
        "fates": agency.successions.select_related("successor"),
        "updated": updated(contact),
        "crumbs": [("首页", reverse("home")), ("各机关工作机构", reverse("bodies")),
                   (agency.name, "")],
    }  # fmt: skip
    return render(request, "portal/body.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Bodies by name; what is published joins with its trade."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = Agency.objects.none()
    if text:
        found = Agency.objects.filter(on(timezone.localdate())).select_related("contact", "parent")
        for word in text.split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/search.html", {"title": "搜索", "searched": text, "page": page})


@require_safe
def samples(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """The site that `gongkai site` wrote, in development only."""
    if not _samples():
        raise Http404("示例报告还没有生成；请先运行 gongkai site samples/reports -o out")
    if not path:
        return HttpResponseRedirect(reverse("samples", args=["index.html"]))
    response = serve(request, path, document_root=str(settings.SAMPLES))
    # those pages are whole in one file: their style stands within them
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return response

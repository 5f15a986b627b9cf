"""日历订阅的地址: what a calendar program reads; the token in the address is all it shows."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.errors import BadInput
from gongkai.web.messages.actions import hashed
from gongkai.web.messages.feeds import feed_of
from gongkai.web.messages.ical import calendar
from gongkai.web.messages.models import FeedToken

__all__ = ["feed"]

_NOTED = timedelta(hours=1)  # how precisely the last use is known


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar; an unknown, a revoked and a barred person's address are not told apart."""
    now = timezone.now()
    row = FeedToken.objects.select_related("user").filter(
        hash=hashed(token), revoked=None, user__is_active=True
    ).first()  # fmt: skip
    if row is None:
        raise Http404
    try:
        what = feed_of(row.feed)
    except BadInput:
        raise Http404 from None
    if row.used is None or now - row.used > _NOTED:
        FeedToken.objects.filter(pk=row.pk).update(used=now)
    domain = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    text = calendar(what.zh, what.events(row.user, timezone.localdate(now)), domain=domain)
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="gongkai.ics"',
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )

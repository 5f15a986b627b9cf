"""谁的申请: which cases this browser has shown to be its own, for half an hour after the last look.

Kept in the session by the key of the case; an address that names a case proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.addresses import address_of
from gongkai.web.agencies.active import active_of
from gongkai.web.cases.models import Case
from gongkai.web.cases.policies import applicant_of

__all__ = [
    "MINUTES", "forget", "mine", "owned", "private", "remember", "shows_code",
]  # fmt: skip

MINUTES = 30
_KEPT = "applications"  # {key of the case: [last look, whether it was sent from here]}
_STEP = 60  # seconds between two marks: not every page writes the session
R = TypeVar("R", bound=HttpResponseBase)


def _live(request: HttpRequest, now: datetime) -> dict[str, list[int]]:
    oldest = int(now.timestamp()) - 60 * MINUTES
    kept: dict[str, list[int]] = request.session.get(_KEPT, {})
    return {key: value for key, value in kept.items() if value[0] > oldest}


def remember(request: HttpRequest, case: Case, *, sent: bool = False) -> None:
    """This browser has shown number and query code, or has just sent the application."""
    kept = _live(request, timezone.now())
    sent = sent or bool(kept.get(case.key.hex, [0, 0])[1])
    kept[case.key.hex] = [int(timezone.now().timestamp()), int(sent)]
    request.session.cycle_key()  # nobody shares it who knew the session before
    request.session[_KEPT] = kept


def shows_code(request: HttpRequest, case: Case) -> bool:
    """Whether the application was sent from this browser: its receipt shows the query code."""
    return bool(_live(request, timezone.now()).get(case.key.hex, [0, 0])[1])


def mine(request: HttpRequest) -> list[Case]:
    """The cases of this browser, newest first; one query."""
    keys = [UUID(key) for key in _live(request, timezone.now())]
    return list(Case.objects.filter(key__in=keys).select_related("agency")) if keys else []


def forget(request: HttpRequest) -> None:
    """Leave: nothing of any case stays in this browser."""
    if request.user.is_authenticated:
        request.session.pop(_KEPT, None)
    else:
        request.session.flush()


def private(view: Callable[..., R]) -> Callable[..., R]:
    """A page that nobody on the way keeps, and that passes its address on to nobody."""

    @wraps(view)
    def closed(request: HttpRequest, *args: Any, **named: Any) -> R:
        response = view(request, *args, **named)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

    return closed


def owned(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one case (argument `key`, a UUID): the visitor acts as its applicant.

    Whoever has not shown number and query code is asked for them, whether or not there is such a
    case.
    """

    @private
    @wraps(view)
    def checked(request: HttpRequest, key: UUID, *args: Any, **named: Any) -> HttpResponseBase:
        now = timezone.now()
        kept = _live(request, now)
        case = None
        if key.hex in kept:
            case = Case.objects.select_related("agency").filter(key=key).first()
        if case is None:
            return _ask(request)
        if now.timestamp() - kept[key.hex][0] > _STEP:
            kept[key.hex][0] = int(now.timestamp())
            request.session[_KEPT] = kept
        active_of(request).actor = applicant_of(case, address_of(request))
        return view(request, case, *args, **named)

    return checked


def _ask(request: HttpRequest) -> HttpResponse:
    messages.info(request, f"请先输入申请编号和查询码；超过{MINUTES}分钟没有操作的，需要重新输入")
    return HttpResponseRedirect(reverse("apply_track"))

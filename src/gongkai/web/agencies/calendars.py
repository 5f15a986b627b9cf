"""The calendar of a body: the national one under the notices of the bodies above it and its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from gongkai.law.calendar import Calendar, national
from gongkai.law.calendar.overlay import overlay_from_toml
from gongkai.web.agencies.models import Agency, CalendarOverlay
from gongkai.web.agencies.moves import Verb
from gongkai.web.audit.models import Entry

__all__ = ["calendar_at", "calendar_of", "calendars_of"]


def calendar_of(agency: Agency) -> Calendar:
    """One query; the calendar itself is built once for each set of notices.

    The later notice prevails; of one day, that of the lower body.
    """
    return calendars_of([agency])[agency.pk]


def calendars_of(agencies: Iterable[Agency]) -> dict[int, Calendar]:
    """The calendars of several bodies by their keys; one query."""
    lines = {agency.pk: [*agency.above, agency.pk] for agency in agencies}
    overlays: dict[int, list[CalendarOverlay]] = defaultdict(list)
    wanted = {pk for line in lines.values() for pk in line}
    for one in CalendarOverlay.objects.filter(agency__in=wanted, withdrawn=None):
        overlays[one.agency_id].append(one)
    made = {}
    for key, line in lines.items():
        found = [one for pk in line for one in overlays[pk]]
        found.sort(key=lambda one: (one.issued, line.index(one.agency_id), one.pk))
        made[key] = _built(tuple((one.number, one.text) for one in found))
    return made


def calendar_at(agency: Agency, moment: datetime) -> Calendar:
    """As it was known then: the notices issued by that day, entered and not yet taken back.

    Two queries; when a notice was entered and taken back is in the trace.
    """
    line = [*agency.above, agency.pk]
    rows = {str(one.pk): one for one in CalendarOverlay.objects.filter(agency__in=line)}
    acts = Entry.objects.filter(
        kind=CalendarOverlay._meta.label_lower, object__in=list(rows), at__lte=moment,
        verb__in=[Verb.ADD_OVERLAY.value, Verb.WITHDRAW_OVERLAY.value],
    )  # fmt: skip
    last = dict(acts.order_by("id").values_list("object", "verb"))
    found = [rows[key] for key, verb in last.items() if verb == Verb.ADD_OVERLAY]
    found.sort(key=lambda one: (one.issued, line.index(one.agency_id), one.pk))
    return _built(tuple((one.number, one.text) for one in found), timezone.localdate(moment))


@lru_cache(maxsize=64)
def _built(texts: tuple[tuple[str, str], ...], known: date | None = None) -> Calendar:
    """Known by the very texts of its notices: a change of one makes another calendar."""
    base = national() if known is None else _national_at(known)
    if not texts:
        return base
    return base.with_layers(*(overlay_from_toml(text, number) for number, text in texts))


@lru_cache(maxsize=16)
def _national_at(day: date) -> Calendar:
    issued = [layer.notice.issued for layer in national().layers]
    return national() if day >= max(issued) else national().as_of(day)

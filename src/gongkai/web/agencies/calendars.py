"""The calendar of a body: the national one under the notices of the bodies above it and its own."""

from __future__ import annotations

from functools import lru_cache

from gongkai.law.calendar import Calendar, national
from gongkai.law.calendar.overlay import overlay_from_toml
from gongkai.web.agencies.models import Agency, CalendarOverlay

__all__ = ["calendar_of"]


def calendar_of(agency: Agency) -> Calendar:
    """One query; the calendar itself is built once for each set of notices.

    The later notice prevails; of one day, that of the lower body.
    """
    ids = [*agency.above, agency.pk]
    overlays = CalendarOverlay.objects.filter(agency__in=ids, withdrawn=None)
    found = sorted(overlays, key=lambda one: (one.issued, ids.index(one.agency_id), one.pk))
    return _built(tuple((one.number, one.text) for one in found))


@lru_cache(maxsize=64)
def _built(texts: tuple[tuple[str, str], ...]) -> Calendar:
    """Known by the very texts of its notices: a change of one makes another calendar."""
    if not texts:
        return national()
    return national().with_layers(*(overlay_from_toml(text, number) for number, text in texts))

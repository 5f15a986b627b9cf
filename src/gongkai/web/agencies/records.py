"""What held on a day or in a year: names, leaders, the leading group, meetings, staff, the tree."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Concat

from gongkai.web.agencies.models import (
    Agency,
    AgencyName,
    AgencyPlace,
    GroupMember,
    GroupPart,
    Leader,
    Meeting,
    Post,
    on,
)
from gongkai.web.agencies.roles import Role

__all__ = [
    "group_on", "leaders_on", "meetings_in", "misplaced", "name_on", "parent_on",
    "subtree", "without_full_time",
]  # fmt: skip

# who keep the system going or look on do not do the work of disclosure itself
_NOT_STAFF = (Role.ADMINISTRATOR, Role.AUDITOR, Role.SUPERVISOR)


_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT CAST(%s AS bigint) UNION
        SELECT place.agency_id FROM agencies_agencyplace place
        JOIN below ON place.parent_id = below.id
        WHERE place.since <= %s AND (place.until IS NULL OR place.until >= %s)
    ) SELECT id FROM below
"""


def subtree(agency: Agency, day: date | None = None) -> models.QuerySet[Agency]:
    """The body and all below it, in the order of today's tree; one query.

    With a day, those that existed and stood below it on that day: the figures of a past year roll
    up to the parents of that year (31 December of it), whatever has moved since.
    """
    if day is None:
        return Agency.objects.filter(path__startswith=agency.path)
    below = RawSQL(_BELOW, (agency.pk, day, day))  # noqa: S611 - no text of others in it
    return Agency.objects.filter(on(day), pk__in=below)


def parent_on(agency: Agency, day: date) -> int | None:
    """The id of the body above it; before its founding the first, after its end the last."""
    places: list[AgencyPlace] = sorted(agency.places.all(), key=lambda place: place.since)
    found = [place for place in places if place.since <= day]
    return (found or places)[-1 if found else 0].parent_id


def name_on(agency: Agency, day: date) -> str:
    """The name that it had; before its founding the first, after its end the last."""
    names = agency.names.all()  # may be prefetched
    ordered: list[AgencyName] = sorted(names, key=lambda name: name.since)
    found = [name for name in ordered if name.since <= day]
    return (found or ordered[:1])[-1].name if ordered else agency.name


def leaders_on(agency: Agency, day: date) -> models.QuerySet[Leader]:
    """The leaders of that day in their order."""
    return agency.leaders.filter(on(day))


def group_on(agency: Agency, day: date) -> models.QuerySet[GroupMember]:
    """The leading group of that day: head, deputies, members."""
    rank = [
        models.When(part=part.value, then=models.Value(number))
        for number, part in enumerate(GroupPart)
    ]
    return agency.group.filter(on(day)).order_by(models.Case(*rank), "since", "id")


def meetings_in(agency: Agency, year: int) -> models.QuerySet[Meeting]:
    """The meetings of the year; their `count()` stands in the yearly report."""
    return agency.meetings.filter(day__year=year)


def without_full_time(agencies: models.QuerySet[Agency], day: date) -> models.QuerySet[Agency]:
    """The bodies of that day in which nobody does this work full-time; one query."""
    staff = Post.objects.filter(
        on(day), agency=models.OuterRef("pk"), full_time=True, user__is_active=True
    ).exclude(role__in=_NOT_STAFF)
    return agencies.filter(on(day)).exclude(models.Exists(staff))


def misplaced() -> models.QuerySet[Agency]:
    """The bodies whose path does not follow from their parent's: there should be none."""
    own = Concat(
        Coalesce("parent__path", models.Value("")),
        Cast("pk", models.CharField()),
        models.Value("/"),
        output_field=models.CharField(),
    )
    return Agency.objects.annotate(due=own).exclude(path=models.F("due"))

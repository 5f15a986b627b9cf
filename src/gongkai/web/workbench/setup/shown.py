"""What the kinds of rows in the settings share: who sees which, where they are, common columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency, Delegation, Post, on
from gongkai.web.agencies.moves import Kind, State, Verb, state_of
from gongkai.web.agencies.policies import rows_of
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench.columns import Choice, Column, Flag, Tag, Tone
from gongkai.web.workbench.columns import Kind as Set
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import Fact

__all__ = [
    "AGENCY", "AWAY", "BY_AGENCY", "BY_STATE", "SINCE", "STATE", "UNTIL", "Shown", "agency_of",
    "body_choices", "detail_url", "holding", "list_url", "people_of", "period", "state",
]  # fmt: skip


AWAY = "现在不在这里任职"


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of row in the settings."""

    kind: Kind
    model: type[Model]
    listing: Listing[Any]
    facts: Callable[[Any, date], Sequence[Fact]]
    new: Verb | None
    related: tuple[str, ...]
    help: tuple[str, ...] = ()

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """The rows that this person may see, with what a line of the list shows."""
        rows = people_of(actor) if self.model is User else rows_of(self.model, actor)
        return rows.select_related(*self.related) if self.related else rows


def people_of(actor: Actor) -> QuerySet[User]:
    """The people whose account is kept by, or who have or had a post in, a body within reach.

    `present`: who has a post there, or is to have one; of others all but an administrator, who
    keeps the accounts, see the name and no more.
    """
    bodies = rows_of(Agency, actor).order_by()
    held = Post.objects.filter(user=OuterRef("pk"), agency__in=bodies)
    kept = Q(kept_by__in=bodies.values("pk"))
    still = Q(until=None) | Q(until__gte=timezone.localdate())  # or is to have one
    present = Q(Exists(held.filter(still)))
    if actor.role == Role.ADMINISTRATOR:
        present |= kept
    people = User.objects.filter(kept | Exists(held))
    return people.annotate(present=Case(When(present, then=True), default=False))


def list_url(kind: Kind) -> str:
    """Where all rows of a kind are."""
    return reverse("setup_list", args=[kind.value])


def detail_url(row: Model) -> str:
    """Where one row is."""
    return reverse("setup_detail", args=[row._meta.model_name, row.pk])


def agency_of(row: Any) -> Agency | None:
    """The body to which a row belongs."""
    if isinstance(row, Agency):
        return row
    if isinstance(row, Delegation):
        return row.post.agency
    if isinstance(row, User):
        return Agency.objects.filter(pk=row.kept_by).first() if row.kept_by else None
    found: Agency = row.agency
    return found


# pieces that lists share --------------------------------------------------------------------------


def state(row: Any) -> Tag | str:
    """Only what is not as usual gets a frame."""
    now = state_of(row, timezone.localdate())
    if now is State.CURRENT:
        return now.zh
    return Tag(now.zh, Tone.OPEN if now is State.PLANNED else Tone.PLAIN)


def holding(holds: bool) -> Q:
    """What holds today, or no longer and not yet."""
    return on(timezone.localdate()) if holds else ~on(timezone.localdate())


def body_choices(request: HttpRequest) -> Iterable[tuple[str, str]]:
    """The bodies that this person may see."""
    found = rows_of(Agency, actor_of(request)).values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]


AGENCY = Column[Any]("agency", "机关", lambda row: row.agency.name, ("agency__path",))
SINCE = Column[Any]("since", "自", lambda row: row.since, ("since",), Set.DAY)
UNTIL = Column[Any]("until", "至", lambda row: row.until, ("until",), Set.DAY)
STATE = Column[Any]("state", "状态", state, (), Set.SHORT)
BY_AGENCY = Choice[Any]("agency", "机关", body_choices, "agency")
BY_STATE = Flag[Any]("current", "现在有效", holding)


def period(row: Any) -> list[Fact]:
    """From when to when."""
    return [Fact("自", row.since), Fact("至", row.until, "仍然有效")]

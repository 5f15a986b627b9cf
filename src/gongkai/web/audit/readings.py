"""查阅留痕: who looked at personal data; the line is written before the data are shown."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models

from gongkai.web.audit import chain, verbs
from gongkai.web.audit.actor import Actor
from gongkai.web.audit.models import Entry

__all__ = ["reading", "reading_once"]

_AGAIN = timedelta(minutes=10)


def reading(
    actor: Actor, row: models.Model, what: str, now: datetime, *, reason: str = ""
) -> Entry:
    """Log that somebody reads personal data of a row; `what` names them: 证件号码、联系电话."""
    return chain.append(
        chain.Line(
            act=uuid.uuid4(),
            actor=actor.id,
            actor_name=actor.name,
            role=actor.role,
            agency=actor.agency,
            agency_name=actor.agency_name,
            verb=verbs.READ,
            kind=row._meta.label_lower,
            object=str(row.pk),
            label=str(row)[:300],
            before={},
            after={"read": what},
            reason=reason,
            address=actor.address,
            personal=True,
        ),
        now,
    )


def reading_once(actor: Actor, row: models.Model, what: str, now: datetime) -> None:
    """The same, but one line for a reader who within ten minutes comes back or turns the pages.

    Visitors have no id by which they are known again: each of their readings is a line.
    """
    known = Entry.objects.filter(
        kind=row._meta.label_lower, object=str(row.pk), verb=verbs.READ, after={"read": what},
        actor=actor.id, role=actor.role, agency=actor.agency, at__gte=now - _AGAIN,
        address=actor.address,
    )  # fmt: skip
    if actor.id is None or not known.exists():
        reading(actor, row, what, now)

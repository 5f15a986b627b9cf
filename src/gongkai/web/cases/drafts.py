"""草稿: what a visitor has begun to write, sealed, found by a key that only his browser has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from gongkai.web.agencies.models import Agency
from gongkai.web.cases.models import Draft

__all__ = ["DAYS", "discard", "drop_old", "found", "keep", "values_of"]

DAYS = 30


def found(key: str, now: datetime) -> Draft | None:
    """The draft with that key, if it is not too old; anything that is no key finds none."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    rows = Draft.objects.filter(changed__gte=now - timedelta(days=DAYS)).select_related("agency")
    return rows.filter(key=wanted).first()


def values_of(draft: Draft | None) -> dict[str, str]:
    """What was typed, by the names of the fields."""
    return dict(json.loads(draft.values)) if draft is not None else {}


def keep(draft: Draft | None, agency: Agency, values: Mapping[str, str], now: datetime) -> Draft:
    """Write it down, as a new one or in place of what stood there."""
    draft = draft or Draft()
    draft.agency, draft.changed = agency, now
    draft.values = json.dumps(dict(values), ensure_ascii=False)
    draft.save()
    return draft


def discard(key: str) -> None:
    """Delete it."""
    try:
        Draft.objects.filter(key=UUID(key)).delete()
    except ValueError:
        return


@task()
def drop_old() -> str:
    """Delete what nobody went on with; done each day by the worker."""
    last = timezone.now() - timedelta(days=DAYS)
    count, _ = Draft.objects.filter(changed__lt=last).delete()
    return f"删除过期草稿{count}份"

"""Every kind of row of the settings by the slug in its address, in the order of the tabs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Section, on
from gongkai.web.workbench.setup.bodies import BODIES
from gongkai.web.workbench.setup.face import FACE
from gongkai.web.workbench.setup.shown import Shown

__all__ = ["KINDS", "counted"]

KINDS: dict[str, Shown] = {shown.kind.value: shown for shown in (*BODIES, *FACE)}


def counted(shown: Shown, rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """With the figures that a line of the list shows."""
    found = rows
    if shown.model is Section:
        found = rows.annotate(people=Count("post", filter=on(day, "post__"), distinct=True))
    if shown.model is User:
        found = rows.annotate(held=Count("posts", filter=on(day, "posts__"), distinct=True))
    return found

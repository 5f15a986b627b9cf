"""样例城市的办理设置: courts, channels, ways to pay — all invented — for every body of the city."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gongkai.web.acting import perform
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases.actions.setup import SetDesk
from gongkai.web.cases.models import Desk

__all__ = ["load"]

_DEFAULTS: dict[str, Any] = {
    "online": True, "email": False, "fax": False, "inner_days": 5, "correction_days": 15,
    # what came before was handled on paper: the year that is entered later
    "review_body": "", "began": date(2025, 1, 1),
}  # fmt: skip


def load(now: datetime, folder: Path) -> None:
    """Set up the desks that are not there yet, in the caller's transaction."""
    keys = {
        entry["key"]: entry["credit_code"]
        for entry in tomllib.loads((folder / "bodies.toml").read_text("utf-8"))["body"]
    }
    tables = tomllib.loads((folder / "desks.toml").read_text("utf-8"))
    bodies = {body.credit_code: body for body in Agency.objects.filter(desk=None, until=None)}
    for entry in tables["desk"]:
        body = bodies.get(keys[entry["body"]])
        if body is None:
            continue
        usual = tables["usual"].get(entry["body"].partition("-")[0], tables["usual"]["city"])
        facts = {**_DEFAULTS, **usual, **entry}
        del facts["body"]
        perform(SetDesk(), SYSTEM, Desk(agency=body), now=now, **facts)

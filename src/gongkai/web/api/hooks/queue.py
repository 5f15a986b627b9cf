"""排队: a message to each hook that asks for the event, in the transaction of the act."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from gongkai.web.acting import Act
from gongkai.web.api.events import event_of
from gongkai.web.api.models import Delivery, Hook

__all__ = ["on_performed", "put"]


def on_performed(sender: object, verb: str, act: Act[Any], **_: Any) -> None:
    """What an act means for the hooks of the body to which its row belongs."""
    event = event_of(verb)
    if event is None:
        return
    agency = event.agency(act.row)
    if agency is None:
        return
    running = Hook.objects.filter(agency=agency, ended=None, stopped=None)
    put([one for one in running if event.id in one.events], event.id, act, url=event.url(act.row))


def put(hooks: Iterable[Hook], event: str, act: Act[Any], *, url: str) -> None:
    """One message a hook, and a task for each."""
    from gongkai.web.api.hooks.tasks import deliver

    for hook in hooks:
        id = uuid.uuid4()
        body = {
            "id": str(id),
            "event": event,
            "at": act.now.astimezone(UTC).isoformat(timespec="seconds"),
            "agency": hook.agency_id,
            "url": url,
        }
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        Delivery.objects.create(id=id, hook=hook, event=event, body=text, made=act.now, due=act.now)
        deliver.enqueue(str(id))

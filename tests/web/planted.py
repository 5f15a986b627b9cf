"""A body full of rows of every kind, each text with a mark: an answer that shows one is found out.

`ZQX7731` begins what stays within the body; `PUB7731` what the portal shows to everybody.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import (
    Agency,
    CalendarOverlay,
    ContactBlock,
    Delegation,
    GroupMember,
    Leader,
    Meeting,
    NumberSeries,
    Post,
    Section,
)
from gongkai.web.agencies.roles import Role
from gongkai.web.api.models import Delivery as HookDelivery
from gongkai.web.api.models import Hook, Replay, Token, Usage
from gongkai.web.audit import chain, verbs
from gongkai.web.audit.models import Entry
from gongkai.web.files.kinds import Kind, State
from gongkai.web.files.models import Content, File, Preview
from gongkai.web.files.storage import new_name, page_name, storage
from gongkai.web.messages.actions import hashed
from gongkai.web.messages.models import (
    Announcement,
    Attempt,
    Delivery,
    FeedToken,
    Message,
    Override,
    Preference,
)
from gongkai.web.messages.moves import Step
from gongkai.web.workbench.models import Export, SavedView
from tests.web.agencies.world import LONG_AGO, unique
from tests.web.planted_cases import plant_cases

__all__ = ["KIND", "Planted", "mark", "marks", "plant"]

KIND = "agencies.section"  # what has files in these tests
_MARK = re.compile(r"(?:ZQX|PUB)7731[a-z]+")

Planted = dict[str, Any]  # what kind of row → the first one


def mark(word: str, number: int = 0) -> str:
    """A text that stands nowhere else."""
    return f"ZQX7731{word}{number}"


def marks(text: str) -> set[str]:
    """Which kinds of planted text are in there, without their numbers."""
    return set(_MARK.findall(text))


def plant(body: Agency, holder: User, count: int = 1) -> Planted:
    """So many rows of each kind in the body; what is a person's is the holder's."""
    now = timezone.now()
    one: Planted = {"agency": body, "holder": holder}

    def rows(word: str, model: Any, make: Callable[[int], dict[str, Any]]) -> list[Any]:
        made = model._base_manager.bulk_create(model(**make(n)) for n in range(count))
        one[word] = made[0]
        return list(made)

    Agency.objects.filter(pk=body.pk).update(short_name="PUB7731short")
    dated = {"agency": body, "since": LONG_AGO}
    sections = rows("section", Section, lambda n: {**dated, "name": mark("section", n)})
    people = rows("user", User, lambda n: {
        "username": unique("planted"), "name": mark("person", n), "phone": mark("phone", n),
        "email": f"{mark('mail', n)}@city.example", "kept_by": body.pk,
    })  # fmt: skip
    posts = rows("post", Post, lambda n: {
        **dated, "user": people[n], "section": sections[n], "role": Role.HANDLER,
    })  # fmt: skip
    rows("delegation", Delegation, lambda n: {
        "post": posts[n], "to": holder, "since": LONG_AGO, "reason": mark("reason", n),
        "until": timezone.localdate(now) + timedelta(days=9),
    })  # fmt: skip
    rows("leader", Leader, lambda n: {**dated, "name": f"PUB7731leader{n}", "title": "局长"})
    rows("groupmember", GroupMember, lambda n: {**dated, "name": mark("member", n), "title": "员"})
    rows("meeting", Meeting, lambda n: {
        "agency": body, "day": date(2026, 4, 1), "topic": mark("topic", n),
        "decisions": mark("decision", n),
    })  # fmt: skip
    contact, _ = ContactBlock.objects.update_or_create(
        agency=body, defaults={"office": "PUB7731office", "address": "PUB7731place", "hours": "日",
                               "phone": "PUB7731call"},
    )  # fmt: skip
    one["contactblock"] = contact
    rows("calendaroverlay", CalendarOverlay, lambda n: {
        "agency": body, "number": mark("notice", n), "issued": date(2026, 1, 10),
        "text": f'number = "{mark("notice", n)}"\nissued = 2026-01-10\nholidays = [2026-09-17]\n',
    })  # fmt: skip
    rows("series", NumberSeries, lambda n: {"agency": body, "kind": f"k{n}", "year": 2026})
    _plant_api(body, rows, now)
    _plant_messages(body, holder, rows, now)
    _plant_files(body, rows, now)
    plant_cases(body, sections[0], one["file"], rows, now, mark)
    rows("view", SavedView, lambda n: {
        "user": holder, "listing": "agencies", "name": mark("view", n), "query": "",
    })  # fmt: skip
    exports = rows("export", Export, lambda n: {
        "user": holder, "path": f"/work/{mark('path', n)}/", "zh": mark("export", n), "unit": "条",
        "total": 1, "made": now, "finished": now, "name": f"{mark('export', n)}.csv",
    })  # fmt: skip
    folder = Path(settings.DATA) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / exports[0].key.hex).write_text(mark("exported"), "ascii")
    rows("authenticator", Authenticator, lambda n: {
        "user": holder, "type": "webauthn", "data": {"name": mark("key", n)},
    })  # fmt: skip
    verb = verbs.register("test_planted", "试验")
    chain.append_all(
        [
            chain.Line(
                act=uuid.uuid4(), actor=holder.pk, actor_name=mark("actor", n), role="handler",
                agency=body.pk, agency_name=body.name, verb=verb, kind=KIND,
                object=str(sections[n].pk), label=mark("label", n), before={},
                after={"name": mark("after", n)}, reason=mark("why", n),
            )
            for n in range(count)
        ],
        now,
    )  # fmt: skip
    one["entry"] = Entry.objects.get(label=mark("label"), agency=body.pk)
    return one


_Rows = Callable[[str, Any, Callable[[int], dict[str, Any]]], list[Any]]


def _plant_api(body: Agency, rows: _Rows, now: Any) -> None:
    tokens = rows("token", Token, lambda n: {
        "agency": body, "name": mark("token", n), "prefix": uuid.uuid4().hex[:8],
        "digest": "0" * 64, "scopes": ["read:agencies"], "made": now, "maker": mark("maker", n),
        "expires": now + timedelta(days=9),
    })  # fmt: skip
    rows("usage", Usage, lambda n: {"token": tokens[n], "last": now, "address": mark("from", n)})
    hooks = rows("hook", Hook, lambda n: {
        "agency": body, "url": f"https://oa.example.com/{mark('hook', n)}", "made": now,
        "events": ["section.changed"], "seed": "0" * 32,
    })  # fmt: skip
    rows("replay", Replay, lambda n: {
        "token": tokens[n], "key": "k", "fingerprint": "", "at": now, "status": 200,
        "body": json.dumps({"name": mark("replay", n)}),
    })  # fmt: skip
    rows("hookdelivery", HookDelivery, lambda n: {
        "id": uuid.uuid4(), "hook": hooks[n], "event": "section.changed", "made": now, "due": now,
        "body": mark("told", n), "problem": mark("problem", n),
    })  # fmt: skip


def _plant_messages(body: Agency, holder: User, rows: _Rows, now: Any) -> None:
    told = rows("message", Message, lambda n: {
        "user": holder, "agency": body, "act": uuid.uuid4(), "kind": "announcement", "template": 1,
        "subject": mark("subject", n), "text": mark("text", n), "at": now,
    })  # fmt: skip
    sent = rows("delivery", Delivery, lambda n: {
        "user": holder, "agency": body, "message": told[n], "channel": "mail",
        "kind": "announcement", "subject": mark("letter", n), "state": "doubtful", "made": now,
        "due": now,
    })  # fmt: skip
    # the log of one letter may be long too
    rows("attempt", Attempt, lambda n: {
        "delivery": sent[0], "at": now, "step": Step.DOUBT.value, "said": mark("said", n),
    })  # fmt: skip
    rows("feed", FeedToken, lambda n: {
        "user": holder, "feed": "due", "name": mark("feed", n), "hash": hashed(uuid.uuid4().hex),
        "made": now,
    })  # fmt: skip
    rows("announcement", Announcement, lambda n: {
        "agency": body, "subject": mark("notice", n), "text": mark("text", n), "at": now,
    })  # fmt: skip
    Preference.objects.get_or_create(user=holder)
    rows("override", Override, lambda n: {
        "agency": body, "kind": "announcement", "number": n + 1, "subject": mark("worded", n),
        "text": mark("worded", n), "at": now, "ended": now if n else None,
    })  # fmt: skip


def _plant_files(body: Agency, rows: _Rows, now: Any) -> None:
    section = Section.objects.filter(agency=body, name=mark("section")).get()
    some = {
        "agency": body, "owner_kind": KIND, "owner": str(section.pk), "size": 20, "received": 20,
        "added": now, "changed": now,
    }  # fmt: skip
    kinds: Iterable[tuple[str, Kind, State]] = (
        ("file", Kind.TXT, State.READY), ("picture", Kind.PNG, State.READY),
        ("removed", Kind.TXT, State.REMOVED),
    )  # fmt: skip
    for word, kind, state in kinds:
        text, blob = mark(f"bytes{word}").encode(), new_name()
        storage().save(blob, ContentFile(text))
        storage().save(page_name(blob, 1), ContentFile(mark("page").encode()))
        content = Content.objects.create(
            agency=body, sha256=uuid.uuid4().hex * 2, size=len(text), kind=kind, blob=blob,
            text=text.decode(), preview=Preview.MADE, pages=1, page_count=1,
        )  # fmt: skip
        named = {**some, "content": content, "kind": kind, "state": state}
        rows(word, File, lambda n, w=word, d=named: {**d, "name": f"{mark(w, n)}.txt"})  # type: ignore[misc]
    rows("receiving", File, lambda n: {
        **some, "received": 0, "name": f"{mark('receiving', n)}.txt", "state": State.RECEIVING,
    })  # fmt: skip

"""The rows of the desk, planted with marks as `planted` does for the rest."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from gongkai.web.agencies.models import Agency, Section
from gongkai.web.cases import models as m
from gongkai.web.files.models import File
from gongkai.web.files.storage import new_name, storage

__all__ = ["plant_cases"]

Mark = Callable[[str, int], str]
Rows = Callable[[str, Any, Callable[[int], dict[str, Any]]], list[Any]]
DAY = date(2026, 11, 2)


def plant_cases(
    body: Agency, section: Section, source: File, rows: Rows, now: Any, mark: Mark
) -> None:
    """Cases in hand of one section, each with a row of every kind that belongs to it."""
    count = len(rows("case", m.Case, lambda n: {
        "agency": body, "number": f"{mark('casenumber', n)}-{body.pk}", "code": uuid.uuid4().hex,
        "channel": "in-person", "entered": now, "arrived": DAY, "title": mark("casetitle", n),
        "description": mark("asked", n), "wanted_form": "electronic", "way": "online",
        "column": "natural_person", "state": "in-hand", "stage": "deciding", "received": DAY,
        "due": DAY + timedelta(days=28), "clock": "runs", "outcome": "D12", "token": uuid.uuid4(),
        "registered": now, "registered_by": mark("clerk", n),
    }))  # fmt: skip
    cases = list(m.Case.objects.filter(agency=body).order_by("pk"))
    assert len(cases) == count

    def of(word: str, model: Any, make: Callable[[int], dict[str, Any]]) -> list[Any]:
        return rows(word, model, lambda n: {"case": cases[n], **make(n)})

    of("rectification", m.Rectification, lambda n: {
        "proof": mark("proof", n), "grounds": mark("examined", n), "result": mark("rectified", n),
    })  # fmt: skip
    other = Agency.objects.exclude(pk=body.pk).order_by("pk").first()
    of("handover", m.Handover, lambda n: {
        "origin": other, "successor": body, "day": DAY, "stage": "arrived", "at": now,
        "reason": mark("handed", n), "actor": mark("hander", n),
    })  # fmt: skip
    of("proposal", m.Proposal, lambda n: {
        "origin": "applicant", "state": "declined", "text": mark("wished", n), "made": DAY,
        "maker": mark("maker", n), "reason": mark("declined", n),
    })  # fmt: skip
    of("party", m.Party, lambda n: {
        "kind": "person", "name": mark("applicant", n), "name_print": uuid.uuid4().hex,
        "identity": mark("identity", n), "phone": mark("dial", n), "address": mark("home", n),
    })  # fmt: skip
    of("step", m.Step, lambda n: {
        "place": 1, "verb": "register", "day": DAY, "at": now, "actor": mark("stepper", n),
    })  # fmt: skip
    of("stamp", m.Stamp, lambda n: {
        "stage": "arrived", "at": now, "actor": mark("stamper", n), "reason": mark("stamped", n),
    })  # fmt: skip
    of("assignment", m.Assignment, lambda n: {
        "section": section, "assigned": now, "assigned_by": mark("assigner", n), "due": DAY,
        "opinion": "disclose", "basis": mark("basis", n), "opined": now, "opined_by": "甲",
    })  # fmt: skip
    of("inquiry", m.Inquiry, lambda n: {
        "who": "third-party", "name": mark("third", n), "question": mark("question", n),
        "sent": DAY, "reached": DAY, "answer": "consent", "answered": DAY,
    })  # fmt: skip
    of("conference", m.Conference, lambda n: {
        "day": DAY, "attendees": mark("attending", n), "opinions": mark("held", n),
        "conclusion": mark("concluded", n), "entered": now, "entered_by": "甲",
    })  # fmt: skip
    of("evidence", m.Evidence, lambda n: {
        "kind": "search_log", "day": DAY, "place": mark("searched", n), "by": "甲",
        "text": mark("evidence", n), "entered": now, "entered_by": "甲",
    })  # fmt: skip
    of("item", m.Item, lambda n: {
        "text": mark("item", n), "code": "D12", "reason": mark("decided", n),
        "details": {"information": [mark("given", n)], "form": "电子数据", "way": "网上获取"},
    })  # fmt: skip
    blobs = {}
    for word in ("pdf", "docx", "result", "package"):
        blobs[word] = new_name()
        storage().save(blobs[word], ContentFile(mark(f"frozen{word}", 0).encode()))
    papers = of("paper", m.Paper, lambda n: {
        "notice": "T16", "state": "sent", "number": mark("papernumber", n), "dated": DAY,
        "made": now, "sent": now, "drafter": mark("drafter", n), "signer": mark("signer", n),
        "text": mark("papertext", n), "pdf": blobs["pdf"], "docx": blobs["docx"],
        "content": {"title": "答复书"},
    })  # fmt: skip
    states = ("waiting", "sent", "refused", "signed", "void")
    of("letter", m.Letter, lambda n: {
        "verb": "cases.notify_fee", "notice": "T14", "state": states[n % len(states)],
        "facts": {"reason": mark("charged", n)}, "text": mark("lettertext", n),
        "digest": "0" * 64, "asked": now, "asker": mark("asker", n), "signed": now,
        "signer": mark("lettersigner", n), "comment": mark("lettercomment", n),
        "paper": papers[n] if states[n % len(states)] == "sent" else None,
    })  # fmt: skip
    rows("review", m.Review, lambda n: {
        "paper": papers[n], "kind": "law", "passed": True, "comment": mark("comment", n),
        "digest": "0" * 64, "at": now, "actor": mark("reviewer", n),
    })  # fmt: skip
    rows("service", m.Service, lambda n: {
        "paper": papers[n], "method": "electronic", "sent": DAY, "at": now,
        "to": mark("sentto", n), "receiver": mark("receiver", n), "actor": "甲",
    })  # fmt: skip
    rows("template", m.Template, lambda n: {
        "agency": body, "notice": "T04", "number": n + 1, "text": mark("template", n),
        "since": now, "ended": now if n else None, "author": mark("author", n),
    })  # fmt: skip
    m.Desk.objects.update_or_create(
        agency=body, defaults={"court": "PUB7731court", "payment": mark("payment", 0)}
    )
    m.Draft.objects.create(agency=body, values='{"name": "ZQX7731draft0"}', changed=now)
    rows("dispute", m.Dispute, lambda n: {
        "agency": body, "case": cases[n], "forum": "reconsideration", "opened": DAY,
        "numbers": [mark("disputenumber", n)], "body": mark("forum", n),
        "lessons": mark("lesson", n),
    })  # fmt: skip
    rows("complaint", m.Complaint, lambda n: {
        "agency": body, "case": cases[n], "kind": "complaint", "day": DAY,
        "source": mark("source", n), "text": mark("complained", n),
    })  # fmt: skip
    of("redaction", m.Redaction, lambda n: {
        "source": source, "begun": now, "actor": mark("redactor", n), "result": blobs["result"],
        "result_kind": "pdf", "notes": [mark("noted", n)], "released": True, "made": now,
    })  # fmt: skip
    of("package", m.Package, lambda n: {
        "blob": blobs["package"], "sha256": "0" * 64, "size": 20, "at": now, "retention": "10年",
        "state": "ready", "begun": now,
        "contents": [{"name": mark("packed", n), "sha256": "0" * 64, "bytes": 1}],
        "actor": mark("archivist", n),
    })  # fmt: skip
    of("filledsheet", m.FilledSheet, lambda n: {
        "sheet": "t02", "values": {"note": mark("filled", n)}, "at": now,
        "actor": mark("filler", n),
    })  # fmt: skip
    of("duechange", m.DueChange, lambda n: {
        "before": DAY, "after": DAY, "was_provisional": True, "provisional": False,
        "why": mark("moved", n), "calendar": "x", "at": now,
    })  # fmt: skip
    of("reminder", m.Reminder, lambda n: {"kind": "due", "key": f"k{n}", "at": now})

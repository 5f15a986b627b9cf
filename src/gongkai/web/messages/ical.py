"""iCalendar (RFC 5545): all-day events as text, lines folded at 75 octets, CRLF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

__all__ = ["Event", "calendar", "escaped", "folded"]

_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, or from a day to a day, both included.

    `uid` is unique in the installation and stays the same when the event changes; `stamp` is when
    it was last changed.
    """

    uid: str
    day: date
    zh: str
    stamp: datetime
    until: date | None = None
    text: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], *, domain: str) -> str:
    """A whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//gongkai//calendar//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event, domain)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(event: Event, domain: str) -> Iterator[str]:
    last = event.until or event.day
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}@{domain}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"  # the first day after
    yield f"SUMMARY:{escaped(event.zh)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    if event.url:
        yield f"URL:{_address(event.url)}"  # a URI is not escaped as text is
    yield "TRANSP:TRANSPARENT"  # the day is not taken by it
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A value of type TEXT; control characters, which no line may have, are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(c for c in text if c == "\t" or (c >= " " and c != "\x7f"))


def _address(url: str) -> str:
    return "".join(c for c in url if c > " " and c != "\x7f")


def folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, the later ones after a space; no character is cut."""
    part, size = "", 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > _OCTETS:
            yield part
            part, size = " ", 1
        part += char
        size += width
    yield part

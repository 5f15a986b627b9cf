"""个人信息: numbers, addresses and names of people in a Chinese text, each with its place.

A text may come from a page: digits in full width, split by blanks or by line ends. What is found
is a proposal for the officer, never a decision.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from gongkai.redaction.marks import Mark
from gongkai.redaction.pages import Box, Pages
from gongkai.redaction.personal import Finding, Kind
from gongkai.redaction.personal_names import names_in
from gongkai.redaction.personal_numbers import numbers_in
from gongkai.redaction.personal_places import places_in

__all__ = ["Finding", "Hit", "Kind", "find", "find_text", "mark_hit"]


_LONG = 18  # characters; a line of an official paper has 28, a cell of a table fewer
_IN_WORD = re.compile(r"[\u3400-\u9fff0-9A-Za-z\uff10-\uff19]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding on a page (from 0): place in the page's text, boxes, how sure, why."""

    kind: str
    zh: str
    text: str
    page: int
    start: int
    stop: int
    boxes: tuple[Box, ...]
    confidence: float
    ground: str
    why: str


def find_text(text: str) -> list[Finding]:
    """Personal data in a text, in order; where two overlap, the surer one is given."""
    flat, places = _flat(text)
    numbers = numbers_in(flat)
    found = [*numbers, *places_in(flat)]
    found += names_in(flat, found)
    found.sort(key=lambda one: (-one.confidence, one.start - one.stop, one.start))
    taken = bytearray(len(flat))
    kept = []
    for one in found:
        if any(taken[one.start : one.stop]):
            continue
        taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
        kept.append(replace(one, start=places[one.start], stop=places[one.stop - 1] + 1).of(text))
    return sorted(kept, key=lambda one: one.start)


def find(pages: Pages) -> list[Hit]:
    """Personal data on all pages; a name found on one is looked for on every page."""
    joined = "\f".join(page.text for page in pages.pages)
    starts, at = [], 0
    for page in pages.pages:
        starts.append(at)
        at += len(page.text) + 1
    hits = []
    number = 0
    for one in find_text(joined):
        while number + 1 < len(starts) and one.start >= starts[number + 1]:
            number += 1
        page, start = pages.pages[number], one.start - starts[number]
        stop = min(one.stop - starts[number], len(page.text))
        hits.append(
            Hit(
                one.kind, one.zh, page.text[start:stop], number, start, stop,
                page.boxes_of(start, stop), one.confidence, one.ground, one.why,
            )
        )  # fmt: skip
    return hits


def mark_hit(hit: Hit, ground: str = "") -> Mark:
    """The mark that takes a hit out, by its own ground unless another is given."""
    return Mark(hit.page, hit.boxes, ground or hit.ground, hit.text)


def _flat(text: str) -> tuple[str, list[int]]:
    """Half-width and upper case, lines of running text joined; and where each character stood.

    A long line that ends without a full stop goes on in the next: a name may be split there.
    """
    out: list[str] = []
    places: list[int] = []
    line = 0
    for at, char in enumerate(text):
        if char == "\n":
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if at - line >= _LONG and _IN_WORD.match(before) and _IN_WORD.match(after):
                line = at + 1
                continue
            line = at + 1
        plain = unicodedata.normalize("NFKC", char).upper()
        out.append(plain if len(plain) == 1 else char)
        places.append(at)
    return "".join(out), places

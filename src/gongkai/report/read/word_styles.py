"""The paragraph styles of a Word document, as far as a reader needs them: headings and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

__all__ = ["Style", "Styles", "is_outline"]

_HEADING = re.compile(r"(?:heading|标题)\s*\d*|title|大标题|文档标题", re.IGNORECASE)
_GENERATIONS = 12
_LOOK_UPS = 200  # of definitions; real documents use 5 to 50


def _property(name: str) -> re.Pattern[str]:
    return re.compile(rf"""<(?:\w+:)?{name}\b[^>]*?\bval\s*=\s*["']([^"']*)["']""")


_NAME, _BASE, _OUTLINE = _property("name"), _property("basedOn"), _property("outlineLvl")
_LIST, _LEVEL = _property("numId"), _property("ilvl")


class Style(NamedTuple):
    """What a paragraph inherits from its style."""

    heading: bool = False
    list_id: str = ""
    level: int = 0


def is_outline(level: str) -> bool:
    """Whether an outline level is that of a heading: 0 to 8; 9 is running text."""
    return level.isdecimal() and int(level) < 9


class Styles:
    """Styles by their id, looked up in the text of the styles part.

    The part is ten times as large as the text of a report, and parsing it takes longer than
    everything else together; so it is inflated only until the few styles in use are found and
    they are cut out of it. One that is not written the usual way costs a heading its mark or its
    number, never a word.
    """

    def __init__(self, load: Callable[[], Iterator[bytes]]) -> None:
        """`load` gives the styles part in pieces; called when first needed."""
        self._load = load
        self._rest: Iterator[bytes] | None = None
        self._xml = bytearray()
        self._left = _LOOK_UPS
        self._known: dict[str, Style] = {}

    def __getitem__(self, style_id: str) -> Style:
        known = self._known.get(style_id)
        if known is None:
            known = self._known[style_id] = self._look_up(style_id)
        return known

    def _look_up(self, style_id: str) -> Style:
        heading = _is_heading(style_id)
        list_id, level = "", ""
        base = style_id
        for _ in range(_GENERATIONS):
            text = self._definition(base)
            outline = _first(_OUTLINE, text)
            heading = heading or _is_heading(_first(_NAME, text)) or is_outline(outline)
            level = level or _first(_LEVEL, text)
            list_id = list_id or _first(_LIST, text)
            base = _first(_BASE, text)
            if not base:
                break
        return Style(heading, "" if list_id == "0" else list_id, int(level or 0))

    def _definition(self, style_id: str) -> str:
        if self._rest is None:
            self._rest = self._load()
        self._left -= 1
        if self._left < 0:
            return ""
        start = -1
        wanted = [f"styleId={quote}{style_id}{quote}".encode() for quote in "\"'"]
        seen = 0
        while True:
            if start < 0:
                start = max(self._xml.find(one, seen) for one in wanted)
            end = self._xml.find(b"style>", max(start, seen))
            if start >= 0 and end >= 0:
                return self._xml[start:end].decode("utf-8", "replace")
            piece = next(self._rest, b"")
            if not piece:
                return ""
            seen = max(0, len(self._xml) - len(wanted[0]))
            self._xml += piece


def _is_heading(name: str) -> bool:
    return bool(_HEADING.fullmatch(name))


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""

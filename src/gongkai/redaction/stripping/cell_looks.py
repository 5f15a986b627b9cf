"""How a cell of a workbook looks: whether its number format and its colour show its value."""

from __future__ import annotations

import math
import re
from typing import Any

from gongkai.redaction.stripping.colours import (
    BLACK,
    WHITE,
    Colour,
    alike,
    of_hex,
    theme_of,
    tinted,
)
from gongkai.redaction.stripping.package import Package, local

__all__ = ["Looks"]

# what a format does not print of a value: words in quotes, signs escaped, filled or skipped, [红色]
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLACES = re.compile(r"[0#?@ymdhseagb]|general", re.IGNORECASE)
_INDEXED = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}


class Looks:
    """The formats of a workbook by the number that a cell names."""

    def __init__(self, package: Package) -> None:
        self._theme = theme_of(package)
        self._codes: dict[int, str] = {}
        self._lists: dict[str, list[Any]] = {}
        name = next((one for kind, one in package.targets(package.main) if kind == "styles"), "")
        for part in package.tree(name) if name else ():
            self._lists[local(part)] = list(part)
            if local(part) == "numFmts":
                for one in part:
                    self._codes[_number(one.get("numFmtId"))] = one.get("formatCode") or ""

    def hides(self, style: str | None, kind: str, text: str) -> bool:
        """Whether a cell of that style, type (s, str, n …) and value prints nothing of it."""
        return any(_shows_nothing(code, kind, text) for code in self._formats(_number(style)))

    def unreadable(self, style: str | None) -> bool:
        """Whether its text has the colour of its ground."""
        cell = self._at("cellXfs", _number(style))
        return cell is not None and self._alike(
            self._at("fonts", _number(cell.get("fontId"))),
            self._at("fills", _number(cell.get("fillId"))),
        )

    def rule_hides(self, number: str | None) -> bool:
        """Whether the look that a condition gives may hide a value."""
        look = self._at("dxfs", _number(number, -1))
        if look is None:
            return False
        parts = {local(one): one for one in look}
        format_ = parts.get("numFmt")
        if format_ is not None and _shows_nothing(format_.get("formatCode") or "", "n", "1"):
            return True
        font = parts.get("font")
        coloured = font is not None and any(local(one) == "color" for one in font)
        return coloured and self._alike(font, parts.get("fill"))

    def pale(self, run: Any) -> bool:
        """Whether a part of a text has the colour of paper."""
        properties = next((one for one in run if local(one) == "rPr"), None)
        colour = self._colour(_named(properties, "color"))
        return colour is not None and alike(colour, WHITE)

    def _formats(self, style: int) -> list[str]:
        """The format of a style; that of the named style too where the first is not applied."""
        cell = self._at("cellXfs", style)
        if cell is None:
            return []
        found = [cell.get("numFmtId")]
        if cell.get("applyNumberFormat") in ("0", "false"):
            under = self._at("cellStyleXfs", _number(cell.get("xfId")))
            found += [under.get("numFmtId")] if under is not None else []
        return [self._codes[n] for n in map(_number, found) if n in self._codes]

    def _alike(self, font: Any, fill: Any) -> bool:
        ink, ground = _named(font, "color"), WHITE
        pattern = _named(fill, "patternFill")
        # a condition paints plainly with the second colour, a cell with the first
        rule = fill is not None and local(fill.getparent()) == "dxf"
        usual, names = ("solid", ("bgColor", "fgColor")) if rule else ("none", ("fgColor",))
        if pattern is not None and pattern.get("patternType", usual) not in ("none", "gray125"):
            shades = [one for one in (_named(pattern, name) for name in names) if one is not None]
            if ink is not None and shades and dict(ink.attrib) == dict(shades[0].attrib):
                return True
            found = self._colour(shades[0]) if shades else None
            if found is None:
                return False
            ground = found
        colour = self._colour(ink)
        return colour is not None and alike(colour, ground)

    def _colour(self, element: Any) -> Colour | None:
        if element is None:
            return BLACK
        if element.get("rgb"):
            colour = of_hex(element.get("rgb"))
        elif element.get("theme") is not None:
            place = _number(element.get("theme"))
            colour = self._theme[place] if place < len(self._theme) else None
        else:
            colour = _INDEXED.get(_number(element.get("indexed"), -1))
        try:
            tint = float(element.get("tint", "0"))
        except ValueError:
            tint = 0.0
        return tinted(colour, tint) if colour is not None and math.isfinite(tint) else colour

    def _at(self, name: str, place: int) -> Any:
        rows = self._lists.get(name, [])
        return rows[place] if 0 <= place < len(rows) else None


def _named(element: Any, name: str) -> Any:
    if element is None:
        return None
    return next((one for one in element if local(one) == name), None)


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else otherwise


def _shows_nothing(code: str, kind: str, text: str) -> bool:
    """Whether the section of a number format that takes the value prints nothing of it."""
    sections = _WORDS.sub("", _split(code)).split("\0")
    if "[" in code and "=" in code or "<" in code or ">" in code:
        return not any(map(_PLACES.search, sections))  # conditions of its own: only if none shows
    if kind in ("s", "str", "inlineStr"):
        if len(sections) > 3:
            section = sections[3]
        else:
            texts = [one for one in sections if "@" in one]
            section = texts[0] if texts else "@"
    else:
        try:
            size = float(text)
        except ValueError:
            return False
        if size == 0:
            return False  # a zero that is not printed tells nothing
        section = sections[1] if size < 0 and len(sections) > 1 else sections[0]
    return not _PLACES.search(section)


def _split(code: str) -> str:
    """The code with its sections parted by a sign that is in no code."""
    out, quoted, at = [], False, 0
    while at < len(code):
        char = code[at]
        if char == '"':
            quoted = not quoted
        if char == "\\" and not quoted:
            out.append(code[at : at + 2])
            at += 2
            continue
        out.append("\0" if char == ";" and not quoted else char)
        at += 1
    return "".join(out)

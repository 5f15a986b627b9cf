"""Glyphs with their boxes → lines → text. Shared by PDF pages and scans.

A glyph is a tuple (character, left, top, right, bottom) in points from the upper left corner of
the page as it is read; plain tuples because a report has some ten thousand of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

__all__ = ["Box", "Glyph", "Line", "Word", "clean", "lines_of", "plain_text", "text_of", "words_of"]

Box = tuple[float, float, float, float]
Glyph = tuple[str, float, float, float, float]


class Line(NamedTuple):
    """Glyphs beside each other, from left to right, and how high they reach."""

    glyphs: list[Glyph]
    top: float
    bottom: float

    @property
    def box(self) -> Box:
        return (self.glyphs[0][1], self.top, max(g[3] for g in self.glyphs), self.bottom)


class Word(NamedTuple):
    """Part of a line that stands apart from the rest."""

    text: str
    box: Box


# simplified radicals for which Unicode has no compatibility mapping, but which fonts use for the
# ordinary characters
_RADICALS = str.maketrans(
    "⺠⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "民月虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
_left = itemgetter(1)


def clean(code: int) -> str:
    """The character that a reader of the page sees; empty for what is not visible.

    Kangxi radicals, compatibility ideographs and ligatures become ordinary characters; a hyphen
    that pdfium took for a word break (U+0002, U+FFFE) is a hyphen again.
    """
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", chr(code)).translate(_RADICALS)
    if 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", chr(code))
    if code in (0x02, 0xFFFE):
        return "-"
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0xAD, 0xFEFF) or 0x200B <= code <= 0x200F:
        return ""
    if 0xD800 <= code <= 0xDFFF:
        return ""
    return chr(code)


_DIGITS_APART = 0.35  # of the height


def plain_text(glyphs: Sequence[Glyph]) -> str | None:
    """Text of glyphs that come in reading order, closely set and without spaces, as nearly all
    cells are; None where a closer look is needed."""
    _, _, above, end, below = glyphs[0]
    end = glyphs[0][1]
    size = (below - above) * 0.2
    for char, left, top, right, bottom in glyphs:
        if top == above and bottom == below:
            if left < end - 0.1 or left - end > size:
                return None
        elif top > below - size:  # the next line
            above, below = top, bottom
            size = (below - above) * 0.2
        else:
            return None
        if char == " ":
            return None
        end = right
    return "".join([glyph[0] for glyph in glyphs])


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Glyphs in any order → lines from top to bottom, each from left to right.

    A glyph belongs to the line whose middle lies within half its height. Glyphs printed twice at
    the same spot (false bold) count once.
    """
    found: list[tuple[float, list[Glyph]]] = []
    line: list[Glyph] = []
    middle = reach = 0.0
    for glyph in glyphs:
        _, _, top, _, bottom = glyph
        at = (top + bottom) / 2
        height = bottom - top
        off = at - middle if at > middle else middle - at
        if not line or (off > height / 2 and off > reach / 2):
            middle, reach, line = at, height, []
            for other, there in found:
                if abs(other - at) <= height * 0.4:
                    middle, line = other, there
                    break
            else:
                found.append((at, line))
        elif height > reach:
            reach = height
        line.append(glyph)
    found.sort(key=itemgetter(0))
    return [_line(there) for _, there in found]


def _line(glyphs: list[Glyph]) -> Line:
    glyphs.sort(key=_left)
    once: list[Glyph] = []
    for glyph in glyphs:
        for before in once[-2:]:
            if before[0] == glyph[0] and glyph[1] - before[1] < (before[3] - before[1]) * 0.35:
                break
        else:
            once.append(glyph)
    return Line(once, min(g[2] for g in once), max(g[4] for g in once))


def text_of(line: Line) -> str:
    """The line as text: spaces as printed, and one where a gap stands without any."""
    out: list[str] = []
    end = line.glyphs[0][1]
    last = " "
    for char, left, top, right, bottom in line.glyphs:
        gap = left - end
        size = bottom - top
        if last != " " and char != " " and gap > size * 0.2:
            apart = size * (0.22 if last.isascii() and char.isascii() else 1.2)
            if gap > apart:
                out.append(" ")
        out.append(char)
        last, end = char, max(end, right)
    return "".join(out).strip(" ")


def words_of(line: Line, apart: float = 0.9) -> list[Word]:
    """The parts of a line with gaps wider than `apart` times its height between them.

    Between two digits a smaller gap parts: figures of narrow columns stand close together.
    """
    parts: list[list[Glyph]] = []
    end = 0.0
    for glyph in line.glyphs:
        if glyph[0].isspace():
            continue
        figures = bool(parts) and glyph[0].isdigit() and parts[-1][-1][0].isdigit()
        limit = min(apart, _DIGITS_APART) if figures else apart
        if not parts or glyph[1] - end > (glyph[4] - glyph[2]) * limit:
            parts.append([])
        parts[-1].append(glyph)
        end = glyph[3]
    words = []
    for part in parts:
        one = Line(part, min(g[2] for g in part), max(g[4] for g in part))
        words.append(Word(text_of(one), one.box))
    return words

"""The characters of a PDF page with their places, without those that nobody can see.

Hidden text (white on white, under a picture, in a switched-off layer, outside the page) would
come back to light in a rebuilt text layer, so a character is taken only if there is ink at its
place. An invisible layer over a scan is kept: it is how scans are made searchable.
"""

from __future__ import annotations

import ctypes
import unicodedata
from array import array
from typing import Any, NamedTuple

from gongkai.redaction.limits import READING_DPI
from gongkai.redaction.pages import Box, Page, rendered

__all__ = ["every_letter", "read_page"]

_CONTRAST = 10  # of 255: paler than any watermark that can be read
_INVISIBLE = 3  # text render mode
_SCAN = 0.5  # part of the page that an image covers when the page is a scan
_FINE = 100  # device units a point, for the matrix
_GRID = 4.0  # points
_MOST_COVERS = 2_000  # patches looked at on a page; a table with shaded cells has some hundred


class _Letter(NamedTuple):
    text: str
    ink: Box
    cell: Box
    mode: int
    item: int = 0  # address of the text object that prints it


def read_page(page: Any) -> Page:
    """Size and characters of a page of pypdfium2."""
    width, height = page.get_size()
    letters, unknown = every_letter(page)
    image, scale = rendered(page, READING_DPI)
    grey = image.convert("L")
    scan, covers, order = _painted(page, width * height)
    seen: list[_Letter] = []
    hidden = 0
    for letter in letters:
        if letter.text == "\n" or letter.text.isspace():
            seen.append(letter)
        elif (
            (letter.mode == _INVISIBLE and not scan)
            or not _has_ink(grey, letter.ink, scale)
            or any(
                number > order.get(letter.item, number) and _mostly(letter.ink, cover)
                for number, cover in covers
            )
        ):
            hidden += 1
        else:
            seen.append(letter)
    kept = _without_buried(seen)
    return Page(
        width,
        height,
        "".join(letter.text for letter in kept),
        array("f", [v for letter in kept for v in letter.ink]),
        array("f", [v for letter in kept for v in letter.cell]),
        hidden + len(seen) - len(kept),
        unknown,
    )


def every_letter(page: Any) -> tuple[list[_Letter], int]:
    """All characters of a page, seen or not, and how many have no name."""
    import pypdfium2.raw as c

    textpage = page.get_textpage()
    text = textpage.raw
    matrix = _to_page(page)
    numbers = (ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double())
    into = [ctypes.byref(number) for number in numbers]
    rect = c.FS_RECTF()
    letters: list[_Letter] = []
    unknown = surrogate = 0
    for at in range(c.FPDFText_CountChars(text)):
        code = c.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:
            surrogate = code
            continue
        if 0xDC00 <= code < 0xE000 and surrogate:
            code = 0x10000 + ((surrogate - 0xD800) << 10) + code - 0xDC00
        surrogate = 0
        if code == 13:
            continue
        if code == 10:
            letters.append(_Letter("\n", Box(0, 0, 0, 0), Box(0, 0, 0, 0), 0))
            continue
        if code in (2, 0xFFFE):  # a hyphen at a line end
            code = 0x2D
        char = chr(code)
        if code == 0 or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"):
            if code not in (9, 11):
                unknown += 1
                continue
            char = " "
        c.FPDFText_GetCharBox(text, at, *into)  # left, right, bottom, top
        left, right, bottom, top = (number.value for number in numbers)
        ink = _placed(matrix, left, bottom, right, top)
        c.FPDFText_GetLooseCharBox(text, at, rect)
        cell = _placed(matrix, rect.left, rect.bottom, rect.right, rect.top)
        item = c.FPDFText_GetTextObject(text, at)
        mode = c.FPDFTextObj_GetTextRenderMode(item) if item else 0
        address = ctypes.addressof(item.contents) if item else 0
        letters.append(_Letter(char, ink, cell, mode, address))
    textpage.close()
    return letters, unknown


def _to_page(page: Any) -> tuple[float, float, float, float, float, float]:
    """From the coordinates of the PDF to points from the top left corner of what is shown."""
    import pypdfium2.raw as c

    width, height = page.get_size()
    wide, high = round(width * _FINE), round(height * _FINE)
    x, y = ctypes.c_int(), ctypes.c_int()

    def at(px: float, py: float) -> tuple[float, float]:
        c.FPDF_PageToDevice(page.raw, 0, 0, wide, high, 0, px, py, x, y)
        return x.value / _FINE, y.value / _FINE

    e, f = at(0, 0)
    a, b = at(1000, 0)
    g, d = at(0, 1000)
    return (a - e) / 1000, (b - f) / 1000, (g - e) / 1000, (d - f) / 1000, e, f


def _placed(m: tuple[float, ...], left: float, bottom: float, right: float, top: float) -> Box:
    xs = (m[0] * left + m[2] * bottom + m[4], m[0] * right + m[2] * top + m[4])
    ys = (m[1] * left + m[3] * bottom + m[5], m[1] * right + m[3] * top + m[5])
    return Box(min(xs), min(ys), max(xs), max(ys))


def _painted(page: Any, area: float) -> tuple[bool, list[tuple[int, Box]], dict[int, int]]:
    """Whether an image covers most of the page; opaque patches and when each was painted; when
    each text was. Text under a patch is hidden even if something else is printed upon it.
    """
    import pypdfium2.raw as c

    matrix = _to_page(page)
    scan, covers, order = False, [], {}
    for number, item in enumerate(page.get_objects(max_depth=1)):
        if item.type == c.FPDF_PAGEOBJ_TEXT:
            order[ctypes.addressof(item.raw.contents)] = number
        if item.type not in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_PATH):
            continue
        left, bottom, right, top = item.get_bounds()
        picture = item.type == c.FPDF_PAGEOBJ_IMAGE
        if picture and (right - left) * (top - bottom) > _SCAN * area:
            scan = True
        elif not c.FPDFPageObj_HasTransparency(item.raw) and (picture or _is_patch(item.raw)):
            covers.append((number, _placed(matrix, left, bottom, right, top)))
    return scan, covers[-_MOST_COVERS:], order


def _is_patch(path: Any) -> bool:
    """Whether a path is a filled rectangle."""
    import pypdfium2.raw as c

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    count = c.FPDFPath_CountSegments(path)
    return (
        fill.value != 0
        and 4 <= count <= 6
        and all(
            c.FPDFPathSegment_GetType(c.FPDFPath_GetPathSegment(path, at))
            != c.FPDF_SEGMENT_BEZIERTO
            for at in range(count)
        )
    )


def _mostly(ink: Box, cover: Box) -> bool:
    """Whether a patch covers most of a character."""
    wide = min(ink.right, cover.right) - max(ink.left, cover.left)
    high = min(ink.bottom, cover.bottom) - max(ink.top, cover.top)
    return (
        wide > 0
        and high > 0
        and wide * high > 0.7 * (ink.right - ink.left) * (ink.bottom - ink.top)
    )


def _has_ink(grey: Any, ink: Box, scale: float) -> bool:
    """Whether the picture differs from its surroundings where the character stands."""
    left, top = max(0, int(ink.left * scale)), max(0, int(ink.top * scale))
    right = min(grey.width, int(ink.right * scale) + 1)
    bottom = min(grey.height, int(ink.bottom * scale) + 1)
    if left >= right or top >= bottom:
        return False
    # one pixel around: a full stroke such as 一 may fill its box
    spot = (max(0, left - 1), max(0, top - 1), min(grey.width, right + 1), bottom + 1)
    low, high = grey.crop(spot[:3] + (min(grey.height, spot[3]),)).getextrema()
    return bool(high - low >= _CONTRAST)


def _without_buried(letters: list[_Letter]) -> list[_Letter]:
    """Without characters that a later one is printed over, and without second prints (bold)."""
    places: dict[tuple[int, int], list[int]] = {}
    gone: set[int] = set()
    for at, letter in enumerate(letters):
        if letter.text.isspace():
            continue
        box = letter.ink
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        column, row = int(x // _GRID), int(y // _GRID)
        near = [
            other
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for other in places.get((i, j), ())
            if other not in gone and _covers(box, letters[other].ink)
        ]
        if any(letters[other].text == letter.text for other in near):
            gone.add(at)
            continue
        gone.update(near)
        places.setdefault((column, row), []).append(at)
    return [letter for at, letter in enumerate(letters) if at not in gone]


def _covers(box: Box, other: Box) -> bool:
    """Whether they share most of the smaller one, and are of one size."""
    shared = (min(box.right, other.right) - max(box.left, other.left)) * (
        min(box.bottom, other.bottom) - max(box.top, other.top)
    )
    if min(box.right, other.right) <= max(box.left, other.left) or shared <= 0:
        return False
    areas = [(b.right - b.left) * (b.bottom - b.top) for b in (box, other)]
    return shared > 0.6 * max(areas)

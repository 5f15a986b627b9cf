"""A PDF whose black boxes cannot be taken off: pictures of the pages, and the text that is left.

Each page becomes a picture with the boxes painted into its pixels; the text layer is made anew
from the characters that no box touches. No object of the source is copied.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import median
from typing import Any

from gongkai.errors import BadInput
from gongkai.redaction.limits import BURN_DPI, MAX_DPI, MIN_DPI
from gongkai.redaction.marks import Mark, check_marks, label, under
from gongkai.redaction.pages import Box, Page, Pages, open_pdf, rendered, touches
from gongkai.redaction.spoken import spoken
from gongkai.redaction.writing import Placed, Sheet, encoded, write_pdf

__all__ = ["burn"]

_LEAST_LABEL, _MOST_LABEL = 5.0, 11.0  # points, height of a label's characters
_NEAR = 0.5  # points, more than the rounding of places in the text layer
_LINE = 1.7  # a line is at most so much higher than its usual character
_WIDE = 1.08  # of a label: its width by its height, for each character


def burn(pages: Pages, marks: Sequence[Mark], dpi: int = BURN_DPI) -> bytes:
    """The PDF to be released. BadInput for marks that cannot be, or dpi outside 72–200."""
    if not MIN_DPI <= dpi <= MAX_DPI:
        raise BadInput(f"分辨率为{dpi}，应为{MIN_DPI}—{MAX_DPI}；请改正")
    check_marks(pages, marks)
    by_page: dict[int, list[Mark]] = {}
    for mark in marks:
        by_page.setdefault(mark.page, []).append(mark)
    sheets = []
    with open_pdf(pages.pdf) as document:
        if len(document) != len(pages.pages):
            raise BadInput("页面与文件不符；请重新打开文件后再试")
        for number, page in enumerate(pages.pages):
            own = by_page.get(number, [])
            image, scale = rendered(document[number], dpi)
            for mark in own:
                for box in mark.boxes:
                    _blacken(image, scale, box, label(mark.ground))
            sheets.append(Sheet(page.width, page.height, encoded(image), _letters(page, own)))
    return write_pdf(sheets)


def _letters(page: Page, marks: Sequence[Mark]) -> list[Placed]:
    """The characters left, and at the place of each mark a word that something went."""
    gone: dict[int, int] = {}
    for number, mark in enumerate(marks):
        for at in under(page, mark.boxes):
            gone.setdefault(at, number)
    placed: list[Placed] = []
    told: set[int] = set()
    boxes: list[Box] = []  # words over words would be read mixed up

    def tell(number: int) -> None:
        told.add(number)
        own = marks[number].boxes[0]
        if not any(touches(own, box) for box in boxes):
            boxes.append(own)
            placed.extend(_told(marks[number]))

    rooms = _rooms(page)
    for at, char in enumerate(page.text):
        number = gone.get(at, -1)
        if number >= 0 and number not in told:
            tell(number)
        if number < 0 and char != "\n" and not _amid(rooms[at], marks):
            placed.append(Placed(char, rooms[at]))
    for number in range(len(marks)):
        if number not in told:  # over a picture, or all its characters went with another mark
            tell(number)
    return placed


def _amid(room: Box, marks: Sequence[Mark]) -> bool:
    """Whether the middle of a room is in a box: the leak test would take it for what went."""
    x, y = (room.left + room.right) / 2, (room.top + room.bottom) / 2
    middle = Box(x, y, x, y)
    return any(touches(middle, box, _NEAR) for mark in marks for box in mark.boxes)


def _rooms(page: Page) -> list[Box]:
    """A room for each character, those of a line equally high: else readers break the line."""
    rooms = [
        page.cell_of(at) if _told_room(page, at) else page.ink_of(at)
        for at in range(len(page.text))
    ]
    start = 0
    for line in page.text.split("\n"):
        own = [room for room in rooms[start : start + len(line)] if room.bottom > room.top]
        if own:
            top, bottom = min(room.top for room in own), max(room.bottom for room in own)
            if bottom - top <= _LINE * median(room.bottom - room.top for room in own):
                for at in range(start, start + len(line)):
                    rooms[at] = rooms[at]._replace(top=top, bottom=bottom)
        start += len(line) + 1
    return rooms


def _told_room(page: Page, at: int) -> bool:
    """Whether the PDF tells the room of a character; else its ink has to do."""
    cell = page.cell_of(at)
    return cell.right > cell.left and cell.bottom > cell.top


def _told(mark: Mark) -> list[Placed]:
    box = mark.boxes[0]
    words = spoken(mark.ground)
    wide = (box.right - box.left) / len(words)
    return [
        Placed(char, Box(box.left + at * wide, box.top, box.left + (at + 1) * wide, box.bottom))
        for at, char in enumerate(words)
    ]


def _blacken(image: Any, scale: float, box: Box, words: str) -> None:
    """Paint the box, out to whole pixels, with its label in white where there is room."""
    from PIL import ImageDraw

    left, top = math.floor(box.left * scale), math.floor(box.top * scale)
    right, bottom = math.ceil(box.right * scale), math.ceil(box.bottom * scale)
    ImageDraw.Draw(image).rectangle((left, top, right, bottom), fill=(0, 0, 0))
    wide, high = right - left, bottom - top
    size = min(high / scale * 0.8, wide / scale / (len(words) * _WIDE), _MOST_LABEL)
    if size < _LEAST_LABEL:
        return
    drawn = _drawn(words, round(size * scale))
    if drawn is not None and drawn.width <= wide and drawn.height <= high:
        at = (left + (wide - drawn.width) // 2, top + (high - drawn.height) // 2)
        image.paste(drawn, at)


@lru_cache(maxsize=256)
def _drawn(words: str, pixels: int) -> Any:
    """The label, white on black, characters `pixels` high; None without a Chinese font."""
    import typst
    from PIL import Image

    from gongkai.errors import MissingFont

    try:
        fonts = _fonts()
    except MissingFont:
        return None
    names = ", ".join(f'"{name}"' for name in fonts.heading)
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: black)\n"
        f'#set text(font: ({names},), size: {pixels}pt, fill: white, lang: "zh", '
        'top-edge: "ascender", bottom-edge: "descender")\n'
        f"{words}"
    )
    made = typst.compile(source.encode(), format="png", ppi=72, font_paths=fonts.book)
    with Image.open(io.BytesIO(made)) as image:
        return image.convert("RGB")


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from gongkai.report.write.fonts import find_fonts

    return find_fonts()

"""What a burnt PDF gives away: characters and light pixels under boxes, other objects."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.redaction.letters import every_letter
from gongkai.redaction.marks import GROUNDS, Mark
from gongkai.redaction.pages import Box, Page, open_pdf, rendered
from gongkai.redaction.spoken import spoken, without_labels
from gongkai.redaction.stripping.found import Log
from gongkai.redaction.stripping.images import clean_image

__all__ = ["in_structure", "layer", "light_boxes", "second_reading", "under_boxes"]

_DPI = 100
_DARK = 96  # of 255
_MOST_LIGHT = 0.45  # of a box: its label is white
_OBJECTS = (
    (rb"/Metadata\b", "XMP 元数据"), (rb"/EmbeddedFiles?\b", "附件"), (rb"/AcroForm\b", "表单"),
    (rb"/JavaScript\b|/JS\b", "脚本"), (rb"/Outlines\b", "书签"), (rb"/Thumb\b", "缩略图"),
    (rb"/OCProperties\b|/OCG\b", "图层"), (rb"/Annots?\b", "注释"),
    (rb"/PieceInfo\b", "编辑软件的数据"),
    (rb"/Info\s+[0-9]+ [0-9]+ R", "文档属性"), (rb"/ObjStm\b", "压缩的对象"),
    (rb"/Prev\b", "旧版本"),
    (rb"/Encrypt\b", "加密"), (rb"/URI\b|/Launch\b|/GoToR\b", "链接"),
)  # fmt: skip
_PICTURE = re.compile(rb"/Subtype /Image[^>]*?/Filter /DCTDecode /Length ([0-9]+) >>\nstream\n")


def layer(result: bytes) -> list[Page]:
    """All characters of a result, seen or not."""
    with open_pdf(result) as document:
        return [_page(page) for page in document]


def _page(page: Any) -> Page:
    letters, unknown = every_letter(page)
    width, height = page.get_size()
    return Page(
        width, height, "".join(letter.text for letter in letters),
        array("f", [v for letter in letters for v in letter.ink]),
        array("f", [v for letter in letters for v in letter.cell]),
        0, unknown,
    )  # fmt: skip


def under_boxes(found: list[Page], marks: Sequence[Mark]) -> Iterator[tuple[int, str]]:
    """Page and text wherever a character is left under a box."""
    for number, boxes in _by_page(marks):
        page = found[number]
        for box in boxes:
            left = "".join(
                char for at, char in enumerate(page.text) if _inside(page.cell_of(at), box)
            )
            left = _without_parts(left)
            if left:
                yield number, left


def light_boxes(result: bytes, marks: Sequence[Mark]) -> Iterator[int]:
    """Pages on which a box is not black."""
    with open_pdf(result) as document:
        for number, boxes in _by_page(marks):
            image, scale = rendered(document[number], _DPI)
            grey = image.convert("L")
            for box in boxes:
                if _light(grey, box, scale) > _MOST_LIGHT:
                    yield number


def _by_page(marks: Sequence[Mark]) -> list[tuple[int, list[Box]]]:
    by_page: dict[int, list[Box]] = {}
    for mark in marks:
        by_page.setdefault(mark.page, []).extend(mark.boxes)
    return sorted(by_page.items())


def _inside(cell: Box, box: Box) -> bool:
    x, y = (cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2
    return box.left < x < box.right and box.top < y < box.bottom


def _without_parts(text: str) -> str:
    """Without our own words; a box cut by another one holds a part of them."""
    text = without_labels(text).strip()
    return "" if any(text in spoken(ground) for ground in GROUNDS) else text


def _light(grey: Any, box: Box, scale: float) -> float:
    """The share of light pixels well inside a box."""
    left, top = math.ceil(box.left * scale) + 1, math.ceil(box.top * scale) + 1
    right, bottom = math.floor(box.right * scale) - 1, math.floor(box.bottom * scale) - 1
    left, top = max(0, left), max(0, top)
    right, bottom = min(grey.width, right), min(grey.height, bottom)
    if left >= right or top >= bottom:
        return 0.0
    counts = grey.crop((left, top, right, bottom)).histogram()
    return float(sum(counts[_DARK:]) / sum(counts))


def in_structure(result: bytes) -> Iterator[str]:
    """What a PDF of pictures and text does not need."""
    with open_pdf(result) as document:
        if any(document.get_metadata_dict().values()):
            yield "文档属性"
    from gongkai.redaction.searching import streams

    plain = b"\n".join(data for _, data in streams(result))
    for pattern, what in _OBJECTS:
        if re.search(pattern, plain):
            yield what
    for match in _PICTURE.finditer(result):
        log = Log()
        try:
            clean_image(result[match.end() : match.end() + int(match[1])], "jpeg", "", log)
        except GongkaiError:
            yield "认不出的图像"
        if log.result(b"").removed:
            yield "图像的附带信息"


def second_reading(result: bytes) -> list[Page]:
    """All characters by another reader (extra `pdf-fallback`); none when it is not installed."""
    if find_spec("pdfplumber") is None:
        return []
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(result)) as document:
        return [_of_plumber(page) for page in document.pages]


def _of_plumber(page: Any) -> Page:
    cells = array("f")
    text = []
    for char in page.chars:
        for one in char["text"]:  # a ligature is several characters at one place
            text.append(one)
            cells.extend((char["x0"], char["top"], char["x1"], char["bottom"]))
    return Page(float(page.width), float(page.height), "".join(text), cells, cells)

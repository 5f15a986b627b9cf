"""Scanned pages and images → paragraphs and grids, by ruling lines and recognition.

The grid comes from the lines in the image, and each line of writing in a cell is recognised by
itself, so that a lone 0 or 1 is not missed and a cell without ink is blank for certain. What
stands outside tables is found and recognised as running text.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.report.model import Note, NoteCode, Place
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.pdf.furniture import drop_furniture
from gongkai.report.read.pdf.glyphs import Box, Glyph
from gongkai.report.read.pdf.grid import Frame, Rule, find_frames
from gongkai.report.read.pdf.layout import arrange
from gongkai.report.read.pdf.page import PageContent
from gongkai.report.read.scan_engine import Reading, find_text, read_lines, require_engine
from gongkai.report.read.scan_image import PageImage, Piece, pieces_in, prepare, strips_outside

__all__ = ["SURE", "read", "read_page_image"]

SURE = 0.9  # a reading below this gets a second look and a note
MAX_PIXELS = 60_000_000
MAX_FRAMES = 40
_PAGE_WIDTH = 595.28  # points; an image that does not say its resolution is taken for A4
# letters and signs that recognition takes digits for, where only a figure can stand
_LOOKALIKES = str.maketrans("OoQD〇○。lI|｜丨i[]!SsBZz", "000000011111111155822")


class _Doubt(NamedTuple):
    """A cell read without certainty: its text, how sure, and the other readings."""

    text: str
    score: float
    others: tuple[str, ...]


def read(data: bytes) -> Document:
    """Read an image file (PNG, JPEG, TIFF with several pages, BMP, WebP) as a report.

    Errors: MissingProgram without the extra `ocr`; DamagedFile; FileTooLarge (over 60 million
    pixels a page or 40 pages).
    """
    require_engine()
    document = Document(format="image", lines_are_paragraphs=False)
    pages: list[list[Para | Grid]] = []
    heights: list[float] = []
    tables = 0
    for number, (image, scale) in enumerate(_images(data), 1):
        blocks, notes = read_page_image(image, scale, number, tables)
        tables += sum(isinstance(block, Grid) for block in blocks)
        pages.append(blocks)
        heights.append(image.shape[0] / scale)
        document.notes += notes
    document.notes += drop_furniture(pages, heights)
    document.blocks = [block for blocks in pages for block in blocks]
    return document


def _images(data: bytes) -> list[tuple[Any, float]]:
    """The pages of an image file as grey arrays, with pixels a point."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    images = []
    try:
        with Image.open(io.BytesIO(data)) as file:
            for n, frame in enumerate(ImageSequence.Iterator(file)):
                if n >= MAX_FRAMES:
                    raise FileTooLarge(f"图片超过{MAX_FRAMES}页的上限", "请只提交年度报告本身")
                if frame.width * frame.height > MAX_PIXELS:
                    raise FileTooLarge(
                        f"图片有{frame.width}×{frame.height}个像素，过大", "请缩小后再试"
                    )
                grey = np.array(ImageOps.exif_transpose(frame).convert("L"))
                images.append(_sized(grey, frame.info.get("dpi")))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DamagedFile("图片已损坏或不是图片，无法打开", "请重新取得文件") from error
    except Image.DecompressionBombError as error:
        raise FileTooLarge("图片的像素过多", "请缩小后再试") from error
    return images


def _sized(grey: Any, dpi: Any) -> tuple[Any, float]:
    """The image brought to some 200 dots an inch, and its pixels a point."""
    import cv2

    height, width = grey.shape
    stated = float(dpi[0]) if dpi else 0.0
    if not 60 <= stated <= 1200:
        longer = max(width, height) / min(width, height) > 1.2 and width > height
        stated = width * 72 / (_PAGE_WIDTH * (1.414 if longer else 1.0))
    factor = min(200 / stated, 3400 / max(width, height))
    if not 0.8 < factor < 1.25:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        return cv2.resize(grey, size, interpolation=way), stated * factor / 72
    return grey, stated / 72


def read_page_image(
    grey: Any, scale: float, page: int, tables: int
) -> tuple[list[Para | Grid], list[Note]]:
    """One page image → its blocks and notes.

    grey: array of height × width; scale: pixels a point; page: its number from 1; tables: how
    many tables stand on the pages before.
    """
    import numpy as np

    turns = _quarter_turns(grey)
    image = prepare(np.ascontiguousarray(np.rot90(grey, -turns)))
    content = PageContent(image.grey.shape[1] / scale, image.grey.shape[0] / scale, turns)
    content.across = [Rule(r.at / scale, r.start / scale, r.end / scale) for r in image.across]
    content.down = [Rule(r.at / scale, r.start / scale, r.end / scale) for r in image.down]
    frames = find_frames(content.across, content.down)
    doubts = _fill(frames, image, scale)
    boxes = [_scaled(frame.box, scale) for frame in frames]
    outside: list[Glyph] = []
    for start, strip in strips_outside(image, boxes):
        for (left, top, right, bottom), reading in find_text(strip):
            box = _scaled((left, top + start, right, bottom + start), 1 / scale)
            outside.append((reading.text, *box))
    kept = [frame for frame in frames if any(frame.glyphs)]
    blocks = arrange(content, kept, outside, page, tables)
    return blocks, _notes(blocks, doubts)


def _quarter_turns(grey: Any) -> int:
    """How often the image must be turned clockwise to be read: 0 unless its writing in the
    middle reads badly as it stands and well when turned."""
    import numpy as np

    height, width = grey.shape
    side = min(height, width, 480)
    top, left = (height - side) // 2, (width - side) // 2
    middle = grey[top : top + side, left : left + side]
    best, most = 0, 0.0
    for turns in (0, 1, 3, 2):
        found = find_text(np.ascontiguousarray(np.rot90(middle, -turns)))
        upright = [
            r.score for box, r in found if len(r.text) > 1 and box[2] - box[0] > box[3] - box[1]
        ]
        worth = sum(upright) / len(upright) * min(len(upright), 12) if upright else 0.0
        if worth > most * 1.2:
            best, most = turns, worth
        if turns == 0 and (not found or worth > 0.8 * min(len(found), 12)):
            break
    return best


def _scaled(box: Box, scale: float) -> Box:
    return (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale)


def _fill(frames: list[Frame], image: PageImage, scale: float) -> dict[Box, _Doubt]:
    """Recognise every cell that has ink; return those read without certainty by their box."""
    held: list[tuple[Frame, int, list[Piece]]] = []
    for frame in frames:
        for n, slot in enumerate(frame.slots):
            pieces = pieces_in(image, _scaled(slot.box, scale))
            if pieces:
                held.append((frame, n, pieces))
    readings = iter(read_lines([piece.image for _, _, pieces in held for piece in pieces]))
    doubts: dict[Box, _Doubt] = {}
    for frame, n, pieces in held:
        texts: list[str] = []
        worst = 1.0
        others: list[str] = []
        for piece in pieces:
            reading = next(readings)
            if reading.score < SURE or not reading.text.strip():
                reading, others = _second_look(piece, reading)
            texts.append(reading.text.strip())
            worst = min(worst, reading.score)
        text = "".join(texts)
        figure = text.translate(_LOOKALIKES)
        if figure != text and figure.isdigit():
            others = [text, *others]
            text, worst = figure, min(worst, SURE - 0.01)
        if worst < SURE:
            unlike = tuple(dict.fromkeys(o for o in others if o != text))
            doubts[frame.slots[n].box] = _Doubt(text, worst, unlike)
        x0, y0, x1, y1 = pieces[0].box
        box = _scaled((x0, y0, x1, max(p.box[3] for p in pieces)), 1 / scale)
        frame.glyphs[n] = [(text, *box)]
    return doubts


def _second_look(piece: Piece, first: Reading) -> tuple[Reading, list[str]]:
    """Recognise a piece again enlarged, thickened, and repeated beside itself; the best reading
    and the others. A lone character is read better in company."""
    import cv2
    import numpy as np

    larger = cv2.resize(piece.image, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC)
    variants = [larger, cv2.erode(larger, np.ones((2, 2), np.uint8))]
    lone = piece.box[2] - piece.box[0] < 1.2 * (piece.box[3] - piece.box[1])
    if lone:
        variants.append(np.hstack([piece.image] * 3))
    readings = [first, *read_lines(variants)]
    if lone:
        text, score = readings[-1]
        same = len(text) == 3 and len(set(text)) == 1
        readings[-1] = Reading(text[:1], score) if same else Reading("", 0.0)
    seen: dict[str, list[float]] = {}
    for reading in readings:
        if reading.text.strip():
            seen.setdefault(reading.text.strip(), []).append(reading.score)
    if not seen:
        return Reading("", 0.0), []
    ranked = sorted(seen, key=lambda text: (len(seen[text]), max(seen[text])), reverse=True)
    best = ranked[0]
    agreed = len(seen) == 1 and len(seen[best]) > 1
    score = max(seen[best]) if agreed else min(max(seen[best]), SURE - 0.01)
    return Reading(best, score), ranked[1:]


def _notes(blocks: list[Para | Grid], doubts: dict[Box, _Doubt]) -> list[Note]:
    """One note for each cell read without certainty, with its other readings."""
    notes = []
    for block in blocks:
        if not isinstance(block, Grid):
            continue
        for row in block.rows:
            for cell in row:
                doubt = doubts.get(cell.place.box) if cell.place.box else None
                if doubt:
                    notes.append(Note(NoteCode.DOUBTFUL, _doubt_zh(doubt, cell.place), cell.place))
    return notes


def _doubt_zh(doubt: _Doubt, place: Place) -> str:
    if not doubt.text:
        return f"{place.zh}有字迹但辨认不出，请对照原件核对"
    other = f"，其他读法：{'、'.join(doubt.others)}" if doubt.others else ""
    return f"{place.zh}辨认为“{doubt.text}”，把握{doubt.score:.0%}{other}，请对照原件核对"

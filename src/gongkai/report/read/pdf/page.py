"""What stands on a PDF page: glyphs, ruling lines, images. Everything that talks to pdfium.

Positions come in points from the upper left corner of the page turned so that its text reads
from left to right; `PageContent.place_box` turns a box back to the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct
from typing import Any

from gongkai.report.read.pdf.glyphs import Box, Glyph, clean
from gongkai.report.read.pdf.grid import Rule

__all__ = ["PageContent", "read_page", "turned"]

MAX_OBJECTS = 60_000  # drawn objects looked at on one page
MAX_POINTS = 4_000  # of one path; more is a drawing
THIN = 3.0  # points: a filled shape not higher or wider than this is a line
SHORT = 2.0  # points: lines shorter than this are dots


@dataclass(slots=True)
class PageContent:
    """One page as drawn.

    across, down: ruling lines; fills: filled areas, whose edges may stand for lines.
    unread: share of glyphs that the fonts give no character for. image_share: the part of the
    page that images cover. drawings: number of drawn shapes that are neither line nor area.
    hidden: whether the text is invisible or lies under an image (a scan read by another program).
    """

    width: float
    height: float
    turns: int = 0  # clockwise quarter turns from the page as shown to the page as read
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    unread: float = 0.0
    image_share: float = 0.0
    drawings: int = 0
    hidden: bool = False

    def place_box(self, box: Box) -> Box:
        """A box on the page as it is shown, from its upper left corner."""
        if not self.turns:
            return box
        left, top, right, bottom = box
        upward = (left, self.height - bottom, right, self.height - top)
        return turned(upward, (0.0, 0.0, self.width, self.height), -self.turns)


def turned(box: Box, page: Box, turns: int) -> Box:
    """A box (left, bottom, right, top) with y upwards on a page with these bounds, after the page
    was turned clockwise that many quarters: (left, top, right, bottom) with y downwards."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = page
    match turns % 4:
        case 0:
            return (left - x0, y1 - top, right - x0, y1 - bottom)
        case 1:
            return (bottom - y0, left - x0, top - y0, right - x0)
        case 2:
            return (x1 - right, bottom - y0, x1 - left, top - y0)
        case _:
            return (y1 - top, x1 - right, y1 - bottom, x1 - left)


def read_page(document: Any, number: int) -> PageContent:
    """Glyphs, lines and images of page `number`, counted from 0.

    `document` is a pypdfium2 document. A page that pdfium cannot load is empty.
    """
    import pypdfium2.raw as c

    page = c.FPDF_LoadPage(document.raw, number)
    if not page:
        return PageContent(0.0, 0.0)
    text = c.FPDFText_LoadPage(page)
    try:
        bounds = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(page, bounds)
        box = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        shown = c.FPDFPage_GetRotation(page)
        count = c.FPDFText_CountChars(text) if text else 0
        turns = _reading_turns(text, count, shown)
        width, height = box[2] - box[0], box[3] - box[1]
        if turns % 2:
            width, height = height, width
        content = PageContent(width, height, (turns - shown) % 4)
        _read_objects(page, box, turns, content)
        if count:
            _read_glyphs(text, count, box, turns, content)
        return content
    finally:
        if text:
            c.FPDFText_ClosePage(text)
        c.FPDF_ClosePage(page)


def _reading_turns(text: Any, count: int, shown: int) -> int:
    """How the page must be turned for its text to read from left to right."""
    import pypdfium2.raw as c

    votes = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // 16)):
        if c.FPDFText_GetUnicode(text, index) > 0x20:
            angle = c.FPDFText_GetCharAngle(text, index)
            votes[-round(angle / (math.pi / 2)) % 4] += 1
    most = max(votes)
    return shown if most == 0 or votes[shown] == most else votes.index(most)


def _read_glyphs(text: Any, count: int, page: Box, turns: int, content: PageContent) -> None:
    import pypdfium2.raw as c

    unicode_of, loose_box = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox
    rect = c.FS_RECTF()
    into = ctypes.byref(rect)
    corners = Struct("4f").unpack_from  # left, top, right, bottom in one step
    tight = _tight_box(text)
    glyphs = content.glyphs
    x0, y1 = page[0], page[3]
    unread = seen = 0
    for index in range(count):
        code = unicode_of(text, index)
        if code <= 0x20:
            # pdfium makes up spaces and line ends; gaps between glyphs say the same
            if code != 0x20 and code != 0x02:
                if code == 0:
                    unread += 1
                continue
            if c.FPDFText_IsGenerated(text, index):
                continue
        seen += 1
        if 0xE000 <= code <= 0xF8FF or code == 0xFFFD:
            unread += 1
        if 0x2E7F < code < 0x2FE0 or code > 0xD7FF or 0x7E < code < 0xAE or code < 0x20:
            char = clean(code)
            if not char:
                continue
        elif 0x200B <= code <= 0x200F:
            continue
        else:
            char = chr(code)
        loose_box(text, index, into)
        left, top, right, bottom = corners(rect)
        if top - bottom < 1.0 or right - left < 0.5:  # the font does not say its height
            left, bottom, right, top = tight(index)
        if turns:
            glyphs.append((char, *turned((left, bottom, right, top), page, turns)))
        else:
            glyphs.append((char, left - x0, y1 - top, right - x0, y1 - bottom))
    content.unread = unread / (seen + unread) if seen + unread else 0.0


def _tight_box(text: Any) -> Any:
    """A function that gives the box of a glyph by its ink, for odd fonts."""
    import pypdfium2.raw as c

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    into = [ctypes.byref(x) for x in (left, right, bottom, top)]

    def box(index: int) -> Box:
        c.FPDFText_GetCharBox(text, index, *into)
        return (left.value, bottom.value, right.value, top.value)

    return box


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _read_objects(page: Any, bounds: Box, turns: int, content: PageContent) -> None:
    """Ruling lines, filled areas, images, and whether text is invisible."""
    import pypdfium2.raw as c

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    modes = ctypes.byref(fill), ctypes.byref(stroke)
    corners = [ctypes.c_float() for _ in range(4)]
    left, bottom, right, top = corners
    into = [ctypes.byref(x) for x in corners]
    area = max(content.width * content.height, 1.0)
    visible = hidden = 0
    across, down = content.across, content.down
    for item, matrix in _objects(page):
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            if c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
                hidden += 1
            else:
                visible += 1
            continue
        if kind == c.FPDF_PAGEOBJ_PATH:
            c.FPDFPath_GetDrawMode(item, *modes)
            if not fill.value and not stroke.value:
                continue
        elif kind != c.FPDF_PAGEOBJ_IMAGE:
            continue
        c.FPDFPageObj_GetBounds(item, *into)
        box = (left.value, bottom.value, right.value, top.value)
        if matrix is not _IDENTITY:
            box = _mapped(box, matrix)
        box = turned(box, bounds, turns)
        wide, high = box[2] - box[0], box[3] - box[1]
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            if wide > THIN and high > THIN:
                content.image_share += wide * high / area
                if wide * high > 0.5 * area:  # text drawn before lies under it
                    hidden, visible = hidden + visible, 0
            elif wide > SHORT:
                across.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
            elif high > SHORT:
                down.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
        elif high <= THIN:
            if wide > SHORT:
                across.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
        elif wide <= THIN:
            down.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
        else:
            _read_path(item, matrix, bounds, turns, bool(stroke.value), content)
    content.image_share = min(content.image_share, 1.0)
    content.hidden = hidden > visible


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Drawn objects of a page, those inside form objects with the matrix that places them."""
    import pypdfium2.raw as c

    left = MAX_OBJECTS
    stack: list[tuple[Any, Matrix, int, int]] = []
    count, get, holder = c.FPDFPage_CountObjects(page), c.FPDFPage_GetObject, page
    matrix = _IDENTITY
    n = 0
    while True:
        while n < count and left:
            item = get(holder, n)
            n += 1
            left -= 1
            if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_FORM and len(stack) < 8:
                stack.append((holder, matrix, n, count))
                matrix = _times(_matrix_of(item), matrix)
                holder, get, n = item, c.FPDFFormObj_GetObject, 0
                count = c.FPDFFormObj_CountObjects(item)
                continue
            yield item, matrix
        if not stack or not left:
            return
        holder, matrix, n, count = stack.pop()
        if not stack:
            get = c.FPDFPage_GetObject


def _matrix_of(item: Any) -> Matrix:
    import pypdfium2.raw as c

    m = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, m)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _mapped(box: Box, m: Matrix) -> Box:
    xs = [m[0] * x + m[2] * y + m[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [m[1] * x + m[3] * y + m[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


def _read_path(
    item: Any, placed: Matrix, bounds: Box, turns: int, stroked: bool, content: PageContent
) -> None:
    """The straight parts of a path that is not a line as a whole."""
    for points, straight in _parts(item, _times(_matrix_of(item), placed)):
        if len(points) < 2:
            continue
        if not straight:
            content.drawings += 1
            continue
        if stroked:
            for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
                box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                _add_line(turned(box, bounds, turns), 1.0, content)
            continue
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = turned((min(xs), min(ys), max(xs), max(ys)), bounds, turns)
        if not _add_line(box, THIN, content):
            content.fills.append(box)


def _add_line(box: Box, thin: float, content: PageContent) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    if high <= thin:
        if wide > SHORT:
            content.across.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
    elif wide <= thin:
        if high > SHORT:
            content.down.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
    else:
        return False
    return True


def _parts(item: Any, m: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The parts of a path between moves: points on the page, and whether it has no curves."""
    import pypdfium2.raw as c

    count = c.FPDFPath_CountSegments(item)
    if count > MAX_POINTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    into = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    straight = True
    for n in range(count):
        segment = c.FPDFPath_GetPathSegment(item, n)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            yield points, straight
            points, straight = [], True
        elif kind != c.FPDF_SEGMENT_LINETO:
            straight = False
        c.FPDFPathSegment_GetPoint(segment, *into)
        a, b = x.value, y.value
        points.append((m[0] * a + m[2] * b + m[4], m[1] * a + m[3] * b + m[5]))
        if c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points, straight

"""A page image → upright ink, ruling lines, and the pieces of ink in a cell. All with OpenCV."""

from __future__ import annotations

from typing import Any, NamedTuple

from gongkai.report.read.pdf.grid import Rule

__all__ = ["PageImage", "Piece", "pieces_in", "prepare", "strips_outside"]

MAX_TURN = 4.0  # degrees
MAX_STRIP = 600  # pixels from top to bottom


class PageImage(NamedTuple):
    """An upright page. grey: the image with its ruling lines wiped out; ink: 255 where there is
    writing; across, down: ruling lines in pixels; size: height of its writing in pixels."""

    grey: Any
    ink: Any
    across: list[Rule]
    down: list[Rule]
    size: float


class Piece(NamedTuple):
    """A line of writing in a cell: its image, and where it stands in pixels."""

    image: Any
    box: tuple[int, int, int, int]


def prepare(grey: Any) -> PageImage:
    """Turn the page upright by its lines, find the ruling lines, wipe them out."""
    import cv2
    import numpy as np

    ink = _ink(grey)
    across, down = _line_masks(ink)
    angle = _tilt(across)
    if 0.1 < abs(angle) <= MAX_TURN:
        height, width = grey.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        grey = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
        ink = _ink(grey)
        across, down = _line_masks(ink)
    lines = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    ink = cv2.bitwise_and(ink, cv2.bitwise_not(lines))
    wiped = grey.copy()
    wiped[lines > 0] = 255
    return PageImage(wiped, ink, _rules(across, True), _rules(down, False), _size(ink))


def _ink(grey: Any) -> Any:
    """Dark against its surroundings: shadows and yellowed paper do not count."""
    import cv2

    block = max(15, min(grey.shape) // 40) | 1
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18
    )


def _line_masks(ink: Any) -> tuple[Any, Any]:
    """Ink that runs straight for long: from left to right, and from top to bottom."""
    import cv2
    import numpy as np

    height, width = ink.shape
    long = max(24, min(width, height) // 30)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    return _long_only(across, long, True), _long_only(down, long, False)


def _long_only(mask: Any, long: int, across: bool) -> Any:
    """Without strokes of large characters, which are just longer than the least."""
    import cv2
    import numpy as np

    # pieces of one line that tilt or fade by a pixel are one
    joined = cv2.dilate(mask, np.ones((3, 9) if across else (9, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    side = cv2.CC_STAT_WIDTH if across else cv2.CC_STAT_HEIGHT
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, side] >= long * 1.4 + 8, 255, 0)
    return cv2.bitwise_and(mask, keep[labels])


def _tilt(across: Any) -> float:
    """Degrees by which the lines from left to right climb, 0 where there are none."""
    import cv2
    import numpy as np

    least = across.shape[1] // 6
    found = cv2.HoughLinesP(across, 1, np.pi / 1800, 80, minLineLength=least, maxLineGap=12)
    if found is None:
        return 0.0
    lines = found.reshape(-1, 4)
    angles = np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0]))
    return float(np.median(angles[np.abs(angles) < MAX_TURN])) if angles.size else 0.0


def _rules(mask: Any, across: bool) -> list[Rule]:
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rules = []
    for left, top, width, height, _ in stats[1:count]:
        if across:
            rules.append(Rule(float(top + height / 2), float(left), float(left + width)))
        else:
            rules.append(Rule(float(left + width / 2), float(top), float(top + height)))
    return rules


def _size(ink: Any) -> float:
    """The usual height of a character."""
    import cv2
    import numpy as np

    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    heights = heights[(heights > 6) & (heights < ink.shape[0] / 8)]
    return float(np.percentile(heights, 75)) if heights.size else 20.0


def pieces_in(page: PageImage, box: tuple[float, float, float, float]) -> list[Piece]:
    """Lines of writing inside a cell, from top to bottom; none when the cell is blank.

    Specks smaller than a decimal point are no writing.
    """
    import cv2
    import numpy as np

    height, width = page.ink.shape
    left, top = max(0, round(box[0]) + 2), max(0, round(box[1]) + 2)
    right, bottom = min(width, round(box[2]) - 2), min(height, round(box[3]) - 2)
    if right - left < 4 or bottom - top < 4:
        return []
    ink = page.ink[top:bottom, left:right]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    speck = max(4.0, (page.size * 0.16) ** 2)
    big = [
        n
        for n in range(1, count)
        if stats[n, cv2.CC_STAT_AREA] >= speck
        and max(stats[n, cv2.CC_STAT_WIDTH], stats[n, cv2.CC_STAT_HEIGHT]) >= page.size * 0.3
    ]
    if not big:
        return []
    rows = np.zeros(bottom - top, bool)
    for n in big:
        y, h = stats[n, cv2.CC_STAT_TOP], stats[n, cv2.CC_STAT_HEIGHT]
        rows[y : y + h] = True
    pieces = []
    for start, end in _spans(rows, page.size * 0.12):
        inside = [n for n in big if start <= stats[n, cv2.CC_STAT_TOP] < end]
        x0 = min(stats[n, cv2.CC_STAT_LEFT] for n in inside)
        x1 = max(stats[n, cv2.CC_STAT_LEFT] + stats[n, cv2.CC_STAT_WIDTH] for n in inside)
        place = (left + int(x0), top + start, left + int(x1), top + end)
        pieces.append(Piece(_cut(page, place), place))
    return pieces


def _spans(rows: Any, gap: float) -> list[tuple[int, int]]:
    """Runs of rows with ink; runs closer than `gap` are one (the dot of a character)."""
    spans: list[tuple[int, int]] = []
    start = -1
    for y, dark in enumerate([*rows.tolist(), False]):
        if dark and start < 0:
            start = y
        elif not dark and start >= 0:
            if spans and start - spans[-1][1] <= gap:
                spans[-1] = (spans[-1][0], y)
            else:
                spans.append((start, y))
            start = -1
    return spans


def _cut(page: PageImage, box: tuple[int, int, int, int]) -> Any:
    """The piece with white around it, which recognition needs; low ink keeps its true height."""
    import numpy as np

    left, top, right, bottom = box
    image = page.grey[top:bottom, left:right]
    size = round(page.size)
    lack = max(0, size - (bottom - top))
    pad = max(3, round(size * 0.25))
    return np.pad(
        image, ((pad + lack // 2, pad + lack - lack // 2), (pad, pad)), constant_values=255
    )


def strips_outside(
    page: PageImage, boxes: list[tuple[float, float, float, float]]
) -> list[tuple[int, Any]]:
    """The page without these areas, as strips that have ink: where each begins, and its image.

    Recognition of a strip takes a fraction of the time and memory of a whole page.
    """
    grey, ink = page.grey.copy(), page.ink.copy()
    for left, top, right, bottom in boxes:
        area = slice(max(0, round(top)), round(bottom)), slice(max(0, round(left)), round(right))
        grey[area], ink[area] = 255, 0
    least = max(4.0, page.size * 0.25)
    pad = round(page.size * 0.6)
    strips: list[tuple[int, int]] = []
    for start, end in _spans((ink > 0).sum(axis=1) >= least, page.size):
        if strips and end - strips[-1][0] < MAX_STRIP:
            strips[-1] = (strips[-1][0], end)
        else:
            strips.append((start, end))
    return [(max(0, top - pad), grey[max(0, top - pad) : bottom + pad]) for top, bottom in strips]

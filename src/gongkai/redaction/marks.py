"""涂去的标记: boxes on pages, each with its ground, made by hand or from text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.errors import BadInput
from gongkai.law.decisions.exemptions import EXEMPTIONS, exemption
from gongkai.redaction.limits import MAX_MARKS
from gongkai.redaction.pages import Box, Page, Pages, touches

__all__ = [
    "GROUNDS", "Covered", "Folded", "Mark", "check_marks", "covered", "folded", "label",
    "mark_text", "under",
]  # fmt: skip

MARGIN = 0.2  # points: a character this near to a box goes with it
_LEAST = 0.5  # points; a smaller box is a slip of the mouse


@dataclass(frozen=True, slots=True)
class Mark:
    """What goes: boxes on one page (from 0), the code of the ground, the text if it was known."""

    page: int
    boxes: tuple[Box, ...]
    ground: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A line of the list of what went: page (from 0), ground and its label, the text under it.

    The list belongs to the file of the case; it must never leave with the result.
    """

    page: int
    ground: str
    label: str
    text: str


GROUNDS: Mapping[str, str] = {one.code: f"条例{one.article.place}" for one in EXEMPTIONS}


def label(ground: str) -> str:
    """The words on a box: 条例第十五条. BadInput names an unknown ground."""
    return GROUNDS[exemption(ground).code]


@dataclass(frozen=True, slots=True)
class Folded:
    """Text for comparison: without blanks, full and half width alike; `places` lead back."""

    text: str
    places: tuple[int, ...]


_ALIKE = str.maketrans("‐‑‒–—―−﹣－", "-" * 9)


def folded(text: str) -> Folded:
    """Fold a text; a character may become several or none."""
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).casefold().translate(_ALIKE):
            if not one.isspace() and unicodedata.category(one) != "Cf":
                out.append(one)
                places.append(at)
    return Folded("".join(out), tuple(places))


def occurrences(page: Folded, wanted: str) -> Iterator[tuple[int, int]]:
    """Start and stop in the page's own text of each occurrence of a folded string."""
    at = page.text.find(wanted)
    while at >= 0:
        yield page.places[at], page.places[at + len(wanted) - 1] + 1
        at = page.text.find(wanted, at + len(wanted))


def mark_text(pages: Pages, text: str, ground: str) -> list[Mark]:
    """A mark for each occurrence on each page, over line ends and blanks, in any width.

    BadInput when the text is empty, found nowhere, or the ground unknown.
    """
    label(ground)
    wanted = folded(text).text
    if not wanted:
        raise BadInput("没有填写要涂去的文字；请填写后再试")
    marks = [
        Mark(number, page.boxes_of(start, stop), ground, page.text[start:stop])
        for number, page in enumerate(pages.pages)
        for start, stop in occurrences(folded(page.text), wanted)
    ]
    if not marks:
        raise BadInput(f"文件里没有找到“{text}”；请核对文字，扫描件请直接画框")
    return marks


def check_marks(pages: Pages, marks: Sequence[Mark]) -> None:
    """BadInput for a page that is not there, no box, an empty box or one outside, no ground."""
    if sum(len(mark.boxes) for mark in marks) > MAX_MARKS:
        raise BadInput(f"标记超过{MAX_MARKS}处；请拆分文件后分别处理")
    for number, mark in enumerate(marks, 1):
        label(mark.ground)
        if not 0 <= mark.page < len(pages.pages):
            raise BadInput(
                f"第{number}处标记在第{mark.page + 1}页，文件共{len(pages.pages)}页；请核对页码"
            )
        if not mark.boxes:
            raise BadInput(f"第{number}处标记（第{mark.page + 1}页）没有框；请重新画框")
        page = pages.pages[mark.page]
        for box in mark.boxes:
            _check_box(box, page, f"第{number}处标记（第{mark.page + 1}页）")


def _check_box(box: Box, page: Page, what: str) -> None:
    # `not (a > b)` also refuses what is not a number
    if not (box.right - box.left >= _LEAST and box.bottom - box.top >= _LEAST):
        raise BadInput(f"{what}的框太小或者左右、上下颠倒；请重新画框")
    if not touches(box, Box(0, 0, page.width, page.height)):
        raise BadInput(
            f"{what}的框在页面之外（页面{page.width:.0f}×{page.height:.0f}点）；请重新画框"
        )


def under(page: Page, boxes: Sequence[Box], margin: float = MARGIN) -> list[int]:
    """Indexes of the characters that any box touches, with the blanks between them."""
    if not boxes:
        return []
    found = []
    for at, char in enumerate(page.text):
        if char == "\n":
            continue
        cell = page.cell_of(at)
        own = cell if char.isspace() else page.ink_of(at)
        x, y = (cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2
        middle = Box(x, y, x, y)  # of a small sign such as 。 the ink may be beside the box
        if any(touches(own, box, margin) or touches(middle, box) for box in boxes):
            found.append(at)
    return found


def covered(pages: Pages, marks: Sequence[Mark]) -> list[Covered]:
    """What goes with each mark, in the order of the pages."""
    check_marks(pages, marks)
    rows = []
    for mark in sorted(marks, key=lambda one: (one.page, one.boxes[0].top, one.boxes[0].left)):
        page = pages.pages[mark.page]
        text = "".join(page.text[at] for at in under(page, mark.boxes))
        rows.append(Covered(mark.page, mark.ground, label(mark.ground), text))
    return rows

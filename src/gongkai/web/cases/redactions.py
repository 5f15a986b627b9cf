"""区分处理: what is marked on a file, which proposals are still open, where its parts lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.errors import BadInput
from gongkai.redaction import GROUNDS, Box, Hit, Leak, Mark, Pages
from gongkai.web.cases.models import Redaction
from gongkai.web.cases.redaction_work import inside, unpack
from gongkai.web.files import storage

__all__ = [
    "CONVERTED", "STRIPPED", "Proposal", "active", "add_marks", "box_of", "drop_result",
    "drop_source", "hit_row", "last_step", "leak_row", "marks_of", "pages_of", "proposals",
    "read", "undecided", "undo",
]  # fmt: skip

TICKED = 0.6  # proposals surer than that are ticked
# what can be opened for marks; what can be given whole
CONVERTED = frozenset({
    "pdf", "docx", "xlsx", "doc", "xls", "odt", "ods", "rtf", "txt", "csv", "png", "jpeg", "tiff",
    "bmp", "gif", "webp",
})  # fmt: skip
STRIPPED = frozenset({
    "pdf", "docx", "xlsx", "pptx", "txt", "csv", "png", "jpeg", "tiff", "bmp", "gif", "webp",
})  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place proposed and what came of it: marked, kept with a reason, or open."""

    index: int
    page: int
    boxes: tuple[Box, ...]
    zh: str
    text: str
    confidence: float
    ground: str
    why: str
    marked: bool
    kept: str

    @property
    def open(self) -> bool:
        """Whether it is still to be decided."""
        return not self.marked and not self.kept

    @property
    def ticked(self) -> bool:
        """Whether the form has it ticked before."""
        return self.confidence >= TICKED

    @property
    def number(self) -> int:
        """Of its page, as people count."""
        return self.page + 1

    @property
    def sure(self) -> str:
        """How sure it is, in words."""
        return "很可能" if self.confidence >= 0.8 else "可能" if self.ticked else "存疑"

    @property
    def label(self) -> str:
        """The article of its ground."""
        return GROUNDS[self.ground]


# marks --------------------------------------------------------------------------------------------


def box_of(numbers: Any) -> Box:
    """Four numbers from outside; BadInput for anything else."""
    try:
        left, top, right, bottom = (float(number) for number in numbers)
    except (TypeError, ValueError):
        raise BadInput("框应当有四个数：左、上、右、下；请重新画框") from None
    return Box(*(round(number, 2) for number in (left, top, right, bottom)))


def active(row: Redaction) -> list[Row]:
    """The marks that hold, by page and place."""
    rows = [mark for mark in row.marks if "gone" not in mark]
    return sorted(rows, key=lambda mark: (mark["page"], mark["boxes"][0][1], mark["boxes"][0][0]))


def marks_of(row: Redaction) -> list[Mark]:
    """The same as `gongkai.redaction` takes them."""
    return [
        Mark(
            mark["page"], tuple(Box(*box) for box in mark["boxes"]), mark["ground"],
            mark["text"],
        )
        for mark in active(row)
    ]  # fmt: skip


def last_step(row: Redaction) -> int:
    """Number of the last change; 0 before the first."""
    steps: list[int] = [0]
    for mark in row.marks:
        steps += [mark["step"], mark.get("gone", 0)]
    steps += [hit["kept"]["step"] for hit in row.hits if hit.get("kept")]
    return max(steps)


def add_marks(row: Redaction, marks: Iterable[Mark], step: int) -> int:
    """Add those that no mark covers yet; how many."""
    taken = _taken(row)
    number, added = max((mark["id"] for mark in row.marks), default=0), 0
    for mark in marks:
        if _covered(mark.page, mark.boxes, taken):
            continue
        number, added = number + 1, added + 1
        row.marks.append({
            "id": number, "page": mark.page, "boxes": [list(box) for box in mark.boxes],
            "ground": mark.ground, "text": mark.text[:500], "step": step,
        })  # fmt: skip
        taken.setdefault(mark.page, []).extend(mark.boxes)
    return added


def undo(row: Redaction) -> bool:
    """Take the last change back; whether there was one."""
    step = last_step(row)
    if not step:
        return False
    row.marks = [mark for mark in row.marks if mark["step"] != step]
    for mark in row.marks:
        if mark.get("gone") == step:
            del mark["gone"]
    for hit in row.hits:
        if hit.get("kept") and hit["kept"]["step"] == step:
            hit["kept"] = None
    return True


def _taken(row: Redaction) -> dict[int, list[Box]]:
    """What is marked, by page."""
    found: dict[int, list[Box]] = {}
    for mark in active(row):
        found.setdefault(mark["page"], []).extend(Box(*box) for box in mark["boxes"])
    return found


def _covered(page: int, boxes: Sequence[Box], taken: dict[int, list[Box]]) -> bool:
    return all(any(inside(box, other) for other in taken.get(page, ())) for box in boxes)


# proposals ----------------------------------------------------------------------------------------


def hit_row(hit: Hit) -> Row:
    """A proposal as it is stored."""
    return {
        "page": hit.page, "boxes": [[round(n, 2) for n in box] for box in hit.boxes],
        "zh": hit.zh, "text": hit.text, "confidence": round(hit.confidence, 2),
        "ground": hit.ground, "why": hit.why, "kept": None,
    }  # fmt: skip


def leak_row(leak: Leak) -> Row:
    """A hit of the leak test as it is stored: without the text that it found."""
    return {
        "blocking": leak.blocking, "kind": leak.kind, "where": leak.where, "page": leak.page,
        "message": leak.message,
    }  # fmt: skip


def proposals(row: Redaction) -> list[Proposal]:
    """All of them with what came of each."""
    taken = _taken(row)
    made = []
    for index, hit in enumerate(row.hits):
        boxes = tuple(Box(*box) for box in hit["boxes"])
        made.append(
            Proposal(
                index, hit["page"], boxes, hit["zh"], hit["text"], hit["confidence"],
                hit["ground"], hit["why"], _covered(hit["page"], boxes, taken),
                hit["kept"]["why"] if hit.get("kept") else "",
            )
        )  # fmt: skip
    return made


def undecided(row: Redaction) -> int:
    """How many are still open."""
    return sum(one.open for one in proposals(row))


# where the parts lie ------------------------------------------------------------------------------


def read(blob: str) -> bytes:
    """All bytes of a stored thing."""
    with storage.storage().open(blob) as opened:
        data: bytes = opened.read()
    return data


def packed_name(blob: str) -> str:
    """Where the pages of a converted file lie."""
    return f"{blob}.pages"


def pages_of(row: Redaction) -> Pages:
    """The pages with their text, without the PDF."""
    return unpack(read(packed_name(row.converted)))


def drop_result(blob: str, pictures: int) -> None:
    """Delete a result and its pictures."""
    if blob:
        storage.delete(blob, pictures)


def drop_source(blob: str, pages: int) -> None:
    """Delete a converted file, its pages and their pictures."""
    if blob:
        storage.storage().delete(packed_name(blob))
        storage.delete(blob, pages)

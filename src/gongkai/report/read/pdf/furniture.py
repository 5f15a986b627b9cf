"""Page numbers and titles that run along every page: found and taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.report.model import Note, NoteCode, Place
from gongkai.report.read.blocks import Grid, Para

__all__ = ["drop_furniture"]

MARGIN = 0.12  # the share of the page's height in which headers and footers stand
_NUMBERED = re.compile(
    r"(?:[-—–―－·•~～\s]+\d{1,3}[-—–―－·•~～\s]+|第?\s*\d{1,3}\s*页"
    r"(?:\s*[,，/]?\s*[（(]?\s*共\s*\d{1,3}\s*页\s*[)）]?)?|\d{1,3}\s*[/／]\s*\d{1,3}"
    r"|page\s*\d+(?:\s*of\s*\d+)?)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,3}")


def drop_furniture(pages: Sequence[list[Para | Grid]], heights: Sequence[float]) -> list[Note]:
    """Take page numbers and running titles out of the pages; say what was taken.

    A line in the margin goes when it is a page number by its form, or when the same words (but
    for digits) stand at the same height on all pages but one at most, and on two at least.
    """
    marginal: list[tuple[int, Para, float]] = []
    for number, (blocks, height) in enumerate(zip(pages, heights, strict=True)):
        # from the edge inwards, so that a title inside the text is never reached
        for ordered in (blocks, blocks[::-1]):
            for block in ordered[:3]:
                if not isinstance(block, Para) or not block.place.box:
                    break
                middle = (block.place.box[1] + block.place.box[3]) / 2
                if min(middle, height - middle) > height * MARGIN:
                    break
                marginal.append((number, block, middle))
    seen: Counter[tuple[str, int]] = Counter()
    for _, para, middle in {(n, p, m) for n, p, m in marginal}:
        seen[_key(para, middle)] += 1
    enough = max(2, len(pages) - 1)
    gone: dict[str, list[int]] = {}
    printed: dict[str, str] = {}
    for number, para, middle in marginal:
        key = _key(para, middle)
        runs = seen[key] >= enough
        bare = _BARE.fullmatch(para.text) and int(para.text) == number + 1
        if (runs or bare or _NUMBERED.fullmatch(para.text)) and para in pages[number]:
            pages[number].remove(para)
            what = "页码" if _is_number(para.text) else key[0]
            printed.setdefault(what, what if what == "页码" else f"“{para.text}”")
            gone.setdefault(what, []).append(number)
    return [
        Note(
            NoteCode.FURNITURE,
            f"页眉或页脚中的{printed[what]}不是正文，已去掉（{len(set(on))}页）",
            Place(page=on[0] + 1),
        )
        for what, on in gone.items()
    ]


def _key(para: Para, middle: float) -> tuple[str, int]:
    return (re.sub(r"\d+", "0", para.text), round(middle / 6))


def _is_number(text: str) -> bool:
    return bool(_NUMBERED.fullmatch(text) or _BARE.fullmatch(text))

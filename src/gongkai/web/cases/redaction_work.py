"""涂去的脏活: what touches hostile files, to be run in a process of its own; no Django here.

The pages of a converted file are kept as compressed JSON beside it (`pack`): marks by text, checks
and lists need no PDF library then.
"""

from __future__ import annotations

import base64
import io
import json
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.errors import ReadError
from gongkai.redaction import Box, Hit, Leak, Mark, Page, Pages, Removed, burn, find, inspect
from gongkai.redaction import leaks as search
from gongkai.redaction import strip as clean
from gongkai.redaction.pages import open_pdf, rendered

__all__ = [
    "DPI", "MEGABYTES", "MOST_PICTURES", "SECONDS", "Made", "Prepared", "burnt", "count", "inside",
    "pack", "pictures", "prepare", "previews", "stripped", "unpack",
]  # fmt: skip

SECONDS, MEGABYTES = 180, 1_500
DPI = 110  # pictures of pages: A4 is 909 pixels wide
MOST_PICTURES = 20  # of a result that is no PDF of ours
_LEAST = 0.3  # hits below that are noise


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file opened for marks: its PDF, its pages packed, their sizes, notes, proposals."""

    pdf: bytes = field(repr=False)
    packed: bytes = field(repr=False)
    sizes: list[list[float]]
    notes: list[str]
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Made:
    """A result: its bytes, what the leak test found, what was taken out, what is in doubt."""

    data: bytes = field(repr=False)
    leaks: list[Leak]
    removed: tuple[Removed, ...] = ()
    doubts: tuple[str, ...] = ()


def prepare(data: bytes, kind: str) -> Prepared:
    """Converted to PDF where needed, read, searched for personal data."""
    pages = inspect(data, kind)
    notes = list(pages.notes)
    if hidden := sum(page.hidden for page in pages.pages):
        notes.append(f"文件里有{hidden}个看不见的字符；生成的文件里不会有")
    hits = [hit for hit in find(pages) if hit.confidence >= _LEAST and hit.boxes]
    sizes = [[round(page.width, 2), round(page.height, 2)] for page in pages.pages]
    return Prepared(pages.pdf, pack(pages), sizes, notes, hits)


def pictures(pdf: bytes, start: int, stop: int) -> list[bytes]:
    """PNG of pages start … stop - 1."""
    made = []
    with open_pdf(pdf) as document:
        for index in range(start, stop):
            out = io.BytesIO()
            rendered(document[index], DPI)[0].save(out, "PNG")
            made.append(out.getvalue())
    return made


def count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with open_pdf(pdf) as document:
        return len(document)


def burnt(pdf: bytes, packed: bytes, marks: Sequence[Mark]) -> Made:
    """The blackened PDF, and what can still be got out of it."""
    pages = unpack(packed, pdf)
    data = burn(pages, marks)
    return Made(data, search(data, "pdf", pages, marks))


def stripped(data: bytes, kind: str, accept_changes: bool) -> Made:
    """A file released whole without what its readers are not shown."""
    result = clean(data, kind, accept_changes)
    return Made(result.data, search(result.data, kind), result.removed, result.doubts)


def previews(data: bytes, kind: str) -> list[bytes]:
    """Pictures of the first pages of a result; none of what cannot be shown."""
    try:
        pages = inspect(data, kind)
    except ReadError:
        return []
    return pictures(pages.pdf, 0, min(len(pages.pages), MOST_PICTURES))


# pages beside their PDF ---------------------------------------------------------------------------


def pack(pages: Pages) -> bytes:
    """The text of the pages with the places of its characters."""
    rows = [
        {
            "size": [page.width, page.height], "text": page.text,
            "ink": _coded(page.ink), "cell": _coded(page.cell),
            "hidden": page.hidden, "unknown": page.unknown,
        }
        for page in pages.pages
    ]  # fmt: skip
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"), 6)


def unpack(packed: bytes, pdf: bytes = b"") -> Pages:
    """What `pack` made; without the PDF for what only reads text and places."""
    rows: list[dict[str, Any]] = json.loads(
        zlib.decompress(packed).decode("utf-8", "surrogatepass")
    )
    return Pages(
        pdf,
        tuple(
            Page(
                row["size"][0], row["size"][1], row["text"], _decoded(row["ink"]),
                _decoded(row["cell"]), row["hidden"], row["unknown"],
            )
            for row in rows
        ),
    )  # fmt: skip


def _coded(numbers: array[float]) -> str:
    return base64.b64encode(array("f", numbers).tobytes()).decode()


def _decoded(text: str) -> array[float]:
    numbers = array("f")
    numbers.frombytes(base64.b64decode(text))
    return numbers


def inside(box: Box, other: Box, margin: float = 0.6) -> bool:
    """Whether a box lies within another, a little more or less."""
    return (
        box.left >= other.left - margin
        and box.top >= other.top - margin
        and box.right <= other.right + margin
        and box.bottom <= other.bottom + margin
    )

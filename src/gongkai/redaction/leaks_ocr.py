"""Recognition over a burnt page (extra `ocr`): whether a machine still reads what went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.redaction.limits import BURN_DPI
from gongkai.redaction.marks import Mark, folded
from gongkai.redaction.pages import open_pdf, rendered
from gongkai.redaction.searching import Needle
from gongkai.report.read.scan_engine import find_text, require_engine

__all__ = ["recognised"]


def recognised(
    result: bytes, marks: Sequence[Mark], needles: Sequence[Needle]
) -> Iterator[tuple[int, str]]:
    """Page and string wherever recognition reads one at its mark. MissingProgram."""
    require_engine()
    import numpy

    with open_pdf(result) as document:
        for number in sorted({mark.page for mark in marks}):
            image, scale = rendered(document[number], BURN_DPI)
            boxes = [box for mark in marks if mark.page == number for box in mark.boxes]
            for (left, top, right, bottom), reading in find_text(numpy.asarray(image.convert("L"))):
                own = folded(reading.text).text
                x, y = (left + right) / 2 / scale, (top + bottom) / 2 / scale
                beneath = any(b.left < x < b.right and b.top < y < b.bottom for b in boxes)
                for needle in needles:
                    if beneath and needle.plain in own:
                        yield number, needle.text

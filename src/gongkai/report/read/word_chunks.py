"""Pages that a Word document holds whole (w:altChunk), as web programs make them.

Word takes the text in when it opens the file; until it is saved again there is nothing else in it.
ECMA-376 part 1, §17.17.2.
"""

from __future__ import annotations

from gongkai.errors import ReadError
from gongkai.report.read.blocks import Grid, Para

__all__ = ["chunk_blocks"]


def chunk_blocks(data: bytes, name: str) -> list[Para | Grid]:
    """The blocks of a part that is a web page or text; none for anything else."""
    from gongkai.report.read import html, text
    from gongkai.report.read.sniff import Format, sniff

    readers = {Format.HTML: html.read, Format.MHT: html.read_mht, Format.TEXT: text.read}
    try:
        reader = readers.get(sniff(data, name))
        return reader(data).blocks if reader else []
    except ReadError:
        return []  # what is missing then is said where the tables are looked for

"""Tables that a document holds as lines: boxes of a page, paragraphs with tabs, one cell a line.

Word files and pages hold real tables nearly always. Where they do not, their lines are read as
those of a text file are.
"""

from __future__ import annotations

from gongkai.report.model import Place
from gongkai.report.read.blocks import Grid, Para
from gongkai.report.read.labels import fold, heading_number

__all__ = ["tables_in_lines"]

_ROWS = 9  # table 3 has more; the small grids of a page tell of its date and number
_MARK = "本年新收"
_LABEL = 60  # characters


def tables_in_lines(blocks: list[Para | Grid]) -> list[Para | Grid]:
    """The blocks, with lines that are cells of the statutory tables made into grids.

    Nothing is changed where table 3 can stand in a grid.
    """
    lines: list[Para] = []
    begin = -1  # of the first section
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            if begin >= 0 or len(block.rows) > _ROWS:
                return blocks
        elif begin >= 0:
            lines.append(block)
        elif heading_number(block.text):
            begin = i
            lines.append(block)
    if not any(_MARK in line.text and _is_label(line.text) for line in lines):
        return blocks
    return [*blocks[:begin], *_read(lines)]


def _is_label(text: str) -> bool:
    return "。" not in text and len(fold(text.split("\t")[0])) <= _LABEL


def _read(lines: list[Para]) -> list[Para | Grid]:
    from gongkai.report.read.text import read_text

    # a line of text for each paragraph, so that a number of a line is one of a paragraph
    text = "\n".join(line.text.replace("\n", " ").replace("\r", " ") for line in lines)
    made: list[Para | Grid] = []
    for block in read_text(text).blocks:
        if isinstance(block, Grid):
            made.append(
                Grid(
                    [
                        [cell._replace(place=_place(lines, cell.place)) for cell in row]
                        for row in block.rows
                    ],
                    _place(lines, block.place),
                )
            )
        else:
            line = lines[block.place.line - 1]
            made.append(block._replace(place=line.place, heading=block.heading or line.heading))
    return made


def _place(lines: list[Para], place: Place) -> Place:
    return lines[place.line - 1].place if place.line else place

"""The blocks of a plain Word document straight from its XML, without building a tree.

Most files hold nothing but paragraphs, runs and unnested tables; for them this takes half the time
of a tree, and tells the same (a test holds one against the other). Every element must be one of
those listed here, written the way every program writes it; anything else is left to the tree,
which also says what is wrong with broken XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.model import NOWHERE
from gongkai.report.read.blocks import Grid, Para
from gongkai.report.read.layout import is_layout_size
from gongkai.report.read.word_grid import Cell, count, grid_of
from gongkai.report.read.word_styles import Styles, is_outline

__all__ = ["plain_blocks"]

_ROOT = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UTF_8 = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-8)""", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(/?[^\s/>]+)")

"""The blocks of a plain Word document straight from its XML, without building a tree.

Most files hold nothing but paragraphs, runs and unnested tables; for them this takes half the time
of a tree, and tells the same (a test holds one against the other). Every element must be one of
those listed here, written the way every program writes it; anything else is left to the tree,
which also says what is wrong with broken XML.
"""

from __future__ import annotations

import re

__all__ = ["plain_blocks"]

_ROOT = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UTF_8 = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-8)""", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(/?[^\s/>]+)")

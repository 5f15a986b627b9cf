"""涂去: personal data found, boxes burnt in, metadata stripped, the result searched for leaks.

`inspect` → `find`, `mark_text`, `Mark` → `burn` → `leaks`; `strip` for what is released whole.
Everything here takes hostile files: run it in an isolated process. pdfium knows no threads.
"""

from gongkai.redaction.burning import burn
from gongkai.redaction.finders import Hit, find, find_text, mark_hit
from gongkai.redaction.leaking import Leak, leaks
from gongkai.redaction.marks import GROUNDS, Covered, Mark, check_marks, covered, mark_text
from gongkai.redaction.opening import inspect
from gongkai.redaction.pages import Box, Page, Pages
from gongkai.redaction.personal import Finding, Kind
from gongkai.redaction.stripping import Removed, Stripped, strip

__all__ = [
    "GROUNDS", "Box", "Covered", "Finding", "Hit", "Kind", "Leak", "Mark", "Page", "Pages",
    "Removed", "Stripped", "burn", "check_marks", "covered", "find", "find_text", "inspect",
    "leaks", "mark_hit", "mark_text", "strip",
]  # fmt: skip

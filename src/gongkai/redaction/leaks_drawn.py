"""What is in an Office file and on none of its drawn pages: hidden in a way nobody thought of.

LibreOffice draws the file, pdfium reads what has ink; each piece of text of the package must be
there. Style, colour, size, place, a covering picture: it does not matter what hides it.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.redaction.leaks_package import texts
from gongkai.redaction.marks import folded
from gongkai.redaction.opening import inspect

__all__ = ["DRAWN", "problem_of", "unseen"]

DRAWN = frozenset({"docx", "xlsx"})  # what can be drawn here
_WINDOW = 4  # characters
_ENOUGH = 0.4  # of a piece
_HEAD = 8  # characters: a low or narrow cell shows the beginning of its text
_MOST = 50
_GROUPED = str.maketrans("", "", ",'")


def unseen(data: bytes, kind: str, parts: list[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Part and text of each piece that no page shows, each once; GongkaiError when not drawn."""
    pages = inspect(data, kind).pages
    shown = folded("".join(page.text for page in pages)).text
    shown += "\n" + shown.translate(_GROUPED)
    told: set[str] = set()
    for where, text in texts(parts):
        plain = _plain(text)
        if len(plain) < 2 or plain in told or (plain.isdecimal() and len(plain) < 7):
            continue  # the number of a page is not in the file
        if not _there(plain, shown):
            told.add(plain)
            yield where, text.strip()
        if len(told) >= _MOST:
            return


def _plain(text: str) -> str:
    """Folded, without signs of a font's own, which no reader names."""
    return "".join(char for char in folded(text).text if not "\ue000" <= char <= "\uf8ff")


def _there(plain: str, shown: str) -> bool:
    if plain in shown or (len(plain) > _HEAD and plain[:_HEAD] in shown):
        return True
    windows = [plain[at : at + _WINDOW] for at in range(len(plain) - _WINDOW + 1)]
    return bool(windows) and sum(one in shown for one in windows) >= _ENOUGH * len(windows)


def problem_of(error: Exception) -> str:
    """Why the pages could not be drawn, as a sentence for the person who releases the file."""
    return f"没有核对看不见的文字（{error}）；请逐页查看，确认没有不应公开的内容"

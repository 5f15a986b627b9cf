"""文件名: a name as given, made harmless; it is a label only and never part of a path."""

from __future__ import annotations

import re
import unicodedata

from gongkai.errors import BadInput

__all__ = ["clean_name"]

_LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # Windows would not save a file under them


def clean_name(given: str) -> str:
    """The last part of a path as people may see it; BadInput when nothing is left of it.

    Signs that do not print go, among them those that turn the direction of writing: “通知‮fdp.exe”
    must not look like a PDF.
    """
    text = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    text = "".join(c if unicodedata.category(c)[0] != "C" else "" for c in text)
    text = _FORBIDDEN.sub("_", " ".join(text.split())).strip(" .")
    if not text:
        raise BadInput("文件没有名称；请给文件取一个名称再上传")
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
    return text[:_LONGEST]

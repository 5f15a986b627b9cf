"""A text that the user keeps, such as a list of bodies or of files, saved in any encoding."""

from __future__ import annotations

from pathlib import Path

from gongkai.errors import BadInput, ReadError
from gongkai.report.read.encoding import decode
from gongkai.report.read.files import load

__all__ = ["text_of"]


def text_of(path: Path) -> str:
    """The text of a file; BadInput when it cannot be opened or is no text."""
    try:
        text = decode(load(path))[0]
    except ReadError as problem:
        raise BadInput(f"{path}：{problem}") from None
    if "\0" in text:
        raise BadInput(f"{path} 不是文本文件；请另存为文本或 CSV")
    return text

"""What the text layer says in place of what went, so that listeners know that something did."""

from __future__ import annotations

from gongkai.redaction.marks import GROUNDS, label

__all__ = ["spoken", "without_labels"]

_FRAME = "〔已隐去：{}〕"


def spoken(ground: str) -> str:
    """The words for one box. BadInput names an unknown ground."""
    return _FRAME.format(label(ground))


def without_labels(text: str) -> str:
    """A text of a result without those words; a line end stands for each."""
    for words in {_FRAME.format(zh) for zh in GROUNDS.values()}:
        text = text.replace(words, "\n")
    return text

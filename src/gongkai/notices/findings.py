"""What a check before issue finds."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.labelled import Labelled
from gongkai.notices.model import Notice
from gongkai.sources import Article

__all__ = ["Finding", "Severity", "place_of"]

_LONGEST = 40


class Severity(Labelled):
    """Whether the document may go out all the same."""

    ERROR = "error", "不得发出"
    WARNING = "warning", "请核对"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable slug, a sentence with what to do, the line in question, the article."""

    code: str
    sentence: str
    place: str = ""
    severity: Severity = Severity.ERROR
    article: Article | None = None


def place_of(notice: Notice, found: str) -> str:
    """The line of the document with those words, cut around them; "" where there is none."""
    for line in notice.lines:
        at = line.find(found)
        if at >= 0:
            begin = max(0, at - (_LONGEST - len(found)) // 2)
            cut = line[begin : begin + max(_LONGEST, len(found))]
            return ("…" if begin else "") + cut + ("…" if begin + len(cut) < len(line) else "")
    return ""

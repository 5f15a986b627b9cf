"""甲、乙分别为3件、2件: which number of a list belongs to which name of the list before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.report.claims.context import Span
from gongkai.report.claims.tokens import Token

__all__ = ["Respective", "respectively"]


class Respective(NamedTuple):
    """What a number of such a list counts, and the year if the list is one of years."""

    noun: str
    year: int | None = None


_LISTS = re.compile(
    r"([^,;。:]+?)(?:数量|件数)?分别(?:为|是|有|达到?)?:? ?(?=\d|[一二三四五六七八九十两])"
)
_YEAR = re.compile(r" ?((?:19|20)\d\d) ?年度?")


def respectively(text: str, sentence: Span, counted: Sequence[Token]) -> dict[int, Respective]:
    """By the start of each number of such a list in a sentence, its noun.

    text: the paragraph without what stands in brackets; counted: counts and rates of the sentence.
    """
    found: dict[int, Respective] = {}
    said = text[sentence.start : sentence.end]
    if "分别" not in said:
        return found
    for match in _LISTS.finditer(said):
        names = re.split(r"、|和|与|以及|及", match[1])
        at = sentence.start + match.end()
        numbers: list[Token] = []
        for token in counted:
            if token.start >= at:
                gap = text[numbers[-1].unit_end if numbers else at : token.start]
                if not re.fullmatch(r"[、,和及与 ]*", gap):
                    break
                numbers.append(token)
        if len(numbers) != len(names) or len(names) < 2:
            continue
        years = [_YEAR.match(name) for name in names]
        noun = names[-1][years[-1].end() :] if years[-1] else ""
        for name, year, token in zip(names, years, numbers, strict=True):
            if noun and year:  # 2022年、2023年公开信息分别为620条、744条
                found[token.start] = Respective(noun.replace(" ", ""), int(year[1]))
            else:
                found[token.start] = Respective(name.replace(" ", ""))
    return found
